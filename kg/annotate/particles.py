"""What the form and the particles of a verb say of its status: tense and mood, negation, adverbs, asides, dates to come."""

from collections.abc import Iterator, Mapping

from kg.annotate.claims import Claim
from kg.annotate.moods import is_granted, markers, of_kind
from kg.annotate.parsed import Token
from kg.annotate.words import is_conditional, is_future, is_past, words_of


def own_signs(verb: Token, claim: Claim) -> Iterator[str]:
    """Give what a verb's own form and particles say."""
    known = markers()
    children = [child for one in (verb, *(child for child in verb.children if child.dep_ == "cop")) for child in one.children]
    words = [child.lower_ for child in children]
    if any(word in ("ne", "n'") for word in words) and any(token.lower_ == "ni" for token in verb.doc[slice(*verb.sent)]):
        yield "denied"
    after = " ".join(token.lower_ for token in verb.doc[verb.i - 1 : verb.i + 4])
    if "sans doute" in after or "peut - être" in after or "peut-être" in after:
        yield "hedged"
    negated = any(word in ("ne", "n'") for word in words)
    if negated and (_none_after(verb) or _is_matched(verb)):
        yield "denied"  # "ne le surpasse dans aucune épreuve"
    if verb.pos_ == "NOUN" and "pas" in words and not negated:
        yield "denied"  # "pas de rachat de X" in a headline
    yield from _beside(verb)
    for child in children:
        word = child.lower_
        none = word in words_of("none") and not (word == "rien" and child.i > verb.i)
        if negated and child.dep_.startswith(("nsubj", "obj")) and (none or has_none(child, known)):
            yield "denied"  # "aucun accord ne lie X à Y", "personne ne", "n'a signé aucun accord avec"
        if (word == "rien" and child.nbor(-1).lower_ != "en") or (word == "plus" and claim.predicate.startswith("former")):
            continue  # "n'a rien à envier à" denies nothing, and "n'est plus à la tête de" is what the predicate says
        if word in ("pas", "plus", "jamais") and _is_no_denial(child):
            continue
        if ("negator", word) in known and (negated or word in ("aucun", "aucune")):
            yield known["negator", word]
        if ("adverb", word) in known:
            yield known["adverb", word]
        if (
            child.dep_ == "mark"
            and ("conjunction", word) in known
            and child.pos_ == "SCONJ"
            and not (child.i and child.nbor(-1).lower_ == "même")
            and not is_granted(verb, child)
        ):
            yield known["conjunction", word]
        if child.dep_ in ("mark", "case") and ("preposition", word) in known:
            yield known["preposition", word]
    for token in (verb, *(child for child in children if child.pos_ == "AUX" or child.dep_.startswith(("aux", "cop")))):
        if is_conditional(token):
            yield "hedged"
        elif is_future(token):
            yield "planned"
        if token is not verb and token.lemma_ in ("pouvoir", "devoir"):
            yield "denied" if negated and token.lemma_ == "pouvoir" else "hedged"
    if verb.pos_ in ("VERB", "AUX") and _deadline(verb, claim):
        yield "planned"


def _is_no_denial(word: Token) -> bool:
    """Tell whether "pas" denies nothing: "ne fait pas qu'adopter", "n'attend plus que", "n'a pas dépensé moins de 16 millions"."""
    after = [token.lower_ for token in word.doc[word.i + 1 : word.i + 4]]
    return after[:1] in (["que"], ["qu'"]) or ["moins", "de"] in (after[:2], after[1:])


def _is_matched(verb: Token) -> bool:
    """Tell whether a clause opens with what "ne" alone is enough after: "Pas plus que sa rivale, X n'achète à Y"."""
    return [token.lower_ for token in verb.doc[verb.sent.start : verb.sent.end][:3]] in (
        ["pas", "plus", "que"],
        ["pas", "davantage", "que"],
    )


def _none_after(verb: Token) -> bool:
    """Tell whether "aucun" or "personne" stands after a verb in its clause."""
    inside = [token for token in verb.subtree if token.i > verb.i and (token.head.i == verb.i or token.head.head.i == verb.i)]
    return any(token.lower_ in words_of("none") - {"rien"} for token in inside)


def has_none(noun: Token, known: Mapping[tuple[str, str], str]) -> bool:
    """Tell whether "aucun", "nul" or a negator of `known` stands before a noun: "n'a signé aucun contrat de partenariat"."""
    words = [child.lower_ for child in noun.children if child.i < noun.i]
    return any(word in words_of("none") or ("negator", word) in known for word in words)


def _beside(verb: Token) -> Iterator[str]:
    """Give what an adverb or an aside right beside a verb says: "utilise très probablement", "a, semble-t-il, été"."""
    start, end = max(verb.i - 5, verb.sent.start), min(verb.i + 4, verb.sent.end)
    after = [token.lower_ for token in verb.doc[verb.i + 1 : end]]
    status = next((markers().get(("adverb", word)) for word in after[:2] if ("adverb", word) in markers()), None)
    if status is not None:
        yield status
    near = "".join(token.text_with_ws.lower() for token in verb.doc[start : end + 2])
    yield from (status for words, status in of_kind("aside") if words in near)


def _is_aim(token: Token, verb: Token) -> bool:
    """Tell whether a word belongs to what is aimed at by a verb in the past: "a acquis X afin de doubler ses ventes d'ici 2028"."""
    if not is_past(verb):
        return False
    while token.i != verb.i and token.head.i != token.i:
        if token.dep_ in ("advcl", "acl", "acl:relcl", "xcomp", "ccomp") and token.i > verb.i:
            return True
        token = token.head
    return False


def _deadline(verb: Token, _claim: Claim) -> bool:
    """Tell whether a date to come stands in the clause: "d'ici 2027", "lance X la semaine prochaine"."""
    within, doc = list(verb.subtree), verb.doc
    before = [token for token in within if token.lower_ == "d'" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "ici"]
    if any(not _is_aim(token, verb) for token in before):
        return True
    return not is_past(verb) and any(
        token.lower_ in ("prochain", "prochaine") and token.i and token.nbor(-1).lower_ in words_of("time") for token in within
    )
