"""SPARQL as text: what may not be run, where a mistake is, and how values are put in as terms. Pure."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final, NamedTuple

from kg.errors import QueryError
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
        raise QueryError(f"{first} would change the store: only SELECT, ASK, CONSTRUCT and DESCRIBE are allowed")
    if _calls_out(text, read):
        raise QueryError(
            "SERVICE is not allowed: queries stay on this machine. Where the word only stands in a string, "
            "write IRIs that hold '#' or an apostrophe with a prefix"
        )
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
            hint = f"did you mean prefix {close[0]}:?" if close else f"known prefixes: {', '.join(known)}"
            raise QueryError(_pointing(text, one.start, f"unknown prefix {prefix}:", hint))


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
        return QueryError(f"the query is malformed: {error}")
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    unbound = "variable that is unbound" in found[3]
    after, hint = next((one.text for one in tokens(text[start:])), ""), _hint(text)
    what = f"unexpected {after!r}, or something is missing before it" if after else "something is missing here or just before"
    if not after and hint.endswith("not closed"):
        what = "the query ends too early"
    if unbound:
        what = "a variable is selected that is neither grouped nor bound"
    return QueryError(_pointing(text, start, what, hint))


def _hint(text: str) -> str:
    """Guess what is wrong from the brackets and the words."""
    read = list(tokens(text))
    signs = [one.text for one in read if one.kind == "sign"]
    for left, right in ("{}", "()"):
        if signs.count(left) > signs.count(right):
            return f"one {left} is not closed"
        if signs.count(left) < signs.count(right):
            return f"there is one {right} too many"
    words = [one.text.upper() for one in read if one.kind == "word"]
    if not set(words) & _FORMS:
        return "a query starts with SELECT, ASK or CONSTRUCT; the questions of `kg query --list` are asked by name"
    if any(one.kind == "sign" and one.text in "\"'" for one in read):
        return "a string is not closed"
    return "triples end with a dot, and a property of the same subject follows a semicolon"


def _pointing(text: str, start: int, what: str, hint: str) -> str:
    """Write a message with line, column, the line itself and a caret under the place."""
    before = text[:start]
    line, column = before.count("\n") + 1, start - before.rfind("\n")
    shown = (text.split("\n") or [""])[line - 1].replace("\t", " ")
    return f"line {line}, column {column}: {what}\n{shown}\n{' ' * (column - 1)}^\nhint: {hint}"


def terms(values: Iterable[Node]) -> str:
    """Write terms for a VALUES block; whatever a literal holds, it stays one literal."""
    return " ".join(sorted({str(value) for value in values}))


def fill(text: str, name: str, values: Iterable[Node]) -> str:
    """Put `values` in place of ``VALUES ?_name { UNDEF }`` in a named query."""
    block = f"VALUES ?_{name} {{ {terms(values)} }}"
    return re.sub(rf"VALUES \?_{re.escape(name)} \{{ UNDEF \}}", lambda _: block, text)


def bind(text: str, name: str, values: Iterable[Node]) -> str:
    """Bind a variable of a free query to `values`, at the start of its first group.

    Raises:
        QueryError: the query has no such variable or no group.
    """
    read = list(tokens(text))
    if not any(one.kind == "variable" and one.text[1:] == name for one in read):
        raise QueryError(f"the query has no variable ?{name}: parameters bind variables of the query")
    place = _group(read)
    return f"{text[:place]} VALUES ?{name} {{ {terms(values)} }}{text[place:]}"


def _group(read: list[Token]) -> int:
    """Give the place just after the brace that opens the pattern."""
    words = [one for one in read if one.kind == "word"]
    where = next((one.start for one in words if one.text.upper() == "WHERE"), -1)
    brace = next((one for one in read if one.text == "{" and one.kind == "sign" and one.start > where), None)
    if brace is None:
        raise QueryError("the query has no { } to look in: write SELECT … WHERE { … }")
    return brace.start + 1
