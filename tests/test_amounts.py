import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amounts import parse
from kg.annotate.amounts import amounts, signed


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("investit 80 milliards de dollars", ["80 milliards de dollars"]),
        ("un budget de 5,6 millions d'euros environ", ["5,6 millions d'euros"]),
        ("entre 6 M$ et 3,2 Md€", ["6 M$", "3,2 Md€"]),
        ("a levé $5.6 million", ["$5.6 million"]),
        ("vaut un milliard d'euros", ["un milliard d'euros"]),
        ("jusqu'à 200 000 yuans", ["200 000 yuans"]),
        ("recule de 13 % puis de -2,5%", ["13 %", "-2,5%"]),
        ("2 000 puces en 2025", []),
    ],
)
def test_amounts_are_found_as_written(text: str, wanted: list[str]) -> None:
    assert [text[one.start : one.end] for one in amounts(text)] == wanted


def test_a_fall_gets_a_minus_once() -> None:
    assert (signed("13 %", "-"), signed("-13 %", "-"), signed("+4 %", "+")) == ("-13 %", "-13 %", "4 %")


@given(st.text(alphabet="0123456789 ,.%€$deMmilonrs'", max_size=40))
def test_amounts_never_overlap_and_stay_inside(text: str) -> None:
    found = amounts(text)
    money = [one for one in found if one.kind == "money"]
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(money))


def test_digits_in_a_row_are_no_amount() -> None:
    for text in ("1" * 30, "1" * 29 + ",5 euros", "9" * 5000, "1 milliard de milliards de milliards d'euros"):
        assert parse(text) is None
    assert parse("120 000 milliards de dollars") is not None
