"""Which entity a judging word judges: its subject, its object, its possessor, or somebody else."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kg.annotate.frame import VERBAL, Frame
from kg.annotate.parsed import Token
from kg.annotate.prominence import phrase_chain
from kg.annotate.sources import SUBJECTS
from kg.annotate.stance import Hit

#: What a word counts for an entity that it does not seem to judge, and for one whose rival it judges.
_LOOSE: Final = 1.0
#: What it counts when another entity is its subject.
_OTHERS: Final = 0.5
_COMPARED: Final = frozenset({"que", "qu'", "à", "aux", "au", "sur"})
#: Beginnings of words that compare.
_COMPARING: Final = ("meilleur", "mieux", "supérieur", "pire", "inférieur", "plus", "moins")
#: Within so many tokens "que" still belongs to a comparison.
_NEAR: Final = 8
_UP: Final = ("conj", "xcomp", "acl", "advcl", "ccomp", "amod", "obl", "obj", "nmod", "advmod", "appos")


def share(frame: Frame, start: int, entity: str, refs: Mapping[int, str]) -> Callable[[Hit], float]:
    """Give the function that says how far a hit in the content that begins at `start` judges `entity`.

    Args:
        frame: the article.
        start: first character of the content.
        entity: what the quotation is about.
        refs: token to entity.
    """

    def judge(hit: Hit) -> float:
        token = frame.doc[min(frame.index(start + hit.start), len(frame.doc) - 1)]
        last = frame.doc[min(frame.index(start + hit.end - 1), len(frame.doc) - 1)]
        return _share(token, last, hit.target, entity, refs)

    return judge


def _share(token: Token, last: Token, target: str, entity: str, refs: Mapping[int, str]) -> float:
    under = {refs[one.i] for one in _dependents(token, last) if one.i in refs}
    favoured = [refs[one.i] for one in _for_whom(token) if one.i in refs]
    if favoured and entity not in favoured:
        return 0.0
    if target == "victim":
        return 0.0 if entity in under else 1.0 if _subject(token, refs) in {entity, None} else 0.3
    subject = _subject(token, refs)
    if target == "object":
        if entity in under:
            return 1.0
        return 0.0 if subject == entity else _LOOSE
    if _compared(token, last, entity, refs) and subject != entity:
        return -1.0
    if subject is not None and subject != entity:
        return _OTHERS
    return 1.0 if subject == entity or entity in under else _LOOSE


def _dependents(token: Token, last: Token) -> Iterator[Token]:
    """Give the objects and complements of a word, with what hangs on them."""
    for head in {token.i: token, last.i: last}.values():
        for child in head.children:
            if child.dep_.startswith(("obj", "obl", "nmod", "iobj", "acl")):
                yield from child.subtree


def _for_whom(token: Token) -> Iterator[Token]:
    """Give the tokens of "pour Y" under a word: "embarrassant pour Y"."""
    for child in token.children:
        if child.dep_.startswith(("obl", "nmod")) and any(one.lower_ == "pour" for one in child.children if one.dep_ == "case"):
            yield from child.subtree


def _compared(token: Token, last: Token, entity: str, refs: Mapping[int, str]) -> bool:
    """Tell whether an entity is what something else is better or worse than."""
    if not token.lower_.startswith(_COMPARING) and (not token.i or token.nbor(-1).lower_ not in {"plus", "moins"}):
        return False
    return _follows(last, entity, refs) or any(
        refs.get(child.i) == entity
        and _COMPARED
        & {one.lower_ for top in phrase_chain(child) for one in top.children if one.dep_ in {"case", "mark", "advmod"}}
        for child in token.subtree
    )


def _follows(last: Token, entity: str, refs: Mapping[int, str]) -> bool:
    """Tell whether "que" and an entity stand a few words on, whatever the parser hangs them on."""
    near = [one.i for one in last.doc[last.i : last.i + _NEAR] if one.lower_ in {"que", "qu'"}]
    return any(refs.get(one.i) == entity for index in near for one in last.doc[index + 1 : index + 3])


def _subject(token: Token, refs: Mapping[int, str]) -> str | None:
    """Give the entity of the subject over a word: climb to its verb, then take what its subject phrase stands for."""
    for _ in range(6):
        if token.i in refs:
            return refs[token.i]
        found = [child for child in token.children if child.dep_ in SUBJECTS]
        if found:
            return next((refs[one.i] for one in sorted(found[0].subtree, key=lambda one: one.i) if one.i in refs), None)
        if token.pos_ not in VERBAL and token.pos_ != "ADJ":
            owner = next(
                (
                    refs[one.i]
                    for child in token.children
                    if child.dep_.startswith(("nmod", "appos", "det"))
                    for one in child.subtree
                    if one.i in refs
                ),
                None,
            )
            if owner is not None:
                return owner
        if token.head is token or not token.dep_.startswith(_UP):
            return None
        token = token.head
    return None
