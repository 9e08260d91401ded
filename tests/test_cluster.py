"""A sharded build gives the quads of a build on one machine, and the same bytes however it is carried out."""

import csv
import gzip
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from kg import builder, cluster
from kg.cli import SOME_UNREADABLE, cli
from kg.cluster import annotating, shards
from kg.cluster.depot import Depot
from kg.decisions import Decision, append, load
from kg.errors import StoreError
from kg.read import Options, read
from kg.records import Article
from kg.store import open_for_reading

HERE = Path(__file__).parent.parent
NEWS = {
    "a.txt": "Anne Morel, PDG de Brumeval, a annoncé un partenariat avec Nvidia. « Notre usine de Nantes ouvrira en mars », a déclaré Anne Morel.",
    "b.txt": "Selon Morel, la société Brumeval compte recruter. « Notre usine de Nantes ouvrirait en mars », a dit Anne Morel à Paris.",
    "c.txt": "Le patron de Nvidia, Jensen Huang, a salué Brumeval. « Brumeval va vite », a déclaré Jensen Huang.",
    "d.txt": "Paul Ory dirige Volute. Il critique Brumeval. « Brumeval ne tient pas ses promesses », a affirmé Paul Ory.",
}


class Backwards:
    """Carries out steps last item first, as a cluster may."""

    def map(self, step: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        numbered = list(enumerate(items))
        done = {number: step(item) for number, item in reversed(numbered)}
        return (done[number] for number, _ in numbered)


def press(folder: Path) -> Path:
    """Write articles of all shapes: files, a table about them, JSON Lines with and without ids, a text under two dates."""
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "copie.txt").write_text(NEWS["a.txt"], encoding="utf-8")
    (folder / "vide.txt").write_text("", encoding="utf-8")
    (folder / "articles.csv").write_text(
        "file;date;outlet\na.txt;2026-01-02;Le Relais\nb.txt;2026-01-05;La Brume\n", encoding="utf-8"
    )
    lines = [
        {"text": NEWS["c.txt"] + " Bonne nouvelle pour la région."},
        {"id": "deux", "date": "2026-02-01", "text": NEWS["d.txt"] + " Il le répète à Lyon."},
        {"text": NEWS["d.txt"] + " Il le répète à Nantes."},
        {"id": "deux", "date": "2026-02-03", "text": NEWS["d.txt"] + " Il ne le répète plus."},
        {"text": NEWS["b.txt"] + " La ville s’en réjouit."},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\npas du JSON\n"
    (folder / "fil.jsonl").write_text(text, encoding="utf-8")
    return folder


def quads(folder: Path) -> set[str]:
    return {line for path in folder.rglob("*.nq.gz") for line in gzip.decompress(path.read_bytes()).decode().splitlines()}


def stored(folder: Path) -> set[str]:
    with open_for_reading(folder / "store") as reader:
        return {f"{quad} ." for quad in reader.store}


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with articles, decisions on them, and a sharded build of both."""
    folder = tmp_path_factory.mktemp("cluster")
    source = press(folder / "news")
    (folder / "one").mkdir()
    for one in (
        Decision(kind="rename", name="Brumeval", value="Brumeval SA"),
        Decision(kind="ignore", name="Paris"),
        Decision(kind="merge", name="Paul Ory", other="Personne"),
        Decision(kind="quote", article="d.txt", name="Brumeval ne tient pas ses promesses", value="verified", who="Ada"),
    ):
        append(folder / "one", one)
    cluster.build([str(source)], str(folder / "many"), size=2, taken=load(folder / "one"))
    return folder


def test_the_quads_are_those_of_a_build_on_one_machine(base: Path) -> None:
    report = builder.build([base / "news"], base / "one")
    found = quads(base / "many")
    assert found == stored(base / "one")
    assert all(
        any(term in quad for quad in found) for term in ("#copyOf>", "#sameStatementAs>", "#checkedBy>", "Brumeval SA")
    ), found
    told = json.loads((base / "many/manifest.json").read_text(encoding="utf-8"))
    assert told["counts"]["articles"] == report.counts["articles"] == 9
    assert told["counts"]["quads"] == len(quads(base / "many"))
    assert [one["number"] for one in told["unused_decisions"]] == [one.number for one in report.unused] == [3]
    skipped = [json.loads(line) for line in (base / "many/skipped.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["path"], one["code"]) for one in skipped] == [(one.path, one.code) for one in report.skipped]
    assert {one["code"] for one in skipped} == {"empty", "malformed", "same-key"}
    assert "line 10" in next(one["reason"] for one in skipped if one["code"] == "malformed")


def test_the_order_of_work_changes_no_byte(base: Path, tmp_path: Path) -> None:
    cluster.build([str(base / "news")], str(tmp_path / "out"), Backwards(), size=2, taken=load(base / "one"))
    assert tree(tmp_path / "out") == tree(base / "many")


def test_the_manifest_tells_the_sha256_of_all_other_files(base: Path) -> None:
    told = json.loads((base / "many/manifest.json").read_text(encoding="utf-8"))
    named = {f"shards/{one['shard']}/{name}": sha for one in told["shards"] for name, sha in one["files"].items()}
    named |= {one["file"]: one["sha256"] for one in told["parts"]}
    others = {name: sha for name, sha in tree(base / "many").items() if not name.endswith("manifest.json")}
    assert named == others


def test_tables_of_shards_are_one_table_and_hold_what_those_of_a_build_hold(base: Path, tmp_path: Path) -> None:
    builder.build([base / "news"], base / "one")
    out, taken = tmp_path / "out", load(base / "one")
    told = cluster.build([str(base / "news")], str(out), size=2, taken=taken, parquet=True)

    for name, key in (("relations", "sentence"), ("quotes", "quote")):
        paths = sorted(out.glob(f"shards/*/{name}.parquet"))
        assert len(paths) == len(told["shards"]) > 2
        made = pyarrow.concat_tables([parquet.read_table(path) for path in paths]).to_pylist()
        with (base / f"one/{name}.csv").open(encoding="utf-8", newline="") as file:
            plain = list(csv.DictReader(file))
        same = sorted(name for name in made[0] if name.endswith(("_id", "_ids")) or name in (key, "article", "status", "check"))
        assert len(made) == told["counts"][{"relations": "statements"}.get(name, name)] > 0
        assert sorted([row[one] or "" for one in same] for row in made) == sorted([row[one] for one in same] for row in plain)
    things = [row for path in sorted(out.glob("things/*.parquet")) for row in parquet.read_table(path).to_pylist()]
    assert {"Brumeval SA"} <= {row["name"] for row in things}
    assert len(things) == told["counts"]["things"]
    digests = {name: sha for one in told["parts"] for name, sha in one.get("tables", {}).items()}
    digests |= {f"shards/{one['shard']}/{name}": sha for one in told["shards"] for name, sha in one["files"].items()}
    files = tree(out)
    assert {name for name in files if name.endswith(".parquet")} == {name for name in digests if name.endswith(".parquet")}
    assert all(files[name] == sha for name, sha in digests.items())
    cluster.build([str(base / "news")], str(out), size=2, taken=taken)  # not asked for any more: gone, all else as before
    assert tree(out) == tree(base / "many")


def test_finished_shards_are_reused_and_a_change_touches_few(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(base / "news", tmp_path / "news")
    source, out = str(tmp_path / "news"), tmp_path / "out"
    cluster.build([source], str(out), size=2)
    before, annotated = tree(out), list[str]()
    real = annotating._annotated
    monkeypatch.setattr(
        annotating, "_annotated", lambda job, found: (annotated.extend(one.key for one in found), real(job, found))[1]
    )
    told = cluster.build([source], str(out), size=2)
    assert (annotated, told["reused"]) == ([], len(told["shards"]))
    assert tree(out) == before
    (tmp_path / "news/c.txt").write_text(NEWS["c.txt"] + " Fin.", encoding="utf-8")
    (tmp_path / "news/d.txt").unlink()
    cluster.build([source], str(out), size=2)
    assert "c.txt" in annotated
    assert "fil.jsonl#1" not in annotated
    fresh = tmp_path / "fresh"
    cluster.build([source], str(fresh), size=2)
    assert tree(out) == tree(fresh)


def test_a_run_that_was_broken_off_is_finished_by_the_next(base: Path, tmp_path: Path) -> None:
    class Broken(cluster.Here):
        def __init__(self, steps: int) -> None:
            self.left = steps

        def map(self, step: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
            for item in items:
                self.left -= 1
                if not self.left:
                    raise KeyboardInterrupt
                yield step(item)

    source, taken = str(base / "news"), load(base / "one")
    for steps in (2, 9, 20, 40, 60):
        with pytest.raises(KeyboardInterrupt):
            cluster.build([source], str(tmp_path / "out"), Broken(steps), size=2, taken=taken)
        assert not (tmp_path / "out/manifest.json").exists()
    cluster.build([source], str(tmp_path / "out"), size=2, taken=taken)
    assert tree(tmp_path / "out") == tree(base / "many")


def test_damaged_facts_are_made_again(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base / "many", tmp_path / "out")
    damaged = next((tmp_path / "out/shards").glob("*/facts.jsonl.gz"))
    damaged.write_bytes(damaged.read_bytes()[:-9])
    cluster.build([str(base / "news")], str(tmp_path / "out"), size=2, taken=load(base / "one"))
    assert tree(tmp_path / "out") == tree(base / "many")


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_shards_hold_what_a_folder_holds(base: Path, size: int) -> None:
    whole = {(one.key, one.text, one.date, one.outlet) for one in read([base / "news"]) if isinstance(one, Article)}
    found = [
        (one.key, one.text, one.date, one.outlet)
        for shard in shards.shards([str(base / "news")], size)
        for one in shards.articles(shard, shards.contents(shard), Options())
        if isinstance(one, Article)
    ]
    assert set(found) == whole
    assert len(found) == len(whole) == 10


def test_a_new_file_changes_the_shard_it_falls_in_and_no_other(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number:04}.txt").write_text("x", encoding="utf-8")
    before = {one.id for one in shards.shards([str(tmp_path)], 10)}
    (tmp_path / "0150a.txt").write_text("x", encoding="utf-8")
    assert len({one.id for one in shards.shards([str(tmp_path)], 10)} - before) <= 2
    assert len(before) > 15


def test_inputs_of_one_name_are_different_shards(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(name, encoding="utf-8")
    found = shards.shards([str(tmp_path / "two"), str(tmp_path / "one")], 10)
    assert len({one.id for one in found}) == 2
    assert [one.root for one in found] == [str(tmp_path / "one"), str(tmp_path / "two")]


def test_a_file_address_is_as_good_as_a_path(base: Path, tmp_path: Path) -> None:
    cluster.build([(base / "news").as_uri()], (tmp_path / "out").as_uri(), size=2, taken=load(base / "one"))
    assert tree(tmp_path / "out") == tree(base / "many")


def test_what_is_written_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    depot = Depot(str(tmp_path / "depot"))
    depot.write("a/b.txt", b"un\ndeux")
    assert (depot.read("a/b.txt", 3, 2), list(depot.lines("a/b.txt")), depot.names()) == (
        b"de",
        [b"un\n", b"deux"],
        [("a/b.txt", 7)],
    )
    (tmp_path / "depot/c").write_bytes(b"")
    with pytest.raises(StoreError, match="c/d"):
        depot.write("c/d", b"x")
    assert sorted(path.name for path in (tmp_path / "depot").rglob("*")) == ["a", "b.txt", "c"]


@pytest.mark.parametrize("address", ["nul://x", "fsspec+nothing://x"])
def test_an_address_that_nobody_knows_is_told(address: str) -> None:
    with pytest.raises(StoreError, match="address"):
        Depot(address)


def test_an_input_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="rien"):
        cluster.build([str(tmp_path / "rien")], str(tmp_path / "out"))


def test_another_version_on_a_worker_is_told(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere(cluster.Here):
        def map(self, step: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
            monkeypatch.setattr(annotating.corpus, "recipe", lambda _: {"version": "0"})
            return map(step, items)

    with pytest.raises(StoreError, match="version"):
        cluster.build([str(base / "news")], str(tmp_path / "out"), Elsewhere(), size=2)


def test_what_is_written_is_no_input(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base / "news", tmp_path / "news")
    for _ in range(2):
        cluster.build([str(tmp_path / "news")], str(tmp_path / "news/out"), size=2, taken=load(base / "one"))
        assert tree(tmp_path / "news/out") == tree(base / "many")
    with pytest.raises(StoreError, match="both"):
        cluster.build([str(tmp_path / "news")], (tmp_path / "news").as_uri(), size=2)


def test_an_object_store_takes_files_as_a_whole(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cluster.depot._WHOLE", ("local",))
    cluster.build([str(base / "news")], str(tmp_path / "out"), size=2, taken=load(base / "one"))
    assert tree(tmp_path / "out") == tree(base / "many")


def test_no_message_tells_the_key_of_a_store() -> None:
    with pytest.raises(StoreError) as error:
        Depot("nothing://key:secret@bucket/folder")
    assert "secret" not in str(error.value)


def test_the_command_tells_each_stage_once_and_what_comes_next(base: Path, tmp_path: Path) -> None:
    command = [
        "cluster",
        str(base / "news"),
        "-o",
        str(tmp_path / "out"),
        "--shard-size",
        "2",
        "--decisions",
        str(base / "one"),
    ]
    run = CliRunner().invoke(cli, command, env={"KG_LANG": "en"}, standalone_mode=False)
    assert run.return_value == SOME_UNREADABLE, run.output
    told = run.stderr.splitlines()
    stages = (
        "Reading and analysing",
        "Choosing among texts",
        "Resolving names",
        "Graphs of articles",
        "Graph of names",
        "Echoes",
    )
    assert all(sum(line.startswith(stage) for line in told) == 1 for stage in stages), told
    assert any("skipped.jsonl" in line for line in told)
    assert told[-1].endswith(f"kg load {tmp_path / 'out'} --to ADDRESS or FOLDER")
    assert tree(tmp_path / "out") == tree(base / "many")
