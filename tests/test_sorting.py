"""Sorting more than fits into memory."""

import random

import pytest

from kg import sorting
from kg.sorting import Sorter


@pytest.mark.parametrize("most", [1, 7, 1_000])
def test_it_is_the_order_of_sorted(tmp_path, monkeypatch, most):
    monkeypatch.setattr(sorting, "_MOST", most)
    dice = random.Random(most)
    keys = [((-dice.randint(0, 9),), dice.choice("abé\ud800"), dice.randint(0, 3)) for _ in range(200)]
    with Sorter(tmp_path) as found:
        for number, key in enumerate(keys):
            found.add(key, (key, number))
        assert list(found) == [(key, number) for key, number in sorted(zip(keys, range(200), strict=True))]
        assert list(found) == list(found)
    assert list(tmp_path.iterdir()) == []
