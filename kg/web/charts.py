"""Charts as inline SVG and as tables: drawn here, coloured by the style sheet, their texts escaped.

No colour is the only sign of anything: columns have heights and titles, cells of grids their numbers.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT, FOOT = 640, 96, 18
LEVELS = 5
CELL = 13
LABELS = 10
"""Names that fit below the columns of a chart."""
NEAR = 3.0
"""Units of a chart below which two dots are one."""


@dataclass(frozen=True, slots=True)
class Span:
    """One line of a chart of spans: a label with its address, and the days on which it is witnessed."""

    label: str
    path: str
    days: tuple[str, ...]


def trend(counts: Mapping[str, int], names: Sequence[str], title: str) -> Markup:
    """Columns over time, one for each of `names`; nothing where there are fewer than two."""
    if len(names) < 2 or not any(counts.values()):
        return Markup()
    top = max(counts.values())
    step = WIDTH / len(names)
    columns = Markup().join(
        Markup(
            '<rect class="column" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}: {}</title></rect>'
        ).format(i * step + step * 0.1, HEIGHT - height, step * 0.8, height, name, counts.get(name, 0))
        for i, name in enumerate(names)
        if (height := (HEIGHT - 14) * counts.get(name, 0) / top)
    )
    peak = max(names, key=lambda name: counts.get(name, 0))
    at = min(max((names.index(peak) + 0.5) * step, 12), WIDTH - 12)
    return Markup(
        '<svg class="chart trend" viewBox="0 0 {w} {h}" role="img" aria-label="{title}">{columns}'
        '<line class="axis" x1="0" x2="{w}" y1="{base}" y2="{base}"/>'
        '<text x="{at:.1f}" y="10" class="peak">{top}</text>'
        "{labels}</svg>"
    ).format(
        w=WIDTH, h=HEIGHT + FOOT, base=HEIGHT, title=title, columns=columns, at=at, top=top,
        labels=_below(names, step),
    )  # fmt: skip


def _below(names: Sequence[str], step: float) -> Markup:
    """The names of columns below them, as many as there is room for."""
    every = -(-len(names) // LABELS)
    return Markup().join(
        Markup('<text x="{:.1f}" y="{}" dy="-4" class="below">{}</text>').format((i + 0.5) * step, HEIGHT + FOOT, name)
        for i, name in enumerate(names)
        if i % every == 0
    )


def spans(lines: Sequence[Span], first: str, last: str, title: str) -> Markup:
    """One line for each label, from the first to the last day that witnesses it, with a dot for every such day."""
    lines = [line for line in lines if line.days]
    if not lines or first == last:
        return Markup()
    start, length = _day(first), max(1, (_day(last) - _day(first)).days)
    left, row = 190, 24
    width = WIDTH - left - 10

    def x(day: str) -> float:
        return left + width * min(1.0, max(0.0, (_day(day) - start).days / length))

    drawn = Markup().join(
        Markup(
            '<a href="{path}"><text x="{at}" y="{y}" dy="4" class="end">{label}<title>{full}</title></text></a>'
            '<line class="span" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y}" y2="{y}"/>{dots}'
        ).format(
            path=line.path, at=left - 10, y=i * row + 14, label=_short(line.label, 13), full=line.label,
            x1=x(line.days[0]), x2=x(line.days[-1]),
            dots=Markup().join(
                Markup('<circle cx="{:.1f}" cy="{}" r="4"><title>{}</title></circle>').format(at, i * row + 14, day)
                for at, day in _apart(line.days, x)
            ),
        )
        for i, line in enumerate(lines)
    )  # fmt: skip
    height = len(lines) * row + 4
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="group" aria-label="{title}">'
        '<line class="axis" x1="{left}" x2="{w}" y1="{base}" y2="{base}"/>{drawn}'
        '<text x="{left}" y="{foot}">{first}</text><text x="{w}" y="{foot}" class="end">{last}</text></svg>'
    ).format(
        w=WIDTH, h=height + 16, left=left, base=height, foot=height + 13, drawn=drawn, title=title,
        first=first, last=last,
    )  # fmt: skip


def _apart(days: Sequence[str], x: Callable[[str], float]) -> Iterator[tuple[float, str]]:
    """Places of days and the days, without those whose dot would lie on the one before."""
    before = -NEAR
    for day in sorted(set(days)):
        if (at := x(day)) - before >= NEAR:
            yield at, day
            before = at


def calendar(counts: Mapping[str, int], title: str, path: Callable[[str], str]) -> Markup:
    """A square for every day, weeks as columns and years as rows of squares; days lead to `path(day)`."""
    if not counts:
        return Markup()
    top = max(counts.values())
    years = range(_day(min(counts)).year, _day(max(counts)).year + 1)
    block = CELL * 7 + 24
    cells = [_year(year, counts, top, i * block, path) for i, year in enumerate(years)]
    return Markup('<svg class="chart calendar" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        40 + 54 * CELL, len(years) * block, title, Markup().join(cells)
    )


def _year(year: int, counts: Mapping[str, int], top: int, y: int, path: Callable[[str], str]) -> Markup:
    day = datetime.date(year, 1, 1)
    shift = day.weekday()
    squares = [Markup('<text x="0" y="{}" class="year">{}</text>').format(y + 4 * CELL, year)]
    y += 12
    while day.year == year:
        week, weekday = divmod(day.timetuple().tm_yday - 1 + shift, 7)
        if day.day == 1:
            squares.append(Markup('<text x="{}" y="{}">{}</text>').format(40 + week * CELL, y - 3, day.month))
        n = counts.get(day.isoformat(), 0)
        square = Markup(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="l{}"><title>{}: {}</title></rect>'
        ).format(40 + week * CELL, y + weekday * CELL, CELL - 2, CELL - 2, level(n, top), day.isoformat(), n)
        if n:
            link = Markup('<a href="{}" aria-label="{}: {}">{}</a>')
            square = link.format(path(day.isoformat()), day.isoformat(), n, square)
        squares.append(square)
        day += datetime.timedelta(1)
    return Markup().join(squares)


def bar(value: float, top: float) -> Markup:
    """A bar as wide as `value` is of `top`, for the lines of a list."""
    share = 100 * value / top if top else 0
    return Markup(
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{:.1f}" height="4"/></svg>'
    ).format(share)


def level(value: float, top: float) -> int:
    """0 for nothing, else 1 to 5: how strong a cell is coloured."""
    return min(LEVELS, 1 + int((LEVELS - 0.01) * value / top)) if value and top else 0


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _short(text: str, most: int) -> Markup:
    return escape(text if len(text) <= most else text[: most - 1] + "…")
