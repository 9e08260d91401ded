"""Short names that an article uses once it has given the full one: surnames, acronyms, models without their maker."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.annotate.candidates import Candidate, Choice, weights
from kg.annotate.capitals import acronyms, function_words, is_initial
from kg.annotate.closed import GOODS
from kg.annotate.patterns import extend, without_version

_PAREN: Final = re.compile(r"(?<=\w) \((?P<short>[A-Z][A-Za-z&]{0,3}[A-Z0-9])\)")
_EXPANDED: Final = re.compile(r"(?P<short>[A-Z][A-Z0-9&]{1,6}) \((?P<long>[A-Z][^()\n]{5,80})\)")
_SMALL: Final = frozenset(
    {
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "et",
        "pour",
        "of",
        "for",
        "the",
        "and",
        "in",
        "on",
        "en",
        "à",
        "au",
        "aux",
        "sur",
    }
)
_LONG: Final = 9


def initials(name: str) -> str:
    """Give the first letters of the words of `name` that count.

    >>> initials("Union européenne"), initials("Independent Workers of Great Britain")
    ('UE', 'IWGB')
    """
    words = [word for word in re.findall(r"\w+", name) if word.lower() not in _SMALL]
    return "".join(word[0].upper() for word in words)


def acronym_pairs(text: str, choices: Iterable[Choice]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give (span of the long form, span of the acronym) for each "Long Form (LF)" and "LF (Long Form)" of `text`."""
    ends = {one.end: one for one in choices}
    for match in _PAREN.finditer(text):
        short = match.group("short")
        if match.start() in ends and _is_short(short, text[ends[match.start()].start : match.start()]):
            yield (ends[match.start()].start, match.start()), match.span("short")
            continue
        start = _long_form(text[: match.start()], short)
        if start is not None:
            yield (start, match.start()), match.span("short")
    for match in _EXPANDED.finditer(text):
        if initials(match.group("long")) == match.group("short"):
            yield match.span("long"), match.span("short")


def _is_short(short: str, name: str) -> bool:
    return short.upper() == short or initials(name).startswith(short[0].upper())


def _long_form(text: str, short: str) -> int | None:
    words = list(re.finditer(r"[^\W\d_][\w-]*", text[-120:]))[-_LONG:]
    offset = max(0, len(text) - 120)
    for word in reversed(words):
        start = offset + word.start()
        if (
            word.group()[0].isupper()
            and initials(text[start:]) == short.upper()
            and not re.search(r"[.;:!?\n()]", text[start:])
        ):
            return start
    return None


def spelt_out(text: str, choices: list[Choice]) -> set[str]:
    """Give the acronyms that the article spells out as something that is no name: "Domain Generation Algorithms (DGA)"."""
    names = {(one.start, one.end) for one in choices}
    return {text[slice(*short)] for long, short in acronym_pairs(text, choices) if long not in names}


def repeats(text: str, choices: list[Choice], *, listed: bool = True) -> Iterator[Candidate]:
    """Give the other occurrences of the names in `choices`, in full or shortened.

    Args:
        listed: lists of names may be looked up.
    """
    table = weights()
    shorter: dict[tuple[str, str, str], float] = {}
    full = _one_type_each(text, choices)
    for name, (label, entry) in sorted(full.items()):
        for form in _forms(name, label):
            if form not in full or full[form][1] == "":
                shorter.setdefault((form, label, entry), table["repeat_surname" if label == "PERSON" else "repeat"])
    taken = {form for form, label, _ in shorter if label == "PERSON"}
    for name, (label, entry) in sorted(full.items()):
        if name not in taken or entry:
            shorter[name, label, entry] = table["repeat"]
    for (long_start, long_end), (start, end) in acronym_pairs(text, choices):
        label, entry = _type_of(long_start, long_end, start, end, choices)
        if label and text[start:end] not in acronyms():
            yield Candidate(long_start, long_end, label, "coreference", table["repeat"], entry)
            shorter[text[start:end], label, entry] = table["repeat_acronym"]
    yield from _versions(text, full, listed=listed)
    for (form, label, entry), weight in shorter.items():
        for start in _places(text, form):
            yield Candidate(start, start + len(form), label, "coreference", weight, entry)


def _versions(text: str, names: Mapping[str, tuple[str, str]], *, listed: bool) -> Iterator[Candidate]:
    """Give other versions of the models, chips and goods in `names`: "Zubrin 2" where "Zubrin" or "Zubrin 1" is known."""
    stems: dict[str, str] = {}
    for name, (label, _) in sorted(names.items()):
        if label in GOODS and (stem := without_version(name, listed=listed)):
            stems.setdefault(stem, label)
    for stem, label in stems.items():
        for start in _places(text, stem):
            end = extend(text, start + len(stem), listed=listed)
            if end > start + len(stem):
                yield Candidate(start, end, label, "coreference", weights()["repeat"])


def _one_type_each(text: str, choices: list[Choice]) -> dict[str, tuple[str, str]]:
    """Give one type and catalogue entry for each spelling: the one that its occurrences are surest of."""
    sums: dict[str, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for one in choices:
        sums[text[one.start : one.end]][one.type, one.entry] += one.confidence
    return {name: max(table, key=lambda kind: (bool(kind[1]), table[kind], kind)) for name, table in sums.items()}


def _type_of(long_start: int, long_end: int, start: int, end: int, choices: list[Choice]) -> tuple[str, str]:
    for one in choices:
        if one.start < long_end and long_start < one.end and (one.start, one.end) == (long_start, long_end):
            return one.type, one.entry
    for one in choices:
        if (one.start, one.end) == (start, end):
            return one.type, one.entry
    return "", ""


def _forms(name: str, label: str) -> Iterator[str]:
    """Give the shorter forms of `name` that other mentions may use."""
    words = name.split(" ")
    if len(words) > 1 and words[0] in ("Les", "Le", "La") and label != "PERSON":
        yield " ".join(words[1:])
    parts = re.split(r"[ -]", name)
    coded = len(parts) == 2 and any(char.isdigit() for char in parts[1]) and parts[1][0].isupper()
    if coded and label in ("PRODUCT", "CHIP", "MODEL"):
        yield parts[1]
    if label == "PERSON" and len(words) > 1:
        rest = " ".join(words[1:])
        for form in dict.fromkeys((rest, words[-1])):
            if len(form) > 1 and form[0].isupper() and form not in function_words() and not form.endswith("."):
                yield form
        if words[0] not in function_words() and words[0][0].isupper():
            yield words[0]


def _places(text: str, form: str) -> Iterator[int]:
    alone = form.isalpha() and len(form) > 1 and form[1:].islower()
    common = alone and form in function_words()
    start = text.find(form)
    while start >= 0:
        before, after = text[start - 1 : start] if start else "", text[start + len(form) : start + len(form) + 1]
        free = not (before == "@" or before == "_" or before.isalnum()) and not (after == "_" or after.isalnum())
        if free and not (common and is_initial(text, start)):
            yield start
        start = text.find(form, start + (len(form) if free else 1))
