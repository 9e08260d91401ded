"""What can be wrong with a request, with the status that tells it; errors of other kinds are bugs and stay so."""

from kg.errors import KgError


class ProblemError(KgError):
    """A request that cannot be answered as it is."""

    status = 400


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
