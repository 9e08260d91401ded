"""One reader per format: files, folders, archives and standard input to articles."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath, PurePosixPath
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from kg.errors import ReadError
from kg.read import agency, archives, feeds, language, mail, office, plain, rows, sidecar, web
from kg.read.dates import in_name
from kg.read.dates import iso as iso
from kg.read.encoding import clean, file_name
from kg.read.headings import headline
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
    ".rtf": office.rtf,
    ".jsonl": rows.jsonl,
    ".ndjson": rows.jsonl,
    ".csv": rows.table,
    ".tsv": rows.table,
    ".xml": feeds.feed,
    ".rss": feeds.feed,
    ".atom": feeds.feed,
    ".eml": mail.eml,
    ".json": feeds.json_feed,
}
#: Formats that hold one article a file: for them the size limit can be checked before reading.
_SINGLE: Final = {".txt", ".text", ".md", ".markdown"}
#: Formats that hold many articles a file.
_MANY: Final = {".jsonl", ".ndjson", ".csv", ".tsv", ".xml", ".rss", ".atom", ".json"}
#: Documents that people take for readable, and how to make them so; any other unknown file in a folder is none of ours.
_DOCUMENTS: Final = (".doc", ".odt", ".epub", ".pages")
#: Characters that a title, author or outlet may have.
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller says about articles that do not say it themselves.

    Args:
        outlet: publisher of articles without one.
        date: ISO day of articles without one.
        max_chars: longest text accepted, in code points.
        starts: name of a file to the number of its first article, when only a later part of the file is there.
    """

    outlet: str = ""
    date: str = ""
    max_chars: int = 1_000_000
    starts: Mapping[str, int] = field(default_factory=dict)


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
    sidecars = sidecar.Sidecars()
    for path in paths:
        if str(path) == "-":
            suffix = ".jsonl" if stdin.lstrip()[:1] == b"{" else ".txt"
            yield from _articles(Source("stdin", stdin), suffix, {}, chosen)
        else:
            yield from _path(Path(path), chosen, passed_over, sidecars)


def _path(path: Path, options: Options, leave_out: frozenset[Path], sidecars: sidecar.Sidecars) -> Iterator[Article | Skipped]:
    kind = _kind(path)
    if kind == "folder":
        here, closed = path.resolve(), list[OSError]()
        inside = ((item, item.relative_to(path)) for item in _inside(path, closed))
        found = [(item, name) for item, name in inside if wanted(name) and not _under(here / name, leave_out)]
        for item, name in sorted(found, key=lambda pair: pair[1].as_posix()):
            if _kind(item) == "file" and not sidecars.holds(item) and not _other_json(item):
                yield from _file(item, name.as_posix(), options, sidecars, root=path)
        for error in closed:  # a folder that nobody may open, or that vanished meanwhile
            below = PurePath(os.path.relpath(error.filename, path)).as_posix()
            yield _skipped(below, ReadError(f"it cannot be opened ({error.strerror})", code="unreadable"))
    elif kind == "file":
        yield from _file(path, path.name, options, sidecars, root=path.parent)
    else:
        yield _skipped(path.as_posix(), ReadError("there is no such file or folder, or it cannot be opened", code="missing"))


def _inside(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    for parent, _, names in os.walk(folder, onerror=closed.append):
        yield from (Path(parent, name) for name in names)


def _other_json(path: Path) -> bool:
    """Tell whether a file of a folder is some JSON that is no feed: settings and data lie beside articles."""
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return not feeds.is_json_feed(file.read(4096))
    except OSError:
        return False


def _under(path: Path, folders: frozenset[Path]) -> bool:
    return bool(folders) and not folders.isdisjoint((path, *path.parents))


def _kind(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a name with a null character
        return ""
    return "folder" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else ""


def wanted(path: PurePath) -> bool:
    """Tell whether a file of a folder is read, by its name within the folder."""
    hidden = any(part.startswith(".") for part in path.parts)
    suffix = path.suffix.lower()
    return not hidden and (suffix in READERS or suffix == ".zip" or suffix in _DOCUMENTS)


def _skipped(name: str, error: ReadError) -> Skipped:
    return Skipped(clean(name), error.code, clean(str(error))[:_LONGEST])


def _file(path: Path, name: str, options: Options, sidecars: sidecar.Sidecars, *, root: Path) -> Iterator[Article | Skipped]:
    name = file_name(name)
    suffix = path.suffix.lower()
    try:
        if suffix in _SINGLE and path.stat().st_size > 4 * options.max_chars:
            raise ReadError(
                f"it is longer than {options.max_chars:,} characters: split it, or raise --max-chars", code="too-large"
            )
        fields = sidecars.fields(path, root)
        source = Source(name, path.read_bytes() if suffix not in _DOCUMENTS else b"")
    except OSError as error:
        yield _skipped(name, ReadError(f"it cannot be opened ({error.strerror})", code="unreadable"))
    except ReadError as error:
        yield _skipped(name, error)
    else:
        yield from _archive(source, options) if suffix == ".zip" else _articles(source, suffix, fields, options)


def _archive(source: Source, options: Options) -> Iterator[Article | Skipped]:
    tables: dict[str, sidecar.Table] = {}
    try:
        for member, data in archives.members(source, wanted):
            name, path = file_name(f"{source.name}/{member}"), PurePosixPath(file_name(member))
            try:
                if isinstance(data, ReadError):
                    raise data
                if path.name == sidecar.NAME and sidecar.describes(data):
                    tables[str(path.parent)] = sidecar.parse(data)
                elif path.suffix.lower() != ".json" or feeds.is_json_feed(data):
                    fields = _told(tables, path)
                    yield from _articles(Source(name, data), path.suffix.lower(), fields, options)
            except ReadError as error:
                yield _skipped(name, error)
    except ReadError as error:
        yield _skipped(source.name, error)


def _told(tables: dict[str, sidecar.Table], path: PurePosixPath) -> dict[str, str]:
    """Give what the nearest sidecar of an archive says about a member."""
    above = ((tables.get(str(folder), {}), path.relative_to(folder)) for folder in path.parents)
    return next((table[str(name)] for table, name in above if str(name) in table), {})


def _articles(source: Source, suffix: str, fields: dict[str, str], options: Options) -> Iterator[Article | Skipped]:
    reader = READERS.get(suffix)
    many = suffix in _MANY
    try:
        if reader is None:
            raise ReadError(_advice(suffix), code="unknown-format")
        if not source.data.strip():
            raise ReadError("the file is empty", code="empty")
        for number, draft in enumerate(reader(source), start=options.starts.get(source.name, 1)):
            yield _checked(draft, f"{source.name}#{number}" if many or number > 1 else source.name, fields, options)
    except ReadError as error:
        yield _skipped(source.name, error)


def _advice(suffix: str) -> str:
    if suffix in _DOCUMENTS:
        return f"{suffix} is not read: open it and save it as .docx, .pdf or .txt"
    if suffix == ".zip":
        return "an archive within an archive is not read: unpack it first"
    return f"{suffix or 'no suffix'} is not a known format: use {', '.join(READERS)}"


def _checked(draft: Draft | ReadError, name: str, fields: dict[str, str], options: Options) -> Article | Skipped:
    try:
        if isinstance(draft, ReadError):
            raise draft
        return _finish(draft, name, fields, options)
    except ReadError as error:
        return _skipped(name, error)


def _finish(draft: Draft, name: str, fields: dict[str, str], options: Options) -> Article:
    """Fill gaps (article's own word, sidecar, file name, options, in this order) and check the text."""
    if not draft.text.strip():
        raise ReadError("there is no text in it", code="empty")
    if len(draft.text) > options.max_chars:
        raise ReadError(f"it is longer than {options.max_chars:,} characters: split it, or raise --max-chars", code="too-large")
    language.check(draft.text)
    known = {key: value for key, value in fields.items() if not getattr(draft, key)}
    full = replace(draft, **known)
    url = clean(full.url.strip())
    if url.startswith(("http://", "https://")) and _split(url) is None:
        raise ReadError(f"its address {url[:80]} is malformed: correct it, or leave it out", code="malformed")
    title = full.title or headline(full.text)
    return Article(
        key=canonical(url) or clean(full.id) or name,
        text=clean(full.text),
        title=_line(title),
        url=url,
        outlet=_line(full.outlet or options.outlet),
        author=_line(full.author),
        date=iso(full.date) or in_name(name) or iso(options.date),
        agency=_line(full.agency or agency.credited(full.text, full.author, full.outlet)),
    )


def _line(value: str) -> str:
    return clean(value)[:_LONGEST]


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # "https://[x": an IPv6 address that is none
        return None


def canonical(url: str) -> str:
    """Give a web address without fragment and campaign parameters, or an empty string if it is none.

    >>> canonical("https://relais.example/a?utm_source=x&p=2#haut")
    'https://relais.example/a?p=2'
    """
    parts = _split(url)
    if parts is None or not re.match(r"https?://[^\s/]+", url) or re.search(r"\s", url):
        return ""
    kept = "&".join(item for item in parts.query.split("&") if not item.startswith(("utm_", "fbclid=", "gclid=", "at_")))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, kept, ""))
