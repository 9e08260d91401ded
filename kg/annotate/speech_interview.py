"""Interviews: the answers to questions, told by labels (« Q : », « R : », « A. B. : », a name) or by questions on lines of their own."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.annotate.drafts import DIRECT, Draft
from kg.annotate.frame import Frame
from kg.annotate.furniture import furniture
from kg.annotate.marks import paragraphs
from kg.annotate.parsed import Token
from kg.names import fold

_LABEL: Final = re.compile(
    r"[ \t>*_-]*((?:[A-ZÀ-Ý][a-zà-ÿ]?\.[ -]?){2,4}|[A-ZÀ-Ý][\w'.-]*(?: [\w'.-]+){0,4}?)[*_ ]*:[*_]*\s+(?=\S)"
)
_INITIALS: Final = re.compile(r"(?:[A-ZÀ-Ý][a-zà-ÿ]?\.[ -]?){2,4}")
_ASKS: Final = frozenset({"q", "question"})
_ANSWERS: Final = frozenset({"r", "reponse"})
#: A question on a line of its own, set in bold or as a heading or not; a longer line is an answer that ends with one.
_QUESTION: Final = re.compile(r"\s*[*_#>]*\s*[^\n]{8,300}\?[ »\"]*[*_]*\s*")
#: What articles that hold no labels call themselves when they are interviews.
_INTERVIEW: Final = re.compile(
    r"\b(?:entretien|interview|propos recueillis|a reçu|répond (?:aux|à nos|à vos) questions|rencontre avec)\b", re.IGNORECASE
)
_FIRST_PERSON: Final = re.compile(r"\b(?:je|nous|on|mon|ma|mes|notre|nos|moi)\b|\bj'", re.IGNORECASE)
_END: Final = re.compile(r"\W*(?:propos recueillis|entretien réalisé|interview réalisée)", re.IGNORECASE)
_MARKUP: Final = " \t*_"
#: Questions or answers of one kind that make an interview.
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one voice says: its label, folded, the place of that, and the paragraph behind it."""

    label: str
    place: tuple[int, int]
    start: int
    end: int


def answers(frame: Frame) -> list[Draft]:
    """Give the answers of an interview as direct words of who gives them; nothing for any other article."""
    blocks = [span for span in paragraphs(frame.text) if not any(a <= span[0] < b for a, b in furniture(frame.text))]
    return _labelled(frame, blocks) or _asked(frame, blocks)


def _labelled(frame: Frame, blocks: list[tuple[int, int]]) -> list[Draft]:
    turns = list(_turns(frame.text, blocks))
    asking = _asking(frame.text, turns)
    if not asking:
        return []
    found = []
    for one in turns:
        if one.label not in asking and (source := _speaker(frame, one, turns[0].place[0])) is not None:
            found.append(_draft(frame, one.start, one.end, source))
    return [draft for draft in found if draft is not None]


def _turns(text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[_Turn]:
    """Give the paragraphs with a label that stands before more than one."""
    found = []
    for start, end in blocks:
        label = _LABEL.match(text, start, end)
        if label is not None:
            found.append(_Turn(fold(label[1]).strip(". "), label.span(1), label.end(), end))
    counts = Counter(one.label for one in found)
    return (one for one in found if counts[one.label] >= _FEWEST)


def _asking(text: str, turns: list[_Turn]) -> frozenset[str]:
    """Give the labels of those who ask: nearly all they say are questions, and somebody else answers."""
    said: dict[str, list[bool]] = defaultdict(list)
    for one in turns:
        said[one.label].append(text[one.start : one.end].rstrip(' »"*_').endswith("?"))
    asking = {
        label for label, asked in said.items() if label in _ASKS or (2 * sum(asked) > len(asked) and sum(asked) >= _FEWEST)
    }
    return frozenset(asking - _ANSWERS) if said.keys() - asking else frozenset()


def _speaker(frame: Frame, one: _Turn, start: int) -> Token | None:
    """Give the token that names who answers: by name in the label, by initials, or the person whom the head brings in."""
    if one.label in _ANSWERS:
        return _interviewed(frame, start)
    beside = (token for token in frame.tokens(*one.place) if _is_person(frame, token))
    if (named := next(beside, None)) is not None:
        return named
    label = frame.text[slice(*one.place)].strip()
    people = {entity for entity, kind in frame.types.items() if kind == "PERSON"}
    if _INITIALS.fullmatch(label):
        letters = "".join(char for char in label if char.isupper())
        people = {entity for entity in people if _initials(frame.names[entity]) == letters}
    else:
        people = {
            entity for entity in people if one.label in (fold(frame.names[entity]), fold(frame.names[entity].split()[-1]))
        }
    return _first(frame, next(iter(people))) if len(people) == 1 else None


def _initials(name: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s-]+", name) if part[:1].isupper())


def _is_person(frame: Frame, token: Token) -> bool:
    return frame.types.get(frame.refs.get(token.i, "")) == "PERSON"


def _interviewed(frame: Frame, start: int) -> Token | None:
    """Give the person whom the head of an article speaks of most, if there is one."""
    counts = Counter(
        one.entity for one in frame.doc._.mentions if one.start < start and frame.types.get(one.entity) == "PERSON"
    ).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    return _first(frame, counts[0][0])


def _first(frame: Frame, entity: str) -> Token:
    """Give the first word of the first mention that has most words."""
    mentions = [one for one in frame.doc._.mentions if one.entity == entity]
    best = max(mentions, key=lambda one: (len(frame.text[one.start : one.end].split()), -one.start))
    return frame.doc[frame.index(best.start)]


def _asked(frame: Frame, blocks: list[tuple[int, int]]) -> list[Draft]:
    """Give the paragraphs behind questions that stand on lines of their own, in an article that calls itself an interview.

    Half of them must speak of themselves: what explains a matter in questions and answers is nobody's words.
    """
    questions = [place for place, span in enumerate(blocks) if place and _QUESTION.fullmatch(frame.text, *span)]
    bold = [place for place in questions if frame.text[blocks[place][0] :].lstrip()[:1] in ("*", "_", "#")]
    asked = set(bold if len(bold) >= _FEWEST else questions)
    if len(asked) < _FEWEST or not _INTERVIEW.search(frame.text):
        return []
    source = _interviewed(frame, blocks[min(asked)][0])
    last = next(
        (place for place, span in enumerate(blocks) if place > max(asked) and _END.match(frame.text, *span)), len(blocks)
    )
    given = [blocks[place] for place in range(min(asked), last) if place not in asked]
    own = sum(_FIRST_PERSON.search(frame.text, *span) is not None for span in given)
    if source is None or 2 * own < len(given):
        return []
    drafts = (_draft(frame, start, end, source) for start, end in given)
    return [draft for draft in drafts if draft is not None]


def _draft(frame: Frame, start: int, end: int, source: Token) -> Draft | None:
    text = frame.text
    while start < end and (text[start] in _MARKUP or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _MARKUP or text[end - 1].isspace()):
        end -= 1
    if text[start:end].startswith("«") and text[start:end].endswith("»"):
        return None  # words in marks are read as such
    return Draft(start=start, end=end, mode=DIRECT, family="interview", source=source) if start < end else None
