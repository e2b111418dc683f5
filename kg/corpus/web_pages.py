"""Web pages: the main text of an HTML file, and the pages of a web archive (WARC)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from configparser import ConfigParser
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.corpus.encoding import decode
from kg.corpus.extra import needs_extra
from kg.corpus.items import Failure, Item, read_whole, with_title
from kg.corpus.metadata import Metadata
from kg.errors import CorpusError, KgError

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# Only where a page states its day (meta elements, JSON-LD, its address, `<time>`), never a date found in its words;
# the latest day allowed is fixed, since the library would ask the clock for it.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2999-12-31"}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_FOUND = 200
_SHORTEST = 20
"""Characters of a main text; the library's own 250 are meant for alphabets and would take short news for none."""


def read_html(file: BinaryIO, name: str) -> Iterator[Item]:
    """The page as one item: its main text without navigation, advertisements and comments.

    That text, below the page's title, is what the article keeps and what offsets count in. Title, day, publisher and
    address are those that the page's metadata state. Raises CorpusError for a page without a main text, MissingExtra
    where trafilatura is not installed.
    """
    yield _page_item(decode(read_whole(file, name), name), name)


def _page_item(page: str, name: str, url: str | None = None) -> Item:
    with needs_extra("trafilatura", name):
        from trafilatura import bare_extraction
    found: Any = bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=dict(_DATES),
        config=_settings(),
    )
    if found is None or not found.text:
        raise CorpusError(name, "no main text", "the page of an article")
    # A publisher that is no name in Chinese is the host of the address over again.
    publisher = found.sitename if found.sitename and _CHINESE.search(found.sitename) else None
    metadata = Metadata(found.title or None, found.date or None, publisher, found.url or url)
    return Item(with_title(metadata.title, found.text), name, metadata)


@cache
def _settings() -> ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG

    settings = deepcopy(DEFAULT_CONFIG)
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_SHORTEST)
    return settings


def read_warc(file: BinaryIO, name: str) -> Iterator[Item | Failure]:
    """The pages of a web archive (ISO 28500) that were delivered as HTML, each as one item, as `read_html` has it.

    Pages are named by their place among those of the archive (`crawl.warc.gz#3`), with the address they were fetched
    from; the day of the crawl is no day of publication. A page without a main text is a Failure of that name.
    """
    with needs_extra("warcio", name):
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    try:
        pages = (record for record in ArchiveIterator(file) if _is_page(record))
        for number, record in enumerate(pages, 1):
            yield _record_item(record, f"{name}#{number}")
    except ArchiveLoadFailed as error:
        raise CorpusError(name, f"no web archive: {error}", "a WARC file") from error


def _is_page(record: ArcWarcRecord) -> bool:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != str(_FOUND):
        return False
    return "html" in (headers.get_header("Content-Type") or "").lower()


def _record_item(record: ArcWarcRecord, name: str) -> Item | Failure:
    try:
        page = decode(read_whole(record.content_stream(), name), name)
        return _page_item(page, name, record.rec_headers.get_header("WARC-Target-URI"))
    except KgError as error:
        return Failure.of(error)
