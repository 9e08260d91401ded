"""Sums of money, shares and counts, exactly as the article writes them."""

import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_WORDS: Final = r"un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente|quarante|cinquante|cent"
_SCALE: Final = r"(?:milliards?|millions?|milliers|mille|trillions?|billions?)"
_SHORT: Final = r"(?:Mds?|Mrds?|M|k)"
_UNIT: Final = r"(?:dollars?|euros?|yuans?|renminbi|livres(?: sterling)?|yens?|wons?|roupies?|dirhams?|dinars?|riyals?|shekels?|zlotys?|roubles?|pesos?|reais|réaux|couronnes(?: suédoises| danoises| norvégiennes)?|francs(?: suisses| CFA)?)"
_SIGN: Final = r"(?:US\$|\$US|\$|€|£|¥|USD|EUR)"
_NATION: Final = r"(?: (?:américains|canadiens|taïwanais|australiens))?"

#: Slots of patterns that a sum or share fills; the sign is that of a move on the stock exchange.
SLOTS: Final = ("money", "money+", "money-", "percent+", "percent-")
_MONEY: Final = re.compile(
    rf"(?<![\w,.])(?:(?:{_NUMBER}|(?:{_WORDS})(?= (?:milli|billi|trilli)))(?: ?{_SCALE})? (?:de |d')?{_UNIT}{_NATION}\b"
    rf"|(?:{_NUMBER})(?: ?{_SCALE}(?: de)?| ?{_SHORT})? ?{_SIGN}"
    rf"|{_SIGN} ?(?:{_NUMBER})(?: ?{_SCALE}| ?{_SHORT}\b)?)",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(rf"[+-]?(?:{_NUMBER}) ?(?:%|pour cent)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A literal in the text: where it stands, as characters, and whether it is ``money`` or ``percent``."""

    start: int
    end: int
    kind: str


def amounts(text: str) -> list[Amount]:
    """Give the sums and shares of `text` in order; `text` is a shadow, with plain spaces and apostrophes.

    >>> text = "Elle a levé près de 80 milliards de dollars, soit 13 % du total."
    >>> [(text[one.start:one.end], one.kind) for one in amounts(text)]
    [('80 milliards de dollars', 'money'), ('13 %', 'percent')]
    """
    found = [Amount(match.start(), match.end(), "money") for match in _MONEY.finditer(text)]
    found += [Amount(match.start(), match.end(), "percent") for match in _PERCENT.finditer(text)]
    return sorted(found, key=lambda one: one.start)


def signed(text: str, sign: str) -> str:
    """Give a change with its sign: a fall gets a minus, a rise keeps the figure as written.

    >>> signed("13 %", "-"), signed("-13 %", "-"), signed("4 %", "+")
    ('-13 %', '-13 %', '4 %')
    """
    plain = text.lstrip("+-")
    return f"-{plain}" if sign == "-" else plain
