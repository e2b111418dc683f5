"""Who is who over a corpus: what each article's names mean, and the decisions that it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from kg.lexicon.gazetteer import load_gazetteer
from kg.resolve import bodies, events, namesakes, places, posts, spellings, themes
from kg.resolve.partition import Unions
from kg.resolve.records import Corpus, Decision, Known, Parts
from kg.resolve.review import Answer, contradiction

RULES: Mapping[str, tuple[str, str]] = {
    **namesakes.RULES, **spellings.RULES, **posts.RULES, **bodies.RULES, **places.RULES, **events.RULES,
    **themes.RULES, "review": ("人工复核", "a person's word"),
}  # fmt: skip
"""What each rule rests on, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The outcome: `renames` gives, by article, the key that stands for a key; decisions are sorted.

    The keys of a decision are those before anything is merged, after names of several were parted; `home` gives the
    key that stands for each of them in the end.
    """

    renames: Mapping[str, Mapping[str, str]]
    decisions: tuple[Decision, ...]
    home: Mapping[str, str]


def resolve(corpus: Corpus, answers: Sequence[Answer] = (), review: Path = Path("review.yaml")) -> Resolution:
    """Who is who in a corpus, given a person's `answers`; depends on nothing but what the articles say and these.

    Raises StoreError, naming the line of `review`, where answers contradict each other.
    """
    parts, decisions = _split(corpus)
    parted = corpus.split(parts)
    court = _Court(parted, parts, decisions, answers, review)
    court.hear()
    return Resolution(_renames(corpus, parts, court.home), tuple(sorted(court.decisions)), court.home)


def _split(corpus: Corpus) -> tuple[Parts, list[Decision]]:
    people = namesakes.Namesakes(corpus)
    parts: dict[str, Mapping[str, str]] = dict(people.parts)
    decisions = list(people.decisions)
    for split in (
        places.split_of_namesakes,
        places.split_places,
        bodies.split_general,
        posts.split_bare,
        events.split_events,
    ):
        found, said = split(corpus)
        parts |= found
        decisions += said
    return parts, decisions


class _Court:
    """Hears answers and proposals in turn and joins what nothing keeps apart."""

    def __init__(
        self, corpus: Corpus, parts: Parts, decisions: Iterable[Decision], answers: Sequence[Answer], review: Path
    ) -> None:
        self.corpus, self.review = corpus, review
        self.decisions: list[Decision] = []
        self._parts = parts
        self._answers = {answer.pair: answer for answer in answers if answer.word != "open"}
        self._split = list(decisions)
        self._spellings = spellings.Spellings(corpus)
        self._unions = Unions(self._never())
        self.home: dict[str, str] = {}

    def _never(self) -> set[tuple[str, str]]:
        """Pairs that stay two: parts of one name, those who met, and what a person rejected.

        Not the bare titles of two holders: they may have followed each other in one office.
        """
        names = (part for key, part in self._parts.items() if not key.startswith("post/"))
        pairs = {pair for part in names for pair in combinations(sorted(set(part.values())), 2)}
        pairs |= {(min(pair), max(pair)) for pair in self._spellings.never()}
        pairs -= {pair for pair, answer in self._answers.items() if answer.word == "accept"}
        return pairs | {pair for pair, answer in self._answers.items() if answer.word == "reject"}

    def hear(self) -> None:
        self._obey()
        for decision in self._split:
            if decision.pair not in self._answers:
                self.decisions.append(decision)
        self._weigh(bodies.propose_bodies(self.corpus))
        self._weigh(places.propose_places(self.corpus))
        self._weigh(self._spellings.proposals())
        people = self._homes("people")
        self._weigh(posts.propose_posts(self.corpus, lambda key: people.get(key, key)))
        self._weigh(events.propose_events(self.corpus))
        self._weigh(themes.propose_themes(self.corpus))
        self.home = self._homes()
        self.decisions = [d for d in self.decisions if d.same or d.other not in self._unions.group(d.one)]

    def _obey(self) -> None:
        """The person's answers come first; those about what this corpus does not have wait."""
        for pair, answer in sorted(self._answers.items()):
            if not all(key in self.corpus.entities for key in pair):
                continue
            same = answer.word == "accept"
            if same and not self._unions.join(*pair):
                raise contradiction(self.review, answer)
            self.decisions.append(
                Decision(*pair, same, "review", answer.note, state="accepted" if same else "rejected")
            )

    def _weigh(self, proposals: Iterable[Decision]) -> None:
        for proposal in proposals:
            if proposal.pair in self._answers or proposal.other in self._unions.group(proposal.one):
                continue
            if not proposal.same or self._unions.join(proposal.one, proposal.other):
                self.decisions.append(proposal)
            else:
                self.decisions.append(replace(proposal, same=False, state="open"))

    def _homes(self, kind: str = "") -> dict[str, str]:
        """Every key that was joined with others → the key that stands for all."""
        homes: dict[str, str] = {}
        for group in self._unions.groups():
            known = [self.corpus.entities[key] for key in group if key in self.corpus.entities]
            if len(known) > 1 and (not kind or known[0].kind == kind):
                home = self._whole(group) or min(known, key=_standing).key
                homes |= dict.fromkeys(group, home)
        return homes

    def _whole(self, group: Sequence[str]) -> str:
        """The name whose parts, all of them and nothing else, a person has put together again."""
        key = group[0].rpartition("_")[0] or group[0]
        return key if set(self._parts.get(key, {}).values()) == set(group) else ""


def _standing(known: Known) -> tuple[bool, bool, bool, int, str]:
    """What stands first stands for the others: with a code, in the lexicon, without a qualifier, in more articles."""
    listed = any(name.key == known.key for name in load_gazetteer().names.get(known.own, ()))
    return not known.coded, not listed, "_" in known.own, -len(known.articles), known.key


def _renames(corpus: Corpus, parts: Parts, home: Mapping[str, str]) -> dict[str, dict[str, str]]:
    renames: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for said in corpus.said:
        part = parts[said.key].get(said.article, said.key) if said.key in parts else said.key
        new = home.get(part, part)
        if new != said.key:
            renames[said.article][said.key] = new
    return dict(renames)
