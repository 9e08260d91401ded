"""Files forced out to the disk: one by one, or all at once where they are very many."""

import os
import sys

import pytest

from kg import disk


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing waits until everything is written")
@pytest.mark.parametrize(("many", "all_at_once"), [(2, True), (9, False)])
def test_very_many_files_are_forced_out_at_once(tmp_path, monkeypatch, many, all_at_once):
    for name in "abc":
        (tmp_path / name).write_text(name, encoding="utf-8")
    done = []
    monkeypatch.setattr(disk, "_MANY", many)
    monkeypatch.setattr(os, "sync", lambda: done.append("all"))
    monkeypatch.setattr(os, "fsync", lambda _: done.append("one"))
    disk.force_out([*tmp_path.iterdir(), tmp_path / "gone"] if not all_at_once else tmp_path.iterdir())
    assert done == (["all"] if all_at_once else ["one"] * 4)
