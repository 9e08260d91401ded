"""The catalogue as resolution asks it: which entry a name of a type is, if it can only be one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.catalogue import Catalogue, Entry
from kg.matching import THINGS, WORKS, key, words_of
from kg.names import fold

#: Types that one thing is easily taken for.
_NEAR: Final = ({"MODEL", "PRODUCT"}, {"CHIP", "PRODUCT"}, {"COMPANY", "ORG"})


class Known:
    """The catalogue, with what each company makes found by the names that it goes by.

    >>> from kg.catalogue import build
    >>> firm = Entry(id="brumeval", type="COMPANY", name="Brumeval")
    >>> known = Known(build([firm, Entry(id="k100", type="CHIP", name="Brumeval K100", maker="brumeval")]))
    >>> known.of_maker("CHIP", "K-100", ["brumeval"]).id, known.of_maker("CHIP", "K100", [])
    ('k100', None)
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._made: dict[str, list[Entry]] = defaultdict(list)
        self._parts: dict[str, list[Entry]] = defaultdict(list)
        for entry in catalogue:
            if entry.maker and entry.type in WORKS:
                self._made[entry.maker].append(entry)
            if entry.parent and entry.type == "COMPANY":
                self._parts[entry.parent].append(entry)
        self._by_rest: dict[str, dict[str, set[str]]] = {}
        self._by_name: dict[tuple[str, str], Entry | None] = {}  # the same names come in article after article
        self._makers: dict[str, tuple[str, ...]] = {}

    def given(self, identifier: str) -> Entry | None:
        """Give the entry that the annotation recognised, by its id; an empty one is none."""
        return self._catalogue.get(identifier) if identifier else None

    def of_type(self, kind: str, name: str) -> Entry | None:
        """Give the only entry of this type that bears the name, but for case, accents and spaces."""
        if (kind, name) not in self._by_name:
            self._by_name[kind, name] = self._of_type(kind, name)
        return self._by_name[kind, name]

    def _of_type(self, kind: str, name: str) -> Entry | None:
        exact = [entry for entry in self._catalogue.named(name) if entry.type == kind]
        sure = [entry for entry in exact if not entry.ambiguous]
        preferred = [entry for entry in sure if entry.name == name]
        wanted = key(kind, name)
        like = [
            entry
            for entry in self._catalogue.like(name)
            if entry.type == kind and not entry.ambiguous and any(key(kind, one) == wanted for one in entry.names)
        ]
        doubtful = [] if kind == "PERSON" and words_of(name) == 1 else exact
        return next((found[0] for found in (preferred, sure, doubtful, like) if len(found) == 1), None)

    def otherwise_typed(self, kind: str, name: str) -> Entry | None:
        """Give the only entry of that name when another type than `kind` is right; never for people and places."""
        found = self._catalogue.named(name) if kind in THINGS else ()
        if len(found) != 1 or found[0].type not in THINGS or found[0].type == kind:
            return None
        return found[0] if not found[0].ambiguous or {kind, found[0].type} in _NEAR else None

    def of_maker(self, kind: str, name: str, makers: Iterable[str]) -> Entry | None:
        """Give the only work that one of `makers` (ids) sells under this name, with or without the maker's own."""
        if kind not in WORKS and not (kind in THINGS and any(char.isdigit() for char in name)):
            return None
        wanted = key("PRODUCT", name)
        ids = sorted({one for maker in makers for one in self._rests(maker).get(wanted, ())})
        return self._catalogue.get(ids[0]) if len(ids) == 1 else None

    def of_parent(self, name: str, parents: Iterable[str]) -> Entry | None:
        """Give the only company that a name is which begins with its parent's ("Brumeval Nuages" for Nuages of Brumeval)."""
        found = {
            entry.id
            for parent in parents
            for entry in self._parts[parent]
            for start in self._catalogue.entries[parent].names
            if any(key("COMPANY", f"{start} {one}") == key("COMPANY", name) for one in entry.names)
        }
        return self._catalogue.get(min(found)) if len(found) == 1 else None

    def makers_in(self, name: str) -> tuple[str, ...]:
        """Give the ids of companies whose name begins `name`."""
        if name not in self._makers:
            self._makers[name] = tuple(self._makers_in(name))
        return self._makers[name]

    def _makers_in(self, name: str) -> Iterator[str]:
        parts = name.replace("-", " ").split()
        for count in range(1, min(4, len(parts))):
            yield from (entry.id for entry in self._catalogue.like(" ".join(parts[:count])) if entry.type == "COMPANY")

    def _rests(self, maker: str) -> Mapping[str, set[str]]:
        """Give the keys under which the works of a maker may be named -> their ids."""
        if maker not in self._by_rest:
            found: dict[str, set[str]] = defaultdict(set)
            company = self._catalogue.get(maker)
            starts = [fold(one) for one in company.names] if company else []
            for entry in self._made[maker]:
                for name in entry.names:
                    found[key("PRODUCT", name)].add(entry.id)
                    for start in starts:
                        found[key("PRODUCT", f"{start} {name}")].add(entry.id)
                        if fold(name).startswith(f"{start} ") and "+" not in name:
                            found[key("PRODUCT", fold(name)[len(start) + 1 :])].add(entry.id)
            self._by_rest[maker] = found
        return self._by_rest[maker]
