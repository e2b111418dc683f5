"""How often each rule is right: measured on the hand-checked sample of broadcasts in tests/sample."""

from __future__ import annotations

# a rule with fewer than ten facts in the sample: the precision of the whole sample
DEFAULT = 0.87

# (right + 1) / (judged + 2), so that a rule is never taken for certain; right of judged beside it
CONFIDENCE: dict[str, float] = {
    "about.in-name": 0.43,  # 14 of 33
    "about.on-agenda": 0.79,  # 14 of 17
    "accompanied.with": 0.94,  # 49 of 51
    "advocated.in-speech": 0.77,  # 140 of 181
    "attendance.attends": 0.78,  # 17 of 21
    "attendance.attends-here": 0.95,  # 19 of 19
    "attendance.chairs": 0.93,  # 49 of 52
    "attendance.meets": 0.89,  # 16 of 17
    "attendance.says-there": 0.74,  # 39 of 52
    "attendance.speaks": 0.83,  # 9 of 10
    "dates.day": 0.82,  # 73 of 88
    "dates.relative": 0.79,  # 14 of 17
    "events.held": 0.93,  # 26 of 27
    "events.meeting": 0.86,  # 31 of 35
    "events.met": 0.83,  # 9 of 10
    "holdsPost.after-name": 0.77,  # 16 of 20
    "holdsPost.apposition": 0.78,  # 79 of 100
    "locatedIn.name": 0.84,  # 51 of 60
    "messages.sends": 0.96,  # 42 of 43
    "met.meets": 0.94,  # 50 of 52
    "names.gazetteer": 0.97,  # 74 of 75
    "people.known": 0.97,  # 36 of 36
    "people.tagger": 0.93,  # 150 of 160 mentions drawn from 200 days
    "posts.as-named-elsewhere": 0.93,  # 12 of 12
    "posts.body-and-title": 0.93,  # 80 of 85
    "statements.addressee": 0.83,  # 39 of 46
    "statements.goes-on": 0.94,  # 84 of 88
    "statements.says": 0.94,  # 58 of 61
    "taskedWith.directive": 0.78,  # 37 of 47
    "visited.on-tour": 0.76,  # 15 of 19
    "visited.stop": 0.75,  # 23 of 30
    "visits.on-tour": 0.8,  # 15 of 18
    "within.division": 0.95,  # 70 of 73
    "within.region": 0.92,  # 10 of 10
}


def confidence_of(rule: str) -> float:
    """The measured precision of a rule's facts."""
    return CONFIDENCE.get(rule, DEFAULT)
