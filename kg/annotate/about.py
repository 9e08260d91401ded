"""Whom and what a quotation is about: the entities of its content, the one it speaks of first in front."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.annotate.called import called
from kg.annotate.closed import ARTICLES, OF, THESE
from kg.annotate.drafts import DIRECT, Draft
from kg.annotate.frame import Frame, finite
from kg.annotate.own import NOBODY, Own
from kg.annotate.parsed import Parsed, Token
from kg.annotate.prominence import ASIDE, OBJECT, OTHER, SETTING, SUBJECT, carriers, phrase_chain, rank
from kg.annotate.roles import roles
from kg.annotate.source_nouns import human, nouns
from kg.annotate.sources import SUBJECTS, phrase
from kg.annotate.speakers import Resolver
from kg.annotate.vocabulary import countries

#: No more than this many, as a reader would name them.
MOST: Final = 3
_PERSONAL: Final = frozenset({"il", "elle", "celui-ci", "celle-ci", "c'", "c’", "cela", "ça"})
_THIRD: Final = frozenset({"il", "elle", "lui", "celui-ci", "celle-ci"})
#: Words near the start of a content that point back to what was spoken of before.
_POINTING: Final = frozenset(
    [
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
    ]
)
_TOLD: Final = frozenset({"lui", "l'", "le", "la"})
#: Prepositions before where something is said: "a salué sur X".
_MEDIUM: Final = frozenset({"sur", "via"})
#: Prepositions after which a country is only where something happens.
_WHERE: Final = frozenset({"en", "à", "au", "aux", "dans", "depuis", "chez", "vers"})
#: Characters before a quotation in which its topic must stand.
_LATELY: Final = 500
#: Characters that headline and first paragraphs take.
_OPENING: Final = 1200
_FRAGMENT: Final = 7


def standing(doc: Parsed) -> dict[str, tuple[str, str | None]]:
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
    own: Own = field(init=False)
    speakers: set[str] = field(default_factory=set)
    _last: tuple[str | None, int, tuple[str, ...]] = (None, 0, ())

    def __post_init__(self) -> None:
        self.types = self.resolver.types
        self.refs = {**called(self.frame.doc, self.resolver.refs, self.types), **self.resolver.refs}
        self.topic = self._topic()
        self.own = Own(self.frame, self.resolver, self.refs)

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
        named = self._with_countries(one, self._named(one, speaker))
        others = [(place, entity) for place, _, entity in named if entity != speaker and place < SETTING]
        best = others[0][0] if others else SETTING
        kept = [entity for place, entity in others if place <= OTHER or place == best]
        if kept and best < ASIDE:
            return tuple(
                dict.fromkeys([*self.own.begun(one, speaker, employer), *self._taken_up(one, speaker, employer), *kept])
            )[:MOST]
        back = speaker if self.own.of_itself(one, speaker) else self._object(one, speaker, employer)
        if back is None:
            back = self.own.acts(one, named, speaker, employer)
        if back is None and kept:
            return tuple(kept[:MOST])
        pointing = self._points_back(one) or self._judged_before(one)
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
        if back is None and speaker is not None and speaker == self.topic and self.own.of_oneself(one):
            back = speaker
        return (back,) if back else ()

    def _taken_up(self, one: Draft, speaker: str | None, employer: str | None) -> list[str]:
        """Give what the pronoun stands for that the words begin with, where it was not resolved: "elle dépasse X"."""
        first = next(iter(self.frame.tokens(one.start, one.end)), None)
        if (
            first is None
            or first.i in self.refs
            or first.lower_ not in _PERSONAL
            or NOBODY.match(self.frame.text[one.start :].lower())
        ):
            return []
        found = self._before(one, speaker, employer)
        return [found] if found else []

    def spoke(self, one: Draft, speaker: str | None, about: tuple[str, ...]) -> None:
        """Note who said what: words that point back are not about the one who spoke before, and may go on about the same."""
        self._last = (speaker, one.end, about)
        if speaker is not None and self.types.get(speaker) == "PERSON":
            self.speakers.add(speaker)

    def _named(self, one: Draft, speaker: str | None) -> list[tuple[int, int, str]]:
        """Give the entities that the content names or refers to: prominence, place, id; best first."""
        ranks: dict[str, tuple[int, int]] = {}
        for number, token in enumerate(self.frame.tokens(one.start, one.end)):
            entity = self.refs.get(token.i)
            if entity is None or self._of_incise(one, token):
                continue
            himself = one.mode == DIRECT and entity == speaker and token.lower_ in _THIRD
            if not himself:  # who speaks says "je", not "il"
                ranks[entity] = min(
                    (rank(token, self.refs, self.types, (one.start, one.end)), number), ranks.get(entity, (9, 0))
                )
        return sorted((place, number, entity) for entity, (place, number) in ranks.items())

    def _of_incise(self, one: Draft, token: Token) -> bool:
        """Tell whether a token belongs to the incise inside the content: "le tunnel, précise Ada, sera creusé"."""
        if one.cue is None or not one.start < one.cue[0] < one.end:
            return False
        top = list(phrase_chain(token))[-1]
        source = one.source
        teller = source is not None and one.cue[0] < source.idx < token.end and token.idx < phrase(self.frame, source)[1]
        return teller or (one.cue[0] <= token.idx and one.cue[0] <= top.head.idx < one.cue[1])

    def _with_countries(self, one: Draft, named: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Add the countries that act beside others, or that words about nobody else are about."""
        acts = any(place == SUBJECT and self.types.get(entity) == "PLACE" for place, _, entity in named)
        if not acts and any(place < SETTING for place, _, _ in named):
            return named
        known = {entity for place, _, entity in named if place < SETTING}
        added = {found[2]: found for found in self._countries(one) if found[2] not in known}
        return sorted([one for one in named if one[2] not in added] + list(added.values()))

    def _countries(self, one: Draft) -> list[tuple[int, int, str]]:
        """Give the countries that words without other names are about, not those where something merely happens."""
        return [
            (OBJECT, number, entity)
            for number, token in enumerate(self.frame.tokens(one.start, one.end))
            if (entity := self.refs.get(token.i)) is not None
            and self.types.get(entity) == "PLACE"
            and self.frame.names.get(entity, "") in countries()
            and not self._aside(token)
        ]

    def _aside(self, token: Token) -> bool:
        """Tell whether a country is only where something is or whence it comes, or whose office somebody holds."""
        cases = {child.lower_ for child in token.children if child.dep_ == "case"}
        role = nouns().get(token.head.lower_)
        office = token.dep_ == "nmod" and role is not None and role.kind == "person"
        return bool(cases & _WHERE) or office or (token.dep_.startswith("obl") and bool(cases & OF))

    def _object(self, one: Draft, speaker: str | None, employer: str | None) -> str | None:
        """Give whom the cue addresses or judges: "accuse Nordeo de", "lui souhaite"."""
        if one.cue is None or one.rule is None:
            return None
        before = [token for token in self.frame.tokens(max(0, one.cue[0] - 12), one.cue[0]) if token.pos_ == "PRON"]
        between = self.frame.tokens(one.cue[1], one.start) if one.cue[1] <= one.start else ()
        for token in [*before, *between]:
            entity = self.refs.get(token.i) or (self._told(one, speaker) if token.lower_ in _TOLD else None)
            if (
                entity
                and entity != speaker
                and (entity != employer or one.source is None or one.source.idx < one.cue[0])
                and token.dep_ not in SUBJECTS
                and self._allowed(entity)
                and self._governed(one, token)
            ):
                return entity
        return None

    def _told(self, one: Draft, speaker: str | None) -> str | None:
        """Give whom "lui" or "l'" before a cue stands for: who acts in the sentence or the one before, else the person in view."""
        if self.types.get(self.topic or "") == "PERSON":
            return self.topic
        begin = one.cue[0] if one.cue is not None else one.start
        previous = self.frame.before(begin)
        for start, end in [(self.frame.sentence(begin)[0], begin), *([previous] if previous else [])]:
            for token in self.frame.tokens(start, end):
                acts = self._fits(token, {speaker}) and rank(token, self.refs, self.types) == SUBJECT
                if acts and self.types.get(self.refs[token.i]) in {"PERSON", "COMPANY", "ORG"}:
                    return self.refs[token.i]
        return None

    def _governed(self, one: Draft, token: Token) -> bool:
        """Tell whether a name hangs on the cue itself, and is not in apposition to its subject."""
        top = list(phrase_chain(token))[-1]
        medium = any(child.dep_ == "case" and child.lower_ in _MEDIUM for child in (*token.children, *top.children))
        judged = one.family == "complement" and one.cue is not None and one.cue[1] <= token.idx < one.start
        inside = judged or (one.cue is not None and one.cue[0] <= top.head.idx < one.cue[1])
        return inside and not medium and top.dep_ not in SUBJECTS

    def _allowed(self, entity: str) -> bool:
        return self.types.get(entity) != "PLACE"

    def _judged_before(self, one: Draft) -> bool:
        """Tell whether a pronoun before a cue stands for what is judged: "y voit", "les qualifie de"."""
        if one.cue is None or one.family != "complement":
            return False
        before = [token.lower_ for token in self.frame.tokens(max(0, one.cue[0] - 8), one.cue[0])]
        return bool(before) and before[-1] in {"y", "le", "la", "l'", "l’", "les"}

    def _points_back(self, one: Draft) -> bool:
        """Tell whether a content without names begins with what stands for something named before."""
        text = self.frame.text[one.start : one.end].lower()
        if NOBODY.match(text):
            return False
        words = list(self.frame.tokens(one.start, one.end))
        bare = one.family != "complement" or words[0].pos_ != "DET"
        if one.mode == DIRECT and len(words) < _FRAGMENT and bare and not any(map(finite, words)):
            return True
        if any(token.lower_ in _POINTING and token.pos_ != "ADP" for token in words[:4]):
            return True
        if any(token.lower_ in THESE and token.pos_ == "DET" for token in words):
            return True
        if len(words) < 3 or words[0].lower_ not in ARTICLES or words[2].lower_ in OF:
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
                found = max(tokens, key=self._in_view)
                return self.refs[found.i]
        return self._lately(begin, speaker)

    def _in_view(self, token: Token) -> tuple[int, bool, int]:
        """Give how far a name is in view: by its prominence, itself a subject rather than part of one, the later the more."""
        return -rank(token, self.refs, self.types), token.dep_ in SUBJECTS, token.i

    def _lately(self, at: int, speaker: str | None) -> str | None:
        """Give what the article is about when it was named or referred to just before."""
        if self.topic is None or self.topic == speaker:
            return None
        near = any(self.refs.get(token.i) == self.topic for token in self.frame.tokens(max(0, at - _LATELY), at))
        return self.topic if near else None

    def _fits(self, token: Token, barred: set[str | None]) -> bool:
        entity = self.refs.get(token.i)
        return entity is not None and entity not in barred and self._allowed(entity)
