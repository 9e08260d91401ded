"""A user's own ontology and rules: read, refused with the line, and taken through everything downstream."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_relations import read as doc_of

from kg import extension, files, quads
from kg.annotate.patterns_relations import patterns
from kg.errors import DataError
from kg.names import CLASSES, LITERAL, PREDICATES, SYMMETRIC, TYPES, own_labels, term

ROOT = Path(__file__).parents[1]
CINEMA = ROOT / "docs" / "examples" / "cinema"
PREFIXES = (CINEMA / "cinema.ttl").read_text(encoding="utf-8").partition("cine:Film")[0]
HEAD = PREFIXES.count("\n")


@pytest.fixture
def cinema(tmp_path):
    before = [*TYPES], [*PREDICATES], dict(CLASSES), set(SYMMETRIC), set(LITERAL)
    extension.take(tmp_path, CINEMA / "cinema.ttl", CINEMA / "rules")
    yield tmp_path
    extension.use(tmp_path / "nowhere")
    assert ([*TYPES], [*PREDICATES], dict(CLASSES), set(SYMMETRIC), set(LITERAL)) == before


def test_terms_are_added_and_taken_back(cinema):
    assert TYPES[-1] == "FILM"
    assert list(PREDICATES[-3:]) == ["directed", "playsIn", "budget"]
    assert term("directed") == "https://example.org/cinema#directed"
    assert "budget" in LITERAL
    assert own_labels("fr")["of.directed"] == "réalisé par"
    assert own_labels("en")["types.FILM"] == "film"
    assert (cinema / "extension" / "rules" / "relations.csv").is_file()


@pytest.mark.usefixtures("cinema")
def test_another_ontology_gives_the_same_name_another_iri(tmp_path):
    assert quads.name("kg:Film") == "<https://example.org/cinema#Film>"
    other = tmp_path / "other.ttl"
    other.write_text((CINEMA / "cinema.ttl").read_text(encoding="utf-8").replace("example.org/cinema", "a.example/films"))
    extension.take(tmp_path / "second", other, None)
    assert quads.name("kg:Film") == "<https://a.example/films#Film>"
    extension.use(tmp_path / "nowhere")
    with pytest.raises(DataError, match="Film"):
        quads.name("kg:Film")


@pytest.mark.model
@pytest.mark.usefixtures("cinema")
def test_own_patterns_find_their_examples_and_leave_their_counterexamples():
    import spacy

    from kg.annotate import lines
    from kg.annotate.parsed import parsed
    from kg.annotate.relations import claims

    nlp = spacy.load(files.model())
    if lines.NAME not in nlp.pipe_names:
        nlp.add_pipe(lines.NAME, before="parser")
    for one in [one for one in patterns() if one.predicate in ("directed", "playsIn", "budget")]:
        doc, parts = doc_of(nlp, one.yes)
        found = {
            (claim.subject, claim.object or claim.value) for claim in claims(parsed(doc)) if claim.predicate == one.predicate
        }
        assert (parts["s"], parts["o"]) in found, one.yes
        doc, _ = doc_of(nlp, one.no)
        assert not [claim for claim in claims(parsed(doc)) if claim.predicate == one.predicate], one.no


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("cine:Film a rdfs:Class", 1, "not Turtle"),
        ("cine:Film a rdfs:Class .", 1, "it has no name for people"),
        ('kg:Film a rdfs:Class ; rdfs:label "film"@fr .', 1, "a namespace of your own"),
        ('cine:Film a rdfs:Class ; skos:notation "PERSON" ; rdfs:label "film"@fr .', 1, "no other class has"),
        ('\ncine:made a rdf:Property ; rdfs:label "fait"@fr .', 2, "add schema:domainIncludes"),
        (
            'cine:made a rdf:Property ; rdfs:label "fait"@fr ; schema:domainIncludes kg:Person ; schema:rangeIncludes cine:Film .',
            1,
            "which is no class",
        ),
        ("", None, "no class and no property"),
        (
            'cine:acquired a rdf:Property ; rdfs:label "a"@fr ; schema:domainIncludes kg:Person ; schema:rangeIncludes kg:Person .',
            1,
            "another term",
        ),
        ('cine:Quotation a rdfs:Class ; skos:notation "SAID" ; rdfs:label "propos"@fr .', 1, "another term"),
        (
            'cine:Film a rdfs:Class ; rdfs:label "film"@fr .\ncine:Movie a rdfs:Class ; skos:notation "FILM" ; rdfs:label "film"@fr .',
            2,
            "two classes have the code FILM",
        ),
    ],
)
def test_a_wrong_ontology_is_refused_with_its_line(tmp_path, text, line, message):
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + text + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        extension.take(tmp_path / "out", path, None)
    if line is not None and message != "not Turtle":
        assert f"mine.ttl, line {HEAD + line}:" in str(caught.value)
    assert not (tmp_path / "out" / "extension").exists()


def test_an_ontology_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_bytes((PREFIXES + 'cine:Film a rdfs:Class ; rdfs:label "métrage"@fr .').encode("latin-1"))
    with pytest.raises(DataError, match=r"mine\.ttl: not UTF-8"):
        extension.read(path)


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        (
            "relations.csv",
            "kind,trigger,predicate,subject,object\nverb,filmer,films,subject,object\n",
            "line 2: unknown predicate",
        ),
        (
            "relations.csv",
            "kind,trigger,predicate,subject,object\nverbe,filmer,develops,subject,object\n",
            "line 2: unknown kind",
        ),
        (
            "relations.csv",
            "kind,trigger,predicate,subject,object\nverb,filmer,develops,subject\n",
            "line 2: 4 cells instead of 5",
        ),
        ("relations.csv", "kind,trigger,predicate,subject,goal\n", "line 1: unknown column 'goal'"),
        ("relation.csv", "kind\n", "no rules have this name"),
        ("catalogue/films.csv", "id,name,aliases\n", "no class has the code FILMS"),
    ],
)
def test_wrong_rules_are_refused_with_their_line(tmp_path, name, rows, message):
    path = tmp_path / "rules" / name
    path.parent.mkdir(parents=True)
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        extension.take(tmp_path / "out", None, tmp_path / "rules")
    assert not (tmp_path / "out" / "extension").exists()
    assert files.own() is None


def kg(folder, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "KG_LANG": "fr", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.model
def test_the_how_to_runs(tmp_path):
    """What docs/own-ontology.md says: build, ask, check; a second build without the options keeps the vocabulary."""
    page = (ROOT / "docs" / "own-ontology.md").read_text(encoding="utf-8")
    first, *asked = [line.split("kg ", 1)[1] for line in page.splitlines() if line.startswith("    kg ")]
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    import shlex

    assert "1 film" in kg(tmp_path, *shlex.split(first))
    assert "a réalisé → La Nuit du Phare" in kg(tmp_path, *shlex.split(asked[0]))
    assert "joue dans" in kg(tmp_path, *shlex.split(asked[1]))
    assert "aucune violation" in kg(tmp_path, "check", "--from", "out")
    graph = (tmp_path / "out" / "graph.trig").read_text(encoding="utf-8")
    assert "<https://example.org/cinema#directed>" in graph
    assert "schema:Movie" in graph
    assert '"types.FILM"' in (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    assert "Rien à faire" in kg(tmp_path, "build", "docs/examples/cinema/articles", "-o", "out")


@pytest.mark.model
def test_options_may_stand_in_a_file(tmp_path):
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    page = (ROOT / "docs" / "own-ontology.md").read_text(encoding="utf-8")
    (tmp_path / "kg.toml").write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert "1 film" in kg(tmp_path, "build", "docs/examples/cinema/articles")


@pytest.mark.parametrize(("text", "message"), [("[build\n", "not TOML"), ("[bild]\nprune = true\n", r"[bild] is no table")])
def test_a_wrong_file_of_options_is_refused(tmp_path, text, message):
    (tmp_path / "kg.toml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "quotes"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, message in done.stderr) == (1, True), done.stderr
