"""When a quotation is about the one who says it, or the firm it speaks for: "notre puce", "promet de livrer", "ses produits"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.annotate.closed import ARTICLES, OURS
from kg.annotate.drafts import DIRECT, Draft
from kg.annotate.frame import Frame, finite
from kg.annotate.prominence import ASIDE, OTHER, SETTING
from kg.annotate.speakers import Resolver
from kg.annotate.vocabulary import countries, observers
from kg.names import fold

_OUR: Final = frozenset({"notre", "nos"})
_MINE: Final = frozenset({"je", "j'", "moi", "mon", "ma", "mes", "me", "m'"})
_ITS: Final = frozenset({"son", "sa", "ses", "leur", "leurs", "il", "elle", "ils", "elles"})
#: Who is addressed, before a cue: "leur reproche de copier".
_ADDRESSED: Final = frozenset({"lui", "leur"})
#: Classes of reporting verbs whose infinitive tells of the speaker: "promet de livrer", not "demande de livrer".
_OF_SPEAKER: Final = frozenset({"asserting", "conceding"})
#: Characters before a cue in which the one addressed stands.
_CLITIC: Final = 12
#: Words that make a pronoun subject impersonal.
NOBODY = re.compile(
    r"il (?:faut|faudra|faudrait|existe|reste|convient|est|s['’]agi|y a|semble|ne faut|n['’]y a)|ce (?:que|qui)|ceux"
)


@dataclass(frozen=True)
class Own:
    """Finds whether the quotations of one article are about their own speakers.

    Args:
        frame: the article.
        resolver: who stands for whom in it.
        refs: token to entity.
    """

    frame: Frame
    resolver: Resolver
    refs: Mapping[int, str]

    def acts(self, one: Draft, named: list[tuple[int, int, str]], speaker: str | None, employer: str | None) -> str | None:
        """Give the speaker, or whom it speaks for, when the words tell of their acts."""
        if one.family == "infinitive" and self._of_speaker(one):
            return employer if self._type(employer) == "COMPANY" else speaker
        words = {token.lower_ for token in self.frame.tokens(one.start, one.end)}
        named_others = any(place <= ASIDE and entity != speaker for place, _, entity in named)
        if OURS & words and not named_others:
            return (
                employer or self._of_source(one) or (speaker if self._type(speaker) in {"COMPANY", "ORG"} else self._firm(one))
            )
        if any(place <= OTHER and entity == speaker for place, _, entity in named):
            return speaker
        first = next(iter(self.frame.tokens(one.start, one.end)), None)
        if (
            all(place == SETTING and self.frame.names.get(entity, "") not in countries() for place, _, entity in named)
            and self._type(speaker) == "COMPANY"
            and one.mode != DIRECT
            and first is not None
            and first.lower_ in ARTICLES
            and not self._observes(speaker)
        ):
            return speaker
        return None

    def _observes(self, speaker: str | None) -> bool:
        """Tell whether a speaker is known to speak of others: "selon Gartner, les ventes baissent"."""
        return self.frame.doc._.listed and fold(self.frame.names.get(speaker or "", "")) in observers()

    def begun(self, one: Draft, speaker: str | None, employer: str | None) -> list[str]:
        """Give the firm that the words begin with: "notre puce", "nous avons"."""
        first = next(iter(self.frame.tokens(one.start, one.end)), None)
        firm = employer or (speaker if self._type(speaker) in {"COMPANY", "ORG"} else None)
        return [firm] if firm is not None and first is not None and first.lower_ in _OUR else []

    def of_itself(self, one: Draft, speaker: str | None) -> bool:
        """Tell whether an organisation is the subject of what it is reported to say: "assure que ses produits", "qu'elle livrera"."""
        if one.family == "infinitive" or not self._institution(one, speaker):
            return False
        for token in self.frame.tokens(one.start, one.end):
            if token.i not in self.refs and token.lower_ in _ITS:
                return not NOBODY.match(self.frame.text, token.idx)
            if finite(token) or token.pos_ in {"NOUN", "PROPN", "PUNCT"}:
                return False
        return False

    def of_oneself(self, one: Draft) -> bool:
        """Tell whether somebody says "je" in their own words; in an article about that person they are what is spoken of."""
        return one.mode == DIRECT and any(token.lower_ in _MINE for token in self.frame.tokens(one.start, one.end))

    def _institution(self, one: Draft, speaker: str | None) -> bool:
        """Tell whether an organisation is reported to say something, not in its own words."""
        return one.mode != DIRECT and self._type(speaker) in {"COMPANY", "ORG"}

    def _of_source(self, one: Draft) -> str | None:
        """Give the firm that the words for the speaker name: "le patron de Lumio"."""
        tokens = one.source.subtree if one.source is not None else ()
        firms = (self.refs[token.i] for token in tokens if self._type(self.refs.get(token.i, "")) == "COMPANY")
        return next(firms, None)

    def _of_speaker(self, one: Draft) -> bool:
        """Tell whether the speaker is who an infinitive tells of: "promet de livrer", but not "leur reproche de copier"."""
        addressed = one.cue is not None and any(
            token.lower_ in _ADDRESSED for token in self.frame.tokens(max(0, one.cue[0] - _CLITIC), one.cue[0])
        )
        bare = one.rule is not None and ("f" in one.rule.flags or one.rule.group in _OF_SPEAKER)
        return bare and not addressed

    def _firm(self, one: Draft) -> str | None:
        """Give the firm spoken of just before somebody says "nous" whose employer the article does not tell."""
        first = self.frame.doc[min(self.frame.index(one.start), len(self.frame.doc) - 1)]
        return self.resolver.antecedents.firm(first)

    def _type(self, entity: str | None) -> str | None:
        return self.resolver.types.get(entity or "")
