"""Names of one sign: 中方, 中柬, 苏浙沪皖, 在京; and abbreviations that stand for two bodies, 两高."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kg.extract.entries import division_entity, entity_of
from kg.extract.spans import Span
from kg.lexicon.divisions import load_divisions
from kg.lexicon.gazetteer import load_gazetteer
from kg.lexicon.tables import load_table
from kg.model import Entity, Literal
from kg.paths import lexicon_dir

SHORT, SIDE, PAIR, PROVINCES, JOINT = (
    "names.short-in-context", "names.side", "names.country-pair", "names.province-signs", "names.joint-abbreviation",
)  # fmt: skip

NOT_A_SIDE = frozenset("南东北西双对各官军我他地上下前后多单")
# signs of one country that make other words behind 中 as well: 中西部, 中亚, 中东, 中海
_OTHER_WORDS = frozenset("亚文不西海洪以东特图委也津拉黑白基立列比博保库克所汤瓦莱朝")


_COUNTRY = ("level", Literal("country"))


def countries_named(spans: Iterable[Span]) -> dict[str, Entity]:
    """One-character abbreviations of the countries named in the text, and of China: 越 → 越南."""
    named = {span.entity.key for span in spans if _COUNTRY in span.entity.attributes}
    short: dict[str, Entity] = {}
    for country, signs in _signed_countries():
        if country.key in named or country.name == "中国":
            for sign in signs:
                short.setdefault(sign, country)
    return short


@cache
def _signed_countries() -> tuple[tuple[Entity, tuple[str, ...]], ...]:
    """The countries with their one-character signs."""
    return tuple((entity_of(name), name.row.values("abbr")) for name in load_gazetteer().of_table("countries"))


@cache
def signs_of_countries() -> frozenset[str]:
    return frozenset(sign for country, signs in _signed_countries() if country.name != "中国" for sign in signs)


@cache
def country_called(name: str) -> Entity:
    """The country of a name: 中国."""
    return next(country for country, _ in _signed_countries() if country.name == name)


@cache
def countries_by_sign() -> Mapping[str, tuple[Entity, ...]]:
    """The countries that a sign may stand for: 伊 is 伊朗 and 伊拉克."""
    bearers: dict[str, tuple[Entity, ...]] = {}
    for country, signs in _signed_countries():
        for sign in signs:
            bearers[sign] = (*bearers.get(sign, ()), country)
    return bearers


@cache
def of_one_country() -> Mapping[str, Entity]:
    """The signs that stand for one country only, and seldom for anything else: 柬."""
    bearers = countries_by_sign()
    return {sign: one[0] for sign, one in bearers.items() if len(one) == 1 and sign not in _OTHER_WORDS}


@cache
def _unnamed_pair() -> re.Pattern[str]:
    """中柬建交, 越中友好: a pair that only what follows it tells apart from a word, of countries not named."""
    signs = "".join(sorted(set(of_one_country()) - {"中"}))
    topics = "两国|双方|关系|友好|友谊|建交|命运共同体|经贸|人文交流|元首|领导人|高层|自贸|双边|全面战略|战略伙伴"
    return re.compile(f"(?:中[{signs}]|[{signs}]中)(?={topics})")


def find_signs(text: str, names: Sequence[Span]) -> list[Span]:
    """Runs of provinces by their signs and joint abbreviations in `text`, outside of `names`; ordered by start.

    Offsets are characters of `Article.clean`. 苏浙沪皖 gives four provinces, 两高 two courts at one place.
    """
    taken = {at for span in names for at in range(span.start, span.end)}
    found = [*_provinces(text), *_joint(text)]
    return [span for span in found if taken.isdisjoint(range(span.start, span.end))]


_RUN = re.compile("[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川渝蜀贵黔云滇藏陕秦甘陇青宁新港澳台]{2,}")
# two of these side by side are two provinces; of three and more signs two must be among them
_PLAIN = frozenset("京津冀沪苏浙皖闽赣鲁豫鄂湘粤桂川渝黔滇陕")


def _provinces(text: str) -> Iterator[Span]:
    by_sign = load_divisions().by_abbreviation
    for match in _RUN.finditer(text):
        signs = match[0]
        if len(set(signs)) == len(signs) and len(_PLAIN.intersection(signs)) >= 2:
            yield from (Span(at, at + 1, division_entity(by_sign[text[at]]), PROVINCES) for at in range(*match.span()))


@cache
def _joint_names() -> tuple[re.Pattern[str], Mapping[str, tuple[Entity, ...]]]:
    rows = load_table(lexicon_dir() / "organisations" / "joint.tsv")
    forms = "|".join(f"{row.name}(?!{row.extra['not_before']})" for row in rows)
    known = load_gazetteer().names
    return re.compile(forms), {row.name: tuple(entity_of(known[m][0]) for m in row.values("members")) for row in rows}


def _joint(text: str) -> Iterator[Span]:
    """两高 as 最高人民法院 and as 最高人民检察院: two spans at one place."""
    pattern, members = _joint_names()
    for match in pattern.finditer(text):
        yield from (Span(*match.span(), entity, JOINT) for entity in members[match[0]])


def in_short(text: str) -> Iterable[Span]:
    """在京召开, 在沪会见: a municipality by its one sign."""
    for match in re.finditer(
        r"在([京津沪渝])(?=召开|举行|会见|会谈|开幕|闭幕|开班|结业|揭晓|出席|主持|同|与|启动|发布|参加|考察|调研)",
        text,
    ):
        row = load_divisions().by_abbreviation[match[1]]
        yield Span(match.start(1), match.end(1), division_entity(row), SHORT)


@cache
def _any_side() -> re.Pattern[str]:
    """What every side and pair has, whichever countries the text names; three articles of four have none."""
    signs = "".join(sorted({sign for _, signs in _signed_countries() for sign in signs}))
    return re.compile(f"[{signs}]方|中[{signs}]|[{signs}]中")


def sides(text: str, spans: Sequence[Span]) -> list[Span]:
    """中方, 越方 and pairs such as 中越, 越中, 中吉乌, for countries that the text names (and China)."""
    if not _any_side().search(text):
        return []
    short = countries_named(spans)
    letters = "".join(sorted(set(short) - NOT_A_SIDE))
    found = [
        Span(match.start(), match.end(), short[match[1]], SIDE)
        for match in re.finditer(rf"([{letters}])方(?![面式案针向法便位阵圆])", text)
    ]
    others = letters.replace("中", "")
    if others:
        pair = rf"中[{others}]{{1,3}}(?=[^国方])|[{others}](?=中(?![国央午旬期文心学小部东亚]))中"
        for match in re.finditer(pair, text):
            found += [Span(at, at + 1, short[text[at]], PAIR) for at in range(match.start(), match.end())]
    unnamed = of_one_country()
    for match in _unnamed_pair().finditer(text):
        signs = {**unnamed, **short}
        found += [Span(at, at + 1, signs[text[at]], PAIR) for at in range(*match.span())]
    taken = {at for span in spans for at in range(span.start, span.end)}
    return [span for span in {span.start: span for span in found}.values() if span.start not in taken]
