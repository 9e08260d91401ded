"""An invented French tech press, as large as wanted, with what its articles say: for measuring builds, not for judging annotation.

Run ``python benchmarks/press.py 1000 -o press.jsonl`` (or a folder). Sentences come from ``press.txt``; firms, models, chips and places
from the catalogue and from syllables, people from syllables alone, so that nobody real is made to say anything. Few names fill
most of the articles, as in the press (Zipf). The same number and seed give the same bytes; an article is made from its number
alone, so that any part of the corpus can be made again without the rest.
"""

import argparse
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from string import Formatter
from typing import Final

from press_words import CATALOGUED, Template, drawn, name_of, templates

from kg.records import Article, Entity, Evidence, Facts, Mention, Quote, Statement

#: Words that half of the articles stay below, and how far they spread (of the logarithm).
MEDIAN, SPREAD = 150, 0.35
#: Slot to type of name.
CAST: Final = {
    **dict.fromkeys("cde", "COMPANY"),
    **dict.fromkeys("pra", "PERSON"),
    "m": "MODEL",
    "n": "MODEL",
    "k": "CHIP",
    "l": "PLACE",
    "o": "ORG",
}
#: Share of articles that are another's words, that have a second version under the same key, and that stand there twice.
COPIED, CORRECTED, DOUBLED = 0.05, 0.02, 0.01
#: How far back a copied article may lie.
NEAR: Final = 40
#: Days over which the articles are spread.
DAYS: Final = 900
SITE: Final = "https://presse.example/"
VOWELS: Final = frozenset("aeiouéêàh")
FIRST: Final = date(2023, 6, 1)


def _cast(random: Random) -> dict[str, str]:
    """Draw who and what an article is about, all of them different."""
    cast: dict[str, str] = {}
    for slot, kind in CAST.items():
        while (name := drawn(random, kind)) in cast.values():
            pass
        cast[slot] = name
    return cast


@dataclass(slots=True)
class _Written:
    """An article in the making."""

    random: Random
    cast: dict[str, str]
    text: str = ""
    named: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)

    def entity(self, slot: str) -> str:
        """Give the id of what a slot names, made when it is first asked for."""
        return self.named.setdefault(slot, f"e{len(self.named) + 1}")

    def sentence(self, template: Template) -> None:
        """Write one sentence and keep what it states."""
        start, self.values = len(self.text), {}
        for plain, slot, _, _ in Formatter().parse(template.words):
            self.text += plain
            if slot == "quote" and template.quote:
                self._quote(*template.quote)
            elif slot:
                self._slot(slot)
        span = Evidence(start, len(self.text))
        self.statements += [self._statement(row, span) for row in template.statements]

    def _slot(self, slot: str) -> None:
        if slot not in CAST:
            self.values[slot] = words = self._words(slot)
            elided = self.text.endswith(" de ") and words[0] in VOWELS
            self.text = self.text[:-2] + "'" + words if elided else self.text + words
            return
        start, whole = len(self.text), self.cast[slot]
        self.text += whole.rpartition(" ")[2] if CAST[slot] == "PERSON" and slot in self.named else whole
        self.mentions.append(Mention(start=start, end=len(self.text), entity=self.entity(slot), source="ner", confidence=0.9))

    def _words(self, slot: str) -> str:
        pick = self.random
        if slot == "sum":
            return f"{pick.randint(2, 990)} {pick.choice(('millions', 'milliards'))} {pick.choice(('de dollars', 'd’euros'))}"
        if slot == "pct":
            return f"{pick.randint(1, 49)},{pick.randint(0, 9)} %"
        if slot == "count":
            return str(pick.randint(12, 980))
        return pick.choice(templates()[slot]).words

    def _statement(self, row: tuple[str, ...], span: Evidence) -> Statement:
        subject, predicate, target, status, *reporter = row
        literal = {"sum": self.values.get("sum"), "plus": self.values.get("pct"), "minus": f"-{self.values.get('pct')}"}
        return Statement(
            subject=self.entity(subject),
            predicate=predicate,
            object=None if target in literal else self.entity(target),
            value=literal.get(target),
            status=status,
            reporter=self.entity(reporter[0]) if reporter else None,
            reporter_text="" if reporter or status != "reported" else "des proches du dossier",
            evidence=(span,),
            confidence=0.8,
        )

    def _quote(self, speaker: str, mode: str) -> None:
        said = self.random.choice(templates()["quote"]).words
        start, slots = len(self.text), []
        for plain, slot, _, _ in Formatter().parse(said[2:]):
            self.text += plain
            if slot:
                self._slot(slot)
                slots.append(slot)
        about = tuple(self.entity(slot) for slot in slots if slot in CAST)
        stance = {"+": "positive", "-": "negative", "0": "neutral"}[said[0]]
        named = speaker != "-"
        self.quotes.append(
            Quote(
                start=start,
                end=len(self.text),
                mode=mode,
                speaker=self.entity(speaker) if named else None,
                speaker_text=self.cast[speaker] if named else "une source interne",
                cue="affirme",
                about=about,
                stance=stance,
                stance_confidence=0.7 if about else 0.0,
                confidence=0.9,
            )
        )


@dataclass(frozen=True)
class Press:
    """A corpus of `size` articles."""

    size: int
    seed: int = 0

    def facts(self, number: int, version: int = 0) -> Facts:
        """Write one article, in its first or a later version, with what it says."""
        random = Random(f"{self.seed}/{number}/{version}")
        if number > NEAR and version == 0 and random.random() < COPIED:
            source = self.facts(number - random.randint(1, NEAR))
            return replace(source, article=self._article(number, source.article.text))
        written = self._written(Random(f"{self.seed}/{number}"), random)
        return Facts(
            article=self._article(number, written.text, version),
            entities=tuple(
                Entity(id=identifier, type=CAST[slot], name=written.cast[slot]) for slot, identifier in written.named.items()
            ),
            mentions=tuple(written.mentions),
            statements=tuple(written.statements),
            quotes=tuple(written.quotes),
        )

    def _written(self, names: Random, random: Random) -> _Written:
        """Write sentences until there are enough words: as many as the length drawn, give or take half a sentence."""
        written = _Written(random, _cast(names))
        written.sentence(random.choice(templates()["headline"]))
        written.text += "\n\n"
        wanted = MEDIAN * math.exp(SPREAD * random.gauss(0, 1)) - 9
        sentences = random.sample(templates()["sentence"], len(templates()["sentence"]))
        for place, one in enumerate(sentences):
            written.sentence(one)
            if len(written.text.split()) >= wanted:
                break
            written.text += "\n\n" if place % 3 == 2 else " "
        written.text += "\n"
        return written

    def _article(self, number: int, text: str, version: int = 0) -> Article:
        place = Random(f"{self.seed}/{number}/where")
        paper, town, pen = (int(size * place.random() ** 2) for size in (4, 12, 200))
        day = FIRST + timedelta(days=place.randrange(DAYS) + version)
        return Article(
            key=f"{SITE}{number:07}",
            url=f"{SITE}{number:07}",
            text=text,
            title=text.partition("\n")[0],
            outlet=f"{templates()['outlet'][paper].words} {name_of('PLACE', CATALOGUED['PLACE'] + town)}",
            author=name_of("PERSON", 60_000 + pen) if place.random() < 0.7 else "",
            date=day.isoformat() if place.random() < 0.95 else "",
        )

    def articles(self) -> Iterator[Article]:
        """Give the articles as a reader would meet them, with corrections under the same key and things that stand there twice."""
        for number in range(self.size):
            fate = Random(f"{self.seed}/{number}/fate").random()
            article = self.facts(number).article
            yield article
            if fate < CORRECTED:
                yield self.facts(number, 1).article
            elif fate < CORRECTED + DOUBLED:
                yield article

    def replay(self, article: Article) -> Facts:
        """Give what an article of this corpus says, as if it had been annotated."""
        number = int(article.key.rpartition("/")[2])
        found = next(one for one in (self.facts(number, version) for version in (0, 1)) if one.article.text == article.text)
        return replace(found, article=article)


def row(article: Article) -> dict[str, str]:
    """Give an article as a line of JSON Lines holds it."""
    names = ("url", "title", "outlet", "author", "date", "text")
    return {name: getattr(article, name) for name in names if getattr(article, name)}


def write(articles: Iterable[Article], path: Path) -> int:
    """Write articles to a file of JSON Lines, or to a folder of Markdown files; give how many."""
    count = 0
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8", newline="\n") as lines:
            for article in articles:
                lines.write(json.dumps(row(article), ensure_ascii=False) + "\n")
                count += 1
        return count
    for count, article in enumerate(articles, start=1):
        head = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in row(article).items() if name != "text"]
        file = path / f"{count // 1000:04}" / f"{count:07}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(["---\n", *head, "---\n", article.text]), encoding="utf-8", newline="\n")
    return count


def main() -> None:
    """Write as many articles as asked for."""
    parser = argparse.ArgumentParser(description="Write an invented French tech press.")
    parser.add_argument("size", type=int, help="how many articles")
    parser.add_argument("-o", "--output", type=Path, default=Path("press.jsonl"), help="file ending in .jsonl, or a folder")
    parser.add_argument("--seed", type=int, default=0, help="another number gives other articles")
    asked = parser.parse_args()
    print(f"{write(Press(asked.size, asked.seed).articles(), asked.output)} articles in {asked.output}")


if __name__ == "__main__":
    main()
