"""Rewrite the figures and the picture of the documentation from what the commands print: ``make figures``."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=4000",
]


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of block `name`."""
    whole = page.read_text(encoding="utf-8")
    block = f"<!-- {name} -->\n{text.strip()}\n<!-- /{name} -->"
    page.write_text(re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: block, whole, flags=re.DOTALL), encoding="utf-8")


def kg(*args: str) -> str:
    """Run a command of ours and give what it prints."""
    return subprocess.run([sys.executable, "-m", "kg", *args], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def score() -> str:
    """Give the main lines of the score on the sample articles."""
    lines = kg("score", "data/articles/gold").splitlines()
    return "```text\n" + "\n".join(line for line in lines if ":" not in line.split()[0]) + "\n```"


def figures() -> str:
    """Give the table of the pipeline on the test treebanks."""
    rows = json.loads((ROOT / "data" / "models" / "fr" / "figures.json").read_text(encoding="utf-8"))
    heads = list(next(iter(rows.values())))
    lines = [["treebank", *heads], ["---"] * (len(heads) + 1)]
    lines += [[name, *(f"{value:.3f}" for value in row.values())] for name, row in rows.items()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def picture(path: Path) -> None:
    """Take a picture of the page of the sample articles."""
    with tempfile.TemporaryDirectory() as folder:
        kg("build", "data/articles", "-o", folder)
        page = (Path(folder) / "graph.html").as_uri() + "#n=company/deepseek"
        subprocess.run(
            [*CHROMIUM, f"--user-data-dir={folder}/profile", "--window-size=1440,900", f"--screenshot={path}", page],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    put(ROOT / "README.md", "score", score())
    put(ROOT / "docs" / "pipeline.md", "figures", figures())
    picture(ROOT / "docs" / "graph.png")
