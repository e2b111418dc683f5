"""The body or jurisdiction that the text leaves out of a post (省长王正谱, 越共中央总书记苏林、国家主席梁强)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.entries import countries
from kg.extract.organisations import LEVEL_OF, nearest_division, organ_after
from kg.extract.spans import Span
from kg.extract.titles import Title
from kg.lexicon.gazetteer import load_gazetteer
from kg.model import Entity

BARE, DESCRIBED, RESTORED = "posts.bare", "posts.described", "posts.body-restored"

ORGANS = ("政府", "人大常委会", "人大", "政协", "纪委", "监委")
NEAR = 8  # characters: the name of the holder between two posts
# the level of the division whose head bears the title
JURISDICTION = {
    "省长": "province",
    "市长": "prefecture",
    "州长": "prefecture",
    "县长": "county",
    "区长": "county",
}
HEADS_OF_STATE = frozenset(
    ("总统", "总理", "首相", "国王", "女王", "王储", "议长", "国务委员长", "国会主席", "外长", "外相", "防长", "财长")
)
COUNTRY_TITLES = HEADS_OF_STATE | {"大臣", "部长"}
# titles that one body of China alone has
OF_ONE_BODY = {"委员长": "全国人大常委会"}


@dataclass(frozen=True, slots=True)
class PostSpan:
    """A post named at `span`; `body` the organisation or place that it is in, where stated or restored."""

    span: Span
    title: Title
    body: Span | None = None


def post_entity(name: str, *aliases: str) -> Entity:
    """The post of a name, 河北省委书记."""
    return Entity(
        f"post/{name}", "posts", "Post", name, tuple(alias for alias in dict.fromkeys(aliases) if alias != name)
    )


def restore(text: str, post: PostSpan, places: Sequence[Span], before: PostSpan | None) -> PostSpan:
    """The post with what the text leaves out, from the post before it or from the division named last.

    `text` is `Article.clean`; a post that lacks nothing, or for which the text says nothing, comes back as it is.
    """
    name = post.span.entity.name
    joined = before if before and _is_joined(text, before, post) else None
    found = joined and (_of_part(post, joined) or _of_party(text, post, joined) or _of_list(post, places, joined))
    if found is None and post.body is None and post.title.cls != "complete":
        found = _of_context(text, post, places, before)
    if not found:
        return post
    restored, body = found
    span = Span(post.span.start, post.span.end, post_entity(restored, name, post.title.word), RESTORED)
    return replace(post, span=span, body=body)


def with_bodies(names: Sequence[Span], posts: Sequence[PostSpan]) -> list[Span]:
    """The names with the bodies that posts were restored to: 国防部 as 俄罗斯国防部."""
    bodies = {(post.body.start, post.body.end): post.body for post in posts if post.body and post.span.rule == RESTORED}
    return [bodies.get((name.start, name.end), name) for name in names]


Found = tuple[str, Span | None]


def _is_joined(text: str, before: PostSpan, post: PostSpan) -> bool:
    """Whether two posts stand in one list, with at most the holder of the first between them."""
    gap = text[before.span.end : post.span.start]
    return 0 < len(gap) <= NEAR and not re.search("[，。；]", gap)


# parts of a body that stand without its name behind it
_OWN_PART = re.compile("审判委员会|检察委员会|党组|党委|学术委员会|学位委员会|技术委员会|理事会|执行委员会")


def _of_part(post: PostSpan, before: PostSpan) -> Found | None:
    """最高人民法院副院长、审判委员会委员: a part of the body of the post before."""
    name, body = post.span.entity.name, before.body
    touching = post.span.start - before.span.end <= 1
    if body is None or body.kind != "organisations" or not touching or not _OWN_PART.match(name):
        return None
    return body.entity.name + name, None


def _of_party(text: str, post: PostSpan, before: PostSpan) -> Found | None:
    """越共中央政治局委员、中央书记处常务书记: 中央 is that of the party before."""
    party = _foreign_party(before.span.entity.name)
    if not party or not text.startswith("中央", post.span.start):
        return None
    return party + post.span.entity.name.removeprefix("中共"), _body_of(party, post.body, "中共")


def _of_list(post: PostSpan, places: Sequence[Span], before: PostSpan) -> Found | None:
    """越共中央总书记苏林、国家主席梁强: 国家 is that of the post before; so are the ministry in
    俄罗斯总检察长克拉斯诺夫、国防部长别洛乌索夫 and the forces in 苏丹主权委员会主席兼武装部队总司令."""
    country = _country_of(before.body, places) if before.body else None
    if country in (None, "中国"):
        return None
    assert country is not None
    name, complete = post.span.entity.name, post.title.cls == "complete"
    if (complete and post.body is None) or (post.body and _is_central(post.body)):
        return country + (post.title.word if complete else name), _body_of(country, post.body)
    touching = post.span.start - before.span.end <= 1
    return (country + name, None) if touching and post.body is None and post.span.rule == DESCRIBED else None


def _body_of(owner: str, body: Span | None, removed: str = "") -> Span | None:
    """A body of another country or party where the name alone would be China's: 俄罗斯国防部."""
    if body is None:
        return None
    name = owner + body.entity.name.removeprefix(removed)
    return replace(body, entity=Entity(f"organisation/{name}", "organisations", "Organisation", name))


def _is_central(body: Span) -> bool:
    known = load_gazetteer().names.get(body.entity.name, ())
    return any(name.table == "central" for name in known) and "中" not in body.entity.name[:2]


def _of_context(text: str, post: PostSpan, places: Sequence[Span], before: PostSpan | None) -> Found | None:
    """A bare 省长 of the province named last, 政府副主席 and 总统 of the body or country of the post before."""
    word = post.title.word
    plain = re.sub("^(?:副|常务|第一)+", "", word)
    bare = post.span.rule == BARE
    if bare and plain in JURISDICTION:
        return _of_division(post, places, JURISDICTION[plain], word)
    if (level := _level(post)) is not None:
        return _of_division(post, places, LEVEL_OF[level], post.span.entity.name.removeprefix(level))
    found = _of_body(post, places, before, plain) if before and before.body else None
    if found is None and bare and before and _is_deputy(text, post, before, plain):
        found = before.span.entity.name.removesuffix(plain) + word, before.body
    if found is None and bare and plain in OF_ONE_BODY:
        found = OF_ONE_BODY[plain] + word, None
    return found


def _of_division(post: PostSpan, places: Sequence[Span], level: str, rest: str) -> Found | None:
    division = nearest_division(places, post.span.start, level)
    return (division.name + rest, None) if division else None


def _level(post: PostSpan) -> str | None:
    """自治区 for 自治区主席 and 自治区政协主席, 省 for 省政协主席: a level of divisions, then an organ or the title."""
    name = post.span.entity.name
    if post.span.rule != DESCRIBED:
        return None
    organ = name.removesuffix(post.title.word)
    for level in sorted(LEVEL_OF, key=len, reverse=True):
        if organ == level or (organ.startswith(level) and organ_after(organ, len(level)) == len(organ)):
            return level
    return None


def _is_deputy(text: str, post: PostSpan, before: PostSpan, plain: str) -> bool:
    """Whether a post is that of a deputy of the one named before it in the sentence: 外交部部长…，副部长…."""
    same = before.title.word == plain != post.title.word
    return same and before.span.end <= post.span.start and "。" not in text[before.span.end : post.span.start]


def _of_body(post: PostSpan, places: Sequence[Span], before: PostSpan, plain: str) -> Found | None:
    """What the body of the post before gives to a title without one."""
    word, name = post.title.word, post.span.entity.name
    bare, body = post.span.rule == BARE, before.body
    assert body is not None
    of_two = re.search("[与和及]", word) is not None  # 财政与经济主管部长
    country = _country_of(body, places) if of_two or plain in COUNTRY_TITLES else None
    if bare and country and (of_two or plain in HEADS_OF_STATE):
        return country + word, None
    if bare and 0 < post.span.start - before.span.end <= 1 and body.kind == "organisations":
        own = body.entity.name.removesuffix("党组").removesuffix("党委")
        return (own[:-1] if own[-1] == word[0] and len(word) == 1 else own) + word, body
    if name.startswith(ORGANS):
        organ_of = _division_of(body, places)
        return (organ_of + name, None) if organ_of else None
    return (country + word, None) if country and (bare or name.startswith("政府")) else None


def _division_of(body: Span, places: Sequence[Span]) -> str | None:
    """The division that opens the name of a body: 内蒙古自治区 for 内蒙古自治区党委."""
    for place in places:
        if place.start == body.start and "divisionCode" in dict(place.entity.attributes):
            return place.entity.name
    return None


def _country_of(body: Span, places: Sequence[Span]) -> str | None:
    """The country that opens the name of a body: 塔吉克斯坦 for 塔吉克斯坦人民民主党."""
    for place in places:
        if place.start == body.start and place.end <= body.end and "countryCode" in dict(place.entity.attributes):
            return place.entity.name
    name = body.entity.name
    for forms, country in _parties():
        if name.startswith(forms):
            return countries()[country].name if country in countries() else None
    return next((country.name for country in countries().values() if name.startswith(country.name)), None)


@cache
def _parties() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The names of each party with the code of its country."""
    parties = (name.row for name in load_gazetteer().of_table("parties"))
    return tuple((row.names, row.extra["country"]) for row in parties if row.extra["country"])


def _foreign_party(body: str) -> str | None:
    """越共 for 越共中央政治局: the party that 中央书记处 after it belongs to; None for the Chinese party."""
    match = re.match(r"(.{1,8}(?:共|党))中央", body)
    return match[1] if match and match[1] not in ("中共", "中国共产党", "党") else None
