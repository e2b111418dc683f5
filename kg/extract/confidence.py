"""How often each rule is right: measured on the gold articles and on a hand-checked sample of broadcasts."""

from __future__ import annotations

# a rule without a line of its own: those measured lie between 0.85 and 0.99
DEFAULT = 0.9

CONFIDENCE: dict[str, float] = {
    "names.gazetteer": 0.97,
    "names.side": 0.97,
    "names.country-pair": 0.95,
    "people.known": 0.99,
    "people.after-title": 0.97,
    "people.roster": 0.96,
    "people.speaker": 0.9,
    "holdsPost.apposition": 0.97,
    "holdsPost.after-name": 0.93,
    "within.division": 1.0,
    "within.region": 1.0,
    "themes.thesaurus": 0.92,
}


def confidence_of(rule: str) -> float:
    """The measured precision of a rule's facts."""
    return CONFIDENCE.get(rule, DEFAULT)
