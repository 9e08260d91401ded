"""Each target of the fuzzer on its seeds, on what once raised, and on mutations that Hypothesis makes."""

from pathlib import Path

import pytest
from fuzz.targets import TARGETS, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CRASHES = Path(__file__).parent / "fuzz" / "crashes"
#: How many inputs Hypothesis makes: fewer where one takes long.
MOST = {"readers": 60, "facts": 20, "questions": 25}


@pytest.mark.model
@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_of_a_target_pass(name):
    for data in seeds(name)[:25]:
        TARGETS[name](data)


@pytest.mark.model
@pytest.mark.parametrize("path", sorted(CRASHES.glob("*/*")), ids=lambda path: f"{path.parent.name}, {path.name}")
def test_what_once_raised_does_not_raise_again(path):
    TARGETS[path.parent.name](path.read_bytes())


@st.composite
def damaged(draw, name):
    data = bytearray(draw(st.sampled_from(seeds(name)) | st.binary(max_size=80)))
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(data)))
        data[place : place + draw(st.integers(0, 4))] = draw(st.binary(max_size=6))
    return bytes(data)


@pytest.mark.model
@pytest.mark.parametrize("name", TARGETS)
def test_damaged_seeds_pass(name):
    @settings(max_examples=MOST.get(name, 80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(damaged(name))
    def run(data):
        TARGETS[name](data)

    run()
