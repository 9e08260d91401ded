"""Claims that other claims of the same sentence say as well.

A model trained on a chip means that its maker uses that chip; a model that runs on a platform runs at the firm whose
platform the sentence says it is; who uses a chip of a named maker is a customer of that maker.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.annotate.claims import Claim


def implied(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Give what `claims` say besides; statuses follow from the trigger, which stays the same.

    >>> trained = Claim(subject="e2", predicate="trainedOn", object="e3", trigger=5)
    >>> made = Claim(subject="e1", predicate="develops", object="e2", trigger=1)
    >>> [(one.subject, one.predicate, one.object) for one in implied([trained, made])]
    [('e1', 'uses', 'e3')]
    """
    known = list(claims)
    developers = [one for one in known if one.predicate == "develops"]
    makers = [one for one in known if one.predicate == "manufactures"]
    users = [one for one in known if one.predicate == "uses"]
    for one in known:
        if one.predicate == "trainedOn":
            used = [
                replace(one, subject=other.subject, predicate="uses", confidence=one.confidence - 0.1)
                for other in developers
                if other.object == one.subject
            ]
            users += used
            yield from used
        elif one.predicate == "hosts":
            for other in developers:
                if other.object == one.subject and other.evidence == one.evidence and other.subject != one.object:
                    yield replace(one, subject=other.subject, confidence=one.confidence - 0.1)
    for one in users:
        for other in makers:
            if other.object == one.object and other.evidence == one.evidence and other.subject != one.subject:
                yield replace(one, predicate="customerOf", object=other.subject, confidence=one.confidence - 0.1)
