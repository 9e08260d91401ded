"""Questions one to three, on the sample articles as people annotated them: the expected rows were read in the articles."""

import sample

from kg import query


def rows(name, *columns, **params):
    found = query.run(sample.store(), name, params)
    return [tuple(row[found.columns.index(column)] for column in columns) for row in found.rows]


def test_who_said_what_about_somebody_newest_first():
    found = rows("who-said-about", "date", "speaker", "stance", "outlet", about="DeepSeek", since="2025-02-02")
    assert found == [
        ("2025-02-10", "SemiAnalysis", "negative", "La Gazette des Puces"),
        ("2025-02-10", "Alexandr Wang", "negative", "La Gazette des Puces"),
        ("2025-02-10", "Nvidia", "positive", "La Gazette des Puces"),
        ("2025-02-10", "Dario Amodei", "negative", "La Gazette des Puces"),
        ("2025-02-10", "Élise Marchetti", "positive", "La Gazette des Puces"),
        ("2025-02-10", "Alibaba", None, "La Gazette des Puces"),  # first of all about somebody else
        ("2025-02-04", "OpenAI", "negative", "Le Courrier du Silicium"),
        ("2025-02-04", "David Sacks", "negative", "Le Courrier du Silicium"),
        ("2025-02-04", "Sam Altman", "neutral", "Le Courrier du Silicium"),
    ]
    assert len(rows("who-said-about", "date", about="DeepSeek")) == 26


def test_what_somebody_said_about_whom():
    found = rows("said-by", "date", "about", "stance", "mode", speaker="Sam Altman", until="2025-01-28")
    assert found == [
        ("2025-01-28", "DeepSeek-R1", "positive", "mixed"),
        ("2025-01-28", "OpenAI", "positive", "direct"),
        ("2025-01-28", "DeepSeek", "positive", "indirect"),
        ("2025-01-23", "Stargate", "positive", "indirect"),
        ("2025-01-23", "Elon Musk", "negative", "direct"),
        ("2025-01-23", "SoftBank", None, "direct"),
        ("2025-01-23", "Stargate", "neutral", "indirect"),
        ("2024-12-30", "GPT-4", "neutral", "indirect"),
    ]


def test_how_a_position_changed():
    columns = ("day", "dated", "about", "stance", "before", "changed")
    found = rows("position", *columns, speaker="Sam Altman", about="DeepSeek")
    assert found == [
        ("2025-01-28", "published", "DeepSeek", "positive", None, None),
        ("2025-02-04", "published", "DeepSeek", "neutral", "positive", True),
    ]
    kept = rows("position", *columns, speaker="Sam Altman", about="Elon Musk")
    assert [row[3:] for row in kept] == [("negative", None, None), ("negative", "negative", False)]


def test_critics_and_supporters():
    critics = rows("critics", "speaker", about="DeepSeek")
    assert sorted(set(critics)) == [
        ("Alexandr Wang",),
        ("Camille Dervaux",),
        ("Dario Amodei",),
        ("David Sacks",),
        ("Garante",),
        ("OpenAI",),
        ("SemiAnalysis",),
    ]
    assert ("Satya Nadella",) in rows("supporters", "speaker", about="DeepSeek")
    assert not set(critics) & set(rows("supporters", "speaker", about="DeepSeek"))


def test_who_contradicts_whom_once_for_each_pair():
    found = rows("contradictions", "about", "supporter", "critic")
    assert len(found) == len(set(found))
    assert ("DeepSeek", "Nvidia", "Dario Amodei") in found
    assert len([row for row in found if row[0] == "DeepSeek"]) == 6 * 7  # each who praises with each who criticises
