"""Nouns that say something: l'accusation, la conviction, le cri du cœur."""

from functools import lru_cache

from kg import files
from kg.annotate.tables import rows


@lru_cache(maxsize=1)
def sayings() -> dict[str, str]:
    """Give the nouns whose clause says something: "l'accusation selon laquelle", not "la règle selon laquelle".

    With ``holder`` they do so only when somebody holds the view: "l'idée de X selon laquelle".
    """
    return {row["noun"].rstrip("s"): row["needs"] for row in rows(files.rules("saying_nouns.csv"))}
