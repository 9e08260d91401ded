"""What pages and mails put around an article and is none of it: banners of cookies, links to other articles, credits, comments.

``data/rules/page_furniture.csv``: kind, expression. A ``line`` begins with it, a line holds it ``within``, or it begins the ``rest``: from
there on nothing belongs to the article. What ``cut`` finds says that the article itself is cut off there.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.tables import rows
from kg.read.stubs import cut_at

#: Characters of a line: a longer one is a paragraph, whatever stands in it.
_LONGEST: Final = 500
_ENDS: Final = '.!?…»")'
_STOP: Final = re.compile(r"[.!?…»]\s+(?=[A-ZÀ-Ý«\"])")
_LINE: Final = re.compile(r"[^\n]+")
_BULLETS: Final = r"[ \t>*•▶→»\[(-]*"


@lru_cache(maxsize=64)
def furniture(text: str) -> tuple[tuple[int, int], ...]:
    """Give the stretches of `text` that are none of the article; of a text that is nothing else, none.

    >>> text = "Un fait.\\nLire aussi : Nvidia écrase tout\\nCommentaires (2)\\nzaza : bof"
    >>> [text[start:end] for start, end in furniture(text)]
    ['Lire aussi : Nvidia écrase tout', 'Commentaires (2)\\nzaza : bof']
    """
    known, found = _expressions(), []
    for line in _LINE.finditer(text):
        start, end = line.span()
        if end - start > _LONGEST:
            continue
        if known["rest"].match(text, start, end) and text[:start].strip():
            found.append((start, len(text)))
            break
        if known["line"].match(text, start, end) or known["within"].search(text, start, end):
            found.append((start, end))
    return tuple(found)


def unfinished(text: str) -> tuple[int, int] | None:
    """Give the sentence that a paywall cuts off in its middle.

    >>> text = "Un fait. Selon nous, deux banques ont\\n\\nIl vous reste 85 % de cet article à lire."
    >>> text[slice(*unfinished(text))]
    'Selon nous, deux banques ont'
    """
    at = cut_at(text)
    end = len(text[:at].rstrip()) if at else 0
    if not end or text[end - 1] in _ENDS:
        return None
    stops = [match.end() for match in _STOP.finditer(text, text.rfind("\n", 0, end) + 1, end)]
    return max([text.rfind("\n", 0, end) + 1, *stops]), end


@lru_cache(maxsize=1)
def _expressions() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in rows(files.rules("page_furniture.csv")):
        kinds[row["kind"]].append(row["pattern"])
    kinds["within"] += kinds.pop("cut")
    before = {"line": _BULLETS, "rest": _BULLETS, "within": ""}
    return {kind: re.compile(f"{before[kind]}(?:{'|'.join(parts)})", re.IGNORECASE) for kind, parts in kinds.items()}
