"""The closed list of terms, and how IRIs are minted."""

import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import quote

from kg.errors import DataError

ONTOLOGY: Final = "https://w3id.org/quidit/ontology#"
BASE: Final = "https://w3id.org/quidit/id/"

TYPES: Final = ("PERSON", "COMPANY", "ORG", "MODEL", "CHIP", "PRODUCT", "PLACE")

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

SYMMETRIC: Final = frozenset({"partnerOf", "competesWith", "comparableTo"})
LITERAL: Final = frozenset({"trainingCost", "spends", "raised", "valuation", "stockChange"})
PREDICATES: Final = (
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


def term(name: str) -> str:
    """Give the IRI of a term of the ontology.

    Raises:
        DataError: there is no such term, most likely a misspelling.

    >>> term("ceoOf")
    'https://w3id.org/quidit/ontology#ceoOf'
    """
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
