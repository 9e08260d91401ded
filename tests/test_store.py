"""Generations, one writer, many readers."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.store import Writer, current, open_file, open_for_reading

G1, G2 = "https://a.example/1#graph", "https://a.example/2#graph"


def quads(graph: str, *words: str) -> list[Quad]:
    return [Quad(NamedNode(graph), NamedNode("https://schema.org/text"), Literal(word), NamedNode(graph)) for word in words]


def words(folder: Path) -> list[str]:
    with open_for_reading(folder) as reader:
        return sorted(quad.object.value for quad in reader.store)


def fill(folder: Path, graph: str, *texts: str) -> bool:
    with Writer(folder) as writer:
        writer.replace(graph, quads(graph, *texts))
        return writer.commit()


def files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def test_replace_and_remove(tmp_path: Path) -> None:
    assert fill(tmp_path / "store", G1, "un", "deux")
    assert fill(tmp_path / "store", G2, "trois")
    assert fill(tmp_path / "store", G1, "quatre")
    assert words(tmp_path / "store") == ["quatre", "trois"]
    with Writer(tmp_path / "store") as writer:
        assert writer.graphs() == [G1, G2]
        assert writer.remove(G1)
        assert not writer.remove(G1)
        assert writer.quads(G2) == quads(G2, "trois")
        assert writer.commit()
    assert words(tmp_path / "store") == ["trois"]


def test_unchanged_touches_no_file(tmp_path: Path) -> None:
    fill(tmp_path, G1, "un")
    before = files(tmp_path)
    assert not fill(tmp_path, G1, "un")
    assert files(tmp_path) == before


def test_readers_keep_what_they_opened(tmp_path: Path) -> None:
    fill(tmp_path, G1, "un")
    reader = open_for_reading(tmp_path)
    fill(tmp_path, G1, "deux")
    fill(tmp_path, G1, "trois")
    assert [quad.object.value for quad in reader.store] == ["un"]
    assert (tmp_path / reader.generation).exists()
    reader.close()
    fill(tmp_path, G1, "quatre")
    assert [path.name for path in sorted(tmp_path.glob("g*")) if path.is_dir()] == [current(tmp_path)]
    assert words(tmp_path) == ["quatre"]


def test_without_commit_nothing_remains(tmp_path: Path) -> None:
    fill(tmp_path, G1, "un")
    with Writer(tmp_path) as writer:
        writer.replace(G1, quads(G1, "deux"))
    assert words(tmp_path) == ["un"]
    assert len([path for path in tmp_path.glob("g*") if path.is_dir()]) == 1


def test_two_commits_in_one_go(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace(G1, quads(G1, "un"))
        assert writer.commit()
        assert writer.replace(G2, quads(G2, "deux"))
        assert writer.commit()
    assert words(tmp_path) == ["deux", "un"]


def test_second_writer_is_refused(tmp_path: Path) -> None:
    with Writer(tmp_path), pytest.raises(StoreError, match="another build"), Writer(tmp_path):
        pass


def test_killed_build_leaves_the_last_good_one(tmp_path: Path) -> None:
    fill(tmp_path, G1, "un")
    script = (
        "import os, sys; from pathlib import Path; from pyoxigraph import *; from kg.store import Writer\n"
        f"g = NamedNode({G1!r}); writer = Writer(Path(sys.argv[1])).__enter__()\n"
        f"writer.replace(g.value, [Quad(g, g, Literal('deux'), g)]); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, cwd=Path(__file__).parent.parent)
    assert done.returncode == -9
    assert words(tmp_path) == ["un"]
    assert len([path for path in tmp_path.glob("g*") if path.is_dir()]) == 2
    fill(tmp_path, G1, "trois")
    assert words(tmp_path) == ["trois"]
    assert len([path for path in tmp_path.glob("g*") if path.is_dir()]) == 1


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        open_for_reading(tmp_path / "none")
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreError, match="something else"), Writer(tmp_path):
        pass
    (tmp_path / "letter.txt").unlink()
    fill(tmp_path, G1, "un")
    with Writer(tmp_path) as writer, pytest.raises(StoreError, match="another graph"):
        writer.replace(G2, quads(G1, "x"))
    (tmp_path / str(current(tmp_path)) / "CURRENT").write_text("nothing")
    with pytest.raises(StoreError, match="damaged"):
        open_for_reading(tmp_path)
    (tmp_path / "CURRENT").write_text("../etc")
    with pytest.raises(StoreError, match="no generation"):
        open_for_reading(tmp_path)


def test_what_a_killed_build_left_half_written_is_swept(tmp_path: Path) -> None:
    fill(tmp_path, G1, "un")
    for name in (".CURRENT.7.part", ".g000002.graphs.7.part"):
        (tmp_path / name).touch()
    (tmp_path / "g000002.tmp").mkdir()
    (tmp_path / "g000002.tmp" / "000008.sst").touch()
    fill(tmp_path, G1, "deux")
    assert (words(tmp_path), list(tmp_path.glob(".*")), list(tmp_path.glob("*.tmp"))) == (["deux"], [], [])


def test_files_open_as_stores(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(f'<{G1}> <{G1}> "x" <{G1}> .\n')
    assert len(open_file(path)) == 1
    path.write_text("nonsense")
    with pytest.raises(StoreError, match="malformed"):
        open_file(path)
    with pytest.raises(StoreError, match="ending"):
        open_file(tmp_path / "a.txt")
