"""Who is the subject of what, and what a noun phrase stands for.

The parser reads most sentences right and many names wrong, so that a name is one node here whatever the arcs inside it,
coordination and apposition are read from the words, and the arcs are used for what only they can tell: the subject.
"""

from typing import Final

from kg.annotate.control import controller
from kg.annotate.parsed import Token
from kg.annotate.phrases import carried, listed
from kg.annotate.predicates import predicate_of, presented, shown
from kg.annotate.relatives import postposed
from kg.annotate.view import Name, View
from kg.annotate.words import class_type, has, is_any, is_finite, words_of

_OBLIQUE: Final = frozenset({"lequel", "laquelle", "lesquels", "lesquelles", "où"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:caus", "csubj"})
#: Subjects that stand for nothing or repeat a name before the verb: "Altaïr fournit-elle".
_EMPTY: Final = frozenset({"-t", "ce", "cela", "-il", "-elle", "-ils", "-elles", "-t-il", "-t-elle", "-t-ils", "-t-elles"})
_TARGETS: Final = frozenset({"obj", "iobj", "obl:arg", "nsubj:pass"})
_LOWER_CLAUSES: Final = frozenset(
    {"xcomp", "advcl", "conj", "ccomp", "parataxis", "dep", "obl:mod", "obl:arg", "obj", "obl", "appos"}
)


def names_of(seen: View, token: Token, depth: int = 0) -> list[Name]:
    """Give the entities a noun phrase stands for, by its head or any of its tokens.

    A name gives itself and what is coordinated with it; a common noun gives the name it carries ("le modèle R1"), the
    examples it announces ("des géants comme X et Y"), or what it is predicated of ("X est une start-up").
    """
    here = seen.name(token.i)
    if here is not None:
        own = carried(seen, token) if here.anaphor and token.pos_ == "NOUN" else []  # "le fabricant de puces X" is X
        return [one for one in own if one.kin == here.kin] or listed(seen, here)
    if depth > 4:
        return []
    if token.lower_ in ("qui", "que", "qu'", "lequel", "laquelle", "lesquels", "lesquelles", "dont"):
        return _antecedent(seen, token, depth)
    return carried(seen, token) or predicated(seen, token, depth) or _apposed(seen, token)


def _apposed(seen: View, noun: Token) -> list[Name]:
    """Give the name that a bare noun opens a sentence for: "Candidat unique, X sera nommé"."""
    if noun.i > seen.floor(noun.i) + 1:
        return []
    found = (seen.name(child.i) for child in noun.children if child.dep_ == "appos" and child.nbor(-1).text == ",")
    return [one for one in found if one is not None][:1]


def _antecedent(seen: View, token: Token, depth: int) -> list[Name]:
    verb = token.head
    while verb.dep_ not in ("acl:relcl", "acl") and verb.dep_ in ("conj", "xcomp") and verb.head.i != verb.i:
        verb = verb.head
    before = token.i - 1
    while before >= 0 and (seen.doc[before].is_punct or seen.doc[before].pos_ == "ADP"):
        before -= 1
    if before >= 0 and (near := seen.name(before)) is not None:
        if (
            near.type == "PERSON"
            and near.start > 1
            and doc_word(seen, near.start - 1) in ("de", "d'")
            and "COMPANY" in class_type(seen.doc[near.start - 2])
        ):
            firm = seen.name(near.start - 2)  # "l'entreprise de X, qui …" speaks of the firm
            return [firm] if firm is not None else []
        return listed(seen, near) if has(token.head, "Number", "Plur") else [near]
    if verb.dep_ in ("acl:relcl", "acl") and verb.head.i < token.i:
        return names_of(seen, verb.head, depth + 1)
    return names_of(seen, seen.doc[before], depth + 1) if before >= 0 and seen.doc[before].pos_ in ("NOUN", "PROPN") else []


def doc_word(seen: View, index: int) -> str:
    """Give a word of the text in lower case."""
    return str(seen.doc[index].lower_)


def predicated(seen: View, noun: Token, depth: int = 0) -> list[Name]:
    """Give what a common noun is said of: "X est un …", "X, un …"."""
    noun = predicate_of(noun)
    copulas = [child for child in noun.children if child.dep_ == "cop" or child.lemma_ == "être"]
    near = (child for one in (noun, *copulas) for child in one.children)  # "n'est en rien une filiale" hangs it on "est"
    subject = next((child for child in near if child.dep_ in _SUBJECTS), None)
    if subject is not None and copulas:
        return names_of(seen, subject, depth + 1)
    if copulas and copulas[0].i < noun.i and (beside := _adjacent(seen, copulas[0])):
        return beside
    plural = has(noun, "Number", "Plur")
    left = _left_of_comma(seen, noun)
    if left is not None:
        return _whole_list(seen, left) if plural else [left]
    if noun.dep_ == "appos" and noun.head.i < noun.i:
        found = names_of(seen, noun.head, depth + 1)
        return found if plural else found[:1]
    if (verb := presented(noun)) is not None:
        return subject_of(seen, verb, depth + 1)
    if (what := shown(noun)) is not None:
        return names_of(seen, what, depth + 1)
    if noun.dep_ in ("xcomp", "obj") and is_any(noun.head, words_of("becoming")):
        return subject_of(seen, noun.head, depth + 1)
    return []


def _left_of_comma(seen: View, noun: Token) -> Name | None:
    """Give the name that a noun follows after a comma or bracket: "X, filiale de", "X, l'un de ses clients"."""
    left = noun.i - 1
    while left > seen.floor(noun.i) and seen.name(left) is None and seen.doc[left].pos_ in ("DET", "ADJ", "ADV"):
        left -= 1
    if seen.doc[left].lower_ in ("de", "des", "d'", "parmi") and seen.doc[left - 1].lower_ in ("un", "une"):
        left -= 2
        left -= seen.doc[left].lower_ == "l'"
    return seen.name(left - 1) if left > seen.floor(noun.i) and seen.doc[left].text in (",", "(", "–", "—", ":") else None


def _whole_list(seen: View, last: Name) -> list[Name]:
    for index in range(seen.floor(last.start), last.start):
        one = seen.name(index)
        if one is not None and last in (members := listed(seen, one)):
            return members
    return [last]


def subject_of(seen: View, verb: Token, depth: int = 0) -> list[Name]:
    """Give the grammatical subject of a verb or predicate, through control, coordination and relative clauses."""
    if depth > 5:
        return []
    if after := postposed(seen, verb):
        return after
    own = _own(seen, verb)
    if own is not None and own.lower_ not in _EMPTY:
        if other := _after_frame(seen, own, verb) or _before_incise(seen, own, verb):
            return other
        if own.lower_ in ("il", "elle") and seen.name(own.i) is None and verb.dep_ == "advcl" and verb.head.i > verb.i:
            return subject_of(seen, verb.head, depth + 1)  # "Depuis qu'il a racheté Y, X …"
        return names_of(seen, own, depth + 1) or _adjacent(seen, verb)
    if near := _adjacent(seen, verb):
        return near
    if (above := controller(verb)) is not None:
        return subject_of(seen, above, depth + 1)
    if verb.dep_ == "aux:caus":  # "X fait concurrence à Y", "X fait évoluer Y": the parser hangs the subject on the other word
        return subject_of(seen, verb.head, depth + 1) or nearest_left(seen, verb)
    if verb.head.pos_ == "NUM":
        return []
    if verb.dep_ in ("acl", "acl:relcl", "amod", "nmod") and verb.head.i != verb.i:
        if verb.head.pos_ == "VERB":
            return subject_of(seen, verb.head, depth + 1)
        if verb.head.head.pos_ == "VERB" and any(
            c.dep_.startswith("aux") and c.lower_ in ("avoir", "être") for c in verb.children
        ):
            return subject_of(seen, verb.head.head, depth + 1)  # "X indique dans un communiqué avoir levé"
        if verb.lower_.endswith(("er", "ir", "re")) and verb.head.head.pos_ in ("VERB", "AUX") and verb.head.i < verb.i:
            return subject_of(seen, verb.head.head, depth + 1)  # "X a l'intention de"
        above = verb.head.head if verb.head.dep_ == "nmod" else verb.head  # "X, fournisseur de cloud basé en France"
        return names_of(seen, verb.head, depth + 1) or names_of(seen, above, depth + 1)
    if (
        verb.dep_ in _LOWER_CLAUSES
        and verb.head.i != verb.i
        and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV")
    ):
        if seen.name(verb.head.i) is not None:
            return names_of(seen, verb.head, depth + 1)
        if verb.head.lemma_ in words_of("controlling") and (
            target := next((c for c in verb.head.children if c.dep_ in _TARGETS), None)
        ):
            return names_of(seen, target, depth + 1)
        if verb.dep_ != "ccomp" or not is_finite(verb):
            return subject_of(seen, verb.head, depth + 1)
    return nearest_left(seen, verb) if is_finite(verb) or any(child.dep_.startswith("aux") for child in verb.children) else []


def _own(seen: View, verb: Token) -> Token | None:
    """Give the subject that the parser gives a verb, the nearest before it; None when it cannot be."""
    found = [child for child in verb.children if child.dep_ in _SUBJECTS and child.i != verb.i]
    left = [child for child in found if child.i < verb.i]
    own = left[-1] if left else next(iter(found), None) or _inverted(verb)
    if len(left) > 1 and seen.name(left[-1].i) in carried(seen, left[0]):
        own = left[0]  # "Les géants comme X, Y et Z peuvent"
    if own is None or (own.i > verb.i and has(verb, "VerbForm", "Inf")):
        return None  # "a fini par racheter Y": the parser takes the object for a subject
    if not seen.floor(verb.i) <= own.i < seen.ceiling(verb.i):
        return None  # the parser read two sentences as one
    between = seen.doc[own.i + 1 : verb.i]
    return None if any(word.text in (":", ";") for word in between) and _adjacent(seen, verb) else own


def _before_incise(seen: View, own: Token, verb: Token) -> list[Name]:
    """Give the subject before an incise whose inverted subject the parser took: "X, croit savoir Y, a levé"."""
    doc, one = seen.doc, seen.name(own.i)
    if one is None or one.end >= verb.i or doc[one.end].text != ",":
        return []
    at = one.start - 1
    while at > seen.floor(verb.i) and (doc[at].pos_ in ("DET", "ADP", "NOUN", "ADV") or has(doc[at], "VerbForm", "Inf")):
        at -= 1
    if at <= seen.floor(verb.i) or not is_finite(doc[at]) or doc[at - 1].text != ",":
        return []
    first = seen.name(at - 2)
    return listed(seen, first) if first is not None else []


def _inverted(verb: Token) -> Token | None:
    """Give the subject after the verb of a relative clause, which the parser may call an object: "sur lequel repose X"."""
    if not any(child.lower_ in _OBLIQUE and child.i < verb.i for child in verb.children):
        return None
    return next((child for child in verb.children if child.dep_ == "obj" and child.i > verb.i), None)


def _after_frame(seen: View, own: Token, verb: Token) -> list[Name]:
    """Give the subject after a comma when what the parser took for it belongs to a frame: "Selon X, Y dépasse Z"."""
    one = seen.name(own.i)
    if (
        one is None
        or one.start == 0
        or not (doc_word(seen, one.start - 1) == "croire" or seen.doc[one.start - 1].pos_ in ("ADP", "VERB"))
    ):
        return []
    near = _adjacent(seen, verb)
    return near if near and near[0].start > one.end and seen.doc[near[0].start - 1].text == "," else []


def _adjacent(seen: View, verb: Token) -> list[Name]:
    """Give the name right before a verb and its helpers, when no preposition governs that name."""
    doc, floor, at = seen.doc, seen.floor(verb.i), verb.i - 1
    helped = False
    while (
        at >= floor
        and seen.name(at) is None
        and (doc[at].pos_ in ("AUX", "ADV", "PRON") or doc[at].lower_ in ("ne", "n'", "se", "s'", "l'"))
    ):
        helped = helped or doc[at].pos_ in ("AUX", "PRON")
        at -= 1
    one = seen.name(at) if at >= floor else None
    if one is None or one.anaphor or not (helped or not verb.lower_.endswith(("é", "ée", "és", "ées", "er", "ir", "ant"))):
        return []
    before = one.start - 1
    while before >= floor and doc[before].pos_ in ("DET", "ADJ", "NOUN") and seen.name(before) is None:
        before -= 1
    repeated = any(child.lower_ in _EMPTY and child.text.startswith("-") for child in verb.children)
    if (
        before >= floor
        and not repeated
        and (doc[before].pos_ in ("ADP", "VERB") or doc[before].lower_ in ("comme", "et", "ou"))
    ):
        return []
    return [one]


def nearest_left(seen: View, token: Token) -> list[Name]:
    """Give the last name left of `token` in its sentence that no preposition governs, if no finite verb stands between."""
    doc = seen.doc
    at = token.i - 1
    while at >= seen.floor(token.i):
        one = seen.name(at)
        if one is not None:
            before = one.start - 1
            while before >= seen.floor(token.i) and doc[before].pos_ in ("DET", "ADJ", "NOUN"):
                before -= 1
            if one.end < len(doc) and doc[one.end].text == ")":
                at = one.start  # the agency of a dateline
            elif before < seen.floor(token.i) or doc[before].pos_ not in ("ADP", "VERB"):
                return listed(seen, one)
            at = one.start
        elif is_finite(doc[at]) and doc[at].i not in [child.i for child in token.children]:
            return []
        at -= 1
    return []
