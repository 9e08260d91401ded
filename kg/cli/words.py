"""What the command line says, in French or English."""

import json
import os
from functools import lru_cache

from kg import files


def language() -> str:
    """Give ``fr`` or ``en``: KG_LANG, else the locale, else French."""
    for name in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value[:2] in ("fr", "en"):
            return value[:2]
    return "fr"


@lru_cache
def _texts(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(files.rules(name).read_text(encoding="utf-8"))
    return found


def say(name: str, /, **values: object) -> str:
    """Give a message in the user's language.

    >>> bool(say("none"))
    True
    """
    return _texts("messages.json")[language()][name].format(**values)


def label(name: str) -> str:
    """Give the label of a predicate, status, stance or type, such as ``status.hedged``; its code where there is none."""
    return _texts("interface.json")[language()].get(name, name.rpartition(".")[2])
