"""What can be wrong with a request, with the status that tells it; errors of other kinds are bugs and stay so.

Programs get the English message, people that of their language; all of them stand in ``data/rules/desk.json`` as ``problem.*``.
"""

from kg.errors import KgError
from kg.serve.words import say

#: Characters of what somebody typed that a message repeats.
_REPEATED = 300


class ProblemError(KgError):
    """A request that cannot be answered as it is.

    Args:
        code: of the message.
        values: what stands in it.

    >>> str(ProblemError("no.job", number="7"))
    'there is no job 7: the server may have been started anew'
    """

    status = 400

    def __init__(self, code: str, **values: str | int | None) -> None:
        self._code = f"problem.{code}"
        self._values = {name: value[:_REPEATED] if isinstance(value, str) else value for name, value in values.items()}
        super().__init__(self.told("en"))

    def told(self, lang: str) -> str:
        """Give the message in a language."""
        return say(lang)(self._code, **self._values)


class MissingError(ProblemError):
    """What is asked for is not there."""

    status = 404


class ForbiddenError(ProblemError):
    """It does not come from one of our pages."""

    status = 403


class MediaError(ProblemError):
    """The body is of a kind that is not taken."""

    status = 415


class BusyError(ProblemError):
    """Too much is being done at this moment."""

    status = 429


class FetchError(ProblemError):
    """An address gives nothing that can be read, or must not be asked."""
