"""Fill the pages with what the code and the ontology say today: lists of questions, relations and measures."""

import re
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, Namespace

from kg import query
from kg.export import FORMATS
from kg.names import ONTOLOGY, PREDICATES, STATUSES

ROOT = Path(__file__).resolve().parents[1]
KG = Namespace(ONTOLOGY)


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Write a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def questions() -> str:
    """List the ready-made questions with their parameters."""
    rows = []
    for one in query.names():
        asked = ", ".join(f"`{each.name}`" + (" (needed)" if each.required else "") for each in one.parameters)
        rows.append([f"`{one.name}`", one.summary_en, asked])
    return table(["name", "question", "parameters"], rows)


def _label(graph: Graph, name: str, lang: str) -> str:
    found = [*graph.objects(KG[name], RDFS.label), *graph.objects(KG[name], SKOS.prefLabel)]
    return next((str(one) for one in found if one.language == lang), "")


def relations() -> str:
    """List the relations of the ontology."""
    graph = Graph().parse(ROOT / "ontology" / "kg.ttl")
    rows = [
        [f"`kg:{name}`", _label(graph, name, "fr"), _label(graph, name, "en"), str(graph.value(KG[name], RDFS.comment) or "")]
        for name in PREDICATES
    ]
    return table(["term", "French", "English", "meaning"], rows)


def classes() -> str:
    """List the classes of the ontology."""
    graph = Graph().parse(ROOT / "ontology" / "kg.ttl")
    found = sorted(str(one).removeprefix(ONTOLOGY) for one in graph.subjects(RDF.type, RDFS.Class) if str(one).startswith(ONTOLOGY))
    return table(["class", "French", "English"], [[f"`kg:{name}`", _label(graph, name, "fr"), _label(graph, name, "en")] for name in found])


def statuses() -> str:
    """List the statuses, strongest first."""
    graph = Graph().parse(ROOT / "ontology" / "kg.ttl")
    return table(["status", "French", "English"], [[f"`kg:{name}`", _label(graph, name, "fr"), _label(graph, name, "en")] for name in STATUSES])


def formats() -> str:
    """List the formats of export."""
    return table(["format", "what it is"], [[f"`{name}`", (made.__doc__ or "").splitlines()[0]] for name, made in FORMATS.items()])


def score() -> str:
    """Give the score of the README."""
    found = re.search(r"<!-- score -->\n(.*?)<!-- /score -->", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return found[1].strip() if found else ""


FILLED = {
    "classes": classes,
    "formats": formats,
    "questions": questions,
    "relations": relations,
    "score": score,
    "statuses": statuses,
}


def on_page_markdown(markdown: str, **_: object) -> str:
    """Put the lists in place of ``<!-- fill: name -->``; an unknown name fails the build."""
    return re.sub(r"<!-- fill: (\w+) -->", lambda found: FILLED[found[1]](), markdown)


def on_page_content(html: str, **_: object) -> str:
    """Leave out the names of Sphinx's roles, which docstrings use, and keep what they mark."""
    return re.sub(r":(?:class|func|mod|data|meth|attr):(?=<code>)", "", html)
