"""Which of the articles that were read must be annotated, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg import corpus
from kg.names import PREDICATES, TYPES
from kg.records import Article
from kg.stale import NEEDED, reasons

#: There is a new catalogue, which says the same of all that the article can name.
_UNTOUCHED: Final = ("untouched",)


@dataclass(slots=True)
class Sifted:
    """What is to be done with articles.

    Args:
        due: keys of those to annotate.
        stale: how many of these for each reason that is not the article's own.
        kept: how many stale ones are left as they are, for each reason.
        confirmed: keys of those whose files were written again, since a new catalogue changes nothing in them.
    """

    due: set[str] = field(default_factory=set)
    stale: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    confirmed: list[str] = field(default_factory=list)


def sift(folder: Path, articles: Iterable[Article], made_with: Mapping[str, str], *, keep_stale: bool = False) -> Sifted:
    """Tell which articles must be annotated.

    Args:
        folder: of the build.
        articles: as they are now.
        made_with: the recipe that is in use.
        keep_stale: leave alone what only an older recipe was used for.

    Raises:
        DamagedFactsError: a file of facts is not as it was stored.
    """
    found = Sifted()
    for article in articles:
        made_from = corpus.made_from(folder, article.key)
        why = ("new",) if made_from is None else _reasons(made_from, article, made_with)
        if why == _UNTOUCHED:
            corpus.confirm(folder, article.key, corpus.hashes(article, made_with))
            found.confirmed.append(article.key)
        elif why and why[0] not in NEEDED and keep_stale and _is_understood(folder, article.key):
            found.kept[why[0]] += 1
        elif why:
            found.due.add(article.key)
            found.stale.update(why[:1] if why[0] not in NEEDED else ())
    return found


def _reasons(made_from: Mapping[str, str], article: Article, made_with: Mapping[str, str]) -> tuple[str, ...]:
    if {**made_from, "names": ""} == {"content": corpus.content_hash(article), **made_with, "names": ""}:
        return ()  # by far the most frequent: no need to look what the article can name
    return reasons(made_from, corpus.hashes(article, made_with)) or _UNTOUCHED


def survey(folder: Path, made_with: Mapping[str, str]) -> Counter[str]:
    """Count the stored articles by why they are stale, under an empty string those that are not; changes nothing.

    Only what the text says now is not looked at: that takes the files of the articles.
    """
    found: Counter[str] = Counter()
    for made_from, article in corpus.articles(folder):
        why = ("damaged",) if article is None else _reasons(made_from, article, made_with)
        found["" if why in ((), _UNTOUCHED) else why[0]] += 1
    return found


def _is_understood(folder: Path, key: str) -> bool:
    """Tell whether old facts speak of nothing that the ontology in use lacks."""
    facts = corpus.stored(folder, key)
    return (
        facts is not None
        and all(one.type in TYPES for one in facts.entities)
        and all(one.predicate in PREDICATES for one in facts.statements)
    )
