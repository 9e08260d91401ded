"""Help in French: every command and option has both languages, and click's own words are translated."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from kg import files
from kg.cli import COMMANDS, SUMMARIES, cli, french

PO = files.find("data", "locale", "fr", "LC_MESSAGES", "messages.po")


def commands(command, path):
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from commands(each, f"{path} {name}")


EVERY = [one for name, module in COMMANDS.items() for one in commands(getattr(import_module(module), name), name)]
OPTIONS = [(path, each) for path, command in EVERY for each in command.params if isinstance(each, click.Option)]


@pytest.fixture
def speaking(monkeypatch):
    def call(language, *args):
        monkeypatch.setenv("KG_LANG", language)
        return CliRunner().invoke(cli, list(args)).output

    return call


@pytest.mark.parametrize("path", [path for path, _ in EVERY])
def test_every_command_is_explained_in_both_languages(path, speaking):
    english, told = speaking("en", *path.split(), "--help"), speaking("fr", *path.split(), "--help")
    assert re.search(rf"Examples?:\s+kg {path.split()[0]}", english)
    assert re.search(rf"Exemples? :\s+kg {path.split()[0]}", told)
    assert path in french.texts(), f"data/locale/fr/help.json lacks {path!r}"
    assert " ".join(french.texts()[path].partition("\n\n")[0].split()) in " ".join(told.split())
    assert "Usage :" in told
    paragraphs = [re.split(r"\n\n\s*(?:Exemples? :|Examples?:)", text)[0].count("\n\n") for text in (english, told)]
    assert paragraphs[0] == paragraphs[1], f"data/locale/fr/help.json says not all of {path!r}"
    assert "[default" not in told


def test_every_option_is_explained_in_both_languages():
    assert [(path, one.opts) for path, one in OPTIONS if not one.help] == []
    lacking = [french.key(one, path) for path, one in OPTIONS if french.key(one, path) not in french.texts()]
    assert lacking == [], "data/locale/fr/help.json lacks these"


def test_no_french_text_is_left_over():
    used = {path for path, _ in EVERY} | {french.key(one, path) for path, one in OPTIONS} | {"kg", "--help", "--version"}
    assert set(french.texts()) == used


def test_one_french_text_stands_for_one_english_text():
    english = {}
    for path, one in OPTIONS:
        english.setdefault(french.key(one, path), set()).add(one.help)
    assert {key: texts for key, texts in english.items() if len(texts) > 1} == {}


def test_the_list_of_commands_is_in_the_users_language(speaking):
    told = " ".join(speaking("fr", "--help").split())
    for name, text in SUMMARIES.items():
        assert french.texts()[name].partition("\n\n")[0] in told
        assert text not in told
        assert text in " ".join(speaking("en", "--help").split())
    assert french.texts()["--version"] in told


def test_mistakes_are_told_in_the_users_language(speaking):
    assert "Erreur : L'option '--abut' n'existe pas." in speaking("fr", "quotes", "--abut")
    assert "Error: No such option" in speaking("en", "quotes", "--abut")
    assert "Il manque l'argument 'NAME'" in speaking("fr", "who")


def words(read, path):
    with path.open("rb") as file:
        return {str(one.id): list(one.string) if one.pluralizable else one.string for one in read(file) if one.id}


def test_the_compiled_words_are_those_that_are_written():
    written, compiled = words(read_po, PO), words(read_mo, PO.with_suffix(".mo"))
    assert len(written) > 40
    assert sorted(map(str, written.values())) == sorted(map(str, compiled.values())), "run make locale"


def test_click_still_says_what_is_translated():
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(click.__file__).parent.glob("*.py")))
    with PO.open("rb") as file:
        ids = [
            one
            for message in read_po(file)
            if message.id
            for one in (message.id if isinstance(message.id, tuple) else (message.id,))
        ]
    said = re.sub(r'"\s*\n\s*"', "", source).replace("\\n", "\n").replace("\\t", "\t")
    assert [one for one in ids if one not in said] == []


def test_help_in_french_is_as_quick():
    environment = {**os.environ, "KG_LANG": "fr"}
    told = subprocess.run(
        [sys.executable, "-m", "kg", "why", "-h"], check=True, capture_output=True, text=True, env=environment
    )
    assert "Afficher cette aide" in told.stdout
    script = "import sys; from kg.cli import cli; cli(['--help'], standalone_mode=False); print([m for m in ('spacy', 'rdflib', 'networkx', 'pyoxigraph') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.splitlines()[-1] == "[]"
