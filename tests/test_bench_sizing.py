"""The measurement of very large corpora measures, at a size that takes seconds: the whole is run by ``make bench-sizing``."""

from pathlib import Path

import bench_sizing
import pytest

from kg.cluster import annotating


@pytest.mark.slow
def test_every_step_is_measured_and_reckoned_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotating, "_annotated", annotating._annotated)
    found = []
    for size in (20, 60):
        (tmp_path / str(size)).mkdir()
        found.append(bench_sizing.measure(size, tmp_path / str(size), real=False))
    small, large = found
    assert large["counts"]["articles"] == 60
    assert all(large["seconds"][stage] > 0 for stage in bench_sizing.STAGES)
    assert large["memory"].keys() == set(bench_sizing.CENTRAL)
    assert large["quads"] == large["counts"]["quads"] > 60 * 100
    assert all(large["disk"].values())
    text = bench_sizing.report(small, found)
    each = 1_000 * small["seconds"]["annotate"] / 20 + max(
        1_000 * bench_sizing._rest(one) / one["counts"]["articles"] for one in found
    )
    assert f"| 10,000,000 | {10_000_000 * each / 3_600_000:,.0f} |" in text
    assert f"| {large['quads'] * 1e9 / 60 / 1e9:,.1f} billion |" in text
    page = tmp_path / "page.md"
    page.write_text("Avant.\n<!-- sizing -->\nvieux\n<!-- /sizing -->\nAprès.\n", encoding="utf-8")
    bench_sizing.put(page, "sizing", text)
    assert page.read_text(encoding="utf-8") == f"Avant.\n<!-- sizing -->\n{text.strip()}\n<!-- /sizing -->\nAprès.\n"
