"""SPARQL as text: what may not be run, where a mistake is, and how values are put in as terms. Pure."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final, NamedTuple

from kg.errors import Message, QueryError
from kg.messages import error as made
from kg.rdf import PREFIXES, Node

_TOKEN: Final = re.compile(
    r"""(?P<string>\"{3}(?:[^"\\]|\\.|\"(?!\"\"))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      |(?P<comment>\#[^\n\r]*)
      |(?P<prefix>\bPREFIX\s+[\w.-]*:\s*<[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<variable>[?$]\w+)
      |(?P<name>[\w-]*(?:\.[\w-]+)*:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*)
      |(?P<word>\w+)
      |(?P<sign>\S)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_UPDATES: Final = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_FORMS: Final = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
#: How a named query marks the part that gives one row for each of the answer, in its order.
_PAGE: Final = "LIMIT 1000000"
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class Token(NamedTuple):
    """One token of a query: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Cut a query into tokens; spaces are left out."""
    for found in _TOKEN.finditer(text):
        yield Token(found.lastgroup or "sign", found[0], found.start())


def allow(text: str) -> None:
    """Let only queries pass that read this store and nothing else.

    Raises:
        QueryError: an update, a SERVICE, an unknown prefix.
    """
    read = list(tokens(text))
    first = next((one.text.upper() for one in read if one.kind == "word" and one.text.upper() in _FORMS | _UPDATES), "")
    if first in _UPDATES:
        raise made(QueryError, "error.update", verb=first)
    if _calls_out(text, read):
        raise made(QueryError, "error.service")
    _known_prefixes(text, read)


def _calls_out(text: str, read: list[Token]) -> bool:
    """Tell whether SERVICE may stand in a query, on the safe side.

    ``<`` may open an IRI or compare, and what looks like an IRI with ``#`` or ``'`` in it may hide a comment or string.
    """
    if "service" not in text.casefold():
        return False
    if any(one.kind == "iri" and ("#" in one.text or "'" in one.text) for one in read):
        return True
    skipped = ("string", "comment", "variable", "name", "prefix", "iri")
    return any("service" in one.text.casefold() for one in read if one.kind not in skipped)


def _known_prefixes(text: str, read: list[Token]) -> None:
    declared = {re.split(r"\s+", one.text, maxsplit=1)[1].partition(":")[0].strip() for one in read if one.kind == "prefix"}
    known = sorted(declared | set(PREFIXES))
    for one in read:
        prefix = one.text.partition(":")[0]
        if one.kind == "name" and prefix not in known and prefix != "_":
            close = get_close_matches(prefix.lower(), known, n=1, cutoff=0.5)
            hint = _told("prefix.near", near=close[0]) if close else _told("prefix.known", known=", ".join(known))
            raise _pointing(text, one.start, _told("prefix", prefix=prefix), hint)


def explain(text: str, error: SyntaxError) -> QueryError:
    """Turn the parser's complaint into one that shows the place.

    >>> print(explain("SELECT * WHERE { ?s ?p", SyntaxError("error at 1:23: expected one of '}'")))
    line 1, column 23: the query ends too early
    SELECT * WHERE { ?s ?p
                          ^
    hint: one { is not closed
    """
    found = _PLACE.search(str(error))
    if not found:
        return made(QueryError, "error.malformed", reason=str(error))
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    unbound = "variable that is unbound" in found[3]
    hint, known = _hint(text)
    start = start if known is None else known
    after = next((one.text for one in tokens(text[start:])), "")
    what = _told("unexpected", token=after) if after else _told("missing")
    if not after and hint.code.endswith(".open"):
        what = _told("early")
    return _pointing(text, start, _told("unbound") if unbound else what, hint)


def unanswered(error: Exception) -> QueryError:
    """Say why a query that is well made has no answer.

    >>> str(unanswered(ValueError("no such thing")))
    'the query cannot be answered: no such thing'
    """
    damaged = str(error).startswith("Corruption")  # what RocksDB says of a block that is not as it was written
    return made(QueryError, "error.store.block" if damaged else "error.unanswered", reason=str(error))


def _told(code: str, **values: str) -> Message:
    return Message(f"error.at.{code}", values)


def _hint(text: str) -> tuple[Message, int | None]:
    """Guess what is wrong from the brackets and the words, and where if that is sure."""
    read = list(tokens(text))
    signs = [one.text for one in read if one.kind == "sign"]
    for left, right in ("{}", "()"):
        if signs.count(left) > signs.count(right):
            return _told("open", sign=left), None
        if signs.count(left) < signs.count(right):
            return _told("many", sign=right), None
    if not {one.text.upper() for one in read if one.kind == "word"} & _FORMS:
        return _told("form"), read[0].start if read else 0
    quote = next((one for one in read if one.kind == "sign" and one.text in "\"'"), None)
    return (_told("string.open"), quote.start) if quote else (_told("triples"), None)


def _pointing(text: str, start: int, what: Message, hint: Message) -> QueryError:
    """Make an error with line, column, the line itself and a caret under the place."""
    before = text[:start]
    line, column = before.count("\n") + 1, start - before.rfind("\n")
    shown = (text.split("\n") or [""])[line - 1].replace("\t", " ")
    caret = " " * (column - 1) + "^"
    return made(QueryError, "error.at", line=line, column=column, what=what, shown=shown, caret=caret, hint=hint)


def terms(values: Iterable[Node]) -> str:
    """Write terms for a VALUES block; whatever a literal holds, it stays one literal."""
    return " ".join(sorted({str(value) for value in values}))


def fill(text: str, name: str, values: Iterable[Node]) -> str:
    """Put `values` in place of ``VALUES ?_name { UNDEF }`` in a named query."""
    block = f"VALUES ?_{name} {{ {terms(values)} }}"
    return re.sub(rf"VALUES \?_{re.escape(name)} \{{ UNDEF \}}", lambda _: block, text)


def page(text: str, most: int) -> str:
    """Give a named query that looks up only `most` rows, which it puts in order before it fetches all that is shown of them.

    >>> page("{ SELECT ?fact { } ORDER BY ?fact LIMIT 1000000 }", 11)
    '{ SELECT ?fact { } ORDER BY ?fact LIMIT 11 }'
    """
    return text.replace(_PAGE, f"LIMIT {most}")


def bind(text: str, name: str, values: Iterable[Node]) -> str:
    """Bind a variable of a free query to `values`, at the start of its first group.

    Raises:
        QueryError: the query has no such variable or no group.
    """
    read = list(tokens(text))
    if not any(one.kind == "variable" and one.text[1:] == name for one in read):
        raise made(QueryError, "error.no.variable", name=name)
    place = _group(read)
    return f"{text[:place]} VALUES ?{name} {{ {terms(values)} }}{text[place:]}"


def _group(read: list[Token]) -> int:
    """Give the place just after the brace that opens the pattern."""
    words = [one for one in read if one.kind == "word"]
    where = next((one.start for one in words if one.text.upper() == "WHERE"), -1)
    brace = next((one for one in read if one.text == "{" and one.kind == "sign" and one.start > where), None)
    if brace is None:
        raise made(QueryError, "error.no.group")
    return brace.start + 1
