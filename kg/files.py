"""Where ontology/ and data/ are: the only module that knows paths."""

import os
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
