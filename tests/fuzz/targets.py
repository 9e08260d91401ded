"""What is fuzzed: each target takes any bytes, and raises only when something is wrong with Quidit.

An error that says what a person must mend, a :class:`kg.errors.KgError`, is what bad input is to give.
"""

import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, replace
from functools import cache
from pathlib import Path
from typing import Final

import spacy
from conftest import make_facts, make_resolution
from documents import SEEDS as DOCUMENTS
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from soundness import facts_problems, graph_problems

from kg import (
    amounts,
    annotations,
    catalogue,
    dates,
    decisions,
    files,
    graph,
    passages,
    query,
    redaction,
    sparql,
    tables,
    watchlist,
)
from kg import settings as build_settings
from kg.annotate import coreference, lines
from kg.annotate.amounts import amounts as amounts_in
from kg.annotate.frame import Frame
from kg.annotate.marks import pair
from kg.annotate.parsed import parsed
from kg.annotate.quotes import extract
from kg.annotate.tokens import shadow, split_marks
from kg.cli import CONFIG, _defaults
from kg.errors import KgError
from kg.facts import annotate
from kg.names import article_iri, slug
from kg.pipeline import load
from kg.rdf import node, nquads, sort_quads, trig
from kg.read import iso, read
from kg.read.encoding import clean
from kg.records import Article, Entity, Mention, Resolution, Skipped, Thing

#: What bytes that are no UTF-8 stand for, so that a fuzzer finds words that matter without spelling them.
PIECES: Final = (
    "« ", " »", '"', "“", "”", "’", "'", "\u00a0", "\u202f", "\n", "\n\n", "— ", "… ", ". ", " : ", ", ", "(", ")", "[", "]",
    "Nvidia", "Anne Morel", "M. Paul Lenoir", "OpenAI", "H100", "DeepSeek-R1", "la start-up lyonnaise", "Donald Trump",
    " a déclaré ", " dit-il ", ", affirme-t-elle", " selon ", " d'après ", " que ", " qu'", " explique ", " aurait levé ", " dément ",
    " PDG de ", ", directrice de ", " a racheté ", " lance ", " il ", " elle ", " ses ", " leur patron ", " l'entreprise ", " je ",
    "1,6 milliard d'euros", "12 %", "-3,4 %", "lundi", "le 28 janvier", "en 2023", "à l'AFP", "sur X", "et", "ou", "ne ", "pas ",
    "é\u0301", "🙂", "\u200b", "\u202e", "\u2028", "\x00", "\x85", "<b>", "&nbsp;", "Q : ", "R : ", "- ", "* ", "# ", "14h32 - ",
)  # fmt: skip
TOKENS: Final = split_marks(spacy.blank("fr"))
NAMES: Final = {"Anne Morel": "PERSON", "Paul Lenoir": "PERSON", "Nvidia": "COMPANY"}


def text_of(data: bytes) -> str:
    """Give the text that bytes stand for: UTF-8, and :data:`PIECES` for what is none.

    >>> text_of("é".encode() + bytes([0x80]))
    'é« '
    """
    raw = data.decode("utf-8", errors="surrogateescape")
    return clean("".join(PIECES[(ord(one) - 0xDC80) % len(PIECES)] if "\udc80" <= one <= "\udcff" else one for one in raw))


def readers(data: bytes) -> None:
    """Any file gives articles or reasons, which hold nothing that cannot be stored; the first byte says of which format."""
    names = sorted(DOCUMENTS)
    name, rest = names[data[0] % len(names)] if data else "a.txt", data[1:]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(rest)
        for item in read([Path(folder) / name]):
            assert isinstance(item, Article | Skipped)
            "".join(astuple(item)).encode()
            if isinstance(item, Article):
                assert item.text.strip()
                assert item.key
                NamedNode(article_iri(item.key))


def marks(data: bytes) -> None:
    """Marks lie inside each other or apart; sentences are in order, without spaces at their ends, and leave out spaces only."""
    text = shadow(text_of(data))
    found = pair(text)
    assert found == sorted(found, key=lambda one: (one.start, -one.end))
    for one in found:
        assert 0 <= one.start < one.inner_start + 1 <= one.inner_end <= one.end <= len(text)
        assert not any(one.start < other.start < one.end < other.end for other in found)
    doc = lines.constrain(TOKENS(text)) if text else TOKENS(text)
    frame = Frame(parsed(doc))
    last = 0
    for start, end in frame.sentences:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


def quotes(data: bytes) -> None:
    """Quotes of a text that no parser saw lie inside it, in order, with spaces at no end."""
    text = shadow(text_of(data))
    doc = TOKENS(text)
    known = [name for name in NAMES if name in text]
    doc._.entities = [Entity(id=f"e{n}", type=NAMES[name], name=name) for n, name in enumerate(known, 1)]
    spans = [(text.index(name), name, f"e{n}") for n, name in enumerate(known, 1)]
    doc._.mentions = [Mention(start=at, end=at + len(name), entity=one) for at, name, one in sorted(spans)]
    coreference.coreference(doc)
    found = extract(parsed(doc))
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()


def facts(data: bytes) -> None:
    """Facts and graph of any text are sound."""
    text = text_of(data)
    (found,) = annotate([Article(key="a", text=text, date="2025-01-28")], load())
    links = {("a", one.id): f"thing/{one.id}" for one in found.entities}
    problems = [*facts_problems(found), *graph_problems(found, Resolution(links=links))]
    assert not problems, problems


def rdf(data: bytes) -> None:
    """Whatever words stand in the facts, the graph is written and read again without a loss."""
    words = [*map(clean, data.decode("utf-8", errors="replace").split("\t")), *[""] * 8][:8]
    known = make_facts(words[0] or "a")
    article = replace(known.article, title=words[1], url=words[2], outlet=words[3], author=words[4], date=words[5])
    named = replace(known.entities[0], name=words[6] or "x")
    one = replace(known, article=article, entities=(named, *known.entities[1:]))
    resolution = make_resolution(article.key)
    things = (*resolution.things[1:], Thing(id=f"company/{slug(words[6])}", type="COMPANY", name=words[7], aliases=(words[6],)))
    resolution = replace(resolution, things=things)
    quads = sort_quads([*graph.to_quads(one, resolution), *graph.entity_quads(resolution)])
    for written, form in ((trig(quads), RdfFormat.TRIG), (nquads(quads), RdfFormat.N_QUADS)):
        assert sort_quads(parse(input=written.encode(), format=form)) == quads
    store = Store()
    store.extend(quads)
    assert graph.from_quads(store, {article.key: article.text}) == one


def questions(data: bytes) -> None:
    """A value stays a value in every question; any SPARQL gives rows or says what is wrong, and changes nothing."""
    text = data.decode("utf-8", errors="replace")
    store, before = _small(), len(_small())
    asked = sparql.fill(query.named("amounts").text, "outlet", [Literal(text)])
    assert query.run(store, asked).rows == ()
    rows = query.run(store, "SELECT ?v WHERE { VALUES ?x { 1 } BIND(STR(?v) AS ?w) }", {"v": text})
    assert [row[0] for row in rows.rows] == [text] or len(rows.rows) == 1
    for name in ("who-said-about", "amounts"):
        for parameter in query.named(name).parameters:
            with suppress(KgError):
                query.run(store, name, {parameter.name: text})
    with suppress(KgError):
        query.run(store, text, limit=10)
    assert len(store) == before


@cache
def _small() -> Store:
    store = Store()
    store.extend([Quad(node("kg:Person"), node("rdfs:label"), Literal("Ada"), node("kg:Article"))])
    return store


def own_files(data: bytes) -> None:
    """Files that users write or mend are read, or it is said what is wrong with them; the first byte says which."""
    ways: list[tuple[str, Callable[[Path], object]]] = [
        (decisions.FILE, decisions.load),
        (watchlist.FILE, watchlist.load),
        (redaction.FILE, redaction.load),
        (build_settings.FILE, build_settings.settled),
        ("companies.csv", catalogue.load),
        ("a.jsonl", lambda folder: annotations.load(folder / "a.jsonl")),
        ("own.ttl", lambda folder: _own(folder / "own.ttl")),
        (CONFIG, lambda folder: _defaults(folder / CONFIG)),
    ]
    name, way = ways[data[0] % len(ways)] if data else ways[0]
    with tempfile.TemporaryDirectory() as folder, suppress(KgError):
        (Path(folder) / name).write_bytes(data[1:])
        way(Path(folder))


def _own(path: Path) -> object:
    from kg.extension import read as read_own

    return read_own(path)


def small(data: bytes) -> None:
    """Amounts lie inside the text; days are days; names, passages and cells are made of any words."""
    text = clean(data.decode("utf-8", errors="replace"))
    for one in amounts_in(text):
        assert 0 <= one.start < one.end <= len(text)
    amounts.parse(text)
    amounts.count(text)
    for ahead in (True, False):
        dates.normal(text, "2025-01-28", ahead=ahead)
        dates.normal("lundi", text, ahead=ahead)
    assert len(iso(text)) in (0, 10)
    slug(text)
    NamedNode(article_iri(text or "a"))
    passages.passage(Article(key=text or "a", text=text, url=text), len(text) // 3, len(text) // 2, 40)
    for excel in (True, False):
        tables.render(tables.Table(("a",), ((text,),)), excel=excel)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "readers": readers,
    "marks": marks,
    "quotes": quotes,
    "facts": facts,
    "rdf": rdf,
    "questions": questions,
    "own_files": own_files,
    "small": small,
}


def seeds(name: str) -> list[bytes]:
    """Give inputs to start a target from: files of each format, paragraphs of the sample articles, questions, files of users."""
    if name == "readers":
        return [bytes([number]) + DOCUMENTS[one] for number, one in enumerate(sorted(DOCUMENTS))]
    if name == "questions":
        return [path.read_bytes() for path in sorted(files.ontology("queries").glob("*.rq"))]
    if name == "own_files":
        return [bytes([number]) + text.encode() for number, text in enumerate(_OWN)]
    paragraphs = [
        line for path in sorted(files.samples().glob("*.md")) for line in path.read_text(encoding="utf-8").split("\n") if line
    ]
    return [*(line.encode() for line in paragraphs[::7]), b"a\thttps://a.example/\tLe Relais\t2025-01-28\tNvidia\tx"]


_OWN: Final = (
    '{"kind": "merge", "name": "A", "type": "COMPANY", "other": "B", "when": "2025-02-03"}\n{"kind": "undo", "number": 1}\n',
    '{"person/ada": ["a", "b"]}',
    json.dumps({"kept": [], "longest": 2, "names": ["ab"], "salt": "x"}),
    json.dumps({"base": "https://a.example/", "text": True, "title": "T", "lang": "fr"}),
    "id,name,aliases,wikidata,ambiguous\nx,Xenon,Xe,Q1,0\n",
    json.dumps(
        {"text": "Zed", "entities": [{"id": "e1", "type": "COMPANY"}], "mentions": [{"start": 0, "end": 3, "entity": "e1"}]}
    ),
    "@prefix : <https://a.example/o#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :Drug a rdfs:Class ; "
    'rdfs:label "Médicament"@fr, "Drug"@en .',
    '[build]\nworkers = 2\noutlet = "Le Relais"\n',
)
