"""What pronouns and common noun phrases stand for: fills ``doc._.referents``, token by token; a wrong link is worse than none.

Reads the names that are there already, tags and heads; adds the head of each pronoun, class noun phrase and role phrase.
"""

from collections import Counter
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import anaphors, attributes, firms, vocabulary
from kg.annotate.discourse import SUBJECTS, Discourse, Referred, gender_of, genders, is_singular, quoted, sentences
from kg.annotate.known import listed
from kg.annotate.named import Named, named
from kg.annotate.parsed import Parsed, Token, parsed
from kg.annotate.roles import RoleFact, roles
from kg.records import Entity

NAME: Final = "kg_coreference"

attributes.register()


def resolve(doc: Parsed) -> dict[int, str]:
    """Give the entity that each token stands for: all tokens of names, heads of what refers to them."""
    names, facts = named(doc), roles(doc)
    referents = {index: one.entity.id for one in names for index in range(one.start, one.end)}
    reader = _Reader(doc, names, facts, referents)
    for token in doc:
        reader.read(token)
    return referents


class _Reader:
    """Reads an article from left to right and links what refers back."""

    def __init__(self, doc: Parsed, names: list[Named], facts: list[RoleFact], referents: dict[int, str]) -> None:
        self.doc, self.facts, self.referents = doc, facts, referents
        self.entities = {one.id: one for one in doc._.entities}
        self.named = {index: one.entity for one in names for index in range(one.start, one.end)}
        self.starts = {one.start: one for one in names}
        self.heads = {fact.head: fact for fact in facts}
        counts = Counter(one.entity.id for one in names)
        self.discourse = Discourse(
            genders(doc, names, facts), counts or Counter({"": 1}), known=listed(doc), entities=self.entities
        )
        self.quoted = quoted(doc)
        self.numbers = sentences(doc, self.quoted)

    def read(self, token: Token) -> None:
        """Note what `token` mentions, resolving it first if it is no name."""
        if token.i in self.starts:
            self._name(self.starts[token.i])
        elif token.i not in self.named:
            found = self._referent(token)
            if found:
                self.referents[token.i] = found.id
                self._add(token, found)
            elif token.pos_ in ("NOUN", "PROPN") and is_singular(token):
                self._add(token, self._classed(token))

    def _name(self, one: Named) -> None:
        root = self.doc.root(one.start, one.end)
        if one.start and one.entity.type in ("COMPANY", "ORG"):  # « le chinois Plumoria »
            country = vocabulary.demonyms().get(self.doc[one.start - 1].lower_, "")
            self.discourse.describe(one.entity, "", country)
        self._add(root, one.entity)

    def _classed(self, token: Token) -> Entity | None:
        """Give what a class noun introduces: "le groupe Plumoria"."""
        noun, after = firms.find_class(token), token.i + 1
        if noun and after < len(self.doc) and after not in self.starts and self.doc[after].pos_ == "ADJ":
            after += 1
        one = self.starts.get(after) if noun else None
        return one.entity if noun and one and one.entity.type in noun.types else None

    def _add(self, token: Token, entity: Entity | None) -> None:
        gender = self.discourse.gender(entity) if entity and token.i in self.named else gender_of(token)
        subject = token.dep_ in SUBJECTS
        self.discourse.add(Referred(token.i, self.numbers[token.i], entity, gender, subject, self._is_quoted(token)))

    def _is_quoted(self, token: Token) -> bool:
        """Tell whether `token` is quoted; the speaker in "Oui, avoue Ada, mais non" is not."""
        incise = token.dep_ in SUBJECTS and token.head.i < token.i
        return self.quoted[token.i] and not incise

    def _referent(self, token: Token) -> Entity | None:
        fact = self.heads.get(token.i)
        if fact:
            return self._role(fact)
        pronoun = anaphors.pronoun(token)
        if pronoun:
            return self._pronoun(token, *pronoun)
        noun = firms.class_noun(token, self.named)
        introduced = self._classed(token) if is_singular(token) else None
        if introduced is not None:  # « selon le cabinet Plumoria »: the noun stands for the name beside it
            called = firms.find_class(token)
            self.discourse.describe(introduced, called.noun if called else "", firms.country_of(token))
            return introduced
        if noun and noun.types[0] == "COMPANY" and firms.is_possessive(token):
            return self._employer(token)
        if noun and noun.types[0] == "PERSON":
            return anaphors.person(token, self.numbers[token.i], self.discourse)
        if noun:
            found = firms.company(token, noun, self.numbers[token.i], self.named, self.discourse)
            if found is not None:
                self.discourse.describe(found, noun.noun, "")
            return found
        return None

    def _employer(self, token: Token) -> Entity | None:
        """Give the organisation of the person that "son entreprise" belongs to; nothing when the article does not say it."""
        near = [one for one in self.discourse.said if one.sentence >= self.numbers[token.i] - 1 and one.entity]
        people = [one.entity.id for one in near if one.entity and one.entity.type == "PERSON"]
        facts = (fact for fact in self.facts if people and fact.person == people[-1] and fact.organisation and not fact.former)
        fact = next(facts, None)
        return self.entities.get(fact.organisation) if fact and fact.organisation else None

    def _role(self, fact: RoleFact) -> Entity | None:
        if fact.person:
            return self.entities.get(fact.person)
        if not (fact.definite or fact.possessive):
            return None
        sentence = self.numbers[fact.head]
        owner = anaphors.role_owner(self.doc, fact, sentence, self.discourse)
        alone = not any(child.dep_ == "nmod" for child in self.doc[fact.head].children)
        found = anaphors.holder(fact, self.facts, sentence, self.discourse, owner, alone=alone)
        return self.entities.get(found) if found else None

    def _pronoun(self, token: Token, gender: str, kind: str) -> Entity | None:
        sentence = self.numbers[token.i]
        if kind == "plural":
            return anaphors.several(token, gender, sentence, self.discourse)
        if kind == "last":
            return self.discourse.last(sentence, lambda one: one.entity is not None and self._agrees(one, gender))
        repeated = anaphors.resumed(token) if kind == "inverted" else None
        if repeated is not None:
            return self.named.get(repeated.i)
        fits = anaphors.fits_pronoun(token, gender, kind, self.quoted[token.i], self.discourse)
        return self.discourse.best(sentence, fits)

    def _agrees(self, one: Referred, gender: str) -> bool:
        if one.entity and one.entity.type == "PLACE":
            return False
        return one.gender in (gender, "x")


@Language.component(NAME, requires=["doc._.entities", "doc._.mentions"], assigns=["doc._.referents"])
def coreference(doc: Doc) -> Doc:
    """Fill ``doc._.referents``."""
    doc._.referents = resolve(parsed(doc))
    return doc
