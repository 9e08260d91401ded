"""The names of a Doc seen by token, and who is the subject of what.

The parser reads most sentences right and many names wrong, so that a name is one node here whatever the arcs inside it,
coordination and apposition are read from the words, and the arcs are used for what only they can tell: the subject.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc, Token

from kg import files
from kg.annotate.amounts import Amount, amounts
from kg.annotate.sentences import sentences
from kg.annotate.tables import rows
from kg.records import Entity

#: Types that stand in one list together.
_KIN: Final = {"MODEL": "thing", "PRODUCT": "thing", "CHIP": "thing", "COMPANY": "firm", "ORG": "firm"}
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:caus", "csubj"})
_LOWER_CLAUSES: Final = frozenset({"xcomp", "advcl", "conj", "ccomp", "parataxis", "dep", "obl:mod", "obl:arg", "obj"})
_FIRST_GROUP: Final = "e|es|ent|ons|ez|a|ai|as|èrent|ait|aient|era|eront|erait|eraient|er|é|ée|és|ées|ant|erez|erons"
_SECOND_GROUP: Final = "is|it|issent|issons|issez|issait|issaient|ira|iront|irait|iraient|ir|i|ie|ies|irent|issant"
_THIRD_GROUP: Final = "s|t||ent|ons|ez|ait|aient|ra|ront|rait|raient|re|u|ue|us|ues|it|irent|ant"


_BE: Final = frozenset({"est", "sont", "était", "étaient", "sera", "seront", "serait", "seraient", "été", "être", "fut", "étant", "soit"})
_HAVE: Final = frozenset({"a", "ont", "avait", "avaient", "aura", "auront", "aurait", "auraient", "avoir", "ayant", "ai", "avons"})
#: Words that announce a name: "des groupes comme X", "un modèle baptisé Y".
_ANNOUNCING: Final = frozenset({
    "comme", "tels", "telles", "tel", "telle", "que", "dont", "notamment", "baptisé", "baptisée", "appelé", "appelée", "nommé",
    "nommée", "dénommé", "dénommée", "surnommé", "surnommée", "intitulé", "intitulée", "(",
})
#: Verbs whose helper is "être" in the active form too.
_MOVING: Final = frozenset({
    "aller", "venir", "arriver", "devenir", "rester", "entrer", "sortir", "partir", "parvenir", "naître", "mourir", "tomber", "passer",
    "monter", "descendre", "retourner", "débarquer", "revenir",
})


@dataclass(frozen=True, slots=True)
class Name:
    """A named mention or a resolved anaphor, as tokens."""

    start: int
    end: int
    entity: str
    type: str
    anaphor: bool = False

    @property
    def kin(self) -> str:
        """Give what its type may be coordinated with."""
        return _KIN.get(self.type, self.type)


@dataclass(frozen=True)
class View:
    """Everything the patterns ask of one Doc.

    Args:
        at: token index to the name that covers it.
        money: token index at which a sum or share starts to that amount and the index after it.
        bounds: token index to the first token of its sentence and the one after the last.
    """

    doc: Doc
    entities: dict[str, Entity]
    at: dict[int, Name]
    money: dict[int, tuple[Amount, int]] = field(default_factory=dict)
    bounds: dict[int, tuple[int, int]] = field(default_factory=dict)

    def floor(self, index: int) -> int:
        """Give the first token of the sentence of a token."""
        return self.bounds[index][0]

    def ceiling(self, index: int) -> int:
        """Give the token after the sentence of a token."""
        return self.bounds[index][1]

    def name(self, index: int) -> Name | None:
        """Give the name at a token, or None."""
        return self.at.get(index)


def view(doc: Doc) -> View:
    """Prepare `doc`: its mentions and referents by token, its amounts."""
    entities = {one.id: one for one in doc._.entities}
    at: dict[int, Name] = {}
    for index, entity in sorted(doc._.referents.items()):
        if entity in entities:
            at[index] = Name(index, index + 1, entity, entities[entity].type, anaphor=True)
    for mention in doc._.mentions:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is not None and mention.entity in entities:
            one = Name(span.start, span.end, mention.entity, entities[mention.entity].type)
            at.update(dict.fromkeys(range(span.start, span.end), one))
    bounds = {index: span for span in sentences(doc) for index in range(*span)}
    return View(doc, entities, at, _amounts_by_token(doc), bounds)


def _amounts_by_token(doc: Doc) -> dict[int, tuple[Amount, int]]:
    found = {}
    for one in amounts(doc.text):
        span = doc.char_span(one.start, one.end, alignment_mode="expand")
        if span is not None:
            found[span.start] = (one, span.end)
    return found


@lru_cache(maxsize=1)
def transparent() -> frozenset[str]:
    """Read the nouns that stand for what they are of: "les performances de X"."""
    return frozenset(row["noun"] for row in rows(files.rules("relation_nouns.csv")) if row["kind"] == "transparent")


@lru_cache(maxsize=1)
def made() -> frozenset[str]:
    """Read the nouns of things that firms make, besides the class nouns: "son système X"."""
    return frozenset(row["noun"] for row in rows(files.rules("relation_nouns.csv")) if row["kind"] == "made")


def is_transparent(token: Token) -> bool:
    """Tell whether a noun stands for what it is of."""
    return token.lower_ in transparent() or token.lemma_.lower() in transparent()


@lru_cache(maxsize=1)
def goods() -> frozenset[str]:
    """Read the nouns of goods without a name: "les puces de X"."""
    return frozenset(row["noun"] for row in rows(files.rules("relation_nouns.csv")) if row["kind"] == "goods")


@lru_cache(maxsize=4096)
def _forms(lemma: str) -> re.Pattern[str]:
    """Give the regular forms of a lemma: the lemmatizer does not know every verb."""
    stem = re.escape(lemma[:-2])
    if lemma.endswith("er"):
        stem = re.sub("[eéè](?=[^aeiouéè]+$)", "[eéè]", stem)
        stem = re.sub("c$", "[cç]", re.sub("g$", "ge?", re.sub("y$", "[yi]", stem)))
        ending = _FIRST_GROUP
    elif lemma.endswith("ir"):
        ending = _SECOND_GROUP
    elif lemma.endswith("re"):
        ending = _THIRD_GROUP
    else:
        stem, ending = re.escape(lemma), "e?s?"
    return re.compile(f"{stem}(?:{ending})", re.IGNORECASE)


def is_word(token: Token, lemma: str) -> bool:
    """Tell whether `token` is a form of `lemma`, even when the lemmatizer did not know it."""
    return token.lemma_.lower() == lemma or token.lower_ == lemma or _forms(lemma).fullmatch(token.text) is not None


def is_finite(token: Token) -> bool:
    """Tell whether a token is a finite verb or auxiliary."""
    return token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm")


def is_passive(verb: Token) -> bool:
    """Tell whether a verb has the passive form: "être" as its helper, or a bare past participle."""
    helpers = {child.lower_ for child in verb.children if child.dep_.startswith(("aux", "cop")) or child.pos_ == "AUX"}
    if any(child.dep_.startswith("expl") or child.lower_ in ("se", "s'") for child in verb.children) or verb.lemma_ in _MOVING:
        return False
    if helpers & _BE and (helpers & {"été"} or not helpers & _HAVE):
        return True
    if helpers & _HAVE or any(child.dep_ == "nsubj" for child in verb.children):
        return False
    return "Part" in verb.morph.get("VerbForm") and "Past" in verb.morph.get("Tense") and not re.search("[^é]e$", verb.lower_)


def listed(seen: View, first: Name) -> list[Name]:
    """Give `first` and the names coordinated with it: "X, Y (Z) et W"."""
    found, tail, at = [first], [], first.end
    closed = False
    while True:
        step = _next_listed(seen, at, first)
        if step is None:
            break
        other, joined = step
        tail.append(other)
        at = other.end
        if joined:
            found += tail
            tail, closed = [], True
            break
    if not closed and len(tail) >= 2:
        found += tail
    return found


def _next_listed(seen: View, at: int, first: Name) -> tuple[Name, bool] | None:
    doc = seen.doc
    at = _skip_parenthesis(doc, at)
    owner = seen.name(at + 1) if at + 1 < len(doc) and doc[at].lower_ in ("de", "d'") else None
    if owner is not None and owner.kin != first.kin:
        at = owner.end
    if at >= len(doc) or doc[at].lower_ not in (",", "et", "ou", "&", "ainsi", "mais", "puis", "comme"):
        return None
    joined = doc[at].lower_ != ","
    at += 1
    for _ in range(7):
        if at >= len(doc):
            return None
        other = seen.name(at)
        if other is not None:
            return (other, joined) if other.kin == first.kin and other.start == at else None
        word = doc[at].lower_
        if word in ("et", "ou", "ainsi", "mais"):
            joined = True
        elif not (word in ("que", "aussi", "comme", "même", "avec", "sur", "à", "de", "d'", "du", "des", "chez", "au", "aux", "dans")
                  or doc[at].pos_ in ("DET", "ADJ") or is_class_noun(doc[at])):
            return None
        at += 1
    return None


def _skip_parenthesis(doc: Doc, at: int) -> int:
    if at < len(doc) and doc[at].text == "(":
        for index in range(at, min(at + 8, len(doc))):
            if doc[index].text == ")":
                return index + 1
    return at


@lru_cache(maxsize=1)
def class_nouns() -> dict[str, str]:
    """Read which single-word nouns name a class ("modèle" -> "MODEL")."""
    return {row["noun"]: row["type"] for row in rows(files.rules("class_nouns.csv")) if " " not in row["noun"]}


def is_class_noun(token: Token) -> bool:
    """Tell whether a token is a class noun."""
    return class_type(token) != ""


def class_type(token: Token) -> str:
    """Give the types a class noun announces, or an empty string."""
    known = class_nouns()
    word = token.text if token.text in known else token.lower_
    found = known.get(word) or known.get(token.lemma_.lower()) or known.get(word.removesuffix("s"), "")
    return found or ("MODEL|PRODUCT" if word in made() else "")


def names_of(seen: View, token: Token, depth: int = 0) -> list[Name]:
    """Give the entities a noun phrase stands for, by its head or any of its tokens.

    A name gives itself and what is coordinated with it; a common noun gives the name it carries ("le modèle R1"), the
    examples it announces ("des géants comme X et Y"), or what it is predicated of ("X est une start-up").
    """
    here = seen.name(token.i)
    if here is not None:
        return listed(seen, here)
    if depth > 4:
        return []
    if token.lower_ in ("qui", "que", "qu'", "lequel", "laquelle", "lesquels", "lesquelles", "dont"):
        return _antecedent(seen, token, depth)
    return carried(seen, token) or predicated(seen, token, depth)


def _antecedent(seen: View, token: Token, depth: int) -> list[Name]:
    verb = token.head
    while verb.dep_ not in ("acl:relcl", "acl") and verb.dep_ in ("conj", "xcomp") and verb.head.i != verb.i:
        verb = verb.head
    before = token.i - 1
    while before >= 0 and (seen.doc[before].is_punct or seen.doc[before].pos_ == "ADP"):
        before -= 1
    if before >= 0 and (near := seen.name(before)) is not None:
        return listed(seen, near) if "Plur" in token.head.morph.get("Number") else [near]
    if verb.dep_ in ("acl:relcl", "acl") and verb.head.i < token.i:
        return names_of(seen, verb.head, depth + 1)
    return names_of(seen, seen.doc[before], depth + 1) if before >= 0 and seen.doc[before].pos_ in ("NOUN", "PROPN") else []


def carried(seen: View, noun: Token) -> list[Name]:
    """Give the names in the words after a common noun: "le modèle phare o1", "les performances de X", "des groupes comme Y"."""
    doc, end = seen.doc, seen.ceiling(noun.i)
    through, announced = is_transparent(noun), False
    for at in range(noun.i + 1, min(noun.i + 9, end)):
        one = seen.name(at)
        if one is not None:
            return listed(seen, one)
        word = doc[at]
        if word.lower_ in _ANNOUNCING:
            announced = True
        elif word.lower_ in ("de", "du", "des", "d'", "en"):
            if not (through or announced or _describes(seen, at)):
                return []
        elif word.lower_ == "," and not (at + 1 < end and _renamed(seen, noun, at + 1)):
            return []
        elif word.is_punct and word.lower_ != ",":
            return []
        elif word.pos_ in ("ADP", "VERB", "AUX", "CCONJ", "SCONJ", "PRON") and not announced and not _is_participle(word):
            return []
        elif word.pos_ == "ADV":
            through = False
    return []


def _is_participle(word: Token) -> bool:
    return "Part" in word.morph.get("VerbForm") and not word.lower_.endswith("ant")


def _describes(seen: View, at: int) -> bool:
    """Tell whether "de …" only describes the noun: "modèle de langage X" but not "filiale de X"."""
    doc = seen.doc
    after = at + 1
    while after < len(doc) and doc[after].pos_ in ("DET", "ADJ"):
        after += 1
    return after < len(doc) and seen.name(after) is None and doc[after].pos_ in ("NOUN", "PROPN", "VERB", "X")


def _renamed(seen: View, noun: Token, at: int) -> bool:
    doc = seen.doc
    if doc[at].lower_ in ("comme", "dont", "notamment", "tels", "telles", "à"):
        return class_type(noun) != "" or is_transparent(noun)
    one = seen.name(at)
    return one is not None and one.type in class_type(noun).split("|")


def predicated(seen: View, noun: Token, depth: int = 0) -> list[Name]:
    """Give what a common noun is said of: "X est un …", "X, un …"."""
    subject = next((child for child in noun.children if child.dep_ in _SUBJECTS), None)
    if subject is not None and any(child.dep_ == "cop" for child in noun.children):
        return names_of(seen, subject, depth + 1)
    plural = "Plur" in noun.morph.get("Number")
    left = _left_of_comma(seen, noun)
    if left is not None:
        return _whole_list(seen, left) if plural else [left]
    if noun.dep_ == "appos" and noun.head.i < noun.i:
        found = names_of(seen, noun.head, depth + 1)
        return found if plural else found[:1]
    if noun.dep_ in ("xcomp", "obj") and noun.head.lemma_ in ("devenir", "rester", "être", "demeurer", "représenter"):
        return subject_of(seen, noun.head, depth + 1)
    return []


def _left_of_comma(seen: View, noun: Token) -> Name | None:
    """Give the name that a noun follows after a comma or bracket: "X, filiale de"."""
    left = noun.i - 1
    while left > seen.floor(noun.i) and seen.name(left) is None and seen.doc[left].pos_ in ("DET", "ADJ", "ADV"):
        left -= 1
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
    own = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if own is not None and own.i != verb.i and own.lower_ not in ("-t", "ce", "cela"):
        return names_of(seen, own, depth + 1)
    if (near := _adjacent(seen, verb)):
        return near
    if verb.head.pos_ == "NUM":
        return []
    if verb.dep_ in ("acl", "acl:relcl", "amod", "nmod") and verb.head.i != verb.i:
        if verb.head.pos_ == "VERB":
            return subject_of(seen, verb.head, depth + 1)
        above = verb.head.head if verb.head.dep_ == "nmod" else verb.head  # "X, fournisseur de cloud basé en France"
        return names_of(seen, verb.head, depth + 1) or names_of(seen, above, depth + 1)
    if verb.dep_ in _LOWER_CLAUSES and verb.head.i != verb.i and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
        if seen.name(verb.head.i) is not None:
            return names_of(seen, verb.head, depth + 1)
        if verb.dep_ != "ccomp" or not is_finite(verb):
            return subject_of(seen, verb.head, depth + 1)
    return nearest_left(seen, verb) if is_finite(verb) or any(child.dep_.startswith("aux") for child in verb.children) else []


def _adjacent(seen: View, verb: Token) -> list[Name]:
    """Give the name right before a verb and its helpers, when no preposition governs that name."""
    doc, floor, at = seen.doc, seen.floor(verb.i), verb.i - 1
    helped = False
    while at >= floor and seen.name(at) is None and (doc[at].pos_ in ("AUX", "ADV", "PRON") or doc[at].lower_ in ("ne", "n'", "se", "s'", "l'")):
        helped = helped or doc[at].pos_ in ("AUX", "PRON")
        at -= 1
    one = seen.name(at) if at >= floor else None
    if one is None or one.anaphor or not (helped or not verb.lower_.endswith(("é", "ée", "és", "ées", "er", "ir", "ant"))):
        return []
    before = one.start - 1
    while before >= floor and doc[before].pos_ in ("DET", "ADJ", "NOUN") and seen.name(before) is None:
        before -= 1
    if before >= floor and (doc[before].pos_ in ("ADP", "VERB") or doc[before].lower_ in ("comme", "que", "et", "ou")):
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
            if before < seen.floor(token.i) or doc[before].pos_ not in ("ADP", "VERB"):
                return listed(seen, one)
            at = one.start
        elif is_finite(doc[at]) and doc[at].i not in [child.i for child in token.children]:
            return []
        at -= 1
    return []
