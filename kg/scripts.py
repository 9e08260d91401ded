"""What the page runs, and the policy that names it: our scripts joined, the drawing library inside the file or beside it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Final

from kg import files

#: Scripts of ours, in the order in which they are joined.
SCRIPTS: Final = (
    "text.js",
    "state.js",
    "filters.js",
    "places.js",
    "looks.js",
    "graph.js",
    "crowd.js",
    "moves.js",
    "evidence.js",
    "cards.js",
    "overview.js",
    "path.js",
    "search.js",
    "legend.js",
    "brush.js",
    "speech.js",
    "timeline.js",
    "table.js",
    "export.js",
    "address.js",
    "page.js",
)
STYLES: Final = ("page.css", "views.css")
#: The drawing library, and its name where many pages share one copy.
LIBRARY: Final = "vendor/vis-network.min.js"
NAME: Final = "vis-network-9.1.2.min.js"
#: Runs before anything is laid out: tables stay folded from the start.
EARLY: Final = 'document.documentElement.classList.add("js");'
#: Fetches the library, then starts; without it, picture and tables stay, and the page says what is missing.
_LOADER: Final = """(() => {
const library = document.createElement("script");
library.src = %s;
library.onload = () => {
%s};
library.onerror = () => {
  document.documentElement.classList.remove("js");
  const note = document.querySelector(".nojs");
  note.removeAttribute("data-t");
  note.textContent = note.dataset.missing;
};
document.head.append(library);
})();
"""
#: Control characters that HTML reads as others where they are written as numbers.
_CONTROLS: Final = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}
#: What in a JSON block could end it, open a comment, end a line of script, or change when a frame holds the page.
_UNSAFE: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"} | _CONTROLS


def run(*, beside: str = "") -> dict[str, str]:
    """Give the scripts of the page, by their names in the template.

    Args:
        beside: address of the folder that holds the library; it stands in the page when left out.
    """
    if beside:
        return {"early": EARLY, "vendor": "", "script": _LOADER % (block(address(beside)), _joined())}
    return {"early": EARLY, "vendor": _library(), "script": _joined()}


def address(folder: str) -> str:
    """Give the address of the library in a folder.

    >>> address("assets/")
    'assets/vis-network-9.1.2.min.js'
    """
    return f"{folder.rstrip('/')}/{NAME}"


def keep(folder: Path) -> Path:
    """Put the library into a folder, once for all pages that name it as their ``assets``; give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(_library().encode("utf-8"))
    return path


def security(scripts: dict[str, str], *, beside: str = "") -> str:
    """Give the content security policy that lets these scripts run and no others; what a named one fetches is trusted as it is."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts.values() if one
    )
    trust = " 'strict-dynamic'" if beside else ""
    return (
        f"default-src 'none'; script-src {hashes}{trust}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
        "form-action 'none'"
    )


def policy(page: str) -> str:
    """Give the content security policy that a page carries, for sites that must allow it themselves."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def block(value: object) -> str:
    """Write JSON that no text in it can break out of, inside a script element."""
    from markupsafe import Markup

    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE))


def _joined() -> str:
    parts = "\n".join(files.assets(name).read_text(encoding="utf-8") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _library() -> str:
    """Read the library, without the note that sends developer tools to a file that is not there; its strings keep their sense."""
    text = files.assets(LIBRARY).read_text(encoding="utf-8").translate(_CONTROLS)
    return re.sub(r"\n//# sourceMappingURL=.*", "\n", text)
