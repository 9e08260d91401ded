"""Amounts as French text writes them."""

from decimal import Decimal

import pytest

from kg.amounts import Amount, parse


@pytest.mark.parametrize(("text", "value", "unit"), [
    ("1,6 milliard d'euros", "1.6e9", "EUR"), ("1,6 milliard d’euros", "1.6e9", "EUR"), ("-13 %", "-13", "%"),
    ("−3,5 %", "-3.5", "%"), ("+8,9\u202f%", "8.9", "%"), ("17 pour cent", "17", "%"), ("500 M$", "5e8", "USD"),
    ("6 M€", "6e6", "EUR"), ("100 Mds€", "1e11", "EUR"), ("$500 millions", "5e8", "USD"), ("1.200 euros", "1200", "EUR"),
    ("1.5 million", "1.5e6", ""), ("1\u202f000\u00a0€", "1000", "EUR"), ("50 000 dollars", "50000", "USD"),
    ("2,5 mille milliards de yuans", "2.5e12", "CNY"), ("3 milliards de dollars canadiens", "3e9", "CAD"),
    ("12 milliards de dollars américains", "1.2e10", "USD"), ("0", "0", ""),
])
def test_amounts_are_read(text: str, value: str, unit: str) -> None:
    assert parse(text) == Amount(Decimal(value), unit)


@pytest.mark.parametrize("text", ["", "beaucoup", "plus de 3", "10 à 12 milliards", "5 chatons", "3 % ou 4 %", "500 milliards (485)"])
def test_what_is_no_single_amount_is_left_alone(text: str) -> None:
    assert parse(text) is None
