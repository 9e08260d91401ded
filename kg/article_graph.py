"""The named graph of one article in the making: its IRIs, its passages, and what its entities are. Pure."""

from collections import Counter
from typing import Final

from kg.agreement import fact_iri, sum_of
from kg.errors import DataError
from kg.names import BASE, SYMMETRIC, article_iri, thing_iri
from kg.quads import Builder, Term, integer, iri, literal, name
from kg.records import Entity, Facts, Resolution, Statement

#: Characters before and after a passage that a TextQuoteSelector keeps.
CONTEXT: Final = 40


def graph_iri(key: str, *, base: str = BASE) -> str:
    """Give the IRI of the named graph of an article.

    >>> graph_iri("janvier.txt")
    'https://w3id.org/quidit/id/article/janvier.txt#graph'
    """
    return article_iri(key, base=base) + "#graph"


class ArticleGraph(Builder):
    """The named graph of one article in the making: knows its text, its IRIs and what its entities are."""

    def __init__(self, facts: Facts, resolution: Resolution, *, base: str, text: bool) -> None:
        super().__init__(graph_iri(facts.article.key, base=base))
        self.article = facts.article
        self.iri = article_iri(facts.article.key, base=base)
        self.base = base
        self._text = self.part("text")
        self.iris = {one.id: self._thing(one, resolution, base) for one in facts.entities}
        self.things = {entity: iri(one) for entity, one in self.iris.items()}
        self.context = CONTEXT if text else 0
        self._given: Counter[str] = Counter()

    def _thing(self, entity: Entity, resolution: Resolution, base: str) -> str:
        try:
            return thing_iri(resolution.links[self.article.key, entity.id], base=base)
        except KeyError:
            raise DataError(f"{self.article.key}: entity {entity.id} was not resolved: resolve all facts first") from None

    def part(self, name: str) -> Term:
        """Give the IRI of a part of the article."""
        return iri(f"{self.iri}#{name}")

    def fresh(self, name: str) -> Term:
        """Give the IRI of a part; a second one of the same name gets a number."""
        self._given[name] += 1
        return self.part(name if self._given[name] == 1 else f"{name}-{self._given[name]}")

    def thing(self, entity: str | None) -> Term | None:
        """Give the node of what an entity of the article is."""
        return None if entity is None else self.things[entity]

    def ends(self, one: Statement) -> list[str]:
        """Give the IRI of the subject and the IRI or text of the object; those of a symmetric relation are sorted."""
        ends = [self.iris[one.subject], one.value or "" if one.object is None else self.iris[one.object]]
        return sorted(ends) if one.predicate in SYMMETRIC else ends

    def fact(self, one: Statement) -> Term:
        """Give the node that all assertions of the same fact share."""
        first, second = self.ends(one)
        target = sum_of(second) if one.object is None else second
        return iri(fact_iri(first, one.predicate, target, base=self.base))

    def span(self, start: int, end: int) -> Term:
        """Add a stretch of the text as evidence and give its node."""
        part, whole = f"c{start}-{end}", self.article.text
        here, place, words = self.part(part), self.part(f"{part}.position"), self.part(f"{part}.quote")
        self.add(here, rdf_type=name("oa:SpecificResource"), oa_hasSource=self._text, oa_hasSelector=(place, words))
        self.add(place, rdf_type=name("oa:TextPositionSelector"), oa_start=integer(start), oa_end=integer(end))
        self.add(words, rdf_type=name("oa:TextQuoteSelector"), oa_exact=literal(whole[start:end]))
        if self.context:
            before, after = whole[max(0, start - self.context) : start], whole[end : end + self.context]
            self.add(words, oa_prefix=literal(before), oa_suffix=literal(after))
        return here
