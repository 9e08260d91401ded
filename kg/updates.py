"""What became of an article whose text changed: sentences taken out and put in, quotes gone and new. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from kg.names import fold
from kg.records import Facts

_SENTENCE: Final = re.compile(r"(?<=[.!?…»])\s+(?=[«“\"A-ZÀÉÈÊÎÔÇŒ])|\n+")


@dataclass(frozen=True, slots=True)
class Update:
    """How the new text of an article differs from the one before.

    Args:
        key: of the article.
        title: of the article now.
        removed, added: sentences that only the old text or only the new one holds, in their order.
        lost, found: quotes that only the old facts or only the new ones hold, as « speaker: words ».
    """

    key: str
    title: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


def compare(old: Facts | None, new: Facts) -> tuple[Update, ...]:
    """Tell how an article changed; nothing when it is new or its words are the same.

    >>> from kg.records import Article
    >>> before, after = (Facts(article=Article(key="a", text=text)) for text in ("Un fait. Une erreur.", "Un fait. Un correctif."))
    >>> [(one.removed, one.added) for one in compare(before, after)]
    [(('Une erreur.',), ('Un correctif.',))]
    """
    if old is None:
        return ()
    before, after = (_sentences(facts.article.text) for facts in (old, new))
    if before == after:
        return ()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    gone, come = dict(_quotes(old)), dict(_quotes(new))
    update = Update(
        key=new.article.key,
        title=new.article.title,
        removed=tuple(one for _, start, end, _, _ in changed for one in before[start:end]),
        added=tuple(one for _, _, _, start, end in changed for one in after[start:end]),
        lost=tuple(shown for words, shown in gone.items() if words not in come),
        found=tuple(shown for words, shown in come.items() if words not in gone),
    )
    return (update,)


def _sentences(text: str) -> list[str]:
    return [" ".join(one.split()) for one in _SENTENCE.split(text) if one.strip()]


def _quotes(facts: Facts) -> Iterator[tuple[str, str]]:
    """Give each quote's words for comparing, with the quote for people."""
    names = {one.id: one.name for one in facts.entities}
    for one in facts.quotes:
        words = " ".join(facts.article.text[one.start : one.end].split())
        speaker = names.get(one.speaker or "", "") or one.speaker_text
        yield fold(words), f"{speaker} : « {words} »" if speaker else f"« {words} »"
