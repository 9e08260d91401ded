"""The whole flow on small articles written here: incremental, killed, reordered, fed with bad input."""

import gc
import json
import os
import random
import shutil
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from kg import builder, corpus, echoes, writing
from kg import files as places
from kg.cli import cli
from kg.errors import StoreError
from kg.rdf import sort_quads
from kg.read import Options
from kg.records import Article, Entity, Facts, Quote

pytestmark = pytest.mark.model

A = (
    "Zéphyrine lève 30 millions d'euros\n\nLa start-up française Zéphyrine, dirigée par Anaïs Morel, a levé 30 millions d'euros. "
    "« Nvidia reste notre fournisseur », a déclaré Anaïs Morel à la presse.\n"
)
B = (
    "Nvidia répond à Zéphyrine\n\nSelon Jensen Huang, le patron de Nvidia, Zéphyrine utilise des puces H100. "
    "L'entreprise aurait aussi commandé des B200, mais elle dément.\n"
)
C = "Microsoft et OpenAI restent partenaires\n\nMicrosoft a annoncé jeudi que son accord avec OpenAI serait prolongé jusqu'en 2030.\n"


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("2025-01-02-a.txt", A), ("b.txt", B), ("c.txt", C)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def snapshot(folder):
    """Give path -> bytes of all that must be reproducible: everything but the report and the store's own files."""
    kept = [path for path in folder.rglob("*") if path.is_file() and path.name != builder.REPORT and "store" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


def stamps(folder):
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*") if path.is_file()}


def run(*args, **environment):
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "KG_LANG": "en", **environment},
        check=False,
    )


def test_a_second_run_touches_nothing(articles, tmp_path):
    out = tmp_path / "out"
    first = builder.build([articles], out)
    assert (first.read, first.annotated, first.skipped) == (3, 3, [])
    assert first.counts["quads"] == len(builder.dump(out))
    before = stamps(out)
    second = builder.build([articles], out)
    assert (second.annotated, second.reused) == (0, 3)
    assert stamps(out) == before


def test_python_looks_for_cycles_as_often_as_before_when_a_build_is_over(articles, tmp_path):
    before, during = gc.get_threshold(), []
    builder.build([articles], tmp_path / "out", progress=lambda *_: during.append(gc.get_threshold()))
    assert during[0][0] > before[0]
    with pytest.raises(ZeroDivisionError):
        builder.build([articles], tmp_path / "broken", progress=lambda *_: 1 // 0)
    assert gc.get_threshold() == before


def test_one_changed_article_is_annotated_alone(articles, tmp_path):
    out = tmp_path / "out"
    builder.build([articles], out)
    (articles / "b.txt").write_text(B + "Le groupe n'a pas commenté.\n", encoding="utf-8")
    report = builder.build([articles], out)
    assert (report.annotated, report.reused) == (1, 2)
    shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
    builder.build([articles], tmp_path / "fresh")
    assert snapshot(out) == snapshot(tmp_path / "fresh")
    assert builder.dump(out) == builder.dump(tmp_path / "fresh")


def test_prune_removes_what_is_no_longer_there(articles, tmp_path):
    out = tmp_path / "out"
    builder.build([articles], out)
    (articles / "c.txt").unlink()
    assert builder.build([articles], out).removed == 0
    assert builder.build([articles], out, builder.Settings(prune=True)).removed == 1
    assert "Microsoft" not in (out / "entities.csv").read_text(encoding="utf-8")
    assert not any("c.txt" in str(quad) for quad in builder.dump(out))


def test_everything_is_rebuilt_from_facts(articles, tmp_path):
    out = tmp_path / "out"
    builder.build([articles], out)
    wanted = snapshot(out)
    for path in ("store", "graph.html", "graph.trig", "entities.csv"):
        shutil.rmtree(out / path) if (out / path).is_dir() else (out / path).unlink()
    assert builder.build([], out, builder.Settings(from_facts=True)).annotated == 0
    assert snapshot(out) == wanted


@pytest.mark.slow
def test_seed_locale_zone_workers_and_order_change_no_byte(articles, tmp_path):
    for number in range(40):  # enough for several worker processes
        (articles / f"n{number:02}.txt").write_text(A.replace("30", str(number + 2)), encoding="utf-8")
    files = sorted(articles.iterdir())
    random.Random(7).shuffle(files)
    run("build", articles, "-o", tmp_path / "one", "--workers", 1, PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    done = run("build", *files, "-o", tmp_path / "two", "--workers", 2, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tokyo")
    assert done.returncode == 0, done.stderr
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assert builder.dump(tmp_path / "one") == builder.dump(tmp_path / "two")


def fifty(folder):
    """Write fifty articles that name the same people and firms in full, in part and by other forms."""
    folder.mkdir()
    names = (
        "Anaïs Morel",
        "Morel",
        "Paul Morel",
        "Anaïs Morel-Roy",
        "DeepSeek-R1",
        "R1",
        "DeepSeek R1",
        "Zéphyrine SA",
        "Nadella",
    )
    samples = sorted(Path(places.samples()).glob("*.md"))
    texts = [path.read_text(encoding="utf-8") for path in samples]
    texts += [A.replace("Anaïs Morel", name).replace("30", str(number)) for number, name in enumerate(names, start=3)]
    texts += [B.replace("Zéphyrine", name) for name in names] + [C.replace("OpenAI", name) for name in names]
    texts += [f"{C}Ajout numéro {number}, par {names[number % len(names)]}.\n" for number in range(50 - len(texts))]
    for number, text in enumerate(texts):
        (folder / f"{number:02}.{'md' if number < len(samples) else 'txt'}").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.mark.slow
def test_fifty_articles_in_twenty_orders_and_batches_give_the_same_bytes(tmp_path):
    paths = fifty(tmp_path / "articles")
    assert len(paths) == 50
    builder.build(paths, tmp_path / "whole")
    wanted, quads = snapshot(tmp_path / "whole"), builder.dump(tmp_path / "whole")
    for seed in range(20):
        rng, out = random.Random(seed), tmp_path / f"out{seed}"
        left = rng.sample(paths, len(paths))
        while left:
            size = rng.randint(5, 50)
            builder.build(left[:size], out)
            left = left[size:]
        assert snapshot(out) == wanted, seed
        assert builder.dump(out) == quads, seed
        shutil.rmtree(out)


@pytest.mark.usefixtures("quick")
def test_facts_changed_under_a_reader_are_read_anew(articles, tmp_path, monkeypatch):
    out, taken = tmp_path / "out", corpus._facts
    builder.build([articles], out)
    calls = []

    def load(path):
        calls.append(path)
        if len(calls) == 1:  # a build removes one article and changes another just now
            corpus.remove(out, "b.txt")
            corpus.save(out, Facts(article=Article(key="c.txt", text=B)), {})
        return taken(path)

    monkeypatch.setattr(corpus, "_facts", load)
    assert [one.article.text for one in corpus.load(out)] == [A, B]
    corpus.path_of(out, "c.txt").write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match="not a facts file"):
        list(corpus.load(out))


def test_bad_input_is_named_and_the_rest_is_built(articles, tmp_path):
    english = (
        "The company said that it would sell the chip to all of the customers that it has in the world by the end of the year. "
        * 3
    )
    (articles / "vide.txt").write_bytes(b"")
    (articles / "image.txt").write_bytes(bytes(range(256)) * 20)
    (articles / "english.txt").write_text(english, encoding="utf-8")
    with (articles / "enorme.txt").open("wb") as stream:
        stream.truncate(50 * 2**20)
    done = run("build", articles, "-o", tmp_path / "out")
    assert done.returncode == 3
    for name, code in (
        ("vide.txt", "empty"),
        ("image.txt", "binary"),
        ("english.txt", "not-french"),
        ("enorme.txt", "too-large"),
    ):
        assert f"{name}  [{code}]" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads((tmp_path / "out" / "build.json").read_text())["articles"]["annotated"] == 3


@pytest.mark.parametrize(
    "text",
    [
        "« Une citation jamais fermée, dit Anne Morel. Elle continue, et l'entreprise aussi.\n\nAutre paragraphe sur Nvidia.",
        "<script>alert(1)</script> Nvidia a lancé <img src=x onerror=alert(2)> sa puce H100, a déclaré « Jensen Huang ».",
        '" } ; DROP ALL ; SELECT * WHERE { ?s ?p ?o } # Nvidia a racheté Zéphyrine, selon Anne Morel.',
        "Nvidia \ud800 a dit\x00 \x07\x1b[31m que \u202e OpenAI\u2028 va bien. \ufeff« “ ‹ Oui › ” »",
        "« » \" ' “ ” „ ‘ ’ — – …",
        "a" * 5000,
        "Nvidia est la firme qui a dit que la puce est là. " * 600,
        "\n\n\n.\n",
        "🙂" * 50,
    ],
    ids=["open-mark", "html", "sparql", "control", "marks", "long-word", "repeat", "points", "emoji"],
)
def test_odd_text_builds_and_is_found_unchanged(text, tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"id": "odd", "text": text, "title": "<b>T</b>", "source": "O\"'>"}) + "\n", encoding="utf-8")
    report = builder.build([path], tmp_path / "out")
    assert (report.annotated, report.skipped) == (1, [])
    (facts,) = corpus.load(tmp_path / "out")
    assert facts.article.text == text.replace("\ud800", "\ufffd")
    for one in (*facts.mentions, *facts.quotes):
        assert 0 <= one.start < one.end <= len(facts.article.text)
    page = (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page


def test_two_texts_with_one_name_keep_the_newest_in_any_order(tmp_path):
    paths = []
    for name, day, text in (("x", "2025-01-01", A), ("y", "2025-02-01", B)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(json.dumps({"id": "same", "date": day, "text": text}), encoding="utf-8")
        paths.append(path)
    for order, out in ((paths, "one"), (paths[::-1], "two")):
        report = builder.build(order, tmp_path / out, builder.Settings(options=Options(outlet="Le Relais")))
        assert [one.code for one in report.skipped] == ["same-key"]
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assert next(corpus.load(tmp_path / "one")).article.date == "2025-02-01"


@pytest.mark.usefixtures("quick")
def test_one_text_with_other_metadata_is_the_same_in_any_order(tmp_path):
    paths = []
    for title in ("Un", "Deux", "Trois"):
        paths.append(tmp_path / f"{title}.jsonl")
        paths[-1].write_text(json.dumps({"id": "same", "title": title, "text": A}), encoding="utf-8")
    made = []
    for number, order in enumerate(permutations(paths)):
        report = builder.build(order, tmp_path / str(number))
        assert (report.read, report.skipped) == (1, [])
        made.append((snapshot(tmp_path / str(number)), builder.dump(tmp_path / str(number))))
    assert all(one == made[0] for one in made)
    paths[0].write_text(json.dumps({"id": "same", "title": "Un", "text": B}), encoding="utf-8")
    counts = {len(builder.build(order, tmp_path / "last").skipped) for order in permutations(paths)}
    assert counts == {1}


@pytest.mark.usefixtures("quick")
def test_prune_keeps_what_cannot_be_read_this_time(articles, tmp_path):
    out, rows = tmp_path / "out", articles / "rows.jsonl"
    rows.write_text(json.dumps({"text": A}) + "\n" + json.dumps({"text": B}) + "\n", encoding="utf-8")
    builder.build([articles], out)
    (articles / "b.txt").write_bytes(b"")
    (articles / "c.txt").unlink()
    rows.write_bytes(b"")
    report = builder.build([articles], out, builder.Settings(prune=True))
    assert (report.removed, len(report.skipped)) == (1, 2)
    keys = [facts.article.key for facts in corpus.load(out)]
    assert keys == ["2025-01-02-a.txt", "b.txt", "rows.jsonl#1", "rows.jsonl#2"]
    (articles / "b.txt").unlink()
    rows.unlink()
    assert builder.build([articles], out, builder.Settings(prune=True)).removed == 3


def test_copies_point_to_the_earliest():
    one, two = (Article(key=key, text=C, date=day) for key, day in (("b", "2025-01-01"), ("a", "2025-01-02")))
    assert echoes.copies([two, one]) == {"a": "b"}


def test_a_second_writer_is_told(articles, tmp_path):
    from kg.store import Writer

    with Writer(tmp_path / "out" / "store"), pytest.raises(StoreError):
        builder.build([articles], tmp_path / "out")


def test_paths_in_iris_are_never_those_of_the_machine(articles, tmp_path):
    builder.build([articles], tmp_path / "out")
    assert str(Path(tmp_path)) not in (tmp_path / "out" / "graph.trig").read_text(encoding="utf-8")


@pytest.fixture
def quick(monkeypatch):
    """Find one company, and one quote about it, in every article, without the pipeline."""

    def annotate(articles, _settings):
        for article in articles:
            entity = Entity(id="e1", type="COMPANY", name="Nvidia")
            middle = len(article.text) // 2
            said = Quote(start=middle, end=middle + 5, mode="direct", speaker="e1", speaker_text="Nvidia", about=("e1",))
            yield Facts(article=article, entities=(entity,), quotes=(said,))

    monkeypatch.setattr(builder, "annotate", annotate)


@pytest.fixture
def call(monkeypatch):
    monkeypatch.setenv("KG_LANG", "en")
    return lambda *args: CliRunner().invoke(cli, [str(one) for one in args], catch_exceptions=False)


@pytest.mark.usefixtures("quick")
def test_a_newer_layout_of_the_graphs_rewrites_them(articles, tmp_path, monkeypatch):
    out = tmp_path / "out"
    builder.build([articles], out)
    assert builder.build([articles], out).files == []
    monkeypatch.setattr(builder.graph, "LAYOUT", builder.graph.LAYOUT + 1)
    later = builder.build([articles], out)
    assert (later.annotated, bool(later.files)) == (0, True)
    assert builder.build([articles], out).files == []


@pytest.mark.usefixtures("quick")
def test_changed_settings_rewrite_unchanged_articles_and_are_kept(articles, tmp_path):
    out = tmp_path / "out"
    builder.build([articles], out)
    assert "oa:prefix" in (out / "graph.trig").read_text(encoding="utf-8")
    changed = builder.Settings(title="La revue", base="https://revue.example/", text=False)
    assert builder.build([articles], out, changed).files
    for settings in (None, builder.Settings(prune=True), builder.Settings(from_facts=True)):
        builder.build([articles], out, settings)
        trig = (out / "graph.trig").read_text(encoding="utf-8")
        assert "https://revue.example/" in trig
        assert "oa:prefix" not in trig
        assert "w3id.org/quidit/id" not in trig
        assert "La revue" in (out / "graph.html").read_text(encoding="utf-8")
    before = stamps(out)
    assert builder.build([articles], out, changed).files == []
    assert stamps(out) == before
    (out / "settings.json").write_text('{"text": "no"}', encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        builder.build([articles], out)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("step", ["view.page", "sheets.write", "rdf.trig", "resolve.link"])
@pytest.mark.parametrize("from_facts", [False, True])
def test_a_build_that_stops_at_any_step_is_finished_by_the_next(articles, tmp_path, monkeypatch, step, from_facts):
    out, settings = tmp_path / "out", builder.Settings(title="La revue", base="https://revue.example/", text=False)
    builder.build([articles], out, settings)
    wanted = snapshot(out), builder.dump(out)
    with monkeypatch.context() as broken:
        name, function = step.split(".")
        broken.setattr(getattr(writing, name), function, lambda *_args, **_more: 1 / 0)
        (out / "decisions.jsonl").write_text('{"kind": "rename", "name": "Nvidia", "value": "NVIDIA SA"}\n', encoding="utf-8")
        with pytest.raises(ZeroDivisionError):
            builder.build([articles], out, builder.Settings(from_facts=from_facts))
        assert not (out / builder.REPORT).exists()
    (out / "decisions.jsonl").unlink()
    assert builder.build([articles], out).files
    assert (snapshot(out), builder.dump(out)) == wanted


@pytest.mark.usefixtures("quick")
def test_export_is_the_graph_that_was_built(articles, tmp_path, call):
    (articles / "copy.txt").write_text(A, encoding="utf-8")
    out = tmp_path / "out"
    builder.build([articles], out, builder.Settings(base="https://revue.example/"))
    trig = (out / "graph.trig").read_text(encoding="utf-8")
    assert "kg:copyOf <" in trig or trig.count("kg:copyOf") > 1
    assert call("export", "--from", out, "-f", "trig", "-o", tmp_path / "all.trig").exit_code == 0
    assert (tmp_path / "all.trig").read_text(encoding="utf-8") == trig
    for form, read in (("nq", RdfFormat.N_QUADS), ("jsonld", RdfFormat.JSON_LD)):
        assert call("export", "--from", out, "-f", form, "-o", tmp_path / form).exit_code == 0
        assert sort_quads(parse(path=str(tmp_path / form), format=read)) == builder.dump(out)
    assert call("export", "--from", out, "-f", "graphml", "-o", tmp_path / "g.graphml").exit_code == 0
    assert "https://revue.example/company/" in (tmp_path / "g.graphml").read_text(encoding="utf-8")
    call("export", "--from", out, "-f", "trig", "--no-text", "-o", tmp_path / "less.trig")
    builder.build([articles], out, builder.Settings(text=False))
    call("export", "--from", out, "-f", "trig", "-o", tmp_path / "default.trig")
    less = (out / "graph.trig").read_text(encoding="utf-8")
    assert less != trig
    assert [(tmp_path / f"{name}.trig").read_text(encoding="utf-8") for name in ("less", "default")] == [less, less]


@pytest.mark.usefixtures("quick")
def test_a_graph_that_grows_too_large_leaves_no_old_dump(articles, tmp_path, monkeypatch):
    out = tmp_path / "out"
    builder.build([articles], out)
    assert (out / "graph.trig").exists()
    monkeypatch.setattr(writing, "DUMP_LIMIT", 10)
    report = builder.build([articles], out, builder.Settings(from_facts=True))
    assert not (out / "graph.trig").exists()
    assert "graph.trig" not in report.files


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("where", ["out", ".", ".."])
def test_a_build_never_reads_itself(articles, monkeypatch, where):
    monkeypatch.chdir(articles)
    builder.build(["."], Path("earlier"))
    out = Path(where)
    for number in range(3):
        report = builder.build(["."], out)
        assert (report.read, report.skipped) == (3, []), number
    assert report.files == []
    assert sorted(facts.article.key for facts in corpus.load(out)) == ["2025-01-02-a.txt", "b.txt", "c.txt"]


def test_a_build_needs_no_network(articles, tmp_path):
    """Every connection is refused, and the build and a question still work."""
    script = (
        "import socket, sys\n"
        "def refuse(*args, **kwargs): raise AssertionError('a connection was tried')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from kg.cli import main\n"
        "main()\n"
    )
    for args in (["build", articles, "-o", tmp_path / "out"], ["quotes", "--from", tmp_path / "out"]):
        done = subprocess.run([sys.executable, "-c", script, *map(str, args)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "graph.html").is_file()
