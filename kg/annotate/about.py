"""Whom and what a quotation is about: the entities of its content, the one it speaks of first in front."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Token

from kg.annotate.drafts import DIRECT, Draft
from kg.annotate.frame import Frame, finite
from kg.annotate.roles import roles
from kg.annotate.sources import SUBJECTS
from kg.annotate.speakers import Resolver

#: No more than this many, as a reader would name them.
MOST: Final = 3
_OURS: Final = frozenset({"nous", "notre", "nos"})
#: Words near the start of a content that point back to what was spoken of before.
_POINTING: Final = frozenset({
    "ce", "c'", "cet", "cette", "ces", "cela", "ça", "ceci", "il", "elle", "ils", "elles", "celui-ci", "celle-ci", "celle", "celui",
    "son", "sa", "ses", "leur", "leurs", "lui", "y", "en",
})
_EARLY: Final = 6
#: Characters that headline and first paragraphs take.
_OPENING: Final = 1200
#: Words that make a pronoun subject impersonal.
_NOBODY = re.compile(r"il (?:faut|est|s'agi|y a|semble|ne faut|n'y a)|ce (?:que|qui)|ceux")
_FRAGMENT: Final = 7
_GOODS: Final = frozenset({"MODEL", "CHIP", "PRODUCT"})
_SUBJECT, _OTHER, _WITHIN, _PLACE = range(4)


def standing(doc: Doc) -> dict[str, tuple[str, str | None]]:
    """Give each person's present role and employer as the article tells them; a role with an employer comes first."""
    found: dict[str, tuple[str, str | None]] = {}
    facts = [one for one in roles(doc) if one.person and not one.planned]
    for one in sorted(facts, key=lambda fact: (fact.former, fact.organisation is None, fact.start)):
        if one.person and not one.former:
            found.setdefault(one.person, (one.role, one.organisation))
    return found


@dataclass
class Targets:
    """Finds what the quotations of one article are about.

    Args:
        frame: the article.
        resolver: who stands for whom in it.
    """

    frame: Frame
    resolver: Resolver
    refs: Mapping[int, str] = field(init=False)
    types: Mapping[str, str] = field(init=False)
    topic: str | None = field(init=False)
    speakers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.refs, self.types = self.resolver.refs, self.resolver.types
        self.topic = self._topic()

    def _topic(self) -> str | None:
        """Give the entity that the opening of the article names most, places left out."""
        opening = [one.entity for one in self.frame.doc._.mentions if one.start < _OPENING and self._allowed(one.entity)]
        best = Counter(opening).most_common(1)
        return best[0][0] if best and best[0][1] > 1 else None

    def find(self, one: Draft, speaker: str | None, employer: str | None) -> tuple[str, ...]:
        """Give the ids of the entities that a quotation is about, main one first.

        Args:
            one: the quotation.
            speaker: who says it; left out unless there is reason to take the words as about the speaker.
            employer: whom the speaker speaks for; "nous" stands for it.
        """
        named = self._named(one, speaker)
        if named:
            return named[:MOST]
        words = {token.lower_ for token in self.frame.tokens(one.start, one.end)}
        if employer and _OURS & words:
            return (employer,)
        back = self._object(one, speaker)
        if back is None and one.family == "infinitive":
            back = speaker
        if back is None and self._points_back(one):
            back = self._before(one, speaker, employer)
        if back is None and self.types.get(speaker or "") == "COMPANY" and one.source is not None and one.source.i in self.refs:
            back = speaker
        return (back,) if back else ()

    def spoke(self, speaker: str | None) -> None:
        """Note a person who speaks: words that point back are not about the one who spoke before."""
        if speaker is not None and self.types.get(speaker) == "PERSON":
            self.speakers.add(speaker)

    def _named(self, one: Draft, speaker: str | None) -> tuple[str, ...]:
        ranks: dict[str, tuple[int, int]] = {}
        for number, token in enumerate(self.frame.tokens(one.start, one.end)):
            entity = self.refs.get(token.i)
            if entity is not None and entity != speaker:
                ranks[entity] = min((self._rank(token), number), ranks.get(entity, (9, 0)))
        best = min((rank for rank, _ in ranks.values()), default=9)
        kept = [entity for entity, (rank, _) in ranks.items() if rank < _PLACE and (rank < _WITHIN or best == _WITHIN)]
        return tuple(sorted(kept, key=lambda entity: (ranks[entity], entity)))

    def _rank(self, token: Token) -> int:
        """Rank a mention: subject of a clause, any other, one that only says whose another name is, a place that does not act."""
        chain = list(_up(token))
        if self.types.get(self.refs[token.i]) == "PLACE":
            return _SUBJECT if token.dep_ in SUBJECTS else _PLACE
        own = self.refs[token.i]
        others = [one for one in chain[1:] if self.refs.get(one.i, own) != own]
        goods = self.types.get(own) in _GOODS
        if any(not (goods and self.types.get(self.refs[one.i]) == "COMPANY") for one in others):
            return _WITHIN
        if self.types.get(own) == "COMPANY" and any(self._made(child, own) for child in token.children):
            return _WITHIN
        return _SUBJECT if any(one.dep_ in SUBJECTS for one in chain) else _OTHER

    def _made(self, child: Token, maker: str) -> bool:
        """Tell whether a dependent is a product glued to its maker: "puce Nvidia H100"."""
        entity = self.refs.get(child.i)
        bare = not any(one.dep_ == "case" for one in child.children)
        return bare and entity not in {None, maker} and self.types.get(entity or "") in _GOODS and child.dep_ != "conj"

    def _object(self, one: Draft, speaker: str | None) -> str | None:
        """Give whom the cue addresses or judges: "accuse Nordeo de", "lui souhaite"."""
        if one.cue is None or one.rule is None:
            return None
        before = [token for token in self.frame.tokens(max(0, one.cue[0] - 12), one.cue[0]) if token.pos_ == "PRON"]
        between = self.frame.tokens(one.cue[1], one.start) if one.cue[1] <= one.start else ()
        for token in [*before, *between]:
            entity = self.refs.get(token.i)
            if entity and entity != speaker and token.dep_ not in SUBJECTS and self._allowed(entity):
                return entity
        return None

    def _allowed(self, entity: str) -> bool:
        return self.types.get(entity) != "PLACE"

    def _points_back(self, one: Draft) -> bool:
        """Tell whether a content without names speaks of what was named before."""
        text = self.frame.text[one.start : one.end].lower()
        if _NOBODY.match(text):
            return False
        words = list(self.frame.tokens(one.start, one.end))
        short = one.mode == DIRECT and len(words) < _FRAGMENT and not any(map(finite, words))
        return short or any(token.lower_ in _POINTING and token.pos_ != "ADP" for token in words[:_EARLY])

    def _before(self, one: Draft, speaker: str | None, employer: str | None) -> str | None:
        """Give what was spoken of last: in the same sentence, then in the one before, then in the whole article."""
        begin = one.cue[0] if one.cue is not None and one.cue[0] < one.start else one.start
        here = self.frame.sentence(begin)
        previous = self.frame.before(begin)
        for start, end in [(here[0], begin), *([previous] if previous else [])]:
            tokens = [token for token in self.frame.tokens(start, end) if self._fits(token, {speaker, employer} | self.speakers)]
            if tokens:
                subjects = [token for token in tokens if token.dep_ in SUBJECTS]
                return self.refs[(subjects or tokens)[-1].i]
        return self.topic if self.topic != speaker else None

    def _fits(self, token: Token, barred: set[str | None]) -> bool:
        entity = self.refs.get(token.i)
        return entity is not None and entity not in barred and self._allowed(entity)


def _up(token: Token) -> Iterator[Token]:
    """Give a token and the heads over it inside its noun phrase."""
    yield token
    while token.dep_.startswith(("flat", "nmod", "appos", "amod")) and token.head is not token:
        token = token.head
        yield token
