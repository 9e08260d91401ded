"""A small invented newsroom: three articles, seven things, every status, and texts that try to break out of the page."""

from __future__ import annotations

from kg import network
from kg.names import slug
from kg.records import Article, Entity, Evidence, Facts, Quote, Resolution, Statement, Thing

TYPES = {
    "Élodie Brassac": "PERSON",
    "Zéphyr IA": "COMPANY",
    "Norlane": "COMPANY",
    "Mistigri 3": "MODEL",
    "K-100": "CHIP",
    "Bretonie": "PLACE",
    "Œuvre libre": "ORG",
}
#: Text that runs, ends the script block or opens a comment if it is ever taken for anything but text.
HOSTILE = (
    "<img src=x onerror=\"document.title='hit'\">",
    "</script><script>document.title='hit'</script>",
    "<!--<script>",
    "see href here",
    "\u2028\u2029",
    "{{ 7*7 }}",
    "&lt;b&gt;",
    "'\"`",
)


def identifier(name: str) -> str:
    """Give the id of a thing."""
    return f"{TYPES[name].lower()}/{slug(name)}"


def article(number: int, text: str, statements: list[tuple[str, ...]], quotes: list[Quote], **about: str) -> Facts:
    """Write the facts of one article; names stand for entities, and each statement's sentence is its last part."""
    entities = tuple(Entity(id=name, type=kind, name=name) for name, kind in TYPES.items())
    made = []
    for subject, predicate, target, status, reporter, sentence in statements:
        start = text.index(sentence)
        named = reporter in TYPES
        made.append(
            Statement(
                subject=subject,
                predicate=predicate,
                status=status,
                evidence=(Evidence(start, start + len(sentence)),),
                object=target if target in TYPES else None,
                value=None if target in TYPES else target,
                reporter=reporter if named else None,
                reporter_text="" if named else reporter,
            )
        )
    key = about.pop("key", f"a{number}.txt")
    return Facts(article=Article(key=key, text=text, **about), entities=entities, statements=tuple(made), quotes=tuple(quotes))


def quote(text: str, exact: str, speaker: str | None, about: str, stance: str, **more: str) -> Quote:
    """Find `exact` in the text and attribute it."""
    start = text.index(exact)
    return Quote(
        start=start,
        end=start + len(exact),
        mode="direct",
        speaker=speaker,
        speaker_text=speaker or "un proche du dossier",
        about=(about,),
        stance=stance,
        **more,
    )


def facts() -> list[Facts]:
    """Give the three articles."""
    one = (
        "Le vent tourne\n\nÉlodie Brassac dirige Zéphyr IA depuis mai. Zéphyr IA a levé 40 millions d'euros. "
        "« Mistigri 3 ira loin », promet Élodie Brassac. La foule applaudit."
    )
    two = (
        "Selon Norlane, Zéphyr IA utilise la puce K-100. Norlane nie fabriquer K-100. "
        "« Zéphyr IA brasse de l'air », souffle un proche du dossier."
    )
    three = "Norlane et Zéphyr IA se disputent la Bretonie. Zéphyr IA dévoilera K-100. Mistigri 3 dépasserait tout."
    return [
        article(
            1,
            one,
            [
                ("Élodie Brassac", "ceoOf", "Zéphyr IA", "asserted", "", "Élodie Brassac dirige Zéphyr IA depuis mai."),
                ("Zéphyr IA", "raised", "40 millions d'euros", "asserted", "", "Zéphyr IA a levé 40 millions d'euros."),
            ],
            [quote(one, "Mistigri 3 ira loin", "Élodie Brassac", "Mistigri 3", "positive", role="PDG", cue="promet")],
            outlet="Le Courrier du Silicium",
            date="2025-03-02",
            url="https://exemple.test/un",
        ),
        article(
            2,
            two,
            [
                ("Zéphyr IA", "uses", "K-100", "reported", "Norlane", "Selon Norlane, Zéphyr IA utilise la puce K-100."),
                ("Norlane", "manufactures", "K-100", "denied", "", "Norlane nie fabriquer K-100."),
            ],
            [quote(two, "Zéphyr IA brasse de l'air", None, "Zéphyr IA", "negative")],
            outlet="Nuage Hebdo",
            date="2025-01-05",
            url="javascript:document.title='hit'",
        ),
        article(
            3,
            three,
            [
                ("Zéphyr IA", "competesWith", "Norlane", "asserted", "", "Norlane et Zéphyr IA se disputent la Bretonie."),
                ("Zéphyr IA", "manufactures", "K-100", "planned", "", "Zéphyr IA dévoilera K-100."),
                ("Mistigri 3", "outperforms", "K-100", "hedged", "", "Mistigri 3 dépasserait tout."),
            ],
            [],
        ),
    ]


def resolution() -> Resolution:
    """Say which thing each entity is."""
    things = [Thing(id=identifier(name), type=kind, name=name) for name, kind in TYPES.items()]
    brassac = Thing(id=identifier("Élodie Brassac"), type="PERSON", name="Élodie Brassac", aliases=("Mme Brassac",))
    kept = [brassac if thing.id == brassac.id else thing for thing in things]
    links = {(f"a{number}.txt", name): identifier(name) for number in (1, 2, 3) for name in TYPES}
    return Resolution(things=tuple(sorted(kept, key=lambda thing: thing.id)), links=links)


def sample() -> network.MultiDiGraph:
    """Give the graph of the three articles."""
    return network.build(facts(), resolution())


def hostile() -> network.MultiDiGraph:
    """Give a graph whose every text is one of :data:`HOSTILE`."""
    made, links, things = [], {}, []
    for number, text in enumerate(HOSTILE):
        key = f"{number}{text}"
        entities = (Entity(id="e1", type="PERSON", name=text), Entity(id="e2", type="COMPANY", name=text))
        for entity in entities:
            links[key, entity.id] = f"{entity.type.lower()}/{number}{text}"
            things.append(
                Thing(id=links[key, entity.id], type=entity.type, name=text, aliases=(text + "x",), reason=text, wikidata=text)
            )
        span = (Evidence(0, len(text)),)
        made.append(
            Facts(
                article=Article(
                    key=key, text=text + text, title=text, outlet=text, date="2025-01-01", url=f"javascript:{text}"
                ),
                entities=entities,
                statements=(
                    Statement(
                        subject="e1",
                        predicate="ceoOf",
                        object="e2",
                        status="reported",
                        reporter_text=text,
                        evidence=span,
                        quantity=text,
                    ),
                    Statement(subject="e2", predicate="raised", value=text, evidence=span),
                ),
                quotes=(
                    Quote(
                        start=0,
                        end=len(text),
                        mode="direct",
                        speaker="e1",
                        speaker_text=text,
                        about=("e2",),
                        stance="negative",
                        role=text,
                        cue=text,
                        said_on="",
                    ),
                ),
            )
        )
    return network.build(made, Resolution(things=tuple(sorted(things, key=lambda thing: thing.id)), links=links))
