"""Our quotes beside those of textacy's ``direct_quotations``, on the same pipeline and articles. Run by ``make bench-quotes``.

textacy is no part of Quidit and only needed here. It finds direct quotations alone, gives no entities and nothing they are
about; its speakers are looked up among our names and references. An article with an odd mark makes it fail: that is counted.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from kg import facts, files
from kg.annotate.tokens import shadow
from kg.pipeline import load
from kg.records import Article
from kg.score import score

#: What is compared.
FIGURES = ("quotes", "quotes_half", "speakers", "who_what_whom")
MARKS = '«»"“” \u00a0\u202f'


def gold(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the annotated articles of a folder."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {one["id"]: one for one in found}


def theirs(doc: Doc) -> list[dict[str, Any]]:
    """Give what textacy finds, in the gold format.

    Raises:
        ValueError: the article has an odd number of what it takes for marks.
    """
    from textacy.extract.triples import direct_quotations

    # textacy asks the vocabulary for its language, and ours names a variant of French
    plain = Doc(spacy.blank("fr").vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))
    found = []
    for one in direct_quotations(plain):
        start, end = one.content.start_char, one.content.end_char
        while start < end and doc.text[start] in MARKS:
            start += 1
        while end > start and doc.text[end - 1] in MARKS:
            end -= 1
        speaker = next((doc._.referents[token.i] for token in one.speaker if token.i in doc._.referents), None)
        words, cue = (" ".join(token.text for token in part) for part in (one.speaker, one.cue))
        found.append({"start": start, "end": end, "mode": "direct", "speaker": speaker, "speaker_text": words, "cue": cue})
    return [{**one, "about": [], "stance": "neutral"} for one in found]


def compare(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Score both on annotated articles; also on direct quotations alone."""
    nlp, ours, others, failed = load(), {}, {}, 0
    for key, document in documents.items():
        article = Article(key=key, text=document["text"])
        doc = nlp(nlp.make_doc(shadow(article.text)))
        ours[key] = facts.to_gold(facts.gather(doc, article))
        try:
            others[key] = {**ours[key], "quotes": theirs(doc)}
        except ValueError as error:
            if "quotation" not in str(error) or "implemented" in str(error):
                raise
            failed += 1
            others[key] = {**ours[key], "quotes": []}
    table: dict[str, dict[str, Any]] = {}
    for name, kept in (("all", None), ("direct", "direct")):
        wanted = {key: _only(one, kept) for key, one in documents.items()}
        for who, found in (("quidit", ours), ("textacy", others)):
            figures, _ = score(wanted, {key: _only(one, kept) for key, one in found.items()})
            table[f"{who}, {name}"] = {figure: figures[figure]["f"] for figure in FIGURES}
    table["textacy"] = {"articles": len(documents), "failed": failed}
    return table


def _only(document: Mapping[str, Any], mode: str | None) -> dict[str, Any]:
    return {**document, "quotes": [one for one in document["quotes"] if mode in (None, one["mode"])]}


def main() -> None:
    """Print the figures as JSON for a folder of annotated articles, ours by default."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else files.samples() / "gold"
    try:
        import textacy  # noqa: F401
    except ImportError:
        sys.exit("textacy is not installed: pip install textacy")
    print(json.dumps(compare(gold(folder)), indent=1))


if __name__ == "__main__":
    main()
