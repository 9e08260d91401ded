import json
import random
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest
import spacy
from conftest import SHARED

from kg import files
from kg.errors import TrainingError
from kg.train import licence, restyled, train
from kg.trainingdata import DEALS, MOST_SENTENCES, dealt, marked, own_docs, treebanks, verified, with_breaks, without_stop


def test_marked_lines_give_text_and_spans():
    text, spans = marked("[Zed|COMPANY] et l'[ANSSI|ORG].")
    assert text == "Zed et l'ANSSI."
    assert [(text[start:end], label) for start, end, label in spans] == [("Zed", "COMPANY"), ("ANSSI", "ORG")]


@pytest.mark.parametrize("line", ["[Zed|FIRM] parle.", "[Zed parle.", "Zed|COMPANY"])
def test_a_bad_mark_is_named_with_its_line(line, tmp_path):
    path = tmp_path / "names.txt"
    path.write_text(f"# note\n{line}\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"names\.txt, line 2"):
        own_docs([path])


def test_our_sentences_are_many_and_none_is_both_learnt_and_tested():
    folder = files.training("")
    lines = {
        use: {
            line
            for path in folder.glob(pattern)
            for line in path.read_text(encoding="utf-8").splitlines()
            if marked(line)[1] and line[0] != "#"
        }
        for use, pattern in (("train", "names-[a-z].txt"), ("dev", "names-dev*.txt"))
    }
    assert len(lines["train"]) >= 3000
    assert len(lines["dev"]) >= 300
    assert lines["train"] & lines["dev"] == set()
    assert len(own_docs(sorted(folder.glob("names-*.txt")))) > 1000  # every line can be read


def test_another_version_of_a_treebank_is_refused(tmp_path):
    bank = treebanks()[0]
    with pytest.raises(TrainingError, match="missing"):
        verified(tmp_path, bank)
    (tmp_path / "ud").mkdir()
    (tmp_path / "ud" / f"{bank.file}.conllu").write_text("other", encoding="utf-8")
    with pytest.raises(TrainingError, match="sha256"):
        verified(tmp_path, bank)


@pytest.mark.parametrize("held", [None, "meta.json", "roman.txt"])
def test_a_folder_that_is_no_pipeline_is_refused_before_anything_is_read(held, tmp_path):
    out = tmp_path / "mine"
    out.mkdir()
    if held:
        (out / held).write_text("{}")
    with pytest.raises(TrainingError, match="no spaCy pipeline"):
        train(tmp_path / "no treebanks", out, tmp_path / "work")
    assert [path.name for path in out.iterdir()] == ([held] if held else [])


def test_an_earlier_pipeline_may_be_replaced(tmp_path):
    spacy.blank("fr").to_disk(tmp_path / "earlier")
    with pytest.raises(TrainingError, match="missing"):  # it goes on to the treebanks
        train(tmp_path / "no treebanks", tmp_path / "earlier", tmp_path / "work")
    assert (tmp_path / "earlier" / "meta.json").is_file()


def parsed(words, heads, deps, pos):
    return spacy.tokens.Doc(spacy.blank("fr").vocab, words=words, heads=heads, deps=deps, pos=pos)


def test_line_breaks_keep_the_tree():
    doc = parsed(
        ["Il", "dort", ".", "Elle", "lit", "."],
        heads=[1, 1, 1, 4, 4, 4],
        deps=["nsubj", "ROOT", "punct"] * 2,
        pos=["PRON", "VERB", "PUNCT"] * 2,
    )
    broken = with_breaks(doc)
    assert broken.text == "Il dort .\nElle lit . "
    assert [token.head.text for token in broken if token.pos_ == "PRON"] == ["dort", "lit"]
    assert len(list(broken.sents)) == 2


def test_a_headline_loses_its_full_stop_and_nothing_else():
    doc = parsed(["Elle", "lit", "."], [1, 1, 1], ["nsubj", "ROOT", "punct"], ["PRON", "VERB", "PUNCT"])
    assert [(token.text, token.head.text) for token in without_stop(doc)] == [("Elle", "lit"), ("lit", "lit")]
    question = parsed(["Elle", "lit", "?"], [1, 1, 1], ["nsubj", "ROOT", "punct"], ["PRON", "VERB", "PUNCT"])
    assert without_stop(question) is question


def test_sentences_get_new_neighbours_in_each_deal():
    sentences = [
        parsed([str(number), "dort", "."], [1, 1, 1], ["nsubj", "ROOT", "punct"], ["NUM", "VERB", "PUNCT"])
        for number in range(60)
    ]
    groups = list(dealt(sentences, random.Random(1)))
    shown = Counter(doc[0].text for group in groups for doc in group)
    assert set(shown.values()) == {DEALS}
    assert len(shown) == 60
    assert max(map(len, groups)) <= MOST_SENTENCES
    pairs = Counter((left[0].text, right[0].text) for group in groups for left, right in pairwise(group))
    assert pairs.most_common(1)[0][1] < DEALS / 2


def test_marks_become_typographic_in_pairs():
    assert restyled(['"', "l'", "x", '"'], random.Random(0), marks=1, apostrophes=1) == ["«", "l’", "x", "»"]


def test_the_licence_names_every_treebank_used():
    text = licence()
    assert all(bank.sha256 in text for bank in treebanks() if bank.use != "test")
    assert not any("NC" in bank.licence for bank in treebanks())


@pytest.mark.slow
def test_the_command_trains_both_halves_and_puts_them_together(tmp_path):
    folder = SHARED / "treebanks"
    if not folder.is_dir():
        pytest.skip("needs ../shared/treebanks, which stands beside the repository")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "train", "--treebanks", folder, "-o", tmp_path / "fr", "--steps", "2"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    nlp = spacy.load(tmp_path / "fr")
    assert {"parser", "morphologizer", "trainable_lemmatizer", "ner"} <= set(nlp.pipe_names)
    assert set(json.loads((tmp_path / "fr" / "figures.json").read_text())) == {"fr_sequoia-ud-test", "fr_gsd-ud-test"}
