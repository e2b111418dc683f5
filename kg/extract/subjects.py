"""Who a clause is about: groups of people that no preposition governs, and what pronouns stand for."""

from __future__ import annotations

import re
from functools import cache

from kg.extract.scene import PERSON, Sentence, Unit, pattern
from kg.lexicon.words import all_words, alternatives
from kg.text import after_last


@cache
def _governed() -> re.Pattern[str]:
    """Words before a name that make it anything but the subject."""
    return re.compile(rf"(?:{alternatives(all_words('grammar', 'governors'))})$")


def subjects(sentence: Sentence, first: int, last: int) -> list[Unit]:
    """The first group of people in `folded[first:last]` that is a subject there: not governed, not a genitive."""
    for match in _GROUP.finditer(sentence.folded, first, last):
        before = sentence.folded[first : match.start()]
        after = sentence.folded[match.end() : match.end() + 4]
        if _governed().search(before) or _MEETS.search(before) or after.startswith(_NO_SUBJECT):
            continue
        return sentence.units_in(match.start(), match.end(), PERSON)
    return []


_GROUP = pattern("<G>")
_NO_SUBJECT = ("的", "同志的", "贺信", "贺电", "关于", "陪同下", "邀请", "委托", "对中国")
_MEETS = re.compile("会见|会晤|接见|祝贺|邀请|任命|免去|追授|纪念|缅怀")


def subject_before(sentence: Sentence, at: int, topic: list[Unit]) -> list[Unit]:
    """Who acts in the clause of `folded[at]`: the group in it before `at`, in a clause before it, or the topic that a
    pronoun or an empty subject goes on with."""
    folded = sentence.folded
    end = at
    while True:
        clause = after_last(folded, "，。；： ", end)
        if units := subjects(sentence, clause, end):
            return units
        if _ANOTHER.match(folded, clause, at):
            return []
        if PRONOUN.match(folded, clause) or OTHERS.match(folded, clause):
            return topic if PRONOUN.match(folded, clause) else []
        if clause == 0:
            return topic
        end = clause - 1


# a body or a place at the head of a clause is its subject
_ANOTHER = pattern("(?:<D>|，|近日|日前|今天)*(?:<O>(?!（)|<L>(?=要|将|是|已))")
PRONOUN = re.compile("[他她]|总书记")
OTHERS = re.compile(
    "[^，。；]{0,16}(?:获得者|官兵|职工|青少年|学生们|嘉宾|礼兵|仪仗队|军乐团)(?!的|代表)|大家|双方|村民|群众|记者|专家|代表们|两国|会议|当地|我国|全国|各地|各级|这|那"
)
