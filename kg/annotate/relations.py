"""The component that finds relations: patterns with a trigger, shapes of noun phrases, and roles of people.

Everything is written as ``asserted``; the status component reads the claims this one leaves in ``doc._.claims``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import attributes
from kg.annotate.amounts import SLOTS
from kg.annotate.claims import Claim, gather
from kg.annotate.comparisons import compared
from kg.annotate.counts import count_before, share_near
from kg.annotate.evidence import placed
from kg.annotate.holders import held
from kg.annotate.implied import implied
from kg.annotate.moments import moment
from kg.annotate.namesakes import named_after, seated
from kg.annotate.parsed import Parsed, Token, parsed
from kg.annotate.patterns_relations import Match, Pattern, allowed
from kg.annotate.phrases import respectively
from kg.annotate.shapes import Fact, facts
from kg.annotate.slots import fill
from kg.annotate.sums import literal
from kg.annotate.triggers import matches
from kg.annotate.view import Name, View, view
from kg.annotate.words import is_past, words_of
from kg.names import SYMMETRIC
from kg.records import Entity

NAME: Final = "kg_relations"
#: What is taken off the confidence when an argument is a pronoun.
_RESOLVED: Final = 0.1
#: What a verb that lasts says in a past tense: "a travaillé chez".
_OVER: Final = {"ceoOf": "formerCeoOf", "worksFor": "formerlyWorkedFor"}
_ALIKE: Final = frozenset({"competesWith", "outperforms", "comparableTo"})


def claims(doc: Parsed) -> list[Claim]:
    """Give every relation of `doc` with its trigger and sentence; `doc` carries mentions and referents."""
    seen = view(doc)
    found: list[Claim] = []
    done: set[tuple[int, tuple[str, ...], str, bool]] = set()
    for match in matches(seen):
        is_sum = match.pattern.object[0] in SLOTS
        turn = (match.token.i, match.pattern.words, match.pattern.predicate, is_sum)
        new = [] if turn in done else list(literal(seen, match) if is_sum else _pairs(seen, match))
        if new:  # rows of one trigger and predicate are alternatives in their order
            done.add(turn)
            found += new
    found += [_stated(fact, taken=True) for fact in (*facts(seen), *held(seen), *named_after(seen), *seated(seen))]
    found += [_stated(fact, taken=False) for fact in compared(seen)]
    found = [replace(one, time=moment(seen, one)) for one in placed(seen, _without_governors(found, doc))]
    found = _without_weaker([*found, *implied(found)], seen)
    kept = {_key(one): one for one in sorted(found, key=lambda one: one.confidence) if one.subject != one.object}
    return sorted(kept.values(), key=lambda one: (one.trigger, _key(one)))


def _stated(fact: Fact, *, taken: bool) -> Claim:
    """Turn a fact of a noun phrase or a comparison into a claim; `taken` for granted or not."""
    return Claim(
        subject=fact.subject,
        predicate=fact.predicate,
        object=fact.object,
        trigger=fact.token,
        presupposed=taken and not fact.told,
        status=fact.status,
        confidence=fact.confidence,
    )


def _without_governors(found: list[Claim], doc: Parsed) -> list[Claim]:
    """Leave out what a governor of the verb seems to say of the same sum: "s'est engagé à investir 4 milliards"."""
    sums = defaultdict(list)
    for one in found:
        if one.value is not None:
            sums[one.subject, one.predicate, one.value].append(doc[one.trigger])
    return [
        one
        for one in found
        if one.value is None
        or not any(doc[one.trigger] in other.ancestors for other in sums[one.subject, one.predicate, one.value])
    ]


def _without_weaker(found: list[Claim], seen: View) -> list[Claim]:
    """Leave out what another claim says better, and arguments of a type that the predicate excludes.

    That is who works for what he heads, who uses what he makes, and what words take for granted of a fact that the same sentence
    tells: in "X produira sa puce Z" it is planned.
    """
    told = {_place(one, seen) for one in found if not one.presupposed}
    stronger = {"worksFor": ("ceoOf", "founderOf"), "uses": ("develops", "manufactures")}
    said = {(one.subject, one.object, one.predicate) for one in found}
    return [
        one
        for one in found
        if not any((one.subject, one.object, other) in said for other in stronger.get(one.predicate, ()))
        and not (one.presupposed and _place(one, seen) in told)
        and seen.entities[one.subject].type in allowed()[one.predicate][0]
        and (one.object is None or seen.entities[one.object].type in allowed()[one.predicate][1])
    ]


def _place(one: Claim, seen: View) -> tuple[str, str, str, str, int]:
    return one.subject, one.predicate, one.object or "", one.value or "", seen.floor(one.trigger)


def _key(one: Claim) -> tuple[str, str, str, str, int, bool]:
    return one.subject, one.predicate, one.object or "", one.value or "", one.trigger, one.presupposed


def _pairs(seen: View, match: Match) -> Iterator[Claim]:
    one = match.pattern
    subjects = [name for name in fill(seen, match, one.subject) if name.type in one.subjects]
    objects = [name for name in fill(seen, match, one.object) if name.type in one.objects]
    if _reciprocal(one, match.token, subjects, objects):
        objects = subjects
    elif {name.entity for name in subjects} & {name.entity for name in objects}:
        return  # both slots reached the same words
    predicate = one.predicate
    lasting = one.kind == "verb" and one.words[0] in words_of("lasting")
    was = one.kind == "preposition" and _was(match.token)
    if predicate in _OVER and ((lasting and is_past(match.token)) or was or _no_longer(match.token, seen.floor(match.token.i))):
        predicate = _OVER[predicate]
    pairs = _products(subjects, objects, one.predicate)
    if len(subjects) == len(objects) > 1 and respectively(seen, match.token):
        pairs = iter(zip(subjects, objects, strict=True))
    for subject, target in pairs:
        quantity = count_before(seen, target) or share_near(seen, match)
        if predicate == "acquired" and quantity and not quantity.endswith("%"):
            continue  # "a acheté 300 GPU X" buys no firm
        yield Claim(
            subject=subject.entity,
            predicate=predicate,
            object=target.entity,
            trigger=match.token.i,
            presupposed=one.kind == "noun",
            quantity=quantity,
            confidence=one.confidence - (_RESOLVED if subject.anaphor or target.anaphor else 0),
        )


def _was(token: Token) -> bool:
    """Tell whether what a phrase hangs on is said of the past: "a été ingénieur chez", "était vigile chez"."""
    head = token.head.head
    return any(child.dep_ == "cop" and (is_past(child) or child.lower_ == "été") for child in head.children)


def _no_longer(token: Token, floor: int) -> bool:
    """Tell whether "ne … plus" stands right before: "n'est plus à la tête de"."""
    words = [word.lower_ for word in token.doc[max(token.i - 5, floor) : token.i]]
    return "plus" in words and ("ne" in words or "n'" in words)


def _reciprocal(one: Pattern, token: Token, subjects: list[Name], objects: list[Name]) -> bool:
    """Tell whether the members of the subject do it to each other: "X et Y s'allient", "X et Y sont rivaux"."""
    if one.predicate not in SYMMETRIC or len({name.entity for name in subjects}) < 2:
        return False
    if one.kind not in ("verb", "pronominal", "event"):
        after = token.doc[token.i + 1 : token.i + 4]
        return (
            {name.entity for name in objects} <= {name.entity for name in subjects}
            and any(child.dep_ == "cop" or child.lemma_ == "être" for child in token.children)
            and not any(word.lower_ in ("de", "du", "des", "d'") for word in after)
        )
    if one.kind == "verb" and one.words[0].split("/")[0] not in words_of("mutual"):
        return False
    return not objects or {name.entity for name in subjects} == {name.entity for name in objects}


def _products(subjects: Iterable[Name], objects: Iterable[Name], predicate: str) -> Iterator[tuple[Name, Name]]:
    done: dict[frozenset[str] | tuple[str, str], int] = defaultdict(int)
    for subject in subjects:
        for target in objects:
            pair = (subject.entity, target.entity)
            key = frozenset(pair) if predicate in SYMMETRIC else pair
            if predicate in _ALIKE and subject.kin != target.kin:
                continue  # a firm does not compete with somebody else's model
            if subject.entity != target.entity and not done[key]:
                done[key] += 1
                yield subject, target


def _needed(doc: Doc) -> list[Entity]:
    """Leave out the places that only an adjective named ("français") when no claim came of it."""
    used = {one.entity for one in doc._.mentions} | {end for one in doc._.claims for end in (one.subject, one.object)}
    return [one for one in doc._.entities if one.id in used]


@Language.component(
    NAME, requires=["doc._.mentions", "doc._.referents"], assigns=["doc._.claims", "doc._.statements", "doc._.entities"]
)
def relations(doc: Doc) -> Doc:
    """Apply :func:`claims`; every statement is asserted until the status component has run."""
    attributes.register()
    doc._.claims = claims(parsed(doc))
    doc._.entities = _needed(doc)
    doc._.statements = gather((one, "asserted", None, "") for one in doc._.claims)
    return doc
