"""Every format: the same article comes out, metadata come from the format, faults have a name and a line."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path, PurePath

import pytest

from kg.corpus import READERS, Failure, Metadata, Missing, read_articles
from kg.corpus.readers import file_format
from kg.model import Article
from tests.corpus import files
from tests.corpus.conftest import Write
from tests.corpus.files import BODY, ROW, TITLE, URL

CLEAN = f"{TITLE}\n{BODY}"


def read(*inputs: str, given: Metadata | None = None) -> list[Article | Failure | Missing]:
    return list(read_articles(inputs, given))


def articles(*inputs: str, given: Metadata | None = None) -> list[Article]:
    found = read(*inputs, given=given)
    assert [r for r in found if not isinstance(r, Article)] == []
    return [r for r in found if isinstance(r, Article)]


def test_every_reader_has_a_sample() -> None:
    assert files.SAMPLES.keys() == READERS.keys()


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize("packed", [False, True])
def test_every_reader_gives_the_article_with_exact_offsets(write: Write, suffix: str, packed: bool) -> None:
    content = files.SAMPLES[suffix]()
    path = write(f"a{suffix}.gz", gzip.compress(content)) if packed else write(f"a{suffix}", content)
    (found,) = articles(path)
    assert found.clean == CLEAN
    assert (found.title, found.dateline) == (TITLE, "新华社临川9月3日电")
    assert found.clean[: found.headline] == TITLE
    start = found.clean.index("青江省委书记林向东")
    first, last = found.span(start, start + 9)
    assert found.text[first:last] == "青江省委书记林向东"


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_no_reader_breaks_on_half_a_file_or_on_noise(write: Write, suffix: str) -> None:
    content = files.SAMPLES[suffix]()
    for number, data in enumerate((content[: len(content) // 2], content[:10], b"\xff\x00\x10" * 50, b"", b"\n")):
        assert all(isinstance(r, Article | Failure | Missing) for r in read(write(f"a{number}{suffix}", data)))
    assert all(isinstance(r, Failure) for r in read(write(f"noise{suffix}", b"\xff\x00\x10" * 50)))


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"),
        ("a.JSONL", ".jsonl"),
        ("a.jsonl.GZ", ".jsonl"),
        ("a.gz", ".gz"),
        ("a", ""),
        ("v1.0.md", ".md"),
    ],
)
def test_the_format_of_a_file(name: str, suffix: str) -> None:
    assert file_format(PurePath(name)) == suffix


def test_a_file_that_is_not_what_its_name_says_is_a_failure(write: Write) -> None:
    for name in ("a.docx", "a.pdf", "a.warc", "a.txt.gz", "a.gz"):
        (found,) = read(write(name, files.TEXT))
        assert isinstance(found, Failure) and found.where == name and found.expected, name


@pytest.mark.parametrize(
    ("suffix", "module", "library"),
    [
        (".html", "trafilatura", "trafilatura"),
        (".docx", "docx", "python-docx"),
        (".pdf", "pypdf", "pypdf"),
        (".warc", "warcio.archiveiterator", "warcio"),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_its_extra(
    write: Write, monkeypatch: pytest.MonkeyPatch, suffix: str, module: str, library: str
) -> None:
    path, plain = write(f"a{suffix}", files.SAMPLES[suffix]()), write("b.txt", files.TEXT)
    monkeypatch.setitem(sys.modules, module, None)
    failed, good = read(path, plain)
    assert isinstance(failed, Failure) and isinstance(good, Article)
    assert failed.found == f"{library} is not installed" and failed.todo == "pip install 'policy-kg[corpus]'"


# --- metadata


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv"])
def test_a_row_knows_title_day_publisher_and_address(write: Write, suffix: str) -> None:
    (found,) = articles(write(f"a{suffix}", files.SAMPLES[suffix]()))
    assert (found.title, found.date, found.publisher, found.url) == (TITLE, "2031-09-03", "云溪日报", URL)


def test_a_sidecar_is_stronger_than_a_row_and_options_than_both(write: Write) -> None:
    path = write("a.jsonl", files.jsonl(ROW))
    write("a.json", json.dumps({"source": "青江日报", "date": "2031-09-04"}))
    (found,) = articles(path, given=Metadata(date="2031-09-05"))
    assert (found.date, found.publisher, found.url) == ("2031-09-05", "青江日报", URL)


def test_a_page_knows_what_its_metadata_state(write: Write) -> None:
    head = (
        f'<meta property="og:site_name" content="云溪网"><meta property="og:url" content="{URL}">'
        '<meta property="article:published_time" content="2031-09-03T20:10:00+08:00">'
    )
    (found,) = articles(write("a.html", files.html(head=head)))
    assert (found.title, found.date, found.publisher, found.url) == (TITLE, "2031-09-03", "云溪网", URL)


def test_a_page_that_states_no_day_has_none(write: Write) -> None:
    (found,) = articles(write("a.html", files.html(paragraphs=(BODY, "2030年1月1日起，新规施行。"))))
    assert (found.date, found.publisher, found.url) == (None, "新华社", None)


# --- JSON Lines


def test_a_bad_line_is_a_failure_with_its_number_and_stops_no_other(write: Write) -> None:
    lines = [
        files.jsonl(ROW),
        b"{\n",
        b"\n",
        b"[1]\n",
        files.jsonl({"title": "题"}),
        files.jsonl(ROW | {"text": 7}),
        files.jsonl(ROW | {"date": "soon"}),
        files.jsonl(ROW | {"text": ""}),
        b'{"text": "\\ud842\xe4\xb9\xa0"}\n',
        BODY.encode() + b"\xff\xfd\n",
        files.jsonl({"content": BODY}),
        files.jsonl({"body": BODY, "headline": "另一题"}).rstrip(),
    ]
    found = read(write("a.jsonl", b"".join(lines)))
    named = [(r.name.removeprefix("a.jsonl#"), type(r).__name__) for r in found]
    assert named == [
        ("1", "Article"), ("2", "Failure"), ("4", "Failure"), ("5", "Failure"), ("6", "Failure"), ("7", "Failure"),
        ("8", "Missing"), ("9", "Failure"), ("10", "Failure"), ("11", "Article"), ("12", "Article"),
    ]  # fmt: skip
    failures = [r.found for r in found if isinstance(r, Failure)]
    for failure, said in zip(
        failures, ("no JSON", "no JSON object", "only title", "text is 7", "'soon'", "half a", "no known"), strict=True
    ):
        assert said in failure
    gap = found[6]
    assert gap == Missing("a.jsonl#8", TITLE, "2031-09-03", "云溪日报")


def test_a_title_that_opens_the_text_is_not_written_twice(write: Write) -> None:
    text = f"林向东 在云溪考察\n{BODY}"
    (found,) = articles(write("a.jsonl", files.jsonl(ROW | {"text": text})))
    assert found.text == text


# --- tables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_as_spreadsheets_write_them(write: Write, encoding: str, delimiter: str) -> None:
    rows = [
        ["编号", "标题", "发布时间", "来源", "正文"],
        ["1", TITLE, "2031/9/3 20:10", "云溪日报", f"{BODY}\n“又一段”。"],
    ]
    (found,) = articles(write("a.csv", files.table(rows, delimiter, encoding)))
    assert (found.title, found.date, found.publisher) == (TITLE, "2031-09-03", "云溪日报")
    assert found.clean == f"{CLEAN}\n“又一段”。"


def test_rows_are_named_by_the_line_on_which_they_begin(write: Write) -> None:
    rows = [["title", "text"], ["一", f"{BODY}\n第二段。"], ["二", BODY, "多"], ["三", BODY], ["四", ""]]
    first, second, third, fourth = read(write("a.csv", files.table(rows)))
    assert [r.name for r in (first, second, third, fourth)] == ["a.csv#2", "a.csv#4", "a.csv#5", "a.csv#6"]
    assert isinstance(second, Failure) and (second.found, second.expected[:1]) == ("3 columns", "2")
    assert isinstance(third, Article) and fourth == Missing("a.csv#6", "四", None)


def test_a_table_without_a_column_of_texts_is_a_failure(write: Write) -> None:
    (found,) = read(write("a.csv", "编号,标题\n1,题\n"))
    assert isinstance(found, Failure) and "编号, 标题" in found.found and "正文" in found.expected


def test_a_field_without_end_is_a_failure_and_the_rows_before_it_stay(write: Write) -> None:
    found = read(write("a.csv", f'title,text\n一,{BODY}\n二,"{"很长。" * 50_000}'))
    assert isinstance(found[0], Article)
    assert isinstance(found[1], Failure) and found[1].where == "a.csv#3" and "larger than" in found[1].found


def test_an_encoding_that_changes_inside_a_table_is_a_failure(write: Write) -> None:
    row = f"一,{BODY}\n".encode()
    content = b"title,text\n" + row * 12_000 + "二,习近平考察。\n".encode("gb18030")
    found = read(write("a.csv", content))
    assert isinstance(found[0], Article) and isinstance(found[-1], Failure) and "utf-8" in found[-1].found


# --- pages and archives


def test_the_text_of_a_page_is_its_main_text(write: Write) -> None:
    (found,) = articles(write("a.html", files.html(paragraphs=(BODY, "会议指出，要稳。"))))
    assert found.clean == f"{CLEAN}\n会议指出，要稳。"
    assert "首页" not in found.text and "版权" not in found.text and "其他新闻" not in found.text


def test_a_page_in_an_encoding_of_its_own(write: Write) -> None:
    page = files.html().decode().replace('charset="utf-8"', 'charset="gb2312"')
    (found,) = articles(write("a.html", page.encode("gb18030")))
    assert found.clean == CLEAN


def test_a_page_that_says_it_is_xml(write: Write) -> None:
    (found,) = articles(write("a.html", b'<?xml version="1.0" encoding="utf-8"?>' + files.html()))
    assert found.clean == CLEAN


def test_a_page_without_a_main_text_is_a_failure(write: Write) -> None:
    (found,) = read(write("a.html", b"<html><body></body></html>"))
    assert isinstance(found, Failure) and found.found == "no main text"


@pytest.mark.parametrize("compressed", [False, True])
def test_an_archive_gives_its_pages_with_their_addresses(write: Write, compressed: bool) -> None:
    other = "https://news.example/2031/0903/2.html"
    data = files.warc(
        (URL, files.html(), "text/html"),
        ("https://news.example/a.png", b"\x89PNG", "image/png"),
        ("https://news.example/empty.html", b"<html></html>", "text/html"),
        (other, files.html("周岚在云溪调研", (BODY.replace("林向东", "周岚"),)), "text/html; charset=utf-8"),
        compressed=compressed,
    )
    first, empty, second = read(write("a.warc.gz" if compressed else "a.warc", data))
    assert isinstance(first, Article) and isinstance(second, Article) and isinstance(empty, Failure)
    assert [(r.name, r.url) for r in (first, second)] == [(first.name, URL), (second.name, other)]
    assert [r.name.rpartition("#")[2] for r in (first, empty, second)] == ["1", "2", "3"]
    assert second.clean.startswith("周岚在云溪调研\n")


# --- documents


def test_tables_of_a_document_are_read_in_their_place(write: Write) -> None:
    data = files.docx((TITLE, BODY), [["单位", "职务"], ["云溪市", "市长何一鸣"]])
    (found,) = articles(write("a.docx", data))
    assert found.text == f"{TITLE}\n{BODY}\n单位\n职务\n云溪市\n市长何一鸣"


def test_a_broken_document_is_one_failure_and_no_noise(write: Write) -> None:
    script = "import sys; from kg.corpus import read_articles; print(*[r.found for r in read_articles(sys.argv[1:])])"
    command = [sys.executable, "-c", script, write("a.pdf", files.pdf()[:300])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("no readable PDF file") and done.stderr == ""


def test_a_document_or_a_scan_without_text_is_a_failure(write: Write, tmp_path: Path) -> None:
    for name, data in (("a.pdf", files.pdf(())), ("a.docx", files.docx(()))):
        (found,) = read(write(name, data))
        assert isinstance(found, Failure) and "no text" in found.found and "OCR" in found.todo
