"""Where a text names a source: the subject of a cue before or behind it, and the words of its noun phrase."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.annotate.closed import RELATIVES
from kg.annotate.cues import Cue
from kg.annotate.frame import Frame, finite
from kg.annotate.inflection import FINITE, GERUND
from kg.annotate.parsed import Token
from kg.annotate.source_houses import among, house
from kg.annotate.source_nouns import human, nouns

SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:caus", "expl:subj"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_CLIMB: Final = ("conj", "xcomp", "advcl", "parataxis", "ccomp", "acl", "obl", "fixed")
TIME: Final = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|demain|aujourd'hui|matin|soir|après-midi|semaine|mois|an|année"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|tout|toute|ça|cela|ce|\d.*)s?$"
)
#: What sets a speaker against others, between a verb and its subject.
_ASIDE: Final = re.compile(
    r",?\s(?:pour (?:sa|leur) part|de (?:son|leur) côté|quant à (?:lui|elle|eux|elles)|à (?:son|leur) tour|également|aussitôt)\b,?"
)
#: How somebody says it, between commas: "lâche, amer, Léo Vial".
_BETWEEN: Final = re.compile(r",\s[^,«».;:\"\n]{2,40},(?=\s)")
#: What opens the clause right behind a verb of saying, and what says nothing at the start of a sentence.
_WHAT: Final = re.compile(r"\s(?:que\s|qu')")
_CONCEDED: Final = re.compile(r"(?:Mais |Et )?(?:Quoi qu'il (?:en soit|arrive|advienne)|Toujours est-il)\b,?\s?", re.I)
_SOME: Final = frozenset({"certains", "certaines", "plusieurs", "beaucoup", "tous", "dernier", "dernière"})
_ARTICLES: Final = frozenset(
    {"le", "la", "l'", "les", "un", "une", "des", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs"}
)
_ORDINAL: Final = frozenset({"premier", "première", "second", "seconde", "troisième", "autre"})
TITLES: Final = frozenset({"m.", "mm.", "mme", "me", "maître", "dr", "pr"})
_LATTER: Final = frozenset({"dernier", "dernière"})
_CLITIC: Final = frozenset({"se", "s'", "-t", "y", "en", "que", "qu'", "dont"})
_OUTER: Final = frozenset({"ADP", "PUNCT", "SPACE", "CCONJ", "SCONJ"})
#: Prepositions inside the name of a source.
_JOINS: Final = frozenset({"de", "d'", "du", "des", "à", "au", "aux", "en", "chez"})
#: Subjects that are the article's own voice, or nobody.
AUTHOR: Final = frozenset({"je", "j'", "nous", "on", "vous", "tu", "cela", "ça", "ceci", "c'", "ce", "rien"})
SINGULAR: Final = frozenset({"il", "elle", "lui", "celui-ci", "celle-ci", "dernier", "dernière"})
PLURAL: Final = frozenset({"ils", "elles", "eux", "ceux-ci", "celles-ci", "derniers", "dernières"})


def pronoun(token: Token) -> str:
    """Give a pronoun without its hyphen: ``-t-il`` is ``il``."""
    return token.lower_.split("-")[-1] if token.text.startswith("-") else token.lower_


def subject(frame: Frame, cue: Cue, cues: Sequence[Cue] = ()) -> Token | None:
    """Give the head of the subject of a cue, see :func:`_subject`; "ce dernier" whatever the parser makes of it."""
    found = _subject(frame, cue, cues)
    if found is not None and found.lower_ in TITLES:
        found = frame.around(found, 1)
    if found is not None and pronoun(found) == "on":
        found = house(frame, found) or found
    if found is not None and _announced(frame, cue, found):
        found = leading(frame, _start(frame, cue), cue.start)
    if found is not None and _stressed(frame, found):
        found = leading(frame, frame.sentence(found.idx)[0], found.idx) or found
    before = frame.around(found, -1) if found is not None else None
    if before is None or before.lower_ not in _LATTER:
        return found
    first = frame.around(before, -1)
    return before if first is not None and first.lower_ in {"ce", "cette"} else found


def _announced(frame: Frame, cue: Cue, source: Token) -> bool:
    """Tell whether a source stands in the clause that a verb opens with *que*, where it can be nobody who says it."""
    after = _WHAT.match(frame.text, cue.end)
    return cue.kind == FINITE and after is not None and source.idx >= after.end()


def _stressed(frame: Frame, token: Token) -> bool:
    """Tell whether a pronoun only sets its noun against others: "La mairie, elle, affirme"."""
    before, after = frame.around(token, -1), frame.around(token, 1)
    commas = before is not None and after is not None and before.text == after.text == ","
    return commas and token.lower_ in {"lui", "elle", "eux", "elles"}


def _subject(frame: Frame, cue: Cue, cues: Sequence[Cue] = ()) -> Token | None:
    """Give the head of the subject of a cue that does not head an incise.

    A cue without a subject of its own ("ajoutant que", "et insiste") has the one of the cue before it in the sentence;
    else it is found by climbing from participles and coordinations.
    """
    if cue.clitic is not None:
        return cue.clitic
    before = frame.around(cue.token, -1)
    if before is not None and before.lower_ in _LATTER and cue.start == cue.token.idx:
        return before
    own = _own(frame, cue.token)
    if own is None and _dependent(frame, cue):
        other = _previous(frame, cue, cues)
        if other is not None:
            return (
                subject(frame, other, cues) if other.clitic or _own(frame, other.token) else inverted(frame, other, cue.start)
            )
    if own is None and cue.kind == GERUND and before is not None and before.lower_ in nouns():
        return before
    first = leading(frame, _start(frame, cue), cue.start)
    if cue.kind == GERUND and first is not None and (first.dep_ in SUBJECTS or first.pos_ == "PRON"):
        return first
    token = cue.token
    for _ in range(7):
        found = _own(frame, token)
        if found is not None:
            return _antecedent(frame, token, found) if found.lower_ in RELATIVES else found
        if token.dep_.startswith("acl") and token.head.lower_ in nouns():
            return token.head
        if token.head is token or (not token.dep_.startswith(_CLIMB) and token.head.pos_ in {"NOUN", "PROPN"}):
            break
        token = token.head
    return first


def _own(frame: Frame, verb: Token) -> Token | None:
    """Give the subject of a verb: the nearest on its left with no colon between, else one on its right."""
    found = [child for child in verb.children if child.dep_ in SUBJECTS and child.text != "-t"]
    left = [one for one in found if one.i < verb.i and ":" not in frame.text[one.idx : verb.idx]]
    return left[-1] if left else next((one for one in found if one.i > verb.i), None)


def _dependent(frame: Frame, cue: Cue) -> bool:
    """Tell whether a cue leans on the one before it: a gerund, or a verb right after *et*, *puis*, *mais*."""
    first = frame.around(frame.doc[frame.index(cue.start)], -1)
    if first is None:
        return False
    return first.lower_ in {"et", "puis", "mais"} or (cue.kind != FINITE and first.lower_ in {",", "en", "d'", "de", "pour"})


def _previous(frame: Frame, cue: Cue, cues: Sequence[Cue]) -> Cue | None:
    """Give the last finite cue before another in the same sentence, outside marks."""
    start = frame.sentence(cue.start)[0]
    before = [one for one in cues if start <= one.start < cue.start and one.kind == FINITE and frame.outside(one.token)]
    return before[-1] if before else None


def _start(frame: Frame, cue: Cue) -> int:
    """Give the start of the sentence of a cue, after a label ("Point fort : ")."""
    start = frame.sentence(cue.token.idx)[0]
    conceded = _CONCEDED.match(frame.text, start, cue.start)
    return max(conceded.end() if conceded else start, frame.text.rfind(":", start, cue.start) + 1)


def impersonal(token: Token) -> bool:
    """Tell whether *il* stands for nobody: "il est possible de dire"."""
    verb, after = token.head, token.doc.words(token.i + 1, token.i + 3).lower()
    return pronoun(token) == "il" and (
        after in {"est à", "reste à", "serait à"}
        or verb.pos_ == "ADJ"
        or verb.lower_ in {"faut", "faudrait", "agit", "semble", "paraît"}
    )


def _antecedent(frame: Frame, verb: Token, relative: Token) -> Token | None:
    """Give the noun that *qui* stands for; a name right before it is taken whatever the parser says."""
    last = frame.around(relative, -1)
    if last is not None and last.text == ",":
        last = frame.around(last, -1)
    if last is not None and last.pos_ == "PROPN":
        return last
    if verb.dep_.startswith("acl") and verb.head.pos_ in _NOMINAL:
        return verb.head
    before = frame.around(relative, -1)
    while before is not None and before.pos_ not in _NOMINAL:
        before = frame.around(before, -1)
    return before


def leading(frame: Frame, start: int, end: int) -> Token | None:
    """Give the first nominal between two characters that no preposition governs and that is no date."""
    return next((token for token in free(frame, start, end) if not TIME.match(token.lower_)), None)


def free(frame: Frame, start: int, end: int) -> Iterator[Token]:
    """Give the nominals that follow no preposition, and stand in marks only if the first character does."""
    governed = fresh = False
    side, last, before = frame.marked(start), "", None
    fronted = True  # a phrase that opens the sentence governs all that it joins: "pour les élus et les maires, X affirme"
    for token in frame.tokens(start, end):
        if frame.marked(token.idx) != side or token.lower_ in TITLES:
            continue
        fronted = fronted and not token.is_punct and not finite(token) and (governed or token.pos_ == "ADP")
        if fronted and token.pos_ == "CCONJ":
            fresh = True
            continue
        entity = frame.refs.get(token.i, "")
        if last and entity not in {"", last} and frame.types.get(entity) == "PERSON":  # "à l'AFP Paul Lenoir"
            governed = False
        elif governed and not last and frame.types.get(entity) == "PERSON" and _parted(before):
            governed = False  # "évacue dans un sourire Ada Brun"
        last, before = entity, token
        if token.pos_ == "ADP":
            governed = fresh = True
        elif token.text == "%" and not governed:  # "54 % des entreprises"
            yield token
        elif token.is_punct or (token.pos_ == "VERB" and not _nominal(token)) or (_article(token) and not fresh):
            governed = False
        elif _nominal(token) and token.lower_ not in _CLITIC:
            if not governed:
                yield token
            fresh = False


def _parted(before: Token | None) -> bool:
    """Tell whether a noun that is nobody's role ends a phrase right before a name."""
    return before is not None and before.pos_ in {"NOUN", "PROPN"} and before.lower_ not in nouns() and not human(before)


def _article(token: Token) -> bool:
    """Tell whether a token is an article, if only because a noun for a source follows it: "l'accusé"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return token.pos_ == "DET" or (token.lower_ in {"l'", "le", "la", "les"} and after.lower_ in nouns())


def _nominal(token: Token) -> bool:
    """Tell whether a token can head a source: "l'accusé" whatever the parser makes of it."""
    noun = token.lower_ in nouns() and token.i > 0 and token.nbor(-1).lower_ in _ARTICLES
    return token.pos_ in _NOMINAL or token.lower_ in _SOME or _ordinal(token) or noun


def _ordinal(token: Token) -> bool:
    """Tell whether "le premier", "la seconde" stands for one of several, with no noun behind it."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return token.lower_ in _ORDINAL and after.pos_ not in {"NOUN", "PROPN"}


def inverted(frame: Frame, cue: Cue, end: int) -> Token | None:
    """Give the subject that follows the verb of an incise, by position: parsers take it for an object."""
    if cue.clitic is not None:
        return (among(frame, cue, end) if pronoun(cue.clitic) == "on" else None) or cue.clitic
    aside = _ASIDE.match(frame.text, cue.end, end) or _BETWEEN.match(frame.text, cue.end, end)
    start = aside.end() if aside else cue.end
    first = next((token for token in free(frame, start, end) if not TIME.match(token.lower_)), None)
    named = next((child for child in cue.token.children if child.dep_ in SUBJECTS and child.i > cue.token.i), None)
    if (
        named is not None
        and start <= named.idx < end
        and frame.marked(named.idx) == frame.marked(cue.token.idx)
        and not TIME.match(named.lower_)
    ):
        return named
    stop = re.search(r"[.;:«\"]", frame.text[cue.end : end])
    return first if first is not None and (stop is None or first.idx < cue.end + stop.start()) else None


def titled(segment: Sequence[Token]) -> bool:
    """Tell whether words between two commas say who somebody is: "directrice de Nordeo", "le patron de Nordeo"."""
    if not segment or any(finite(token) and not token.dep_.startswith("acl") for token in segment[1:]):
        return False
    first = segment[0]
    if first.lower_ in nouns() or any(token.lower_ in nouns() for token in segment[1:3] if first.pos_ == "DET"):
        return True
    bare = first.pos_ == "NOUN" and first.text.islower() and not TIME.match(first.lower_)
    return bare or (any(token.dep_ == "appos" for token in segment[:4]) and first.pos_ not in {"ADP", "VERB"})


def phrase(frame: Frame, head: Token) -> tuple[int, int]:
    """Give the noun phrase of a head, without what follows a comma, a parenthesis or a relative pronoun."""
    if head.text.startswith("-"):
        return head.idx + head.text.rfind("-") + 1, head.end
    inside = {token.i for token in head.subtree}
    start, end = head.i, head.i
    while (
        frame.doc[start].pos_ != "DET"
        and start - 1 in inside
        and frame.doc[start - 1].pos_ not in _OUTER
        and not finite(frame.doc[start - 1])
    ):
        start -= 1
    while end + 1 in inside and not _leaves(frame.doc[end + 1]):
        end += 1
    by = issuer(head) if head.pos_ == "NOUN" else None
    if by is not None:
        mention = frame.refs.get(by.i)
        end = max(end, by.i)
        while mention and frame.refs.get(end + 1) == mention:
            end += 1
    last = frame.doc[end]
    return frame.trim(frame.doc[start].idx, last.end)


_ISSUED = re.compile(r"\w{3,}(?:é|i|u|is|ert)e?s?$")
#: What is cited or questioned by a paper is not the paper's own word.
_QUOTED = re.compile(r"(?:cit|interrog|relay|repris|rencontr|contact)")


def issuer(head: Token) -> Token | None:
    """Give who put out what is told: "des fuites révélées par X", "les éléments communiqués par la société"."""
    doc, passed = head.doc, False
    for token in doc[head.i + 1 : head.i + 6]:
        if token.text in {",", ".", ":", "(", "«", '"'} or token.is_space or (token.pos_ == "VERB" and finite(token)):
            return None
        if passed and token.lower_ == "par":
            return next((one for one in doc[token.i + 1 : token.i + 8] if one.pos_ in _NOMINAL), None)
        passed = bool(_ISSUED.match(token.lower_)) and not _QUOTED.match(token.lower_)
    return None


def _leaves(token: Token) -> bool:
    """Tell whether a token is no longer part of the name of a source."""
    if token.text in {",", "(", ":", "«", "»", '"'} or token.is_space or finite(token):
        return True
    return token.lower_ in RELATIVES | {"dont", "où", "que"} or (token.pos_ == "ADP" and token.lower_ not in _JOINS)
