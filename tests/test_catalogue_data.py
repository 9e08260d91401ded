"""The files of data/catalogue keep the rules of data/catalogue/README.md."""

import csv
import io
import re
from collections import Counter, defaultdict

import pytest

from kg import catalogue, files

HEADERS = {
    "companies": "id,name,aliases,country,parent,ambiguous,wikidata",
    "people": "id,name,aliases,gender,roles,ambiguous,wikidata",
    "models": "id,name,aliases,maker,family,ambiguous,wikidata",
    "chips": "id,name,aliases,maker,family,ambiguous,wikidata",
    "products": "id,name,aliases,maker,ambiguous,wikidata",
    "organisations": "id,name,aliases,country,ambiguous,wikidata",
    "places": "id,name,aliases,kind,demonyms,ambiguous,wikidata",
}
AT_LEAST = {
    "companies": 3100,
    "people": 1160,
    "models": 610,
    "chips": 495,
    "products": 1630,
    "organisations": 775,
    "places": 730,
}
ROLE = re.compile(r"(ceo|formerceo|founder|works|formerlyworked|minister|president)@([a-z0-9-]+)(?::(\d{4})?-(\d{4})?)?")

Row = dict[str, str]


def text(kind: str) -> str:
    return (files.catalogue() / f"{kind}.csv").read_bytes().decode("utf-8")


def rows(kind: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text(kind), newline="")))


def names(row: Row) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Row]]:
    return {kind: rows(kind) for kind in HEADERS}


@pytest.fixture(scope="module")
def ids(tables: dict[str, list[Row]]) -> dict[str, set[str]]:
    return {kind: {row["id"] for row in table} for kind, table in tables.items()}


@pytest.mark.parametrize("kind", HEADERS)
def test_form(kind: str) -> None:
    content = text(kind)
    assert content.startswith(HEADERS[kind] + "\n")
    assert "\r" not in content
    assert content.endswith("\n")
    assert not content.startswith("\ufeff")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(csv.reader(io.StringIO(content, newline="")))
    assert out.getvalue() == content, "needless quotes or an unequal number of cells"


@pytest.mark.parametrize("kind", HEADERS)
def test_rows_are_sorted_and_enough(tables: dict[str, list[Row]], kind: str) -> None:
    found = [row["id"] for row in tables[kind]]
    assert found == sorted(found)
    assert len(found) >= AT_LEAST[kind]


def test_ids_are_slugs_and_unique_across_files(tables: dict[str, list[Row]]) -> None:
    found = [row["id"] for table in tables.values() for row in table]
    assert [one for one in found if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one)] == []
    assert [one for one, count in Counter(found).items() if count > 1] == []


@pytest.mark.parametrize("kind", HEADERS)
def test_cells_are_clean(tables: dict[str, list[Row]], kind: str) -> None:
    for row in tables[kind]:
        assert row["name"], row
        for name in row.values():
            assert all(part and part == " ".join(part.split()) for part in name.split("|")) or not name, row
        assert len(set(names(row))) == len(names(row)), row
        assert row["ambiguous"] in ("", "1"), row
        assert re.fullmatch(r"(Q[1-9]\d*)?", row["wikidata"]), row


@pytest.mark.parametrize("kind", HEADERS)
def test_one_name_is_one_row_unless_ambiguous(tables: dict[str, list[Row]], kind: str) -> None:
    bearers: dict[str, list[Row]] = defaultdict(list)
    for row in tables[kind]:
        for name in sorted({name.casefold() for name in names(row)}):
            bearers[name].append(row)
    shared = {
        name: [row["id"] for row in found]
        for name, found in bearers.items()
        if len(found) > 1 and not all(row["ambiguous"] for row in found)
    }
    assert shared == {}


def test_a_name_of_two_types_is_ambiguous(tables: dict[str, list[Row]]) -> None:
    bearers: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for kind, table in tables.items():
        for row in table:
            for name in sorted(set(names(row))):
                bearers[name].append((kind, row))
    shared = {
        name: [row["id"] for _, row in found]
        for name, found in bearers.items()
        if len({kind for kind, _ in found}) > 1 and not any(row["ambiguous"] for _, row in found)
    }
    assert shared == {}


@pytest.mark.parametrize("kind", ["companies", "organisations"])
def test_countries_are_places(tables: dict[str, list[Row]], kind: str) -> None:
    known = {row["name"] for row in tables["places"] if row["kind"] in ("country", "region")} | {""}
    assert [row["id"] for row in tables[kind] if row["country"] not in known] == []


@pytest.mark.parametrize(
    ("kind", "column"), [("companies", "parent"), ("models", "maker"), ("chips", "maker"), ("products", "maker")]
)
def test_owners_and_makers_are_known(tables: dict[str, list[Row]], ids: dict[str, set[str]], kind: str, column: str) -> None:
    known = ids["companies"] | ids["organisations"] | {""}
    assert [(row["id"], row[column]) for row in tables[kind] if row[column] not in known] == []
    assert [row["id"] for row in tables[kind] if row[column] == row["id"]] == []


@pytest.mark.parametrize("kind", ["models", "chips"])
def test_families_are_rows_of_the_same_file(tables: dict[str, list[Row]], ids: dict[str, set[str]], kind: str) -> None:
    assert [(row["id"], row["family"]) for row in tables[kind] if row["family"] not in ids[kind] | {""}] == []
    assert [row["id"] for row in tables[kind] if row["family"] == row["id"]] == []


def test_nothing_owns_itself_in_a_circle(tables: dict[str, list[Row]]) -> None:
    parent = {row["id"]: row["parent"] for row in tables["companies"]}
    for start in parent:
        seen, one = {start}, parent[start]
        while one:
            assert one not in seen, start
            seen.add(one)
            one = parent.get(one, "")


def test_people(tables: dict[str, list[Row]], ids: dict[str, set[str]]) -> None:
    known = ids["companies"] | ids["organisations"] | ids["places"]
    for row in tables["people"]:
        assert row["gender"] in ("f", "m"), row
        for role in filter(None, row["roles"].split("|")):
            match = ROLE.fullmatch(role)
            assert match, row
            assert match[2] in known, row
            assert not (match[3] and match[4]) or match[3] <= match[4], row


def test_places(tables: dict[str, list[Row]]) -> None:
    forms: Counter[str] = Counter()
    for row in tables["places"]:
        assert row["kind"] in ("country", "city", "region", "continent", "other"), row
        demonyms = list(filter(None, row["demonyms"].split("|")))
        assert demonyms == [form.lower() for form in demonyms], row
        forms.update(demonyms)
    assert [form for form, count in forms.items() if count > 1] == []
    by_name = {row["name"]: row["demonyms"].split("|") for row in tables["places"]}
    assert by_name["Chine"] == ["chinois", "chinoise", "chinoises"]
    assert {"américain", "américaine", "américains", "américaines"} <= set(by_name["États-Unis"])


def test_a_chip_does_not_carry_its_maker(tables: dict[str, list[Row]]) -> None:
    makers = {row["id"]: row["name"] for row in tables["companies"]}
    glued = [name for row in tables["chips"] for name in names(row) if name.startswith(makers.get(row["maker"], "\0") + " ")]
    assert set(glued) <= {"Meta Training and Inference Accelerator", "Apple Silicon"}


@pytest.mark.parametrize("name", ["OpenAI", "xAI", "GPT-4o", "STMicroelectronics", "L'Oréal", "Stellantis", "SK Hynix", "PwC"])
def test_names_keep_their_capitals(tables: dict[str, list[Row]], name: str) -> None:
    assert name in {row["name"] for table in tables.values() for row in table}


def test_no_two_names_share_a_wikidata_id():
    seen = Counter(entry.wikidata for entry in catalogue.load() if entry.wikidata)
    assert len(seen) >= 19
    assert [one for one, times in seen.items() if times > 1] == []
