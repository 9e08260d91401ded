"""Prepositions that name a source: selon X, d'après X, pour X, aux yeux de X."""

import re
from functools import lru_cache

from kg import files
from kg.annotate.closed import RELATIVES
from kg.annotate.drafts import SPEAKING, Draft
from kg.annotate.extent import clause_end, direct, shaped
from kg.annotate.frame import VERBAL, Frame, finite, verb_form
from kg.annotate.parsed import Token
from kg.annotate.source_nouns import human, nouns
from kg.annotate.sources import PLURAL, SINGULAR, issuer, phrase, pronoun, titled
from kg.annotate.tables import rows

_LABEL = re.compile(r"[^:«\".,]{1,60}\s?:\s")
_QUESTION = re.compile(r"(?:Comment|Pourquoi|Quand)\s+(?![\w' ]{0,30}-(?:t-)?(?:il|elle|on|ils|elles)\b)")
_INFINITIVE = re.compile(r"(?:s'|se |en |y |ne pas |mieux |bien )*\w+(?:er|ir|oir|re)$")
#: After "Pour X, " these say what is good for X, not what X thinks, unless X is a person.
#: Who wants something is one for whom it is done: "pour les chercheurs souhaitant".
_WANTING = re.compile(
    r"\b(?:souhaitant|désirant|voulant|cherchant|désireu\w+|soucieu\w+|qui (?:souhait|veul|veut|cherch|désir)\w*)\b"
)
_ADVICE = re.compile(r",\s*(?:il (?:est|devient|sera|serait|faut|faudra|suffit|convient|s'agit)|\w+ez\b)|\bvo(?:us|tre|s)\b")
#: What a firm thinks of something is said with these.
_JUDGES = re.compile(
    r"\b(?:est|sont|n'est|reste|restent|représente|représentent|constitue|constituent|signifie|relève|doit|doivent)\b"
)
#: "Selon les villes, le tarif varie du simple au double" is nobody's claim.
_DEPENDING = re.compile(
    r"[Ss]elon (?:les|leurs?) \w+s\b[^.]*\b(?:(?:vari|diff[éè]r|diverg|oscill|fluctu)\w*|change(?:nt)?\b(?! (?:tout|la|le|les)\b))"
)
#: Nor are "des lois variées selon les régions" and "3 % ou 5 % selon les villes".
_VARYING = re.compile(r"(?:\b(?:vari|diff[éè]r|diverg|oscill|fluctu|inéga)\w*|\d[^,.;]{0,12} ou \d)[^,.;]{0,12}\s$")
_MANY = re.compile(r"[Ss]elon (?:les|leurs?) \w+s\b")
#: Words that may open a sentence before its source: "Toujours selon X, P".
_LED = re.compile(r"(?:Toujours|Ainsi|Mais|Or|Et|Enfin|Cependant|Pourtant|En revanche|En effet|Car)?,?\s*")
_WORDS = 3
_CUT = re.compile(r",?\s(?:mais|tandis que|alors que|quand|or)\s")


@lru_cache(maxsize=1)
def prepositions() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """Give one pattern for all the prepositions, and where each may stand and what it needs."""
    table = {row["words"]: (row["where"], row["needs"]) for row in rows(files.rules("source_prepositions.csv"))}
    table |= {words[:-1] + "'": how for words, how in table.items() if words.endswith(" de")}
    longest = sorted(table, key=lambda words: (-len(words), words))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})(?=\s|$|(?<='))", re.IGNORECASE), table


def sourced(frame: Frame) -> list[Draft]:
    """Give the clauses that a preposition attributes."""
    pattern, table = prepositions()
    found: list[Draft] = []
    for match in pattern.finditer(frame.text):
        where, needs = table[match.group().lower()]
        start, end = frame.sentence(match.start())
        if frame.marked(match.start()) is not None or not start <= match.start() < end:
            continue
        start = (
            match.start()
            if frame.text[start : match.start()].rstrip()[-1:] in (":", ";")
            else _label(frame, start, match.start())
        )
        led = _LED.fullmatch(frame.text, start, match.start())
        first = led is not None
        begins = first and (
            match.group()[0].isupper()
            or bool(led and led.group().strip())
            or frame.text[: match.start()].rstrip()[-1:] in (":", ";")
        )
        if (where == "first" or needs == "itself") and not begins:
            continue
        if _depending(frame.text, match.start(), start, end):
            continue
        source = _itself(frame, match) if needs == "itself" else held(frame, match.end(), end, needs=needs, first=first)
        if source is not None:
            found += _content(frame, match.span(), source, (start, end), first=first)
    return found


def _depending(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether "selon les villes" names what something depends on, not who says it."""
    varying = _MANY.match(text, at, end) and _VARYING.search(text[max(start, at - 60) : at])
    return bool(varying or _DEPENDING.match(text, at, end))


def _itself(frame: Frame, match: re.Match[str]) -> Token | None:
    """Give the noun of "de source syndicale", which is cue and source in one."""
    return next((token for token in frame.tokens(*match.span()) if token.pos_ == "NOUN"), None)


def _label(frame: Frame, start: int, end: int) -> int:
    """Leave out a label ("Point fort : ") or the question word of a headline."""
    label = _LABEL.match(frame.text, start, end)
    if label and not frame.clause(start, label.end()):
        return label.end()
    question = _QUESTION.match(frame.text, start)
    return question.end() if question else start


def held(frame: Frame, start: int, end: int, *, needs: str, first: bool) -> Token | None:
    """Give the head of the noun phrase after the preposition when it can hold an opinion."""
    nominal = (
        token for token in frame.tokens(start, end) if token.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} and token.text != "%"
    )
    head = next(nominal, None)
    if head is not None and head.pos_ == "NUM":  # "selon trois sources", "selon 90 % des dirigeants"
        head = next(nominal, head)
    if (
        head is None
        or any(token.pos_ == "VERB" for token in frame.tokens(start, head.idx))
        or head.idx > start + 40
        or head.lower_ in {"lequel", "laquelle", "lesquels", "lesquelles", "que", "cela", "soi"}
    ):
        return None
    head = _named(frame, head, end) or head
    kind = frame.types.get(frame.refs.get(head.i, ""))
    noun = nouns().get(head.lower_)
    if needs == "person":
        return head if _opines(frame, head, start, end) else None
    known = (
        kind in SPEAKING
        or (kind is not None and head.pos_ == "PROPN")
        or noun is not None
        or pronoun(head) in SINGULAR | PLURAL
    )
    known = known or human(head) or needs == "anybody" or issuer(head) is not None
    return head if known or (first and head.pos_ == "PROPN") else None


def _named(frame: Frame, head: Token, end: int) -> Token | None:
    """Give the person that a noun only introduces: "l'urgentiste Paul Lenoir"; none behind a comma or a preposition."""
    if head.pos_ != "NOUN" or head.i in frame.refs:
        return None
    for token in frame.tokens(head.end, end):
        if frame.types.get(frame.refs.get(token.i, "")) == "PERSON":
            return token
        if token.pos_ not in {"ADJ", "NOUN"}:
            return None
    return None


def _opines(frame: Frame, head: Token, start: int, end: int) -> bool:
    """Tell whether "pour X, P" is what X thinks, not what is done, or is good, for X."""
    first = next((token for token in frame.tokens(start, end) if token.pos_ != "ADV"), head)
    if (
        verb_form(first) == "Inf"
        or first.lower_ in {"que", "qu'"}
        or (first is not head and first.pos_ not in {"DET", "PROPN"} and _INFINITIVE.match(first.lower_))
    ):
        return False
    comma = frame.text.find(",", head.idx, end)
    if _WANTING.search(frame.text, start, comma if comma >= 0 else end):
        return False
    kind, noun = frame.types.get(frame.refs.get(head.i, "")), nouns().get(head.lower_)
    alone = head.pos_ == "PRON" and head.lower_ in {"lui", "elle", "eux", "elles"}
    if kind == "PERSON" or (kind is None and alone):
        return True
    advice = _ADVICE.search(frame.text, start, end) is not None
    if kind in {"COMPANY", "ORG"}:
        return not advice and _JUDGES.search(frame.text, start, min(end, head.idx + 140)) is not None
    return (
        noun is not None
        and noun.opinion
        and (noun.kind == "person" or noun.speaks_for)
        and not (kind is None and advice and not noun.speaks_for)
    )


def _content(frame: Frame, cue: tuple[int, int], source: Token, sentence: tuple[int, int], *, first: bool) -> list[Draft]:
    start, end = sentence
    family = "pour" if frame.text[cue[0] : cue[1]].lower() == "pour" else "selon"
    base = Draft(start=0, end=0, mode="", family=family, cue=cue, source=source)
    stop = _close(frame, source, cue[1], end)
    if first:
        after = next((one for one in frame.marks if one.start >= stop), None)
        if after is not None and re.fullmatch(r"\s?:\s*", frame.text[stop : after.start]):
            return [direct(after, base)]
        if frame.text[stop : stop + 1] != ",":
            return []
        last = clause_end(frame, stop + 1, end)
        cut = _CUT.search(frame.text, stop + 1, last)
        if (
            cut
            and frame.clause(stop + 1, cut.start())
            and re.search(r"\bselon\b|\baffirm|\bassur|\bestim", frame.text[cut.end() : end])
        ):
            last = cut.start()
        said = family == "selon" and len(frame.text[stop + 1 : last].split()) > _WORDS  # a parser may miss its verb
        return shaped(frame, stop + 1, last, base) if said or frame.clause(stop + 1, last) or frame.marked(stop + 2) else []
    return _after(frame, cue, (start, stop, end), base)


def _after(frame: Frame, cue: tuple[int, int], spots: tuple[int, int, int], base: Draft) -> list[Draft]:
    """P, selon X and P1, selon X, P2, and words in marks next to the source."""
    start, stop, end = spots
    near = next((one for one in frame.marks if one.start >= stop and not frame.text[stop : one.start].strip(" ,:")), None)
    if near is not None and near.end <= end and frame.text[cue[0] - 2 : cue[0]].strip() == ",":
        return [Draft(start=near.inner_start, end=near.inner_end, mode="direct", family="selon", cue=cue, source=base.source)]
    inside = next((one for one in frame.marks if start <= one.start and one.end == len(frame.text[: cue[0]].rstrip())), None)
    if inside is not None and not frame.clause(start, cue[0]) and not any(map(finite, frame.tokens(inside.start, inside.end))):
        return [direct(inside, base)]  # "la décision, « incompréhensible » selon X, a surpris"
    start = _restart(frame, start, cue[0])
    if told := _relative(frame, cue[0], (start, stop, end), base):
        return told
    before = frame.text[start : cue[0]].rstrip(" ,")
    rest = frame.text[stop:end]
    medial = rest.startswith(",") and frame.clause(stop, end) and not _CUT.match(rest)
    last = next((token for token in reversed(list(frame.tokens(start, cue[0]))) if not token.is_punct), None)
    if rest.startswith(",") and last is not None and finite(last) and frame.text[cue[0] - 2] == ",":
        return shaped(frame, start, clause_end(frame, stop, end), base)
    if medial and not frame.clause(start, cue[0]):
        return shaped(frame, start, clause_end(frame, stop, end), base)
    missed = frame.text[cue[0] - 2 : cue[0]].strip() == "," or any(one.pos_ in VERBAL for one in frame.tokens(start, cue[0]))
    if frame.clause(start, cue[0]) or (missed and len(before.split()) > 3 and start == frame.sentence(cue[0])[0]):
        return shaped(frame, start, cue[0], base)
    return []


def _relative(frame: Frame, cue: int, spots: tuple[int, int, int], base: Draft) -> list[Draft]:
    """A relative clause that alone is told: "N, qui P selon X", "N qui, selon X, P"."""
    start, stop, end = spots
    first = _opens(frame, start, cue)
    if first is None:
        return []
    if frame.text[first.end : cue].strip(" ,"):
        return shaped(frame, first.idx, cue, base)
    if frame.text[stop : stop + 1] != "," or not frame.clause(stop, end):
        return []
    comma = frame.text.find(",", stop + 1, end)
    last = comma if comma >= 0 and frame.clause(stop, comma) else end
    return shaped(frame, first.idx, clause_end(frame, stop, last), base)


def _opens(frame: Frame, start: int, end: int) -> Token | None:
    """Give the relative pronoun that begins a clause behind a comma, or stands last of all; none where another comma follows."""
    words = [token for token in frame.tokens(start, end) if frame.outside(token)]
    if words and words[-1].text == ",":
        words.pop()
    for token in reversed(words):
        before = frame.around(token, -1)
        if token.text == ",":
            return None
        if token.lower_ in RELATIVES | {"dont", "où"} and before is not None and token.pos_ == "PRON":
            return token if token is words[-1] or before.text == "," else None
    return None


def _restart(frame: Frame, start: int, end: int) -> int:
    """Begin after the last ", mais" or semicolon when a clause of its own follows."""
    cuts = [match.end() for match in re.finditer(r"(?:;|,?\smais)\s", frame.text[start:end])]
    return next((start + cut for cut in reversed(cuts) if frame.clause(start + cut, end)), start)


def _close(frame: Frame, source: Token, start: int, end: int) -> int:
    """Give the character where the source ends, with what stands in apposition to it."""
    at = max(phrase(frame, source)[1], source.end)
    mentions = [one.end for one in frame.doc._.mentions if one.start <= source.idx < one.end]
    at = max([start, min(at, end), *mentions])
    stop = re.search(r"[,.;:\n]|\s(?=mais\b)", frame.text[at:end])
    at = at + stop.start() if stop else end
    for _ in range(2):
        following = re.search(r",", frame.text[at + 1 : end]) if frame.text[at : at + 1] == "," else None
        quoted = frame.text[at + 1 : at + 4].lstrip()[:1] in {"«", '"', "'"}
        thing = (kind := nouns().get(source.lower_)) is not None and kind.kind in {"document", "data"}
        if following is None or quoted or not _apposed(frame, at + 1, at + 1 + following.start(), thing=thing):
            return at
        at += 1 + following.start()
    return at


def _apposed(frame: Frame, start: int, end: int, *, thing: bool) -> bool:
    """Tell whether the words between two commas say who the source is; a report is nobody by name or role."""
    segment = list(frame.tokens(start, end))
    related = bool(segment and segment[0].lower_ in RELATIVES and any(map(finite, segment)))
    return (
        related
        or (not thing and titled(segment))
        or bool(segment and segment[0].lower_ in {"publié", "publiée", "cité", "citée", "mené", "menée"})
    )
