"""One reader per format: files, folders, archives and standard input to articles."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from kg.errors import ReadError
from kg.read import archives, feeds, language, mail, office, plain, rows, sidecar, web
from kg.read.source import Draft, Source
from kg.records import Article, Skipped

Reader = Callable[[Source], Iterator[Draft] | Iterator[Draft | ReadError]]

#: Suffix to reader; a new format is one line here and one function.
READERS: Final[dict[str, Reader]] = {
    ".txt": plain.text,
    ".text": plain.text,
    ".md": plain.markdown,
    ".markdown": plain.markdown,
    ".html": web.html,
    ".htm": web.html,
    ".xhtml": web.html,
    ".pdf": office.pdf,
    ".docx": office.docx,
    ".jsonl": rows.jsonl,
    ".ndjson": rows.jsonl,
    ".csv": rows.table,
    ".tsv": rows.table,
    ".xml": feeds.feed,
    ".rss": feeds.feed,
    ".atom": feeds.feed,
    ".eml": mail.eml,
}
#: Formats that hold one article a file: for them the size limit can be checked before reading.
_SINGLE: Final = {".txt", ".text", ".md", ".markdown"}
#: Formats that hold many articles a file.
_MANY: Final = {".jsonl", ".ndjson", ".csv", ".tsv", ".xml", ".rss", ".atom"}
_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ISO: Final = re.compile(r"\s*((?:19|20)\d\d)-(\d\d)-(\d\d)")
_MONTHS: Final = ("janv", "févr", "mars", "avri", "mai", "juin", "juil", "août", "sept", "octo", "nove", "déce")
_WORDS: Final = re.compile(r"\s*(\d{1,2})(?:er)?\s+([a-zéû]+)\.?\s+((?:19|20)\d\d)", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(r"\s*(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller says about articles that do not say it themselves.

    Args:
        outlet: publisher of articles without one.
        date: ISO day of articles without one.
        max_chars: longest text accepted, in code points.
    """

    outlet: str = ""
    date: str = ""
    max_chars: int = 1_000_000


def read(
    paths: Iterable[Path | str], options: Options | None = None, *, stdin: bytes = b"", leave_out: Iterable[Path] = ()
) -> Iterator[Article | Skipped]:
    """Read everything under `paths`, in a fixed order: articles, and what had to be left out.

    Args:
        paths: files, folders, archives, or ``-`` for `stdin`.
        options: what to assume; nothing by default.
        stdin: bytes for the path ``-``: plain text, or JSON Lines if they start with ``{``.
        leave_out: files and folders to pass over in silence when they lie in one of the folders.
    """
    chosen, passed_over = options or Options(), frozenset(path.resolve() for path in leave_out)
    for path in paths:
        if str(path) == "-":
            suffix = ".jsonl" if stdin.lstrip()[:1] == b"{" else ".txt"
            yield from _articles(Source("stdin", stdin), suffix, {}, chosen)
        else:
            yield from _path(Path(path), chosen, passed_over)


def _path(path: Path, options: Options, leave_out: frozenset[Path]) -> Iterator[Article | Skipped]:
    if path.is_dir():
        here = path.resolve()
        inside = (item for item in path.rglob("*") if not _under(here / item.relative_to(path), leave_out))
        found = sorted(inside, key=lambda item: item.relative_to(path).as_posix())
        files = [item for item in found if item.is_file() and _wanted(item.relative_to(path)) and not sidecar.is_sidecar(item)]
        for item in files:
            yield from _file(item, item.relative_to(path).as_posix(), options)
    elif path.is_file():
        yield from _file(path, path.name, options)
    else:
        yield Skipped(path.as_posix(), "missing", "there is no such file or folder")


def _under(path: Path, folders: frozenset[Path]) -> bool:
    return bool(folders) and not folders.isdisjoint((path, *path.parents))


def _wanted(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and (path.suffix.lower() in READERS or path.suffix.lower() == ".zip")


def _file(path: Path, name: str, options: Options) -> Iterator[Article | Skipped]:
    name = unicodedata.normalize("NFC", name)
    suffix = path.suffix.lower()
    if suffix in _SINGLE and path.stat().st_size > 4 * options.max_chars:
        yield Skipped(name, "too-large", f"it is longer than {options.max_chars:,} characters: split it, or raise --max-chars")
        return
    try:
        fields = sidecar.load(path.parent).get(path.name, {})
        source = Source(name, path.read_bytes())
    except (OSError, ReadError) as error:
        yield Skipped(name, getattr(error, "code", "unreadable"), str(error))
        return
    if suffix == ".zip":
        yield from _archive(source, options)
    else:
        yield from _articles(source, suffix, fields, options)


def _archive(source: Source, options: Options) -> Iterator[Article | Skipped]:
    try:
        for member in archives.members(source):
            if _wanted(Path(member.name)):
                yield from _articles(member, PurePosixPath(member.name).suffix.lower(), {}, options)
    except ReadError as error:
        yield Skipped(source.name, error.code, str(error))


def _articles(source: Source, suffix: str, fields: dict[str, str], options: Options) -> Iterator[Article | Skipped]:
    reader = READERS.get(suffix)
    if reader is None:
        yield Skipped(source.name, "unknown-format", f"{suffix or 'no suffix'} is not a known format: use {', '.join(READERS)}")
        return
    if not source.data.strip():
        yield Skipped(source.name, "empty", "the file is empty")
        return
    many = suffix in _MANY
    try:
        for number, draft in enumerate(reader(source), start=1):
            yield _checked(draft, f"{source.name}#{number}" if many else source.name, fields, options)
    except ReadError as error:
        yield Skipped(source.name, error.code, str(error))


def _checked(draft: Draft | ReadError, name: str, fields: dict[str, str], options: Options) -> Article | Skipped:
    try:
        if isinstance(draft, ReadError):
            raise draft
        return _finish(draft, name, fields, options)
    except ReadError as error:
        return Skipped(name, error.code, str(error))


def _finish(draft: Draft, name: str, fields: dict[str, str], options: Options) -> Article:
    """Fill gaps (article's own word, sidecar, file name, options, in this order) and check the text."""
    if not draft.text.strip():
        raise ReadError("there is no text in it", code="empty")
    if len(draft.text) > options.max_chars:
        raise ReadError(f"it is longer than {options.max_chars:,} characters: split it, or raise --max-chars", code="too-large")
    language.check(draft.text)
    known = {key: value for key, value in fields.items() if not getattr(draft, key)}
    full = replace(draft, **known)
    day = iso(full.date) or _date_in(name) or iso(options.date)
    key = canonical(full.url) or full.id or name
    return Article(
        key=key,
        text=full.text,
        title=full.title or plain.headline(full.text).lstrip("# "),
        url=full.url,
        outlet=full.outlet or options.outlet,
        author=full.author,
        date=day,
        agency=full.agency,
    )


def canonical(url: str) -> str:
    """Give a web address without fragment and campaign parameters, or an empty string if it is none.

    >>> canonical("https://relais.example/a?utm_source=x&p=2#haut")
    'https://relais.example/a?p=2'
    """
    if not re.match(r"https?://[^\s/]+", url) or re.search(r"\s", url):
        return ""
    parts = urlsplit(url)
    kept = "&".join(item for item in parts.query.split("&") if not item.startswith(("utm_", "fbclid=", "gclid=", "at_")))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, kept, ""))


def iso(value: str) -> str:
    """Give a date as ISO day, or an empty string if it is none.

    >>> iso("28/01/2025"), iso("2025-01-28T07:00:00Z"), iso("1er févr. 2025"), iso("hier")
    ('2025-01-28', '2025-01-28', '2025-02-01', '')
    """
    if found := _ISO.match(value):
        return "-".join(found.groups())
    if found := _DAY_FIRST.match(value):
        return _day(found.group(3), int(found.group(2)), found.group(1))
    if found := _WORDS.match(value):
        month = found.group(2).lower()[:4]
        number = next((place for place, name in enumerate(_MONTHS, start=1) if month.startswith(name[: len(month)])), 0)
        return _day(found.group(3), number, found.group(1))
    return ""


def _day(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02}-{int(day):02}" if 1 <= month <= 12 and 1 <= int(day) <= 31 else ""


def _date_in(name: str) -> str:
    found = _DATE.search(PurePosixPath(name).name)
    return "-".join(found.groups()) if found else ""
