"""Facts of invented articles, as many as it takes for so many quads; the same ones for the same number."""

from collections.abc import Iterator
from random import Random
from typing import Final

from pyoxigraph import Quad

from kg.graph import entity_quads, ontology_quads, provenance_quads, to_quads
from kg.names import LITERAL, PREDICATES, STANCES, STATUSES
from kg.records import Article, Entity, Evidence, Facts, Mention, Quote, Resolution, Statement, Thing

#: Things of each type, and the weight of one as compared to the next: few names fill most of the press.
SIZES: Final = {"PERSON": 800, "COMPANY": 400, "ORG": 100, "MODEL": 300, "CHIP": 80, "PRODUCT": 200, "PLACE": 60}
#: Types of subject and object of some predicates; the others relate companies.
ENDS: Final = {
    **dict.fromkeys(("ceoOf", "formerCeoOf", "founderOf", "worksFor", "formerlyWorkedFor"), ("PERSON", "COMPANY")),
    **dict.fromkeys(("develops",), ("COMPANY", "MODEL")),
    **dict.fromkeys(("manufactures", "uses"), ("COMPANY", "CHIP")),
    **dict.fromkeys(("outperforms", "comparableTo", "basedOn"), ("MODEL", "MODEL")),
    "basedIn": ("COMPANY", "PLACE"),
    "trainedOn": ("MODEL", "CHIP"),
    "trainingCost": ("MODEL", ""),
}
SENTENCES: Final = 12
PREFERRED: Final = (0.55, 0.2, 0.1, 0.1, 0.05)


def things() -> dict[str, list[Thing]]:
    """Give all things by type."""
    return {
        kind: [
            Thing(id=f"{kind.lower()}/nom-{n}", type=kind, name=f"{kind.title()} {n}", aliases=(f"{kind[:3]}{n}",))
            for n in range(size)
        ]
        for kind, size in SIZES.items()
    }


class _Press:
    """Writes articles one after the other."""

    def __init__(self) -> None:
        self.random = Random(20250128)
        self.things = things()
        self.links: dict[tuple[str, str], str] = {}

    def _pick(self, kind: str) -> Thing:
        known = self.things[kind]
        return known[int(len(known) * self.random.random() ** 3)]

    def article(self, number: int) -> Facts:
        """Write one article with its facts."""
        key = f"https://presse.example/{number}"
        cast = {kind: list({one.id: one for one in (self._pick(kind) for _ in range(4))}.values()) for kind in SIZES}
        entities = tuple(
            Entity(id=f"e{n}", type=one.type, name=one.name)
            for n, one in enumerate((one for found in cast.values() for one in found), 1)
        )
        ids = {one.name: one.id for one in entities}
        self.links.update({(key, ids[one.name]): one.id for kind in cast.values() for one in kind})
        text = " ".join(f"Phrase {n} de l’article {number}, avec quelques mots de plus." for n in range(SENTENCES))
        spans = [
            Evidence(text.index(f"Phrase {n} "), text.index(".", text.index(f"Phrase {n} ")) + 1) for n in range(SENTENCES)
        ]
        names = {kind: [ids[one.name] for one in found] for kind, found in cast.items()}
        day = f"20{20 + number % 6}-{1 + number % 12:02}-{1 + number % 28:02}"
        return Facts(
            article=Article(key=key, text=text, title=f"Titre {number}", url=key, outlet=f"Média {number % 40}", date=day),
            entities=entities,
            mentions=tuple(
                Mention(start=span.start + 2 * n, end=span.start + 2 * n + 2, entity=one.id, source="ner", confidence=0.9)
                for n, (one, span) in enumerate(zip(entities, spans, strict=False))
            ),
            statements=tuple(self._statement(names, spans) for _ in range(14)),
            quotes=tuple(self._quote(names, span) for span in spans[:6]),
        )

    def _statement(self, names: dict[str, list[str]], spans: list[Evidence]) -> Statement:
        predicate = self.random.choice(PREDICATES)
        first, second = ENDS.get(predicate, ("COMPANY", "" if predicate in LITERAL else "COMPANY"))
        subject = self.random.choice(names[first])
        others = [one for one in names[second] if one != subject] if second else []
        status = self.random.choices(STATUSES, PREFERRED)[0]
        return Statement(
            subject=subject,
            predicate=predicate if others or predicate in LITERAL else "raised",
            object=self.random.choice(others) if others else None,
            value=None if others else f"{self.random.randint(1, 90)} millions de dollars",
            status=status,
            reporter=self.random.choice(names["PERSON"]) if status == "reported" else None,
            evidence=(self.random.choice(spans),),
        )

    def _quote(self, names: dict[str, list[str]], span: Evidence) -> Quote:
        named = self.random.random() < 0.8
        about = tuple(self.random.sample(names["COMPANY"] + names["MODEL"], 2))
        return Quote(
            start=span.start,
            end=span.end,
            mode="direct",
            speaker=self.random.choice(names["PERSON"]) if named else None,
            speaker_text="" if named else "une source",
            about=about,
            stance=self.random.choice(STANCES),
            stance_confidence=0.7,
            role="PDG" if named else "",
            employer=self.random.choice(names["COMPANY"]) if named else None,
        )


def quads(wanted: int) -> Iterator[Quad]:
    """Give at least `wanted` quads, an article at a time."""
    press, given, articles = _Press(), 0, []
    for number in range(wanted):
        facts = press.article(number)
        articles.append(facts.article)
        made = to_quads(facts, Resolution(links=press.links))
        given += len(made)
        yield from made
        if given >= wanted:
            break
    everything = tuple(one for kind in press.things.values() for one in kind)
    yield from entity_quads(Resolution(things=tuple(sorted(everything, key=lambda one: one.id))))
    yield from ontology_quads()
    yield from provenance_quads(articles, {})
