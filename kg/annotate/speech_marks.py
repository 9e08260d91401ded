"""Words in marks that no incise and no reported clause accounts for: X : « Q », X dénonce « Q », « Q » — X, « Q. » alone."""

import re
from dataclasses import replace
from typing import Final

from kg.annotate.cues import Cue
from kg.annotate.drafts import DIRECT, Draft
from kg.annotate.extent import clause_end, complement, direct, shaped
from kg.annotate.frame import LONGEST, Frame, finite
from kg.annotate.inflection import FINITE, INFINITIVE, PARTICIPLE
from kg.annotate.marks import Marked
from kg.annotate.parsed import Token
from kg.annotate.source_nouns import nouns
from kg.annotate.sources import PLURAL, SINGULAR, impersonal, leading, pronoun, subject
from kg.annotate.speakers import able
from kg.annotate.speech_floating import floating, nearest, sentence_like, speaks, title
from kg.annotate.speech_indirect import carried, labelled
from kg.annotate.speech_people import holder, named, person, signs, unlisted

_REACH: Final = 12
_CODE = re.compile(r"[{}]|\)\s?;|\w\(\s?\"|=\s?\"|\"\s?:\s?\"|^\s*\"[^\"]*\"\s?[,:]?$")
_POSSESSED = re.compile(
    r"\b(?:ses|son|sa|leur|leurs)\s(?:\w+\s)?(?:déclarations?|propos|mots?|réponses?|messages?|conclusions?|constats?|avis|témoignages?)\b"
)
_ALSO = re.compile(r"(?:,|et|ou|ou encore|puis|mais aussi|et encore)(?:\s(?:à|de|d'|un|une|des|le|la|les|l'))*")
_SIGNED = re.compile(r"\s*(?:[—–-]\s?(?=[A-ZÀ-Ý])|\()")
_AFTER_OBJECT = re.compile(
    r",(?!\s(?:où|qui|dont|que)\b)|[.;:(]|\s(?:et|mais|tout|en|lors|dans|pour|avant|après)\s(?!à\s[«\"])"
)
_BARE_OBJECTS: Final = frozenset({"neutral", "asking"})
_GAP: Final = frozenset({"DET", "ADP", "ADV", "PRON", "SCONJ", "CCONJ", "AUX"})


_BY = re.compile(r"\spar\s")
#: Between a participle and the judgement: "jugée « inutile » par X", "qualifié d'« échec » par X".
_JUDGED = re.compile(r"\s(?:comme\s|de\s|d'|un\s|une\s)*")


class Leftovers:
    """The marked stretches that are still to be explained.

    Args:
        frame: the article.
        cues: its reporting verbs.
        taken: the drafts found so far.
    """

    def __init__(self, frame: Frame, cues: list[Cue], taken: list[Draft]) -> None:
        self.frame = frame
        self.text = frame.text
        self.cues = [cue for cue in cues if frame.outside(cue.token)]
        self.taken = list(taken)

    def find(self) -> list[Draft]:
        """Give a draft for each stretch that is attributed to somebody, in order."""
        found: list[Draft] = []
        for one in self.frame.marks:
            taken = any(draft.start < one.end and one.start < draft.end for draft in self.taken)
            if not taken and not self._code(one):
                new = self._explain(one)
                self.taken += new
                found += new
        return found

    def _code(self, one: Marked) -> bool:
        """Tell whether a stretch stands in a line of program code."""
        start = max(self.text.rfind("\n", 0, one.start) + 1, one.start - LONGEST)
        end = self.text.find("\n", one.end, one.end + LONGEST)
        return _CODE.search(self.text, start, end if end >= 0 else one.end) is not None

    def _explain(self, one: Marked) -> list[Draft]:
        ways = (
            self._coordinated,
            self._unlisted,
            self._signature,
            self._colon,
            self._agent,
            self._complement,
            self._headline,
            lambda one: floating(self.frame, self.taken, one),
        )
        return next((found for way in ways if (found := way(one))), [])

    def _lead(self, one: Marked) -> tuple[int, int]:
        """Give the words before a stretch in its sentence, or the sentence before when that one ends with a colon."""
        start = self.frame.sentence(one.start)[0]
        if not self.text[start : one.start].strip():
            before = self.frame.before(one.start)
            if before is not None and self.text[before[1] - 1] == ":":
                return before
        return start, one.start

    def _colon(self, one: Marked) -> list[Draft]:
        """X précise : « Q », with a verb of saying or without; not in program code."""
        start, end = self._lead(one)
        before = self.text[start:end].rstrip()
        if not before.endswith(":") or before[:-1].rstrip().endswith(('"', "»")):
            return []
        told = next((draft for draft in self.taken if draft.family in {"selon", "que"} and start <= draft.start < end), None)
        if told is not None:
            return [replace(direct(one, told), family="colon")]
        cue = next((cue for cue in reversed(self.cues) if start <= cue.start < end and self._says(cue)), None)
        if any(start <= one.start < end and carried(self.frame, one) for one in self.cues):
            cue = next(one for one in self.cues if start <= one.start < end)
            return [direct(one, self._base("colon", cue, None, inherit=True))]
        if cue is not None and not cue.negated and not labelled(self.frame, cue):
            source = subject(self.frame, cue, self.cues)
            weak = "w" in cue.rule.flags and not able(self.frame, source)
            if source is not None and not impersonal(source) and not weak:
                return [direct(one, self._base("colon", cue, source))]
        if _POSSESSED.search(self.text, start, end):
            return [direct(one, self._base("name_colon", None, None, inherit=True))]
        source = nearest(self.frame, start, end) or leading(self.frame, start, end)
        if source is None or impersonal(source) or title(self.frame, one) or not able(self.frame, source):
            return []
        noun = nouns().get(source.lower_)
        who = (
            (noun is not None and noun.kind == "document") or person(self.frame, source) or pronoun(source) in SINGULAR | PLURAL
        )
        if not (who and (sentence_like(self.frame, one) or named(self.frame, source))) and self.frame.clause(start, end):
            return []
        return [direct(one, self._base("name_colon", None, source))]

    def _says(self, cue: Cue) -> bool:
        """Tell whether a cue before a colon is used as a verb of saying; an infinitive only after *de*, *pour*, *à*."""
        before = self.frame.around(cue.token, -1)
        bare = before is None or before.lower_ not in {"de", "d'", "pour", "à"}
        return cue.kind != PARTICIPLE and not (cue.kind == INFINITIVE and bare)

    def _base(self, family: str, cue: Cue | None, source: Token | None, *, inherit: bool = False) -> Draft:
        span, rule = ((cue.start, cue.end), cue.rule) if cue is not None else (None, None)
        return Draft(start=0, end=0, mode="", family=family, cue=span, rule=rule, source=source, inherit=inherit)

    def _complement(self, one: Marked) -> list[Draft]:
        """X dénonce « Q », X se dit « Q » de P, X qualifie Y de « Q »: the complement of the cue."""
        start = self.frame.sentence(one.start)[0]
        gap: list[Token] = []
        for token in reversed(list(self.frame.tokens(start, one.start))):
            cue = next((cue for cue in self.cues if cue.token.i == token.i), None)
            passive = cue is not None and cue.kind == PARTICIPLE
            if cue is not None and not cue.negated and (not passive or (len(gap) < 2 and "p" in cue.rule.flags)):
                return self._object(one, cue, complement(self.frame, [token for token in gap[::-1] if token.idx >= cue.end]))
            if finite(token) or token.text in {":", ";", "."} or len(gap) > _REACH:
                return []
            gap.append(token)
        return []

    def _coordinated(self, one: Marked) -> list[Draft]:
        """… « Q1 » et une « Q2 »: the second has the cue and the source of the first."""
        last = max((draft for draft in self.taken if draft.end < one.start), key=lambda draft: draft.end, default=None)
        if last is None or last.mode != DIRECT or last.family not in {"complement", "colon", "agent"}:
            return []
        between = self.text[last.end + 1 : one.start].strip(' "»')
        if not _ALSO.fullmatch(between):
            return []
        return [replace(last, start=one.inner_start, end=one.inner_end)]

    def _object(self, one: Marked, cue: Cue, gap: list[Token]) -> list[Draft]:
        if cue.kind == INFINITIVE and "m" in cue.rule.flags and cue.rule.group == "neutral":
            return []
        words = [token for token in gap if token.pos_ not in _GAP and self.frame.outside(token) and not token.is_punct]
        commas = any(token.text == "," for token in gap)
        naming = "n" in cue.rule.flags
        bare = words and cue.rule.group in _BARE_OBJECTS and not naming and not self._as(gap)
        if bare or commas or ((gap or "m" in cue.rule.flags) and title(self.frame, one)):
            return []
        source = subject(self.frame, cue, self.cues)
        if cue.kind == PARTICIPLE:
            source = leading(self.frame, self.frame.sentence(cue.start)[0], cue.start)
        if source is None or not self._voiced(one, cue, source, gap):
            return []
        base = self._base("complement", cue, source)
        end = self._complement_end(one, cue)
        if self._as(gap) or (not words and not re.search(r"\w", self.text[one.end : end])):
            return [direct(one, base)]
        first = next((token for token in gap if token.pos_ not in {"ADP", "ADV", "SCONJ"}), None)
        return shaped(self.frame, first.idx if first is not None else one.start, end, base)

    def _voiced(self, one: Marked, cue: Cue, source: Token, gap: list[Token]) -> bool:
        """Tell whether a cue reports the words in marks, and does not merely act on a thing that has a fancy name."""
        if "w" in cue.rule.flags and not able(self.frame, source, evidence="e" in cue.rule.flags):
            return False
        before = self.frame.around(self.frame.doc[self.frame.index(cue.start)], -1)
        if before is not None and before.lower_ in {"vous", "te", "t'"}:
            return False
        if "m" in cue.rule.flags and "n" not in cue.rule.flags and cue.rule.group == "neutral" and not able(self.frame, source):
            return False
        led = before is not None and before.lower_ in {"de", "d'", "pour", "à"}
        if cue.kind == INFINITIVE and not (led and able(self.frame, source)):
            return False
        return "q" not in cue.rule.flags or (not gap and sentence_like(self.frame, one))

    def _as(self, gap: list[Token]) -> bool:
        """Tell whether *de* or *comme* ties the marks to what is qualified: "qualifie l'offre de « Q »"."""
        tail = [token.lower_ for token in gap[-2:]]
        return bool(tail) and (tail[-1] in {"de", "d'", "comme"} or (len(tail) > 1 and tail[0] in {"comme", "de", "d'"}))

    def _complement_end(self, one: Marked, cue: Cue) -> int:
        """Give the end of a complement that begins before or with marks and may go on after them."""
        end = clause_end(self.frame, one.end, self.frame.sentence(one.start)[1])
        stop = _AFTER_OBJECT.search(self.text[one.end : end])
        return one.end + stop.start() if stop else end

    def _unlisted(self, one: Marked) -> list[Draft]:
        """« Q », sourit X: a verb that no list knows."""
        return unlisted(self.frame, one) if sentence_like(self.frame, one) else []

    def _agent(self, one: Marked) -> list[Draft]:
        """« Q » évoquées par X; il était écrit « Q »."""
        cue = next(
            (
                cue
                for cue in self.cues
                if cue.kind == PARTICIPLE
                and (0 <= cue.start - one.end <= 3 or _JUDGED.fullmatch(self.text, cue.end, one.start))
            ),
            None,
        )
        if cue is None:
            return []
        by = (
            re.match(r"\s(?:\w+\s)?par\s", self.text[cue.end :][:30])
            if cue.start >= one.end
            else _BY.match(self.text[one.end :][:5])
        )
        if by is None:
            return []
        source = leading(
            self.frame, max(cue.end, one.end if cue.start < one.end else 0) + by.end(), self.frame.sentence(one.start)[1]
        )
        return [direct(one, self._base("agent", cue, source))] if source is not None else []

    def _signature(self, one: Marked) -> list[Draft]:
        """« Q » — X, « Q » (X), or a line with the name below the words."""
        signed = _SIGNED.match(self.text, one.end)
        if signed is None:
            return self._line_below(one)
        if self.text[signed.end() - 1] == "(" and not signs(self.frame, signed.end()):
            return []
        source = leading(self.frame, signed.end(), min(len(self.text), signed.end() + 60))
        return [direct(one, self._base("signature", None, source))] if source is not None else []

    def _line_below(self, one: Marked) -> list[Draft]:
        """A paragraph in marks, and below it a short line without a verb that says whose words they are."""
        if self.text[: one.start].rsplit("\n", 1)[-1].strip() or not re.match(r"\s*\n", self.text[one.end :][:5]):
            return []
        line = re.match(r"\s*\n([^\n.!?:]{3,100})(?:\n|$)", self.text[one.end :][:120])
        if line is None or line.group(1).startswith("à "):
            return []
        if not line.group(1)[0].islower() and not speaks(self.frame, one.end + line.start(1)):
            return []
        start, end = one.end + line.start(1), one.end + line.end(1)
        source = leading(self.frame, start, end)
        if source is None or self.frame.clause(start, end) or not sentence_like(self.frame, one):
            return []
        return [direct(one, self._base("signature", None, source))]

    def _headline(self, one: Marked) -> list[Draft]:
        """« Q » : what X is up to; the body may repeat the words with their speaker."""
        start, end = self.frame.sentence(one.start)
        rest = re.match(r"\s?:\s", self.text[one.end : end])
        if rest is None or len(self.text[start : one.start].split()) > 2:
            return []
        cue = next((cue for cue in self.cues if one.end < cue.start < end and cue.kind == FINITE), None)
        source = subject(self.frame, cue, self.cues) if cue is not None else holder(self.frame, one.end + rest.end(), end)
        return [direct(one, self._base("headline", cue, source, inherit=source is None))]
