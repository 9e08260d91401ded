"""Names of people, companies, organisations, models, chips, products and places, and which of them are one thing.

Reads the tokens, their parts of speech and ``doc.ents`` of a trained recogniser if there is one; writes ``doc.ents``,
``doc._.mentions`` and ``doc._.entities``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg import catalogue as catalogues
from kg.annotate import attributes, vocabulary
from kg.annotate.candidates import Candidate, Choice, decide, longest, weights
from kg.annotate.capitals import Run, is_initial, runs
from kg.annotate.classes import judge
from kg.annotate.closed import GOODS
from kg.annotate.clusters import cluster
from kg.annotate.contexts import evidence
from kg.annotate.furniture import furniture
from kg.annotate.gazetteer import Found, Gazetteer
from kg.annotate.parsed import Parsed, Stretch, Token, parsed
from kg.annotate.patterns import blind, extend, find
from kg.annotate.recognised import Recognised, recognised
from kg.annotate.repeats import acronym_pairs, repeats, spelt_out
from kg.annotate.settling import settle
from kg.catalogue import Catalogue, Entry
from kg.names import TYPES

NAME: Final = "kg_entities"

attributes.register()


class Names:
    """The component: finds names and tells which are one thing.

    Args:
        catalogue: the names known beforehand; an empty one leaves patterns, contexts and the trained recogniser, and no list of names at all.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.gazetteer = Gazetteer(catalogue)
        self.listed = len(catalogue) > 0
        forms = [*vocabulary.demonyms(), *(form for entry in catalogue for form in entry.demonyms)]
        self.peoples = frozenset(form.capitalize() for form in forms)

    def __call__(self, doc: Doc) -> Doc:
        """Set names and entities of `doc`."""
        read = parsed(doc)
        doc._.listed = self.listed
        choices, pairs = self.names(read, [(Stretch(one.start, one.end), one.label_) for one in doc.ents])
        doc._.entities, doc._.mentions = cluster(read.text, choices, pairs, self.catalogue)
        doc.ents = [Span(doc, *place, label=label) for place, label in _places(read, choices)]
        return doc

    def names(
        self, doc: Parsed, seen: Sequence[Recognised]
    ) -> tuple[list[Choice], list[tuple[tuple[int, int], tuple[int, int]]]]:
        """Give the names in `doc`, and the spans of long forms with their acronyms.

        Args:
            seen: what a trained recogniser took for names, with their types.
        """
        text, hidden = doc.text, [*blind(doc.text), *furniture(doc.text)]
        candidates = [one for one in self._candidates(doc, seen) if not _within(one, hidden)]
        firms = _firms(candidates)
        candidates += judge(doc, candidates, listed=self.listed)
        first = self._merge(text, decide(candidates, text), firms)
        other = spelt_out(text, first)
        if other:
            candidates = [_doubted(one) if text[one.start : one.end] in other else one for one in candidates]
            first = self._merge(text, decide(candidates, text), firms)
        again = [one for one in repeats(text, first, listed=self.listed) if not _within(one, hidden)]
        choices = settle(text, self._merge(text, decide([*candidates, *again], text), firms), listed=self.listed)
        return choices, list(acronym_pairs(text, choices))

    def _candidates(self, doc: Parsed, seen: Sequence[Recognised]) -> Iterator[Candidate]:
        text = doc.text
        starts = {token.idx: token for token in doc}
        spans: dict[tuple[int, int], Run] = {}
        for run in runs(text, partial(_is_common, starts), listed=self.listed):
            spans[run.start, run.end] = run
        listed_names = list(self._known(text))
        made = [one for one in find(text, listed=self.listed) if one.type != "PLACE" or not _holds_other(one, listed_names)]
        known = [*listed_names, *made, *recognised(doc, seen, _firms(listed_names))]
        yield from known
        listed = {(one.start, one.end) for one in known if one.source != "ner"}
        for start, end in sorted({(one.start, one.end) for one in known}):
            spans.setdefault((start, end), Run(start, end, is_initial(text, start)))
        pairs = _pairs(known)
        for span in sorted(spans):
            if text[slice(*span)] not in self.peoples and span not in pairs:
                yield from evidence(text, spans[span], known=span in listed, listed=self.listed)
        yield from _made(text, spans, known)

    def _known(self, text: str) -> Iterator[Candidate]:
        for found in self.gazetteer.find(text):
            for label in TYPES:
                entries = [entry for entry in found.entries if entry.type == label]
                if entries:
                    yield from _catalogued(text, found, label, entries)

    def _merge(self, text: str, choices: list[Choice], firms: Mapping[int, int]) -> list[Choice]:
        """Join a company and the model or product that follows it: "Microsoft Azure"; never a chip."""
        merged: list[Choice] = []
        chips = {text[one.start : one.end] for one in choices if one.type == "CHIP"}
        for one in _unglued(text, choices, firms, chips):
            if merged and self._is_glued(text, merged[-1], one):
                before = merged.pop()
                place = one.type == "PLACE"  # "Microsoft France" is the firm, but not the one of the catalogue
                one = replace(before, end=one.end, entry="") if place else replace(one, start=before.start)
            merged.append(one)
        return merged

    def _is_glued(self, text: str, left: Choice, right: Choice) -> bool:
        if left.type != "COMPANY" or text[left.end : right.start] not in (" ", "-"):
            return False
        entry = self.catalogue.get(right.entry)
        if right.type == "PLACE":  # "Microsoft France"
            return text[left.end] == " " and text[right.start : right.end] in vocabulary.countries()
        if right.type == "COMPANY":
            return bool(entry and left.entry and entry.parent == left.entry)
        return right.type in ("MODEL", "PRODUCT") and (not entry or not entry.maker or entry.maker == left.entry)


def _is_common(starts: Mapping[int, Token], start: int) -> bool:
    return start in starts and starts[start].pos_ not in ("PROPN", "X", "")


def _holds_other(one: Candidate, known: list[Candidate]) -> bool:
    """Tell whether the name of something else stands in an address: "la place du Télé-Palmarès"."""
    return any(one.start < other.start and other.end <= one.end and other.type not in ("PLACE", "PERSON") for other in known)


def _pairs(known: list[Candidate]) -> set[tuple[int, int]]:
    """Give the runs that are but a known company and a known name after it, as in "Nvidia H100"."""
    firms: dict[int, set[int]] = defaultdict(set)
    for one in known:
        if one.type == "COMPANY" and one.source == "catalogue":
            firms[one.end].add(one.start)
    return {(start, one.end) for one in known if one.source != "ner" for start in firms.get(one.start - 1, ())}


def _made(text: str, spans: Mapping[tuple[int, int], Run], known: list[Candidate]) -> Iterator[Candidate]:
    """Give the runs that start with a known company and go on with words nobody knows: most often its product."""
    inside = sorted({(one.start, one.end) for one in known if one.source != "ner"})
    firms = _firms(known)
    for start, end in sorted(spans):
        after = firms.get(start, end) + 1
        if after < end and text[after - 1] == " " and not any(after <= other[0] < end for other in inside):
            yield Candidate(start, end, "PRODUCT", "context", weights()["maker_prefix"])


def _catalogued(text: str, found: Found, label: str, entries: list[Entry]) -> Iterator[Candidate]:
    table = weights()
    sure = [entry for entry in entries if not entry.is_doubtful(text[found.start : found.end])]
    kind = "catalogue_ambiguous" if not sure else "catalogue" if found.exact else "catalogue_variant"
    entry = (sure or entries)[0].id
    yield Candidate(found.start, found.end, label, "catalogue", table[kind], entry)
    if label in GOODS:
        end = extend(text, found.end)
        if end > found.end:
            yield Candidate(found.start, end, label, "pattern", max(table[kind], table["pattern"]))


def _doubted(one: Candidate) -> Candidate:
    """Give a candidate without its entry: the article uses the acronym for something else, perhaps of the same type."""
    return one._replace(entry="", weight=weights()["spelt_out"]) if one.source == "catalogue" else one


def _firms(known: list[Candidate]) -> Mapping[int, int]:
    """Give the end of the known company at each start."""
    return {one.start: one.end for one in known if one.type == "COMPANY" and one.source == "catalogue"}


def _unglued(text: str, choices: list[Choice], firms: Mapping[int, int], chips: set[str]) -> Iterator[Choice]:
    """Part a chip from the maker in front of it: "Nvidia H100" is two names.

    Args:
        chips: the names of chips in the article, which settle what a thing named after its maker is.
    """
    for one in choices:
        end = firms.get(one.start, one.end)
        is_chip = one.type == "CHIP" or (one.type in GOODS and text[end + 1 : one.end] in chips)
        if is_chip and end < one.end and text[end] == " ":
            yield Choice(one.start, end, "COMPANY", "catalogue", one.confidence)
            yield replace(one, type="CHIP", start=end + 1, entry="")
        else:
            yield one


def _within(one: Candidate, spans: list[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in spans)


def _places(doc: Parsed, choices: list[Choice]) -> list[Recognised]:
    """Give the tokens of `choices` and their types; where a token holds two names, the first has it."""
    places: list[Recognised] = []
    for one in longest(choices):
        place = doc.covering(one.start, one.end)
        if place is not None and (not places or places[-1][0].end <= place.start):
            places.append((place, one.type))
    return places


@Language.factory(NAME, assigns=["doc.ents", "doc._.mentions", "doc._.entities"], default_config={"use_catalogue": True})
def entities(nlp: Language, name: str, use_catalogue: bool) -> Names:  # noqa: ARG001
    """Make the component.

    Args:
        use_catalogue: False leaves the catalogue out, to see what the rules and the trained recogniser do alone.
    """
    return Names(catalogues.load() if use_catalogue else Catalogue())
