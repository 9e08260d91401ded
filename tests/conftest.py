"""Small facts built by hand, for every test that needs some."""

from pathlib import Path

import pytest

from kg.records import Article, Entity, Evidence, Facts, Mention, Quote, Resolution, Statement, Thing

TEXT = (
    "Zéphyrine défie Nvidia 🚀\n\n"
    "Zéphyrine, dirigée par Anaïs Le Goff, a levé 1,6 milliard d’euros. « Nvidia nous bloque », regrette Anaïs Le Goff.\n"
    "Selon Le Courrier du Silicium, Zéphyrine aurait entraîné Mistoufle-2 sur des H100. Nvidia dément.\n"
    "D’après des experts, Nvidia et Zéphyrine pourraient devenir partenaires. Anaïs Le Goff trouve Mistoufle-2 « épatant »."
)


def span(words: str, *, nth: int = 1) -> Evidence:
    """Give the offsets of the nth occurrence of `words` in the text of the fixture."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Evidence(start, start + len(words))


def mention(words: str, entity: str, *, nth: int = 1) -> Mention:
    """Give a mention of the nth occurrence of `words`."""
    found = span(words, nth=nth)
    return Mention(start=found.start, end=found.end, entity=entity, source="catalogue", confidence=0.9)


def make_facts(key: str = "https://courrier.example/zephyrine?id=1") -> Facts:
    """Give the facts of one invented article."""
    first = span("Zéphyrine, dirigée par Anaïs Le Goff, a levé 1,6 milliard d’euros.")
    trained = span("Selon Le Courrier du Silicium, Zéphyrine aurait entraîné Mistoufle-2 sur des H100.")
    partners = span("D’après des experts, Nvidia et Zéphyrine pourraient devenir partenaires.")
    said, praise = span("Nvidia nous bloque"), span("épatant")
    names = (
        ("Zéphyrine", "e1", 3),
        ("Nvidia", "e2", 4),
        ("Anaïs Le Goff", "e3", 3),
        ("Le Courrier du Silicium", "e4", 1),
        ("Mistoufle-2", "e5", 2),
        ("H100", "e6", 1),
    )
    mentions = [mention(name, entity, nth=place) for name, entity, count in names for place in range(1, count + 1)]
    return Facts(
        article=Article(
            key=key,
            text=TEXT,
            title="Zéphyrine défie Nvidia 🚀",
            url="https://courrier.example/zephyrine?id=1",
            outlet="Le Courrier du Silicium",
            author="Jo Tissot",
            date="2025-01-28",
            agency="",
        ),
        entities=(
            Entity(id="e1", type="COMPANY", name="Zéphyrine"),
            Entity(id="e2", type="COMPANY", name="Nvidia", catalogue="nvidia"),
            Entity(id="e3", type="PERSON", name="Anaïs Le Goff"),
            Entity(id="e4", type="COMPANY", name="Le Courrier du Silicium"),
            Entity(id="e5", type="MODEL", name="Mistoufle-2"),
            Entity(id="e6", type="CHIP", name="H100", catalogue="h100"),
        ),
        mentions=tuple(sorted(mentions, key=lambda one: one.start)),
        statements=(
            Statement(subject="e3", predicate="ceoOf", object="e1", evidence=(first,), confidence=0.8),
            Statement(subject="e1", predicate="raised", value="1,6 milliard d’euros", evidence=(first,)),
            Statement(
                subject="e1", predicate="develops", object="e5", status="reported", reporter="e4", evidence=(trained, first)
            ),
            Statement(subject="e5", predicate="trainedOn", object="e6", status="hedged", reporter="e4", evidence=(trained,)),
            Statement(subject="e5", predicate="trainedOn", object="e6", status="denied", reporter="e2", evidence=(trained,)),
            Statement(
                subject="e2",
                predicate="partnerOf",
                object="e1",
                status="hedged",
                reporter_text="des experts",
                evidence=(partners,),
            ),
            Statement(subject="e2", predicate="manufactures", object="e6", evidence=(trained,), quantity="50 000"),
        ),
        quotes=(
            Quote(
                start=said.start,
                end=said.end,
                mode="direct",
                speaker="e3",
                speaker_text="Anaïs Le Goff",
                cue="regrette",
                about=("e2", "e1"),
                stance="negative",
                stance_confidence=0.62,
                role="PDG",
                employer="e1",
                said_on="2025-01-27",
                occasion="lors du salon",
                medium="à l’AFP",
                translated=True,
                confidence=0.7,
            ),
            Quote(
                start=praise.start,
                end=praise.end,
                mode="mixed",
                speaker="e3",
                speaker_text="Anaïs Le Goff",
                cue="trouve",
                about=("e5",),
                stance="positive",
            ),
        ),
    )


def make_resolution(*keys: str) -> Resolution:
    """Resolve the facts of :func:`make_facts` in each of the articles `keys`."""
    ids = {
        "e1": "company/zephyrine",
        "e2": "company/nvidia",
        "e3": "person/anais-le-goff",
        "e4": "company/le-courrier-du-silicium",
        "e5": "model/mistoufle-2",
        "e6": "chip/h100",
    }
    things = (
        Thing(id="chip/h100", type="CHIP", name="H100", catalogue="h100", aliases=("Nvidia H100",)),
        Thing(id="company/le-courrier-du-silicium", type="COMPANY", name="Le Courrier du Silicium"),
        Thing(id="company/nvidia", type="COMPANY", name="Nvidia", catalogue="nvidia", wikidata="Q182477", aliases=("NVDA",)),
        Thing(id="company/zephyrine", type="COMPANY", name="Zéphyrine", reason="same name"),
        Thing(id="model/mistoufle-2", type="MODEL", name="Mistoufle-2"),
        Thing(id="person/anais-le-goff", type="PERSON", name="Anaïs Le Goff", aliases=("Le Goff",)),
    )
    return Resolution(things=things, links={(key, entity): thing for key in keys for entity, thing in ids.items()})


@pytest.fixture
def facts() -> Facts:
    return make_facts()


@pytest.fixture
def resolution(facts: Facts) -> Resolution:
    return make_resolution(facts.article.key)


#: Articles and treebanks that stand beside the repository and are never copied into it.
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests that open pages."""
    from browser import found, launched

    if found() is None:
        pytest.skip("Chromium is not installed")
    with launched() as browser:
        yield browser


@pytest.fixture
def opened(chromium):
    """Open files in pages of their own; whatever a test does, nothing is fetched and nothing goes wrong."""
    from browser import Watched

    pages = []

    def open_page(path, part="", **context):
        page = Watched(chromium, path.as_uri(), **context)
        pages.append(page)
        page.go(part)
        return page

    yield open_page
    for page in pages:
        page.context.close()
        page.check()
