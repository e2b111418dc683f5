"""Views of any size, invented."""

from __future__ import annotations

import random

from kg.view.records import Article, Fact, Node, Proof, View

KINDS = (("people", "Person", "person"), ("places", "Site", "place"), ("organisations", "Organisation", "organisation"),
         ("events", "Visit", "event"), ("themes", "Theme", "theme"))  # fmt: skip
CHARACTERS = "江河湖海山川云林田野春夏秋冬东南西北新兴安康发展建设协同推进"


def synthetic_view(nodes: int, links: int, seed: int = 7) -> View:
    """A view of the given size in which few nodes have many links, as in news; the same every time."""
    chance = random.Random(seed)
    named = []
    for number in range(nodes):
        kind, cls, path = KINDS[min(chance.randrange(10), 4)]
        name = "".join(chance.choices(CHARACTERS, k=chance.randint(2, 9))) + str(number)
        named.append(Node(f"{path}/{name}", kind, cls, name, weight=round(nodes / (number + 1), 2)))
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        one, other = int(nodes * chance.random() ** 3), chance.randrange(nodes)
        if one != other and (other, one) not in pairs:
            pairs.add((one, other))
    text = "云溪市加快建设。" * 40
    proof = Proof("article/0", 0, 8, text[:8], "benchmark.rule", 0.9)
    facts = tuple(Fact(named[a].key, "about", named[b].key, proofs=(proof,)) for a, b in sorted(pairs))
    article = Article("article/0", f"{nodes} / {links}", "2031-09-03", text=text, sentences=((0, 8),))
    return View(f"{nodes} / {links}", "https://example.org/id/", tuple(named), facts, (article,))
