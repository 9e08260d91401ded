"""Puts what a benchmark prints into a page of the documentation, between the marks of a block."""

from pathlib import Path


def put(page: Path, block: str, text: str) -> None:
    """Replace what stands in a page between ``<!-- block -->`` and ``<!-- /block -->``."""
    before, _, rest = page.read_text(encoding="utf-8").partition(f"<!-- {block} -->")
    after = rest.partition(f"<!-- /{block} -->")[2]
    page.write_text(f"{before}<!-- {block} -->\n{text.strip()}\n<!-- /{block} -->{after}", encoding="utf-8")
