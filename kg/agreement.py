"""Who else says so, and who says otherwise: corroboration and contradiction of facts across articles. Pure.

Sources are outlets, counted as :mod:`kg.counting` says: what an agency wrote counts once, whoever prints it, and so does a text that
stands in several articles. A fact is
contradicted where an article denies it, where the opposite is said ("X beats Y", "Y beats X"), and where another sum is given for
what has one sum, such as a valuation. What a person found wrong plays no part.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Final

from kg import amounts, counting
from kg.names import BASE, SYMMETRIC
from kg.records import Article, Facts, Resolution, Statement

#: Subject, predicate, and object or amount.
Key = tuple[str, str, str]
#: Predicates that cannot hold both ways at once.
_ONE_WAY: Final = frozenset({"outperforms", "ownedBy", "acquired", "basedOn"})
#: Predicates that give one sum.
_ONE_SUM: Final = frozenset({"valuation", "trainingCost"})
#: Two sums that differ by less than this share are one, rounded.
_ROUNDED: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What all articles say of one fact.

    Args:
        outlets: distinct sources that give it, whatever their status but denied, sorted.
        denied: distinct sources that deny it, sorted.
        opposed: keys of articles that say the opposite or give another sum, sorted.
    """

    outlets: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Tell whether it is given here and denied or opposed there."""
        return bool(self.outlets and (self.denied or self.opposed))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that cannot all be right.

    Args:
        kind: ``denied``, ``reversed``, or ``sum``.
        sides: two or more facts; with True what denies it, with False what gives it.
    """

    kind: str
    sides: tuple[tuple[Key, bool], ...]


def key(article: Article, said: Statement, resolution: Resolution) -> Key:
    """Give what makes two statements of two articles one fact."""
    links = resolution.links
    subject = links[article.key, said.subject]
    target = links[article.key, said.object] if said.object is not None else sum_of(said.value or "")
    if said.predicate in SYMMETRIC and target < subject:
        subject, target = target, subject
    return subject, said.predicate, target


def fact_iri(subject: str, predicate: str, target: str, *, base: str = BASE) -> str:
    """Give the IRI that all assertions of one fact share, whatever their status and whoever makes them.

    Args:
        subject: IRI of the subject.
        target: IRI of the object, or the amount as :func:`sum_of` gives it.

    >>> fact_iri("https://a.example/altair", "valuation", "3000000000 EUR")
    'https://w3id.org/quidit/id/fact/ece060466c6552a81b38'
    """
    digest = hashlib.sha256("\n".join((subject, predicate, target)).encode("utf-8", "replace")).hexdigest()
    return f"{base}fact/{digest[:20]}"


def agreements(facts: Iterable[Facts], resolution: Resolution) -> dict[Key, Agreement]:
    """Compare all statements of all articles.

    >>> from kg.records import Entity, Evidence
    >>> def article(key: str, outlet: str, status: str) -> Facts:
    ...     bought = Statement(subject="e1", predicate="acquired", object="e2", status=status, evidence=(Evidence(0, 1),))
    ...     return Facts(article=Article(key=key, text=key, outlet=outlet), statements=(bought,))
    >>> links = {(name, f"e{number}"): f"company/{number}" for name in "ab" for number in (1, 2)}
    >>> found = agreements([article("a", "Le Soir", "asserted"), article("b", "La Une", "denied")], Resolution(links=links))
    >>> found["company/1", "acquired", "company/2"]
    Agreement(outlets=('Le Soir',), denied=('La Une',), opposed=())
    """
    told = _gather(facts, resolution)
    return {place: told.of(place) for place in told.places()}


def conflicts(facts: Iterable[Facts], resolution: Resolution) -> list[Conflict]:
    """Give what the articles contradict each other on, each conflict once, sorted."""
    told = _gather(facts, resolution)
    found = [Conflict("denied", ((place, False), (place, True))) for place in told.given.keys() & told.denied.keys()]
    opposed, seen = _opposed(told.given), set[Key]()
    for place in sorted(opposed):
        if place not in seen:
            sides = _reached(place, opposed)
            seen |= sides
            kind = "sum" if place[1] in _ONE_SUM else "reversed"
            found.append(Conflict(kind, tuple((side, False) for side in sorted(sides))))
    return sorted(found, key=lambda one: (one.sides[0][0], one.kind))


def _reached(start: Key, opposed: Mapping[Key, set[Key]]) -> set[Key]:
    """Give a fact with all that it is in conflict with, over several steps: three sums for one valuation are one conflict."""
    found, left = {start}, [start]
    while left:
        fresh = opposed[left.pop()] - found
        found |= fresh
        left += sorted(fresh)
    return found


@dataclass(slots=True)
class Told:
    """What articles give and deny, taken in one article after the other; fact to the articles."""

    given: dict[Key, list[Article]] = field(default_factory=dict)
    denied: dict[Key, list[Article]] = field(default_factory=dict)
    wrong: set[Key] = field(default_factory=set)
    _against: dict[Key, set[Key]] | None = None

    def add(self, article: Article, statements: Iterable[Statement], resolution: Resolution) -> None:
        """Take in what one article states; :func:`kg.counting.brief` gives all that is needed of the article."""
        for said in statements:
            place = key(article, said, resolution)
            if said.check and said.check.verdict == "wrong":
                self.wrong.add(place)
                continue
            where = (self.denied if said.status == "denied" else self.given).setdefault(place, [])
            if not where or where[-1].key != article.key:
                where.append(article)

    def sort(self) -> None:
        """Put articles into the order of their keys, in whichever they were taken in."""
        for where in (*self.given.values(), *self.denied.values()):
            where.sort(key=attrgetter("key"))

    def places(self) -> list[Key]:
        """Give all facts, sorted."""
        return sorted({*self.given, *self.denied, *self.wrong})

    def of(self, place: Key) -> Agreement:
        """Give what the articles taken in say of one fact."""
        if self._against is None:
            self._against = _opposed(self.given)
        opposed = {one.key for other in self._against.get(place, ()) for one in self.given[other]}
        if place[1] in _ONE_SUM:
            opposed -= {one.key for one in self.given.get(place, ())}
        return Agreement(_sources(self.given.get(place, ())), _sources(self.denied.get(place, ())), tuple(sorted(opposed)))


def _gather(facts: Iterable[Facts], resolution: Resolution) -> Told:
    told = Told()
    for one in facts:
        told.add(one.article, one.statements, resolution)
    return told


def _sources(told: Iterable[Article]) -> tuple[str, ...]:
    return tuple(sorted({counting.source(one) or one.key for one in counting.originals(told)}))


def sum_of(value: str) -> str:
    """Give an amount in one notation, or as it is written if it is no number.

    >>> sum_of("3 milliards d’euros"), sum_of("3 Md€")
    ('3000000000 EUR', '3000000000 EUR')
    """
    amount = amounts.parse(value)
    return f"{amount.value:f} {amount.unit}".strip() if amount else value


def _opposed(known: Collection[Key]) -> dict[Key, set[Key]]:
    """Give the facts that say the opposite of each fact, or another sum."""
    found: dict[Key, set[Key]] = {}
    sums: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for place in known:
        subject, predicate, target = place
        if predicate in _ONE_WAY and (target, predicate, subject) in known and target != subject:
            found[place] = {(target, predicate, subject)}
        elif predicate in _ONE_SUM:
            sums[subject, predicate].append(place)
    for places in sums.values():
        found |= {place: {other for other in places if _differs(place[2], other[2])} for place in places}
    return {place: others for place, others in found.items() if others}


def _differs(one: str, other: str) -> bool:
    """Tell whether two sums of one currency are far apart; a sum that could not be read differs from none."""
    first, second = amounts.parse(one), amounts.parse(other)
    if first is None or second is None or first.unit != second.unit or not first.unit:
        return False
    low, high = sorted((first.value, second.value))
    return high - low > _ROUNDED * high
