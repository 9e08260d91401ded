"""A snapshot after other decisions: verdicts alone leave who is who as it is, and the rest takes over what it does not touch."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Final

from kg.catalogue import Catalogue
from kg.decisions import Decision, active, checks_in
from kg.resolve import correct, unchecked
from kg.serve.snapshot import Snapshot, arranged, article_id, parts_of, take

#: What of the answers that a snapshot remembers depends on no verdict.
_LASTING: Final = ("voice", "roles", "outlets", "keys", "tallies")
#: Decisions that change no thing.
_CHECKS: Final = ("quote", "statement")


def renew(old: Snapshot, known: Catalogue, taken: Sequence[Decision], generation: str) -> Snapshot:
    """Give the same articles with other decisions; the same as :func:`kg.serve.snapshot.take` gives, and sooner."""
    if same_things(old.taken, taken):
        return recheck(old, taken, generation)
    return take(old.raw, known, taken, generation, old)


def same_things(one: Sequence[Decision], other: Sequence[Decision]) -> bool:
    """Tell whether two lists of decisions differ in nothing but verdicts on quotes and statements."""
    kept = [[each for each in active(taken) if each[1].kind not in _CHECKS] for taken in (one, other)]
    return kept[0] == kept[1]


def recheck(old: Snapshot, taken: Sequence[Decision], generation: str) -> Snapshot:
    """Give a snapshot with other verdicts: only the articles that bear one, then or now, are looked at again."""
    touched = {one.article for one in (*old.taken, *taken) if one.kind in _CHECKS}
    checks, used = checks_in(taken), set[int]()
    marked = [correct(one, old.outcome.resolution, checks, used) for one in old.raw if one.article.key in touched]
    fresh = {one.article.key: one for one in marked}
    facts = tuple(fresh.get(one.article.key, one) for one in old.outcome.facts)
    library = replace(old.library, facts=facts)
    kept = [one for one in old.outcome.unused if taken[one.number - 1].kind not in _CHECKS]
    unused = sorted([*kept, *unchecked(checks, used)])
    parts = {**old.parts, **parts_of(replace(library, facts=tuple(marked)), None)}
    said, stated, _ = arranged(library, parts)
    return replace(
        old,
        generation=generation,
        taken=tuple(taken),
        outcome=replace(old.outcome, facts=facts, unused=tuple(unused)),
        library=library,
        parts=parts,
        said=said,
        stated=stated,
        articles={**old.articles, **{article_id(one.article): one for one in marked}},
        memory={key: made for key, made in old.memory.copy().items() if _lasts(key)},
    )


def _lasts(key: Hashable) -> bool:
    return (key[0] if isinstance(key, tuple) else key) in _LASTING
