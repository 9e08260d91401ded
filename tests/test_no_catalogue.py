"""Without the catalogue no list of names is read, and none hides among the rules."""

import csv
from pathlib import Path

import pytest
import spacy

from kg import catalogue, files
from kg.annotate import capitals, circumstances, firms, patterns, vocabulary
from kg.annotate.coreference import coreference
from kg.annotate.entities import entities
from kg.errors import DataError

TEXT = "Selon Zoé Martin, PDG de Nvidia, la puce MI455X et Llama 9 Scout arrivent. La firme de Santa Clara ne dit rien. Elle attend."


def cells(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [part for row in csv.reader(stream) for cell in row for part in dict.fromkeys([cell, *cell.split("|")])]


def is_listed(cell: str) -> bool:
    """Tell whether `cell` is the name of a firm, an organisation, a thing or a full name, and not an ordinary word too."""
    return any(
        entry.type != "PLACE" and (entry.type != "PERSON" or " " in cell) and not entry.is_doubtful(cell)
        for entry in catalogue.load().named(cell)
    )


@pytest.mark.parametrize("path", sorted(files.rules("").glob("*.csv")), ids=lambda path: path.name)
def test_no_rule_file_lists_names(path: Path) -> None:
    assert [cell for cell in cells(path) if is_listed(cell)] == []


def test_headquarters_are_those_of_the_catalogue() -> None:
    known = catalogue.load()
    for city, seats in firms.headquarters().items():
        assert [entry for entry in known.named(city) if entry.type == "PLACE"], city
        assert [firm for firm in seats if known.get(firm) is None or known.get(firm).type != "COMPANY"] == [], city


def test_demonyms_are_those_of_the_catalogue() -> None:
    assert vocabulary.demonyms() == catalogue.load().demonyms()


def test_without_the_catalogue_its_folder_is_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> Path:
        raise DataError("the catalogue was read")

    caches = (
        catalogue.load,
        firms.headquarters,
        capitals.first_names,
        patterns._patterns,
        patterns._parts,
        patterns._version,
        circumstances._patterns,
    )
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(files, "catalogue", closed)
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    doc = nlp(TEXT)
    names = entities(nlp, "kg_entities", use_catalogue=False)
    assert {one.name for one in coreference(names(doc))._.entities} >= {"MI455X"}
    assert circumstances.circumstances("a-t-il dit à l'AFP", "", listed=False).medium == ""
    with pytest.raises(DataError):
        catalogue.load()
