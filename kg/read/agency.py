"""Which wire an article is a copy of, as its byline, its dateline or its last line says."""

import csv
import re
from functools import lru_cache
from typing import Final

from kg import files

#: Characters at the start and at the end of a text in which a wire is credited.
_EDGE: Final = 300
_BEFORE: Final = r"(?:(?:avec|source|d['’]après|par)\s*:?\s*(?:l['’])?)"
#: Possessive, so that a long list of names that ends in nothing costs no more than its length.
_AND: Final = r"(?:\s*+(?:[,/&]|\bet\b)\s*+(?:(?!\bet\b)[\w' -]){2,30}+)*+"


def credited(text: str, *bylines: str) -> str:
    """Give the agency that an article is credited to, or an empty string.

    Args:
        text: of the article; a dateline, « (AFP) » or « avec Reuters » on its own counts, « selon l'AFP » in a sentence does not.
        bylines: author and outlet, where a name alone counts.

    >>> credited("PARIS, 28 janvier 2025 (AFP) - La société a présenté une puce."), credited("Selon l'AFP, la puce arrive.")
    ('AFP', '')
    """
    for byline in bylines:
        for name, pattern in _agencies():
            if re.search(rf"(?:^|\bavec\s+|[,;/(&]\s*|\bet\s+)(?:l['’])?{pattern}(?=$|[,;/)&]|\s+et\b)", byline.strip()):
                return name
    start, end = text[:_EDGE], text[-_EDGE:].rstrip()
    for name, pattern in _agencies():
        inside = rf"\((?:{_BEFORE}\s*)?(?:[\w' -]{{2,30}}\s*(?:,|/|et|avec)\s*)?{pattern}{_AND}\)"
        alone = rf"(?:^|\n)\s*(?:[\w'’ -]{{2,40}}\s)?[Aa]vec\s+(?:l['’])?{pattern}{_AND}\s*\.?$"
        if re.search(inside, start) or re.search(inside + r"\s*\.?$", end) or re.search(alone, end):
            return name
    return ""


@lru_cache(maxsize=1)
def _agencies() -> tuple[tuple[str, str], ...]:
    with (files.catalogue() / "agencies.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["name"], re.escape(row["written"])) for row in csv.DictReader(file))
