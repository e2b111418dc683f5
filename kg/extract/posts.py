"""Posts (职务): a title with its body or jurisdiction, restored where the text leaves it out, and who holds them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.extract.edges import Edges
from kg.extract.restored import BARE, COUNTRY_TITLES, DESCRIBED, RESTORED, PostSpan, post_entity, restore
from kg.extract.signs import PAIR, countries_named, country_called, of_one_country
from kg.extract.spans import Span
from kg.extract.titles import Title
from kg.lexicon.tables import Row, load_table
from kg.model import Entity
from kg.paths import lexicon_dir
from kg.text import after_last

WITH_BODY, COMPLETE, AS_NAMED = "posts.body-and-title", "posts.complete-title", "posts.as-named-elsewhere"
APPOSITION, SHARED = "holdsPost.apposition", "holdsPost.shared"
AFTER_NAME, TAKES_OFFICE = "holdsPost.after-name", "holdsPost.takes-office"

# what may stand between two posts of one holder: 中共中央总书记、国家主席, 副总理兼外长
JOIN = re.compile(r"(?:、|兼|和|及|，|暨|\s){1,2}$")
# 任命…为, 当选, 就任: the post follows its new holder
TAKES = re.compile(
    r"^(?:同志)?(?:现)?(?:担任|出任|就任|兼任|接任|继任|任|当选为?|连任|获任|是|为)(?:新任|新一届|新一任)?$"
)
DISMISSED = re.compile("^(?:同志)?不再(?:担任|兼任)$")
LONGEST_BODY = 20
NEVER_DESCRIBED = frozenset(("总书记", "总统", "首相", "国王", "外长", "教授", "院士"))


@dataclass(frozen=True, slots=True)
class Holding:
    """`person` holds (or, with `former`, held) `post`; the evidence runs from `start` to `end`."""

    person: Span
    post: PostSpan
    start: int
    end: int
    rule: str
    former: bool = False


# 陪同马杜罗访华的有总统夫人、外交部部长等: the offices are those of the guest's country
_SUITE = re.compile("(?:访华|来访|来华)的有[^。\n]*")


def find_posts(text: str, titles: Sequence[Title], names: Sequence[Span], people: Sequence[Span]) -> list[PostSpan]:
    """The posts in `text`, ordered by start; titles without body or jurisdiction (总统) keep the printed word.

    `names` are places and organisations, `people` the people found; offsets are characters of `Article.clean`.
    """
    person_ends = {span.end for span in people}
    named = [title.end for title in titles if title.start in person_ends]
    edges = Edges(text, names, [*person_ends, *named])
    ends = _by_end(names)
    bodies = [span for span in names if span.kind == "organisations"]
    inside = {at for span in bodies for at in range(span.start, span.end - 1)}
    inside.update(at for match in _SUITE.finditer(text) for at in range(*match.span()))
    signs = {**of_one_country(), **countries_named(names)}
    heads = {**signs, "以": country_called("以色列")}
    holders = {span.start for span in people}
    return [
        _post(text, title, ends, edges, person_ends, heads if title.end in holders else signs)
        for title in titles
        if title.end - 1 not in inside and title.cls != "role"
    ]


def _by_end(names: Sequence[Span]) -> dict[int, Span]:
    """The longest span that ends at each position."""
    ends: dict[int, Span] = {}
    for span in names:
        if span.end not in ends or span.start < ends[span.end].start:
            ends[span.end] = span
    return ends


def _post(
    text: str,
    title: Title,
    ends: dict[int, Span],
    edges: Edges,
    person_ends: set[int],
    signs: Mapping[str, Entity],
) -> PostSpan:
    if (
        title.cls == "complete"
        and (state := ends.get(title.start))
        and state.entity.name != "中国"
        and state.kind == "places"
    ):
        return _on_body(text, title, state)
    if title.cls == "complete":
        start = title.start - 2 if text.startswith("中国", title.start - 2) else title.start
        return PostSpan(Span(start, title.end, post_entity(title.word, text[start : title.end]), COMPLETE), title)
    shared = ends.get(title.start + 1)
    if shared and title.word[0] == text[shared.end - 1]:
        return _on_body(text, title, shared, overlap=int(shared.kind == "organisations"))
    charged = _CHARGED.search(text, max(0, title.start - 16), title.start)
    body = ends.get(charged.start() if charged else title.start)
    if body:
        return _on_body(text, title, body, before=ends)
    start = _description(text, edges.before(title.start), title.start, ends)
    described = text[start : title.start]
    if (country := signs.get(described)) and title.word in COUNTRY_TITLES:  # 俄总统, 以外长
        return _on_body(text, title, Span(start, title.start, country, PAIR))
    if (country := signs.get(described[:1])) and _OF_THE_HEAD.match(described, 1):
        described = country.name + described[1:]
    if (
        title.start in person_ends
        or title.word in NEVER_DESCRIBED
        or not 2 <= len(described) <= LONGEST_BODY
        or "·" in described
    ):
        name = post_entity(title.word, text[title.start : title.end])
        return PostSpan(Span(title.start, title.end, name, BARE), title)
    return PostSpan(Span(start, title.end, post_entity(described + title.word), DESCRIBED), title)


# 俄总统新闻秘书, 乌武装部队总司令
_OF_THE_HEAD = re.compile("总统|总理|首相|武装部队|外交部|国防部|安全会议|陆军|海军|空军|联邦")


# 某党支持某议长: verbs that also stand inside names, and so are no edges
_HELPS = re.compile("支持|会同|委托|协助|联合")


# 发展改革委分管日常工作的副主任
_CHARGED = re.compile("(?:分管|主持|负责)[^，。、；]{0,8}工作的$")


def _description(text: str, start: int, end: int, names: dict[int, Span]) -> int:
    """Where what describes a title begins between an edge and the title: behind a verb and behind 率, 偕."""
    for match in _HELPS.finditer(text, start, end):
        start = match.end() if match.start() in names or match.start() == start else start
    return start + 1 if text[start] in "率带偕携" else start


def _on_body(
    text: str, title: Title, body: Span, overlap: int = 0, before: Mapping[int, Span] | None = None
) -> PostSpan:
    """河北省委 + 书记; 外交部 + 部长, printed 外交部长 (`overlap` 1); 时任 and 原 may stand before the body."""
    if _FORMERLY.search(text, max(0, body.start - 3), body.start):
        title = replace(title, former=True)
    word = title.word
    start = _posted_from(text, body, before or {}) if word in POSTED else body.start
    printed = text[start : title.end]
    if start < body.start:
        return PostSpan(Span(start, title.end, post_entity(printed), WITH_BODY), title, None)
    if body.kind == "places":
        name = body.entity.name + word
        if body.entity.name == "中国":
            name = word if word == "国家主席" else name
    else:
        name = body.entity.name + word
    aliases = [text[body.start : body.end] + word[overlap:], body.entity.name + word[overlap:]]
    if not title.former:
        aliases.append(printed)
    return PostSpan(Span(start, title.end, post_entity(name, *aliases), WITH_BODY), title, body)


# 原国务委员、国防部长: what puts all posts of a list in the past; 前 only the one behind it
_PAST = re.compile("原|时任")
_FORMERLY = re.compile("(?:时任|前任|卸任|已故|(?<![中草高平])原)$")
POSTED = ("大使", "公使", "总领事", "副总领事", "代表", "常驻代表")


def _posted_from(text: str, body: Span, names: Mapping[int, Span]) -> int:
    """俄罗斯驻美国大使: where the post begins whose jurisdiction follows 驻; `names` are names by their end."""
    match = re.search(r"[\u3400-\u9fff]{0,8}驻$", text[max(0, body.start - 9) : body.start])
    if not match:
        return body.start
    if sender := names.get(body.start - 1):
        return sender.start
    shorter = re.search("(?:现任|前任|会见|时任|和|与|同)([^，。、；：]*)$", match[0])
    return body.start - (len(shorter[1]) if shorter else len(match[0]))


def find_holdings(
    text: str, posts: Sequence[PostSpan], people: Sequence[Span], places: Sequence[Span], published: str | None = None
) -> tuple[list[PostSpan], list[Holding]]:
    """The posts with restored bodies, and who holds which: apposition before the name, a title after it, taking office.

    河北省委书记倪岳峰、省长王正谱 gives 河北省省长 to 王正谱; 李强总理 is the 国务院总理 named elsewhere in the text.
    """
    resolved = {post.span.start: post for post in posts}
    by_end = {post.span.end: post for post in posts}
    holdings: list[Holding] = []
    before: PostSpan | None = None
    ends = {person.end for person in people}
    for person in people:
        chain = _without_another(_chain(text, person.start, by_end), ends)
        holdings += [] if chain else _shared(text, person, holdings)
        past = False
        for named in chain:
            post = restore(text, named, places, before)
            resolved[post.span.start] = post
            former = post.title.former or (past and not text.startswith("现", post.span.start))
            past = former and (past or _PAST.search(text, post.span.start - 1, post.span.end) is not None)
            holdings.append(Holding(person, post, post.span.start, person.end, APPOSITION, former))
            before = post
        if (taken := _taken(text, person, posts)) is not None:
            holdings += _taken_on(text, person, taken, by_end, places, resolved)
    _restore_chains(text, posts, places, resolved, {holding.post.span.start for holding in holdings})
    holdings += _after_names(text, posts, people, places, holdings, resolved, published)
    return [resolved[start] for start in sorted(resolved)], holdings


# posts that several hold at a time
_PLURAL = re.compile(
    "(?:常委|委员|国务委员|副总理|副主席|副委员长|副部长|副省长|副市长|副书记|副主任|副组长|成员|代表|院士)$"
)


def _shared(text: str, person: Span, holdings: Sequence[Holding]) -> list[Holding]:
    """What a person of a list holds by the posts before its first name: 国务院副总理何立峰、张国清."""
    before = [holding for holding in holdings if holding.person.end == person.start - 1]
    if not before or text[person.start - 1] != "、":
        return []
    listed = all(holding.rule in (APPOSITION, SHARED) and not holding.former for holding in before)
    if not listed or not all(_PLURAL.search(holding.post.span.entity.name) for holding in before):
        return []
    return [Holding(person, holding.post, holding.start, person.end, SHARED, False) for holding in before]


def _restore_chains(
    text: str, posts: Sequence[PostSpan], places: Sequence[Span], resolved: dict[int, PostSpan], held: set[int]
) -> None:
    """What posts of a list without holders leave out: 越共中央政治局委员、中央书记处常务书记."""
    for first, second in pairwise(posts):
        gap = text[first.span.end : second.span.start]
        if second.span.start not in held and 0 < len(gap) <= 2 and JOIN.fullmatch(gap) and "，" not in gap:
            resolved[second.span.start] = restore(text, second, places, resolved[first.span.start])


def _chain(text: str, position: int, by_end: dict[int, PostSpan]) -> list[PostSpan]:
    """The posts that end at `position` and those joined to them to the left, in the order of the text."""
    chain: list[PostSpan] = []
    paused = 0
    while post := by_end.get(position):
        chain.append(post)
        position = post.span.start
        if match := JOIN.search(text, max(0, position - 2), position):
            if "\n" in match[0]:
                break
            paused = paused or (len(chain) if "，" in match[0] else 0)
            position = match.start()
    # beyond a comma only where the posts open the sentence: 全国政协副主席，中国文联主席甲出席
    opens = position == 0 or text[position - 1] in "。；：\n"
    return chain[: None if opens or not paused else paused][::-1]


def _without_another(chain: list[PostSpan], ends: Container[int]) -> list[PostSpan]:
    """The posts behind another person's title and what it governs: of 某主席特别代表、副总理甲 the last."""
    titled = next((at for at, post in enumerate(chain) if post.span.start in ends), None)
    if titled is None:
        return chain
    rest = chain[titled + 1 :]
    return rest[1:] if rest and rest[0].span.start == chain[titled].span.end else rest


def _taken_on(
    text: str,
    person: Span,
    first: PostSpan,
    by_end: dict[int, PostSpan],
    places: Sequence[Span],
    resolved: dict[int, PostSpan],
) -> list[Holding]:
    """The posts of a list behind 任: 任河南省委委员、常委、书记; those of 担任…期间 lie in the past."""
    chain = [first]
    starts = {post.span.start: post for post in by_end.values()}
    while (following := starts.get(chain[-1].span.end + 1)) and text[chain[-1].span.end] == "、":
        chain.append(following)
    dismissed = _is_dismissed(text, person, text[person.end : first.span.start])
    former = dismissed or text.startswith(("期间", "时"), chain[-1].span.end)
    found: list[Holding] = []
    for post in chain:
        if post.body is None and first.body is not None and post is not first:
            name = first.body.entity.name + post.title.word
            post = replace(
                post,
                span=Span(post.span.start, post.span.end, post_entity(name, post.title.word), RESTORED),
                body=first.body,
            )
        resolved[post.span.start] = post
        found.append(Holding(person, post, person.start, post.span.end, TAKES_OFFICE, former or post.title.former))
    return found


def _taken(text: str, person: Span, posts: Sequence[PostSpan]) -> PostSpan | None:
    """The post right after 担任, 当选, … behind a name."""
    for post in posts:
        if 0 < post.span.start - person.end <= 8:
            between = text[person.end : post.span.start]
            return post if TAKES.match(between) or _is_dismissed(text, person, between) else None
    return None


def _is_dismissed(text: str, person: Span, between: str) -> bool:
    """免去甲的…职务, 甲不再担任…."""
    return (between == "的" and text.endswith("免去", 0, person.start)) or DISMISSED.match(between) is not None


def _after_names(
    text: str,
    posts: Sequence[PostSpan],
    people: Sequence[Span],
    places: Sequence[Span],
    holdings: Sequence[Holding],
    resolved: dict[int, PostSpan],
    published: str | None,
) -> list[Holding]:
    """Titles after a name: 苏林总书记, 李强总理."""
    ends = {span.end: span for span in people}
    named: list[Holding] = []
    for post in posts:
        person = ends.get(post.span.start)
        if person is None or post.title.cls in ("learned", "none") or post.span.rule == DESCRIBED:
            continue
        full = _named_elsewhere(person, post, holdings) or _by_convention(text, person, post, published)
        if full is None:
            full = _of_country(post, places)
        span = Span(post.span.start, post.span.end, full, AS_NAMED)
        resolved[post.span.start] = replace(post, span=span)
        named.append(Holding(person, resolved[post.span.start], person.start, post.span.end, AFTER_NAME))
    return named


def _of_country(post: PostSpan, places: Sequence[Span]) -> Entity:
    """穆罕默德总统 as the president of the one other country that the text names, else of no country named."""
    word = post.title.word
    others = {
        span.entity.name
        for span in places
        if "countryCode" in dict(span.entity.attributes) and span.entity.name != "中国"
    }
    if word in COUNTRY_TITLES and len(others) == 1:
        return post_entity(others.pop() + word, word)
    return post.span.entity


def _named_elsewhere(person: Span, post: PostSpan, holdings: Sequence[Holding]) -> Entity | None:
    for holding in holdings:
        name = holding.post.span.entity.name
        if holding.person.entity.key == person.entity.key and name.endswith(post.title.word) and not holding.former:
            return holding.post.span.entity
    return None


@cache
def _short_titles() -> tuple[Row, ...]:
    return load_table(lexicon_dir() / "posts" / "short-titles.tsv")


def _by_convention(text: str, person: Span, post: PostSpan, published: str | None) -> Entity | None:
    """The office that a bare title behind a name stands for: the one that this person held when the text was published
    (习近平主席), or that of the party named in the same clause (以苏林总书记为首的越共中央)."""
    word = post.title.word
    for row in _short_titles():
        if (row.extra["title"], row.extra["person"]) == (word, person.entity.name) and _was_valid(row, published):
            return post_entity(row.name, word)
    if word == "总书记":
        match = re.search(r"([\u3400-\u9fff]共|[\u3400-\u9fff]{2,6}党)中央", _clause(text, post.span.start))
        if match and match[1] not in ("中共", "国共产党", "中国共产党"):
            return post_entity(f"{match[1]}中央总书记", word)
    return None


def _was_valid(row: Row, date: str | None) -> bool:
    return date is None or (row.valid_from <= date and (not row.valid_to or date < row.valid_to))


def _clause(text: str, position: int) -> str:
    start = after_last(text, "，。；\n", position)
    ends = [end for mark in "，。；\n" if (end := text.find(mark, position)) >= 0]
    return text[start : min(ends, default=len(text))]
