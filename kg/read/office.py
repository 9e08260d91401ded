"""PDF, Word and RTF files."""

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import Final
from zipfile import ZipFile

from kg.errors import ReadError
from kg.read import press
from kg.read.archives import DAMAGED, MEMBER
from kg.read.encoding import clean
from kg.read.source import Draft, Source

#: Title that an empty template gives to a document without one.
_TEMPLATE: Final = "Word Document"

#: Bytes of XML that a Word file may unpack to; a long article has less than one million.
_MARKUP: Final = 8 * 2**20

#: What pypdf lets through on damaged files, besides its own errors.
_BUILTIN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def pdf(source: Source) -> Iterator[Draft]:
    """Read a PDF file page by page; a scan without text is refused."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told once, with the name of the file

    try:
        reader = PdfReader(io.BytesIO(source.data))
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title or "") if reader.metadata else ""
    except (PyPdfError, DependencyError, *_BUILTIN) as error:
        raise ReadError(f"the PDF is damaged or locked ({error}): save its text instead", code="damaged") from error
    body = clean("\n\n".join(page.strip() for page in pages if page.strip()))
    if not body:
        raise ReadError("the PDF holds no text, most likely a scan: run it through OCR first", code="no-text")
    yield Draft(text=body, title=clean(title))


def docx(source: Source) -> Iterator[Draft]:
    """Read a Word file, one line for each paragraph."""
    import docx as word
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        _limit(source.data)
        document = word.Document(io.BytesIO(source.data))
        body = "\n".join(paragraph.text for paragraph in document.paragraphs).strip()
        properties = document.core_properties
        title, author = properties.title or "", properties.author or ""
    except (PythonDocxError, OpcError, LxmlError, KeyError, AttributeError, TypeError, *DAMAGED) as error:
        raise ReadError("the Word file is damaged, or an old .doc: save it as .docx", code="damaged") from error
    whole = Draft(text=clean(body), title="" if title == _TEMPLATE else title, author=author)
    yield from list(press.in_text(whole.text)) or [whole]


def rtf(source: Source) -> Iterator[Draft]:
    """Read an RTF file, one line for each paragraph."""
    from striprtf.striprtf import rtf_to_text

    if not source.data.lstrip().startswith(b"{\\rtf"):
        raise ReadError("this is no RTF file: save it as .docx or .txt", code="damaged")
    try:
        body = rtf_to_text(source.data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise ReadError(f"the RTF file is damaged ({error}): save it as .docx or .txt", code="damaged") from error
    whole = Draft(text=clean(body).strip())
    yield from list(press.in_text(whole.text)) or [whole]


def _limit(data: bytes) -> None:
    """Refuse a document that unpacks to too much, before anything is unpacked."""
    with ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
    text = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if text > _MARKUP or sum(entry.file_size for entry in entries) > MEMBER:
        raise ReadError("the Word file unpacks to too much: save its text as .txt", code="too-large")
