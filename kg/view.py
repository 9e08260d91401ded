"""Network -> one HTML file that works without a network: the graph, the sentences behind it, tables, and how it was made.

pyvis carries nodes and edges and renders the template; everything else is ours: the layout is computed here, the template
escapes by itself, data stand in a JSON block that no text can leave, and a content security policy names each script by hash.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg import __version__, files
from kg.communities import communities
from kg.drawing import STANCES, STATUSES, label, lines, look, looks, radius, strings, wrong
from kg.errors import DataError
from kg.layout import Place, positions
from kg.names import PREDICATES, SYMMETRIC
from kg.network import top
from kg.reasons import told
from kg.scripts import STYLES, address, block, policy, run, security
from kg.svg import note, picture
from kg.table import quote_rows, statement_rows

__all__ = ["embed", "environment", "method", "page", "page_data", "policy", "saved_places"]

if TYPE_CHECKING:
    from jinja2 import Environment
    from networkx import MultiDiGraph
    from pyvis.network import Network

#: How many nodes a phone shows at first.
SMALL: Final = 24


def page(
    network: MultiDiGraph,
    *,
    title: str,
    lang: str = "fr",
    limit: int = 80,
    notes: Sequence[str] = (),
    placed: Mapping[str, Place] | None = None,
    assets: str = "",
) -> str:
    """Make the page of a graph.

    Args:
        network: as :func:`kg.network.build` gives it.
        title: headline; any text.
        lang: ``fr`` or ``en``, the language shown first; readers can switch.
        limit: how many nodes, the most cited ones, are shown at first.
        notes: further sentences for the box on method.
        placed: where a person put some nodes, as :func:`saved_places` reads it; the others stand where they are computed.
        assets: address, seen from the page, of a folder that holds the drawing library (:func:`kg.scripts.keep`), so that many
            pages share one copy; the page holds it itself when left out.

    Returns:
        The whole file, to be written as UTF-8. The same graph gives the same bytes.
    """
    placed = {node: place for node, place in (placed or {}).items() if node in network}
    drawing, groups, parts = _draw(network, limit)
    scripts = run(beside=assets)
    data = page_data(network, title=title, lang=lang, limit=limit)
    rendered = environment()
    rendered.globals.update(
        title=title,
        lang=lang,
        say=strings(lang),
        style="".join(files.assets(name).read_text(encoding="utf-8") for name in STYLES),
        security=security(scripts, beside=assets),
        missing=strings(lang)["nojs.missing"].format(file=address(assets)) if assets else "",
        **scripts,
        data={**data, "groups": groups, "places": placed},
        method=method(network, lang, notes),
        statements=[{**row, "part": parts[row["key"]]} for row in statement_rows(network)],
        quotes=quote_rows(network),
        numbers={quote["id"]: place for place, quote in enumerate(network.graph["quotes"])},
        picture=picture(network, title=title, lang=lang, limit=limit, placed=placed),
        still=strings(lang)["still.caption"].format(n=min(limit, len(network))),
    )
    drawing.templateEnv = rendered
    drawing.path = "page.html"
    return str(drawing.generate_html("graph.html"))


def saved_places(text: str) -> dict[str, Place]:
    """Read the places that a page saved.

    Raises:
        DataError: `text` is no such file.

    >>> saved_places('{"positions": {"company/nvidia": [10, -20]}}')
    {'company/nvidia': (10, -20)}
    """
    try:
        found = json.loads(text)["positions"]
        return {str(node): (round(x), round(y)) for node, (x, y) in found.items()}
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise DataError(f"these are no positions saved by a page ({error}): use its menu Export, Positions") from error


def embed(page: str, *, title: str, height: int = 640) -> str:
    """Wrap a page into an element that other pages can hold, closed off from them, whatever their encoding.

    >>> embed("<p>Bonjour</p>", title="Qui dit quoi")[:60]
    '<iframe sandbox="allow-scripts allow-downloads allow-popups"'
    """
    held, inside = (html.escape(text).encode("ascii", "xmlcharrefreplace").decode() for text in (title, page))
    return (
        '<iframe sandbox="allow-scripts allow-downloads allow-popups" loading="lazy" '
        f'title="{held}" style="width:100%;height:{height}px;border:1px solid #d0d4da;border-radius:8px" '
        f'srcdoc="{inside}"></iframe>\n'
    )


def _draw(network: MultiDiGraph, limit: int) -> tuple[Network, list[dict[str, Any]], dict[tuple[Any, ...], str]]:
    """Hand nodes and lines to pyvis, whose unknown keys travel along to the page; say where each row of the table finds its sentences."""
    from pyvis.network import Network

    order = top(network, limit=len(network))
    shown, everywhere = positions(network, order[:limit]), positions(network, order)
    tall = positions(network, order[:SMALL], stretch=0.6)
    group, home, groups = _groups(network, limit)
    sources = {article["key"]: place for place, article in enumerate(network.graph["articles"])}
    drawing = Network(directed=True, cdn_resources="in_line")
    parts: dict[tuple[Any, ...], str] = {}
    for number, node in enumerate(order):
        parts.update({(node, place): f"n{number}.{place}" for place in range(len(network.nodes[node]["facts"]))})
        data, (x, y) = network.nodes[node], everywhere[node]
        drawing.add_node(
            node,
            label(data["label"]) or node,
            shape=look(data["type"])[0],
            x=x,
            y=y,
            near=shown.get(node),
            tall=tall.get(node),
            group=group.get(node),
            home=home.get(node),
            size=round(radius(data["weight"]) * look(data["type"])[3], 1),
            name=data["label"],
            facts=[_part(fact, sources) for fact in data["facts"]],
            reason=told(data["reason"]),
            **{name: data[name] for name in _NODE},
        )
    quotes = {quote["id"]: place for place, quote in enumerate(network.graph["quotes"])}
    for number, line in enumerate(lines(network, order)):
        source, target = line.pop("from"), line.pop("to")
        line["wrong"] = wrong(line)
        for place, part in enumerate(line.get("parts", ())):
            key = (source, target, line["predicate"], line["status"], part["reporter"], part["reporter_text"])
            parts[key] = f"l{number}.{place}"
        line["parts"] = [_part(part, sources) for part in line.get("parts", ())]
        line["quotes"] = [quotes[quote] for quote in line.get("quotes", ())]
        drawing.add_edge(source, target, id=f"l{number}", **line)
    return drawing, groups, parts


def _groups(network: MultiDiGraph, limit: int) -> tuple[dict[str, int], dict[str, Place], list[dict[str, Any]]]:
    """Give the group of each node and its place on the picture of that group, where not all nodes can be shown at once."""
    if len(network) <= limit:
        return {}, {}, []
    group, home, told = {}, {}, []
    for number, members in enumerate(communities(network)):
        group.update(dict.fromkeys(members, number))
        home.update(positions(network, members[:limit]))
        told.append({"size": len(members), "main": members[:3]})
    return group, home, told


_NODE: Final = ("type", "aliases", "wikidata", "weight", "articles", "relations", "said", "about")


def _part(part: dict[str, Any], sources: dict[str, int]) -> dict[str, Any]:
    """Shorten what a statement rests on: each sentence names its article by number."""
    return {**part, "evidence": [_row(row, sources) for row in part["evidence"]]}


def _row(row: dict[str, str], sources: dict[str, int]) -> list[str | int]:
    checked = [row["check"], row["checked"]] if "check" in row else []
    return [row["before"], row["exact"], row["after"], sources[row["article"]], *checked]


def page_data(network: MultiDiGraph, *, title: str, lang: str, limit: int) -> dict[str, Any]:
    """Give what the scripts of the page read besides nodes and lines."""
    sources = {article["key"]: place for place, article in enumerate(network.graph["articles"])}
    return {
        "title": title,
        "lang": lang,
        "id": hashlib.sha256("\n".join([title, *sorted(network)]).encode("utf-8", "surrogatepass")).hexdigest()[:12],
        "limit": limit,
        "small": min(limit, SMALL),
        "note": {one: note(network, one) for one in ("fr", "en")},
        "sources": [
            [article[name] for name in ("outlet", "date", "title", "url", "site")] for article in network.graph["articles"]
        ],
        "quotes": [{**quote, "evidence": _row(quote["evidence"], sources)} for quote in network.graph["quotes"]],
        "looks": {
            "nodes": looks(kind for _, kind in network.nodes(data="type")),
            "statuses": STATUSES,
            "stances": STANCES,
            "predicates": _predicates(network),
            "symmetric": sorted(SYMMETRIC),
        },
        "strings": {one: strings(one) for one in ("fr", "en")},
    }


def _predicates(network: MultiDiGraph) -> list[str]:
    """List the predicates in their order, then those that a user added to the ontology."""
    used = {data["predicate"] for _, _, data in network.edges(data=True) if data["kind"] == "relation"}
    used |= {fact["predicate"] for _, facts in network.nodes(data="facts") for fact in facts}
    return [*PREDICATES, *sorted(used - set(PREDICATES))]


def measured() -> dict[str, Any]:
    """Give the precision and recall on the sample articles, which ``make figures`` measures."""
    found: dict[str, Any] = json.loads(files.rules("measured.json").read_text(encoding="utf-8"))
    return found


def method(network: MultiDiGraph, lang: str, notes: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Give the sentences of the box on method, with what the page needs to say them in the other language."""
    statements = sum(data["kind"] == "relation" for _, _, data in network.edges(data=True))
    statements += sum(len(facts) for _, facts in network.nodes(data="facts"))
    undated = sum(not article["date"] for article in network.graph["articles"])
    part = network.graph.get("part")
    keyed: list[tuple[str, dict[str, Any]]] = [("part", part)] if part else []
    keyed += [("counts", {"things": len(network), "statements": statements, "quotes": len(network.graph["quotes"])})]
    keyed += [("undated", {"n": undated})] if undated else []
    keyed += [(name, {}) for name in ("read", "status")]
    keyed += [("measured", measured()), ("guess", {}), ("check", {}), ("report", {})]
    keyed.append(("version", {"version": __version__}))
    said = [{"key": "note", "text": note(network, lang), "given": "{}"}]
    for name, values in keyed:
        text = strings(lang)["method." + name].format(**values)
        said.append({"key": "method." + name, "text": text, "given": json.dumps(values)})
    said[-1:-1] = [{"key": "", "text": text, "given": "{}"} for text in notes]
    return said


def environment() -> Environment:
    """Give what renders our templates: it escapes all text by itself, and a name that is missing is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(files.assets("page.html").parent)
    made = Environment(autoescape=True, loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["block"] = block
    return made
