import spacy
from spacy.tokens import Doc

from kg.annotate import attributes
from kg.annotate.parsed import parsed
from kg.annotate.phrases import carried, listed
from kg.annotate.sentences import sentences
from kg.annotate.view import View, view
from kg.records import Entity, Mention

VOCAB = spacy.blank("fr").vocab
POS = {
    "et": "CCONJ",
    ",": "PUNCT",
    "(": "PUNCT",
    ")": "PUNCT",
    "de": "ADP",
    "chez": "ADP",
    "comme": "ADP",
    "le": "DET",
    "les": "DET",
    "phare": "ADJ",
    "lance": "VERB",
}


def seen(text: str, names: dict[str, str]) -> View:
    """Build a view of `text`; every word that `names` gives a type is a mention."""
    attributes.register()
    words = text.split()
    doc = Doc(
        VOCAB,
        words=words,
        pos=[POS.get(word, "NOUN") for word in words],
        heads=[0] * len(words),
        deps=["dep"] * len(words),
        lemmas=words,
        sent_starts=[index == 0 for index in range(len(words))],
    )
    doc._.entities = [Entity(id=f"e{index + 1}", type=kind, name=name) for index, (name, kind) in enumerate(names.items())]
    order = {name: f"e{index + 1}" for index, name in enumerate(names)}
    doc._.mentions = [
        Mention(start=token.idx, end=token.idx + len(token), entity=order[token.text]) for token in doc if token.text in order
    ]
    return view(parsed(doc))


def names(one: View, found: list[object]) -> list[str]:
    return [one.entities[name.entity].name for name in found]  # type: ignore[attr-defined]


def test_a_list_ends_with_its_conjunction() -> None:
    one = seen("Altaïr , Tessor et Orbelin lance", dict.fromkeys(("Altaïr", "Tessor", "Orbelin"), "COMPANY"))
    assert names(one, listed(one, one.at[0])) == ["Altaïr", "Tessor", "Orbelin"]


def test_an_apposition_is_no_list() -> None:
    one = seen("Altaïr , Tessor lance", dict.fromkeys(("Altaïr", "Tessor"), "COMPANY"))
    assert names(one, listed(one, one.at[0])) == ["Altaïr"]


def test_a_list_holds_one_kind_of_thing() -> None:
    one = seen("Volta et Tessor lance", {"Volta": "MODEL", "Tessor": "COMPANY"})
    assert names(one, listed(one, one.at[0])) == ["Volta"]


def test_a_list_goes_on_after_an_owner_and_a_bracket() -> None:
    one = seen("Volta de Altaïr et Sirius", {"Volta": "MODEL", "Altaïr": "COMPANY", "Sirius": "MODEL"})
    assert names(one, listed(one, one.at[0])) == ["Volta", "Sirius"]
    other = seen("Altaïr ( Metz ) et Tessor", dict.fromkeys(("Altaïr", "Tessor"), "COMPANY"))
    assert names(other, listed(other, other.at[0])) == ["Altaïr", "Tessor"]


def test_a_common_noun_carries_the_name_after_it() -> None:
    one = seen("le modèle phare Volta", {"Volta": "MODEL"})
    assert names(one, carried(one, one.doc[1])) == ["Volta"]


def test_a_noun_stands_for_what_it_is_of_only_if_the_vocabulary_says_so() -> None:
    one = seen("les performances de Volta", {"Volta": "MODEL"})
    assert names(one, carried(one, one.doc[1])) == ["Volta"]
    other = seen("les critiques de Volta", {"Volta": "MODEL"})
    assert carried(other, other.doc[1]) == []


def test_examples_are_announced() -> None:
    one = seen("les labos comme Altaïr et Tessor", dict.fromkeys(("Altaïr", "Tessor"), "COMPANY"))
    assert names(one, carried(one, one.doc[1])) == ["Altaïr", "Tessor"]


def test_a_break_inside_a_sentence_is_undone() -> None:
    words = ["Altaïr", "recrute", "Tessor", "attend", ".", "Orbelin", "dort", "."]
    doc = Doc(VOCAB, words=words, sent_starts=[True, False, True, False, False, True, False, False])
    assert sentences(parsed(doc)) == [(0, 5), (5, 8)]
