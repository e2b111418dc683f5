"""The graph page of one article or of what surrounds one entity: the page of `kg build`, of a part of the graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.view.choice import Wish, chosen_nodes
from kg.view.page import page_html
from kg.view.records import Article, Extent, Fact, Marking, Node, Proof, View
from kg.view.texts import find_together, read_text
from kg.web.reader import find_mentions
from kg.web.reading import Catalogue, marks
from kg.web.records import Entity

FACTS = 250
"""Most facts of a picture around an entity; its own first, the latest before the others."""
ALIKE = 40
"""Of these at most so many of one property: else a speaker's themes leave no room for anything else."""
PROOFS = 6
"""Proofs of a fact; the others are counted."""
TEXTS = 8
"""Articles whose whole text goes with the picture around an entity, those that support most of its facts."""
_POLICY = re.compile(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"')

_OF_ARTICLE = """SELECT id FROM fact WHERE predicate NOT IN ('mentions', 'text', 'verb')
  AND id IN (SELECT fact FROM proof WHERE article = ?)"""
_AROUND = f"""SELECT id FROM (
    SELECT id, last, own, ROW_NUMBER() OVER (PARTITION BY predicate, own ORDER BY last DESC, id) AS place FROM (
      SELECT id, predicate, last, subject = ?1 OR object = ?1 AS own FROM fact WHERE (subject = ?1 OR object = ?1
        OR object IN (SELECT object FROM fact WHERE subject = ?1 AND predicate IN ('attended', 'chaired', 'spokeAt')
                      ORDER BY last DESC LIMIT 12))
      AND predicate NOT IN ('mentions', 'text', 'verb')))
  WHERE place <= {ALIKE} ORDER BY own DESC, last DESC, id LIMIT {FACTS}"""
_EXTENT = """SELECT (SELECT COUNT(*) FROM entity WHERE kind NOT IN ('', 'articles')),
  (SELECT COUNT(*) FROM fact f JOIN entity e ON e.id = f.subject AND e.kind <> 'articles'),
  (SELECT COUNT(*) FROM article)"""


def picture(catalogue: Catalogue, folder: Path, base: str, entity: Entity) -> str:
    """The graph page around an entity, or of an article's facts; its own policy allows its scripts by their hashes."""
    query = _OF_ARTICLE if entity.kind == "articles" else _AROUND
    chosen = [number for (number,) in catalogue.rows(query, entity.id)]
    return page_html(_Picture(catalogue, folder, base, entity).view(chosen))


def page_policy(html: str) -> str:
    """The content security policy that a graph page states for itself."""
    match = _POLICY.search(html)
    return match.group(1) if match else "default-src 'none'"


@dataclass(frozen=True, slots=True)
class _Picture:
    """What a view is made from."""

    catalogue: Catalogue
    folder: Path
    base: str
    entity: Entity

    def view(self, chosen: Sequence[int]) -> View:
        """The view of facts, with everything at their ends."""
        rows = self.catalogue.rows(
            f"SELECT id, subject, predicate, object, value, first, last FROM fact WHERE id IN ({marks(chosen)})",
            *chosen,
        )
        ends = self.catalogue.by_id(end for row in rows for end in (row[1], row[3]) if end)
        proofs = self._proofs(chosen)
        sources = self.catalogue.by_id(proof[1] for found in proofs.values() for proof in found)
        facts = [fact for row in rows for fact in self._facts(row, ends, proofs[row[0]], sources)]
        nodes = self._nodes(ends.values(), facts)
        known = {node.key for node in nodes}
        shown = tuple(fact for fact in facts if fact.subject in known and (fact.literal or fact.object in known))
        articles = self._articles(sources.values(), facts, known)
        return View(
            title=self.entity.name, base=self.base, nodes=nodes, facts=shown, articles=articles,
            together=find_together(nodes, shown, articles), depth=2, focus=self._focus(known),
            whole=self._whole(Extent(len(nodes), len(shown), len(articles))),
        )  # fmt: skip

    def _whole(self, shown: Extent) -> Extent:
        """How much there is: around an entity the whole graph, so that the page says what it leaves out."""
        return shown if self.entity.kind == "articles" else Extent(*self.catalogue.rows(_EXTENT)[0])

    def _key(self, entity: Entity) -> str:
        return entity.iri.removeprefix(self.base)

    def _focus(self, known: set[str]) -> str | None:
        return self._key(self.entity) if self._key(self.entity) in known else None

    def _proofs(self, chosen: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
        """The latest proofs of each fact; of an article only those that stand in it."""
        here = self.entity.id if self.entity.kind == "articles" else None
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self.catalogue.rows(
            f"""SELECT * FROM (SELECT fact, article, start, stop, quote, rule, confidence, status, polarity, day, part,
              ROW_NUMBER() OVER (PARTITION BY fact, polarity ORDER BY date DESC, article, start) AS place,
              COUNT(*) OVER (PARTITION BY fact, polarity) AS n
              FROM proof WHERE fact IN ({marks(chosen)}) AND (? IS NULL OR article = ?))
            WHERE place <= {PROOFS} ORDER BY fact, polarity, place""", *chosen, here, here
        ):  # fmt: skip
            found[row[0]].append(row)
        return found

    def _facts(
        self, row: tuple[Any, ...], ends: dict[int, Entity], proofs: list[tuple[Any, ...]], sources: dict[int, Entity]
    ) -> list[Fact]:
        """A row of the table of facts, once for each polarity of its proofs."""
        _, subject, predicate, object_, value, first, last = row
        made = []
        for polarity, group in groupby(proofs, key=lambda proof: proof[8]):
            found = list(group)
            made.append(Fact(
                subject=self._key(ends[subject]), predicate=predicate,
                object=self._key(ends[object_]) if object_ else value, literal=not object_,
                status=found[0][7], polarity=polarity, since=first, until=last,
                proofs=tuple(self._proof(each, sources) for each in found), unshown=found[0][-1] - len(found),
            ))  # fmt: skip
        return made

    def _proof(self, row: tuple[Any, ...], sources: dict[int, Entity]) -> Proof:
        _, article, start, stop, quote, rule, confidence, _, _, day, part = row[:11]
        said = quote if quote is not None else self.catalogue.quote(article, start, stop)
        return Proof(self._key(sources[article]), start, stop, said, rule, confidence, day, part)

    def _nodes(self, ends: Iterable[Entity], facts: Sequence[Fact]) -> tuple[Node, ...]:
        """The entities at the ends of facts, heaviest first; articles are no nodes."""
        entities = {
            each.iri: Node(self._key(each), each.kind, each.cls, each.name, tuple(self.catalogue.aliases(each)),
                           iri=each.iri)
            for each in ends if each.cls and each.kind != "articles"
        }  # fmt: skip
        links = [(self.base + fact.subject, self.base + fact.object) for fact in facts if not fact.literal]
        joined = [link for link in links if entities.keys() >= set(link)]
        focus = self.entity.iri if self.entity.iri in entities else None
        return chosen_nodes(entities, joined, {}, Wish(focus, 2, None, 1))

    def _articles(self, sources: Iterable[Entity], facts: Sequence[Fact], known: set[str]) -> tuple[Article, ...]:
        """The articles that support the facts; those that support most of them with their text and what it says."""
        cited = Counter(proof.article for fact in facts for proof in fact.proofs)
        carried = {key for key, _ in cited.most_common(TEXTS)}
        return tuple(self._article(source, facts, known, self._key(source) in carried) for source in sources)

    def _article(self, source: Entity, facts: Sequence[Fact], known: set[str], carried: bool) -> Article:
        found, key = self.catalogue.article(source), self._key(source)
        article = Article(key, found.title, found.date, found.publisher, found.url)
        if not (carried and found.file):
            return article
        mentions = [(start, stop, self._key(entity)) for start, stop, entity in find_mentions(self.catalogue, source)]
        markings = tuple(Marking(*mention) for mention in mentions if mention[2] in known)
        said = tuple(fact for fact in facts if fact.subject == key and fact.object in known)
        return replace(read_text(article, self.folder / found.file, markings), facts=said)
