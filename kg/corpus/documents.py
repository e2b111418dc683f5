"""Documents of word processors and printers: the text of Word (docx) and PDF files."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from kg.corpus.extra import needs_extra
from kg.corpus.items import Item, read_whole
from kg.corpus.metadata import Metadata
from kg.errors import CorpusError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table


def read_docx(file: BinaryIO, name: str) -> Iterator[Item]:
    """The document as one item: its paragraphs and the cells of its tables in order, a line each.

    A document's own title and dates are those of the file (`文档1`, the day it was saved), so nothing is known from
    them. Raises CorpusError for what is no Word document, MissingExtra where python-docx is not installed.
    """
    with needs_extra("python-docx", name):
        from docx import Document
    try:
        lines = list(_lines(Document(BytesIO(read_whole(file, name)))))
    except CorpusError:
        raise
    except Exception as error:  # the library raises classes of many kinds for broken files
        raise CorpusError(name, f"no Word document: {error}", "a .docx file", "save it anew") from error
    yield _document_item(lines, name)


def _lines(document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _cells(block)
        else:
            yield block.text


def _cells(table: Table) -> Iterator[str]:
    """The text of each cell once, row after row; a merged cell belongs to several rows and columns."""
    seen: set[object] = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield cell.text


def read_pdf(file: BinaryIO, name: str) -> Iterator[Item]:
    """The text of all pages as one item, lines as printed; cleaning joins them to paragraphs.

    Raises CorpusError for what is no PDF file, is encrypted or holds pictures of pages only, MissingExtra where pypdf
    is not installed.
    """
    with needs_extra("pypdf", name):
        from pypdf import PdfReader
    _silence("pypdf")
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(read_whole(file, name))).pages]
    except CorpusError:
        raise
    except Exception as error:  # the library raises classes of many kinds for broken files
        raise CorpusError(name, f"no readable PDF file: {error}", "a PDF file that opens without password") from error
    yield _document_item(pages, name)


def _silence(library: str) -> None:
    """Keeps a library's warnings off standard error, unless somebody listens: what matters comes as an error."""
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _document_item(parts: list[str], name: str) -> Item:
    text = "\n".join(parts)
    if not text.strip():
        raise CorpusError(name, "no text, at most pictures of it", "a text layer", "run it through OCR")
    return Item(text, name, Metadata())
