"""Fetch the code from elsewhere that stands in the repository and compare it: ``make assets``; ``--write`` puts it there."""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "kg" / "assets" / "vendor" / "sources.json"


def fetched(source: str, folder: Path) -> Path:
    """Download a package named ``npm:NAME@VERSION`` or ``pypi:NAME==VERSION`` and give its file."""
    registry, _, name = source.partition(":")
    if registry == "npm":
        command = ["npm", "pack", name, "--silent"]
    else:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", name]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (package,) = folder.iterdir()
    return package


def member(package: Path, name: str) -> bytes:
    """Read one file of a package."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            return archive.read(name)
    with tarfile.open(package) as archive:
        found = archive.extractfile(name)
        if found is None:
            raise FileNotFoundError(name)
        return found.read()


def main() -> int:
    """Compare every file with its source; give the number of those that differ."""
    wrong = 0
    rows = json.loads(SOURCES.read_text(encoding="utf-8"))
    for source in sorted({row["source"] for row in rows}):
        with tempfile.TemporaryDirectory() as folder:
            package = fetched(source, Path(folder))
            for row in (one for one in rows if one["source"] == source):
                content, path = member(package, row["member"]), ROOT / row["file"]
                if "--write" in sys.argv and hashlib.sha256(content).hexdigest() == row["sha256"]:
                    path.write_bytes(content)
                same = path.is_file() and path.read_bytes() == content and hashlib.sha256(content).hexdigest() == row["sha256"]
                wrong += not same
                sys.stdout.write(f"{'same' if same else 'DIFFERS'}  {row['file']}  {source}\n")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(), 1))
