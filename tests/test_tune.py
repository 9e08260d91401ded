import json

import pytest
from click.testing import CliRunner
from conftest import make_facts

from kg import files
from kg.annotations import Annotated, dumps, from_decisions, load, loads
from kg.catalogue import Catalogue
from kg.cli import cli
from kg.decisions import Decision
from kg.errors import DataError, TrainingError
from kg.pipeline import load as load_pipeline
from kg.trainingdata import marked
from kg.tune import parted, tune

LINES = """La société [Zorvek|COMPANY] ouvre un bureau à [Dax|PLACE].
Chez [Zorvek|COMPANY], on attend la puce [Kelmar 4|CHIP] pour juin.
[Zorvek|COMPANY] a recruté [Ilse Vandamme|PERSON].
Le [Kelmar 4|CHIP] chauffe trop, selon [Zorvek|COMPANY].
[Ilse Vandamme|PERSON] quitte [Tharsis|COMPANY] pour [Zorvek|COMPANY].
Le modèle [brindille|MODEL] tourne sur [Kelmar 4|CHIP].
[brindille|MODEL] répond en français.
On a testé [brindille|MODEL] et [lavandin|MODEL].
[lavandin|MODEL] reste plus lent que [brindille|MODEL].
[Tharsis|COMPANY] publie [lavandin|MODEL] sans licence."""


def annotated() -> list[Annotated]:
    return [Annotated(text, tuple(spans)) for text, spans in map(marked, LINES.splitlines())]


def line(**changes: object) -> str:
    good = {
        "text": "Zed parle.",
        "entities": [{"id": "e1", "type": "COMPANY"}],
        "mentions": [{"start": 0, "end": 3, "entity": "e1"}],
    }
    return json.dumps(good | changes)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "not JSON"),
        ("[]", "an object with a text"),
        (line(text=None), "an object with a text"),
        (line(mentions=None), "mentions must be a list"),
        (line(entities=[{"id": "e1", "type": "FIRM"}]), "no type FIRM"),
        (line(mentions=[{"start": 0, "end": 30, "entity": "e1"}]), "outside of the text"),
        (line(mentions=[{"start": 3, "end": 3, "entity": "e1"}]), "outside of the text"),
        (line(mentions=[{"start": "0", "end": 3, "entity": "e1"}]), "outside of the text"),
        (line(mentions=[{"start": 0, "end": 3, "entity": "e2"}]), "not in entities"),
        (line(mentions=[{"start": 0, "end": 4, "entity": "e1"}]), "ends with a space"),
        (line(mentions=[{"start": 0, "end": 3, "entity": "e1"}, {"start": 1, "end": 3, "entity": "e1"}]), "overlap"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(bad, words, tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(f"{line()}\n\n{bad}\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=rf"mine\.jsonl, line 3: .*{words}"):
        load(path)


def test_a_file_without_texts_or_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="no annotated text"):
        load(path)
    path.write_bytes("é".encode("latin-1"))
    with pytest.raises(TrainingError, match="UTF-8"):
        load(path)


def test_annotations_are_written_as_they_are_read():
    for one in annotated():
        assert loads(dumps(one)) == one


def test_a_fifth_is_kept_aside_whatever_the_order():
    learnt, aside = parted(annotated())
    assert (len(learnt), len(aside)) == (8, 2)
    assert parted(annotated()[::-1]) == (learnt, aside)
    assert parted(annotated()[:4])[1] == []


def test_decisions_become_annotations_of_the_lines_they_change():
    facts = make_facts()
    assert list(from_decisions([facts], Catalogue(), ())) == []
    retyped = Decision(kind="retype", name="Mistoufle-2", type="MODEL", value="PRODUCT")
    ignored = Decision(kind="ignore", name="Le Courrier du Silicium", type="COMPANY")
    found = list(from_decisions([facts], Catalogue(), (retyped, ignored)))
    names = [[(one.text[start:end], kind) for start, end, kind in one.spans] for one in found]
    lines = facts.article.text.split("\n")
    assert [one.text for one in found] == lines[3:]
    assert ("Mistoufle-2", "PRODUCT") in names[0]
    assert "Le Courrier du Silicium" not in {name for name, _ in names[0]}
    assert ("Nvidia", "COMPANY") in names[0]


def test_the_shipped_pipeline_and_other_folders_are_never_written_over(tmp_path):
    for out in (files.model(), files.model() / ".." / "fr"):
        with pytest.raises(TrainingError, match="name a new folder"):
            tune(annotated(), out)
    (tmp_path / "novel.txt").write_text("Chapitre 1")
    with pytest.raises(TrainingError, match="no spaCy pipeline"):
        tune(annotated(), tmp_path)


@pytest.mark.model
def test_a_pipeline_is_tuned_the_same_way_twice_and_can_be_used(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.tune._own", lambda *_: [])  # as in a wheel, which holds no training sentences
    before = {path: path.read_bytes() for path in sorted(files.model().rglob("*")) if path.is_file()}
    done = tune(annotated(), tmp_path / "one", steps=12)
    assert tune(annotated()[::-1], tmp_path / "two", steps=12) == done
    assert (done.used, done.held_out) == (8, 2)
    assert set(done.figures) == {"held_out"}
    assert done.figures["held_out"]["after"]["f"] > done.figures["held_out"]["before"]["f"]
    for path in sorted((tmp_path / "one").rglob("*")):
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.is_dir() or path.read_bytes() == other.read_bytes(), path.name
    assert {path: path.read_bytes() for path in before} == before
    assert "CC BY-SA" in (tmp_path / "one" / "LICENSE").read_text(encoding="utf-8")
    (doc,) = load_pipeline(tmp_path / "one").pipe(["Zorvek recrute à Dax."])
    assert doc.text.startswith("Zorvek")


def test_a_folder_that_holds_no_pipeline_is_no_model(tmp_path):
    with pytest.raises(DataError, match="holds no French pipeline"):
        load_pipeline(tmp_path)


@pytest.mark.parametrize(
    "arguments", [[], ["--annotations", "mine.jsonl"], ["--annotations", "mine.jsonl", "--treebanks", "."]]
)
def test_the_command_says_what_it_needs(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.jsonl").write_text(line() + "\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["train", *arguments])
    assert done.exit_code == 2
    assert "-o my-model" in done.output or "either --annotations or --treebanks" in done.output


@pytest.mark.model
def test_the_command_tunes_and_says_how_to_use_it(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.tune._own", lambda *_: [])
    monkeypatch.setenv("KG_LANG", "fr")
    path, out = tmp_path / "mine.jsonl", tmp_path / "mine"
    path.write_text("".join(dumps(one) + "\n" for one in annotated()), encoding="utf-8")
    done = CliRunner().invoke(cli, ["train", "--annotations", path, "-o", out, "--steps", "2"])
    assert done.exit_code == 0, done.output
    assert "vos textes mis de côté" in done.output
    assert f"kg build ARTICLES --model {out}" in done.output
    (tmp_path / "a.txt").write_text("Nvidia recrute à Dax.", encoding="utf-8")
    found = CliRunner().invoke(cli, ["extract", str(tmp_path / "a.txt")], env={"KG_MODEL": str(out)})
    assert "Nvidia" in json.loads(found.stdout)["text"]
    lost = CliRunner().invoke(cli, ["extract", str(tmp_path / "a.txt"), "--model", str(tmp_path / "nowhere")])
    assert lost.exit_code == 2
