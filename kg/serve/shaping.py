"""From what a snapshot holds to the records of the API, which the pages show too."""

from kg import counting, passages
from kg.decisions import Decision
from kg.explore import Said, Stated
from kg.query import NamedQuery
from kg.records import Article, Evidence, Thing
from kg.records import Check as Checked
from kg.serve import schemas, versions
from kg.serve.snapshot import Snapshot, article_id, quote_id, statement_id
from kg.serve.tallies import fact, tallies

#: Characters around a sentence that are shown.
CONTEXT = 160


def named(thing: Thing) -> schemas.Named:
    """Give id and name of a thing."""
    return schemas.Named.model_construct(id=thing.id, name=thing.name, type=thing.type)


def _named(thing: Thing | None) -> schemas.Named | None:
    return named(thing) if thing else None


def entity(snapshot: Snapshot, thing: Thing) -> schemas.Entity:
    """Give a thing and how often it comes up."""
    return schemas.Entity.model_construct(
        id=thing.id,
        name=thing.name,
        type=thing.type,
        aliases=list(thing.aliases),
        wikidata=thing.wikidata,
        articles=counting.articles(snapshot.articles[one].article for one in snapshot.naming.get(thing.id, ())),
        quotes_by=tallies(snapshot).by.get(thing.id, 0),
        quotes_about=tallies(snapshot).about.get(thing.id, 0),
        statements=tallies(snapshot).facts.get(thing.id, 0),
    )


def source(article: Article) -> schemas.Source:
    """Give what tells an article apart; its address only if readers may follow it."""
    links = (url for url in (article.url, article.key) if url.lower().startswith(("http://", "https://")))
    return schemas.Source.model_construct(
        id=article_id(article),
        key=article.key,
        title=article.title,
        outlet=article.outlet or article.agency,
        date=article.date,
        author=article.author,
        url=next(links, ""),
    )


def sentence(article: Article, span: Evidence) -> schemas.Sentence:
    """Give the words of a stretch and what surrounds them in its sentence."""
    row = passages.passage(article, span.start, span.end, CONTEXT)
    return schemas.Sentence.model_construct(
        before=row["before"], exact=row["exact"], after=row["after"], start=span.start, end=span.end
    )


def _check(found: Checked | None) -> schemas.Check | None:
    if found is None:
        return None
    return schemas.Check.model_construct(verdict=found.verdict, who=found.who, when=found.when, note=found.note)


def quote(snapshot: Snapshot, one: Said) -> schemas.Quote:
    """Give a quote with its sentence and source."""
    said, article = one.quote, one.article
    employer = snapshot.library.thing(article, said.employer)
    return schemas.Quote.model_construct(
        id=quote_id(one),
        speaker=_named(one.speaker),
        speaker_text=said.speaker_text,
        role=said.role,
        employer=_named(employer),
        mode=said.mode,
        cue=said.cue or "",
        text=one.words,
        about=[named(thing) for thing in one.about],
        stance=said.stance if one.about else None,
        said_on=said.said_on,
        confidence=said.confidence,
        check=_check(said.check),
        version=version(snapshot, "quote", article.key, said.start, said.end),
        articles=tallies(snapshot).said[one.statement],
        sentence=sentence(article, Evidence(said.start, said.end)),
        source=source(article),
    )


def statement(snapshot: Snapshot, one: Stated) -> schemas.Statement:
    """Give a statement with its best sentence and source."""
    told, best = one.statement, one.statement.evidence[0]
    return schemas.Statement.model_construct(
        id=statement_id(one),
        subject=named(one.subject),
        predicate=told.predicate,
        object=_named(one.object),
        value=told.value,
        quantity=told.quantity,
        time=told.time,
        status=told.status,
        reporter=_named(one.reporter),
        reporter_text=told.reporter_text,
        confidence=told.confidence,
        check=_check(told.check),
        version=version(snapshot, "statement", one.article.key, best.start, best.end, told.predicate),
        sentence=sentence(one.article, best),
        evidence_count=len(told.evidence),
        articles=tallies(snapshot).stated[fact(one)],
        source=source(one.article),
    )


def version(snapshot: Snapshot, kind: str, article: str, start: int, end: int, predicate: str = "") -> int:
    """Give the number of the last decision about a quote or statement, 0 if there was none."""
    known = snapshot.once("versions", lambda: versions.latest(snapshot.taken))
    meant = Decision(kind=kind, article=article, start=start, end=end, other=predicate)
    return versions.version(known, meant)


def question(one: NamedQuery) -> schemas.Question:
    """Give a ready-made question."""
    parameters = [schemas.Parameter(name=each.name, kind=each.kind, required=each.required) for each in one.parameters]
    return schemas.Question(
        name=one.name, summary_fr=one.summary_fr, summary_en=one.summary_en, parameters=parameters, sparql=one.text
    )
