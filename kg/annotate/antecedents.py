"""Who a pronoun or noun that speaks stands for, by where its quotation stands: what leads to it, the sentence before, who is named next.

The resolved references of the article come first where they are sure; a pronoun behind a quotation ("« … », a-t-il dit") is
nearer to what leads to that quotation than to what is named in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.annotate.drafts import Draft
from kg.annotate.frame import Frame
from kg.annotate.parsed import Token
from kg.annotate.roles import RoleFact, roles
from kg.annotate.source_nouns import Noun, human, nouns
from kg.annotate.sources import SUBJECTS, free, pronoun

_GENDER: Final = {"il": "m", "lui": "m", "celui-ci": "m", "dernier": "m", "elle": "f", "celle-ci": "f", "dernière": "f"}
#: A person that follows a noun for one in apposition stands within this many tokens.
_NEAR: Final = 6
#: Nouns that are somebody else beside the person named.
_KIN: Final = frozenset(
    [
        "père",
        "mère",
        "fils",
        "fille",
        "frère",
        "sœur",
        "oncle",
        "tante",
        "cousin",
        "cousine",
        "grand-père",
        "grand-mère",
        "épouse",
        "époux",
        "mari",
        "femme",
        "veuve",
    ]
)
#: Sentences back that a noun for a person may take somebody up from, its own counted.
_BACK: Final = 4
_DEMONSTRATIVE: Final = frozenset({"ce", "cet", "cette"})
_DEFINITE: Final = frozenset({"le", "la", "l'"})


@dataclass(frozen=True)
class Antecedents:
    """Finds who is meant.

    Args:
        frame: the article.
        genders: person to ``m``, ``f`` or ``x``.
    """

    frame: Frame
    genders: Mapping[str, str]
    facts: tuple[RoleFact, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(roles(self.frame.doc)))

    def pronoun(self, one: Draft, head: Token) -> str | None:
        """Give the person that a singular pronoun behind a quotation stands for, None when the place does not say it."""
        gender = _GENDER.get(pronoun(head))
        if gender is None:
            return None
        if head.idx < one.end:
            return self._within(head, gender) if head.idx < one.start else None
        start = self.frame.sentence(one.start)[0]
        if self.frame.text[start : one.start].rstrip(' "«').endswith(":"):
            return self._subject(start, one.start, gender)
        before = self.frame.before(one.start)
        return self._subject(*before, gender) if before is not None else None

    def _within(self, head: Token, gender: str) -> str | None:
        """Give the one person that a main clause is about before "elle" in "…, même si elle avoue"."""
        people = [
            found
            for token in self.frame.tokens(self.frame.sentence(head.idx)[0], head.idx)
            if (found := self._person(token, gender))
        ]
        return people[0] if len(set(people)) == 1 and self.frame.clause(self.frame.sentence(head.idx)[0], head.idx) else None

    def agrees(self, entity: str, head: Token) -> bool:
        """Tell whether a person's gender is the one of a pronoun."""
        known = self.genders.get(entity, "x")
        return self.frame.types.get(entity) == "PERSON" and known in {"x", _GENDER.get(pronoun(head), "x")}

    def latter(self, head: Token) -> str | None:
        """Give who "ce dernier" is when the parser misread it: the person or firm named last."""
        gender = _GENDER.get(pronoun(head)) if head.lower_ in {"dernier", "dernière"} else None
        before = self.frame.before(head.idx)
        if gender is None or before is None:
            return None
        found = [self.frame.refs[token.i] for token in self.frame.tokens(before[0], head.idx) if token.i in self.frame.refs]
        fitting = [one for one in found if self.frame.types.get(one) in {"COMPANY", "ORG"} or self.agrees(one, head)]
        return fitting[-1] if fitting else None

    def later(self, head: Token) -> str | None:
        """Give the person named first in the sentence after a pronoun that nothing before it explains."""
        gender = _GENDER.get(pronoun(head))
        after = self.frame.after(head.idx)
        if gender is None or after is None or any(self._person(token, gender) for token in self.frame.tokens(0, head.idx)):
            return None
        return self._subject(*after, gender) or self._first(*after, gender)

    def noun(self, one: Draft, head: Token, last: str | None) -> str | None:
        """Give the person that "ce fervent admirateur", "le militant" takes up: the subject before it, if there is but one.

        Args:
            one: the quotation.
            head: the noun.
            last: who spoke last.
        """
        kind = nouns().get(head.lower_)
        if not ((kind is not None and kind.kind == "person") or (kind is None and human(head))):
            return None
        words = {child.lower_ for child in head.children}
        if "Plur" in head.morph.get("Number", []) or not words & (_DEMONSTRATIVE | _DEFINITE):
            return None
        gender = {"Masc": "m", "Fem": "f"}.get(next(iter(head.morph.get("Gender", [])), ""), "x")
        before = self.frame.before(head.idx)
        if before is None or (not words & _DEMONSTRATIVE and any(child.dep_ == "nmod" for child in head.children)):
            return None
        called = self._called(head, gender)
        if called is not None and not words & _DEMONSTRATIVE:
            return called
        people = [found for token in self.frame.tokens(*before) if (found := self._person(token, gender))]
        if words & _DEMONSTRATIVE:
            return people[-1] if people else None
        found = self._holder(head, gender) or (self._subject(*before, gender) if len(set(people)) == 1 else None)
        return found or self._near(one, head, gender, last)

    def _near(self, one: Draft, head: Token, gender: str, last: str | None) -> str | None:
        """Give the person of the nearest sentence that names any: the last speaker, the only one, or its subject."""
        span: tuple[int, int] | None = (self.frame.sentence(head.idx)[0], min(one.start, head.idx))
        for _ in range(_BACK):
            if span is None:
                return None
            people = {found for token in self.frame.tokens(*span) if (found := self._person(token, gender))}
            if people:
                chosen = last if last in people else next(iter(people)) if len(people) == 1 else self._subject(*span, gender)
                return chosen if chosen is not None and self._free(chosen, head) else None
            span = self.frame.before(span[0])
        return None

    def _free(self, person: str, head: Token) -> bool:
        """Tell whether nothing that the article says of a person's post speaks against a noun for another post."""
        if head.lower_ in _KIN:
            return False
        own = next((fact for fact in self.facts if fact.head == head.i), None)
        held = [fact for fact in self.facts if fact.person == person]
        return own is None or not held or any(fact.kind == own.kind for fact in held)

    def alone(self, head: Token) -> str | None:
        """Give the one person named so far whom a noun for one can mean: "la cofondatrice", "l'intéressé"."""
        kind = nouns().get(head.lower_)
        gender = {"Masc": "m", "Fem": "f"}.get(next(iter(head.morph.get("Gender", [])), ""), "x")
        held = any(child.dep_ in {"nmod", "appos", "flat:name"} for child in head.children)
        definite = any(child.lower_ in _DEFINITE for child in head.children)
        if held or not definite or "Plur" in head.morph.get("Number", []) or not _one(head, kind):
            return None
        named = {found for token in self.frame.doc[: head.i] if (found := self._person(token, gender))}
        sure = {one for one in named if self.genders.get(one) == gender}
        fitting = sure if gender == "f" else named
        return fitting.pop() if len(fitting) == 1 else None

    def _called(self, head: Token, gender: str) -> str | None:
        """Give whom the article has called by a noun before: "X, avocate", "l'avocate X", then "l'avocate"."""
        doc, found = self.frame.doc, None
        for token in doc[: head.i]:
            if token.lower_ != head.lower_:
                continue
            after = self.frame.around(token, 1)
            before = self.frame.around(token, -1)
            if before is not None and before.pos_ == "DET":
                before = self.frame.around(before, -1)
            if before is not None and before.text in {",", "("}:
                before = self.frame.around(before, -1)
                found = (before is not None and self._person(before, gender)) or found
            found = (after is not None and self._person(after, gender)) or found
        return found

    def _holder(self, head: Token, gender: str) -> str | None:
        """Give who holds a role at the firm spoken of last: "Microsoft pense que … Le PDG estime"."""
        own = next((fact for fact in self.facts if fact.head == head.i), None)
        firm = self.firm(head)
        if own is None or own.former or firm is None:
            return None
        held = (fact for fact in self.facts if fact.person and fact.kind == own.kind and fact.organisation == firm)
        return next((fact.person for fact in held if not fact.former), None)

    def firm(self, head: Token) -> str | None:
        """Give the firm or organisation that is the first subject before a token, else the one named last, two sentences back at most."""
        here = self.frame.sentence(head.idx)
        before = self.frame.before(head.idx)
        for start, end in [(here[0], head.idx), *([before] if before else [])]:
            found = [
                token
                for token in self.frame.tokens(start, end)
                if self.frame.types.get(self.frame.refs.get(token.i, "")) in {"COMPANY", "ORG"}
            ]
            subjects = [token for token in found if token.dep_ in SUBJECTS]
            if found:
                return self.frame.refs[subjects[0].i if subjects else found[-1].i]
        return None

    def _subject(self, start: int, end: int, gender: str) -> str | None:
        """Give the first person of a fitting gender that is a subject outside marks between two characters."""
        for token in self.frame.tokens(start, end):
            if token.dep_ in SUBJECTS and self.frame.outside(token):
                for part in self._named(token):
                    found = self._person(part, gender)
                    if found:
                        return found
        first = next(iter(free(self.frame, start, end)), None)
        return self._person(first, gender) if first is not None else None

    def _first(self, start: int, end: int, gender: str) -> str | None:
        tokens = (token for token in self.frame.tokens(start, end) if self.frame.outside(token))
        return next((found for token in tokens if (found := self._person(token, gender))), None)

    def _named(self, head: Token) -> Iterator[Token]:
        """Give a subject and what stands in apposition to it: "Son fils, Paul Lenoir, a réagi"."""
        yield head
        yield from (child for child in head.children if child.dep_.startswith(("appos", "flat", "nmod")) and _bare(child))

    def _person(self, token: Token, gender: str) -> str | None:
        found = self.frame.refs.get(token.i)
        if found is None or self.frame.types.get(found) != "PERSON":
            return None
        return found if "x" in (gender, self.genders.get(found, "x")) or self.genders.get(found) == gender else None


def _one(head: Token, kind: Noun | None) -> bool:
    return kind.kind == "person" if kind is not None else human(head)


def _bare(token: Token) -> bool:
    return not any(child.dep_ == "case" for child in token.children)
