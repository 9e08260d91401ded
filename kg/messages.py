"""What is told to people, in French or English: the texts of ``data/rules/messages.json``, and errors that can be told in both."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from kg import files
from kg.errors import KgError, Message

Kind = TypeVar("Kind", bound=KgError)


@cache
def texts(name: str = "messages.json") -> dict[str, dict[str, str]]:
    """Give a file of texts: language, then code, then text."""
    found: dict[str, dict[str, str]] = json.loads(files.rules(name).read_text(encoding="utf-8"))
    return found


def told(message: Message, lang: str) -> str:
    """Write a message in a language.

    >>> told(Message("error.no.date", {"value": "hier"}), "en")
    "'hier' is no date: write 2025-01-31, 2025-01 or 2025"
    """
    values = {name: told(one, lang) if isinstance(one, Message) else one for name, one in message.values.items()}
    return texts()[lang][message.code].format(**values)


def error(kind: type[Kind], code: str, /, **values: Message | str | int) -> Kind:
    """Make an error of `kind` that can be told in both languages; as text it is English.

    >>> from kg.errors import QueryError
    >>> of(error(QueryError, "error.no.date", value="hier"), "fr")
    '« hier » n’est pas une date : écrivez 2025-01-31, 2025-01 ou 2025'
    """
    return remade(kind, Message(code, values))


def remade(kind: type[Kind], message: Message) -> Kind:
    """Make an error of `kind` that tells `message`."""
    made = kind(told(message, "en"))
    made.message = message
    return made


def of(problem: KgError, lang: str) -> str:
    """Tell an error in a language, or in English where it has no other words."""
    return told(problem.message, lang) if problem.message else str(problem)


def dumps(message: Message) -> dict[str, Any]:
    """Turn a message into plain values for JSON."""
    values = {name: dumps(one) if isinstance(one, Message) else one for name, one in message.values.items()}
    return {"code": message.code, "values": values}


def loads(plain: Mapping[str, Any]) -> Message:
    """Read what :func:`dumps` gave.

    >>> message = Message("a", {"b": Message("c", {}), "d": 1})
    >>> loads(dumps(message)) == message
    True
    """
    return Message(plain["code"], {name: loads(one) if isinstance(one, dict) else one for name, one in plain["values"].items()})
