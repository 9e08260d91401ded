"""Rewrite the figures and the picture of the documentation from what the commands print: ``make figures``."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
#: Annotated articles whose errors nobody looked at.
UNREAD = "tests/beds/articles/unread"


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of block `name`."""
    whole = page.read_text(encoding="utf-8")
    block = f"<!-- {name} -->\n{text.strip()}\n<!-- /{name} -->"
    page.write_text(re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: block, whole, flags=re.DOTALL), encoding="utf-8")


def kg(*args: str) -> str:
    """Run a command of ours and give what it prints."""
    return subprocess.run([sys.executable, "-m", "kg", *args], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def score() -> str:
    """Give the main lines of the score on articles that no rule was tuned to."""
    lines = kg("score", UNREAD).splitlines()
    return "```text\n" + "\n".join(line for line in lines if ":" not in line.split()[0]) + "\n```"


def measured(table: str) -> dict[str, int]:
    """Give the figures, in per cent, that the box on method of every page quotes from that score."""
    found = {"articles": len(list((ROOT / UNREAD).glob("*.json")))}
    names = {"relations": "relations", "quotes": "quotes", "speakers": "speakers", "who_what_whom": "whole"}
    for name, short in names.items():
        precision, recall = re.search(rf"^{name} +P ([\d.]+) +R ([\d.]+)", table, re.MULTILINE).groups()
        found |= {f"{short}_p": round(100 * float(precision)), f"{short}_r": round(100 * float(recall))}
    found["stance"] = round(100 * float(re.search(r"^stance .*accuracy ([\d.]+)", table, re.MULTILINE)[1]))
    return found


def figures() -> str:
    """Give the table of the pipeline on the test treebanks."""
    rows = json.loads((ROOT / "data" / "models" / "fr" / "figures.json").read_text(encoding="utf-8"))
    heads = list(next(iter(rows.values())))
    lines = [["treebank", *heads], ["---"] * (len(heads) + 1)]
    lines += [[name, *(f"{value:.3f}" for value in row.values())] for name, row in rows.items()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def pictures(folder: Path) -> None:
    """Take pictures of the page of the sample articles."""
    from browser import Watched, launched

    with tempfile.TemporaryDirectory() as built, launched() as browser:
        kg("build", "data/articles", "-o", built)
        address = (Path(built) / "graph.html").as_uri()
        for name, part, look in SHOTS:
            page = Watched(browser, address, **look)
            page.go(part)
            page.page.wait_for_timeout(500)
            page.page.screenshot(path=folder / name)
            page.context.close()


#: File, part of the page, and what is special about the screen.
SHOTS = (
    ("graph.png", "#n=company%2Fdeepseek", {"viewport": {"width": 1440, "height": 900}}),
    ("speech.png", "#v=speech", {"viewport": {"width": 1440, "height": 900}}),
    ("timeline.png", "#v=time", {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}),
)


if __name__ == "__main__":
    table = score()
    put(ROOT / "README.md", "score", table)
    text = json.dumps(measured(table), indent=1) + "\n"
    (ROOT / "data" / "rules" / "measured.json").write_text(text, encoding="utf-8")
    put(ROOT / "docs" / "pipeline.md", "figures", figures())
    pictures(ROOT / "docs")
