"""Five invented articles in which two people speak of each other and of the same things, with a repeated and an undated one."""

from kg import explore
from kg.records import Article, Check, Entity, Facts, Mention, Quote, Resolution, Thing

#: Name to type.
NAMES = {
    "Aude Kermarec": "PERSON",
    "Bastien Roch": "PERSON",
    "Lumen": "COMPANY",
    "Ostréa": "COMPANY",
    "Varech-7": "MODEL",
}
#: Key, outlet, day, agency, then quotes: speaker, words, about, stance, and more fields of the quote.
ARTICLES = (
    (
        "https://marée.example/1".replace("é", "e"),
        "La Marée",
        "2025-01-10",
        "",
        (
            ("Aude Kermarec", "Varech-7 tient ses promesses", "Varech-7", "positive", {"role": "PDG", "employer": "Lumen"}),
            ("Bastien Roch", "Varech-7 coûte trop cher", "Varech-7", "negative", {"said_on": "2025-01-08"}),
        ),
    ),
    (
        "b.txt",
        "Le Phare",
        "2025-02-03",
        "AFP",
        (
            (
                "Aude Kermarec",
                "Ostréa nous copie encore sans vergogne",
                "Ostréa",
                "negative",
                {"role": "PDG", "employer": "Lumen"},
            ),
            ("", "Lumen hésite", "Lumen", "negative", {"speaker_text": "un proche du dossier"}),
        ),
    ),
    (
        "c.txt",
        "La Marée",
        "2025-02-04",
        "AFP",
        (
            (
                "Aude Kermarec",
                "Ostréa nous copie encore sans vergogne",
                "Ostréa",
                "negative",
                {"role": "PDG", "employer": "Lumen"},
            ),
        ),
    ),
    (
        "d.txt",
        "",
        "",
        "",
        (
            (
                "Bastien Roch",
                "Aude Kermarec se trompe",
                "Aude Kermarec",
                "negative",
                {"role": "fondateur", "employer": "Ostréa"},
            ),
        ),
    ),
    ("e.txt", "Le Phare", "2025-03-01", "", (("Lumen", "que tout ira bien", "Lumen", "positive", {"mode": "indirect"}),)),
)


def facts(*, check: Check | None = None) -> list[Facts]:
    """Give the facts; `check` marks the first quote of all."""
    made = []
    for key, outlet, date, agency, rows in ARTICLES:
        text = "Un titre\n\n" + " ".join(f"{words}. {about}." for _, words, about, *_ in rows)
        quotes = []
        for speaker, words, about, stance, more in rows:
            start = text.index(words)
            told = {"mode": "direct", "speaker_text": speaker, **more}
            quotes.append(
                Quote(start=start, end=start + len(words), speaker=speaker or None, about=(about,), stance=stance, **told)
            )
        if check and not made:
            quotes[0] = Quote(**{**{name: getattr(quotes[0], name) for name in quotes[0].__slots__}, "check": check})
        used = {name for row in rows for name in (row[0], row[2], row[4].get("employer")) if name}
        entities = tuple(Entity(id=name, type=kind, name=name) for name, kind in NAMES.items() if name in used)
        mentions = tuple(
            Mention(start=text.index(one.name), end=text.index(one.name) + len(one.name), entity=one.name)
            for one in entities
            if one.name in text
        )
        url = key if key.startswith("http") else ""
        article = Article(key=key, text=text, title="Un titre", url=url, outlet=outlet, date=date, agency=agency)
        made.append(Facts(article=article, entities=entities, mentions=mentions, quotes=tuple(quotes)))
    return made


def library(**more: Check) -> explore.Library:
    """Give the facts with who is who."""
    read = facts(**more)
    ids = {name: f"{kind.lower()}/{name.lower().replace(' ', '-')}" for name, kind in NAMES.items()}
    things = tuple(sorted((Thing(id=ids[name], type=kind, name=name) for name, kind in NAMES.items()), key=lambda one: one.id))
    links = {(one.article.key, entity.id): ids[entity.name] for one in read for entity in one.entities}
    return explore.together(read, Resolution(things=things, links=links))


def thing(source: explore.Library, name: str) -> list[Thing]:
    """Give the thing of that name."""
    return explore.find(source.resolution.things, name)
