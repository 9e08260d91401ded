"""A small invented newsroom: three articles, seven things, every status, and texts that try to break out of the page."""

from __future__ import annotations

from collections.abc import Sequence

from kg import explore, network
from kg.names import slug
from kg.records import Article, Entity, Evidence, Facts, Quote, Resolution, Statement, Thing

TYPES = {
    "Élodie Brassac": "PERSON",
    "Zéphyr IA": "COMPANY",
    "Norlane": "COMPANY",
    "Mistigri 3": "MODEL",
    "K-100": "CHIP",
    "Bretonie": "PLACE",
    "Œuvre libre": "ORG",
}
#: Text that runs, ends the script block or opens a comment if it is ever taken for anything but text.
HOSTILE = (
    "<img src=x onerror=\"document.title='hit'\">",
    "</script><script>document.title='hit'</script>",
    "<!--<script>",
    "see href here",
    "\u2028\u2029",
    "{{ 7*7 }}",
    "&lt;b&gt;",
    "'\"`",
)


def identifier(name: str) -> str:
    """Give the id of a thing."""
    return f"{TYPES[name].lower()}/{slug(name)}"


def article(number: int, text: str, statements: list[tuple[str, ...]], quotes: list[Quote], **about: str) -> Facts:
    """Write the facts of one article; names stand for entities, and each statement's sentence is its last part."""
    entities = tuple(Entity(id=name, type=kind, name=name) for name, kind in TYPES.items())
    made = []
    for subject, predicate, target, status, reporter, sentence in statements:
        start = text.index(sentence)
        named = reporter in TYPES
        made.append(
            Statement(
                subject=subject,
                predicate=predicate,
                status=status,
                evidence=(Evidence(start, start + len(sentence)),),
                object=target if target in TYPES else None,
                value=None if target in TYPES else target,
                reporter=reporter if named else None,
                reporter_text="" if named else reporter,
            )
        )
    key = about.pop("key", f"a{number}.txt")
    return Facts(article=Article(key=key, text=text, **about), entities=entities, statements=tuple(made), quotes=tuple(quotes))


def quote(text: str, exact: str, speaker: str | None, about: str, stance: str, **more: str) -> Quote:
    """Find `exact` in the text and attribute it."""
    start = text.index(exact)
    return Quote(
        start=start,
        end=start + len(exact),
        mode="direct",
        speaker=speaker,
        speaker_text=speaker or "un proche du dossier",
        about=(about,),
        stance=stance,
        **more,
    )


def facts() -> list[Facts]:
    """Give the three articles."""
    one = (
        "Le vent tourne\n\nÉlodie Brassac dirige Zéphyr IA depuis mai. Zéphyr IA a levé 40 millions d'euros. "
        "« Mistigri 3 ira loin », promet Élodie Brassac. La foule applaudit."
    )
    two = (
        "Selon Norlane, Zéphyr IA utilise la puce K-100. Norlane nie fabriquer K-100. "
        "« Zéphyr IA brasse de l'air », souffle un proche du dossier."
    )
    three = "Norlane et Zéphyr IA se disputent la Bretonie. Zéphyr IA dévoilera K-100. Mistigri 3 dépasserait tout."
    return [
        article(
            1,
            one,
            [
                ("Élodie Brassac", "ceoOf", "Zéphyr IA", "asserted", "", "Élodie Brassac dirige Zéphyr IA depuis mai."),
                ("Zéphyr IA", "raised", "40 millions d'euros", "asserted", "", "Zéphyr IA a levé 40 millions d'euros."),
            ],
            [quote(one, "Mistigri 3 ira loin", "Élodie Brassac", "Mistigri 3", "positive", role="PDG", cue="promet")],
            outlet="Le Courrier du Silicium",
            date="2025-03-02",
            url="https://exemple.test/un",
        ),
        article(
            2,
            two,
            [
                ("Zéphyr IA", "uses", "K-100", "reported", "Norlane", "Selon Norlane, Zéphyr IA utilise la puce K-100."),
                ("Norlane", "manufactures", "K-100", "denied", "", "Norlane nie fabriquer K-100."),
            ],
            [quote(two, "Zéphyr IA brasse de l'air", None, "Zéphyr IA", "negative")],
            outlet="Nuage Hebdo",
            date="2025-01-05",
            url="javascript:document.title='hit'",
        ),
        article(
            3,
            three,
            [
                ("Zéphyr IA", "competesWith", "Norlane", "asserted", "", "Norlane et Zéphyr IA se disputent la Bretonie."),
                ("Zéphyr IA", "manufactures", "K-100", "planned", "", "Zéphyr IA dévoilera K-100."),
                ("Mistigri 3", "outperforms", "K-100", "hedged", "", "Mistigri 3 dépasserait tout."),
            ],
            [],
        ),
    ]


def resolution() -> Resolution:
    """Say which thing each entity is."""
    things = [Thing(id=identifier(name), type=kind, name=name) for name, kind in TYPES.items()]
    brassac = Thing(id=identifier("Élodie Brassac"), type="PERSON", name="Élodie Brassac", aliases=("Mme Brassac",))
    kept = [brassac if thing.id == brassac.id else thing for thing in things]
    links = {(f"a{number}.txt", name): identifier(name) for number in (1, 2, 3) for name in TYPES}
    return Resolution(things=tuple(sorted(kept, key=lambda thing: thing.id)), links=links)


def sample() -> network.MultiDiGraph:
    """Give the graph of the three articles."""
    return network.build(facts(), resolution())


def attacks() -> list[str]:
    """Give texts that run, load, end or break something wherever they are taken for more than text."""
    run = "window.hit=1"
    tags = [
        f"<script>{run}</script>",
        f"</script><script>{run}</script>",
        f"</SCRIPT ><sCrIpT>{run}</sCrIpT>",
        f"<scr<script>ipt>{run}</scr</script>ipt>",
        '<script src="https://exemple.test/x.js"></script>',
        f"<script>{run}",
        f"<!--<script>{run}</script>-->",
        f"--><script>{run}</script><!--",
        f"]]><script>{run}</script><![CDATA[",
        f"</style><script>{run}</script>",
        f"</title><script>{run}</script>",
        f"</textarea><script>{run}</script>",
        f"</noscript><script>{run}</script>",
        f"</iframe><script>{run}</script>",
        f"</svg><script>{run}</script>",
        f"</table></section><script>{run}</script>",
        "<plaintext>",
        "<noscript>",
        "<style>*{display:none}</style>",
        "<link rel=stylesheet href=https://exemple.test/x.css>",
        "<base href=https://exemple.test/>",
        "<meta http-equiv=refresh content=0;url=https://exemple.test/>",
        "<form action=https://exemple.test/><input name=x>",
        "<iframe src=https://exemple.test/></iframe>",
        f"<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
        f"<object data=javascript:{run}></object>",
        f"<embed src=javascript:{run}>",
        "<template><b>x</b></template>",
    ]
    handlers = [
        f"<img src=x onerror={run}>",
        f"<img src=x onerror={run}//",
        f'"><img src=x onerror="{run}">',
        f"'><img src=x onerror='{run}'>",
        f"`><img src=x onerror=`{run}`>",
        f'" onmouseover="{run}" x="',
        f"' onfocus='{run}' autofocus x='",
        f"<svg onload={run}>",
        f"<svg><script>{run}</script></svg>",
        f"<svg><animate onbegin={run} attributeName=x dur=1s>",
        f"<math><mtext><img src=x onerror={run}></mtext></math>",
        f"<body onload={run}>",
        f"<details open ontoggle={run}>x</details>",
        f"<input onfocus={run} autofocus>",
        f"<video><source onerror={run}></video>",
        f"<a href=javascript:{run}>x</a>",
        f"see <a href='javascript:{run}'>href</a> here",
        "a quote about the attribute href, no more",
    ]
    links = [
        f"javascript:{run}",
        f"JaVaScRiPt:{run}",
        f" javascript:{run}",
        f"java\tscript:{run}",
        f"javascript://exemple.test/%0a{run}",
        f"data:text/html,<script>{run}</script>",
        f"vbscript:{run}",
        "//exemple.test/x",
        f'https://exemple.test/" onclick="{run}',
        f"https://exemple.test/<script>{run}</script>",
    ]
    odd = [
        "\u2028\u2029",
        "a\u2028b\u2029c",
        "\u202eesrever\u202c",
        "\u2066isolate\u2069 \u200f\u200e",
        "\u0000\u0001\u0008\u001b[31m",
        "{{ 7*7 }}",
        "{% raw %}",
        "${7*7} #{7*7} <%= 7*7 %>",
        "%s %d {0} {name}",
        "&lt;script&gt; &amp;lt; &#60;",
        "\\u003cscript\\u003e \\x3c",
        "'\"`\\",
        "*/ /* // \n//# sourceMappingURL=https://exemple.test/x.map",
        "__proto__",
        "constructor",
        "a" * 10_000,
        "<b>" * 3_400,
        "Z\u0351\u036b\u0343" * 60,
        "👩‍👩‍👧‍👦 🚀 𝕳",
        "深度求索 ديبسيك דיפסיק",
        "\ufeff\u200b\u00ad",
    ]
    return tags + handlers + links + odd


def hostile(texts: Sequence[str] = HOSTILE) -> network.MultiDiGraph:
    """Give a graph in which every name, sentence, title, outlet and address is hostile."""
    return network.build(*hostile_parts(texts))


def library() -> explore.Library:
    """Give the three articles as a build that is opened."""
    return explore.together(facts(), resolution())


def hostile_parts(texts: Sequence[str]) -> tuple[list[Facts], Resolution]:
    """Give the facts of :func:`hostile`, and who is who in them."""
    made, links, things = [], {}, []
    for number, text in enumerate(texts):
        key = f"{number}{text}"
        entities = (Entity(id="e1", type="PERSON", name=text), Entity(id="e2", type="COMPANY", name=text))
        for entity in entities:
            links[key, entity.id] = f"{entity.type.lower()}/{number}{text}"
            things.append(
                Thing(id=links[key, entity.id], type=entity.type, name=text, aliases=(text + "x",), reason=text, wikidata=text)
            )
        span = (Evidence(0, len(text)),)
        made.append(
            Facts(
                article=Article(
                    key=key,
                    text=text + text,
                    title=text,
                    outlet=text,
                    date="2025-01-01",
                    url=text if number % 2 else f"javascript:{text}",
                ),
                entities=entities,
                statements=(
                    Statement(
                        subject="e1",
                        predicate="ceoOf",
                        object="e2",
                        status="reported",
                        reporter_text=text,
                        evidence=span,
                        quantity=text,
                    ),
                    Statement(subject="e2", predicate="raised", value=text, evidence=span),
                ),
                quotes=(
                    Quote(
                        start=0,
                        end=len(text),
                        mode="direct",
                        speaker="e1",
                        speaker_text=text,
                        about=("e2",),
                        stance="negative",
                        role=text,
                        cue=text,
                        said_on="",
                    ),
                ),
            )
        )
    return made, Resolution(things=tuple(sorted(things, key=lambda thing: thing.id)), links=links)
