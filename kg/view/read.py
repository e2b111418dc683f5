"""A built graph to a view: which entities and facts a page carries, with the sentences behind them.

Everything is asked through the query port; texts come from the built folder. Of a large graph the page carries the
heaviest entities, and opens with fewer: what is left out is counted in `View.whole`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import QueryError
from kg.graph.vocabulary import EXPLICIT_SUPERCLASS, PK
from kg.model import BY_NAME, KINDS, Polarity, Status
from kg.query.port import Store, Term
from kg.view.choice import Wish, chosen_nodes, fact_counts
from kg.view.records import Article, Extent, Fact, Marking, Node, Proof, View
from kg.view.texts import find_together, read_text

PROOFS_PER_FACT = 12
"""Of a fact that many articles repeat the page carries the first proofs and the number of the others."""
TEXTS = 120
"""Most articles whose whole text a page carries: about 1 MB; of the others it carries the quotes."""
CHUNK = 400
"""Facts whose evidence one query asks for."""

_KIND_OF_CLASS = {kind.cls: kind.name for kind in KINDS if kind.cls} | {
    cls: kind.name for cls, parent in EXPLICIT_SUPERCLASS.items() for kind in KINDS if PK + kind.cls == parent
}

_ENTITIES = "SELECT ?node ?class ?name WHERE { ?node a ?class ; skos:prefLabel ?name }"
_STATEMENTS = "SELECT ?node ?class ?name WHERE { GRAPH ?g { ?node a pk:Statement, ?class ; skos:prefLabel ?name } }"
_ALIASES = "SELECT ?node ?alias WHERE { ?node skos:altLabel ?alias }"
_FACTS = """SELECT DISTINCT ?fact ?s ?p ?o WHERE {
  { ?fact rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } UNION
  { GRAPH ?g { ?fact rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } FILTER(?p != pk:mentions) } }"""
_ARTICLES = """SELECT ?article ?title ?date ?publisher ?url ?file WHERE { GRAPH ?article {
  ?article a pk:Article ; skos:prefLabel ?title .
  OPTIONAL { ?article pk:datePublished ?date } OPTIONAL { ?article pk:publisher ?publisher }
  OPTIONAL { ?article schema:url ?url } OPTIONAL { ?article pk:textFile ?file } } }"""
_MENTIONED = """SELECT ?node (COUNT(?e) AS ?n) WHERE { GRAPH ?g {
  ?f rdf:predicate pk:mentions ; rdf:object ?node . ?e pk:supports ?f } } GROUP BY ?node"""
_EVIDENCE = """SELECT ?fact ?article ?start ?end ?quote ?rule ?confidence ?status ?polarity ?day ?part WHERE {
  VALUES ?fact { %s }
  GRAPH ?article { ?e pk:supports ?fact ; pk:start ?start ; pk:end ?end ; pk:quote ?quote ; pk:rule ?rule ;
    pk:confidence ?confidence ; pk:status ?status . OPTIONAL { ?e pk:polarity ?polarity }
    OPTIONAL { ?e pk:occurredOn ?day } OPTIONAL { ?e pk:dayPart ?part } } }"""
_MARKINGS = """SELECT ?node ?start ?end WHERE { GRAPH ?article {
  ?f rdf:subject ?article ; rdf:predicate pk:mentions ; rdf:object ?node .
  ?e pk:supports ?f ; pk:start ?start ; pk:end ?end } }"""


@dataclass(frozen=True, slots=True)
class _Row:
    """One fact of the graph before its evidence: its node's IRI, subject, predicate and object."""

    iri: str
    subject: str
    predicate: str
    object: Term

    @property
    def literal(self) -> bool:
        """Whether the object is a literal."""
        return self.object.kind == "literal"


def read_view(
    store: Store,
    texts_folder: Path,
    focus: str | None = None,
    depth: int = 1,
    kinds: Sequence[str] | None = None,
    top: int | None = None,
    title: str | None = None,
) -> View:
    """The view of a graph, around `focus` (a name, an alias or a key: `习近平`, `person/习近平`) where one is given.

    `texts_folder` holds `texts/<16 digits>.txt`; texts that are missing leave their quotes. `kinds` are names of the
    kinds table; `depth` is 1 to 3 steps; `top` is the number of entities the page opens with (all of one article, at
    most 150 of a corpus). Raises QueryError for a focus or a kind that the graph does not have.
    """
    base = store.prefixes["id"]
    entities = _read_entities(store, base, _known_kinds(kinds))
    articles = _read_articles(store, base)
    stated = [row for row in _read_rows(store) if row.subject in entities or row.subject in articles]
    rows = [row for row in stated if row.subject in entities]
    links = [(row.subject, row.object.value) for row in rows if row.object.value in entities]
    wish = Wish(_find_focus(entities, focus), min(3, max(1, depth)), top, len(articles))
    nodes = chosen_nodes(entities, links, _mentioned(store), wish)
    key_of = {node.iri: node.key for node in nodes}
    kept = [row for row in rows if row.subject in key_of and (row.literal or row.object.value in key_of)]
    facts = _dated(_read_facts(store, kept, key_of, base), articles)
    source = _Source(store, texts_folder, base, key_of)
    carried = _carried_articles(source, articles, facts, [row for row in stated if row.subject in articles])
    found = next((node.name for node in nodes if node.iri == wish.focus), None)
    return View(
        title=title or found or _title(list(articles.values())),
        base=base,
        nodes=nodes,
        facts=facts,
        articles=carried,
        together=find_together(nodes, facts, carried),
        whole=Extent(len(entities), len(rows), len(articles)),
        focus=key_of.get(wish.focus or ""),
        depth=wish.depth,
    )


def _known_kinds(kinds: Sequence[str] | None) -> frozenset[str]:
    known = {kind.name for kind in KINDS if kind.cls}
    for name in kinds or ():
        if name not in known:
            raise QueryError("--kinds", name, "one of " + ", ".join(sorted(known)))
    return frozenset(kinds or known)


def _read_entities(store: Store, base: str, kinds: frozenset[str]) -> dict[str, Node]:
    """Entities by IRI, each with its most special class; those of other kinds are left out."""
    nodes: dict[str, Node] = {}
    for query in (_ENTITIES, _STATEMENTS):
        for found in store.query(query).records():
            cls = found["class"].removeprefix(PK)
            kind = _KIND_OF_CLASS.get(cls, "")
            iri = found["node"]
            if kind in kinds and (iri not in nodes or nodes[iri].cls == BY_NAME[kind].cls):
                nodes[iri] = Node(iri.removeprefix(base), kind, cls, found["name"], iri=iri)
    aliases: dict[str, set[str]] = defaultdict(set)
    for found in store.query(_ALIASES).records():
        aliases[found["node"]].add(found["alias"])
    return {iri: replace(node, aliases=tuple(sorted(aliases[iri]))) for iri, node in sorted(nodes.items())}


def _read_rows(store: Store) -> Iterator[_Row]:
    for fact, subject, predicate, value in store.query(_FACTS).rows:
        if fact and subject and predicate and value:
            yield _Row(fact.value, subject.value, predicate.value.removeprefix(PK), value)


def _mentioned(store: Store) -> dict[str, int]:
    return {found["node"]: int(found["n"]) for found in store.query(_MENTIONED).records()}


def _read_articles(store: Store, base: str) -> dict[str, tuple[Article, str]]:
    """Articles without text by IRI, each with the path of its text in the built folder."""
    return {
        found["article"]: (
            Article(
                key=found["article"].removeprefix(base),
                title=found["title"],
                date=found.get("date", ""),
                publisher=found.get("publisher", ""),
                url=found.get("url", ""),
            ),
            found.get("file", ""),
        )
        for found in sorted(store.query(_ARTICLES).records(), key=lambda found: found["article"])
    }


def _find_focus(entities: Mapping[str, Node], focus: str | None) -> str | None:
    """The IRI of the entity with this key, name or alias, in this order of preference."""
    if focus is None:
        return None
    ranked = [
        (rank, iri)
        for iri, node in entities.items()
        for rank, names in enumerate(((node.key, node.iri), (node.name,), node.aliases))
        if focus in names
    ]
    if not ranked:
        raise QueryError("--focus", focus, "the name, an alias or the key of an entity of this graph")
    return min(ranked)[1]


def _read_facts(store: Store, rows: Sequence[_Row], key_of: Mapping[str, str], base: str) -> tuple[Fact, ...]:
    """The facts of `rows` with their evidence; a fact that is reported and derived counts as reported."""
    evidence = _read_evidence(store, [row.iri for row in rows])
    facts = [
        Fact(
            subject=key_of[row.subject],
            predicate=row.predicate,
            object=row.object.value if row.literal else key_of[row.object.value],
            literal=row.literal,
            status=_best_status(found),
            polarity=polarity,
            proofs=tuple(sorted({_proof(each, base) for each in found}, key=_place)),
        )
        for row in rows
        for polarity, found in evidence.get(row.iri, {}).items()
    ]
    return tuple(sorted(facts, key=lambda fact: (fact.subject, fact.predicate, fact.object, fact.polarity)))


def _read_evidence(store: Store, facts: Sequence[str]) -> dict[str, dict[Polarity, list[dict[str, str]]]]:
    """Rows of evidence by fact and polarity."""
    found: dict[str, dict[Polarity, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for start in range(0, len(facts), CHUNK):
        listed = " ".join(Term.iri(iri).n3() for iri in facts[start : start + CHUNK])
        for row in store.query(_EVIDENCE % listed).records():
            found[row["fact"]][_polarity(row.get("polarity", "affirmed"))].append(row)
    return found


def _polarity(text: str) -> Polarity:
    known: tuple[Polarity, ...] = ("denied", "planned", "claimed")
    return next((each for each in known if each == text), "affirmed")


def _best_status(rows: Iterable[Mapping[str, str]]) -> Status:
    order: tuple[Status, ...] = ("reported", "derived", "background")
    given = {row["status"] for row in rows}
    return next((status for status in order if status in given), "reported")


def _proof(row: Mapping[str, str], base: str) -> Proof:
    return Proof(row["article"].removeprefix(base), int(row["start"]), int(row["end"]), row["quote"], row["rule"],
                 float(row["confidence"]), row.get("day", ""), row.get("part", ""))  # fmt: skip


def _place(proof: Proof) -> tuple[str, int, int, str, str, str]:
    return proof.article, proof.start, proof.end, proof.rule, proof.date, proof.part


def _dated(facts: Sequence[Fact], articles: Mapping[str, tuple[Article, str]]) -> tuple[Fact, ...]:
    """The facts with the days their proofs give, else those of their events or articles, and with proofs to carry."""
    published = {article.key: article.date for article, _ in articles.values()}
    starts, ends = (
        {fact.subject: fact.object for fact in facts if fact.predicate == name and _whole(fact.object)}
        for name in ("startDate", "endDate")
    )

    def days(fact: Fact) -> Sequence[str]:
        if said := sorted({proof.date for proof in fact.proofs if _whole(proof.date)}):
            return said
        if event := next((key for key in (fact.subject, fact.object) if key in starts), ""):
            return starts[event], ends.get(event, starts[event])
        return sorted({published.get(proof.article, "") for proof in fact.proofs} - {""}) or [""]

    return tuple(_with_days(fact, days(fact)) for fact in facts)


def _whole(day: str) -> bool:
    """Whether a day has its year: one whose year is open cannot be compared."""
    return day != "" and not day.startswith("-")


def _with_days(fact: Fact, days: Sequence[str]) -> Fact:
    unshown = max(0, len(fact.proofs) - PROOFS_PER_FACT)
    return replace(fact, since=days[0], until=days[-1], proofs=fact.proofs[:PROOFS_PER_FACT], unshown=unshown)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a view comes from, and the keys of the entities it carries by IRI."""

    store: Store
    folder: Path
    base: str
    key_of: Mapping[str, str]


def _carried_articles(
    source: _Source, articles: Mapping[str, tuple[Article, str]], facts: Sequence[Fact], rows: Sequence[_Row]
) -> tuple[Article, ...]:
    """The articles that support the facts; the most cited ones with their texts, the mentions and facts in them.

    `rows` are the facts whose subject is an article.
    """
    cited = fact_counts(proof.article for fact in facts for proof in fact.proofs)
    wanted = [iri for iri, (article, _) in articles.items() if article.key in cited or len(articles) == 1]
    by_use = sorted(wanted, key=lambda iri: (-cited.get(articles[iri][0].key, 0), iri))
    with_text = {iri for iri in by_use[:TEXTS] if articles[iri][1]}
    said = _facts_of_articles(source, [row for row in rows if row.subject in with_text])
    return tuple(
        replace(_with_text(source, iri, *articles[iri]), facts=tuple(said[articles[iri][0].key]))
        if iri in with_text
        else articles[iri][0]
        for iri in wanted
    )


def _facts_of_articles(source: _Source, rows: Sequence[_Row]) -> dict[str, list[Fact]]:
    """The facts of `rows` about entities that the view carries, by the key of their article, as its text has them."""
    kept = [row for row in rows if row.object.value in source.key_of]
    key_of = {**source.key_of, **{row.subject: row.subject.removeprefix(source.base) for row in kept}}
    found: dict[str, list[Fact]] = defaultdict(list)
    facts = _read_facts(source.store, kept, key_of, source.base)
    for fact in sorted(facts, key=lambda fact: (fact.predicate, fact.proofs[0].start)):
        found[fact.subject].append(fact)
    return found


def _with_text(source: _Source, iri: str, article: Article, file: str) -> Article:
    return read_text(article, source.folder / file, _read_markings(source.store, iri, source.key_of))


def _read_markings(store: Store, article: str, key_of: Mapping[str, str]) -> tuple[Marking, ...]:
    found = store.query(_MARKINGS, {"article": Term.iri(article)}).records()
    spans = {(int(row["start"]), int(row["end"]), key_of[row["node"]]) for row in found if row["node"] in key_of}
    return tuple(Marking(*span) for span in sorted(spans))


def _title(articles: Sequence[tuple[Article, str]]) -> str:
    if len(articles) == 1:
        return articles[0][0].title
    days = sorted(article.date for article, _ in articles if article.date)
    return f"{days[0]} – {days[-1]}" if days else "policy-kg"
