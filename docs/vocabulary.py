"""Write docs/vocabulary.md from ontology/kg.ttl: ``python docs/vocabulary.py``; a test compares."""

import sys
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "vocabulary.md"
KG: Final = Namespace("https://w3id.org/quidit/ontology#")
SCHEMA: Final = Namespace("https://schema.org/")
LINKS: Final = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broadMatch, SKOS.closeMatch, SKOS.relatedMatch)
OPENING: Final = """# The vocabulary

*Written by `make vocabulary` from [`ontology/kg.ttl`](../ontology/kg.ttl); do not edit.*

Namespace `https://w3id.org/quidit/ontology#`, prefix `kg`. Classes and predicates of another field are added by a file of one's own:
see [own-ontology.md](own-ontology.md). What a graph must look like is in [`ontology/shapes.ttl`](../ontology/shapes.ttl).
"""


class Page:
    """The ontology, and the rows of the page."""

    def __init__(self) -> None:
        self.graph = Graph().parse(ROOT / "ontology" / "kg.ttl", format="turtle")
        self.names = self.graph.namespace_manager

    def short(self, term: URIRef) -> str:
        """Give a term with its prefix, as code."""
        return f"`{self.names.normalizeUri(term)}`"

    def words(self, term: URIRef, *predicates: URIRef) -> str:
        """Give the text of a term in French and English."""
        found = {str(one.language): str(one) for predicate in predicates for one in self.graph.objects(term, predicate)}
        return " / ".join(found[lang] for lang in ("fr", "en") if lang in found)

    def listed(self, term: URIRef, *predicates: URIRef) -> str:
        """Give what a term points to, outside SKOS and our own superclasses, as code."""
        found = {one for predicate in predicates for one in self.graph.objects(term, predicate)}
        return ", ".join(sorted(map(self.short, found)))

    def terms(self, kind: URIRef) -> list[URIRef]:
        """Give our own terms of a kind, sorted."""
        return sorted(one for one in set(self.graph.subjects(RDF.type, kind)) if str(one).startswith(str(KG)))

    def classes(self) -> list[str]:
        """Give the table of classes."""
        rows = ["| class | name | meaning | linked to |", "| --- | --- | --- | --- |"]
        for one in self.terms(RDFS.Class):
            meaning = self.words(one, RDFS.comment)
            rows.append(f"| {self.short(one)} | {self.words(one, RDFS.label)} | {meaning} | {self.listed(one, *LINKS)} |")
        return rows

    def properties(self, *, relations: bool) -> list[str]:
        """Give the table of the predicates of facts, or of all other properties."""
        rows = ["| property | name | read backwards | from | to | meaning | linked to |", "| --- " * 7 + "|"]
        for one in self.terms(RDF.Property):
            if bool(self.words(one, KG.inverseLabel) or self._is_amount(one)) is relations:
                symmetric = " (symmetric)" if (one, RDF.type, OWL.SymmetricProperty) in self.graph else ""
                cells = (
                    self.short(one) + symmetric,
                    self.words(one, RDFS.label),
                    self.words(one, KG.inverseLabel),
                    self.listed(one, SCHEMA.domainIncludes),
                    self.listed(one, SCHEMA.rangeIncludes),
                    self.words(one, RDFS.comment),
                    self.listed(one, *LINKS),
                )
                rows.append("| " + " | ".join(cells) + " |")
        return rows

    def _is_amount(self, one: URIRef) -> bool:
        from kg.names import LITERAL

        return str(one).removeprefix(str(KG)) in LITERAL

    def concepts(self, kind: URIRef) -> list[str]:
        """Give the table of the concepts of a class."""
        rows = ["| concept | name | definition |", "| --- | --- | --- |"]
        for one in self.terms(kind):
            rows.append(f"| {self.short(one)} | {self.words(one, SKOS.prefLabel)} | {self.words(one, SKOS.definition)} |")
        return rows


def page() -> str:
    """Give the whole page."""
    own = Page()
    parts = [
        ("Classes", own.classes()),
        ("Predicates of facts", own.properties(relations=True)),
        ("Statuses", own.concepts(KG.Status)),
        ("Modes", own.concepts(KG.Mode)),
        ("Stances", own.concepts(KG.Stance)),
        ("Checks by people", own.concepts(KG.Check)),
        ("Properties of records", own.properties(relations=False)),
    ]
    return OPENING + "".join(f"\n## {title}\n\n" + "\n".join(rows) + "\n" for title, rows in parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
