"""Who speaks: from a cue to the noun phrase that names the source, and from there to an entity of the article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc, Token

from kg import files
from kg.annotate.cues import Cue
from kg.annotate.drafts import SPEAKING
from kg.annotate.frame import Frame, finite
from kg.annotate.inflection import FINITE, GERUND
from kg.annotate.tables import rows
from kg.records import Entity

SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:caus", "expl:subj"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_CLIMB: Final = ("conj", "xcomp", "advcl", "parataxis", "ccomp", "acl", "obl", "fixed")
_TIME = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|demain|aujourd'hui|matin|soir|après-midi|semaine|mois|an|année"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|tout|toute|ça|cela|ce|\d.*)s?$"
)
_RELATIVE: Final = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
_POSSESSIVE: Final = frozenset({"son", "sa", "ses", "leur", "leurs"})
_SOME: Final = frozenset({"certains", "certaines", "plusieurs", "beaucoup", "tous"})
_OUTER: Final = frozenset({"ADP", "PUNCT", "SPACE", "CCONJ", "SCONJ"})
#: Prepositions inside the name of a source.
_JOINS: Final = frozenset({"de", "d'", "du", "des", "à", "au", "aux", "en", "chez"})
#: Subjects that are the article's own voice, or nobody.
AUTHOR: Final = frozenset({"je", "j'", "nous", "on", "vous", "tu", "cela", "ça", "ceci", "c'", "ce", "rien"})
SINGULAR: Final = frozenset({"il", "elle", "lui", "celui-ci", "celle-ci", "dernier", "dernière"})
PLURAL: Final = frozenset({"ils", "elles", "eux", "ceux-ci", "celles-ci", "derniers", "dernières"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can be a source.

    Args:
        kind: ``person``, ``group``, ``document`` or ``data`` (figures, which show but do not say).
        speaks_for: its complement is the speaker: "les dirigeants de X".
        opinion: holds views, so that "pour les experts, P" reports one.
    """

    kind: str
    speaks_for: bool
    opinion: bool


@lru_cache(maxsize=1)
def nouns() -> dict[str, Noun]:
    """Give the nouns that can be a source, singular and plural."""
    table: dict[str, Noun] = {}
    more: dict[str, Noun] = {}
    for row in rows(files.rules("source_nouns.csv")):
        noun = row["noun"]
        plural = noun[:-2] + "aux" if noun.endswith("al") else noun if noun.endswith(("s", "x")) else noun + "s"
        kind = Noun(row["kind"], row["speaks_for"] == "yes", row["opinion"] == "yes")
        table[noun.lower()] = kind
        more.setdefault(plural.lower(), kind)
    return more | table


def pronoun(token: Token) -> str:
    """Give a pronoun without its hyphen: ``-t-il`` is ``il``."""
    return token.lower_.split("-")[-1] if token.text.startswith("-") else token.lower_


def subject(frame: Frame, cue: Cue, cues: Sequence[Cue] = ()) -> Token | None:
    """Give the head of the subject of a cue that does not head an incise.

    A cue without a subject of its own ("ajoutant que", "et insiste") has the one of the cue before it in the sentence;
    else it is found by climbing from participles and coordinations.
    """
    if cue.clitic is not None:
        return cue.clitic
    own = _own(frame, cue.token)
    if own is None and _dependent(frame, cue):
        before = _previous(frame, cue, cues)
        if before is not None:
            return subject(frame, before, cues) if before.clitic or _own(frame, before.token) else inverted(frame, before, cue.start)
    first = leading(frame, _start(frame, cue), cue.start)
    if cue.kind == GERUND and first is not None and (first.dep_ in SUBJECTS or first.pos_ == "PRON"):
        return first
    token = cue.token
    for _ in range(7):
        found = _own(frame, token)
        if found is not None:
            return _antecedent(frame, token, found) if found.lower_ in _RELATIVE else found
        if token.dep_.startswith("acl") and token.head.lower_ in nouns():
            return token.head
        if token.head is token or (not token.dep_.startswith(_CLIMB) and token.head.pos_ in {"NOUN", "PROPN"}):
            break
        token = token.head
    return first


def _own(frame: Frame, verb: Token) -> Token | None:
    """Give the subject of a verb: the nearest on its left with no colon between, else one on its right."""
    found = [child for child in verb.children if child.dep_ in SUBJECTS and child.text != "-t"]
    left = [one for one in found if one.i < verb.i and ":" not in frame.text[one.idx : verb.idx]]
    return left[-1] if left else next((one for one in found if one.i > verb.i), None)


def _dependent(frame: Frame, cue: Cue) -> bool:
    """Tell whether a cue leans on the one before it: a gerund, or a verb right after *et*, *puis*, *mais*."""
    first = frame.around(frame.doc[frame.index(cue.start)], -1)
    if first is None:
        return False
    return first.lower_ in {"et", "puis", "mais"} or (cue.kind != FINITE and first.lower_ in {",", "en", "d'", "de", "pour"})


def _previous(frame: Frame, cue: Cue, cues: Sequence[Cue]) -> Cue | None:
    """Give the last finite cue before another in the same sentence, outside marks."""
    start = frame.sentence(cue.start)[0]
    before = [one for one in cues if start <= one.start < cue.start and one.kind == FINITE and frame.outside(one.token)]
    return before[-1] if before else None


def _start(frame: Frame, cue: Cue) -> int:
    """Give the start of the sentence of a cue, after a label ("Point fort : ")."""
    start = frame.sentence(cue.token.idx)[0]
    return max(start, frame.text.rfind(":", start, cue.start) + 1)


def impersonal(token: Token) -> bool:
    """Tell whether *il* stands for nobody: "il est possible de dire"."""
    verb = token.head
    return pronoun(token) == "il" and (verb.pos_ == "ADJ" or verb.lower_ in {"faut", "faudrait", "agit", "semble", "paraît"})


def _antecedent(frame: Frame, verb: Token, relative: Token) -> Token | None:
    """Give the noun that *qui* stands for; a name right before it is taken whatever the parser says."""
    last = frame.around(relative, -1)
    if last is not None and last.text == ",":
        last = frame.around(last, -1)
    if last is not None and last.pos_ == "PROPN":
        return last
    if verb.dep_.startswith("acl") and verb.head.pos_ in _NOMINAL:
        return verb.head
    before = frame.around(relative, -1)
    while before is not None and before.pos_ not in _NOMINAL:
        before = frame.around(before, -1)
    return before


def leading(frame: Frame, start: int, end: int) -> Token | None:
    """Give the first nominal between two characters that no preposition governs and that is no date."""
    return next((token for token in free(frame, start, end) if not _TIME.match(token.lower_)), None)


def free(frame: Frame, start: int, end: int) -> Iterator[Token]:
    """Give the nominals that follow no preposition, and stand in marks only if the first character does."""
    governed = False
    side = frame.marked(start)
    for token in frame.tokens(start, end):
        if frame.marked(token.idx) != side:
            continue
        if token.pos_ == "ADP":
            governed = True
        elif (token.pos_ in _NOMINAL or token.lower_ in _SOME) and token.lower_ not in {"se", "s'", "-t", "y", "en", "que", "qu'", "dont"}:
            if not governed:
                yield token
            governed = governed and token.dep_ == "compound"
        elif token.is_punct or token.pos_ == "VERB":
            governed = False


def inverted(frame: Frame, cue: Cue, end: int) -> Token | None:
    """Give the subject that follows the verb of an incise, by position: parsers take it for an object."""
    if cue.clitic is not None:
        return cue.clitic
    first = next((token for token in free(frame, cue.end, end) if not _TIME.match(token.lower_)), None)
    named = next((child for child in cue.token.children if child.dep_ in SUBJECTS and child.i > cue.token.i), None)
    if named is not None and named.idx < end and frame.marked(named.idx) == frame.marked(cue.token.idx) and not _TIME.match(named.lower_):
        return named
    stop = re.search(r"[.;:«\"]", frame.text[cue.end : end])
    return first if first is not None and (stop is None or first.idx < cue.end + stop.start()) else None


def phrase(frame: Frame, head: Token) -> tuple[int, int]:
    """Give the noun phrase of a head, without what follows a comma, a parenthesis or a relative pronoun."""
    if head.text.startswith("-"):
        return head.idx + head.text.rfind("-") + 1, head.idx + len(head)
    inside = {token.i for token in head.subtree}
    start, end = head.i, head.i
    while start - 1 in inside and frame.doc[start - 1].pos_ not in _OUTER and not finite(frame.doc[start - 1]):
        start -= 1
    while end + 1 in inside and not _leaves(frame.doc[end + 1]):
        end += 1
    last = frame.doc[end]
    return frame.trim(frame.doc[start].idx, last.idx + len(last))


def _leaves(token: Token) -> bool:
    """Tell whether a token is no longer part of the name of a source."""
    if token.text in {",", "(", ":", "«", "»", '"'} or token.is_space or finite(token):
        return True
    return token.lower_ in _RELATIVE | {"dont", "où", "que"} or (token.pos_ == "ADP" and token.lower_ not in _JOINS)


def referents(doc: Doc) -> dict[int, str]:
    """Give the entity of each token that is known to stand for one; names alone when nothing was resolved."""
    if doc._.referents:
        return dict(doc._.referents)
    spans = {(one.start, one.end): one.entity for one in doc._.mentions}
    table: dict[int, str] = {}
    for (start, end), entity in sorted(spans.items()):
        for token in doc.char_span(start, end, alignment_mode="expand") or ():
            table[token.i] = entity
    return table


@dataclass
class Resolver:
    """Turns the head of a source into an entity, remembering who spoke before.

    Args:
        doc: the article, with its entities.
    """

    doc: Doc
    refs: dict[int, str] = field(init=False)
    types: dict[str, str] = field(init=False)
    last: str | None = None
    documents: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        entities: list[Entity] = self.doc._.entities
        self.refs = referents(self.doc)
        self.types = {one.id: one.type for one in entities}

    def resolve(self, head: Token) -> str | None:
        """Give the entity that speaks, or None when it has no name in the article."""
        found = self._known(head) or self._named(head) or self._complement(head) or self._remembered(head)
        if found is not None:
            kind = nouns().get(head.lower_)
            if kind and kind.kind in {"document", "data"}:
                self.documents[head.lower_] = found
            self.last = found
        return found

    def _known(self, head: Token) -> str | None:
        found = self.refs.get(head.i)
        return found if found is None or self.types.get(found) in SPEAKING | {"PRODUCT"} else None

    def _named(self, head: Token) -> str | None:
        """A name in apposition: "le patron de Nordeo, Paul Lenoir"."""
        for token in sorted(head.subtree, key=lambda one: one.i):
            found = self.refs.get(token.i)
            if found and self.types.get(found) == "PERSON" and _apposed(token, head):
                return found
        right = [child for child in head.children if child.dep_.startswith(("flat", "appos", "nmod", "amod")) and child.i > head.i]
        bare = [self.refs.get(one.i, "") for one in right if not any(child.dep_ == "case" for child in one.children)]
        return next((one for one in bare if head.pos_ != "PROPN" and self.types.get(one) in SPEAKING - {"PLACE"}), None)

    def _complement(self, head: Token) -> str | None:
        """The firm or person that a report or a spokesman speaks for."""
        kind = nouns().get(head.lower_)
        if kind is None or not kind.speaks_for:
            return None
        for token in sorted(head.subtree, key=lambda one: one.i):
            found = self.refs.get(token.i)
            if found and token.lower_ in _POSSESSIVE and token.head is head and self.types.get(found) in SPEAKING:
                return found
            if token.i > head.i and found and self.types.get(found) in SPEAKING - {"PLACE"}:
                return found
            if token.i > head.i and (token.text == "," or token.lower_ in _RELATIVE):
                return None
        return None

    def _remembered(self, head: Token) -> str | None:
        """A pronoun for the last speaker; "le rapport" for the one that spoke before."""
        word = pronoun(head)
        if word in SINGULAR | PLURAL:
            return self.recent(head, plural=word in PLURAL)
        return self.documents.get(head.lower_) if _definite(head) else None

    def recent(self, head: Token, *, plural: bool) -> str | None:
        """Give the last speaker, or the last person or firm named before."""
        if self.last is not None:
            return self.last
        wanted = SPEAKING - {"PLACE", "PERSON"} if plural else SPEAKING - {"PLACE"}
        for number in range(head.i - 1, -1, -1):
            found = self.refs.get(number)
            if found and self.types.get(found) in wanted:
                return found
        return None


def _apposed(token: Token, head: Token) -> bool:
    """Tell whether a name is the head itself or reached from it by apposition only."""
    while token.i != head.i:
        case = any(child.dep_ == "case" for child in token.children)
        if case or not token.dep_.startswith(("flat", "appos", "nmod", "compound")):
            return False
        token = token.head
    return True


def _definite(head: Token) -> bool:
    return any(child.lower_ in {"le", "la", "l'", "les", "ce", "cette", "cet", "ces"} for child in head.children)


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
        return types.get(found) in (SPEAKING - {"COMPANY", "PLACE"} if evidence else SPEAKING)
    if token.pos_ == "PRON" or token.text.startswith("-"):
        return pronoun(token) not in AUTHOR
    noun = nouns().get(token.lower_)
    return noun.kind != "data" if noun is not None else token.pos_ == "PROPN"


def able(doc: Doc, source: Token | None, *, evidence: bool = False) -> bool:
    """Tell whether a source can speak, by the entities of its article."""
    types = {one.id: one.type for one in doc._.entities}
    return speakable(source, referents(doc), types, evidence=evidence)
