"""A view whose every text tries to be more than text."""

from __future__ import annotations

from kg.view.records import Article, Fact, Marking, Node, Proof, Together, View

HIT = "window.hit=(window.hit||0)+1"
NASTY = (
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f'"><img src=x onerror="{HIT}">',
    f"';{HIT};//",
    f"<svg onload={HIT}>",
    f"<!--<script>{HIT}",
    f"{{{{{HIT}}}}}${{{HIT}}}",
    "行\u2028分\u2029隔",
    "习\u202e近平\u2066甲",
    f"javascript:{HIT}",
)


def nasty_view() -> View:
    """Each of NASTY as name, alias, key, class, predicate, quote, title and link."""
    text = "。".join(NASTY) + "。"
    kinds = (
        ("people", "Person"),
        ("places", "Site"),
        ("organisations", "Organisation"),
        ("events", "Visit"),
        ("themes", "Theme"),
    )
    nodes = tuple(
        Node(f"x/{number}{words}", *kinds[number % 5], words, (words + "别名",), float(20 - number))
        for number, words in enumerate(NASTY)
    )
    spans = [(text.index(words), text.index(words) + len(words)) for words in NASTY]
    proofs = [
        Proof("article/1", start, end, text[start:end], words, 0.5, words, words)
        for words, (start, end) in zip(NASTY, spans, strict=True)
    ]
    facts = tuple(
        Fact(nodes[0].key, words, node.key, proofs=(proof,))
        for words, node, proof in zip(NASTY[1:], nodes[1:], proofs[1:], strict=True)
    )
    literals = tuple(
        Fact(node.key, "startDate", words, literal=True, proofs=(proofs[0],))
        for words, node in zip(NASTY, nodes, strict=True)
    )
    markings = tuple(Marking(start, end, node.key) for (start, end), node in zip(spans, nodes, strict=True))
    articles = (
        Article("article/1", NASTY[0], NASTY[1], NASTY[2], NASTY[9], text, markings, (), ((0, len(text)),)),
        Article("article/2", NASTY[2], url=NASTY[9]),
    )
    together = (Together(nodes[1].key, nodes[2].key, 1, (Proof("article/2", 0, 4, NASTY[2], NASTY[3], 1.0),)),)
    return View(NASTY[0], "https://example.org/id/", nodes, facts + literals, articles, together)
