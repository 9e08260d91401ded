"""From a name as a person types it to the IRIs it may stand for, and back to a label to show."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import Message, QueryError
from kg.messages import error
from kg.names import fold
from kg.rdf import Node, local, node, typed


def one_of(value: str, known: Collection[str], what: str, **more: str) -> str:
    """Give `value` if it is one of `known`, whatever its case.

    Args:
        what: code of what it is, such as ``outlet``; `more` is put into its text.

    Raises:
        QueryError: it is not; the message names the nearest.
    """
    exact = {one.casefold(): one for one in sorted(known)}
    if value.casefold() in exact:
        return exact[value.casefold()]
    close = get_close_matches(value.casefold(), list(exact), n=1)
    named = ", ".join(sorted(known))
    hint = _told("mean", near=exact[close[0]]) if close else _told("use", known=named) if named else _told("use.none")
    raise error(QueryError, "error.unknown", what=_told(f"kind.{what}", **more), value=value, hint=hint)


def _told(code: str, **values: Message | str) -> Message:
    return Message(f"error.{code}", values)


def _either(names: list[str]) -> Message | str:
    """Put names together by "or"."""
    return names[0] if len(names) == 1 else _told("or", first=names[0], second=_either(names[1:]))


def _names(store: Store) -> dict[str, set[str]]:
    """Give every name and alias of a thing, folded, with the IRIs that bear it."""
    things = {quad.subject for quad in store.quads_for_pattern(None, node("schema:name"), None, None)}
    found: dict[str, set[str]] = {}
    for predicate in ("schema:name", "skos:altLabel"):
        for quad in store.quads_for_pattern(None, node(predicate), None, None):
            if quad.subject in things and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found.setdefault(fold(quad.object.value), set()).add(quad.subject.value)
    return found


def _holding(known: Mapping[str, set[str]], words: str) -> set[str]:
    """Give what has a name that holds these words as whole words."""
    return {iri for name, iris in known.items() if words and f" {words} " in f" {name} " for iri in iris}


def resolve_name(store: Store, name: str, *, parts: bool = True) -> list[str]:
    """Give the IRIs of the things that bear `name` as label or alias, or have it as IRI or its end ("company/nvidia").

    Args:
        store: where to look.
        name: as a person types it.
        parts: take part of a name, such as a surname, when only one thing bears it.

    Raises:
        QueryError: nothing is called so, or part of the name of several; the message names the nearest.
    """
    known = _names(store)
    bearing = known.get(fold(name), set()) if fold(name) else set()
    everything = {iri for iris in known.values() for iri in iris}
    found = bearing or {iri for iri in everything if iri == name or ("/" in name and iri.endswith("/id/" + name))}
    if found:
        return sorted(found)
    if parts and (partial := _holding(known, fold(name))):
        if len(partial) > 1:
            shown = sorted({label_of(store, NamedNode(iri), "fr") for iri in partial})
            raise error(QueryError, "error.several", name=name, names=_either(shown))
        return sorted(partial)
    close = get_close_matches(fold(name), sorted(known), n=3)
    shown = sorted({label_of(store, NamedNode(iri), "fr") for one in close for iri in known[one]})
    hint = _told("mean", near=_either(shown)) if shown else _told("nothing.near")
    raise error(QueryError, "error.unknown", what=_told("kind.name"), value=name, hint=hint)


def resolve_outlet(store: Store, name: str) -> list[str]:
    """Give the outlets called `name`, as written, whatever its case or accents.

    Raises:
        QueryError: there is none.
    """
    found = {
        quad.object.value
        for quad in store.quads_for_pattern(None, node("schema:publisher"), None, None)
        if isinstance(quad.object, Literal)
    }
    same = sorted(outlet for outlet in found if fold(outlet) == fold(name))
    return same or [one_of(name, found, "outlet")]


def things_or_text(store: Store, value: str) -> list[Node]:
    """Give all that a value for a free query may mean: things of that name, the text itself, a day."""
    day: list[Node] = [typed(value, "date")] if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else []
    try:
        things: list[Node] = [NamedNode(iri) for iri in resolve_name(store, value, parts=False)]
    except QueryError:  # not a name: then it is meant as text
        things = []
    return [*things, Literal(value), *day]


def label_of(store: Store, iri: NamedNode, lang: str) -> str:
    """Give what to show for an IRI: its label, best in `lang`; for a term without label its last part; else the IRI."""
    labels = sorted(
        (quad.object.language not in (lang, None), quad.object.value)
        for predicate in ("skos:prefLabel", "rdfs:label")
        for quad in store.quads_for_pattern(iri, node(predicate), None, None)
        if isinstance(quad.object, Literal)
    )
    if labels:
        return labels[0][1]
    return local(iri.value) if iri.value.startswith(node("kg:status").value.removesuffix("status")) else iri.value
