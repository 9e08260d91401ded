"""What a newcomer reads on the command line: sources that are always named, counts that say what they count, words that fit."""

from dataclasses import replace
from os import terminal_size

import pytest
from click.testing import CliRunner

from kg import corpus
from kg.answers import Rows
from kg.cli import cli
from kg.cli.words import say


@pytest.fixture
def speak(monkeypatch):
    """Call the command line in a language."""

    def call(language, *args):
        monkeypatch.setenv("KG_LANG", language)
        monkeypatch.setenv("COLUMNS", "160")
        return CliRunner().invoke(cli, [str(one) for one in args])

    return call


@pytest.fixture
def bare(tmp_path, facts):
    """Give a build of three articles that say neither where nor when they were published."""
    (tmp_path / "bare" / "facts").mkdir(parents=True)
    for number in (1, 2, 3):
        text = facts.article.text + " Fin." * number
        article = replace(facts.article, key=f"lettre-{number}.txt", text=text, title="", url="", outlet="", date="", agency="")
        corpus.save(tmp_path / "bare", replace(facts, article=article), {"layout": "1"})
    return tmp_path / "bare"


@pytest.fixture
def out(tmp_path, facts):
    """Give a build of one article with all that is known of it."""
    (tmp_path / "out" / "facts").mkdir(parents=True)
    corpus.save(tmp_path / "out", facts, {"layout": "1"})
    return tmp_path / "out"


def test_articles_without_an_outlet_are_no_media(speak, bare):
    shown = speak("fr", "who", "Zéphyrine", "--from", bare).stdout
    assert "dans 3 articles" in shown
    assert "médias" not in shown


@pytest.mark.parametrize(("command", "names"), [("who", ["Zéphyrine"]), ("path", ["Zéphyrine", "Anaïs Le Goff"])])
def test_a_sentence_without_outlet_or_day_names_its_article(speak, bare, command, names):
    shown = speak("fr", command, *names, "--from", bare).stdout
    assert "lettre-1.txt, sans date" in shown


def test_quotes_without_an_outlet_name_their_article(speak, bare):
    shown = speak("fr", "quotes", "--from", bare).stdout
    assert "lettre-1.txt" in shown
    assert "média inconnu" not in shown


def test_a_path_writes_days_as_a_card_does(speak, out):
    shown = speak("fr", "path", "Zéphyrine", "Anaïs Le Goff", "--from", out).stdout
    assert "Le Courrier du Silicium, 28 janvier 2025" in shown
    assert "2025-01-28" not in shown


def test_a_card_heads_relations_as_relations(speak, out):
    shown = speak("fr", "who", "Nvidia", "--from", out).stdout
    assert "\nRelations\n" in shown
    assert "Ce qu'on a dit de Nvidia" in shown


def test_a_ready_made_question_reads_as_a_table(speak, out, monkeypatch):
    rows = Rows(
        ("date", "speaker", "quote", "mode", "relation", "stance", "about", "outlet", "title", "url"),
        (
            (
                "2025-01-28",
                "Anaïs Le Goff",
                "mot " * 40,
                "direct",
                "ceoOf",
                "negative",
                "Nvidia",
                "Le Courrier",
                "T",
                "https://u",
            ),
        ),
    )
    monkeypatch.setattr("kg.query_worker.run_limited", lambda *_, **__: rows)
    (out / "store").mkdir()
    done = speak("fr", "query", "who-said-about", "-p", "about=Nvidia", "--from", out)
    head = done.stdout.splitlines()[1]
    assert head.split() == ["Date", "Qui", "Citation", "Mode", "Relation", "Ton", "(estimé)", "À", "propos", "de", "Média"]
    assert "2025-01-28" in done.stdout
    assert "Anaïs Le Goff" in done.stdout
    assert "dirige" in done.stdout
    assert "critique" in done.stdout
    assert "Non montré : Titre, Adresse" in done.stderr
    wide = speak("fr", "query", "who-said-about", "--wide", "--from", out)
    assert "https://u" in wide.stdout
    assert "Non montré" not in wide.stderr
    assert '"relation": "ceoOf"' in speak("fr", "query", "x", "--json", "--from", out).stdout


def test_a_narrow_terminal_leaves_room_for_the_sentence(speak, out, monkeypatch):
    row = ("2025-01-28", "2025-01-27", "Anaïs Le Goff", "présidente", "Zéphyrine", "mot " * 40, "direct", "Le Courrier")
    rows = Rows(("date", "saidOn", "speaker", "role", "employer", "quote", "mode", "outlet"), (row,))
    monkeypatch.setattr("kg.query_worker.run_limited", lambda *_, **__: rows)
    (out / "store").mkdir()
    monkeypatch.setattr("kg.cli.output.shutil.get_terminal_size", lambda _: terminal_size((90, 24)))
    done = speak("fr", "query", "said-by", "--from", out)
    assert "mot mot mot mot mot mot mot mot" in done.stdout
    assert "Non montré : Dit le, Fonction, Employeur, Mode" in done.stderr


def test_lists_are_headed_in_french(speak, out):
    speak("fr", "review", "rename", "Nvidia", "NVIDIA", "--no-build", "--from", out)
    assert speak("fr", "review", "list", "--from", out).stdout.split()[:3] == ["N°", "Décision", "Nom"]


@pytest.mark.parametrize(("lang", "name", "also"), [("fr", "NOM", "aussi : "), ("en", "NAME", "also: ")])
def test_the_list_of_questions_gives_the_command_that_asks_each(speak, lang, name, also):
    done = speak(lang, "query", "--list")
    assert f"    kg query links-between -p x={name} -p y={name}   ({also}status)\n" in done.stdout
    assert "    kg query new-names -p since=2025-01\n" in done.stdout
    assert "-p outlet=" in done.stderr  # what nearly all take is said once
    assert "until" not in done.stdout


def test_those_who_never_speak_of_it_are_headed_so(speak, out):
    assert (
        "Parlent, mais jamais de Mistoufle-2"
        in speak("fr", "voice", "--about", "Mistoufle-2", "--absent", "--from", out).stdout
    )
    assert "Speak, but never about Nvidia" in speak("en", "voice", "--about", "Nvidia", "--absent", "--from", out).stdout
    assert "never" not in speak("en", "voice", "--about", "Nvidia", "--absent", "--json", "--from", out).output


def test_quotes_about_nothing_known_are_counted_too(speak, bare):
    corpus.save(bare, replace(next(corpus.load(bare)), quotes=aimless(bare)), {"layout": "1"})
    assert "sans cible 1" in speak("fr", "compare", "Anaïs Le Goff", "Nvidia", "--from", bare).stdout


def aimless(folder):
    first, *rest = next(corpus.load(folder)).quotes
    return (replace(first, about=()), *rest)


def test_a_decision_tells_what_it_did(speak, out):
    def review(*args):
        return speak("fr", "review", *args, "--no-build", "--from", out).stderr

    assert review("rename", "Nvidia", "NVIDIA") == "Décision n° 1 notée. « Nvidia » s'affiche maintenant « NVIDIA ».\n"
    assert "Décision n° 1 annulée." in review("undo", "1")
    assert "« H100 » est maintenant de type Produit." in review("retype", "H100", "PRODUCT")
    assert "« H100 » est maintenant « Nvidia »." in review("merge", "Nvidia", "H100", "--force")


def test_nothing_read_is_no_success(speak, tmp_path):
    done = speak("fr", "build", tmp_path / "absent.txt", "-o", tmp_path / "out")
    assert "Aucun article lu" in done.stderr
    assert "Ouvrez" not in done.stderr
    assert "Rien à faire" not in speak("fr", "build", tmp_path / "absent.txt", "-o", tmp_path / "out").stderr


def test_changes_agree_with_their_number_and_gender(speak, out, bare):
    told = speak("fr", "diff", out, bare).stdout
    assert "nouveaux : 3" in told
    assert "disparu : 1" in told
    assert "Articles: new: 3, gone: 1" in speak("en", "diff", out, bare).stdout


@pytest.mark.parametrize(
    ("name", "told"), [("AMD", "d'AMD"), ("Évian", "d'Évian"), ("Huawei", "de Huawei"), ("Nvidia", "de Nvidia")]
)
def test_de_is_elided_before_a_vowel(monkeypatch, name, told):
    monkeypatch.setenv("KG_LANG", "fr")
    assert say("who.about", name=name, n=2) == f"Ce qu'on a dit {told} (2)"


def test_a_picture_of_a_name_is_headed_with_it(speak, out, tmp_path):
    speak("fr", "view", "--focus", "Nvidia", "-o", tmp_path / "n.svg", "--from", out)
    assert "Qui dit quoi de qui : Nvidia" in (tmp_path / "n.svg").read_text(encoding="utf-8")
