"""Incises: a reporting verb with its subject behind it, inside marks, after them, or beside words without marks."""

import re
from typing import Final

from kg.annotate.closed import INTO, RELATIVES
from kg.annotate.cues import LIKE, Cue
from kg.annotate.drafts import Draft
from kg.annotate.extent import clause_end, direct, fragments, shaped
from kg.annotate.frame import Frame, finite
from kg.annotate.inflection import FINITE
from kg.annotate.marks import Marked
from kg.annotate.parsed import Token
from kg.annotate.sources import AUTHOR, SUBJECTS, inverted, leading, phrase, pronoun, titled
from kg.annotate.speakers import able

_LABEL = re.compile(r"[^:«\".,]{1,60}\s?:\s")
_TAIL = re.compile(
    r",\s(?:mais|et|tandis|qui|dont|alors|lors|dans|avant|ajoutant|en|à|au|aux|sur|après|devant|lui|pour|selon|citant"
    r"|interrogée?|\w+ant)\b"
)
#: After an incise with a pronoun, fewer words tell that the article itself goes on.
_GOES_ON = re.compile(
    r",\s(?:tandis|qui|dont|alors|lors|avant|ajoutant|en|au|aux|après|devant|lui|selon|citant|interrogée?|\w+ant)\b"
)
_QUESTION = re.compile(r"(?:Comment|Pourquoi|Quand)\s+(?![\w' ]{0,30}-(?:t-)?(?:il|elle|on|ils|elles)\b)")
#: Verbs whose object is easily taken for a subject behind a name in marks: "le rapport « X », souligne l'ampleur".
_EVIDENT: Final = frozenset({"révéler", "souligner", "confirmer", "montrer", "rappeler", "indiquer", "relever", "suggérer"})
#: A fragment in marks stands for a clause from this share of the words on.
_PARTLY: Final = 0.5
_STOPS: Final = ',?!…-–—»"'


def incises(frame: Frame, cues: list[Cue]) -> list[Draft]:
    """Give the quotations that an incise attributes."""
    found: list[Draft] = []
    for cue in cues:
        if cue.kind != FINITE or not cue.rule.incise:
            continue
        like = LIKE.search(frame.text, max(0, cue.start - 30), cue.start)
        if like is not None and frame.outside(cue.token):
            found += _likewise(frame, cue, like.start())
        if like is not None or not _set_off(frame, cue):
            continue
        around = frame.marked(cue.token.idx)
        found += _inside(frame, cue, around) if around is not None else _beside(frame, cue)
    return found


def _likewise(frame: Frame, cue: Cue, start: int) -> list[Draft]:
    """Comme l'a dit X, P and P, comme le dit X."""
    begin, end = frame.sentence(start)
    base = _base(frame, cue, end, "incise_plain")
    if base is None or not (cue.clitic is not None or able(frame, base.source)):
        return []
    stop = close(frame, cue, base, end)
    if not frame.text[begin:start].strip():
        after = re.match(r"\s?[,:]\s*", frame.text[stop : stop + 4])
        return shaped(frame, stop + 1, clause_end(frame, stop + 1, end), base) if after and end - stop > 20 else []
    before = frame.text[begin:start].rstrip()
    if not before.endswith(","):
        return []
    if frame.clause(begin, start):
        return shaped(frame, begin, start, base)
    goes_on = frame.text[stop : stop + 1] == "," and frame.clause(stop, end)
    return shaped(frame, begin, clause_end(frame, stop, end), base) if goes_on else []


def _set_off(frame: Frame, cue: Cue) -> bool:
    """Tell whether a comma, another stop or a mark stands before the verb, and its subject not before it."""
    before = frame.text[max(0, cue.first - 4) : cue.first].rstrip()
    if not before or before[-1] not in _STOPS:
        return False
    if cue.clitic is not None:
        return pronoun(cue.clitic) not in AUTHOR - {"on"}
    after = frame.around(cue.token, 1)
    if (
        after is not None
        and after.lower_ in {"que", "qu'", ":", "de", "d'", "le", "la"}
        and after.pos_ in {"SCONJ", "PUNCT", "PRON"}
    ):
        return False
    if after is not None and after.lower_ in {"de", "d'", "à", "par"} and "m" in cue.rule.flags:
        return False
    if before[-1] in '»"' or frame.text[max(0, cue.first - 8) : cue.first].rstrip(" ,").endswith(("»", '"')):
        return True
    if cue.token.dep_.startswith("parataxis") or (after is not None and after.pos_ == "PROPN"):
        return True
    subjects = [child.i for child in cue.token.children if child.dep_ in SUBJECTS]
    if all(number > cue.token.i for number in subjects) or subjects[-1] > cue.token.i:
        return True
    followed = after is not None and (after.pos_ == "DET" or after.text == ",")
    complete = frame.outside(cue.token) and _complete(frame, frame.sentence(cue.start)[0], cue.start)
    return followed and (complete or _between(frame, cue))


def _between(frame: Frame, cue: Cue) -> bool:
    """Tell whether a verb and a person behind it stand between two commas: "Paul Lenoir, martèle son rival, ment"."""
    around = frame.marked(cue.token.idx)
    end = around.inner_end if around is not None else frame.sentence(cue.start)[1]
    base = _base(frame, cue, end, "incise_plain")
    if base is None or base.source is None or base.source.i < cue.token.i or not able(frame, base.source):
        return False
    return frame.text[: cue.start].rstrip().endswith(",") and frame.text[close(frame, cue, base, end) :][:1] == ","


def _complete(frame: Frame, start: int, end: int) -> bool:
    """Tell whether a main clause stands between two characters: a finite verb that no relative pronoun governs."""
    relative = False
    for token in frame.tokens(start, end):
        relative = token.text != "," and (relative or token.lower_ in RELATIVES | {"dont", "où", "que", "qu'"})
        if finite(token) and not relative and frame.outside(token):
            return True
    return False


def _base(frame: Frame, cue: Cue, end: int, family: str) -> Draft | None:
    source = inverted(frame, cue, end)
    if source is None:
        return None
    return Draft(start=0, end=0, mode="", family=family, cue=(cue.start, cue.end), rule=cue.rule, source=source)


def _credible(frame: Frame, cue: Cue, source: Token | None) -> bool:
    """Tell whether what follows a verb without marks can be its subject, not its object: ", a rapporté un problème"."""
    if source is None or cue.clitic is not None or able(frame, source):
        return True
    known = any(child.lower_ in {"le", "la", "l'", "les", "son", "sa", "ses", "leur", "leurs"} for child in source.children)
    return known and "w" not in cue.rule.flags and frame.refs.get(source.i) is None and source.dep_ in SUBJECTS


def close(frame: Frame, cue: Cue, base: Draft, end: int) -> int:
    """Give the character where an incise ends: the stop after the subject and what stands in apposition to it."""
    at = cue.end if base.source is None else max(cue.end, phrase(frame, base.source)[1])
    for _ in range(3):
        stop = re.search(r"[,.;:?!«\"\n]", frame.text[at:end])
        if stop is None:
            return end
        at += stop.start()
        if frame.text[at] != "," or not _apposition(frame, at + 1, end):
            return at
        at += 1
    return at


def _apposition(frame: Frame, start: int, end: int) -> bool:
    """Tell whether a bare noun phrase ("directrice de Nordeo") stands between two commas."""
    stop = re.search(r"[,.;:«\"]", frame.text[start:end])
    words = list(frame.tokens(start, start + stop.start() if stop else end))
    member = len(words) > 1 and words[0].lower_ in INTO and words[-1].i in frame.refs and not any(map(finite, words))
    return member or titled(words)


def _inside(frame: Frame, cue: Cue, around: Marked) -> list[Draft]:
    """« Q1, insiste X, Q2 »: two stretches of the marked words."""
    base = _base(frame, cue, around.inner_end, "incise_inside")
    if base is None:
        return []
    first = frame.trim(around.inner_start, cue.start)
    end = close(frame, cue, base, around.inner_end)
    start, second_end = end, around.inner_end
    if not around.closed:  # what another sentence says after the incise is nobody's words for certain
        stop = re.search(r"[.!?…](?=\s|$)", frame.text[end:second_end])
        second_end = end if frame.text[end : end + 1] != "," else end + stop.start() if stop else second_end
    while start < second_end and frame.text[start] in " \n,.;:":
        start += 1
    parts = [first, (start, second_end)]
    whole = [Marked(a, b, a, b) for a, b in parts if re.search(r"\w", frame.text[a:b])]
    return [direct(one, base) for one in whole]


def _beside(frame: Frame, cue: Cue) -> list[Draft]:
    """« Q », V X and P, V X, with what follows the incise in the same sentence."""
    start, end = frame.sentence(cue.start)
    base = _base(frame, cue, end, "incise_after")
    if base is None or (cue.rule.lemma in _EVIDENT and not _credible(frame, cue, base.source)):
        return []
    last = max((one for one in frame.marks if one.end <= cue.start), key=lambda one: one.end, default=None)
    adjacent = last is not None and not frame.text[last.end : cue.first].strip(" ,;.!?-–—\n")
    if adjacent and last is not None:
        return _after_marks(frame, cue, base, last) + _continued(frame, cue, base, end)
    return _plain(frame, cue, base, (start, end)) if _credible(frame, cue, base.source) else []


def _after_marks(frame: Frame, cue: Cue, base: Draft, last: Marked) -> list[Draft]:
    start = frame.sentence(last.start)[0]
    before = frame.text[start : last.start].rstrip()
    comma = "," in frame.text[last.end : cue.start]
    if not comma and before and not before.endswith(":"):
        left = [child for child in cue.token.children if child.dep_ in SUBJECTS and child.i < cue.token.i]
        if left and cue.clitic is None:
            return []
    named = (
        not any(map(finite, frame.tokens(last.inner_start, last.inner_end))) and frame.text[last.inner_end - 1] not in "?!…."
    )
    if not comma and named and cue.clitic is None:
        return []
    if before and not before.endswith((":", ",")) and (frame.clause(start, last.start) or _predicate(frame, last)):
        return shaped(frame, start, last.end, base)
    return [direct(last, base)]


def _predicate(frame: Frame, one: Marked) -> bool:
    """Tell whether words in marks begin with the verb of a subject before them: Les firmes « sont libres », dit X."""
    small = {"ne", "n'", "se", "s'", "en", "y", "le", "la", "l'", "les"}
    first = next((token for token in frame.tokens(one.inner_start, one.inner_end) if token.lower_ not in small), None)
    return first is not None and finite(first) and frame.text[one.inner_start].islower()


def _continued(frame: Frame, cue: Cue, base: Draft, end: int) -> list[Draft]:
    """« Q1 », V X, « Q2 »: the second stretch has the same speaker."""
    stop = close(frame, cue, base, end)
    after = next(iter(fragments(frame, stop, end)), None)
    if after is not None and after.start > stop and not frame.text[stop : after.start].strip(" ,:;.\n"):
        return [direct(after, base)]
    return []


def _opening(frame: Frame, start: int, end: int) -> int:
    """Leave out a label ("Point fort : "), or what the article says of a speaker before a colon or a semicolon."""
    label = _LABEL.match(frame.text, start, end)
    if label and not frame.clause(start, label.end()):
        return label.end()
    at = max(frame.text.rfind(" : ", start, end), frame.text.rfind(" ; ", start, end), frame.text.rfind("; ", start, end))
    if at < 0 or frame.marked(at) is not None:
        return start
    if frame.text[at : at + 2].strip() == ";":
        return at + 2 if frame.clause(at, end) else start
    first = leading(frame, start, at)
    return at + 2 if first is not None and able(frame, first) and frame.clause(start, at) else start


def _finished(frame: Frame, start: int, cue: Cue, stop: int) -> int | None:
    """Give the end of marks that finish a clause that an incise cut: "Il fallait, dit-elle, « quelqu'un de sûr »"."""
    one = next((one for one in frame.marks if stop <= one.start), None)
    if cue.clitic is None or one is None or frame.text[stop : one.start].strip() != ",":
        return None
    small = frame.text[one.inner_start].islower() and (frame.clause(start, cue.start) or _predicate(frame, one))
    return one.end if small else None


def _plain(frame: Frame, cue: Cue, base: Draft, sentence: tuple[int, int]) -> list[Draft]:
    """P, V X or P1, V X, P2 without marks directly before the verb."""
    start, end = sentence
    start = _opening(frame, start, cue.start)
    question = _QUESTION.match(frame.text, start)
    start = question.end() if question else start
    stop = close(frame, cue, base, end)
    whole = frame.clause(start, cue.start) or frame.share(start, cue.start) > _PARTLY
    rest = frame.text[stop:end]
    tail = _GOES_ON if cue.clitic is not None else _TAIL
    medial = rest.startswith(",") and frame.clause(stop, end) and not tail.match(rest)
    quoted = _finished(frame, start, cue, stop)
    if quoted is not None:
        return shaped(frame, start, quoted, base)
    if not whole and not medial:
        return []
    family = Draft(start=0, end=0, mode="", family="incise_plain", cue=base.cue, rule=base.rule, source=base.source)
    return shaped(frame, start, clause_end(frame, stop, end) if medial else cue.start, family)
