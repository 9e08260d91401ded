"""Names that must not come back: kept as salted hashes, blacked out of every article before anything reads it.

A name becomes a run of █ of the same length, so that all offsets stay valid. What is kept in ``forgotten.jsonl`` does not hold
the name; but who guesses it can check the guess, as with any list of this kind.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from kg import disk
from kg.errors import DataError
from kg.names import fold
from kg.records import Article, Facts, Quote

FILE: Final = "forgotten.jsonl"
BLACK: Final = "█"
#: Letters and digits with their accents, however these are encoded; an underscore parts words.
_WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
#: Before a name of several words written as one, such as an account's, whose case does not matter.
_JOINED: Final = "@"
#: What may stand between two words of a name.
_GAP: Final = re.compile(r"[\s\-‐‑–.'’_\u00ad\u200b]{0,4}")


def words(text: str) -> list[str]:
    """Give the words of a name, folded.

    >>> words("Anaïs Le-Goff")
    ['anais', 'le', 'goff']
    """
    return [fold(found.group()) for found in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Hashes of names that are blacked out, and of longer ones that hold such a name and stay.

    Args:
        salt: random text that all hashes of a build share.
        names: hashes of names to black out.
        kept: hashes of names of others that hold one of these ("Paul Morel" when Anne Morel is forgotten).
        longest: words of the longest of all.
    """

    salt: str = ""
    names: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    longest: int = 0

    def hash(self, folded: str) -> str:
        """Give the salted hash of a folded name."""
        return hashlib.sha256(f"{self.salt}\n{folded}".encode()).hexdigest()

    def text(self, text: str) -> str:
        """Black out the names in `text`; a single word only where it has a capital.

        >>> salted = Forgotten(salt="s")
        >>> gone = add(salted, ["Anne Morel", "Morel"], kept=["Paul Morel"])
        >>> gone.text("Anne  Morel et Paul Morel ; Mme Morel.")
        '███████████ et Paul Morel ; Mme █████.'
        """
        if not self.names:
            return text
        found = list(_WORD.finditer(text))
        folded = [fold(word.group()) for word in found]
        pieces, last, place = [], 0, 0
        while place < len(found):
            count, black = self._longest(text, found, folded, place)
            if black:
                start, end = found[place].start(), found[place + count - 1].end()
                pieces += [text[last:start], BLACK * (end - start)]
                last = end
            place += count
        return "".join([*pieces, text[last:]])

    def _longest(self, text: str, found: list[re.Match[str]], folded: list[str], place: int) -> tuple[int, bool]:
        """Give how many words from `place` on are a name, at least one, and whether it is blacked out."""
        best, black = 1, False
        for count in range(1, min(self.longest, len(found) - place) + 1):
            if count > 1 and not _GAP.fullmatch(text, found[place + count - 2].end(), found[place + count - 1].start()):
                break
            hashed = self.hash(" ".join(folded[place : place + count]))
            if hashed in self.kept or hashed in self.names:
                best, black = count, hashed in self.names
            if count == 1 and black:  # « son » is no Mr Son, « petit » no Mrs Petit
                black = found[place].group() != found[place].group().lower()
            if count == 1 and not black:
                black = self.hash(_JOINED + folded[place]) in self.names
        return best, black

    def article(self, article: Article) -> Article:
        """Black out the names in an article's text and metadata; its key and address stay."""
        changed = {name: self.text(getattr(article, name)) for name in ("text", "title", "author", "outlet", "agency")}
        return replace(article, **changed)

    def articles(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Black out the names in articles."""
        return map(self.article, articles) if self.names else iter(articles)


def add(forgotten: Forgotten, names: Iterable[str], *, kept: Iterable[str] = ()) -> Forgotten:
    """Give `forgotten` with more names; one that was to stay stays no longer when it is itself among them."""
    more = {" ".join(words(name)) for name in names} - {""}
    stay = {" ".join(words(name)) for name in kept} - {""} - more
    lengths = (forgotten.longest, *(len(name.split()) for name in (*more, *stay)))
    joined = {_JOINED + name.replace(" ", "") for name in more if " " in name}
    fresh = frozenset(map(forgotten.hash, more | joined)) | forgotten.names
    held = (forgotten.kept | frozenset(map(forgotten.hash, stay))) - fresh
    return Forgotten(forgotten.salt, fresh, held, max(lengths))


def load(folder: Path) -> Forgotten:
    """Read what a build must not hold; nothing when there is no file.

    Raises:
        DataError: a line is malformed.
    """
    path, found = folder / FILE, Forgotten()
    for line in path.read_bytes().splitlines() if path.is_file() else ():
        try:
            row: Mapping[str, Any] = json.loads(line.decode("utf-8"))
            names, kept = found.names | frozenset(row["names"]), found.kept | frozenset(row["kept"])
            found = Forgotten(row["salt"], names, kept - names, max(found.longest, row["longest"]))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DataError(
                f"{path.name} is malformed ({error}): names in it would come back; restore it from a copy"
            ) from error
    return found


def save(folder: Path, forgotten: Forgotten) -> None:
    """Write what a build must not hold, in one step."""
    row = {
        "kept": sorted(forgotten.kept),
        "longest": forgotten.longest,
        "names": sorted(forgotten.names),
        "salt": forgotten.salt,
    }
    disk.replace(folder / FILE, (json.dumps(row) + "\n").encode())


def remove(facts: Facts, gone: frozenset[str], forgotten: Forgotten) -> Facts:
    """Take entities out of the facts of an article with all that they say, do or report, and black out their names.

    What others say about them stays, without them as what it is about.

    Args:
        gone: ids of the entities of this article; those whose name is blacked out go anyway.
        forgotten: the names; when there are none, nothing changes.
    """
    if not forgotten.names:
        return facts
    black, article = forgotten.text, forgotten.article(facts.article)
    # A surname alone may be theirs, and so may what an annotation finds around a name already blacked out.
    gone |= {one.id for one in facts.entities if BLACK in black(one.name)}
    statements = tuple(
        replace(
            one,
            value=one.value and black(one.value),
            reporter_text=black(one.reporter_text),
            quantity=black(one.quantity),
            time=black(one.time),
        )
        for one in facts.statements
        if not {one.subject, one.object, one.reporter} & gone and BLACK not in black(one.reporter_text)
    )
    return Facts(
        article=article,
        entities=tuple(one for one in facts.entities if one.id not in gone),
        mentions=tuple(
            one for one in facts.mentions if one.entity not in gone and BLACK not in article.text[one.start : one.end]
        ),
        statements=statements,
        quotes=tuple(_quote(one, gone, forgotten) for one in facts.quotes if not _speaks(one, gone, forgotten)),
    )


def _speaks(one: Quote, gone: frozenset[str], forgotten: Forgotten) -> bool:
    return one.speaker in gone or BLACK in forgotten.text(one.speaker_text)


def _quote(one: Quote, gone: frozenset[str], forgotten: Forgotten) -> Quote:
    about = tuple(entity for entity in one.about if entity not in gone)
    return replace(
        one,
        speaker_text=forgotten.text(one.speaker_text),
        role=forgotten.text(one.role),
        cue=one.cue and forgotten.text(one.cue),
        employer=None if one.employer in gone else one.employer,
        about=about,
        stance=one.stance if about[:1] == one.about[:1] else "neutral",
    )
