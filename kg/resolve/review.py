"""`review.yaml`: the doubtful pairs of a build, for a person to answer; answers are kept and hold for later builds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as Choice

import yaml

from kg.errors import StoreError
from kg.model import KINDS
from kg.resolve.records import Decision

Word = Choice["open", "accept", "reject"]
WORDS: Sequence[Word] = ("open", "accept", "reject")
_FIELDS = ("one", "other", "answer", "rule", "ground", "articles", "note")
_HEAD = """\
# Pairs that kg build could not decide and keeps apart. Set `answer` and run the same kg build again:
#   accept  they are one · reject  they are two · open  not decided yet
# Answers are kept; `note` is yours; a pair of your own needs `one`, `other` and `answer`.
# kg build 无法确定、暂不合并的各对。填写 answer 后重新运行同一命令：
#   accept 是同一个 · reject 是两个 · open 尚未决定
# 已作的回答会保留；note 可写备注；也可自行增加，写明 one、other、answer 即可。
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's word on a pair of keys; `line` is where it stands in the file (from 1)."""

    one: str
    other: str
    word: Word
    note: str = ""
    rule: str = ""
    ground: str = ""
    articles: tuple[str, ...] = ()
    line: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        return (self.one, self.other) if self.one < self.other else (self.other, self.one)


def read_review(path: Path) -> tuple[Answer, ...]:
    """The answers and open pairs in a review file, in its order; none where there is no file.

    Raises StoreError, with file and line, for what is no such list, an unknown field or answer, and a pair that is
    given two answers.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(str(path), str(error), "a file in UTF-8", "restore it, or remove it to begin anew") from error
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _error(path, mark.line + 1 if mark else 1, f"no YAML: {getattr(error, 'problem', error)}",
                     "a list of pairs", "correct the line") from error  # fmt: skip
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise _error(path, node.start_mark.line + 1, "no list", "a list of pairs, each beginning with `- one:`",
                     "correct it, or remove the file to begin anew")  # fmt: skip
    answers = tuple(_answer(path, item) for item in node.value)
    _check_words(path, answers)
    return answers


def _answer(path: Path, node: yaml.Node) -> Answer:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise _error(path, line, "an entry that is no pair", "`one:`, `other:` and `answer:`", "correct the entry")
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in _FIELDS:
            raise _error(path, key.start_mark.line + 1, f"the field {key.value!r}", f"one of {', '.join(_FIELDS)}",
                         "correct or remove the line")  # fmt: skip
        fields[key.value] = value
    one, other = (_key(path, line, fields, name) for name in ("one", "other"))
    if one == other or one.partition("/")[0] != other.partition("/")[0]:
        raise _error(path, line, f"{one} and {other}", "two different keys of one kind", "correct the entry")
    said = fields.get("answer")
    given = said.value if isinstance(said, yaml.ScalarNode) else ""
    word = next((word for word in WORDS if word == given), None)
    if word is None:
        where = said.start_mark.line + 1 if said else line
        raise _error(path, where, f"answer: {given or '(nothing)'}", "accept, reject or open", "correct the answer")
    articles = fields.get("articles")
    shown = tuple(item.value for item in articles.value) if isinstance(articles, yaml.SequenceNode) else ()
    note, rule, ground = (_text(fields.get(name)) for name in ("note", "rule", "ground"))
    return Answer(one, other, word, note, rule, ground, shown, line)


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null" else ""


def _key(path: Path, line: int, fields: Mapping[str, yaml.Node], name: str) -> str:
    key = _text(fields.get(name))
    kind, slash, own = key.partition("/")
    if not (slash and own and kind in {each.path for each in KINDS if each.path}):
        where = fields[name].start_mark.line + 1 if name in fields else line
        raise _error(path, where, f"{name}: {key or '(nothing)'}", "the key of an entity, such as person/李强",
                     "correct the entry")  # fmt: skip
    return key


def _check_words(path: Path, answers: Iterable[Answer]) -> None:
    known: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        before = known.setdefault(answer.pair, answer)
        if before.word != answer.word:
            raise _error(path, answer.line, f"answer: {answer.word} for a pair that line {before.line} gives "
                         f"{before.word}", "one answer for a pair", "remove one of the two")  # fmt: skip


def _error(path: Path, line: int, found: str, expected: str, todo: str) -> StoreError:
    return StoreError(f"{path}:{line}", found, expected, todo)


def contradiction(path: Path, answer: Answer) -> StoreError:
    """The error of an accepted pair that other answers keep apart."""
    found = f"{answer.one} and {answer.other} are accepted as one"
    expected = "no rejected pair that this would bring together"
    return _error(path, answer.line, found, expected, "change this answer or that of the other pair")


def review_text(open_pairs: Iterable[Decision], answers: Iterable[Answer], titles: Mapping[str, str]) -> str:
    """The review file: open pairs first, then what was answered; "" where there is neither.

    `titles` says how an article is shown to people.
    """
    answered = {answer.pair: answer for answer in answers if answer.word != "open"}
    noted = {answer.pair: answer.note for answer in answers if answer.note}
    waiting = [
        Answer(d.one, d.other, "open", noted.get(d.pair, ""), d.rule, d.ground,
               tuple(titles.get(article, article) for article in d.articles))
        for d in sorted(open_pairs) if d.pair not in answered
    ]  # fmt: skip
    entries = [_entry(answer) for answer in (*waiting, *sorted(answered.values(), key=lambda each: each.pair))]
    if not entries:
        return ""
    return _HEAD + str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000))


def _entry(answer: Answer) -> dict[str, object]:
    said = {"rule": answer.rule, "ground": answer.ground, "articles": list(answer.articles), "note": answer.note}
    entry = {"one": answer.one, "other": answer.other, "answer": answer.word}
    return entry | {name: value for name, value in said.items() if value}
