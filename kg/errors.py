"""Everything that can go wrong and be told to a person: each message says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What is told to people, in whatever language they read.

    Args:
        code: of the text in ``data/rules/messages.json``.
        values: what is put into it: plain, or messages themselves.
    """

    code: str
    values: Mapping[str, Message | str | int]


class KgError(Exception):
    """Base of all errors that the command line shows as one line.

    As text it is English; where `message` is set, :func:`kg.messages.of` tells it in French too.
    """

    message: Message | None = None


class ReadError(KgError):
    """A file cannot be read as articles.

    Args:
        message: what is wrong and what to do.
        code: a short stable name of the reason, such as ``empty`` or ``too-large``.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class DataError(KgError):
    """A file of rules, vocabulary, catalogue or ontology is missing or malformed."""


class QueryError(KgError):
    """A SPARQL query or its parameters are wrong."""


class StoreError(KgError):
    """A store is missing, in use by another writer, or not one of ours."""


class DamagedFactsError(StoreError):
    """A file of facts is not as Quidit wrote it."""


class DamagedStoreError(StoreError):
    """The files of a store are not as Quidit wrote them."""


class NoBuildError(StoreError):
    """A folder holds no build.

    Args:
        folder: which one.
    """

    def __init__(self, folder: object) -> None:
        super().__init__(f"{folder} holds no build: run « kg build PATHS -o {folder} » first")
        self.folder = folder


class WorkerError(KgError):
    """A process that annotates was ended from outside."""


class TrainingError(KgError):
    """The pipeline cannot be trained with the files given."""
