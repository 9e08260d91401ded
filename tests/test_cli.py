"""The command line as people type it: exit codes, what goes to which stream, help that helps."""

import json
import re
import resource
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import corpus
from kg.cli import COMMANDS, SUMMARIES, cli
from kg.cli.words import say

COMMAND = [sys.executable, "-m", "kg"]


@pytest.fixture
def call(monkeypatch):
    monkeypatch.setenv("KG_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *args, **options: CliRunner().invoke(cli, [str(one) for one in args], **options)


@pytest.fixture
def out(tmp_path, facts):
    """Give a build with one article, stored facts only."""
    (tmp_path / "out" / "facts").mkdir(parents=True)
    corpus.save(tmp_path / "out", facts, {"layout": "1"})
    return tmp_path / "out"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_ends_with_an_example_and_starts_as_summarised(name, call):
    shown = call(name, "--help").output
    assert re.search(rf"Examples?:\s+kg {name}", shown)
    command = getattr(import_module(COMMANDS[name]), name)
    assert command.help.split("\n\n")[0].replace("\n", " ") == SUMMARIES[name]


def test_help_is_quick():
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*COMMAND, "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.3  # seconds of processor time: other work on the machine does not count


def test_help_imports_nothing_but_click_and_the_words():
    script = """import sys, json
before = set(sys.modules)
import click, kg.cli
kg.cli.cli.get_help(click.Context(kg.cli.cli))
print(json.dumps(sorted(set(sys.modules) - before)))"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = json.loads(done.stdout)
    assert {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names == {"click", "kg"}
    words = {"kg", "kg.cli", "kg.cli.french", "kg.cli.words", "kg.errors", "kg.files", "kg.messages", "kg.names"}
    assert {
        name for name in loaded if name.startswith("kg")
    } == words  # a new one costs time at every call: load it where it is used


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--help"], 0),
        (["nothing-like-this"], 2),
        (["build"], 2),
        (["quotes", "--from", "/nonexistent"], 1),
        (["extract", "/nonexistent/file.txt"], 3),
        (["query", "-q", "SELECT", "--from", "/nonexistent"], 1),
        (["check", "--from", "/nonexistent"], 1),
    ],
)
def test_exit_codes(args, code):
    done = subprocess.run([*COMMAND, *args], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_quotes_as_data_and_as_table(call, out):
    rows = json.loads(call("quotes", "--from", out, "--about", "nvidia", "--json").stdout)
    assert [(row["speaker"], row["quote"], row["about"]) for row in rows] == [
        ("Anaïs Le Goff", "Nvidia nous bloque", ["Nvidia", "Zéphyrine"])
    ]
    assert "« Nvidia nous bloque »" in call("quotes", "--from", out).stdout


def test_a_term_may_be_said_in_french_and_a_wrong_one_names_the_right_ones(call, out):
    rows = json.loads(call("quotes", "--from", out, "--stance", "Critique", "--json").stdout)
    assert [row["stance"] for row in rows] == ["negative"]
    done = call("quotes", "--from", out, "--stance", "ironique")
    assert done.exit_code == 2
    assert "positive, negative, neutral" in done.output


def test_citations_and_their_articles(call, out, tmp_path):
    shown = call("quotes", "--from", out, "--about", "nvidia", "--cite").stdout
    assert "said Anaïs Le Goff, PDG, Zéphyrine, on 27 January 2025, lors du salon, à l’AFP (Le Courrier du Silicium" in shown
    assert call("quotes", "--from", out, "-o", tmp_path / "refs.bib").exit_code == 0
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8").startswith("@article{le-courrier-du-silicium-2025-zephyrine")
    assert json.loads(call("quotes", "--from", out, "--csl").stdout)[0]["URL"] == "https://courrier.example/zephyrine?id=1"


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "md", "excel"])
@pytest.mark.parametrize(
    "args",
    [
        ("quotes",),
        ("who", "Nvidia"),
        ("timeline", "Nvidia"),
        ("compare", "Anaïs Le Goff", "Nvidia"),
        ("compare", "Anaïs Le Goff", "Nvidia", "--counts"),
        ("voice",),
        ("voice", "--about", "Nvidia", "--absent"),
    ],
)
def test_every_listing_has_every_format(call, out, args, form):
    done = call(*args, "--from", out, f"--{form}")
    assert done.exit_code == 0, done.output
    assert done.stdout or args[-1] == "--absent"
    assert "http" not in done.stdout or "w3id.org" not in done.stdout


def test_a_timeline_says_how_each_day_is_known(call, out):
    shown = call("timeline", "Anaïs Le Goff", "--from", out).stdout
    assert shown.index("27 January 2025 (day of the statement)") < shown.index("28 January 2025 (day of the article)")
    assert "[hedged" not in shown.partition("Nvidia nous bloque")[0]


def test_rumours_stay_rumours_in_a_timeline(call, out):
    lines = [line for line in call("timeline", "H100", "--from", out).stdout.splitlines() if "Mistoufle-2 — " in line]
    assert [line.partition("[")[2] for line in lines] == ["conditional · Le Courrier du Silicium]", "denied · Nvidia]"]


@pytest.mark.parametrize("command", ["quotes", "voice"])
def test_a_period_says_how_many_undated_articles_it_leaves_out(call, out, facts, command):
    undated = replace(facts, article=replace(facts.article, key="b.txt", url="", date=""))
    corpus.save(out, undated, {"layout": "1"})
    assert "2 quotes of 1 undated article left out" in call(command, "--since", "2025-01-01", "--from", out).stderr
    assert "undated" not in call(command, "--from", out, "--csv").stderr


def test_an_agency_is_credited_beside_the_outlet(call, out, facts):
    corpus.save(out, replace(facts, article=replace(facts.article, agency="AFP")), {"layout": "1"})
    assert "Le Courrier du Silicium (AFP), 28 January 2025" in call("who", "Nvidia", "--from", out).stdout
    assert "with AFP" in call("quotes", "--cite", "--from", out).stdout


def test_silence_is_an_answer(call, out):
    shown = call("voice", "--speaker", "Anaïs Le Goff", "--about", "H100", "--from", out).stdout
    assert shown.startswith("Anaïs Le Goff never speaks about H100 in this article")
    assert call("voice", "--absent", "--from", out).exit_code == 2


def test_an_unknown_name_proposes_close_ones(call, out):
    done = call("quotes", "--from", out, "--about", "Nvidai")
    assert done.exit_code == 1
    assert "Nvidia" in done.output


def test_who_shows_facts_with_status_and_words(call, out):
    shown = call("who", "Nvidia", "--from", out).stdout
    assert "Nvidia · " in shown
    assert "Nvidia nous bloque" in shown
    assert "hedged" in shown or "conditional" in shown


def test_every_reason_to_leave_an_input_out_is_told_in_both_languages():
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(Path("kg").rglob("*.py")))
    codes = set(re.findall(r'ReadError\((?:[^()]|\([^()]*\))*code="([a-z-]+)"', sources)) | {"empty", "missing"}
    assert len(codes) > 8
    texts = json.loads(Path("data/rules/messages.json").read_text(encoding="utf-8"))
    assert [(code, lang) for code in sorted(codes) for lang in texts if f"reason.{code}" not in texts[lang]] == []


def test_a_folder_without_a_build_is_told_in_the_users_language(monkeypatch):
    monkeypatch.setenv("KG_LANG", "fr")
    done = subprocess.run([*COMMAND, "quotes", "--from", "/nonexistent"], capture_output=True, text=True, check=False)
    assert done.stderr == "kg: /nonexistent ne contient pas de graphe : lancez d'abord « kg build ARTICLES -o /nonexistent ».\n"


def test_two_sides_have_the_same_room(call, out):
    lines = call("compare", "Anaïs Le Goff", "Nvidia", "--from", out).stdout.splitlines()
    head = next(line for line in lines if "Nvidia" in line)
    assert 60 < head.index("Nvidia") < 140


def test_messages_are_french_by_default(call, out, monkeypatch):
    monkeypatch.setenv("KG_LANG", "fr")
    assert "s'appelle" in call("who", "Personne Du Tout", "--from", out).output


def test_view_writes_page_and_picture(call, out, tmp_path):
    for name, start in (("g.html", "<!doctype html>"), ("g.svg", "<svg")):
        done = call("view", "--from", out, "-o", tmp_path / name)
        assert done.exit_code == 0, done.output
        assert start in (tmp_path / name).read_text(encoding="utf-8")[:200].lower()
    assert call("view", "--from", out, "-o", tmp_path / "g.pdf").exit_code == 2


def test_view_writes_a_picture_without_a_browser(call, out, tmp_path):
    assert call("view", "--from", out, "-o", tmp_path / "g.png").exit_code == 0
    assert (tmp_path / "g.png").read_bytes().startswith(b"\x89PNG")


def test_report_is_about_a_name(call, out, tmp_path):
    done = call("report", "--from", out, "--about", "nvidia", "-o", tmp_path / "r.html")
    assert done.exit_code == 0, done.output
    assert "<h1>nvidia</h1>" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert call("report", "--from", out, "--about", "nobody at all").exit_code == 1


def test_view_takes_saved_positions_and_tells_its_policy(call, out, tmp_path):
    places = tmp_path / "places.json"
    places.write_text('{"positions": {"company/nvidia": [1234, -987], "gone": [1, 2]}}', encoding="utf-8")
    plain, moved = tmp_path / "plain.svg", tmp_path / "moved.svg"
    assert call("view", "--from", out, "-o", plain).exit_code == 0
    assert call("view", "--from", out, "--positions", places, "-o", moved).exit_code == 0
    assert plain.read_bytes() != moved.read_bytes()
    places.write_text('{"positions": [3]}', encoding="utf-8")
    assert call("view", "--from", out, "--positions", places).exit_code == 1

    told = call("view", "--from", out, "--print-csp")
    assert told.output.startswith("default-src 'none'; script-src 'sha256-")
    assert not Path("graph.html").exists()


def test_why_names_the_rule(call, out):
    shown = call("why", "nvidia", "--from", out).stdout
    assert shown.startswith("Nvidia · ")
    assert "the catalogue knows it" in shown
    assert call("why", "Personne Du Tout", "--from", out).exit_code == 1


def review(call, out, *args):
    done = call("review", *args, "--from", out, "--when", "2025-02-03", "--no-build")
    assert done.exit_code == 0, done.output
    return done.output


def test_review_corrects_lists_and_undoes(call, out):
    key = next(corpus.load(out)).article.key
    assert "Decision 1 noted" in review(call, out, "rename", "Zéphyrine", "Zéphyrine SA", "--who", "Jo")
    review(call, out, "retype", "H100", "product")
    review(call, out, "merge", "company/nvidia", "H100", "--force")
    review(call, out, "split", "Nvidia", "--article", key[8:], "--as", "Nvidia France")
    review(call, out, "ignore", "Mistoufle-2")
    review(call, out, "undo", "5")
    shown = call("who", "zephyrine sa", "--from", out).stdout
    assert shown.startswith("Zéphyrine SA · ")
    rows = json.loads(call("review", "list", "--from", out, "--json").stdout)
    assert [(row["kind"], row["state"]) for row in rows] == [
        ("rename", ""),
        ("retype", ""),
        ("merge", ""),
        ("split", ""),
        ("ignore", "undone"),
        ("undo", ""),
    ]
    assert (rows[0]["who"], rows[0]["when"]) == ("Jo", "2025-02-03")


def test_checks_are_shown_with_the_quotes(call, out):
    row = json.loads(call("quotes", "--from", out, "--about", "nvidia", "--json").stdout)[0]
    place = f"{row['article']}:{row['start']}-{row['end']}"
    review(call, out, "quote", place, "vérifié", "--who", "Jo")
    assert json.loads(call("quotes", "--from", out, "--about", "nvidia", "--json").stdout)[0]["check"] == "verified"
    assert "verified" in call("quotes", "--from", out).stdout
    assert len(json.loads(call("quotes", "--from", out, "--check", "verified", "--json").stdout)) == 1
    assert json.loads(call("quotes", "--from", out, "--check", "wrong", "--json").stdout) == []
    said = next(corpus.load(out)).statements[0].evidence[0]
    review(call, out, "statement", f"{row['article']}:{said.start}-{said.end}", "faux", "--predicate", "ceoOf")
    assert "[wrong 2025-02-03]" in call("who", "Zéphyrine", "--from", out).stdout


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["merge", "Nvidia", "nvidia"], 1, "one thing already"),
        (["merge", "Nvidia", "Anaïs Le Goff"], 1, "add --force"),
        (["merge", "Nvidia", "Nvidai"], 1, "Close names: Nvidia"),
        (["split", "Absente", "--article", "courrier"], 1, "Names in this article"),
        (["split", "Nvidia", "--article", "nulle-part"], 1, "No article"),
        (["retype", "Nvidia", "PLANET"], 2, "PLANET"),
        (["quote", "courrier:1-2", "vrai"], 2, "vérifié"),
        (["quote", "courrier:1-2", "faux"], 1, "Known places"),
        (["quote", "courrier", "faux"], 2, "ARTICLE:START-END"),
        (["undo", "7"], 1, "no decision 7"),
        (["rename", "Nvidia", "X", "--when", "hier"], 2, "2025-01-28"),
    ],
)
def test_a_wrong_decision_is_refused_with_a_hint_and_not_noted(args, code, told, call, out):
    done = call("review", *args, "--from", out)
    assert (done.exit_code, told in done.output) == (code, True), done.output
    assert not (out / "decisions.jsonl").exists()


def test_a_decision_rewrites_what_it_changes(call, out):
    assert call("review", "rename", "Zéphyrine", "Zéphyrine SA", "--from", out).exit_code == 0
    assert "Zéphyrine SA" in (out / "entities.csv").read_text(encoding="utf-8")


def test_forget_asks_then_leaves_nothing(call, out):
    assert call("forget", "Anaïs Le Goff", "--from", out, input="n\n").exit_code == 1
    assert "Le Goff" in next(corpus.load(out)).article.text
    done = call("forget", "Anaïs Le Goff", "--from", out, "--yes")
    assert done.exit_code == 0, done.output
    held = [path for path in out.rglob("*") if path.is_file() and b"Le Goff" in path.read_bytes()]
    assert held == []


@pytest.mark.parametrize("form", ["trig", "ttl", "nq", "jsonld", "csv", "graphml"])
def test_export_writes_each_format(call, out, tmp_path, form):
    done = call("export", "--from", out, "-f", form, "-o", tmp_path / f"graph.{form}")
    assert done.exit_code == 0, done.output
    assert (tmp_path / f"graph.{form}").exists()


@pytest.mark.model
def test_extract_prints_only_json_lines(tmp_path):
    good, bad = tmp_path / "a.txt", tmp_path / "vide.txt"
    good.write_text("« Nvidia avance », a déclaré Anne Morel, directrice de Zéphyrine.\n", encoding="utf-8")
    bad.write_bytes(b"")
    done = subprocess.run([*COMMAND, "extract", good, bad], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 3
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert set(found) == {"id", "text", "entities", "mentions", "relations", "quotes", "statements"}
    spans = [found["text"][one["start"] : one["end"]] for one in found["quotes"]]
    assert spans == ["Nvidia avance"]
    assert "vide.txt" in done.stderr


@pytest.mark.model
def test_build_then_ask(call, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("« Nvidia avance », a déclaré Anne Morel.\n", encoding="utf-8")
    out = tmp_path / "out"
    assert call("build", article, "-o", out, "--outlet", "Le Relais", "--date", "2025-01-28").exit_code == 0
    row = json.loads(call("quotes", "--from", out, "--json").stdout)[0]
    assert (row["speaker"], row["outlet"], row["date"]) == ("Anne Morel", "Le Relais", "2025-01-28")
    rows = json.loads(call("query", "--from", out, "-q", "SELECT ?q WHERE { ?q a kg:Quotation }", "--json").stdout)
    assert len(rows) == 1
    assert call("check", "--from", out).exit_code == 0
    assert "who-said-about" in call("query", "--list").stdout


def test_a_day_that_cannot_be_read_is_refused(call, out):
    assert call("quotes", "--from", out, "--since", "hier").exit_code == 2
    assert call("quotes", "--from", out, "--since", "01/01/2020", "--json").stdout.startswith("[")


def test_an_output_that_cannot_be_written_is_told_in_one_line(out, tmp_path):
    (tmp_path / "taken").write_text("x")
    done = subprocess.run(
        [*COMMAND, "export", "--from", out, "-f", "csv", "-o", tmp_path / "taken"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert call_suffix(out, tmp_path) == 2


def run(*args, **options):
    return subprocess.run([*COMMAND, *args], capture_output=True, text=True, check=False, **options)


def test_what_cannot_be_read_or_written_is_told_in_one_line(out, tmp_path):
    latin, gold, other = tmp_path / "latin.rq", tmp_path / "gold", tmp_path / "other"
    latin.write_bytes("ASK { ?s ?p 'é' }".encode("latin-1"))
    (out / "store").mkdir()
    for folder, text in ((gold, '{"text": '), (other, '{"text": "Oui.", "entities": []}')):
        folder.mkdir()
        (folder / "a.json").write_text(text)
    for code, told, args in (
        (4, "n’est pas en UTF-8", ["query", "-f", latin, "--from", out]),
        (1, "il n'y a pas de graphe dans", ["query", "critics", "-p", "x=y", "--from", out]),
        (1, "a.json is not JSON", ["score", gold]),
        (1, "mentions, relations, quotes missing", ["score", other]),
        (1, "Is a directory", ["export", "--from", out, "-f", "trig", "-o", tmp_path]),
        (1, "latin.rq: File exists", ["quotes", "--from", out, "-o", latin / "a.csv"]),
    ):
        done = run(*args)
        assert (done.returncode, told in done.stderr, done.stderr.count("\n")) == (code, True, 1), (args, done.stderr)


def test_a_full_disk_is_told(out):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "quotes", "--from", out], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "kg: le disque est plein : faites de la place et relancez la même commande\n")


@pytest.mark.parametrize(
    "base", ["moi", "http://x y/", "https://moi.example/id", "ftp://moi.example/", "https:///", "https://x/<b>/"]
)
def test_a_base_iri_that_can_be_no_beginning_is_refused(base, call, out, tmp_path):
    done = call("build", tmp_path, "-o", out, "--base-iri", base)
    assert (done.exit_code, "ends in / or #" in done.output) == (2, True)


def test_a_name_in_an_error_cannot_command_a_terminal(out):
    for args in (["who", "Nvidia\x1b[2J", "--from", out], ["quotes", "--from", "no\x1b[2Jthing"]):
        done = run(*args)
        assert (done.returncode != 0, "\x1b" in done.stderr, "\ufffd" in done.stderr) == (True, False, True), done.stderr


def test_quotes_of_a_period_and_the_newest_only(call, out):
    def rows(*args):
        return json.loads(call("quotes", "--from", out, *args, "--json").stdout)

    assert [len(rows("--until", day)) for day in ("2025-01-27", "2025-01-28", "29/01/2025")] == [0, 2, 2]
    assert len(rows("--since", "2025-01-28", "--until", "2025-01-28")) == 2
    assert rows("--limit", "1") == rows()[:1]
    assert "Only the first row is shown" in call("quotes", "--from", out, "--limit", "1").stderr
    assert "undated" not in call("quotes", "--from", out, "--until", "2025-01-28").stderr


@pytest.mark.parametrize(
    ("lang", "n", "told"),
    [
        ("fr", 0, "0 article lu : 0 annoté,"),
        ("fr", 1, "1 article lu : 1 annoté,"),
        ("fr", 2, "2 articles lus : 2 annotés,"),
        ("en", 0, "0 articles read:"),
        ("en", 1, "1 article read:"),
    ],
)
def test_words_agree_with_their_number(lang, n, told, monkeypatch):
    monkeypatch.setenv("KG_LANG", lang)
    assert say("build.read", read=n, annotated=n, reused=n, removed=n, skipped=n).startswith(told)
    assert say("count.chip", n=1) == ("1 puce" if lang == "fr" else "1 chip")


@pytest.mark.parametrize(
    ("lang", "heading"), [("en", "Who says what about whom"), ("fr", "Qui dit quoi de qui"), (None, "Qui dit quoi de qui")]
)
def test_the_page_opens_in_the_language_asked_for_whatever_the_locale(lang, heading, call, out, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("KG_LANG", lang or "")
    assert call("build", "--from-facts", "-o", out).exit_code == 0
    page = (out / "graph.html").read_text(encoding="utf-8")
    assert (f'<html lang="{lang or "fr"}"' in page, f"<title>{heading}" in page) == (True, True)
    monkeypatch.setenv("KG_LANG", "")
    assert call("build", "--from-facts", "-o", out).exit_code == 0  # it stays as it was asked for
    assert (out / "graph.html").read_text(encoding="utf-8") == page


def test_a_build_keeps_what_it_was_told(call, out):
    told = ["--title", "Les ondes", "--no-text", "--base-iri", "https://moi.example/id/"]
    assert call("build", "--from-facts", "-o", out, *told).exit_code == 0
    before = (out / "graph.trig").read_bytes()
    assert b"https://moi.example/id/" in before
    assert call("build", "--from-facts", "-o", out).exit_code == 0
    assert (out / "graph.trig").read_bytes() == before


def call_suffix(out, tmp_path):
    return CliRunner().invoke(cli, ["quotes", "--from", str(out), "-o", str(tmp_path / "x.xlsx")]).exit_code
