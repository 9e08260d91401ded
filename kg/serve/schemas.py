"""What the JSON API gives and takes."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kg.names import STATUSES, TYPES


def _type(code: str) -> str:
    if code and code not in TYPES:
        raise ValueError(f"the type is one of {', '.join(TYPES)}")
    return code


def _status(code: str) -> str:
    if code and code not in STATUSES:
        raise ValueError(f"the status is one of {', '.join(STATUSES)}")
    return code


_TYPE: Final = "PERSON, COMPANY, ORG, MODEL, CHIP, PRODUCT, PLACE, or the code of a class of the user's own ontology."
Type = Annotated[str, Field(description=_TYPE)]
#: In a question: a type, a status, or an empty string for all.
OfType = Annotated[str, AfterValidator(_type), Field(max_length=100, description=_TYPE)]
OfStatus = Annotated[str, AfterValidator(_status), Field(max_length=20, description=f"One of {', '.join(STATUSES)}.")]
Stance = Literal["positive", "negative", "neutral"]
Mode = Literal["direct", "indirect", "mixed"]
Verdict = Literal["verified", "disputed", "wrong"]
#: ISO day, or its year or month alone.
DAY: Final = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
Name = Annotated[str, Field(max_length=300)]
Note = Annotated[str, Field(max_length=2000)]


class Record(BaseModel):
    """A record that takes no unknown fields."""

    model_config = ConfigDict(extra="forbid")


class Problem(Record):
    """Why a request was refused, in a sentence that says what to do."""

    error: str


class Named(Record):
    """A thing, by id and name."""

    id: str
    name: str
    type: Type


class Entity(Named):
    """A person, company, model, chip or something else that articles name; what several articles repeat counts once."""

    aliases: list[str]
    wikidata: str
    articles: int
    quotes_by: int
    quotes_about: int
    statements: int


class Check(Record):
    """What a person found who compared a quote or statement with its source."""

    verdict: Verdict
    who: str
    when: str
    note: str


class Source(Record):
    """The article that something stands in."""

    id: str
    key: str
    title: str
    outlet: str
    date: str
    author: str
    url: str


class Sentence(Record):
    """Words of an article with what surrounds them; offsets count code points of its text."""

    before: str
    exact: str
    after: str
    start: int
    end: int


class Quote(Record):
    """Who said what about whom; `articles` says how many give it."""

    id: str
    speaker: Named | None
    speaker_text: str
    role: str
    employer: Named | None
    mode: Mode
    cue: str
    text: str
    about: list[Named]
    stance: Stance | None
    said_on: str
    confidence: float
    check: Check | None
    version: int
    articles: int
    sentence: Sentence
    source: Source


class Statement(Record):
    """A relation with one status and one reporter; `articles` says how many give it."""

    id: str
    subject: Named
    predicate: str
    object: Named | None
    value: str | None
    quantity: str
    time: str
    status: str
    reporter: Named | None
    reporter_text: str
    confidence: float
    check: Check | None
    version: int
    sentence: Sentence
    evidence_count: int
    articles: int
    source: Source


class Facet(Record):
    """A value of a facet and how many quotes have it."""

    value: str
    label: str
    count: int


class Entities(Record):
    """Things found."""

    total: int
    items: list[Entity]


class Quotes(Record):
    """Quotes found, newest first, and what could narrow them down."""

    total: int
    page: int
    pages: int
    facets: dict[str, list[Facet]]
    items: list[Quote]


class Statements(Record):
    """Statements found, newest first."""

    total: int
    page: int
    pages: int
    items: list[Statement]


class WhyName(Record):
    """A name of a thing, and the rule that makes it this thing's."""

    name: str
    rule: str
    articles: int


class WhyApart(Record):
    """Something called nearly the same that is another thing, and why."""

    id: str
    name: str
    type: Type
    reason: str


class Card(Record):
    """All that is known of a thing, each quote and fact once."""

    entity: Entity
    reason: str
    quotes_by: list[Quote]
    quotes_about: list[Quote]
    statements: list[Statement]
    names: list[WhyName]
    apart: list[WhyApart]


class Article(Record):
    """An article with its text and how much was found in it."""

    source: Source
    text: str
    entities: list[Named]
    quotes: list[Quote]
    statements: list[Statement]


class Articles(Record):
    """Articles, newest first."""

    total: int
    page: int
    pages: int
    items: list[Source]


class Parameter(Record):
    """What a named question may be told."""

    name: str
    kind: str
    required: bool


class Question(Record):
    """A ready-made question."""

    name: str
    summary_fr: str
    summary_en: str
    parameters: list[Parameter]
    sparql: str


class Asked(Record):
    """A named question, or SPARQL, with values for its parameters."""

    question: Annotated[str, Field(min_length=1, max_length=50_000)]
    parameters: dict[Name, Name] = Field(default_factory=dict, max_length=20)
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1000
    iris: bool = False
    lang: Literal["fr", "en"] = "fr"


class Answer(Record):
    """Rows of an answer; a cut one says so."""

    columns: list[str]
    rows: list[list[str | int | float | bool | None]]
    truncated: bool


class State(Record):
    """What the server shows, and whether something newer is in the making."""

    version: str
    generation: str
    building: bool
    articles: int
    entities: int
    quotes: int
    statements: int
    decisions: int
