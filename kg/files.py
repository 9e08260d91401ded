"""Where ontology/ and data/ are: the only module that knows paths."""

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import DataError

_HERE = Path(__file__).resolve().parent


def _roots() -> list[Path]:
    """Give the places that may hold ``data`` and ``ontology``, first come first served."""
    named = os.environ.get("KG_DATA")
    chosen = [Path(named)] if named else []
    return [*chosen, _HERE, _HERE.parent]


#: Folder with a user's own ontology, rules and catalogue, when one is in use.
_own: list[Path] = []


def adopt(folder: Path | None) -> None:
    """Take a folder with a user's own ``ontology.ttl``, ``rules`` and ``catalogue`` into use, or none."""
    _own[:] = [folder] if folder else []


def own(*parts: str) -> Path | None:
    """Give the path of something in the user's own folder, None when it is not there."""
    return next((path for folder in _own if (path := folder.joinpath(*parts)).exists()), None)


def find(*parts: str) -> Path:
    """Give the path of a file or folder that ships with Quidit.

    Raises:
        DataError: it is in none of the places where it may be.

    >>> find("ontology", "kg.ttl").name
    'kg.ttl'
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise DataError(f"{'/'.join(parts)} was not found: reinstall quidit, or name its folder in KG_DATA")


def table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a CSV file, in UTF-8 with or without a byte order mark, each with the number of its last line.

    Raises:
        DataError: it is not UTF-8, as when a spreadsheet saved it in an old encoding, or no CSV.
    """
    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        for cells in reader:
            yield reader.line_num, cells
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 (byte {error.start + 1}): save it as « CSV UTF-8 »") from error
    except csv.Error as error:
        raise DataError(f"{path.name} is no CSV ({error})") from error


def code() -> Path:
    """Give the folder of the components that annotate, whose text is part of the recipe of a build."""
    return _HERE / "annotate"


def catalogue() -> Path:
    """Give the folder of the catalogue of names."""
    return find("data", "catalogue")


def rules(name: str) -> Path:
    """Give one file of ``data/rules``, or the folder itself for an empty name."""
    return find("data", "rules", name) if name else find("data", "rules")


def model() -> Path:
    """Give the folder of the French pipeline."""
    return find("data", "models", "fr")


def training(name: str) -> Path:
    """Give one file of ``data/training``, which stands in the repository and not in the wheel."""
    return find("data", "training", name)


def ontology(name: str) -> Path:
    """Give one file of ``ontology``."""
    return find("ontology", name)


def samples() -> Path:
    """Give the folder of the sample articles."""
    return find("data", "articles")


def assets(name: str) -> Path:
    """Give one file of the page templates and bundles."""
    return find("assets", name) if (_HERE / "assets").exists() else find("kg", "assets", name)
