"""Which product, model or chip a common noun takes up after the article called it so: "l'API Lumio ... cette API"."""

from collections.abc import Mapping
from typing import Final

from kg.annotate.closed import GOODS
from kg.annotate.parsed import Parsed, Token

_TAKING_UP: Final = frozenset({"le", "la", "l'", "l’", "ce", "cet", "cette", "ladite", "ledit"})
#: Words between a noun and the name it introduces: "une API appelée Lumio".
_NAMING: Final = frozenset({"appelé", "appelée", "baptisé", "baptisée", "nommé", "nommée", "dénommé", "dénommée"})


def called(doc: Parsed, refs: Mapping[int, str], types: Mapping[str, str]) -> dict[int, str]:
    """Give what stands for goods that the article named beside the same noun before, token by token.

    Args:
        doc: the article.
        refs: token to entity, names and what is resolved already.
        types: entity to type.
    """
    known: dict[str, str] = {}
    found: dict[int, str] = {}
    early: list[Token] = []
    for token in doc:
        if token.i in refs or token.pos_ not in {"NOUN", "PROPN"} or "Plur" in token.morph.get("Number", []):
            continue
        word = token.lower_
        named = _beside(token, refs, types)
        if named is not None:
            known[word] = named
        elif _takes_up(token, refs):
            if word in known:
                found[token.i] = known[word]
            else:
                early.append(token)
    found |= {token.i: known[token.lower_] for token in early if token.lower_ in known}
    return found


def _beside(noun: Token, refs: Mapping[int, str], types: Mapping[str, str]) -> str | None:
    """Give the goods named right after a noun: "le navigateur Lumio", "une API appelée Lumio"."""
    if noun.dep_ in {"nmod", "amod", "appos"} and noun.head.i == noun.i - 1:
        return None  # "un service IA appelé Lumio" calls the service so
    after = noun.i + 1
    if after < len(noun.doc) and noun.doc[after].lower_ in _NAMING:
        after += 1
    entity = refs.get(after)
    return entity if entity is not None and types.get(entity) in GOODS and noun.doc[after].pos_ != "PRON" else None


def _takes_up(noun: Token, refs: Mapping[int, str]) -> bool:
    """Tell whether a noun is definite and is not some other one's: "le modèle d'Ada"."""
    definite = any(child.dep_.startswith("det") and child.lower_ in _TAKING_UP for child in noun.children)
    definite = definite or (noun.i > 0 and noun.nbor(-1).lower_ in _TAKING_UP)
    owned = any(child.dep_ in {"nmod", "appos"} or child.i in refs for child in noun.children)
    return definite and not owned
