"""The closed list of terms, and how IRIs are minted."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, overload
from urllib.parse import quote

from kg.errors import DataError

ONTOLOGY: Final = "https://w3id.org/quidit/ontology#"
BASE: Final = "https://w3id.org/quidit/id/"


class Terms(Sequence[str]):
    """A list of terms that a user's own ontology may lengthen; whoever holds it sees the longer one.

    >>> kinds = Terms(("PERSON", "COMPANY"))
    >>> kinds.extend(["FILM"]), list(kinds), "FILM" in kinds
    (None, ['PERSON', 'COMPANY', 'FILM'], True)
    """

    def __init__(self, own: Sequence[str]) -> None:
        self._own = tuple(own)
        self._all = self._own

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __contains__(self, term: object) -> bool:
        return term in self._all

    def extend(self, more: Sequence[str]) -> None:
        """Put the terms of a user's ontology after our own, in place of those that were there."""
        self._all = (*self._own, *more)


TYPES: Final = Terms(("PERSON", "COMPANY", "ORG", "MODEL", "CHIP", "PRODUCT", "PLACE"))

#: Type of an entity to the local name of its class.
CLASSES: Final = {
    "PERSON": "Person",
    "COMPANY": "Company",
    "ORG": "Organization",
    "MODEL": "Model",
    "CHIP": "Chip",
    "PRODUCT": "Product",
    "PLACE": "Place",
}

SYMMETRIC: Final = {"partnerOf", "competesWith", "comparableTo"}
LITERAL: Final = {"trainingCost", "spends", "raised", "valuation", "stockChange"}
PREDICATES: Final = Terms(
    (
        "ceoOf",
        "formerCeoOf",
        "founderOf",
        "worksFor",
        "formerlyWorkedFor",
        "ownedBy",
        "acquired",
        "investsIn",
        "partnerOf",
        "competesWith",
        "customerOf",
        "basedIn",
        "develops",
        "manufactures",
        "uses",
        "hosts",
        "trainedOn",
        "basedOn",
        "outperforms",
        "comparableTo",
        "restricts",
        "sues",
        "trainingCost",
        "spends",
        "raised",
        "valuation",
        "stockChange",
    )
)

#: Strongest first.
STATUSES: Final = ("asserted", "reported", "planned", "hedged", "denied")
MODES: Final = ("direct", "indirect", "mixed")
STANCES: Final = ("positive", "negative", "neutral")
#: What a person who checked a quote or statement may say of it.
CHECKS: Final = ("verified", "disputed", "wrong")

#: Every other term of the ontology: classes, then properties.
TERMS: Final = frozenset(
    {
        "Article",
        "Quotation",
        "Assertion",
        "Mention",
        "Status",
        "Stance",
        "Mode",
        "status",
        "confidence",
        "quantity",
        "quantityValue",
        "quantityUnit",
        "time",
        "timeValue",
        "amountText",
        "amountValue",
        "currency",
        "evidenceCount",
        "evidence",
        "reportedBy",
        "reporterText",
        "speaker",
        "speakerText",
        "speakerRole",
        "speakerEmployer",
        "about",
        "stance",
        "stanceTarget",
        "stanceConfidence",
        "mode",
        "cue",
        "saidOn",
        "occasion",
        "medium",
        "translated",
        "refersTo",
        "foundBy",
        "mergeReason",
        "catalogueId",
        "contributes",
        "agency",
        "sha256",
        "entityId",
        "variantOf",
        "copyOf",
        "sameStatementAs",
        "order",
        "LocalEntity",
        "entityType",
        "arguments",
        "bestEvidence",
        "evidenceOrder",
        "fact",
        "inverseLabel",
        "Check",
        "check",
        "checkedBy",
        "checkedOn",
        "checkNote",
    }
)
#: Addresses that are IRIs as they stand; others, bare "%" or brackets say, are no names for RDF.
_URL: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?([/?]([\w\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?")
_WORDS: Final = re.compile(r"\w+")
_KNOWN: Final = TERMS | set(PREDICATES) | set(CLASSES.values()) | set(STATUSES) | set(MODES) | set(STANCES) | set(CHECKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerm:
    """A class or predicate of a user's own ontology.

    Args:
        name: last part of its IRI ("Film", "directs").
        iri: the whole.
        type: code of a class ("FILM"), or an empty string for a predicate.
        parents: IRIs of the classes above it.
        subjects, objects: types that a predicate takes; the objects of one with an amount are empty.
        symmetric: both directions say the same.
        labels: (language, place) to label, where place is ``is``, ``of`` or ``types``.
    """

    name: str
    iri: str
    type: str = ""
    parents: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    symmetric: bool = False
    labels: tuple[tuple[str, str, str], ...] = ()


_OWN: Final[dict[str, OwnTerm]] = {}


def own() -> tuple[OwnTerm, ...]:
    """Give the terms of the user's ontology that is in use."""
    return tuple(_OWN.values())


def adopt(terms: Sequence[OwnTerm]) -> None:
    """Take the terms of a user's ontology into use beside ours, in place of those of another."""
    for one in _OWN.values():
        CLASSES.pop(one.type, None)
        SYMMETRIC.discard(one.name)
        LITERAL.discard(one.name)
    _OWN.clear()
    _OWN.update({one.name: one for one in terms})
    CLASSES.update({one.type: one.name for one in terms if one.type})
    SYMMETRIC.update(one.name for one in terms if one.symmetric)
    LITERAL.update(one.name for one in terms if not one.type and not one.objects)
    TYPES.extend([one.type for one in terms if one.type])
    PREDICATES.extend([one.name for one in terms if not one.type])


def own_labels(lang: str) -> dict[str, str]:
    """Give the labels of the user's terms as the interface names them ("is.directs", "types.FILM").

    >>> own_labels("fr")
    {}
    """
    found = {f"{place}.{one.type or one.name}": words for one in own() for tongue, place, words in one.labels if tongue == lang}
    return {f"of.{one.name}": found[f"is.{one.name}"] for one in own() if one.symmetric} | found


def name_of(iri: str) -> str:
    """Give the name of a term from its IRI, the IRI itself when it is no term.

    >>> name_of("https://w3id.org/quidit/ontology#ceoOf")
    'ceoOf'
    """
    return next((one.name for one in _OWN.values() if one.iri == iri), iri.removeprefix(ONTOLOGY))


def term(name: str) -> str:
    """Give the IRI of a term of the ontology.

    Raises:
        DataError: there is no such term, most likely a misspelling.

    >>> term("ceoOf")
    'https://w3id.org/quidit/ontology#ceoOf'
    """
    if name in _OWN:
        return _OWN[name].iri
    if name not in _KNOWN:
        raise DataError(f"{name!r} is no term of the ontology: see ontology/kg.ttl")
    return ONTOLOGY + name


def fold(name: str) -> str:
    """Give a form of `name` for comparing: no case, no accents, single spaces.

    >>> fold("L’Élysée  du-Nord")
    'l elysee du nord'
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return " ".join(_WORDS.findall(plain))


def slug(name: str) -> str:
    """Give a readable, URL-safe form of `name`; a name without Latin letters keeps a digest.

    >>> slug("Satya Nadella"), slug("深度求索")
    ('satya-nadella', 'x-1407b719')
    """
    plain = re.sub(r"[^a-z0-9.+]+", "-", fold(name).encode("ascii", "ignore").decode()).strip("-.")
    return plain or "x-" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:8]


def article_iri(key: str, *, base: str = BASE) -> str:
    """Give the IRI of an article: its own URL when the key is one, else one of ours.

    A URL that starts like our own IRIs is minted anew: it could be the IRI of another article, or of a term.

    >>> article_iri("notes/janvier 28.txt")
    'https://w3id.org/quidit/id/article/notes/janvier%2028.txt'
    """
    if _URL.fullmatch(key) and not key.startswith((base, ONTOLOGY.rstrip("#"))):
        return key
    return base + "article/" + quote(key, safe="/-._~")


def thing_iri(identifier: str, *, base: str = BASE) -> str:
    """Give the IRI of a resolved entity from its slug.

    >>> thing_iri("company/nvidia")
    'https://w3id.org/quidit/id/company/nvidia'
    """
    return base + identifier
