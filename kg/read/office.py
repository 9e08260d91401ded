"""PDF and Word files."""

import io
from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.encoding import clean
from kg.read.plain import headline
from kg.read.source import Draft, Source


def pdf(source: Source) -> Iterator[Draft]:
    """Read a PDF file page by page; a scan without text is refused."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(source.data))
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title or "") if reader.metadata else ""
    except (PyPdfError, ValueError, KeyError, TypeError) as error:
        raise ReadError(f"the PDF is damaged or locked ({error}): save its text instead", code="damaged") from error
    body = clean("\n\n".join(page.strip() for page in pages if page.strip()))
    if not body:
        raise ReadError("the PDF holds no text, most likely a scan: run it through OCR first", code="no-text")
    yield Draft(text=body, title=clean(title) or headline(body))


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
    yield Draft(text=body, title=properties.title or headline(body), author=properties.author or "")
