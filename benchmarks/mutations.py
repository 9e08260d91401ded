"""What happens to the text of an article on its way: typing, scanning, copying, bad software, and people who mean harm.

Each mutation takes a source of chance and a text and gives another text; the same seed gives the same text.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

Mutation = Callable[[random.Random, str], str]

_MARKS: Final = "«»“”\"'’„‹›‘`´"
_SPACES: Final = "\u00a0\u202f\u2009\u2007\u3000\u200b\u2003\u2060\t\ufeff\u00ad"
_BIDI: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
_CONTROLS: Final = "\x00\x01\x07\x08\x0b\x0c\x0e\x1a\x1b\x1c\x1f\x7f\x80\x85\x9f\u2028\u2029\ufffe\uffff\ufff9"
_LIGATURES: Final = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "oe": "œ", "ae": "æ", "st": "ﬆ"}
_MISREAD: Final = {
    "l": "1",
    "rn": "m",
    "m": "rn",
    "O": "0",
    "o": "0",
    "I": "l",
    "e": "c",
    "é": "ê",
    "u": "ii",
    "«": "<<",
    "B": "8",
}
_EMOJI: Final = ("🚀", "👩‍💻", "👨‍👩‍👧‍👦", "🇫🇷", "❤️", "🏳️‍🌈", "1️⃣", "👍🏽", "\u200d", "\ufe0f", "𝐍𝐯𝐢𝐝𝐢𝐚", "𠮷")
_COMBINING: Final = "\u0300\u0301\u0302\u0327\u0308\u0489\u20dd\u034f\u0345"
_NAMES: Final = ("שמואל כהן", "محمد بن سلمان", "لي قوانغ", "李彦宏", "Владимир", "𝔓𝔞𝔯𝔦𝔰")
_PIECES: Final = (
    '<script>alert("x")</script>',
    "<p>Un <b>mot</b><br/>",
    "<!--",
    "]]>",
    "&nbsp;",
    "&#233;",
    "&lt;b&gt;",
    '" ; DROP GRAPH <x> ; #',
    "} } INSERT DATA { <a> <b> <c> } #",
    '"""@fr . <a> <b> """',
    "<http://a.example/ b>",
    "\\u0000\\",
    "'''",
    "%s%n%00{0}{{x}}",
    "../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "https://a.example/?q=%C3%28&x=<y>#[z]",
)


def _places(rng: random.Random, text: str, pattern: str, most: int = 12) -> list[re.Match[str]]:
    """Give some of the places where an expression matches, in order."""
    found = list(re.finditer(pattern, text))
    return sorted(rng.sample(found, min(len(found), rng.randint(1, most))), key=lambda one: one.start())


def _replaced(text: str, places: Sequence[re.Match[str]], change: Callable[[str], str]) -> str:
    for one in reversed(places):
        text = text[: one.start()] + change(one.group()) + text[one.end() :]
    return text


def _inserted(rng: random.Random, text: str, pieces: Sequence[str], most: int = 10) -> str:
    for _ in range(rng.randint(1, most)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(pieces) + text[at:]
    return text


def _moved(pattern: str) -> Mutation:
    """Delete, double or swap some of the pieces that an expression matches."""

    def change(rng: random.Random, text: str) -> str:
        places = _places(rng, text, pattern)
        how = rng.choice(("delete", "double", "swap"))
        if how != "swap" or len(places) < 2:
            return _replaced(text, places, lambda piece: "" if how == "delete" else piece * 2)
        one, other = sorted(rng.sample(places, 2), key=lambda place: place.start())
        a, b, c, d = *one.span(), *other.span()
        return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]

    return change


def _without_accents(_: random.Random, text: str) -> str:
    split = unicodedata.normalize("NFD", text)
    return "".join(one for one in split if not unicodedata.combining(one))


def _misread(rng: random.Random, text: str) -> str:
    wanted = "|".join(sorted(_MISREAD, key=len, reverse=True))
    return _replaced(text, _places(rng, text, wanted, 60), lambda piece: _MISREAD[piece])


def _ligatures(_: random.Random, text: str) -> str:
    return re.sub("|".join(sorted(_LIGATURES, key=len, reverse=True)), lambda match: _LIGATURES[match.group()], text)


def _hyphenated(rng: random.Random, text: str) -> str:
    places = _places(rng, text, r"[^\W\d_]{6,}", 25)
    return _replaced(text, places, lambda word: f"{word[:3]}{rng.choice(['-', '‐', chr(0xAD)])}\n{word[3:]}")


def _wrapped(rng: random.Random, text: str) -> str:
    width = rng.randint(20, 90)
    return re.sub(rf"([^\n]{{{width - 10},{width}}}) ", "\\1\n", text)


def _spaced(rng: random.Random, text: str) -> str:
    return _replaced(text, _places(rng, text, " ", 60), lambda _: rng.choice(_SPACES) * rng.choice((1, 1, 2)))


def _unspaced(rng: random.Random, text: str) -> str:
    return _replaced(text, _places(rng, text, r" (?=[«»:;!?])|(?<=[.,;«»:]) ", 60), lambda _: "")


def _unclosed(rng: random.Random, text: str) -> str:
    return _replaced(text, _places(rng, text, f"[{_MARKS}]", 6), lambda _: "")


def _mixed_marks(rng: random.Random, text: str) -> str:
    return _replaced(text, _places(rng, text, f"[{_MARKS}]", 20), lambda _: rng.choice(_MARKS))


def _more_marks(rng: random.Random, text: str) -> str:
    return _inserted(rng, text, (*_MARKS, "« ", " »", "(", ")", "—", " – ", "…", ":"), 20)


def _sprinkled(pieces: Sequence[str], most: int = 10) -> Mutation:
    return lambda rng, text: _inserted(rng, text, pieces, most)


def _around_names(rng: random.Random, text: str) -> str:
    """Put a name of another script where a capitalised word stands."""
    return _replaced(text, _places(rng, text, r"\b[A-ZÉ]\w+", 5), lambda _: rng.choice(_NAMES))


def _mojibake(_: random.Random, text: str) -> str:
    return text.encode("utf-8", "replace").decode("cp1252", "replace")


def _cut(rng: random.Random, text: str) -> str:
    start, end = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    return rng.choice((text[:start], text[start:end], text[end:]))


def _long_word(rng: random.Random, text: str) -> str:
    return _inserted(rng, text, ["".join(rng.choices("abcdeéA-'1", k=rng.choice((200, 3000))))], 2)


def _repeated(rng: random.Random, text: str) -> str:
    piece = rng.choice(
        ("a", " ", "!", "«", '"', ".", "\n", "-", "…", "é\u0301", "Nvidia ", "l'", "( ", "« a » ", ", ", "\u00a0")
    )
    return _inserted(rng, text, [piece * rng.choice((5, 50, 600))], 2)


def _breaks(rng: random.Random, text: str) -> str:
    return text.replace("\n", rng.choice(("\r\n", "\r", "\n\n", " ", "", "\u2028", "\n\t\n", "\x0b")))


def _empty(rng: random.Random, _: str) -> str:
    return rng.choice(("", " ", "\n\n", "\u00a0\n", ".", "«", "\ufeff", "\u200b", "a", "Nvidia", "🚀"))


#: Name to mutation; one in its right mind is written here and nowhere else.
MUTATIONS: Final[dict[str, Mutation]] = {
    "words": _moved(r"\w+ ?"),
    "sentences": _moved(r"[^.!?\n]+[.!?]+ ?"),
    "lines": _moved(r"[^\n]*\n"),
    "marks": _moved(r"[^\w\s]"),
    "no accents": _without_accents,
    "capitals": lambda _, text: text.upper(),
    "small letters": lambda _, text: text.lower(),
    "titles": lambda _, text: text.title(),
    "misread": _misread,
    "hyphenated": _hyphenated,
    "wrapped": _wrapped,
    "ligatures": _ligatures,
    "spaced": _spaced,
    "unspaced": _unspaced,
    "unclosed": _unclosed,
    "mixed marks": _mixed_marks,
    "more marks": _more_marks,
    "bidi": _sprinkled(_BIDI),
    "other scripts": _around_names,
    "emoji": _sprinkled(_EMOJI),
    "combining": _sprinkled(_COMBINING, 30),
    "decomposed": lambda _, text: unicodedata.normalize("NFD", text),
    "compatible": lambda _, text: unicodedata.normalize("NFKC", text),
    "surrogates": _sprinkled(("\ud83d", "\ude00", "\udc80", "\ude00\ud83d")),
    "markup": _sprinkled(_PIECES),
    "controls": _sprinkled(_CONTROLS, 20),
    "mojibake": _mojibake,
    "cut": _cut,
    "long word": _long_word,
    "repeated": _repeated,
    "breaks": _breaks,
    "empty": _empty,
}


def mutated(rng: random.Random, text: str) -> tuple[str, tuple[str, ...]]:
    """Give `text` after one to four mutations, and their names in order; one in a hundred is emptied.

    >>> mutated(random.Random(4), "Nvidia a dit « oui ».") == mutated(random.Random(4), "Nvidia a dit « oui ».")
    True
    """
    names = [name for name in MUTATIONS if name != "empty"]
    chosen = ["empty"] if rng.random() < 0.01 else rng.choices(names, k=rng.choice((1, 1, 2, 2, 3, 4)))
    for name in chosen:
        text = MUTATIONS[name](rng, text)
    return text, tuple(chosen)


def excerpt(rng: random.Random, text: str, most: int = 900) -> str:
    """Give some lines in a row of `text`, about `most` characters at the most, starting with its first one or anywhere."""
    lines = text.splitlines(keepends=True) or [text]
    start = 0 if rng.random() < 0.5 else rng.randrange(len(lines))
    taken, length = [], 0
    for line in lines[start:]:
        if taken and length + len(line) > most:
            break
        taken.append(line[:most])
        length += len(line)
    return "".join(taken)
