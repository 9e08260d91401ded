"""How fast the page is: first picture, search and filter, on graphs of 500 and 5,000 names; run on an idle machine.

make bench-page
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import networkx as nx
from browser import Watched, launched

from kg import network, view
from kg.names import STATUSES, TYPES
from kg.records import Article, Entity, Evidence, Facts, Quote, Resolution, Statement, Thing

#: Names, lines, and the seconds that the first picture may take.
SIZES = ((500, 1_000, 1.0), (5_000, 10_000, 3.0))
#: Milliseconds that a search or filter may take.
MOST = 200
STEPS = {
    "search": "byId('search').value = 'zurich 4'; byId('search').dispatchEvent(new Event('input'))",
    "type": "document.querySelectorAll('#keys .key')[1].click()",
    "status": "[...document.querySelectorAll('#keys .key')].find((one) => /^rapport/.test(one.textContent)).click()",
    "outlet": "pick('outlet', 'Média 3')",
    "speaker": "pick('speaker', [...byId('pick-speaker').options].at(-1).value)",
    "date": "pick('since', '2025-03-01')",
    "reset": "byId('reset').click()",
}


def graph(count: int, lines: int) -> network.MultiDiGraph:
    """Give a graph of `count` names and about `lines` lines, one in four a quote; every article says eight things."""
    edges = sorted(nx.barabasi_albert_graph(count, max(1, round(lines / count)), seed=0).edges())
    kinds = [TYPES[number % len(TYPES)] for number in range(count)]
    things = [
        Thing(id=f"{kind.lower()}/n{n:05}", type=kind, name=f"Zurich {n}", aliases=(f"ZU-{n}",)) for n, kind in enumerate(kinds)
    ]
    made, links = [], {}
    for first in range(0, len(edges), 8):
        part = edges[first : first + 8]
        key = f"a{first:06}"
        sentences = [
            f"Zurich {one} dit à propos de Zurich {other} que la chose avance bien cette année." for one, other in part
        ]
        used = sorted({n for pair in part for n in pair})
        links.update({(key, str(n)): things[n].id for n in used})
        starts = [sum(len(sentence) + 1 for sentence in sentences[:place]) for place in range(len(part))]
        made.append(
            Facts(
                article=Article(
                    key=key,
                    text=" ".join(sentences),
                    outlet=f"Média {first % 7}",
                    date=f"2025-{1 + first % 6:02}-{1 + first % 28:02}",
                ),
                entities=tuple(Entity(id=str(n), type=kinds[n], name=things[n].name) for n in used),
                statements=tuple(
                    Statement(
                        subject=str(one),
                        predicate="uses",
                        object=str(other),
                        status=STATUSES[place % 5],
                        evidence=(Evidence(start, start + len(sentences[place])),),
                    )
                    for place, ((one, other), start) in enumerate(zip(part, starts, strict=True))
                    if place % 4
                ),
                quotes=tuple(
                    Quote(start=start, end=start + 20, mode="direct", speaker=str(one), about=(str(other),), stance="positive")
                    for place, ((one, other), start) in enumerate(zip(part, starts, strict=True))
                    if place % 4 == 0
                ),
            )
        )
    return network.build(made, Resolution(things=tuple(sorted(things, key=lambda thing: thing.id)), links=links))


def first_picture(page: Watched) -> float:
    """Open the page anew and give the seconds until its canvas holds a drawing."""
    page.page.goto("about:blank")
    start = time.perf_counter()
    page.page.goto(page.address, wait_until="commit")
    page.wait("Boolean(document.querySelector('#count')?.textContent && document.querySelector('#graph canvas'))", seconds=120)
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return time.perf_counter() - start


def step(page: Watched, script: str) -> float:
    """Do one thing and give the milliseconds from its start until the frame that shows it was painted: until the frame after begins."""
    helpers = (
        "const byId = (id) => document.getElementById(id); const pick = (name, value) => { const box = byId('pick-' + name); "
        "box.value = value; box.dispatchEvent(new Event('change')); };"
    )
    return float(
        page.run(
            f"async () => {{ {helpers} const start = performance.now(); {script}; "
            "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); return performance.now() - start; }"
        )
    )


def measure(count: int, lines: int, allowed: float, folder: Path, browser) -> bool:
    """Print the figures of one size, with the main names and with all of them drawn; tell whether all are within bounds."""
    drawn, good = graph(count, lines), True
    for limit in (80, count):
        path = folder / f"{count}-{limit}.html"
        start = time.perf_counter()
        path.write_text(view.page(drawn, title="Mesure", limit=limit), encoding="utf-8")
        made = time.perf_counter() - start
        page = Watched(browser, path.as_uri())
        opened = min(first_picture(page) for _ in range(3))
        steps = {name: step(page, script) for name, script in STEPS.items()}
        page.context.close()
        good = good and opened < allowed and max(steps.values()) < MOST
        told = "  ".join(f"{name} {value:.0f} ms" for name, value in steps.items())
        size = path.stat().st_size / 1e6
        print(
            f"{count} names, {lines} lines, {limit} drawn: page made in {made:.1f} s, {size:.1f} MB; first picture {opened:.2f} s; {told}"
        )
    return good


def main() -> int:
    """Measure all sizes; give 1 if one is out of bounds."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        within = [measure(*size, Path(folder), browser) for size in SIZES]
    return int(not all(within))


if __name__ == "__main__":
    sys.exit(main())
