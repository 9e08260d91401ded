"""What readers take and give."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import ReadError


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one member of an archive.

    Args:
        name: path for messages and, where nothing better is known, for the article's key (POSIX).
        data: its bytes.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as one reader sees it, before sidecar and options fill the gaps.

    Args:
        id: feed or record id, or an empty string.
    """

    text: str
    title: str = ""
    url: str = ""
    outlet: str = ""
    author: str = ""
    date: str = ""
    agency: str = ""
    id: str = ""


def attempt(make: Callable[[], Draft]) -> Draft | ReadError:
    """Give what `make` gives, or its error, so that one bad row or entry does not hide the next ones."""
    try:
        return make()
    except ReadError as error:
        return error
