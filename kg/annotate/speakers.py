"""Who speaks: from the noun phrase that names a source to an entity of the article."""

import re
from dataclasses import dataclass, field
from typing import Final

from kg.annotate.antecedents import Antecedents
from kg.annotate.closed import POSSESSIVES, RELATIVES
from kg.annotate.discourse import genders
from kg.annotate.drafts import SPEAKING, Draft
from kg.annotate.frame import Frame, finite
from kg.annotate.named import named
from kg.annotate.parsed import Token
from kg.annotate.roles import roles
from kg.annotate.sayings import sayings
from kg.annotate.source_nouns import human, nouns
from kg.annotate.sources import AUTHOR, PLURAL, SINGULAR, SUBJECTS, issuer, pronoun
from kg.names import fold

#: Capitals that name no speaker.
_THINGS: Final = frozenset({"ia", "llm", "gpu", "api", "url", "iot", "vpn", "cpu", "cloud", "web", "internet"})
#: What a spokesman speaks for when it is not named: "un porte-parole du groupe".
_FIRMS: Final = frozenset(
    {
        "groupe",
        "entreprise",
        "société",
        "firme",
        "start-up",
        "startup",
        "compagnie",
        "ministère",
        "association",
        "fondation",
        "plateforme",
        "marque",
    }
)
#: What may stand between a noun for a person and the name in apposition to it.
_COMMA: Final = re.compile(r"[^,.;:«»\"\n]{0,45},\s(?:(?:Me|Mme|M\.|Dr|Pr|maître)\s)?")
#: A sentence that begins with where its speakers work.
_AT_FIRM: Final = re.compile(r"(?:Chez|Du côté (?:de |d'|du )(?:l'|la )?|Au sein (?:de |d'|du )(?:l'|la )?)\s?")
_DEFINITE: Final = frozenset({"le", "la", "l'", "les", "ce", "cette", "cet", "ces"})


@dataclass
class Resolver:
    """Turns the head of a source into an entity, remembering who spoke before.

    Args:
        frame: the article, with its entities.
    """

    frame: Frame
    refs: dict[int, str] = field(init=False)
    types: dict[str, str] = field(init=False)
    antecedents: Antecedents = field(init=False)
    last: str | None = None
    spoken: int = 0
    source: Token | None = None
    documents: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refs, self.types = self.frame.refs, self.frame.types
        doc = self.frame.doc
        self.antecedents = Antecedents(self.frame, genders(doc, named(doc), roles(doc)))

    def resolve(self, one: Draft, head: Token) -> str | None:
        """Give the entity that speaks in a quotation, or None when it has no name in the article."""
        found = (
            self._continuing(one, head)
            or self.antecedents.pronoun(one, head)
            or self._entitled(head)
            or self._labelled(head)
            or self._known(head)
            or self._named(head)
            or self._complement(head)
            or self._issuer(head)
            or self._remembered(head)
            or self._issued(head)
            or self.antecedents.latter(head)
            or self.antecedents.noun(one, head, self.last)
            or self.antecedents.alone(head)
            or self.antecedents.later(head)
            or self._represented(head)
        )
        if found is not None:
            kind = nouns().get(head.lower_)
            if kind and kind.kind in {"document", "data"}:
                self.documents[head.lower_] = found
            for token in head.subtree:  # "X et les autres associations": later "les associations"
                other = nouns().get(token.lower_)
                if token.dep_ == "conj" and other is not None and other.kind == "group":
                    self.documents[token.lower_] = found
            self.last, self.spoken, self.source = found, one.end, head
        return found

    def _continuing(self, one: Draft, head: Token) -> str | None:
        """Give who spoke in the sentence before for "selon lui", and for "ajoute-t-elle" behind the words of the next."""
        if self.last is None or self.source is None or pronoun(head) not in SINGULAR:
            return None
        before = self.frame.before(head.idx)
        if before is None or not before[0] <= self.spoken <= head.idx:
            return None
        if one.family in {"selon", "pour"}:
            return self.last if self.antecedents.agrees(self.last, head) else None
        noun = self.source.pos_ == "NOUN" and before[0] <= self.source.idx < before[1] and head.text.startswith("-")
        feminine = "Fem" in self.source.morph.get("Gender", [])
        return self.last if noun and feminine == (pronoun(head) == "elle") else None

    def _entitled(self, head: Token) -> str | None:
        """A name right behind a noun and a comma: "son avocate, Me Ada Brun", "la cheffe de l'agence, Ada Brun"."""
        kind = nouns().get(head.lower_)
        if head.i in self.refs or not ((kind is not None and kind.kind == "person") or human(head)):
            return None
        comma = _COMMA.match(self.frame.text, head.end)
        if comma is not None and any(finite(token) for token in self.frame.tokens(head.end, comma.end() - 2)):
            return None  # "le maire demande à son adjoint, Léo Vial, de partir"
        token = (
            self.frame.doc[self.frame.index(comma.end())] if comma is not None and comma.end() < len(self.frame.text) else None
        )
        found = self.refs.get(token.i) if token is not None and token.text[0].isupper() else None
        return found if self.types.get(found or "") == "PERSON" else None

    def _labelled(self, head: Token) -> str | None:
        """Give the firm that "l'agence" is when the article wrote "l'agence X" before."""
        kind = nouns().get(head.lower_)
        if kind is None or kind.kind != "group" or not _definite(head) or any(one.dep_ == "nmod" for one in head.children):
            return None
        doc = self.frame.doc
        named = (
            self.refs.get(token.i + 1)
            for token in doc[: head.i]
            if token.lower_ == head.lower_ and doc[token.i + 1].pos_ == "PROPN"
        )
        return next((one for one in reversed([*named]) if self.types.get(one or "") in {"COMPANY", "ORG"}), None)

    def _represented(self, head: Token) -> str | None:
        """Give the firm that "la direction", "son porte-parole", or "un dirigeant" after "Chez X" speak for."""
        kind = nouns().get(head.lower_)
        if (
            kind is None
            or not kind.speaks_for
            or kind.kind not in {"person", "group"}
            or any(one.dep_ == "nmod" for one in head.children)
        ):
            return None
        words = {child.lower_ for child in head.children}
        start, end = self.frame.sentence(head.idx)
        if words & {"un", "une", "des"} and (at := _AT_FIRM.match(self.frame.text, start, end)):
            found = self.refs.get(self.frame.index(at.end()))
            return found if self.types.get(found or "") in {"COMPANY", "ORG"} else None
        if not words & POSSESSIVES and not (kind.kind == "group" and _definite(head)):
            return None
        return self.antecedents.firm(head)

    def _known(self, head: Token) -> str | None:
        found = self.refs.get(head.i)
        return found if found is None or self.types.get(found) in SPEAKING | {"PRODUCT"} else None

    def _named(self, head: Token) -> str | None:
        """A name in apposition: "le patron de Nordeo, Paul Lenoir"."""
        for token in sorted(head.subtree, key=lambda one: one.i):
            found = self.refs.get(token.i)
            if found and self.types.get(found) == "PERSON" and _apposed(token, head):
                return found
        right = [
            child for child in head.children if child.dep_.startswith(("flat", "appos", "nmod", "amod")) and child.i > head.i
        ]
        bare = [self.refs.get(one.i, "") for one in right if not any(child.dep_ == "case" for child in one.children)]
        return next((one for one in bare if head.pos_ != "PROPN" and self.types.get(one) in SPEAKING - {"PLACE"}), None)

    def _complement(self, head: Token) -> str | None:
        """The firm or person that a report or a spokesman speaks for."""
        kind = nouns().get(head.lower_)
        held = head.lower_.rstrip("s") in sayings()
        if not held and (kind is None or not kind.speaks_for):
            return None
        for token in sorted(head.subtree, key=lambda one: one.i):
            found = self.refs.get(token.i)
            if found and token.lower_ in POSSESSIVES and token.head is head and self.types.get(found) in SPEAKING:
                return found
            if token.i > head.i and found and self.types.get(found) in SPEAKING - {"PLACE"}:
                return found
            if token.i > head.i and ((token.text == "," and not held) or token.lower_ in RELATIVES):
                return None
        following = re.match(r"\s(?:du|de la|de l'|de cette|de ce)\s?(\w[\w-]*)", self.frame.text[head.end :][:60])
        if following and kind is not None and kind.kind == "person" and following.group(1) in _FIRMS:
            return self.last if self.types.get(self.last or "") in {"COMPANY", "ORG"} else self.antecedents.firm(head)
        return None

    def _issuer(self, head: Token) -> str | None:
        """Who put out what is told: "des fuites révélées par X"."""
        kind = nouns().get(head.lower_)
        by = issuer(head) if head.pos_ == "NOUN" and (kind is None or kind.kind in {"document", "data"}) else None
        if by is None:
            return None
        found = self.refs.get(by.i)
        return found if self.types.get(found or "") in SPEAKING | {"PRODUCT"} else self._called(by.lower_)

    def _issued(self, head: Token) -> str | None:
        """Who put out a document: "l'entreprise a publié un rapport montrant que"."""
        kind = nouns().get(head.lower_)
        if kind is None or kind.kind != "document" or head.dep_ != "obj":
            return None
        return next((self.refs[one.i] for one in head.head.children if one.dep_ in SUBJECTS and one.i in self.refs), None)

    def _remembered(self, head: Token) -> str | None:
        """A pronoun for the last speaker; "le rapport" for the one that spoke before."""
        word = pronoun(head)
        if word in SINGULAR | PLURAL:
            return self.last
        return self.documents.get(head.lower_) or self._called(word) if _definite(head) else None

    def _called(self, word: str) -> str | None:
        """Give the organisation whose own name holds the noun: "le collectif" for "Collectif des Lampadaires"."""
        names = [one for one in self.frame.doc._.entities if one.type in {"ORG", "COMPANY"} and word in fold(one.name).split()]
        return names[0].id if len(names) == 1 and len(word) > 4 else None


def _apposed(token: Token, head: Token) -> bool:
    """Tell whether a name is the head itself or reached from it by apposition only."""
    while token.i != head.i:
        case = any(child.dep_ == "case" for child in token.children)
        if case or not token.dep_.startswith(("flat", "appos", "nmod", "compound")):
            return False
        token = token.head
    return True


def _definite(head: Token) -> bool:
    return any(child.lower_ in _DEFINITE for child in head.children)


def speakable(token: Token | None, refs: dict[int, str], types: dict[str, str], *, evidence: bool = False) -> bool:
    """Tell whether a source can speak: a name of somebody, a pronoun for one, or a listed noun.

    Args:
        token: head of the source.
        refs, types: token to entity, entity to type.
        evidence: for verbs like *montrer*, which say nothing with a firm as subject, only with a document or persons.
    """
    if token is None:
        return False
    found = refs.get(token.i)
    if found is not None:
        return types.get(found) in (SPEAKING - {"COMPANY", "ORG", "PLACE"} if evidence else SPEAKING)
    if token.pos_ == "PRON" or token.text.startswith("-"):
        return pronoun(token) not in AUTHOR
    if token.text == "%":  # "54 % des entreprises"
        return any(speakable(child, refs, types) for child in token.children if child.dep_ == "nmod")
    noun = nouns().get(token.lower_)
    if noun is None:
        return ((token.pos_ == "PROPN" and token.lower_ not in _THINGS) or human(token)) and not evidence
    return noun.kind != "data" and not (evidence and noun.kind == "group" and not noun.speaks_for)


def able(frame: Frame, source: Token | None, *, evidence: bool = False) -> bool:
    """Tell whether a source can speak, by the entities of its article."""
    return speakable(source, frame.refs, frame.types, evidence=evidence) and not _thing(frame, source)


def _thing(frame: Frame, source: Token | None) -> bool:
    """Tell whether a pronoun without a known referent follows a subject that is no speaker: "Rust … Il garantit que"."""
    if source is None or source.i in frame.refs or pronoun(source) not in SINGULAR | PLURAL:
        return False
    start = (frame.before(source.idx) or (source.idx, 0))[0]
    subjects = [
        token for token in frame.tokens(start, source.idx) if token.dep_ in SUBJECTS and token.pos_ in {"NOUN", "PROPN"}
    ]
    return bool(subjects) and not speakable(subjects[-1], frame.refs, frame.types)
