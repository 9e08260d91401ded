"""Amounts as French text writes them, to a number and a unit: pure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kg.names import fold

_NUMBER: Final = re.compile(r"([-+−–]?)\s*(\d{1,3}(?:[\s.’']\d{3})+(?![\d])(?:,\d+)?|\d+(?:[.,]\d+)?)")
_SCALES: Final = {
    "mille": 10**3,
    "millier": 10**3,
    "k": 10**3,
    "million": 10**6,
    "m": 10**6,
    "mio": 10**6,
    "milliard": 10**9,
    "md": 10**9,
    "mds": 10**9,
    "mrd": 10**9,
    "billion": 10**12,
    "trillion": 10**18,
}
_UNITS_SPELT: Final = {
    word: number
    for number, word in enumerate(
        [
            "zéro",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
} | {
    "une": 1,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "quatre-vingt": 80,
    "quatre-vingts": 80,
}
#: Numbers in words, as they stand before a scale: "deux milliards".
_SPELT: Final = {
    word: str(number)
    for words, numbers in (
        (("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"), range(1, 11)),
        (("vingt", "trente", "quarante", "cinquante", "cent"), (20, 30, 40, 50, 100)),
    )
    for word, number in zip(words, numbers, strict=True)
}
_SPELT_NUMBER: Final = re.compile(rf"({'|'.join(_SPELT)})(?= (?:milli|billi|trilli))", re.IGNORECASE)
_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "%": "%", "‰": "‰"}
_UNITS: Final = {
    "euro": "EUR",
    "eur": "EUR",
    "dollar": "USD",
    "usd": "USD",
    "livre": "GBP",
    "gbp": "GBP",
    "yen": "JPY",
    "jpy": "JPY",
    "yuan": "CNY",
    "cny": "CNY",
    "rmb": "CNY",
    "renminbi": "CNY",
    "won": "KRW",
    "roupie": "INR",
    "franc": "CHF",
    "chf": "CHF",
    "pourcent": "%",
    "cent": "%",
}
_FOREIGN: Final = {
    ("dollar", "canadien"): "CAD",
    ("dollar", "australien"): "AUD",
    ("dollar", "taiwanais"): "TWD",
    ("dollar", "singapourien"): "SGD",
}


#: Power of ten above which digits in a row are a code or an accident and no amount.
_LARGEST: Final = 20


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and its unit: a currency by its ISO 4217 code, ``%``, or an empty string when none is given."""

    value: Decimal
    unit: str


@lru_cache(maxsize=4096)
def parse(text: str) -> Amount | None:
    """Read one amount; None when `text` does not begin with a number, or holds a range or words we do not know.

    >>> parse("1,6 milliard d'euros")
    Amount(value=Decimal('1600000000'), unit='EUR')
    >>> parse("deux milliards d'euros")
    Amount(value=Decimal('2000000000'), unit='EUR')
    >>> parse("-13 %")
    Amount(value=Decimal('-13'), unit='%')
    >>> parse("entre 5 et 6 millions") is None
    True
    """
    stripped = re.sub(r"^\s*(?:[$€£¥])", "", text).strip()
    if spelt := _SPELT_NUMBER.match(stripped):
        stripped = _SPELT[spelt[1].lower()] + stripped[spelt.end() :]
    found = _NUMBER.match(stripped)
    if not found:
        return None
    rest = stripped[found.end() :]
    sign = _currency_before(text)
    scale, unit = _words(rest)
    if scale is None or (unit and sign and unit != sign):
        return None
    value = Decimal(_digits(found[2])) * scale * (-1 if found[1] in ("-", "−", "–") else 1)
    if value.adjusted() > _LARGEST:
        return None
    return Amount(value.normalize() if value % 1 else value.to_integral_value(), unit or sign)


def count(text: str) -> Decimal | None:
    """Read a count as written; None when it is a vague one ("une dizaine de milliers"), or holds words we do not know.

    >>> count("50 000"), count("cinquante mille"), count("2,5 millions"), count("deux cent mille")
    (Decimal('50000'), Decimal('50000'), Decimal('2500000'), Decimal('200000'))
    >>> count("une dizaine de milliers") is None, count("des milliers") is None
    (True, True)
    """
    amount = parse(text)
    if amount is not None:
        return None if amount.unit not in ("", "%") else amount.value
    total, part = 0, 0
    for word in re.sub(r"\s+(?:de|d['’])\s*$", "", text.strip().lower()).replace(" et ", " ").split():
        if word in _UNITS_SPELT:
            part += _UNITS_SPELT[word]
        elif word in ("cent", "cents"):
            part = (part or 1) * 100
        elif (scale := _SCALES.get(fold(word).rstrip("s"))) is not None and word not in ("k", "m", "milliers"):
            total, part = total + (part or 1) * scale, 0
        else:
            return None
    return Decimal(total + part) if total + part else None


def _currency_before(text: str) -> str:
    return _SIGNS.get(text.strip()[:1], "")


def _digits(number: str) -> str:
    if re.fullmatch(r"\d+\.\d+", number) and not re.fullmatch(r"\d{1,3}\.\d{3}", number):
        return number
    return re.sub(r"[\s.’']", "", number).replace(",", ".")


def _words(rest: str) -> tuple[int | None, str]:
    """Give the scale and the unit that follow the number; a scale of None when something else does."""
    scale, unit = 1, ""
    tokens = re.findall(r"[€$£¥%‰]|\w+", re.sub(r"\b[dD][’']", " ", rest))
    singular = [fold(token).rstrip("s") or token for token in tokens]
    for place, (token, word) in enumerate(zip(tokens, singular, strict=True)):
        before = singular[place - 1] if place else ""
        if token in _SIGNS and not unit:
            unit = _SIGNS[token]
        elif word in _SCALES and not unit:
            scale *= _SCALES[word]
        elif word in _UNITS and not unit:
            unit = _UNITS[word]
        elif (before, word) in _FOREIGN:
            unit = _FOREIGN[before, word]
        elif word not in ("de", "d", "pour", "us", "u", "america", "americain"):
            return None, ""
    return scale, unit
