"""How often each rule is right: the facts of the hand-checked sample in tests/sample that are still extracted."""

from __future__ import annotations

# a rule with fewer than ten facts in the sample: the precision of the whole sample
DEFAULT = 0.95

# (right + 1) / (judged + 2) of what rules give today, so that none is taken for certain; right of judged beside it
CONFIDENCE: dict[str, float] = {
    "about.in-name": 0.48,  # 10 of 21
    "about.on-agenda": 0.93,  # 12 of 12
    "accompanied.with": 0.98,  # 48 of 48
    "advocated.in-speech": 0.87,  # 226 of 260
    "attendance.attends": 0.87,  # 19 of 21
    "attendance.attends-here": 0.89,  # 23 of 25
    "attendance.chairs": 0.98,  # 48 of 48
    "attendance.meets": 0.96,  # 22 of 22
    "attendance.says-there": 0.93,  # 39 of 41
    "attendance.speaks": 0.93,  # 12 of 12
    "dates.day": 0.93,  # 77 of 82
    "dates.relative": 0.9,  # 17 of 18
    "events.held": 0.97,  # 29 of 29
    "events.meeting": 0.97,  # 28 of 28
    "events.met": 0.92,  # 11 of 11
    "holdsPost.after-name": 0.83,  # 23 of 27
    "holdsPost.apposition": 0.94,  # 110 of 116
    "locatedIn.name": 0.95,  # 57 of 59
    "messages.sends": 0.97,  # 36 of 36
    "met.meets": 0.98,  # 52 of 52
    "names.gazetteer": 0.97,  # 74 of 75
    "people.known": 0.97,  # 36 of 36
    "people.tagger": 0.93,  # 150 of 160 mentions drawn from 200 days
    "posts.as-named-elsewhere": 0.93,  # 12 of 12
    "posts.body-and-title": 0.98,  # 90 of 91
    "statements.addressee": 0.94,  # 29 of 30
    "statements.goes-on": 0.97,  # 149 of 152
    "statements.says": 0.95,  # 68 of 71
    "taskedWith.directive": 0.95,  # 34 of 35
    "visited.on-tour": 0.88,  # 13 of 14
    "visited.stop": 0.96,  # 23 of 23
    "visits.on-tour": 0.88,  # 14 of 15
    "within.division": 0.99,  # 97 of 97
    "within.region": 0.93,  # 12 of 12
}


def confidence_of(rule: str) -> float:
    """The measured precision of a rule's facts."""
    return CONFIDENCE.get(rule, DEFAULT)
