"""What single words are: forms of a verb, passives, class nouns and nouns that stand for something else."""

import re
from functools import cache, lru_cache
from typing import Final

from kg import files
from kg.annotate.parsed import Token
from kg.annotate.tables import rows

_FIRST_GROUP: Final = "e|es|ent|ons|ez|a|ai|as|èrent|ait|aient|era|eront|erait|eraient|er|é|ée|és|ées|ant|erez|erons"
_SECOND_GROUP: Final = "isse|s|t|ait|aient|ent|ant|u|ue|us|ues|is|it|issent|issons|issez|issait|issaient|ira|iront|irait|iraient|ir|i|ie|ies|irent|issant"
_THIRD_GROUP: Final = "e|s|t||ent|ons|ez|ait|aient|ra|ront|rait|raient|re|u|ue|us|ues|it|irent|ant"
#: Stems and endings of verbs that are inflected like "tenir", "acquérir", "prendre", "mettre", "recevoir", "conduire", "écrire".
_IRREGULAR: Final = {
    "enir": r"(?:en|ien|ienn|iend|in|în)(?:s|t|e|es|ent|ait|aient|ant|u|ue|us|ues|ra|ront|rait|raient|ir)",
    "quérir": r"(?:quier|quièr|quér|quer|qu)(?:s|t|e|es|ent|ait|aient|ant|is|ise|ises|it|irent|ra|ront|rait|raient|ir)",
    "prendre": r"(?:pren|prenn|prend|pr)(?:s||e|es|ent|ait|aient|ant|is|ise|ises|it|irent|ra|ront|rait|raient|re)",
    "mettre": r"(?:met|mett|m)(?:s||e|es|ent|ait|aient|ant|is|ise|ises|it|irent|ra|ront|rait|raient|re)",
    "cevoir": r"(?:çoi|çoiv|cev|ç)(?:s|t|e|es|ent|ait|aient|ant|u|ue|us|ues|ut|urent|ra|ront|rait|raient|oir)",
    "duire": r"dui(?:s|t|te|ts|tes|se|ses|sent|sait|saient|sant|sit|sirent|ra|ront|rait|raient|re)",
    "crire": r"cri(?:s|t|te|ts|tes|ve|ves|vent|vait|vaient|vant|vit|virent|ra|ront|rait|raient|re)",
}
#: Pairs of a word and a list of verbs whose answer is remembered, of each kind.
CACHED: Final = 1 << 16
_BE: Final = frozenset(
    {"est", "sont", "était", "étaient", "sera", "seront", "serait", "seraient", "été", "être", "fut", "étant", "soit"}
)
_HAVE: Final = frozenset(
    {"a", "ont", "avait", "avaient", "aura", "auront", "aurait", "auraient", "avoir", "ayant", "ai", "avons", "ait", "aient"}
)
_PARTICIPLES: Final = ("é", "ée", "és", "ées")
#: Endings of participles that may open a sentence.
_OPENING: Final = (*_PARTICIPLES, "u", "ue", "us", "ues", "i", "ie", "is", "ise", "it", "ite", "its", "ites")
#: Endings of the future: "investira", "lanceront", "prendra".
_FUTURE: Final = re.compile(r"(?:er|ir|ndr|ttr|ivr|aur)(?:a|ont)$")
#: Ends of stems before "-ait" that only a conditional has, whatever lemma was made of it: "vaudrait", "appartiendrait", "lancerait".
_CONDITIONAL: Final = re.compile(r"(?:er|[aio]udr|iendr|(?:[^gf]|^)endr|erdr)$")
#: Verbs whose helper is "être" in the active form too.
_MOVING: Final = frozenset(
    {
        "aller",
        "venir",
        "arriver",
        "devenir",
        "rester",
        "entrer",
        "sortir",
        "partir",
        "parvenir",
        "naître",
        "mourir",
        "tomber",
        "passer",
        "monter",
        "descendre",
        "retourner",
        "débarquer",
        "revenir",
    }
)


def has(token: Token, feature: str, value: str) -> bool:
    """Tell whether the tagger gave a word a value of a feature (``Tense``, ``Fut``)."""
    return value in token.morph.get(feature, [])


@cache
def _nouns(kind: str) -> frozenset[str]:
    return frozenset(row["noun"] for row in rows(files.rules("relation_nouns.csv")) if row["kind"] == kind)


@cache
def words_of(kind: str) -> frozenset[str]:
    """Read the words of a kind from ``data/rules/relation_words.csv``.

    >>> "bourse" in words_of("market")
    True
    """
    return frozenset(row["word"] for row in rows(files.rules("relation_words.csv")) if row["kind"] == kind)


def is_transparent(token: Token) -> bool:
    """Tell whether a noun stands for what it is of: "les performances de X"."""
    return token.lower_ in _nouns("transparent") or token.lemma_.lower() in _nouns("transparent")


def is_goods(token: Token) -> bool:
    """Tell whether a noun is one of goods without a name: "les puces de X"."""
    return bool({token.text, token.lower_, token.lemma_.lower()} & _nouns("goods"))


@lru_cache(maxsize=1)
def class_nouns() -> dict[str, str]:
    """Read which single-word nouns name a class ("modèle" -> "MODEL")."""
    return {row["noun"]: row["type"] for row in rows(files.rules("class_nouns.csv")) if " " not in row["noun"]}


@lru_cache(maxsize=1)
def class_pairs() -> dict[str, str]:
    """Read which nouns of two words name a class ("jeune pousse" -> "COMPANY")."""
    return {row["noun"]: row["type"] for row in rows(files.rules("class_nouns.csv")) if row["noun"].count(" ") == 1}


def class_type(token: Token) -> str:
    """Give the types a class noun announces, or an empty string."""
    after = token.i + 1
    if after + 1 < len(token.doc) and is_joint(token.doc[after]):  # "start-up" is three tokens
        return _class_type(token.text + "-" + token.doc[after + 1].text, "")
    before = token.nbor(-1).lower_ if token.i else ""
    return class_pairs().get(f"{before} {token.lower_}") or _class_type(token.text, token.lemma_)


def is_joint(token: Token) -> bool:
    """Tell whether a token is the hyphen inside a word."""
    return token.text == "-" and token.i > 0 and not token.whitespace_ and not token.nbor(-1).whitespace_


@lru_cache(maxsize=20000)
def _class_type(text: str, lemma: str) -> str:
    known = class_nouns()
    word = text if text in known else text.lower()
    found = known.get(word) or known.get(lemma.lower()) or known.get(word.removesuffix("s"), "")
    return found or ("MODEL|PRODUCT" if word in _nouns("made") else "")


def is_class_noun(token: Token) -> bool:
    """Tell whether a token is a class noun."""
    return class_type(token) != ""


@lru_cache(maxsize=4096)
def _forms(lemma: str) -> re.Pattern[str]:
    """Give the forms of a lemma: the lemmatizer does not know every verb."""
    known = next((ending for ending in _IRREGULAR if lemma.endswith(ending)), None)
    if known is not None:
        return re.compile(re.escape(lemma.removesuffix(known)) + _IRREGULAR[known], re.IGNORECASE)
    stem = re.escape(lemma[:-2])
    if lemma.endswith("er"):
        stem = re.sub("[eéè](?=[^aeiouéè]+$)", "[eéè]", stem)
        stem = re.sub("([lt])$", r"\1\1?", stem)
        stem = re.sub("c$", "[cç]", re.sub("g$", "ge?", re.sub("y$", "[yi]", stem)))
        ending = _FIRST_GROUP
    elif lemma.endswith("ir"):
        ending = _SECOND_GROUP
    elif lemma.endswith("re"):
        ending = _THIRD_GROUP
    else:
        stem, ending = re.escape(lemma), "e?s?"
    return re.compile(f"{stem}(?:{ending})", re.IGNORECASE)


def is_word(token: Token, lemma: str) -> bool:
    """Tell whether `token` is a form of `lemma`, even when the lemmatizer did not know it."""
    return is_form(token.lower_, token.lemma_.lower(), lemma)


def is_any(token: Token, lemmas: frozenset[str]) -> bool:
    """Tell whether `token` is a form of any of `lemmas`."""
    return _is_any(token.lower_, token.lemma_.lower(), lemmas)


@lru_cache(maxsize=CACHED)
def _is_any(word: str, known: str, lemmas: frozenset[str]) -> bool:
    return any(is_form(word, known, lemma) for lemma in lemmas)


def is_form(word: str, known: str, lemma: str) -> bool:
    """Tell whether a word, in lower case, whose lemma is perhaps `known`, is a form of `lemma`.

    >>> is_form("rachète", "rachète", "racheter"), is_form("rachat", "rachat", "racheter")
    (True, False)
    """
    return known == lemma or word == lemma or _forms(lemma).fullmatch(word) is not None


def is_finite(token: Token) -> bool:
    """Tell whether a token is a finite verb or auxiliary."""
    return token.pos_ in ("VERB", "AUX") and has(token, "VerbForm", "Fin")


def is_past(verb: Token) -> bool:
    """Tell whether an active verb stands in a past tense."""
    if is_finite(verb):
        return (has(verb, "Tense", "Past") or has(verb, "Tense", "Imp")) and not is_conditional(verb)
    helpers = {child.lower_ for child in verb.children if child.dep_.startswith("aux")}
    return bool(helpers & {"a", "ont", "avait", "avaient", "avoir", "ayant"}) and "été" not in helpers


def is_future(verb: Token) -> bool:
    """Tell whether a verb stands in the future, even when the tagger missed it ("investira")."""
    if has(verb, "Tense", "Fut"):
        return True
    word = verb.lower_
    return verb.pos_ in ("VERB", "AUX") and _FUTURE.search(word) is not None and word not in words_of("no future")


def is_conditional(verb: Token) -> bool:
    """Tell whether a verb stands in the conditional; "intégrait" and "recourait" only look so."""
    word, lemma = verb.lower_, verb.lemma_.lower()
    stem = next((word.removesuffix(ending) for ending in ("aient", "ait") if word.endswith(ending)), "")
    if stem.endswith("ir"):  # "investirait" but not "retirait", whatever the lemmatizer makes of them
        return verb.pos_ in ("VERB", "AUX") and f"{stem}a" not in words_of("no future")
    if lemma.endswith(("rer", "rir")) and stem == lemma[:-2] and not _CONDITIONAL.search(stem):
        return False
    return has(verb, "Mood", "Cnd") or (verb.pos_ in ("VERB", "AUX") and word.endswith(("rait", "raient")))


def is_participle(word: Token) -> bool:
    """Tell whether a word is a past participle."""
    return has(word, "VerbForm", "Part") and not word.lower_.endswith("ant")


def opens_as_participle(word: Token) -> bool:
    """Tell whether a participle opens a sentence, whatever the tagger makes of its capital: "Racheté l'an dernier par"."""
    if not (word.is_title and (word.is_sent_start or word.i == 0)) or word.i + 1 >= len(word.doc):
        return False
    return word.lower_.endswith(_OPENING) and word.nbor(1).lower_ in words_of("after participle")


def is_passive(verb: Token) -> bool:
    """Tell whether a verb has the passive form: "être" as its helper, or a bare past participle."""
    if verb.dep_ == "aux:caus":  # "fait" in "X fait évoluer Y"
        return False
    if opens_as_participle(verb):
        return verb.lemma_.lower() not in _MOVING
    if has(verb, "VerbForm", "Inf") and any(child.dep_ == "aux:caus" for child in verb.children):
        return any(child.lower_ in ("se", "s'") for child in verb.children)  # "X s'est fait doubler par Y"
    helpers = {child.lower_ for child in verb.children if child.dep_.startswith(("aux", "cop")) or child.pos_ == "AUX"}
    if has(verb, "VerbForm", "Inf") and not helpers & {"être", "été"}:
        return False  # "n'est pas près de racheter"
    if verb.i and verb.nbor(-1).lower_ in _HAVE and not helpers:
        return False  # the parser hung the helper elsewhere
    if any(child.dep_.startswith("expl") or child.lower_ in ("se", "s'") for child in verb.children) or verb.lemma_ in _MOVING:
        return False
    if helpers & _BE and (helpers & {"été"} or not helpers & _HAVE):
        return True
    if helpers & _HAVE or any(child.dep_ == "nsubj" for child in verb.children):
        return False
    if verb.dep_ == "conj" and not helpers and verb.lower_.endswith(_PARTICIPLES) and is_passive(verb.head):
        return True  # "sera introduite en Bourse et valorisée"
    feminine = re.search("[^éu]e$", verb.lower_) and not any(child.dep_ == "obl:agent" for child in verb.children)
    return has(verb, "VerbForm", "Part") and has(verb, "Tense", "Past") and not feminine
