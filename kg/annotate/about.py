"""Whom and what a quotation is about: the entities of its content, the one it speaks of first in front."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Token

from kg.annotate.drafts import DIRECT, Draft
from kg.annotate.frame import Frame, finite
from kg.annotate.prominence import ASIDE, OBJECT, OTHER, SETTING, carriers, phrase_chain, rank
from kg.annotate.roles import roles
from kg.annotate.sources import SUBJECTS, human, nouns
from kg.annotate.speakers import Resolver
from kg.annotate.vocabulary import countries

#: No more than this many, as a reader would name them.
MOST: Final = 3
_OURS: Final = frozenset({"nous", "notre", "nos"})
#: Words near the start of a content that point back to what was spoken of before.
_POINTING: Final = frozenset(
    {
        "ce",
        "c'",
        "cet",
        "cette",
        "ces",
        "cela",
        "ça",
        "ceci",
        "il",
        "elle",
        "ils",
        "elles",
        "celui-ci",
        "celle-ci",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
    }
)
_DEFINITE: Final = frozenset({"le", "la", "l'", "les"})
_OF: Final = frozenset({"de", "d'", "du", "des"})
_ITS: Final = frozenset({"son", "sa", "ses", "leur", "leurs", "il", "elle", "ils", "elles"})
_TOLD: Final = frozenset({"lui", "l'", "le", "la"})
_THIS: Final = frozenset({"ce", "cet", "cette", "ces"})
#: Prepositions after which a country is only where something happens.
_WHERE: Final = frozenset({"en", "à", "au", "aux", "dans", "depuis", "chez"})
#: Characters before a quotation in which its topic must stand.
_LATELY: Final = 500
#: Characters that headline and first paragraphs take.
_OPENING: Final = 1200
#: Words that make a pronoun subject impersonal.
_NOBODY = re.compile(r"il (?:faut|est|s'agi|y a|semble|ne faut|n'y a)|ce (?:que|qui)|ceux")
_FRAGMENT: Final = 7


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
    _last: tuple[str | None, int, tuple[str, ...]] = (None, 0, ())

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
        named = self._named(one) or self._countries(one)
        others = [(place, entity) for place, _, entity in named if entity != speaker and place < SETTING]
        best = others[0][0] if others else SETTING
        kept = [
            entity for place, entity in others if place < OTHER or place == best or (place == OTHER and self._actor(entity))
        ]
        if kept and best < ASIDE:
            return tuple(kept[:MOST])
        back = self._object(one, speaker)
        if back is None:
            back = self._own(one, named, speaker, employer)
        if back is None and kept:
            return tuple(kept[:MOST])
        pointing = self._points_back(one)
        if (
            back is None
            and speaker is not None
            and speaker == self._last[0]
            and one.start - self._last[1] >= 0
            and "\n" not in self.frame.text[self._last[1] : one.start]
        ):
            return self._last[2]
        if back is None and pointing:
            back = self._before(one, speaker, employer)
        return (back,) if back else ()

    def _own(self, one: Draft, named: list[tuple[int, int, str]], speaker: str | None, employer: str | None) -> str | None:
        """Give the speaker, or whom it speaks for, when the words tell of their acts."""
        if one.family == "infinitive" and "f" in (one.rule.flags if one.rule else ""):
            return speaker
        words = {token.lower_ for token in self.frame.tokens(one.start, one.end)}
        if _OURS & words:
            return employer or (speaker if self.types.get(speaker or "") in {"COMPANY", "ORG"} else self._firm(one))
        if any(place <= OTHER and entity == speaker for place, _, entity in named):
            return speaker
        first = next(iter(self.frame.tokens(one.start, one.end)), None)
        if (
            not named
            and self.types.get(speaker or "") == "COMPANY"
            and one.mode != DIRECT
            and first is not None
            and first.lower_ in _DEFINITE
        ):
            return speaker
        institution = self.types.get(speaker or "") in {"COMPANY", "ORG"} and one.mode != DIRECT
        return speaker if institution and self._of_itself(one) else None

    def _firm(self, one: Draft) -> str | None:
        """Give the firm spoken of just before somebody says "nous" whose employer the article does not tell."""
        first = self.frame.doc[min(self.frame.index(one.start), len(self.frame.doc) - 1)]
        return self.resolver.antecedents.firm(first)

    def _of_itself(self, one: Draft) -> bool:
        """Tell whether the subject of a reported clause is the speaker's own: "assure que ses produits", "qu'elle livrera"."""
        for token in self.frame.tokens(one.start, one.end):
            if token.i not in self.refs and token.lower_ in _ITS:
                return not _NOBODY.match(self.frame.text, token.idx)
            if finite(token) or token.pos_ in {"NOUN", "PROPN", "PUNCT"}:
                return False
        return False

    def spoke(self, one: Draft, speaker: str | None, about: tuple[str, ...]) -> None:
        """Note who said what: words that point back are not about the one who spoke before, and may go on about the same."""
        self._last = (speaker, one.end, about)
        if speaker is not None and self.types.get(speaker) == "PERSON":
            self.speakers.add(speaker)

    def _named(self, one: Draft) -> list[tuple[int, int, str]]:
        """Give the entities that the content names or refers to: prominence, place, id; best first."""
        ranks: dict[str, tuple[int, int]] = {}
        for number, token in enumerate(self.frame.tokens(one.start, one.end)):
            entity = self.refs.get(token.i)
            if entity is not None:
                ranks[entity] = min((rank(token, self.refs, self.types), number), ranks.get(entity, (9, 0)))
        return sorted((place, number, entity) for entity, (place, number) in ranks.items())

    def _countries(self, one: Draft) -> list[tuple[int, int, str]]:
        """Give the countries that words without other names are about, not those where something merely happens."""
        return [
            (OBJECT, number, entity)
            for number, token in enumerate(self.frame.tokens(one.start, one.end))
            if (entity := self.refs.get(token.i)) is not None
            and self.types.get(entity) == "PLACE"
            and self.frame.names.get(entity, "") in countries()
            and not any(child.dep_ == "case" and child.lower_ in _WHERE for child in token.children)
        ]

    def _object(self, one: Draft, speaker: str | None) -> str | None:
        """Give whom the cue addresses or judges: "accuse Nordeo de", "lui souhaite"."""
        if one.cue is None or one.rule is None:
            return None
        before = [token for token in self.frame.tokens(max(0, one.cue[0] - 12), one.cue[0]) if token.pos_ == "PRON"]
        between = self.frame.tokens(one.cue[1], one.start) if one.cue[1] <= one.start else ()
        for token in [*before, *between]:
            entity = self.refs.get(token.i) or (
                self.topic if token.lower_ in _TOLD and self.types.get(self.topic or "") == "PERSON" else None
            )
            if (
                entity
                and entity != speaker
                and token.dep_ not in SUBJECTS
                and self._allowed(entity)
                and self._governed(one, token)
            ):
                return entity
        return None

    def _governed(self, one: Draft, token: Token) -> bool:
        """Tell whether a name hangs on the cue itself, and is not in apposition to its subject."""
        top = list(phrase_chain(token))[-1].head
        return one.cue is not None and one.cue[0] <= top.idx < one.cue[1]

    def _allowed(self, entity: str) -> bool:
        return self.types.get(entity) != "PLACE"

    def _actor(self, entity: str) -> bool:
        """Tell whether something can be spoken of beside the subject: products and chips are then mere means."""
        return self.types.get(entity) not in {"PRODUCT", "CHIP"}

    def _points_back(self, one: Draft) -> bool:
        """Tell whether a content without names begins with what stands for something named before."""
        text = self.frame.text[one.start : one.end].lower()
        if _NOBODY.match(text):
            return False
        words = list(self.frame.tokens(one.start, one.end))
        bare = one.family != "complement" or words[0].pos_ != "DET"
        if one.mode == DIRECT and len(words) < _FRAGMENT and bare and not any(map(finite, words)):
            return True
        if any(token.lower_ in _POINTING and token.pos_ != "ADP" for token in words[:4]):
            return True
        if any(token.lower_ in _THIS and token.pos_ == "DET" for token in words):
            return True
        if len(words) < 3 or words[0].lower_ not in _DEFINITE or words[2].lower_ in _OF:
            return False
        return carriers().get(words[1].lower_) == "topic" or self._somebody(words[1])

    def _somebody(self, noun: Token) -> bool:
        """Tell whether a noun for one person may stand for the one that the article is about: "le démocrate"."""
        kind = nouns().get(noun.lower_)
        person = kind.kind == "person" if kind is not None else human(noun)
        return person and "Plur" not in noun.morph.get("Number", []) and self.types.get(self.topic or "") == "PERSON"

    def _before(self, one: Draft, speaker: str | None, employer: str | None) -> str | None:
        """Give what was spoken of last: in the same sentence, then in the one before, then in the whole article."""
        begin = one.cue[0] if one.cue is not None and one.cue[0] < one.start else one.start
        here = self.frame.sentence(begin)
        previous = self.frame.before(begin)
        begin = min(begin, one.source.idx) if one.source is not None and one.source.idx >= here[0] else begin
        for start, end in [(here[0], begin), *([previous] if previous else [])]:
            tokens = [
                token for token in self.frame.tokens(start, end) if self._fits(token, {speaker, employer} | self.speakers)
            ]
            if tokens:
                subjects = [token for token in tokens if token.dep_ in SUBJECTS]
                return self.refs[(subjects or tokens)[-1].i]
        return self._lately(begin, speaker)

    def _lately(self, at: int, speaker: str | None) -> str | None:
        """Give what the article is about when it was named or referred to just before."""
        if self.topic is None or self.topic == speaker:
            return None
        near = any(self.refs.get(token.i) == self.topic for token in self.frame.tokens(max(0, at - _LATELY), at))
        return self.topic if near else None

    def _fits(self, token: Token, barred: set[str | None]) -> bool:
        entity = self.refs.get(token.i)
        return entity is not None and entity not in barred and self._allowed(entity)
