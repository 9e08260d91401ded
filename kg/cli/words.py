"""What the command line says, in French or English."""

import os

from kg.messages import texts
from kg.names import fold, own_labels


def language() -> str:
    """Give ``fr`` or ``en``: KG_LANG, else the locale, else French."""
    for name in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value[:2] in ("fr", "en"):
            return value[:2]
    return "fr"


def printable(text: str) -> str:
    """Replace control characters, which could command a terminal.

    >>> printable("a\\x1b[31mb")
    'a\ufffd[31mb'
    """
    return "".join(char if char.isprintable() or char in "\u00a0\u202f" else "\ufffd" for char in text)


def tame(text: str) -> str:
    """Do as :func:`printable` does, but keep tabs and ends of lines.

    >>> tame("a\\tb\\r\\n")
    'a\\tb\ufffd\\n'
    """
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))


class Number(int):
    """A whole number that chooses its words: ``{n:article|articles}`` in a message; 0 is singular in French only."""

    def __format__(self, spec: str) -> str:
        """Give the first form for a singular, the second for a plural, the digits without forms."""
        one, mark, many = spec.partition("|")
        if not mark:
            return int(self).__format__(spec)
        return one if self == 1 or (self == 0 and language() == "fr") else many


class Name(str):
    """A name that French « de » elides before: ``{name:of}`` in a message gives « d'AMD », « de Nvidia »."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Put « de » or « d' » before the name where it is asked for."""
        if spec != "of":
            return super().__format__(spec)
        return f"d'{self}" if fold(self)[:1] in tuple("aeiou") else f"de {self}"


def say(name: str, /, **values: object) -> str:
    """Give a message in the user's language; control characters in `values` are replaced.

    >>> bool(say("none"))
    True
    """
    return texts()[language()][name].format(**{key: _shown(value) for key, value in values.items()})


def _shown(value: object) -> object:
    return Number(value) if isinstance(value, int) else Name(printable(str(value)))


def label(name: str) -> str:
    """Give the label of a predicate, status, stance or type, such as ``status.hedged``; its code where there is none."""
    return (texts("interface.json")[language()] | own_labels(language())).get(name, name.rpartition(".")[2])


def column(name: str) -> str:
    """Give the heading of a column in the user's language; its name where there is none, its number kept.

    >>> column("nothing2")
    'nothing2'
    """
    bare = name.rstrip("0123456789")
    found = texts()[language()].get(f"column.{bare}")
    return f"{found} {name.removeprefix(bare)}".rstrip() if found else name


def every_label(name: str) -> list[str]:
    """Give the labels of a term in all languages."""
    return [words for lang, texts in texts("interface.json").items() if (words := (texts | own_labels(lang)).get(name))]


def day(iso: str) -> str:
    """Write an ISO day or month in words, such as « 1er mars 2025 » or "March 2025"; say so when there is none.

    >>> day("2025-03-14").endswith("2025"), day("2025-03")[0] in "mM"
    (True, True)
    """
    if not iso:
        return say("undated")
    year, month, *days = (int(part) for part in iso.split("-"))
    first = "1er" if language() == "fr" else "1"
    return " ".join([*(first if number == 1 else str(number) for number in days), say("months").split()[month - 1], str(year)])
