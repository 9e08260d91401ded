"""How prominent a name is in what is said: subject, object, beside the point, or a mere place."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

from kg import files
from kg.annotate.closed import GOODS
from kg.annotate.frame import VERBAL, verb_form
from kg.annotate.parsed import Token
from kg.annotate.source_nouns import human, nouns
from kg.annotate.sources import SUBJECTS
from kg.annotate.tables import rows

#: From the most to the least prominent.
SUBJECT, OBJECT, OTHER, ASIDE, SETTING = range(5)
_INSIDE: Final = ("flat", "nmod", "appos", "amod", "conj", "compound", "fixed", "dep")
_ARGUMENTS: Final = ("obj", "iobj", "obl:arg", "obl:agent", "xcomp", "ccomp", "root", "parataxis")
#: Prepositions whose complement is what the words are for or against, whatever the parser calls it.
_TOWARDS: Final = frozenset({"contre", "envers", "face", "chez", "vers"})
#: Prepositions of means and settings.
_MEANS: Final = frozenset({"via", "aide", "moyen", "depuis", "sous"})
_COMPARING: Final = ("supérieur", "inférieur", "meilleur", "comparable", "identique", "égal", "concurren", "préfér")
#: Tokens between "à l'aide de" and its name: "à l'aide de seulement 2 000 processeurs X".
_CLOSE: Final = 5
#: Verbs and words that compare with what "avec" brings in.
_RIVALS: Final = ("rivalis", "concurrenc", "compar", "rival")
_EVEN: Final = frozenset({"égal", "même", "coude-à-coude"})
#: Tokens between "tels que" and the last of the examples.
_EXAMPLES: Final = 12
_MEANS_OF_GOODS: Final = frozenset({"avec", "dans", "sur", "en", "à", "par"})


@lru_cache(maxsize=1)
def carriers() -> dict[str, str]:
    """Give the nouns that a bare name only specifies ("les développeurs Xbox"), or that stand for what was spoken of before."""
    return {row["noun"]: row["kind"] for row in rows(files.rules("topic_nouns.csv"))}


def phrase_chain(token: Token) -> Iterator[Token]:
    """Give a token and the heads over it inside its noun phrase."""
    yield token
    for _ in range(12):
        if not token.dep_.startswith(_INSIDE) or token.head is token or token.pos_ in VERBAL:
            return
        if token.head.pos_ in VERBAL and not token.dep_.startswith(("flat", "appos")):
            return
        token = token.head
        yield token


def rank(token: Token, refs: Mapping[int, str], types: Mapping[str, str], within: tuple[int, int] | None = None) -> int:
    """Rank one token that stands for an entity by its place in the syntax.

    Args:
        token: a token of a name, or a pronoun or noun that was resolved.
        refs, types: token to entity, entity to type.
        within: characters of what is said, where it is not the whole sentence: heads outside it tell nothing.
    """
    own = refs[token.i]
    kind = types.get(own, "")
    chain = list(phrase_chain(token))
    if within is not None:
        chain = list(takewhile(lambda one: within[0] <= one.idx < within[1], chain)) or [token]
        if kind != "PLACE" and not within[0] <= chain[-1].head.idx < within[1] and _opens(token, within[0]):
            return OTHER if _modifies(chain, own, kind, refs, types) else OBJECT
    if kind == "PLACE":
        return SUBJECT if token.dep_ in SUBJECTS and not _nested(token.head) else SETTING
    if _modifies(chain, own, kind, refs, types):
        return ASIDE
    top = chain[-1]
    if top.dep_ in SUBJECTS:
        return OTHER if _nested(top.head) else SUBJECT
    cases = {child.lower_ for one in chain for child in one.children if child.dep_ in {"case", "fixed", "mark"}}
    if _compared(top, cases):
        return OBJECT
    if _example(chain[0]):
        return ASIDE
    cases |= {word.lower_ for one in chain for child in one.children if child.dep_ == "case" for word in child.children}
    before = {word.lower_ for word in token.doc[max(token.sent.start, token.i - _CLOSE) : token.i]}
    if (
        cases & _MEANS
        or before & {"aide", "moyen"}
        or (top.dep_.startswith("obl:mod") and kind in GOODS and cases & _MEANS_OF_GOODS)
    ):
        return ASIDE
    if _nested(top.head if top.pos_ not in VERBAL else top):
        return ASIDE
    return OBJECT if top.dep_.startswith(_ARGUMENTS) or cases & _TOWARDS or top.dep_ == "ROOT" else OTHER


def _compared(top: Token, cases: set[str]) -> bool:
    """Tell whether a name is what something is compared with: "supérieur à X", "plus sobre que X", "face à X"."""
    if "face" in cases:
        return True
    head = top.head
    if cases & {"contrairement", "égal"} or (cases & {"avec"} and (head.lower_.startswith(_RIVALS) or _even(top))):
        return True
    comparing = head.lower_.startswith(_COMPARING) or any(child.lower_ in {"plus", "moins", "aussi"} for child in head.children)
    return bool(cases & {"à", "au", "aux", "que", "qu'"}) and comparing


def _opens(token: Token, start: int) -> bool:
    """Tell whether no verb comes before a token in what is said from the character `start` on."""
    return all(one.pos_ not in VERBAL for one in token.doc[token.sent.start : token.i] if one.idx >= start)


def _even(top: Token) -> bool:
    """Tell whether "avec X" follows "jeu égal", "au coude-à-coude", "même scénario que"."""
    return any(word.lower_ in _EVEN for word in top.doc[max(top.sent.start, top.i - 4) : top.i])


def _example(token: Token) -> bool:
    """Tell whether a name is one of examples: "des fournisseurs tels que X, Y"."""
    start = max(token.sent.start, token.i - _EXAMPLES)
    words = [one.lower_ for one in token.doc[start : token.i]]
    return any(
        words[at : at + 2] in (["tels", "que"], ["telles", "que"], ["tels", "qu'"], ["telles", "qu'"])
        for at in range(len(words))
    )


def _modifies(chain: list[Token], own: str, kind: str, refs: Mapping[int, str], types: Mapping[str, str]) -> bool:
    """Tell whether a name only says whose or which another thing is: "les GPU de X" no, "les développeurs X" yes."""
    for below, one in pairwise(chain):
        entity = refs.get(one.i, own)
        if entity != own and below.dep_ != "conj" and not (kind in GOODS and types.get(entity) == "COMPANY"):
            return True
        role = nouns().get(one.lower_)
        if (
            (role.kind == "person" if role is not None else one.pos_ == "NOUN" and human(one))
            and one.i not in refs
            and below.dep_ == "nmod"
        ):
            return True  # "l'ex-locataire de la Maison Blanche" is somebody else
        bare = not any(child.dep_ == "case" for child in below.children)
        if bare and below.dep_ != "conj" and kind != "PERSON" and carriers().get(one.lower_) == "bearer":
            return True
    made = [
        refs.get(child.i)
        for child in chain[0].children
        if child.dep_ != "conj" and not any(one.dep_ == "case" for one in child.children)
    ]
    return kind == "COMPANY" and any(one not in {None, own} and types.get(one or "") in GOODS for one in made)


def _nested(verb: Token) -> bool:
    """Tell whether a verb stands in a relative clause, a participle phrase or a gerund of what is said."""
    if verb.dep_.startswith("acl"):
        return True
    if verb.dep_.startswith("advcl"):
        return verb.lower_.endswith("ant") or verb_form(verb) == "Part"
    return False
