"""What can go wrong around a build: each time it says what to do, loses nothing, and the next run puts it right."""

import gc
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_build import A, B, C, snapshot

from kg import builder, corpus, decisions, disk, extension, files, messages, read
from kg.cli import main
from kg.decisions import Decision
from kg.errors import DamagedFactsError, StoreError
from kg.rdf import nquads
from kg.store import Writer, current, open_for_reading

pytestmark = pytest.mark.model


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("2025-01-02-a.txt", A), ("b.txt", B), ("c.txt", C)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def kg(monkeypatch, capsys):
    """Run a command as a person does; give its exit code and what it says."""

    def run(*arguments, lang="en"):
        monkeypatch.setenv("KG_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        code = None
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        gc.collect()  # an error holds the store open that it came from
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, shown.err

    return run


def state(out):
    with open_for_reading(out / "store") as reader:
        return snapshot(out), nquads(reader.store)


# ---------------------------------------------------------------------------------------------------------- disks


@pytest.fixture
def small(tmp_path):
    """A disk of a megabyte, which a test may make larger or read-only."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=1m", "kg-test", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


@pytest.mark.parametrize(("lang", "said"), [("en", "the disk is full"), ("fr", "le disque est plein")])
def test_a_full_disk_loses_nothing(articles, small, tmp_path, kg, lang, said):
    out = small / "out"
    code, told = kg("build", articles, "-o", out, lang=lang)
    assert (code, said in told, "--workers" in told) == (1, True, False), told
    assert len(list(out.glob("facts/*/*.jsonl"))) == 3
    remount(small, "size=64m")
    code, told = kg("build", articles, "-o", out, lang=lang)
    assert (code, " 0 annot" in told) == (0, True)
    kg("build", articles, "-o", tmp_path / "fresh", lang=lang)
    assert state(out) == state(tmp_path / "fresh")


def test_a_disk_that_fills_up_leaves_the_older_build(articles, small, kg):
    remount(small, "size=64m")
    out = small / "out"
    builder.build([articles], out)
    before = state(out)
    (articles / "b.txt").write_text(B + C, encoding="utf-8")
    free = os.statvfs(small)
    (small / "ballast").write_bytes(bytes(free.f_bavail * free.f_frsize - 4096))
    code, told = kg("build", articles, "-o", out)
    assert (code, "the disk is full" in told) == (1, True)
    assert state(out)[1] == before[1]
    (small / "ballast").unlink()
    assert builder.build([articles], out).rewritten == 1
    assert state(out)[1] != before[1]


def test_a_read_only_disk_is_told(articles, small, kg):
    remount(small, "ro")
    for lang, said in (("en", "disk is read-only"), ("fr", "en lecture seule")):
        code, told = kg("build", articles, "-o", small / "out", lang=lang)
        assert (code, said in told) == (1, True)


def test_a_limit_on_files_is_told_and_loses_nothing(articles, tmp_path, kg):
    resource = pytest.importorskip("resource")
    out, before = tmp_path / "out", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        code, told = kg("build", articles, "-o", out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (code, "larger file" in told) == (1, True), told
    code, told = kg("build", articles, "-o", out)
    assert (code, " 0 annotated" in told) == (0, True)
    kg("build", articles, "-o", tmp_path / "fresh")
    assert state(out) == state(tmp_path / "fresh")


def test_all_that_the_store_rests_on_is_forced_out_before_it_counts(articles, tmp_path, monkeypatch):
    out, forced, told = tmp_path / "out", set(), []
    fsync, replace = os.fsync, Path.replace

    def sync(descriptor):
        forced.add(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def move(path, target):
        if Path(target).name == "CURRENT" and Path(target).parent == out / "store":
            told.append(current(out / "store"))
            facts = {str(one) for one in out.glob("facts/*/*.jsonl")}
            made = {str(one) for one in (out / "store" / "g000001").iterdir()}
            assert len(facts) == 3
            assert facts | {str(Path(one).parent) for one in facts} | made | {str(out / "store" / "g000001")} <= forced
        moved = replace(path, target)
        forced.discard(str(path))
        return moved

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", move)
    builder.build([articles], out)
    assert told == [None]
    assert {str(out / "store" / "CURRENT"), str(out / "store")} <= forced


# ---------------------------------------------------------------------------------------------------------- input


def test_a_file_or_folder_that_vanishes_meanwhile_is_named(articles, tmp_path, monkeypatch):
    (articles / "sub").mkdir()
    opened, scandir = Path.read_bytes, os.scandir

    def gone(path):
        if path.name == "b.txt":
            path.unlink(missing_ok=True)
        return opened(path)

    def closed(path="."):
        if Path(path).name == "sub":
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return scandir(path)

    monkeypatch.setattr(Path, "read_bytes", gone)
    monkeypatch.setattr(os, "scandir", closed)
    found = [(one.path, one.code) for one in read.read([articles]) if hasattr(one, "code")]
    assert found == [("b.txt", "unreadable"), ("sub", "unreadable")]
    monkeypatch.undo()
    (articles / "b.txt").write_text(B, encoding="utf-8")
    assert builder.build([articles], tmp_path / "out").annotated == 3


def test_articles_that_come_and_change_while_others_are_annotated_are_read_by_the_next_build(articles, tmp_path):
    out = tmp_path / "out"

    def change(*_):
        (articles / "c.txt").write_text(C + "Un ajout.\n", encoding="utf-8")
        (articles / "d.txt").write_text(A + C, encoding="utf-8")

    first = builder.build([articles], out, progress=change)
    assert (first.read, first.annotated, first.skipped) == (3, 3, [])
    second = builder.build([articles], out)
    assert (second.read, second.annotated, second.reused) == (4, 2, 2)


def test_a_second_build_is_told_in_both_languages(articles, tmp_path, kg):
    with Writer(tmp_path / "out" / "store"):
        for lang, said in (("en", "another build is writing"), ("fr", "une autre construction écrit")):
            code, told = kg("build", articles, "-o", tmp_path / "out", lang=lang)
            assert (code, said in told, told.count("\n")) == (1, True, 2)


# ---------------------------------------------------------------------------------------------------------- damage


def some_facts(out, number=0):
    return sorted(out.glob("facts/*/*.jsonl"))[number]


DAMAGES = [b"", b"\xff\xfe", b'{"facts": 1, "hashes": 2}', b'{"facts": {"article": []}, "hashes": {}}']


@pytest.mark.parametrize("data", DAMAGES)
def test_damaged_facts_are_annotated_again(articles, tmp_path, data):
    out = tmp_path / "out"
    builder.build([articles], out)
    before = state(out)
    some_facts(out).write_bytes(data)
    with pytest.raises(DamagedFactsError, match="run `kg build` on the articles again"):
        list(corpus.load(out))
    report = builder.build([articles], out)
    assert (report.annotated, report.skipped, report.notices[0].code) == (1, [], "mended.facts")
    assert state(out) == before
    assert json.loads((out / builder.REPORT).read_text())["notices"][0] == {"code": "mended.facts", "values": {"n": 1}}


def test_damaged_facts_of_an_article_that_is_not_given_are_kept_and_named(articles, tmp_path, kg):
    out = tmp_path / "out"
    builder.build([articles], out)
    before = state(out)
    lost = next(path for path in out.glob("facts/*/*.jsonl") if '"key":"c.txt"' in path.read_text(encoding="utf-8"))
    damaged = lost.read_bytes()[:500]
    lost.write_bytes(damaged)
    (articles / "b.txt").write_text(B + "Un ajout.\n", encoding="utf-8")
    code, told = kg("build", articles / "b.txt", "-o", out)
    name = f"facts/{lost.parent.name}/{lost.name}.damaged"
    assert code == 3
    assert f"{name}" in told
    assert "give its file to `kg build` too" in told
    assert (out / name).read_bytes() == damaged
    assert kg("build", articles / "b.txt", "-o", out)[0] == 3  # as long as it is not given, nor the file deleted
    (articles / "b.txt").write_text(B, encoding="utf-8")
    report = builder.build([articles], out)
    assert (report.annotated, report.skipped, state(out)[1]) == (2, [], before[1])


def cut(path):
    os.truncate(path, path.stat().st_size // 2)


STORES = {
    "a table is cut": lambda made: [cut(path) for path in made.glob("*.sst")],
    "a table is gone": lambda made: [path.unlink() for path in made.glob("*.sst")],
    "a block is wrong": lambda made: [path.write_bytes(b"\xff" * 64 + path.read_bytes()[64:]) for path in made.glob("*.sst")],
    "its manifest is cut": lambda made: [cut(path) for path in made.glob("MANIFEST*")],
    "it is empty": lambda made: [path.unlink() for path in made.iterdir()],
    "it is gone": shutil.rmtree,
    "the pointer is gone": lambda made: (made.parent / "CURRENT").unlink(),
    "the pointer is no name": lambda made: (made.parent / "CURRENT").write_text("../etc\n"),
    "the pointer is no text": lambda made: (made.parent / "CURRENT").write_bytes(b"\xff\xfe"),
    "all is gone": lambda made: shutil.rmtree(made.parent),
}


@pytest.mark.parametrize("kind", STORES)
def test_a_damaged_store_is_made_anew_from_the_facts(articles, tmp_path, kind):
    out = tmp_path / "out"
    builder.build([articles], out)
    before = state(out)
    STORES[kind](out / "store" / current(out / "store"))
    report = builder.build([articles], out)
    assert report.annotated == 0
    assert state(out) == before
    assert builder.build([articles], out).files == []


def test_a_damaged_store_is_said(articles, tmp_path, kg):
    out = tmp_path / "out"
    builder.build([articles], out)
    for path in (out / "store").glob("*/*.sst"):
        cut(path)
    code, told = kg("query", "-q", "ASK { ?s ?p ?o }", "--from", out, lang="fr")
    assert (code, "lancez « kg build --from-facts »" in told) == (1, True)
    code, told = kg("build", articles, "-o", out, lang="fr")
    assert (code, "La base était abîmée ou manquait" in told) == (0, True)


def test_a_block_that_only_a_query_meets_is_said_and_mended(articles, tmp_path, kg):
    out, everything = tmp_path / "out", "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    builder.build([articles], out)
    before = state(out)[1]
    for path in (out / "store").glob("*/*.sst"):
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(b"\xff" * 8)
    for command in (("query", "-q", everything), ("check",), ("export", "-f", "nq", "-o", tmp_path / "all.nq")):
        code, told = kg(*command, "--from", out)  # 1, and 4 where the damage is met while the query runs
        assert (code in (1, 4), "run `kg build --from-facts`" in told) == (True, True), (command, told)
    assert kg("build", "--from-facts", "-o", out)[0] == 0
    assert state(out)[1] == before
    assert kg("query", "-q", everything, "--from", out)[0] == 0


@pytest.mark.parametrize("name", ["graph.html", "graph.trig", "entities.csv", "quotes.csv"])
def test_a_file_that_somebody_deleted_comes_back(articles, tmp_path, name):
    out = tmp_path / "out"
    builder.build([articles], out)
    before = snapshot(out)
    (out / name).unlink()
    assert builder.build([articles], out).annotated == 0
    assert snapshot(out) == before


# ---------------------------------------------------------------------------------------------------------- decisions


def test_half_a_decision_is_none(tmp_path):
    path = tmp_path / decisions.FILE
    decisions.append(tmp_path, Decision(kind="ignore", name="Bourse"))
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + whole[:20], encoding="utf-8")
    assert len(decisions.load(tmp_path)) == 1
    assert decisions.append(tmp_path, Decision(kind="ignore", name="Marché")) == 2
    assert [one.name for one in decisions.load(tmp_path)] == ["Bourse", "Marché"]
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")  # as some editors leave it
    assert decisions.append(tmp_path, Decision(kind="ignore", name="Action")) == 3
    assert path.read_text(encoding="utf-8").count("\n") == 3


def test_rules_of_ones_own_survive_whoever_changes_them(tmp_path):
    mine, out = tmp_path / "mine", tmp_path / "out"
    (mine / "catalogue").mkdir(parents=True)
    (mine / "catalogue" / "companies.csv").write_text("id,name,aliases\nnorlane,Norlane,\n", encoding="utf-8")
    try:
        extension.take(out, None, mine)
        (out / "extension").rename(out / "extension.old")  # stopped between two steps
        (out / "extension.new").mkdir()
        extension.take(out, None, None)
        assert files.own("catalogue", "companies.csv").is_file()
        assert sorted(path.name for path in out.iterdir()) == ["extension"]
    finally:
        extension.use(tmp_path / "nowhere")


def test_what_is_half_written_takes_no_place(tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, os.strerror(28))

    disk.replace(tmp_path / "a", b"before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space") as caught:
        disk.replace(tmp_path / "a", b"after")
    assert caught.value.filename == str(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_errors_of_stores_are_told_in_both_languages(tmp_path):
    with pytest.raises(StoreError) as caught:
        open_for_reading(tmp_path)
    assert messages.of(caught.value, "fr") == f"il n'y a pas de graphe dans {tmp_path} : faites-en un avec « kg build »"
