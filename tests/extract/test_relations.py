"""Every rule of the story holds its own examples, read by the whole pipeline."""

from __future__ import annotations

import re
from functools import cache

import pytest

from kg.extract.assemble import assemble
from kg.extract.pipeline import read_article
from kg.extract.relations import RULES
from kg.extract.story import Rule
from kg.model import Fact
from tests.extract.cases import Found, article_of, find

YES = [pytest.param(rule, text, relation, id=f"{rule.id}:{relation}") for rule in RULES for text, relation in rule.yes]
NO = [pytest.param(rule, text, id=f"{rule.id}:{text}") for rule in RULES for text in rule.no]
PUBLISHED = "2024-10-14"
"""The day for examples that say 8日."""
ENDS = re.compile(r".+ (?P<predicate>[A-Za-z]+) .+")


@cache
def _found(text: str) -> Found:
    return find(text, PUBLISHED)


def _facts(text: str) -> tuple[Fact, ...]:
    return assemble(read_article(article_of(text, PUBLISHED))).facts


def predicates(rule: Rule) -> set[str]:
    """The predicates that a rule's examples state."""
    return {match["predicate"] for _, relation in rule.yes if (match := ENDS.fullmatch(relation))}


@pytest.mark.parametrize(("rule", "text", "relation"), YES)
def test_a_rule_reads_its_examples(rule: Rule, text: str, relation: str) -> None:
    assert ENDS.fullmatch(relation), f"{rule.id}: {relation!r} is no “甲 predicate 乙”"
    assert _found(text).holds(relation)


@pytest.mark.parametrize(("rule", "text"), NO)
def test_a_rule_leaves_its_counterexamples(rule: Rule, text: str) -> None:
    assert [fact for fact in _facts(text) if fact.predicate in predicates(rule)] == []


@pytest.mark.parametrize(("rule", "text", "relation"), YES)
def test_an_example_exercises_its_own_rule(rule: Rule, text: str, relation: str) -> None:
    """The pattern matches the folded example: another rule's reading does not vouch for it."""
    compiled = rule.pattern()
    assert any(compiled.search(sentence.folded) for sentence in read_article(article_of(text, PUBLISHED)).folded)


def test_rules_have_ids_of_their_own_and_examples() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert [rule.id for rule in RULES if not rule.yes] == []
