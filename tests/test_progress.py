"""How far a build is: rate and remaining time, in both languages, and quiet where nobody looks on."""

import pytest

from kg import builder
from kg.cli.progress import Progress, duration
from kg.records import Facts
from kg.settings import Settings


def run(capsys, *, terminal, steps, of):
    """Let a clock go on by the seconds given for each article; give what was said."""
    now = [0.0]
    with Progress("build.annotating", terminal=terminal, clock=lambda: now[0]) as said:
        for done, seconds in enumerate(steps, start=1):
            now[0] += seconds
            said(done, of)
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "30 articles sur 100 (2.0 par seconde), encore 35 s"), ("en", "30 of 100 articles (2.0 a second), 35 s left")],
)
def test_a_terminal_sees_one_line_with_rate_and_remaining_time(capsys, monkeypatch, lang, words):
    monkeypatch.setenv("KG_LANG", lang)
    said = run(capsys, terminal=True, steps=[0.5] * 30, of=100)
    assert "\n" not in said
    assert said.split("\r")[-3].strip().endswith(words)


@pytest.mark.parametrize("of", [10, 99])
def test_the_line_is_gone_at_the_end_or_when_something_stops_it(capsys, of):
    last, end = run(capsys, terminal=True, steps=[0.5] * 10, of=of).split("\r")[-2:]
    assert (last.strip(), end) == ("", "")
    assert len(last) > 40


def test_what_is_left_is_told_by_how_fast_it_goes_now(capsys, monkeypatch):
    monkeypatch.setenv("KG_LANG", "en")
    said = run(capsys, terminal=True, steps=[10.0] * 20 + [1.0] * 120, of=200)
    assert said.split("\r")[-3].strip().endswith("(1.0 a second), 60 s left")


def test_elsewhere_there_is_a_line_a_minute_and_none_for_what_is_quick(capsys):
    assert run(capsys, terminal=False, steps=[1.0] * 50, of=50) == ""
    said = run(capsys, terminal=False, steps=[1.0] * 600, of=600)
    assert said.count("\n") == 10
    assert "\r" not in said


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "0 s"), (89, "89 s"), (91, "2 min"), (3_599, "1 h 00 min"), (9_000, "2 h 30 min")]
)
def test_durations(seconds, words):
    assert duration(seconds) == words


def test_a_build_that_was_cut_off_says_what_was_done(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.txt").write_text(
            f"Le texte {name} est écrit en français, pour les lecteurs.", encoding="utf-8"
        )
    done, told = [], []

    def annotate(articles, _):
        for article in articles:
            if len(done) == 2:
                raise KeyboardInterrupt
            done.append(article.key)
            yield Facts(article=article)

    monkeypatch.setattr(builder, "annotate", annotate)
    with pytest.raises(KeyboardInterrupt):
        builder.build([tmp_path / "in"], tmp_path / "out", Settings())
    monkeypatch.setattr(builder, "annotate", lambda articles, _: (Facts(article=one) for one in articles))
    report = builder.build([tmp_path / "in"], tmp_path / "out", Settings(), tell=told.append)
    assert (report.annotated, report.reused) == (1, 2)
    assert [(one.code, one.values) for one in told] == [("build.resumed", {"done": 2, "of": 3})]
    (tmp_path / "in" / "d.txt").write_text("Un dernier texte vient par la suite dans ce dossier.", encoding="utf-8")
    told.clear()
    assert builder.build([tmp_path / "in"], tmp_path / "out", Settings(), tell=told.append).reused == 3
    assert told == []
