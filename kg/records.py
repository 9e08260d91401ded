"""What passes between the stages: frozen records with plain character offsets, to and from JSON.

Offsets are Unicode code points into ``Article.text``, half-open: ``article.text[start:end]`` is the evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One press article as a reader found it; the text never changes afterwards.

    Args:
        key: canonical URL, feed id, or path relative to the input folder; names the article for good.
        text: the whole text, exactly as its file gives it.
        title: headline, or an empty string.
        url: where it was published, or an empty string.
        outlet: who published it ("Le Courrier du Silicium"), or an empty string.
        author: byline, or an empty string.
        date: day of publication, ISO ("2025-01-28"), or an empty string.
        agency: the wire whose copy it is ("AFP"), or an empty string.
    """

    key: str
    text: str
    title: str = ""
    url: str = ""
    outlet: str = ""
    author: str = ""
    date: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """An input that was left out, and why.

    Args:
        path: the file, or the file and the place in it ("feed.xml#3").
        code: short stable name of the reason (``empty``, ``binary``, ``encoding``, ``too-large``, ``not-french``…).
        reason: one sentence for people, saying what to do.
    """

    path: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A stretch of the article's text, as offsets in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One person, company, organisation, model, chip, product or place of one article.

    Args:
        id: ``e1``, ``e2``… within the article.
        type: one of :data:`kg.names.TYPES`.
        name: the fullest name in the article.
        catalogue: id of the catalogue entry it was recognised as, or an empty string.
    """

    id: str
    type: str
    name: str
    catalogue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A proper name in the text and the entity it stands for.

    Args:
        source: what found it: ``catalogue``, ``pattern``, ``ner`` or ``coreference``.
        confidence: between 0 and 1.
    """

    start: int
    end: int
    entity: str
    source: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a person found who compared a quote or statement with its source.

    Args:
        verdict: one of :data:`kg.names.CHECKS`.
        who: who checked it, or an empty string.
        when: ISO day, or an empty string.
        note: why, or an empty string.
    """

    verdict: str
    who: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A relation with one status and one reporter, and every sentence that gives it.

    Args:
        subject: id of an entity.
        predicate: one of :data:`kg.names.PREDICATES`.
        object: id of an entity, or None when `value` holds a literal.
        value: amount or share as the text writes it, or None.
        status: one of :data:`kg.names.STATUSES`.
        reporter: id of the entity that reports it, or None.
        reporter_text: how an unnamed reporter is called ("des experts"), or an empty string.
        evidence: the sentences, best first; never empty.
        quantity: a count or share as written ("50 000", "12 %"), or an empty string.
        time: when it happened or is to happen, as written ("en 2023"), or an empty string.
        confidence: between 0 and 1.
        check: what a person found who checked it, or None.
    """

    subject: str
    predicate: str
    object: str | None = None
    value: str | None = None
    status: str = "asserted"
    reporter: str | None = None
    reporter_text: str = ""
    evidence: tuple[Evidence, ...] = ()
    quantity: str = ""
    time: str = ""
    confidence: float = 1.0
    check: Check | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Content attributed to a source.

    Args:
        start, end: the content, without marks and without "que".
        mode: ``direct``, ``indirect`` or ``mixed``.
        speaker: id of the entity that speaks, or None.
        speaker_text: the speaker as the text writes it.
        cue: reporting verb or preposition as written, or None.
        about: ids of the entities that the content is about, main one first.
        stance: ``positive``, ``negative`` or ``neutral`` towards the first of `about`.
        stance_confidence: how probable that stance is, between 0 and 1; 0 when nobody was asked.
        role: what the article calls the speaker ("PDG"), or an empty string.
        employer: id of the entity the speaker speaks for, or None.
        said_on: day of the statement, ISO, or month ("2025-01"), or an empty string.
        occasion: event at which it was said, as written ("lors du CES"), or an empty string.
        medium: through what it became known, as written ("à l'AFP", "sur X"), or an empty string.
        translated: the text says that the words are a translation.
        confidence: between 0 and 1.
        check: what a person found who checked it, or None.
    """

    start: int
    end: int
    mode: str
    speaker: str | None = None
    speaker_text: str = ""
    cue: str | None = None
    about: tuple[str, ...] = ()
    stance: str = "neutral"
    stance_confidence: float = 0.0
    role: str = ""
    employer: str | None = None
    said_on: str = ""
    occasion: str = ""
    medium: str = ""
    translated: bool = False
    confidence: float = 1.0
    check: Check | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that was found in one article, before anything is merged across articles."""

    article: Article
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One entity across all articles, after resolution.

    Args:
        id: stable slug, the last part of its IRI ("person/satya-nadella").
        type: one of :data:`kg.names.TYPES`.
        name: preferred name.
        aliases: every other name it was given, sorted.
        catalogue: id of its catalogue entry, or an empty string.
        wikidata: ``Q…`` when a source confirms it, else an empty string.
        reason: why its names are one, for people to read.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    catalogue: str = ""
    wikidata: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Which thing each entity of each article is.

    Args:
        things: all of them, sorted by id.
        links: (article key, entity id) to thing id.
    """

    things: tuple[Thing, ...] = ()
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)


def to_dict(facts: Facts) -> dict[str, Any]:
    """Turn `facts` into plain JSON values; :func:`from_dict` gives them back unchanged."""
    found: dict[str, Any] = _plain(facts)
    return found


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _plain(value: Any) -> Any:
    """Do as :func:`dataclasses.asdict` does, without copying what cannot change: for records it takes half of the time."""
    kind = type(value)
    if kind is tuple:
        return tuple(map(_plain, value))
    return {name: _plain(getattr(value, name)) for name in _fields(kind)} if is_dataclass(kind) else value


def from_dict(data: Mapping[str, Any]) -> Facts:
    """Turn plain JSON values back into :class:`Facts`.

    >>> facts = Facts(article=Article(key="a", text="Nvidia"), entities=(Entity(id="e1", type="COMPANY", name="Nvidia"),))
    >>> from_dict(to_dict(facts)) == facts
    True
    """
    return Facts(
        article=Article(**data["article"]),
        entities=tuple(Entity(**row) for row in data["entities"]),
        mentions=tuple(Mention(**row) for row in data["mentions"]),
        statements=tuple(_statement(row) for row in data["statements"]),
        quotes=tuple(Quote(**{**row, "about": tuple(row["about"]), "check": _check(row)}) for row in data["quotes"]),
    )


def _statement(row: Mapping[str, Any]) -> Statement:
    evidence = tuple(Evidence(**span) for span in row["evidence"])
    return Statement(**{**row, "evidence": evidence, "check": _check(row)})


def _check(row: Mapping[str, Any]) -> Check | None:
    return Check(**row["check"]) if row.get("check") else None
