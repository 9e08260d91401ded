"""The catalogue of known people, companies, organisations, models, chips, products and places.

One CSV file per type stands in ``data/catalogue``; a cell with several values separates them by ``|``. A name in the
catalogue may be recognised and merged with its aliases in an article; nothing in the catalogue becomes a fact by itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg import files
from kg.errors import DataError
from kg.names import TYPES, fold

#: File of each type, in the order of precedence when one name is in several of them.
FILES: Final = {
    "companies.csv": "COMPANY",
    "people.csv": "PERSON",
    "models.csv": "MODEL",
    "chips.csv": "CHIP",
    "products.csv": "PRODUCT",
    "organisations.csv": "ORG",
    "places.csv": "PLACE",
}
_NEEDED: Final = ("id", "name", "aliases")
_EXTRA: Final = ("country", "parent", "gender", "roles", "maker", "family", "kind", "demonyms", "ambiguous", "wikidata")


@dataclass(frozen=True, slots=True)
class Post:
    """What a person was, where and when.

    Args:
        kind: ``ceo``, ``founder``, ``works``…
        organisation: id of an entry.
        since, until: years, or empty strings; an open end means that the person still is.
    """

    kind: str
    organisation: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing of the catalogue; the fields that its type does not have stay empty.

    Args:
        id: unique across all files.
        type: one of :data:`kg.names.TYPES`.
        name: preferred name.
        aliases: other names.
        country: French name of the country of a company or organisation.
        parent: id of the company it belongs to.
        maker: id of the company that makes a model, chip or product.
        family: name of the family of a model or chip.
        gender: ``m`` or ``f`` of a person, or an empty string.
        roles: posts of a person.
        kind: ``country``, ``city``, ``region``, ``continent`` or ``other`` for a place.
        demonyms: the adjective of a place in its four forms.
        ambiguous: one of its single-word names is also an ordinary word or something else.
        wikidata: ``Q…``, or an empty string.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    parent: str = ""
    maker: str = ""
    family: str = ""
    gender: str = ""
    roles: tuple[Post, ...] = ()
    kind: str = ""
    demonyms: tuple[str, ...] = ()
    ambiguous: bool = False
    wikidata: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The preferred name, then the others."""
        return (self.name, *self.aliases)

    def is_doubtful(self, name: str) -> bool:
        """Tell whether `name`, one of its names, needs support from the words around it; only single words ever do.

        >>> meta = Entry(id="meta", type="COMPANY", name="Meta", aliases=("Meta Platforms",), ambiguous=True)
        >>> meta.is_doubtful("Meta"), meta.is_doubtful("Meta Platforms")
        (True, False)
        """
        return self.ambiguous and not re.search(r"[\s-]", name)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries, found by id, by exact name or by folded name; an empty one knows nothing."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    _exact: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    _folded: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    _demonyms: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, identifier: str) -> Entry | None:
        """Give the entry with this id, or None."""
        return self.entries.get(identifier)

    def named(self, name: str) -> tuple[Entry, ...]:
        """Give the entries that bear exactly this name, in the order of the files."""
        return self._exact.get(name, ())

    def like(self, name: str) -> tuple[Entry, ...]:
        """Give the entries whose name is this one but for case, accents and punctuation."""
        return self._folded.get(fold(name), ())

    def demonyms(self) -> Mapping[str, str]:
        """Give the French name of the country for each form of its adjective ("chinoises": "Chine")."""
        return self._demonyms


def build(entries: list[Entry]) -> Catalogue:
    """Index `entries`.

    >>> nvidia = Entry(id="nvidia", type="COMPANY", name="Nvidia", aliases=("NVIDIA",))
    >>> build([nvidia]).like("nvidia")[0].id
    'nvidia'
    """
    exact: dict[str, list[Entry]] = {}
    folded: dict[str, list[Entry]] = {}
    demonyms: dict[str, str] = {}
    for entry in entries:
        for name in dict.fromkeys(entry.names):
            exact.setdefault(name, []).append(entry)
        for name in dict.fromkeys(map(fold, entry.names)):
            folded.setdefault(name, []).append(entry)
        if entry.kind == "country":
            demonyms |= {form: entry.name for form in entry.demonyms if form not in demonyms}
    return Catalogue(
        {entry.id: entry for entry in entries},
        {name: tuple(found) for name, found in exact.items()},
        {name: tuple(found) for name, found in folded.items()},
        demonyms,
    )


@lru_cache(maxsize=4)
def load(folder: Path | None = None) -> Catalogue:
    """Read the catalogue once; later calls give the same object.

    Args:
        folder: where the CSV files are; those that ship with Quidit by default. A type without a file has no entries.

    Raises:
        DataError: a row is malformed; the message names the file and the line.
    """
    folder = folder or files.catalogue()
    entries: dict[str, Entry] = {}
    for path, label in _files(folder):
        for line, entry in _rows(path, label):
            if entry.id in entries:
                raise DataError(f"{path.name}, line {line}: the id {entry.id!r} is taken already, choose another one")
            entries[entry.id] = entry
    return build(list(entries.values()))


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give the files of the catalogue with their types, then the user's own: ``film.csv`` lists entries of type FILM."""
    for name, label in FILES.items():
        if (folder / name).exists():
            yield folder / name, label
    for path in sorted(own.glob("*.csv")) if (own := files.own("catalogue")) else []:
        label = FILES.get(path.name, path.stem.upper())
        if label not in TYPES:
            raise DataError(f"{path.name}: no class has the code {label}; the codes are {', '.join(TYPES)}")
        yield path, label


def _rows(path: Path, label: str) -> Iterator[tuple[int, Entry]]:
    rows = files.table(path)
    _, header = next(rows, (1, []))
    wrong = [name for name in header if name not in _NEEDED and name not in _EXTRA]
    if wrong or any(name not in header for name in _NEEDED):
        raise DataError(f"{path.name}, line 1: the columns must be {', '.join((*_NEEDED, *_EXTRA))}; found {header}")
    for line, cells in rows:
        if not any(cells):
            continue
        where = f"{path.name}, line {line}"
        if len(cells) != len(header):
            raise DataError(f"{where}: {len(cells)} cells instead of {len(header)}; quote a cell that holds a comma")
        yield line, _entry(dict(zip(header, map(str.strip, cells), strict=True)), label, where)


def _entry(row: dict[str, str], label: str, where: str) -> Entry:
    cell = {name: row.get(name, "") for name in (*_NEEDED, *_EXTRA)}
    if not cell["id"] or not cell["name"]:
        raise DataError(f"{where}: id and name must not be empty")
    if cell["ambiguous"] not in ("", "0", "1"):
        raise DataError(f"{where}: ambiguous is {cell['ambiguous']!r}, it must be 0 or 1")
    if cell["wikidata"] and not re.fullmatch(r"Q[1-9]\d*", cell["wikidata"]):
        raise DataError(f"{where}: wikidata is {cell['wikidata']!r}, it must be like Q42 or empty")
    if cell["gender"] not in ("", "m", "f", "x"):
        raise DataError(f"{where}: gender is {cell['gender']!r}, it must be m, f or empty")
    return Entry(
        id=cell["id"],
        type=label,
        name=cell["name"],
        aliases=_values(cell["aliases"]),
        country=cell["country"],
        parent=cell["parent"],
        maker=cell["maker"],
        family=cell["family"],
        gender=cell["gender"],
        roles=tuple(_post(value, where) for value in _values(cell["roles"])),
        kind=cell["kind"],
        demonyms=_values(cell["demonyms"]),
        ambiguous=cell["ambiguous"] == "1",
        wikidata=cell["wikidata"],
    )


def _values(cell: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in cell.split("|") if value.strip()) if cell else ()


def _post(value: str, where: str) -> Post:
    found = re.fullmatch(r"([\w-]+)@([^:@\s]+)(?::(\d{4})?(?:-(\d{4})?)?)?", value)
    if not found:
        raise DataError(f"{where}: the role {value!r} must be like ceo@openai or ceo@openai:2019-2023")
    kind, organisation, since, until = (part or "" for part in found.groups())
    return Post(kind, organisation, since, until)
