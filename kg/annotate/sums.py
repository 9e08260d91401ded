"""Claims whose object is a sum or a share: what was raised, spent, paid, and how a share moved."""

from collections.abc import Iterator
from typing import Final

from kg.annotate.claims import Claim
from kg.annotate.parsed import Token
from kg.annotate.patterns_relations import Match
from kg.annotate.phrases import respectively
from kg.annotate.slots import fill
from kg.annotate.slots_amounts import amounts_after, fill_amount, gapped
from kg.annotate.view import Name, View
from kg.annotate.words import is_word, words_of

#: How many tokens before a sentence may say that it speaks of the stock exchange.
_NEAR: Final = 300


def literal(seen: View, match: Match) -> Iterator[Claim]:
    """Give what a trigger says of a sum or share, for each of its subjects."""
    one = match.pattern
    amount = fill_amount(seen, match, one.object[0])
    if amount is None or not _is_its_amount(seen, match, amount[1]):
        return
    subjects = [name for name in fill(seen, match, one.subject) if name.type in one.subjects and not _is_heading(seen, name)]
    values = [amount[0]] * len(subjects)
    if len(subjects) > 1 and respectively(seen, match.token):
        values = amounts_after(seen, match, one.object[0])
    pairs = [*((name.entity, value) for name, value in zip(subjects, values, strict=False)), *gapped(seen, match, amount[1])]
    for subject, value in pairs:
        yield Claim(subject=subject, predicate=one.predicate, value=value, trigger=match.token.i, confidence=one.confidence)


def _is_heading(seen: View, name: Name) -> bool:
    """Tell whether a place only says where: "Roumanie : un centre à 3 millions d'euros"."""
    return name.type == "PLACE" and name.end < len(seen.doc) and seen.doc[name.end].text == ":"


def _is_its_amount(seen: View, match: Match, index: int) -> bool:
    """Tell whether an amount is one of what the predicate speaks of."""
    one, doc = match.pattern, seen.doc
    after = [token.lower_ for token in doc[seen.money[index][1] : seen.money[index][1] + 6]]
    capital = bool({"capitalisation", "boursière"} & set(after)) and after[:1] in (["de"], ["de", "la"])
    if one.predicate == "stockChange":
        return capital if one.object[0].startswith("money") else _on_the_market(seen, match.token, after)
    if one.predicate == "valuation":
        return not capital or one.words[0].split("/")[0] in words_of("reaching")
    if one.predicate == "raised" and any(
        is_word(word, "valoriser") for word in (*doc[index].ancestors, *doc[match.last.i + 1 : index])
    ):
        return False  # "est valorisée 3 milliards depuis son dernier tour de table", "ce tour de table valorise X à"
    if one.words[0] == "plan" and index < match.token.i:
        return False  # "consacre 40 millions au plan vélo" has its verb
    if one.predicate == "raised" and one.kind == "verb" and index > match.last.i:
        between = doc[match.last.i + 1 : index]
        return all(token.pos_ != "NOUN" or token.lower_ in words_of("amount") for token in between)
    return True


def _on_the_market(seen: View, token: Token, after: list[str]) -> bool:
    """Tell whether a change is one of the share price: the words around speak of the market, and not of "7 % des ventes"."""
    if after[:1] and after[0] in ("de", "des", "du", "d'"):
        return False
    near = seen.doc[max(seen.floor(token.i) - _NEAR, 0) : seen.ceiling(token.i)]
    return any(word.lower_ in words_of("market") for word in near)
