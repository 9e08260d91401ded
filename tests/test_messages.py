"""Errors of questions in French and English: the same place, line and caret, and whatever a value holds, it stays a value."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
import sample
from pyoxigraph import Store

from kg import messages, query
from kg.errors import KgError, Message, QueryError, StoreError
from kg.query_worker import run_limited
from kg.rdf import node
from kg.store import Writer

QUESTION = "SELECT *\nWHERE { 'é' ?p ?o . ?s %s:text ?o }"
#: What is asked, and what must be told in French.
WRONG = [
    (QUESTION % "schemas", {}, "ligne 2, colonne 24 : préfixe inconnu schemas:", "vouliez-vous dire le préfixe schema: ?"),
    (QUESTION % "zzzzzz", {}, "ligne 2, colonne 24 : préfixe inconnu zzzzzz:", "préfixes connus : kg, oa"),
    ("SELECT * WHERE { ?s ?p", {}, "ligne 1, colonne 23 : la requête finit trop tôt", "un { n’est pas fermé"),
    ("SELECT * WHERE { ?s ?p ?o } }", {}, "ligne 1, colonne ", "il y a un } de trop"),
    ("SELECTED things", {}, "ligne 1, colonne 1 : « SELECTED » est inattendu", "une requête commence par SELECT"),
    ("SELECT * WHERE { ?s ?p 'x }", {}, "ligne 1, colonne 24 :", "un texte entre guillemets n’est pas fermé"),
    ("SELECT * WHERE { ?s ?p ?o ?q }", {}, "ligne 1, colonne ", "un triplet finit par un point"),
    ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", {}, "une variable du SELECT n’est ni groupée ni liée", "un triplet"),
    ("INSERT DATA { <a:b> <a:b> 1 }", {}, "INSERT changerait le graphe", ""),
    ("SELECT * { SERVICE <http://a> { ?s ?p ?o } }", {}, "SERVICE n’est pas permis", ""),
    ("SELECT * { ?s ?p ?o }", {"x": "Nvidia"}, "la requête n’a pas de variable ?x", ""),
    ("critics", {}, "critics a besoin d’une valeur : ajoutez -p about=…", ""),
    ("critics", {"about": "Nvidai"}, "nom inconnu « Nvidai » : vouliez-vous dire Nvidia ?", ""),
    ("critics", {"about": "{0} zzzzzzzz"}, "nom inconnu « {0} zzzzzzzz » : rien, dans les articles,", ""),
    ("critics", {"about": "Nvidia", "since": "hier"}, "« hier » n’est pas une date", ""),
    ("critics", {"about": "Nvidia", "outlet": "Gazette"}, "média inconnu « Gazette » : ", ""),
    ("critics", {"about": "Nvidia", "sinec": "2025"}, "paramètre inconnu de critics « sinec » : vouliez-vous dire since ?", ""),
    ("amounts", {"minimum": "peu"}, "« peu » n’est pas un nombre", ""),
    ("amounts", {"status": "sure"}, "statut inconnu « sure » : ", ""),
    ("citics", {}, "question inconnue « citics » : vouliez-vous dire critics ?", ""),
]


def problem(text: str, params: dict[str, str]) -> KgError:
    with pytest.raises(QueryError) as caught:
        query.run(sample.store(), text, params)
    return caught.value


@pytest.mark.parametrize(("text", "params", "told", "hint"), WRONG)
def test_a_mistake_is_told_in_french_with_its_place(text: str, params: dict[str, str], told: str, hint: str) -> None:
    error = problem(text, params)
    french, english = messages.of(error, "fr").splitlines(), messages.of(error, "en").splitlines()
    assert told in french[0]
    assert english == str(error).splitlines()
    assert french[0] != english[0]
    assert french[1:3] == english[1:3]  # the line itself and the caret
    if hint:
        assert french[3].startswith(f"indice : {hint}")
        assert english[3].startswith("hint: ")


def test_several_names_are_joined_as_the_language_does() -> None:
    either = Message("error.or", {"first": "Sam", "second": Message("error.or", {"first": "Anne", "second": "Jo"})})
    error = messages.error(QueryError, "error.several", name="Morel", names=either)
    assert messages.of(error, "fr").endswith("écrivez Sam ou Anne ou Jo")
    assert str(error).endswith("write Sam or Anne or Jo")


def test_every_error_has_the_same_places_in_both_languages_and_is_raised_somewhere() -> None:
    french, english = (
        {key: text for key, text in messages.texts()[lang].items() if key.startswith("error.")} for lang in ("fr", "en")
    )
    assert french.keys() == english.keys()
    for code in french:
        places = [sorted(name for _, name, _, _ in Formatter().parse(text[code]) if name) for text in (french, english)]
        assert places[0] == places[1], code
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(query.__file__).parent.rglob("*.py"))
    named = set(re.findall(r'"error\.([\w.]+)"', code)) | set(re.findall(r'_told\(\s*"([\w.]+)"', code))
    named |= {f"kind.{name}" for name in re.findall(r'one_of\([^\n]*"(\w+)"', code)} | {
        "kind.status",
        "kind.stance",
        "kind.relation",
    }
    unused = {key for key in french if key.removeprefix("error.") not in named and key.removeprefix("error.at.") not in named}
    assert not unused


def test_a_message_goes_through_a_pipe_unchanged(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        quads = list(sample.store())
        for iri in sorted({quad.graph_name.value for quad in quads}):
            writer.replace(iri, [quad for quad in quads if quad.graph_name.value == iri])
        writer.commit()
    with pytest.raises(QueryError) as caught:
        run_limited(tmp_path, QUESTION % "schemas", {})
    assert caught.value.message == problem(QUESTION % "schemas", {}).message
    assert messages.of(caught.value, "fr").startswith("ligne 2, colonne 24")
    with pytest.raises(QueryError) as caught:
        run_limited(tmp_path, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }", {}, seconds=0.8)
    assert messages.of(caught.value, "fr").startswith("pas de réponse en 0.8 s")


@pytest.mark.parametrize("lacking", ["kg:fact", "schema:text"])
def test_a_graph_of_an_older_version_is_refused_not_silent(lacking: str) -> None:
    old = Store()
    old.extend(quad for quad in sample.store() if quad.predicate != node(lacking))
    for name in ("corroborated", "new-since"):
        with pytest.raises(StoreError, match=r"older version built this graph.* run `kg build` again") as caught:
            query.run(old, name, {"since": "2025-01"} if name == "new-since" else {})
        assert messages.of(caught.value, "fr").endswith("relancez « kg build »")
    assert query.run(old, "SELECT ?s { ?s a kg:Assertion } LIMIT 1").rows  # any other question is answered
    assert not query.run(Store(), "corroborated").rows  # nothing was built yet


@pytest.mark.parametrize(
    ("lang", "told"), [("fr", "vouliez-vous dire le préfixe schema: ?"), ("en", "did you mean prefix schema:?")]
)
def test_the_command_tells_it_in_the_users_language(tmp_path: Path, lang: str, told: str) -> None:
    path = tmp_path / "a.nq"
    path.write_text('<http://a.example/s> <http://a.example/p> "x" .\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "query", "--data", path, "-q", QUESTION % "schemas"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "KG_LANG": lang},
    )
    assert done.returncode == 4
    assert told in done.stderr
    assert done.stderr.splitlines()[2] == " " * 23 + "^"


def test_messages_are_plain_json() -> None:
    error = problem("critics", {"about": "Nvidai"})
    assert error.message
    assert messages.loads(json.loads(json.dumps(messages.dumps(error.message)))) == error.message
