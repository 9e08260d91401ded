"""PDF and Word files."""

import io
import logging
from collections.abc import Iterator
from typing import Final

from kg.errors import ReadError
from kg.read.encoding import clean
from kg.read.source import Draft, Source

#: Title that an empty template gives to a document without one.
_TEMPLATE: Final = "Word Document"


def pdf(source: Source) -> Iterator[Draft]:
    """Read a PDF file page by page; a scan without text is refused."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told once, with the name of the file

    try:
        reader = PdfReader(io.BytesIO(source.data))
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title or "") if reader.metadata else ""
    except (PyPdfError, ValueError, KeyError, TypeError) as error:
        raise ReadError(f"the PDF is damaged or locked ({error}): save its text instead", code="damaged") from error
    body = clean("\n\n".join(page.strip() for page in pages if page.strip()))
    if not body:
        raise ReadError("the PDF holds no text, most likely a scan: run it through OCR first", code="no-text")
    yield Draft(text=body, title=clean(title))


def docx(source: Source) -> Iterator[Draft]:
    """Read a Word file, one line for each paragraph."""
    from zipfile import BadZipFile

    import docx as word
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = word.Document(io.BytesIO(source.data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise ReadError("the Word file is damaged, or an old .doc: save it as .docx", code="damaged") from error
    body = clean("\n".join(paragraph.text for paragraph in document.paragraphs)).strip()
    properties = document.core_properties
    yield Draft(
        text=body, title="" if properties.title == _TEMPLATE else properties.title or "", author=properties.author or ""
    )
