"""Inputs to articles: files, folders, globs, standard input; metadata from the right source; faults counted."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kg.corpus import Failure, Input, Metadata, Missing, list_inputs, read_articles, read_input
from kg.corpus.dates import parse_date
from kg.errors import CorpusError
from kg.model import Article
from tests.corpus.conftest import Write

TEXT = "李希在云南调研\n\n新华社昆明5月18日电 李希到云南调研。他强调，要坚持。\n"
DAY = """# 《新闻联播》 (20240110)

## 新闻摘要

1.甲；

## 详细新闻

### 习近平会见客人 李强参加

<p><strong>央视网消息</strong>（新闻联播）：习近平10日会见客人。<br></p><p>李强&nbsp;参加会见。</p>

[查看原文](https://tv.example/1.shtml)

### 只有标题的一条

[查看原文](https://tv.example/2.shtml)

---

(更新时间戳: 1)
"""


def article(*inputs: str, given: Metadata | None = None) -> Article:
    (found,) = read_articles(inputs, given)
    assert isinstance(found, Article), found
    return found


def failure(*inputs: str, given: Metadata | None = None) -> Failure:
    (found,) = read_articles(inputs, given)
    assert isinstance(found, Failure), found
    return found


def test_the_seed(seed: Path) -> None:
    read = article(str(seed))
    assert read.text == seed.read_bytes().decode()
    assert read.key.startswith("article/") and len(read.sha256) == 64
    assert (read.name, read.date, read.publisher) == ("hebei-2023.txt", "2023-05-12", "新华社")
    assert read.dateline == "新华社石家庄5月12日电"
    assert read.clean[: read.headline].endswith("出席座谈会")
    start = read.clean.index("黄骅港煤炭港区")
    first, last = read.span(start, start + 7)
    assert read.text[first:last] == "黄骅港煤炭港区"


def test_the_text_says_what_nobody_else_does(write: Write) -> None:
    read = article(write("a.txt", TEXT))
    assert (read.title, read.publisher, read.dateline) == ("李希在云南调研", "新华社", "新华社昆明5月18日电")
    assert read.date is None, "the year of a day is never guessed"


def test_a_sidecar_is_stronger_than_the_text_and_options_than_both(write: Write) -> None:
    path = write("a.txt", TEXT)
    write("a.json", json.dumps({"date": "2023-05-18", "source": "人民日报", "url": "https://e.example/1", "id": 7}))
    assert (article(path).date, article(path).publisher, article(path).title) == (
        "2023-05-18",
        "人民日报",
        "李希在云南调研",
    )
    read = article(path, given=Metadata(date="2023-05-19", title="题"))
    assert (read.date, read.title, read.url) == ("2023-05-19", "题", "https://e.example/1")


def test_front_matter(write: Write) -> None:
    read = article(write("a.md", f'---\ntitle: "一题"\ndate: 2024-02-03\nsource: 新华社\n---\n# 正文\n\n{TEXT}'))
    assert (read.title, read.date, read.publisher) == ("一题", "2024-02-03", "新华社")
    assert "---" not in read.text and "#" not in read.text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("题\n（2024年5月1日）\n会议指出，要稳。\n", "2024-05-01"),
        ("题\n2024-05-01 10:20 来源：新华社\n会议指出，要稳。\n", "2024-05-01"),
        ("题\n新华社北京2024年5月1日电 会议指出，要稳。\n", "2024-05-01"),
        ("题\n新华社北京5月1日电 2024年1月1日，会议召开。\n", None),
        ("习近平发表二〇二四年新年贺词\n会议指出，要稳。\n", None),
        ("2024年5月1日起施行新规\n会议指出，要稳。\n", None),
        ("题\n（2024年13月41日）\n会议指出，要稳。\n", None),
    ],
)
def test_a_date_is_read_only_where_the_text_states_when_it_was_published(
    write: Write, text: str, date: str | None
) -> None:
    assert article(write("a.txt", text)).date == date


def test_a_day_of_broadcast_is_one_article_an_item(write: Write) -> None:
    first, second = read_articles([write("20240110.md", DAY)])
    assert isinstance(first, Article) and isinstance(second, Missing)
    assert (first.title, first.date, first.publisher) == ("习近平会见客人 李强参加", "2024-01-10", "央视网")
    assert first.url == "https://tv.example/1.shtml"
    assert first.clean == "习近平会见客人 李强参加\n央视网消息（新闻联播）：习近平10日会见客人。\n李强 参加会见。"
    assert (second.name, second.title, second.date) == ("20240110.md#2", "只有标题的一条", "2024-01-10")


SHORT_NEWS = """# 《新闻联播》 (20240110)

## 详细新闻

### 国内联播快讯

<p><strong>央视网消息</strong>（新闻联播）：<br></p><p><strong>甲市粮食丰收</strong><br></p><p>今天（1月10日），甲市开镰。<br></p>\
<p>产量增长。</p><p><strong>只有标题</strong></p><p><strong>乙省新规施行</strong></p><p>乙省<strong>明确</strong>，规定施行。</p>

[查看原文](https://tv.example/3.shtml)

### 国际联播快讯

[查看原文](https://tv.example/4.shtml)

### undefined

undefined

[查看原文](https://tv.example/5.shtml)

### 丙国大选

<p><strong>央视网消息</strong>（新闻联播）：丙国举行大选。</p><p><strong>丁国表态</strong></p><p>丁国表示祝贺。</p>
"""


def test_short_news_is_one_article_a_headline_and_other_items_stay_whole(write: Write) -> None:
    first, gap, second, none, undefined, whole = read_articles([write("20240110.md", SHORT_NEWS)])
    assert isinstance(first, Article) and isinstance(second, Article) and isinstance(whole, Article)
    assert (first.name, first.title, first.date) == ("20240110.md#1.1", "甲市粮食丰收", "2024-01-10")
    assert first.text == "甲市粮食丰收\n\n今天（1月10日），甲市开镰。\n\n产量增长。\n"
    assert (first.publisher, first.url) == ("央视网", "https://tv.example/3.shtml")
    assert gap == Missing("20240110.md#1.2", "只有标题", "2024-01-10", "央视网")
    assert (second.name, second.clean) == ("20240110.md#1.3", "乙省新规施行\n乙省明确，规定施行。")
    assert none == Missing("20240110.md#2", "国际联播快讯", "2024-01-10", "央视网")
    assert isinstance(undefined, Missing) and undefined.name == "20240110.md#3"
    assert whole.name == "20240110.md#4" and "丁国表态" in whole.text


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-05-12", "2023-05-12"),
        ("2023/5/2", "2023-05-02"),
        ("2023.05.12", "2023-05-12"),
        ("20230512", "2023-05-12"),
        ("2023年5月12日", "2023-05-12"),
        ("2023年5月12日 10:20", "2023-05-12"),
        ("2023-05-12T10:20:30", "2023-05-12"),
        ("2023-05-12T18:00:00Z", "2023-05-13"),
        ("2023-05-12 18:00:00.5+08:00", "2023-05-12"),
    ],
)
def test_days_as_fields_state_them(value: str, day: str) -> None:
    assert parse_date(value, "a.jsonl#1") == day


@pytest.mark.parametrize(
    "value", ["2023-02-30", "5月12日", "2023年5月", "12/05/2023", "1683849600", "2023-05-12 noon", "2023-0512"]
)
def test_what_states_no_day_is_refused(value: str) -> None:
    with pytest.raises(CorpusError, match="not a date"):
        parse_date(value, "a.jsonl#1")


def test_inputs_are_listed_once_and_read_one_by_one(write: Write, tmp_path: Path) -> None:
    path = write("b/a.txt", TEXT)
    bad, first = list_inputs([str(tmp_path / "*.xyz"), str(tmp_path), path][:2])
    assert isinstance(bad, Failure) and first == Input(Path(path), "b/a.txt")
    assert [*read_input(first)] == [*read_articles([path, str(tmp_path)][1:])]


def test_a_folder_is_read_in_order_and_deep(write: Write, tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden/d.txt", "README.md", "e.json", "f.TXT"):
        write(name, TEXT if not name.endswith("json") else "{}")
    assert [a.name for a in read_articles([str(tmp_path)])] == ["a/c.txt", "b.txt", "f.TXT"]


def test_a_glob_leaves_sidecars_out_and_a_file_named_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    path = write("a.txt", TEXT)
    write("a.json", "{}")
    assert [a.name for a in read_articles([str(tmp_path / "*"), path])] == ["a.txt"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030"))))
    assert article("-").title == "李希在云南调研"


def test_one_bad_input_stops_no_other(write: Write, tmp_path: Path) -> None:
    good, bad = write("good.txt", TEXT), write("bad.txt", b"\0\1\2")
    kinds = [type(r) for r in read_articles([bad, str(tmp_path / "none.txt"), good])]
    assert kinds == [Failure, Failure, Article]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "blanks"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        ("english.txt", b"Nothing but English here.", "no Chinese"),
        ("one.txt", "习".encode() * 3_400_000, "characters in one article"),
        ("run.txt", "习".encode() * 30_000, "a sentence of 30,000"),
        ("page.doc", b"\xd0\xcf\x11\xe0", "no reader for .doc"),
    ],
)
def test_bad_files_say_what_is_wrong(write: Write, name: str, content: bytes, found: str) -> None:
    failed = failure(write(name, content))
    assert failed.where == name and found in failed.found and (failed.expected or failed.todo)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"[1]", "no JSON object"),
        (b"{", "cannot be read"),
        (b'{"date": "12 May 2023"}', "12 May 2023"),
        (b'{"date": "2023-02-30"}', "2023-02-30"),
        (b'{"title": 5}', "title is 5"),
    ],
)
def test_a_bad_sidecar_is_named(write: Write, content: bytes, found: str) -> None:
    write("a.json", content)
    failed = failure(write("a.txt", TEXT))
    assert failed.where == "a.json" and found in failed.found


def test_a_folder_without_articles_and_a_glob_without_files_are_failures(tmp_path: Path) -> None:
    assert "without articles" in failure(str(tmp_path)).found
    assert "no file matches" in failure(str(tmp_path / "*.txt")).found


def test_a_file_that_vanishes_while_the_folder_is_read_is_a_failure(write: Write, tmp_path: Path) -> None:
    write("a.txt", TEXT)
    second = Path(write("b.txt", TEXT + "又一句。"))
    records = read_articles([str(tmp_path)])
    assert isinstance(next(records), Article)
    second.unlink()
    (gone,) = records
    assert isinstance(gone, Failure) and "no such file" in gone.found


def test_a_month_of_broadcasts_reads_without_failure(shared: Path) -> None:
    days = sorted((shared / "corpus" / "cctv").glob("202401*.md"))
    if not days:
        pytest.skip("the broadcasts are not there")
    records = list(read_articles([str(day) for day in days]))
    articles = [r for r in records if isinstance(r, Article)]
    assert len(articles) > 20 * len(days) / 3
    assert not [r for r in records if isinstance(r, Failure)]
    assert all(a.clean[: a.headline] == a.title or a.title for a in articles)
