"""One type for all mentions of a thing: what the article as a whole is surest of."""

import re

import pytest

from kg.annotate.candidates import Choice
from kg.annotate.settling import settle

TEXT = "Zubrin 2 dépasse Zubrin 1, et Zubrin 1 coûte moins que Zubrin."


def choice(start: int, end: int, label: str, source: str, confidence: float, entry: str = "") -> Choice:
    return Choice(start, end, label, source, confidence, entry)


def types(*choices: Choice) -> list[str]:
    return [one.type for one in settle(TEXT, choices)]


def test_versions_of_one_thing_have_the_type_of_most_evidence() -> None:
    seen = choice(0, 8, "MODEL", "ner", 0.6), choice(17, 25, "PRODUCT", "pattern", 0.9), choice(30, 38, "PRODUCT", "ner", 0.6)
    assert types(*seen) == ["PRODUCT"] * 3


def test_one_spelling_has_one_type() -> None:
    assert types(choice(17, 25, "MODEL", "ner", 0.6), choice(30, 38, "CHIP", "pattern", 0.9)) == ["CHIP", "CHIP"]


def test_the_catalogue_and_patterns_keep_their_type() -> None:
    known = choice(0, 8, "MODEL", "catalogue", 0.9, "zubrin"), choice(17, 25, "CHIP", "pattern", 0.8)
    assert types(*known) == ["MODEL", "CHIP"]


def test_a_person_and_a_product_of_different_names_do_not_meet() -> None:
    assert types(choice(0, 6, "PERSON", "ner", 0.7), choice(17, 25, "MODEL", "ner", 0.7)) == ["PERSON", "MODEL"]


def test_the_bare_name_tells_more_than_its_versions() -> None:
    seen = choice(0, 8, "CHIP", "ner", 0.9), choice(17, 25, "CHIP", "ner", 0.9), choice(55, 61, "PRODUCT", "ner", 0.8)
    assert types(*seen) == ["PRODUCT"] * 3


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Le PDG de Videotron a parlé. Videotron grandit.", "COMPANY"),
        ("Selon la patronne de Videotron, tout va. Videotron grandit.", "COMPANY"),
        ("Le directeur général d’Ogival part, Ogival reste.", "COMPANY"),
        ("Les abonnés de Videotron partent. Videotron reste.", "PRODUCT"),
        ("Le fondateur de Videotron part. Videotron reste.", "PRODUCT"),
        ("Le PDG de Nvidia aime Videotron.", "PRODUCT"),
    ],
)
def test_a_known_product_that_somebody_heads_is_the_firm_behind_it(text: str, label: str) -> None:
    name = "Ogival" if "Ogival" in text else "Videotron"
    seen = [choice(*place.span(), "PRODUCT", "catalogue", 0.9, "it") for place in re.finditer(name, text)]
    assert {one.type for one in settle(text, seen)} == {label}
    unknown = [choice(*place.span(), "MODEL", "catalogue", 0.9, "it") for place in re.finditer(name, text)]
    assert {one.type for one in settle(text, unknown)} == {"MODEL"}
