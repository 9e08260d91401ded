"""Names of people, companies, organisations, models, chips, products and places, and which of them are one thing.

Reads the tokens, their parts of speech and ``doc.ents`` of a trained recogniser if there is one; writes ``doc.ents``,
``doc._.mentions`` and ``doc._.entities``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg import catalogue as catalogues
from kg.annotate import attributes, vocabulary
from kg.annotate.candidates import Candidate, Choice, decide, longest, recogniser, shape, weights
from kg.annotate.capitals import Run, acronyms, first_names, function_words, is_first_name, is_initial, label_words, runs
from kg.annotate.classes import judge
from kg.annotate.closed import ARTICLES, GOODS
from kg.annotate.clusters import cluster
from kg.annotate.contexts import evidence
from kg.annotate.doubts import is_rare
from kg.annotate.gazetteer import Found, Gazetteer
from kg.annotate.patterns import blind, extend, find
from kg.annotate.repeats import acronym_pairs, repeats, spelt_out
from kg.annotate.settling import settle
from kg.catalogue import Catalogue, Entry
from kg.names import TYPES

NAME: Final = "kg_entities"

#: The size of a model ("7B") is no name.
_SIZE: Final = re.compile(r"\d+(?:[.,]\d+)?[BMbm]")

#: What is no part of the name: "ex-Capgemini".
_FORMER: Final = re.compile(r"[Ee]x-(?=[A-ZÀ-Ý])")

#: Dashes between two parts of a title.
_DASHES: Final = frozenset({"–", "—"})

_BEFORE_ARTICLES: Final = frozenset(
    {"de", "à", "et", "pour", "contre", "sur", "sous", "dans", "ou", "par", "avec", "sans", "chez"}
)

#: Parts of speech of a small word that ends no name: the recogniser went too far.
_NEVER_LAST: Final = frozenset({"VERB", "AUX", "ADP", "DET", "PRON", "ADV", "CCONJ", "SCONJ"})

#: Words that never start a name, but titles.
#: Parts of speech that the parser gives to a word it never saw.
_OPEN: Final = frozenset({"NOUN", "VERB", "ADJ"})
_ARTICLES: Final = frozenset({"The", "A", "Le", "La", "Les", "L'", "Un", "Une", "Des"})

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
        text = doc.text  # put together anew each time it is asked for
        doc._.listed = self.listed
        choices, pairs = self.names(doc, text)
        doc._.entities, doc._.mentions = cluster(text, choices, pairs, self.catalogue)
        doc.ents = _spans(doc, choices)
        return doc

    def names(self, doc: Doc, text: str) -> tuple[list[Choice], list[tuple[tuple[int, int], tuple[int, int]]]]:
        """Give the names in `doc`, whose text is `text`, and the spans of long forms with their acronyms."""
        hidden = blind(text)
        candidates = [one for one in self._candidates(doc, text) if not _within(one, hidden)]
        firms = _firms(candidates)
        candidates += judge(doc, candidates, listed=self.listed, text=text)
        first = self._merge(text, decide(candidates, text), firms)
        other = spelt_out(text, first)
        if other:
            candidates = [_doubted(one) if text[one.start : one.end] in other else one for one in candidates]
            first = self._merge(text, decide(candidates, text), firms)
        again = [one for one in repeats(text, first, listed=self.listed) if not _within(one, hidden)]
        choices = settle(text, self._merge(text, decide([*candidates, *again], text), firms), listed=self.listed)
        return choices, list(acronym_pairs(text, choices))

    def _candidates(self, doc: Doc, text: str) -> Iterator[Candidate]:
        starts = {token.idx: token for token in doc}
        spans: dict[tuple[int, int], Run] = {}
        for run in runs(text, partial(_is_common, starts), listed=self.listed):
            spans[run.start, run.end] = run
        listed_names = list(self._known(text))
        made = [one for one in find(text, listed=self.listed) if one.type != "PLACE" or not _holds_other(one, listed_names)]
        known = [*listed_names, *made, *_recognised(doc, text, _firms(listed_names))]
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
    return replace(one, entry="", weight=weights()["spelt_out"]) if one.source == "catalogue" else one


def _firms(known: list[Candidate]) -> Mapping[int, int]:
    """Give the end of the known company at each start."""
    return {one.start: one.end for one in known if one.type == "COMPANY" and one.source == "catalogue"}


def _recognised(doc: Doc, whole: str, firms: Mapping[int, int]) -> Iterator[Candidate]:
    """Give what a trained recogniser found, but for words that name nothing; its extents are surer than its types.

    Args:
        whole: the text of `doc`.
        firms: known companies; what follows one is most often not a part of its name.
    """
    for span in doc.ents:
        start, end = _trimmed(span, whole)
        text = whole[start:end]
        common = (
            text in acronyms() or text in function_words() or not any(char.isupper() for char in text) or _SIZE.fullmatch(text)
        )
        if span.label_ in TYPES and not common and not any(token.is_space for token in span):
            weight, extent = recogniser()[span.label_, shape(text)]
            if weight and not (span.label_ == "COMPANY" and firms.get(start, end) < end):
                yield Candidate(start, end, span.label_, "ner", weight)
            yield Candidate(start, end, "", "ner", extent)


def _trimmed(span: Span, text: str) -> tuple[int, int]:
    """Give the offsets of `span` without the ordinary words before the name and the marks after it."""
    first = span.start
    while first < span.end and (span.doc[first].is_lower or _is_plain_start(span, first, text)):
        first += 1
    last = next((word.i for word in span.doc[first : span.end] if word.i > first and _is_after_name(word)), span.end)
    while last > first and _is_too_far(span.doc[last - 1], last - 1 == first):
        last -= 1
    if first == last:
        return span.end_char, span.end_char
    start = span.doc[first].idx
    name = span.doc[first:last].text.rstrip(" .,'-™®©")
    prefix = _FORMER.match(name)
    return start + (prefix.end() if prefix else 0), start + len(name)


def _is_after_name(token: Token) -> bool:
    """Tell whether no name goes on here: at a dash, at a pronoun that looks like an article ("le Conseil d'État la soutient")."""
    if token.text in _DASHES:
        return True
    clitic = token.text in ARTICLES and token.nbor(-1).text.islower() and token.nbor(-1).pos_ not in ("ADP", "CCONJ", "DET")
    return clitic and token.nbor(-1).text not in _BEFORE_ARTICLES


def _is_too_far(token: Token, alone: bool) -> bool:
    """Tell whether the last word of a name is none of it: a small word, or any word right after a version."""
    after_version = not alone and any(char.isdigit() for char in token.nbor(-1).text)
    return token.is_lower and token.is_alpha and (token.pos_ in _NEVER_LAST or after_version)


def _is_plain_start(span: Span, first: int, text: str) -> bool:
    """Tell whether the capital of the token `first` is due to the start of a sentence, by the word or its part of speech."""
    token = span.doc[first]
    if not is_initial(text, token.idx):
        return False
    if token.text in label_words() or (token.text in function_words() and token.text not in _ARTICLES):
        return True
    if token.pos_ in ("PROPN", "X", "NUM", "SYM", "") or is_first_name(token.text, first_names(listed=token.doc._.listed)):
        return False
    guessed = span.label_ == "PERSON" and first + 2 == span.end and token.pos_ in _OPEN
    return not guessed or not is_rare(token.text)


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


def _spans(doc: Doc, choices: list[Choice]) -> list[Span]:
    """Give the token spans of `choices`; where a token holds two names, the first has it."""
    spans: list[Span] = []
    for one in longest(choices):
        span = doc.char_span(one.start, one.end, label=one.type, alignment_mode="expand")
        if span is not None and (not spans or spans[-1].end <= span.start):
            spans.append(span)
    return spans


@Language.factory(NAME, assigns=["doc.ents", "doc._.mentions", "doc._.entities"], default_config={"use_catalogue": True})
def entities(nlp: Language, name: str, use_catalogue: bool) -> Names:  # noqa: ARG001
    """Make the component.

    Args:
        use_catalogue: False leaves the catalogue out, to see what the rules and the trained recogniser do alone.
    """
    return Names(catalogues.load() if use_catalogue else Catalogue())
