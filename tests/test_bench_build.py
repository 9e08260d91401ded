"""The measurement of builds measures, at a size that takes seconds: the whole is run by ``make bench-build``."""

import bench_build
import pytest

from kg import builder


@pytest.fixture
def measured(tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "annotate", builder.annotate)
    monkeypatch.setattr("kg.buildreport.clock", lambda: 0.0)
    return bench_build.measure(30, tmp_path, real=False, workers=1)


@pytest.mark.slow
def test_every_stage_and_addition_is_measured(measured, tmp_path):
    assert measured["articles"] == 30
    assert measured["rewritten"] >= bench_build.ADDED
    assert {*bench_build.STAGES, "annotation"} <= measured["seconds"].keys()
    assert all(measured["seconds"][stage] > 0 for stage in bench_build.STAGES)
    assert measured["quads"] > 30 * 100
    assert measured["disk"]["store"] > measured["disk"]["facts"] > 30 * 1_000
    page = tmp_path / "page.md"
    page.write_text("Avant.\n<!-- build -->\nvieux\n<!-- /build -->\nAprès.\n", encoding="utf-8")
    text, good = bench_build.report({**measured, "workers": 1}, [measured, {**measured, "parent": 2e9}])
    assert not good
    assert "- parent process <= 1.5 GB: NO" in text
    bench_build.put(page, "build", text)
    assert page.read_text(encoding="utf-8") == f"Avant.\n<!-- build -->\n{text}\n<!-- /build -->\nAprès.\n"
