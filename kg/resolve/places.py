"""Places: names that several places bear, and places that several texts describe differently."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from kg.lexicon.divisions import load_divisions
from kg.lexicon.gazetteer import load_gazetteer
from kg.resolve.bodies import apart
from kg.resolve.offices import province_of
from kg.resolve.partition import linked, parted, qualifiers, shown
from kg.resolve.records import Corpus, Decision, Known

RULES: Mapping[str, tuple[str, str]] = {
    "places.two-provinces": ("同名场所，分属两省", "one name, sites of two provinces"),
    "places.namesakes": ("多地同名，文中未说明是哪一个", "the name of several places, and the texts do not say which"),
    "places.of-namesakes": ("所属区县同名", "of divisions of one name"),
    "places.same-address": ("同一乡镇，上级写法详略不同", "one town, its address more or less full"),
}  # fmt: skip
_FULL = re.compile("[市县区旗]$")
# what runs through many provinces or is everywhere
_LINE = re.compile("[江河湖海山岭]$|线$|路$|铁$|道$|工程|流域|走廊|带$|网$|通道|干线|长城|运河|油田|管道|森林|草原")


def split_places(corpus: Corpus) -> tuple[dict[str, Mapping[str, str]], list[Decision]]:
    """The parts of names that several places bear, with the decisions."""
    parts: dict[str, Mapping[str, str]] = {}
    decisions: list[Decision] = []
    for known in corpus.of_kind("places"):
        if known.coded or len(known.articles) < 2:
            continue
        found = _by_province(corpus, known) or _namesakes(corpus, known)
        if found:
            parts[known.key], groups, rule = found
            decisions += apart(corpus, parts[known.key], groups, rule)
    return parts, decisions


def split_of_namesakes(corpus: Corpus) -> tuple[dict[str, Mapping[str, str]], list[Decision]]:
    """The parts of bodies, posts and places of a division whose name several bear (朝阳区政府): one for each of them.

    An article that does not name just one of these divisions keeps the name as it is.
    """
    parts: dict[str, Mapping[str, str]] = {}
    decisions: list[Decision] = []
    for kind in ("organisations", "posts", "places"):
        for known in corpus.of_kind(kind):
            bearers = () if known.coded or len(known.articles) < 2 else _bearers(known.own)
            if not bearers:
                continue
            homes: defaultdict[str, set[str]] = defaultdict(set)
            for article in known.articles:
                named = [code for code in bearers if f"place/{code}" in corpus.named_in[article]]
                homes[named[0] if len(named) == 1 else ""].add(article)
            codes = sorted(homes, key=lambda code: (not code, -len(homes[code]), code))
            if len(codes) - ("" in homes) > 1:
                groups = [frozenset(homes[code]) for code in codes]
                parts[known.key] = parted(known.key, [_above(code) for code in codes], groups)
                decisions += apart(corpus, parts[known.key], groups, "places.of-namesakes")
    return parts, decisions


@cache
def _bearers(name: str) -> tuple[str, ...]:
    """The codes of the divisions that the head of a name may mean, where several bear it: two for 朝阳区政府."""
    for end in range(len(name), 1, -1):
        rows = load_divisions().named(name[:end])
        if rows:
            return tuple(row.id for row in rows) if len(rows) > 1 and _FULL.search(name[:end]) else ()
    return ()


def _above(code: str) -> str:
    """What contains a division: 北京市 for its 朝阳区; "" for none."""
    above = load_divisions().parent(code)
    return above.name if above else ""


Split = tuple[Mapping[str, str], list[frozenset[str]], str]


def _by_province(corpus: Corpus, known: Known) -> Split | None:
    """A site that articles place in two provinces: one for each; an article that places it nowhere keeps the name."""
    if known.classes != {"Site"} or _LINE.search(known.own):
        return None
    provinces: defaultdict[str, set[str]] = defaultdict(set)
    for claim in corpus.of_subject.get(known.key, ()):
        if claim.predicate in ("within", "locatedIn") and (province := province_of(claim.object)):
            provinces[claim.article].add(province)
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for article, found in provinces.items():
        if len(found) == 1:
            homes[min(found)].add(article)
    if len(homes) < 2:
        return None
    codes = sorted(homes, key=lambda code: (-len(homes[code]), code))
    groups = [frozenset(homes[code]) for code in codes]
    names = [load_divisions().by_code[f"{code}0000"].name for code in codes]
    if rest := known.articles - {article for group in groups for article in group}:
        groups, names = [*groups, frozenset(rest)], [*names, ""]
    return parted(known.key, names, groups), groups, "places.two-provinces"


def _namesakes(corpus: Corpus, known: Known) -> Split | None:
    """A name that several places of the lexicon bear: the articles that share nothing telling are apart."""
    bearers = load_gazetteer().names.get(known.own, ())
    if len({bearer.key for bearer in bearers}) < 2 or any(bearer.key == known.key for bearer in bearers):
        return None
    groups = linked(known.articles, lambda article: corpus.telling[article] - {known.key})
    if len(groups) < 2:
        return None
    return parted(known.key, qualifiers(corpus, groups), groups), groups, "places.namesakes"


def propose_places(corpus: Corpus) -> Iterator[Decision]:
    """Towns and villages named with more or less of their address: 高岭市云溪镇 and 江南省高岭市云溪镇."""
    by_name: defaultdict[str, list[Known]] = defaultdict(list)
    for known in corpus.of_kind("places"):
        scope = known.own.removesuffix(known.name)
        if not known.coded and scope and scope != known.own:
            by_name[known.name].append(known)
    for name, places in sorted(by_name.items()):
        ends = Counter(_division(known.own.removesuffix(name)) for known in places)
        for division, count in sorted(ends.items()):
            if division and count > 1:
                same = [known for known in places if _division(known.own.removesuffix(name)) == division]
                first, *others = sorted(same, key=lambda known: (-len(known.articles), -len(known.own), known.key))
                for other in others:
                    articles = shown(corpus, first.articles | other.articles)
                    yield Decision(first.key, other.key, True, "places.same-address", division, articles)


def _division(scope: str) -> str:
    """The key of the division that an address ends in; "" where several bear the name and none before it decides."""
    for start in range(len(scope)):
        rows = [name.row for name in load_gazetteer().names.get(scope[start:], ()) if name.table == "divisions"]
        if not rows:
            continue
        if len(rows) > 1 and start:
            outer = _division(scope[:start]).removeprefix("place/")
            rows = [row for row in rows if outer in {above.id for above in load_divisions().ancestors(row.id)}]
        return f"place/{rows[0].id}" if len(rows) == 1 else ""
    return ""
