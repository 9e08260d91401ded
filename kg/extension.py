"""A user's own ontology and rules: classes and predicates that are added without code.

A build keeps them in ``extension/`` of its folder (``ontology.ttl``, ``rules/*.csv``, ``catalogue/*.csv``); whoever opens the
folder takes them into use.
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import files
from kg.errors import DataError
from kg.names import CLASSES, ONTOLOGY, PREDICATES, TERMS, TYPES, OwnTerm, adopt, own
from kg.rdf import PREFIXES

FOLDER: Final = "extension"
_OLDER: Final = f"{FOLDER}.old"
_ONTOLOGY: Final = "ontology.ttl"
_RDF, _RDFS, _OWL, _SKOS, _SCHEMA = (PREFIXES[name] for name in ("rdf", "rdfs", "owl", "skos", "schema"))
_CLASSES: Final = frozenset({_RDFS + "Class", _OWL + "Class"})
_PROPERTIES: Final = frozenset({_RDF + "Property", _OWL + "ObjectProperty", _OWL + "DatatypeProperty"})
_TEXT: Final = PREFIXES["xsd"] + "string"


class _Own:
    """The triples of an ontology file, and where a term stands in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.lines = path.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise DataError(f"{path.name}: not UTF-8 (byte {error.start + 1}): save it as UTF-8") from error
        try:
            self.quads: list[Quad] = list(parse(path=path, format=RdfFormat.TURTLE))
        except SyntaxError as error:
            raise DataError(f"{path.name}, line {error.lineno}: not Turtle: {error.msg}") from error

    def objects(self, subject: str, predicate: str) -> list[NamedNode | Literal]:
        """Give the objects of a subject, sorted."""
        found = [
            quad.object
            for quad in self.quads
            if str(quad.subject) == f"<{subject}>"
            and quad.predicate.value == predicate
            and isinstance(quad.object, NamedNode | Literal)
        ]
        return sorted(found, key=str)

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Give the IRIs among the objects."""
        return [one.value for one in self.objects(subject, predicate) if isinstance(one, NamedNode)]

    def words(self, subject: str, predicate: str, lang: str) -> str:
        """Give the text of an object in a language, or an empty string."""
        found = self.objects(subject, predicate)
        return next((one.value for one in found if isinstance(one, Literal) and one.language == lang), "")

    def subjects(self, kinds: frozenset[str]) -> list[str]:
        """Give what is one of some kinds, in the order of the file."""
        found = {
            quad.subject.value
            for quad in self.quads
            if isinstance(quad.subject, NamedNode)
            and quad.predicate.value == _RDF + "type"
            and isinstance(quad.object, NamedNode)
            and quad.object.value in kinds
        }
        return sorted(found, key=lambda iri: (self.line(iri), iri))

    def line(self, iri: str) -> int:
        """Give the line where a term is described: the first that begins with its name."""
        name = iri.rpartition("#")[2]
        starts = (f":{name} ", f"{name}> ", f":{name}\t")
        first = (
            number
            for number, text in enumerate(self.lines, 1)
            if any(one in text.split("#")[0] + " " or one in text for one in starts)
        )
        return next(first, 1)

    def error(self, iri: str, message: str) -> DataError:
        """Make an error that names file, line and term."""
        return DataError(f"{self.path.name}, line {self.line(iri)}: {iri.rpartition('#')[2] or iri}: {message}")


def read(path: Path) -> tuple[OwnTerm, ...]:
    """Read the classes and predicates of an ontology file in Turtle.

    Raises:
        DataError: something is missing or unknown; the message names the line.
    """
    if not path.is_file():
        raise DataError(f"{path} was not found: name a Turtle file with your classes and predicates")
    ours = _Own(path)
    classes = tuple(_class(ours, iri) for iri in ours.subjects(_CLASSES))
    types = {**{ONTOLOGY + name: code for code, name in CLASSES.items()}, **{one.iri: one.type for one in classes}}
    predicates = tuple(_predicate(ours, iri, types) for iri in ours.subjects(_PROPERTIES))
    if not classes and not predicates:
        raise DataError(
            f"{path.name}: no class and no property: write « ex:Film a rdfs:Class » or « ex:directs a rdf:Property »"
        )
    _check_free(ours, classes + predicates)
    return classes + predicates


def _check_free(ours: _Own, terms: tuple[OwnTerm, ...]) -> None:
    """Refuse a name or a code that Quidit or another term of the file has: the graph could not tell them apart."""
    mine = {one.name for one in own()}
    taken = {*PREDICATES, *CLASSES.values(), *TERMS} - mine
    codes: set[str] = set()
    for one in terms:
        if one.name in taken:
            raise ours.error(one.iri, "another term has this name: choose one of your own")
        if one.type and one.type in codes:
            raise ours.error(one.iri, f"two classes have the code {one.type}: give each a skos:notation of its own")
        taken.add(one.name)
        codes.add(one.type)


def _named(ours: _Own, iri: str) -> tuple[str, str, str]:
    """Check the IRI and the labels of a term; give its name and its labels in French and English."""
    name = iri.rpartition("#")[2]
    if not name.isidentifier() or "#" not in iri or iri.startswith(ONTOLOGY):
        raise ours.error(iri, "write its IRI in a namespace of your own that ends in #, followed by letters and digits")
    found = [ours.words(iri, _RDFS + "label", lang) for lang in ("fr", "en")]
    if not any(found):
        raise ours.error(iri, 'it has no name for people: add rdfs:label "…"@fr, "…"@en')
    return name, found[0] or found[1], found[1] or found[0]


def _class(ours: _Own, iri: str) -> OwnTerm:
    name, french, english = _named(ours, iri)
    codes = [one.value for one in ours.objects(iri, _SKOS + "notation")] or [name.upper()]
    others = [*TYPES[: len(TYPES) - sum(bool(one.type) for one in own())]]
    if len(codes) != 1 or not codes[0].isidentifier() or codes[0] != codes[0].upper() or codes[0] in others:
        raise ours.error(
            iri, f"its skos:notation must be one code in capitals that no other class has; found {', '.join(codes)}"
        )
    parents = tuple(ours.iris(iri, _RDFS + "subClassOf")) or (_SCHEMA + "Thing",)
    return OwnTerm(
        name=name, iri=iri, type=codes[0], parents=parents, labels=(("fr", "types", french), ("en", "types", english))
    )


def _predicate(ours: _Own, iri: str, types: dict[str, str]) -> OwnTerm:
    name, french, english = _named(ours, iri)
    ends = []
    for place in ("domainIncludes", "rangeIncludes"):
        found = ours.iris(iri, _SCHEMA + place)
        if not found:
            raise ours.error(iri, f"add schema:{place} with the classes it may have there")
        unknown = [one for one in found if one not in types and one != _TEXT]
        if unknown or (place == "domainIncludes" and _TEXT in found):
            raise ours.error(iri, f"schema:{place} names {(unknown or found)[0]}, which is no class of this file or of kg.ttl")
        ends.append(found)
    inverse = PREFIXES["kg"] + "inverseLabel"
    labels = [("fr", "is", french), ("en", "is", english)]
    labels += [(lang, "of", words) for lang in ("fr", "en") if (words := ours.words(iri, inverse, lang))]
    return OwnTerm(
        name=name,
        iri=iri,
        subjects=frozenset(types[one] for one in ends[0]),
        objects=frozenset(types[one] for one in ends[1] if one != _TEXT),
        symmetric=_OWL + "SymmetricProperty" in ours.iris(iri, _RDF + "type"),
        labels=tuple(labels),
    )


def take(out: Path, ontology: Path | None, rules: Path | None) -> None:
    """Check a user's ontology and rules, keep them in the folder of a build and take them into use.

    Args:
        out: folder of the build.
        ontology: Turtle file, or None.
        rules: folder of CSV files named like those of ``data/rules``; its folder ``catalogue`` lists names.

    Raises:
        DataError: a file is wrong; the message names it and the line. The build stays as it was.
    """
    _recover(out)
    if ontology is None and rules is None:
        use(out)
        return
    if rules is not None and not rules.is_dir():
        raise DataError(f"{rules} is no folder: put relations.csv and other rules in one, and name it")
    if ontology is not None:
        read(ontology)
    fresh = out / f"{FOLDER}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "rules").mkdir(parents=True)
    if ontology is not None:
        shutil.copyfile(ontology, fresh / _ONTOLOGY)
    for path in sorted(rules.glob("*.csv")) if rules else ():
        shutil.copyfile(path, fresh / "rules" / path.name)
    if rules is not None and (rules / "catalogue").is_dir():
        shutil.copytree(rules / "catalogue", fresh / "catalogue")
    try:
        _use(fresh)
        _try_rules(fresh)
    except DataError:
        shutil.rmtree(fresh)
        use(out)
        raise
    if (out / FOLDER).exists():
        (out / FOLDER).rename(out / _OLDER)
    fresh.rename(out / FOLDER)
    shutil.rmtree(out / _OLDER, ignore_errors=True)
    use(out)


def _recover(out: Path) -> None:
    """Put back what was in use when somebody was stopped who was changing it."""
    if (out / _OLDER).exists() and not (out / FOLDER).exists():
        (out / _OLDER).rename(out / FOLDER)
    for name in (_OLDER, f"{FOLDER}.new"):
        shutil.rmtree(out / name, ignore_errors=True)


def _try_rules(folder: Path) -> None:
    """Read all rules once, so that a wrong line is told before anything is built."""
    from kg import catalogue
    from kg.annotate import patterns_relations, tables

    for path in sorted((folder / "rules").glob("*.csv")):
        known = files.rules("") / path.name
        if not known.is_file():
            raise DataError(f"{path.name}: no rules have this name; see the files of data/rules")
        for _ in tables.rows(known):
            pass
    patterns_relations.patterns()
    catalogue.load()


def use(out: Path, *, again: bool = False) -> None:
    """Take the ontology and rules of a build's folder into use; ours alone when it has none.

    A process has one vocabulary: who opens another folder takes that of the first out of use.

    Args:
        out: folder of the build.
        again: also when they are in use already, since the files have changed.
    """
    _use(out / FOLDER if (out / FOLDER).is_dir() else None, again=again)


def _use(folder: Path | None, *, again: bool = False) -> None:
    if folder is None and not own() and files.own() is None:
        return
    if folder is not None and files.own() == folder and own() and not folder.name.endswith(".new") and not again:
        return
    _forget()
    files.adopt(folder)
    path = files.own(_ONTOLOGY)
    adopt(())
    if path is not None:
        adopt(read(path))


def _forget() -> None:
    """Drop what was read from rules, catalogue and ontology, so that it is read anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith("kg."):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


def quads() -> list[Quad]:
    """Give the triples of the user's ontology in use."""
    path = files.own(_ONTOLOGY)
    return _Own(path).quads if path is not None else []
