"""How a build is done, and what of it a folder remembers between builds."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from kg import corpus
from kg.errors import StoreError
from kg.read import Options

#: Written before anything else, so that an interrupted build is finished as it was begun.
FILE: Final = "settings.json"
_DEFAULTS: Final = {"base": "https://w3id.org/quidit/id/", "text": True, "title": "Qui dit quoi de qui", "lang": "fr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a build is done; None for `base`, `text`, `title` and `lang` means as the folder was built last.

    Args:
        workers: processes that annotate; one is right below a few dozen articles.
        prune: drop articles that are in the folder but no longer among the paths.
        from_facts: annotate nothing, rebuild all the rest from the stored facts.
        anew: take nothing over from the store of the last build.
        keep_stale: annotate only what is new or says something else now, not what older rules, models or names were used for.
        model: folder of another pipeline, or None for the one that ships with Quidit.
        base: what the IRIs of resources start with.
        text: keep the words around each evidence in RDF.
        title: heading of the page.
        lang: language in which the page opens, ``fr`` or ``en``.
        ontology, rules: the user's own classes, predicates and rules; None keeps those of the last build.
    """

    workers: int = 1
    prune: bool = False
    from_facts: bool = False
    anew: bool = False
    keep_stale: bool = False
    model: Path | None = None
    base: str | None = None
    text: bool | None = None
    title: str | None = None
    lang: str | None = None
    ontology: Path | None = None
    rules: Path | None = None
    options: Options = field(default_factory=Options)


def settled(out: Path, settings: Settings | None = None) -> Settings:
    """Fill what `settings` leaves open with how the folder was built last, else with the defaults.

    Raises:
        StoreError: the file of settings in `out` is damaged.

    >>> settled(Path("there is no such folder")).title
    'Qui dit quoi de qui'
    """
    chosen, known = settings or Settings(), {**_DEFAULTS, **_load(out)}
    return replace(chosen, **{name: value for name, value in known.items() if getattr(chosen, name) is None})


def save(out: Path, settings: Settings) -> None:
    """Remember `settings` in the folder of a build."""
    corpus.write(out / FILE, corpus.dumps(lasting(settings)) + "\n")


def lasting(settings: Settings) -> dict[str, Any]:
    """Give what a folder remembers: all that shows in its files."""
    return {name: getattr(settings, name) for name in _DEFAULTS}


def _load(out: Path) -> dict[str, Any]:
    path = out / FILE
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        known = {name: found[name] for name in _DEFAULTS}
        if [type(value) for value in known.values()] != [type(value) for value in _DEFAULTS.values()]:
            raise TypeError("a value of another kind")
    except (
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
    ) as error:  # never guess: it may say that texts must not be given away
        raise StoreError(f"{path} is damaged ({error}): delete it and build again with the options you want") from error
    return known
