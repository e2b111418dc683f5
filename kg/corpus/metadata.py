"""What is known about a text beside its words: title, day of publication, publisher, address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kg.corpus.dates import find_date, is_stamp, parse_date
from kg.errors import CorpusError
from kg.text import DATELINE, LEAD

_KEYS = {
    "title": "title", "headline": "title", "标题": "title", "题目": "title",
    "date": "date", "published": "date", "pubdate": "date", "日期": "date", "时间": "date",
    "发布日期": "date", "发布时间": "date",
    "source": "publisher", "publisher": "publisher", "来源": "publisher", "媒体": "publisher", "发布者": "publisher",
    "url": "url", "link": "url", "链接": "url", "网址": "url",
}  # fmt: skip
"""Names in a sidecar, front matter, table or JSON object, and the field each fills; others are somebody else's."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of one text; what is None is not known. `date` is ISO 8601."""

    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """These values, and those of `other` where nothing is known here."""
        known = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}
        return replace(other, **known)


def parse_metadata(values: Mapping[str, object], where: str) -> Metadata:
    """The metadata among named values (`title`, `date`, `source`, `url` or `标题`, `日期`, `来源`, `链接`).

    Of two names for one field the first that has a value counts. Raises CorpusError for a value that is no text and
    for a date that is none.
    """
    known: dict[str, str] = {}
    for key, value in values.items():
        field = _KEYS.get(key.strip("\ufeff \t").lower())
        if field is None or value in (None, ""):
            continue
        if not isinstance(value, str):
            raise CorpusError(where, f"{key} is {value!r}", "a text in quotes")
        known.setdefault(field, parse_date(value, where) if field == "date" else value.strip())
    return Metadata(**known)


def read_sidecar(path: Path, name: str) -> Metadata:
    """The metadata in `NAME.json` beside `NAME.txt`; nothing known where there is none.

    Raises CorpusError if the file is not a JSON object.
    """
    sidecar = path.with_suffix(".json")
    where = Path(name).with_suffix(".json").as_posix()
    try:
        values = json.loads(sidecar.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return Metadata()
    except (OSError, ValueError) as error:
        raise CorpusError(where, f"cannot be read: {error}", "a JSON object with title, date, source, url") from error
    if not isinstance(values, dict):
        raise CorpusError(where, "no JSON object", '{"title": …, "date": "YYYY-MM-DD", "source": …}')
    return parse_metadata(values, where)


def find_metadata(clean: str, headline: int) -> tuple[Metadata, str | None]:
    """What a cleaned text says about itself, and its dateline (`新华社石家庄5月12日电`) if it has one.

    `headline` counts the characters of the headline block. The title is its lines, one blank between two.
    """
    above, body = clean[:headline], clean[headline:].lstrip("\n")
    dateline, lead = DATELINE.match(body), LEAD.match(body)
    opening = dateline or lead
    title = " ".join(line for line in above.split("\n") if line and not is_stamp(line))
    found = Metadata(title or None, find_date(above, body), _publisher(opening["agency"]) if opening else None)
    return found, dateline[0] if dateline else None


def _publisher(agency: str) -> str | None:
    """The outlet's name; `本报` names none."""
    return None if agency.startswith("本") else agency
