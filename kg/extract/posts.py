"""Posts (职务): a title with its body or jurisdiction, restored where the text leaves it out, and who holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.edges import Edges
from kg.extract.organisations import nearest_division
from kg.extract.spans import Span
from kg.extract.titles import Title
from kg.model import Entity

WITH_BODY, COMPLETE, DESCRIBED, RESTORED, AS_NAMED = (
    "posts.body-and-title", "posts.complete-title", "posts.described-body", "posts.body-restored", "posts.as-named-elsewhere",
)  # fmt: skip
APPOSITION, AFTER_NAME, TAKES_OFFICE = "holdsPost.apposition", "holdsPost.after-name", "holdsPost.takes-office"

# the level of the division whose head bears the title
JURISDICTION = {"省长": "province", "市长": "prefecture", "州长": "prefecture", "县长": "county", "区长": "county", "主席": "province"}
COUNTRY_TITLES = frozenset("总统 总理 首相 国王 议长 外长 防长 财长 大臣 王储 女王 国防部长 部长".split())
# what may stand between two posts of one holder: 中共中央总书记、国家主席, 副总理兼外长
JOIN = re.compile(r"(?:、|兼|和|及|，|暨|\s){1,2}$")
# 任命…为, 当选, 就任: the post follows its new holder
TAKES = re.compile(r"^(?:同志)?(?:现)?(?:担任|出任|就任|兼任|接任|继任|任|当选为?|获任|是|为)(?:新任|新一届|新一任)?$")
LONGEST_BODY = 20
NEVER_DESCRIBED = frozenset(("总书记", "总统", "首相", "国王", "外长", "教授", "院士"))


@dataclass(frozen=True, slots=True)
class PostSpan:
    """A post named at `span`; `organisation` the entity that the post is in, `jurisdiction` a place, where stated."""

    span: Span
    title: Title
    body: Span | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """`person` holds (or, with `former`, held) `post`; the evidence runs from `start` to `end`."""

    person: Span
    post: PostSpan
    start: int
    end: int
    rule: str
    former: bool = False


def post_entity(name: str, *aliases: str) -> Entity:
    """The post of a name, 河北省委书记."""
    return Entity(f"post/{name}", "posts", "Post", name, tuple(alias for alias in dict.fromkeys(aliases) if alias != name))


def find_posts(text: str, titles: Sequence[Title], names: Sequence[Span], people: Sequence[Span]) -> list[PostSpan]:
    """The posts in `text`, ordered by start; titles without body or jurisdiction (总统) keep the printed word.

    `names` are places and organisations, `people` the people found; offsets are characters of `Article.clean`.
    """
    edges = Edges(text, names, people)
    ends = _by_end(names)
    person_ends = {span.end for span in people}
    return [_post(text, title, ends, edges, person_ends) for title in titles]


def _by_end(names: Sequence[Span]) -> dict[int, Span]:
    """The longest span that ends at each position."""
    ends: dict[int, Span] = {}
    for span in names:
        if span.end not in ends or span.start < ends[span.end].start:
            ends[span.end] = span
    return ends


def _post(text: str, title: Title, ends: dict[int, Span], edges: Edges, person_ends: set[int]) -> PostSpan:
    if title.cls == "complete":
        start = title.start - 2 if text.startswith("中国", title.start - 2) else title.start
        return PostSpan(Span(start, title.end, post_entity(title.word, text[start : title.end]), COMPLETE), title)
    shared = ends.get(title.start + 1)
    if shared and shared.kind == "organisations" and title.word[0] == text[shared.end - 1]:
        return _on_body(text, title, shared, overlap=1)
    body = ends.get(title.start)
    if body:
        return _on_body(text, title, body)
    start = edges.before(title.start)
    described = text[start : title.start]
    if title.start in person_ends or title.word in NEVER_DESCRIBED or not 2 <= len(described) <= LONGEST_BODY or "·" in described:
        return PostSpan(Span(title.start, title.end, post_entity(text[title.start : title.end]), "posts.bare"), title)
    return PostSpan(Span(start, title.end, post_entity(described + title.word), DESCRIBED), title)


def _on_body(text: str, title: Title, body: Span, overlap: int = 0) -> PostSpan:
    """河北省委 + 书记; 外交部 + 部长, printed 外交部长 (`overlap` 1)."""
    printed = text[body.start : title.end]
    word = title.word
    start = body.start
    if body.kind == "places":
        name = body.entity.name + word
        if body.entity.name == "中国":
            name = word if word == "国家主席" else name
    else:
        name = body.entity.name[: len(body.entity.name) - overlap] + word
    aliases = [text[body.start : body.end] + word[overlap:], body.entity.name + word]
    if not title.former:
        aliases.append(printed)
    return PostSpan(Span(start, title.end, post_entity(name, *aliases), WITH_BODY), title, body)


def find_holdings(
    text: str, posts: Sequence[PostSpan], people: Sequence[Span], places: Sequence[Span]
) -> tuple[list[PostSpan], list[Holding]]:
    """The posts with restored bodies, and who holds which: apposition before the name, a title after it, taking office.

    河北省委书记倪岳峰、省长王正谱 gives 河北省省长 to 王正谱; 李强总理 is the 国务院总理 named elsewhere in the text.
    """
    resolved = {post.span.start: post for post in posts}
    by_end = {post.span.end: post for post in posts}
    holdings: list[Holding] = []
    before: PostSpan | None = None
    for person in people:
        chain = _chain(text, person.start, by_end)
        restored = [_restore(text, post, places, before) for post in chain]
        for post in restored:
            resolved[post.span.start] = post
            holdings.append(Holding(person, post, post.span.start, person.end, APPOSITION, post.title.former))
            before = post
        if (taken := _taken(text, person, posts)) is not None:
            resolved[taken.span.start] = taken
            holdings.append(Holding(person, taken, person.start, taken.span.end, TAKES_OFFICE))
    holdings += _after_names(text, posts, people, places, holdings, resolved)
    return [resolved[start] for start in sorted(resolved)], holdings


def _chain(text: str, position: int, by_end: dict[int, PostSpan]) -> list[PostSpan]:
    """The posts that end at `position` and those joined to them to the left, in the order of the text."""
    chain: list[PostSpan] = []
    while post := by_end.get(position):
        chain.append(post)
        position = post.span.start
        if match := JOIN.search(text, max(0, position - 2), position):
            if "，" in match[0] or "\n" in match[0]:
                break
            position = match.start()
    return chain[::-1]


def _restore(text: str, post: PostSpan, places: Sequence[Span], before: PostSpan | None) -> PostSpan:
    """A bare 省长 with the province of the post before it or of the place named last."""
    if post.body is not None or post.title.cls == "complete":
        return post
    word = post.title.word
    plain = re.sub("^(?:副|常务|第一)+", "", word)
    if post.span.rule == "posts.bare" and plain in JURISDICTION and plain != "主席":
        division = nearest_division(places, post.span.start, JURISDICTION[plain])
        if division:
            name = division.name + word
            return replace(post, span=Span(post.span.start, post.span.end, post_entity(name, word), RESTORED))
    if before is None or before.body is None:
        return post
    party = _foreign_party(before.body.entity.name)
    described = post.span.entity.name
    if party and described.startswith("中央"):
        return replace(post, span=Span(post.span.start, post.span.end, post_entity(party + described, described), RESTORED))
    return post


def _foreign_party(body: str) -> str | None:
    """越共 for 越共中央政治局: the party that 中央书记处 after it belongs to; None for the Chinese party."""
    match = re.match(r"(.{1,8}(?:共|党))中央", body)
    return match[1] if match and match[1] not in ("中共", "中国共产党", "党") else None


def _taken(text: str, person: Span, posts: Sequence[PostSpan]) -> PostSpan | None:
    """The post right after 担任, 当选, … behind a name."""
    for post in posts:
        if 0 < post.span.start - person.end <= 8:
            return post if TAKES.match(text[person.end : post.span.start]) else None
    return None


def _after_names(
    text: str,
    posts: Sequence[PostSpan],
    people: Sequence[Span],
    places: Sequence[Span],
    holdings: Sequence[Holding],
    resolved: dict[int, PostSpan],
) -> list[Holding]:
    """Titles after a name: 苏林总书记, 李强总理."""
    ends = {span.end: span for span in people}
    named: list[Holding] = []
    for post in posts:
        person = ends.get(post.span.start)
        if person is None or post.title.cls in ("learned", "none"):
            continue
        full = _named_elsewhere(person, post, holdings) or _by_convention(text, person, post, holdings, places)
        if full is None:
            continue
        span = Span(post.span.start, post.span.end, full, AS_NAMED)
        resolved[post.span.start] = replace(post, span=span)
        named.append(Holding(person, resolved[post.span.start], person.start, post.span.end, AFTER_NAME))
    return named


def _named_elsewhere(person: Span, post: PostSpan, holdings: Sequence[Holding]) -> Entity | None:
    for holding in holdings:
        name = holding.post.span.entity.name
        if holding.person.entity.key == person.entity.key and name.endswith(post.title.word) and not holding.former:
            return holding.post.span.entity
    return None


def _by_convention(
    text: str, person: Span, post: PostSpan, holdings: Sequence[Holding], places: Sequence[Span]
) -> Entity | None:
    """The body that a bare title after a name stands for: in Chinese official texts 总书记 is that of the CPC, unless the
    party of another country stands in the same clause; a country's title goes with the country named last."""
    word = post.title.word
    if word == "总书记":
        clause = _clause(text, post.span.start)
        match = re.search(r"([\u3400-\u9fff]共|[\u3400-\u9fff]{2,6}党)中央", clause)
        party = match[1] if match and match[1] not in ("中共", "国共产党", "中国共产党") else ""
        return post_entity(f"{party or '中共'}中央总书记", word)
    return None


def _clause(text: str, position: int) -> str:
    start = max(text.rfind(mark, 0, position) for mark in "，。；\n")
    ends = [end for mark in "，。；\n" if (end := text.find(mark, position)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]
