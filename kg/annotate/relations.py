"""The component that finds relations: patterns with a trigger, shapes of noun phrases, and roles of people.

Everything is written as ``asserted``; the status component reads the claims this one leaves in ``doc._.claims``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate import attributes
from kg.annotate.claims import Claim, gather
from kg.annotate.comparisons import compared
from kg.annotate.evidence import placed
from kg.annotate.holders import held
from kg.annotate.implied import implied
from kg.annotate.namesakes import named_after, seated
from kg.annotate.patterns_relations import Match, Pattern, allowed, patterns
from kg.annotate.phrases import count_before
from kg.annotate.shapes import facts
from kg.annotate.slots import fill
from kg.annotate.slots_amounts import amounts_after, fill_amount, gapped
from kg.annotate.view import Name, View, view
from kg.annotate.words import is_form, is_past, words_of
from kg.names import SYMMETRIC

NAME: Final = "kg_relations"
_AMOUNTS: Final = ("money", "money+", "money-", "percent+", "percent-")
_CONTRACTED: Final = {"de": ("de", "d'", "du", "des"), "à": ("à", "au", "aux"), "que": ("que", "qu'")}
#: How many tokens before a sentence may say that it speaks of the stock exchange.
_NEAR: Final = 60
#: What is taken off the confidence when an argument is a pronoun.
_RESOLVED: Final = 0.1
#: What a verb that lasts says in a past tense: "a travaillé chez".
_OVER: Final = {"ceoOf": "formerCeoOf", "worksFor": "formerlyWorkedFor"}
_ALIKE: Final = frozenset({"competesWith", "outperforms", "comparableTo"})


def _initial(word: str) -> str:
    """Give the first letter of a word in lower case, without the accents that "e" takes in some forms of a verb."""
    first = word[:1].lower()
    return "e" if first in ("é", "è") else first


@lru_cache(maxsize=1)
def _triggers() -> Mapping[str, tuple[str, ...]]:
    """Give the first words of all triggers by their initial, which every form of a word keeps."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in patterns():
        for start in one.words[0].split("/") if one.kind != "preposition" else ():
            found[_initial(start)].add(start)
    return {initial: tuple(sorted(starts)) for initial, starts in found.items()}


@lru_cache(maxsize=20000)
def _candidates(word: str, lemma: str) -> tuple[Pattern, ...]:
    """Give the patterns whose trigger begins with a form of a word."""
    near = {start for initial in (_initial(word), _initial(lemma)) for start in _triggers().get(initial, ())}
    starts = {start for start in near if is_form(word, lemma, start)}
    if not starts:
        return ()
    return tuple(one for one in patterns() if one.kind != "preposition" and not starts.isdisjoint(one.words[0].split("/")))


@lru_cache(maxsize=1)
def _prepositions() -> Mapping[str, list[Pattern]]:
    """Give the prepositional phrases by each form of their first word."""
    found: dict[str, list[Pattern]] = defaultdict(list)
    for one in patterns():
        for form in _variants(one.words[0]) if one.kind == "preposition" else ():
            found[form].append(one)
    return dict(found)


def matches(seen: View) -> Iterator[Match]:
    """Give every place where the trigger of a pattern stands."""
    for token in seen.doc:
        if token.is_punct or token.is_space or _inside_name(seen, token):
            continue
        word = token.lower_
        for one in _candidates(word, token.lemma_.lower()):
            gap = 7 if one.object[0] in _AMOUNTS else 3
            if _kind_fits(seen, one, token) and (last := _rest(token, one.words[1:], gap)) is not None:
                yield Match(one, token, last)
        for one in _prepositions().get(word, ()):
            if (last := _rest(token, one.words[1:], gap=0)) is not None:
                yield Match(one, token, last)


def _inside_name(seen: View, token: Token) -> bool:
    one = seen.name(token.i)
    return one is not None and not one.anaphor


def _kind_fits(seen: View, one: Pattern, token: Token) -> bool:
    if one.kind in ("verb", "pronominal"):
        return (one.kind == "verb" or _is_pronominal(token)) and (token.pos_ in ("VERB", "AUX") or _verbal(seen, token))
    if one.kind == "adjective":
        active = token.i > 0 and token.nbor(-1).lower_ in ("a", "ont", "avait", "avaient", "aura", "auront", "avoir", "ayant")
        return token.pos_ in ("ADJ", "VERB", "NOUN") and not active
    return token.pos_ not in ("VERB", "AUX", "ADP")


def _is_pronominal(token: Token) -> bool:
    return any(word.lower_ in ("se", "s'") for word in token.doc[max(token.i - 3, 0) : token.i])


def _verbal(seen: View, token: Token) -> bool:
    """Tell whether a word that the tagger did not know as a verb stands where one does: after a name, a helper or a clitic."""
    if token.i == 0 or token.is_title:
        return False
    before = token.nbor(-1)
    if token.pos_ == "ADJ" and token.lemma_.endswith(("er", "ir", "re")):
        return True  # a participle
    if token.lower_.endswith(("er", "ir", "re")) and before.lower_ in ("de", "d'", "à", "pour", "se", "s'", "sans", "l'"):
        return True
    return before.pos_ in ("AUX", "PRON") or seen.name(before.i) is not None or token.lower_.endswith(("é", "ée", "és", "ées"))


@lru_cache(maxsize=4096)
def _variants(word: str) -> frozenset[str]:
    """Give the forms that a word of a phrase may take: "de", "à" stand for their contractions, adjectives for all their forms.

    Args:
        word: several that may stand there are parted by "/".
    """
    found: set[str] = set()
    for one in word.split("/"):
        adjective = (one, one + "s", one + "e", one + "es", one.replace("er", "ère"), one[:-1] + "ère")
        found.update(_CONTRACTED.get(one, adjective))
    return frozenset(found)


def _rest(token: Token, words: tuple[str, ...], gap: int = 3) -> Token | None:
    doc, at, last = token.doc, token.i, token
    for word in words:
        forms = _variants(word)
        for step in range(1, gap + 2):
            if at + step >= len(doc):
                return None
            if doc[at + step].lower_ in forms:
                at += step
                last = doc[at]
                break
        else:
            return None
    return last


def claims(doc: Doc) -> list[Claim]:
    """Give every relation of `doc` with its trigger and sentence; `doc` carries mentions and referents."""
    seen = view(doc)
    found: list[Claim] = []
    done: set[tuple[int, tuple[str, ...], str, bool]] = set()
    for match in matches(seen):
        literal = match.pattern.object[0] in _AMOUNTS
        turn = (match.token.i, match.pattern.words, match.pattern.predicate, literal)
        new = [] if turn in done else list(_literal(seen, match) if literal else _pairs(seen, match))
        if new:  # rows of one trigger and predicate are alternatives in their order
            done.add(turn)
            found += new
    for fact in (*facts(seen), *held(seen), *named_after(seen), *seated(seen)):
        found.append(
            Claim(
                subject=fact.subject,
                predicate=fact.predicate,
                object=fact.object,
                trigger=fact.token,
                presupposed=True,
                status=fact.status,
                confidence=fact.confidence,
            )
        )
    for fact in compared(seen):
        found.append(
            Claim(
                subject=fact.subject,
                predicate=fact.predicate,
                object=fact.object,
                trigger=fact.token,
                confidence=fact.confidence,
            )
        )
    found = list(placed(seen, found))
    found = _without_weaker([*found, *implied(found)], seen)
    kept = {_key(one): one for one in sorted(found, key=lambda one: one.confidence) if one.subject != one.object}
    return sorted(kept.values(), key=lambda one: (one.trigger, _key(one)))


def _without_weaker(found: list[Claim], seen: View) -> list[Claim]:
    """Leave out who works for what he heads and who uses what he makes, and arguments of a type that the predicate excludes."""
    stronger = {"worksFor": ("ceoOf", "founderOf"), "uses": ("develops", "manufactures")}
    said = {(one.subject, one.object, one.predicate) for one in found}
    return [
        one
        for one in found
        if not any((one.subject, one.object, other) in said for other in stronger.get(one.predicate, ()))
        and seen.entities[one.subject].type in allowed()[one.predicate][0]
        and (one.object is None or seen.entities[one.object].type in allowed()[one.predicate][1])
    ]


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
    if predicate in _OVER and ((lasting and is_past(match.token)) or _no_longer(match.token, seen.floor(match.token.i))):
        predicate = _OVER[predicate]
    pairs = _products(subjects, objects, one.predicate)
    if len(subjects) == len(objects) > 1 and _respectively(seen, match.token):
        pairs = iter(zip(subjects, objects, strict=True))
    for subject, target in pairs:
        yield Claim(
            subject=subject.entity,
            predicate=predicate,
            object=target.entity,
            trigger=match.token.i,
            presupposed=one.kind == "noun",
            quantity=count_before(seen, target) if target.type == "CHIP" else "",
            confidence=one.confidence - (_RESOLVED if subject.anaphor or target.anaphor else 0),
        )


def _no_longer(token: Token, floor: int) -> bool:
    """Tell whether "ne … plus" stands right before: "n'est plus à la tête de"."""
    words = [word.lower_ for word in token.doc[max(token.i - 5, floor) : token.i]]
    return "plus" in words and ("ne" in words or "n'" in words)


def _respectively(seen: View, token: Token) -> bool:
    return any(word.lower_ == "respectivement" for word in seen.doc[seen.floor(token.i) : seen.ceiling(token.i)])


def _reciprocal(one: Pattern, token: Token, subjects: list[Name], objects: list[Name]) -> bool:
    """Tell whether the members of the subject do it to each other: "X et Y s'allient", "X et Y sont rivaux"."""
    if one.predicate not in SYMMETRIC or len({name.entity for name in subjects}) < 2:
        return False
    if one.kind not in ("verb", "pronominal", "event"):
        after = token.doc[token.i + 1 : token.i + 4]
        return (
            (not objects or {name.entity for name in subjects} == {name.entity for name in objects})
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


def _literal(seen: View, match: Match) -> Iterator[Claim]:
    one = match.pattern
    amount = fill_amount(seen, match, one.object[0])
    if amount is None or not _is_its_amount(seen, match, amount[1]):
        return
    subjects = [name for name in fill(seen, match, one.subject) if name.type in one.subjects and not _is_heading(seen, name)]
    values = [amount[0]] * len(subjects)
    if len(subjects) > 1 and _respectively(seen, match.token):
        values = amounts_after(seen, match, one.object[0])
    pairs = [*((name.entity, value) for name, value in zip(subjects, values, strict=False)), *gapped(seen, match, amount[1])]
    for subject, value in pairs:
        yield Claim(subject=subject, predicate=one.predicate, value=value, trigger=match.token.i, confidence=one.confidence)


def _is_heading(seen: View, name: Name) -> bool:
    """Tell whether a place only says where: "Roumanie : un centre à 3 millions d'euros"."""
    return name.type == "PLACE" and name.end < len(seen.doc) and seen.doc[name.end].text == ":"


def _is_its_amount(seen: View, match: Match, index: int) -> bool:
    """Tell whether an amount is one of what the predicate speaks of."""
    one, doc = match.pattern, seen.doc
    after = [token.lower_ for token in doc[seen.money[index][1] : seen.money[index][1] + 6]]
    capital = bool({"capitalisation", "boursière"} & set(after)) and after[:1] in (["de"], ["de", "la"])
    if one.predicate == "stockChange":
        return capital if one.object[0].startswith("money") else _on_the_market(seen, match.token, after)
    if one.predicate == "valuation":
        return not capital
    if one.predicate == "raised" and one.kind == "verb" and index > match.last.i:
        between = doc[match.last.i + 1 : index]
        return all(token.pos_ != "NOUN" or token.lower_ in words_of("amount") for token in between)
    return True


def _on_the_market(seen: View, token: Token, after: list[str]) -> bool:
    """Tell whether a change is one of the share price: the words around speak of the market, and not of "7 % des ventes"."""
    if after[:1] and after[0] in ("de", "des", "du", "d'"):
        return False
    near = seen.doc[max(seen.floor(token.i) - _NEAR, 0) : seen.ceiling(token.i)]
    return any(word.lower_ in words_of("market") for word in near)


@Language.component(NAME, requires=["doc._.mentions", "doc._.referents"], assigns=["doc._.claims", "doc._.statements"])
def relations(doc: Doc) -> Doc:
    """Apply :func:`claims`; every statement is asserted until the status component has run."""
    attributes.register()
    doc._.claims = claims(doc)
    doc._.statements = gather((one, "asserted", None, "") for one in doc._.claims)
    return doc
