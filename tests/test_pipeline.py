import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from soundness import facts_problems
from spacy.lang.fr.tokenizer_exceptions import TOKEN_MATCH

from kg import files
from kg.annotate import lines, tables
from kg.annotate.tokens import compounds, shadow, split_marks
from kg.facts import annotate
from kg.pipeline import COMPONENTS, load
from kg.records import Article


@given(st.text())
def test_the_shadow_keeps_every_offset(text):
    assert len(shadow(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l’“abandon”", ["l'", "«", "abandon", "»"]),
        ("qu'«il parle»", ["qu'", "«", "il", "parle", "»"]),
        ('d\'"urgence", dit-il', ["d'", '"', "urgence", '"', ",", "dit", "-il"]),
        ("les amis'", ["les", "amis", "'"]),
    ],
)
def test_marks_are_tokens_even_after_an_elision(text, words):
    assert [token.text for token in split_marks(spacy.blank("fr"))(shadow(text))] == words


@pytest.mark.model
def test_components_stand_in_their_order_and_miss_nothing():
    nlp = load()
    ours = [name for name in nlp.pipe_names if name.startswith("kg_")]
    assert ours == [lines.NAME, *COMPONENTS]
    assert nlp.pipe_names.index(lines.NAME) < nlp.pipe_names.index("parser")
    problems = nlp.analyze_pipes()["problems"]
    assert not any(problems.values()), problems


@pytest.mark.model
def test_the_model_says_its_licence_and_sources():
    folder = files.model()
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert "CC BY-SA" in meta["license"]
    assert len(list(Path(folder).rglob("meta.json"))) == 1
    assert sum(path.stat().st_size for path in folder.rglob("*")) <= 25 * 2**20
    text = (folder / "LICENSE").read_text(encoding="utf-8")
    assert all(source["name"] in text for source in meta["sources"])


PIECES = st.sampled_from(
    [
        "Nvidia",
        "Sam Altman",
        "« ",
        " »",
        '"',
        "“",
        "”",
        "’",
        "'",
        ", ",
        ". ",
        " a déclaré ",
        " selon ",
        "\n",
        "\n\n",
        "H100",
        "il ",
        " que ",
        "1,6 milliard d'euros",
        "🙂",
        "\u00a0",
        "\u202f",
        "<b>",
        "l'",
        "DeepSeek-R1",
        " aurait levé ",
        " PDG de ",
        "—",
        "(",
        ")",
        ":",
        "é\u0301",
    ]
)


@pytest.mark.model
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200)))
def test_any_text_gives_sound_facts(text):
    clean = text.encode("utf-8", "replace").decode("utf-8")
    (facts,) = annotate([Article(key="a", text=clean)], load())
    assert not list(facts_problems(facts))


@pytest.mark.model
def test_the_same_article_gives_the_same_facts_in_any_company():
    folder = Path(files.samples())
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))[:3]]
    articles = [Article(key=str(number), text=text) for number, text in enumerate(texts)]
    together = list(annotate(articles, load()))
    assert [next(annotate([article], load())) for article in articles] == together
    for facts in together:
        assert not list(facts_problems(facts))


@pytest.mark.model
def test_loading_compiles_no_tokenizer_that_is_thrown_away():
    done = subprocess.run(
        [sys.executable, "-c", "import sys, kg.pipeline; kg.pipeline.load(); print('spacy.lang.fr' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
    assert (files.model() / "tokenizer").stat().st_size < 100_000


def test_compounds_are_the_ones_of_spacy():
    short = re.compile(compounds()).match
    spelt = ["faux-semblant", "Après-vente", "anti-Trump", "États-Unis", "r'ouvre", "Saut-de-l'ange", "Saint-Cyr-sur-Mer\n"]
    other = [
        "Rhône-Alpes",
        "aujourd'hui",
        "va-t-il",
        "GPT-4",
        "micro",
        "-",
        "anti-",
        "Port-la-2",
        "a-sexualis",
        "IA-générative",
    ]
    assert [word for word in [*spelt, *other] if bool(short(word)) != bool(TOKEN_MATCH(word))] == []
    assert all(map(short, spelt))
    assert len(compounds()) < 20_000


@pytest.mark.model
def test_texts_are_cut_as_spacy_cuts_them():
    plain, ours = spacy.load(files.model()), load()
    for path in sorted(Path(files.samples()).glob("*.md")):
        text = shadow(path.read_text(encoding="utf-8")).replace("start-up", "société")
        assert [token.text for token in ours.make_doc(text)] == [token.text for token in plain.make_doc(text)]


def test_no_word_list_is_read_again_for_each_article(monkeypatch):
    article = Article(key="a", text="Nvidia a lancé la puce H100, assure son patron, Jensen Huang. AMD est un rival de Nvidia.")
    list(annotate([article], load()))
    monkeypatch.setattr(tables, "numbered", lambda path: pytest.fail(f"{path} is read again"))
    list(annotate([article], load()))


def test_an_acronym_and_the_next_sentence_glued_to_it_are_two_words():
    (found,) = annotate([Article(key="a", text="Nvidia croit à l'IA.Selon Microsoft, le marché croît.")], load())
    assert [one.name for one in found.entities] == ["Nvidia", "Microsoft"]
