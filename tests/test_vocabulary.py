import re

from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.vocabulary import branching, roles

WORDS = st.text(alphabet="abé -.+(", min_size=1, max_size=5)


@given(st.sets(WORDS, min_size=1, max_size=12), st.text(alphabet="abé -.+(", max_size=30))
def test_an_expression_that_branches_finds_what_the_list_of_words_finds(words: set[str], text: str) -> None:
    plain = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    found = re.compile(rf"(?<!\w)(?:{branching(words)})(?!\w)")
    assert [one.span() for one in found.finditer(text)] == [
        one.span() for one in re.finditer(rf"(?<!\w)(?:{plain})(?!\w)", text)
    ]


def test_each_role_is_found_whole() -> None:
    found = re.compile(branching(roles()))
    assert all(found.fullmatch(role) for role in roles())
    assert found.search("xyz") is None
    assert branching([]) == ""
