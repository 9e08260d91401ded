"""The catalogue: reading, looking up, and saying what is wrong where."""

import time
from pathlib import Path

import pytest

from kg import catalogue
from kg.catalogue import Entry, build
from kg.errors import DataError


def written(folder: Path, name: str, *lines: str) -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_company_is_read_with_its_aliases(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        "companies.csv",
        "id,name,aliases,country,parent,ambiguous,wikidata",
        "plumoria,Plumoria,Plumoria SA|PLM,France,,1,Q42",
    )
    (entry,) = catalogue.load(folder)
    assert entry.names == ("Plumoria", "Plumoria SA", "PLM")
    assert (entry.type, entry.country, entry.ambiguous, entry.wikidata) == ("COMPANY", "France", True, "Q42")


def test_roles_are_taken_apart(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        "people.csv",
        "id,name,aliases,gender,roles,ambiguous,wikidata",
        "ada-roy,Ada Roy,,f,ceo@plumoria:2019-|ceo@zubrin:2001-2004|founder@plumoria,,",
    )
    (entry,) = catalogue.load(folder)
    assert [(post.kind, post.organisation, post.since, post.until) for post in entry.roles] == [
        ("ceo", "plumoria", "2019", ""),
        ("ceo", "zubrin", "2001", "2004"),
        ("founder", "plumoria", "", ""),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a,A,,,,2,", "line 2: ambiguous is '2'"),
        ("a,A,,,,,42", "line 2: wikidata is '42'"),
        (",A,,,,,", "line 2: id and name"),
        ("a,A", "line 2: 2 cells instead of 7"),
    ],
)
def test_a_bad_row_is_told_with_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    folder = written(tmp_path, "companies.csv", "id,name,aliases,country,parent,ambiguous,wikidata", line)
    with pytest.raises(DataError, match="companies.csv, " + said.replace("(", "\\(")):
        catalogue.load(folder)


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, "companies.csv", "id,name,aliases", "a,A,", "a,B,")
    with pytest.raises(DataError, match="line 3: the id 'a' is taken"):
        catalogue.load(folder)


def test_names_are_found_exactly_and_folded() -> None:
    known = build([Entry(id="x", type="COMPANY", name="Électra")])
    assert not known.named("electra")
    assert known.like("ELECTRA")[0].id == "x"
    assert known.get("y") is None


def test_adjectives_lead_to_their_country() -> None:
    known = build([Entry(id="chine", type="PLACE", name="Chine", kind="country", demonyms=("chinois", "chinoise"))])
    assert known.demonyms()["chinoise"] == "Chine"


def test_the_shipped_catalogue_is_sound_and_quick_to_load() -> None:
    catalogue.load.cache_clear()
    start = time.process_time()
    known = catalogue.load()
    assert time.process_time() - start < 1.5
    ids = known.entries
    lost = [
        (entry.id, other)
        for entry in known
        for other in (entry.maker, entry.parent, *(post.organisation for post in entry.roles))
        if other and other not in ids
    ]
    assert lost == []


def test_a_file_that_a_spreadsheet_saved_is_read_or_told(tmp_path):
    row = "id,name,aliases,wikidata,ambiguous\nx,Société Générale,,,0\n"
    (tmp_path / "companies.csv").write_bytes(row.encode("utf-8-sig"))
    assert catalogue.load(tmp_path).get("x").name == "Société Générale"
    catalogue.load.cache_clear()
    (tmp_path / "companies.csv").write_bytes(row.encode("cp1252"))
    with pytest.raises(DataError, match="not UTF-8"):
        catalogue.load(tmp_path)
