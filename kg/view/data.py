"""A view as the JSON that the page's script reads: nodes and articles by number, names with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import OntologyError
from kg.graph.vocabulary import PK, load_ontology
from kg.model import BY_NAME, KINDS

if TYPE_CHECKING:
    from kg.view.records import Article, Fact, Node, Proof, Together, View

Json = dict[str, Any]


def view_data(view: View, links: Mapping[frozenset[str], int]) -> Json:
    """What the script reads of a view; `links` are the numbers of the lines that join pairs of node keys."""
    numbers = _Numbers(
        nodes={node.key: number for number, node in enumerate(view.nodes)},
        articles={article.key: number for number, article in enumerate(view.articles)},
        texts=frozenset(article.key for article in view.articles if article.text is not None),
        links=links,
    )
    facts = [fact for fact in view.facts if fact.subject in numbers.nodes and numbers.holds_object(fact)]
    used = {node.kind for node in view.nodes}
    stated = [*facts, *(fact for article in view.articles for fact in article.facts)]
    return {
        "title": view.title,
        "base": view.base,
        "ontology": PK,
        "kinds": [_kind(kind.name) for kind in KINDS if kind.name in used],
        "predicates": _labels(fact.predicate for fact in stated),
        "classes": _labels(node.cls for node in view.nodes),
        "nodes": [_node(node, view.base) for node in view.nodes],
        "facts": [numbers.fact(fact) for fact in facts],
        "together": [numbers.together(pair) for pair in view.together],
        "articles": [numbers.article(article) for article in view.articles],
        "focus": numbers.nodes.get(view.focus) if view.focus else None,
        "depth": view.depth,
        "whole": {
            "nodes": max(view.whole.nodes, len(view.nodes)),
            "facts": max(view.whole.facts, len(facts)),
            "articles": max(view.whole.articles, len(view.articles)),
        },
    }


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers that stand for keys in the page; `texts` are the keys of the articles whose text it carries."""

    nodes: Mapping[str, int]
    articles: Mapping[str, int]
    texts: frozenset[str]
    links: Mapping[frozenset[str], int]

    def holds_object(self, fact: Fact) -> bool:
        """Whether the page has what the fact leads to."""
        return fact.literal or fact.object in self.nodes

    def fact(self, fact: Fact) -> Json:
        """A fact; without subject where that is an article, with a line where the picture draws one."""
        found: Json = {"p": fact.predicate, "status": fact.status, "polarity": fact.polarity, "since": fact.since,
                       "until": fact.until, "proofs": [self.proof(each) for each in fact.proofs],
                       "unshown": fact.unshown}  # fmt: skip
        if fact.subject in self.nodes:
            found["s"] = self.nodes[fact.subject]
        if fact.literal:
            return found | {"value": fact.object}
        found["o"] = self.nodes[fact.object]
        link = self.links.get(frozenset((fact.subject, fact.object)))
        return found if link is None else found | {"link": link}

    def proof(self, proof: Proof) -> Json:
        """A proof; with its quote where the page has no text to take it from."""
        found: Json = {"article": self.articles[proof.article], "start": proof.start, "end": proof.end,
                       "rule": proof.rule, "confidence": proof.confidence}  # fmt: skip
        found |= {name: value for name, value in (("date", proof.date), ("part", proof.part)) if value}
        return found if proof.article in self.texts else found | {"quote": proof.quote}

    def together(self, pair: Together) -> Json:
        """Two entities named together, on their line."""
        link = self.links[frozenset((pair.one, pair.other))]
        return {"link": link, "count": pair.count, "proofs": [self.proof(each) for each in pair.proofs]}

    def article(self, article: Article) -> Json:
        """An article with its text, the mentions in it and the facts about itself."""
        return {
            "key": article.key,
            "title": article.title,
            "date": article.date,
            "publisher": article.publisher,
            "url": article.url,
            "text": article.text,
            "gaps": article.gaps,
            "sentences": article.sentences,
            "markings": [
                (each.start, each.end, self.nodes[each.key]) for each in article.markings if each.key in self.nodes
            ],
            "facts": [self.fact(fact) for fact in article.facts if self.holds_object(fact)],
        }


def _kind(name: str) -> Json:
    kind = BY_NAME[name]
    return {"name": name, "zh": kind.zh, "en": kind.en, "colour": kind.colour, "shape": kind.shape}


def _node(node: Node, base: str) -> Json:
    found: Json = {"key": node.key, "kind": node.kind, "cls": node.cls, "name": node.name, "aliases": node.aliases,
                   "first": node.first}  # fmt: skip
    return found if node.iri in ("", base + node.key) else found | {"iri": node.iri}


def _labels(names: Iterable[str]) -> Json:
    """What the ontology calls `names`, in both languages; nothing where there is no ontology to ask."""
    try:
        ontology = load_ontology()
    except OntologyError:
        return {}
    return {name: {"zh": ontology.label(name), "en": ontology.label(name, "en")} for name in sorted(set(names))}
