"""One figure over time as a chart: no script, no style, as wide as a telephone.

Time runs to the right and figures upward, both from the points alone: nothing is joined, added up or filled in. A
point without a number stands in a strip of its own, one without a date in a column of its own. The numbers at the
marks are those of `rows`, for the table that stands beside the chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from claims.domain.edtf_bounds import BoundKind
from claims.domain.tongue import gettext, pgettext
from claims.formats import series_marks as marks
from claims.formats.lettering import cut, escaped
from claims.formats.series_layout import EDGE, LETTERS, WIDTH, Chart, Mark, chart, wide
from claims.formats.series_marks import line, n, text
from claims.formats.series_scales import in_short
from claims.formats.series_words import NO_DATE, NO_NUMBER, Row, description, row_told, rows

__all__ = ["Row", "draw", "rows"]

FOOT, FOOT_OF_TWO, KEY_LINE, SIGN = 24, 36, 19, 22
ROOM_OF_YEAR = 34
_EVERY = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


def draw(points: Sequence[Mapping[str, Any]]) -> str:
    """The SVG of one series' points; nothing when there are none."""
    if not points:
        return ""
    found = chart(points)
    captions = [_unit(points)] if found.scale else []
    if found.scale and found.scale.logarithmic:
        captions.append(found.scale.told())
    top = min(0.0, *(mark.label - LETTERS for mark in found.marks)) - 12 - 16 * len(captions)
    foot = FOOT_OF_TWO if found.left < found.split < found.right else FOOT
    key, bottom = _key(found, found.foot + foot)
    subject = min(str(point["measure"]) for point in points)
    title = gettext("%(measure)s over time") % {"measure": subject}
    drawn = [
        *(
            text(words, 2, top + 12 + 16 * number, "unit", size=LETTERS)
            for number, words in enumerate(captions)
        ),
        *_time_axis(found),
        *_figure_axis(found),
        *_rooms(found),
        *_points(found, rows(points)),
        *key,
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="series" viewBox="0 {n(top)} {WIDTH} {n(bottom - top)}" '
        'role="img" fill="currentColor" font-family="sans-serif">'
        f"<title>{escaped(title)}</title><desc>{escaped(description(found))}</desc>{''.join(drawn)}</svg>"
    )


def _unit(points: Sequence[Mapping[str, Any]]) -> str:
    return cut(min(str(point["unit"]) for point in points), WIDTH - EDGE)


def _time_axis(found: Chart) -> Iterator[str]:
    """The years: as shaded columns while they are wide enough to be told apart, else as lines."""
    if not found.years:
        return
    room = (found.split - found.left) / (found.years.after - found.years.first)
    every = next(every for every in _EVERY if every * room >= ROOM_OF_YEAR or every == _EVERY[-1])
    for year in range(found.years.first, found.years.after):
        x, after = (found.x(date(one, 1, 1).toordinal()) for one in (year, year + 1))
        if every <= 2 and year % 2 == 0:
            box = f'x="{n(x)}" y="0" width="{n(after - x)}" height="{n(found.foot)}"'
            yield f'<rect class="year" fill-opacity=".06" {box}/>'
        if year % every:
            continue
        if every > 2:
            yield line("grid", x, 0, x, found.foot + 4)
        middle = x if every > 2 else (x + after) / 2
        at = min(max(middle, found.left + 8), found.split - 14)
        yield text(str(year), at, found.foot + 15, "label", size=LETTERS, anchor="middle")


def _figure_axis(found: Chart) -> Iterator[str]:
    if not found.scale:
        return
    for tick in found.scale.ticks:
        y = found.y(tick)
        base = not tick or (found.scale.logarithmic and tick == found.scale.ticks[0])
        yield line("axis" if base else "grid", found.left, y, found.right, y)
        yield text(in_short(tick), found.left - 6, y + 4, "label", size=LETTERS, anchor="end")


def _rooms(found: Chart) -> Iterator[str]:
    """The strip of what has no number, and the column of what has no date."""
    if found.foot > found.floor:
        top, room = found.strip, found.right - found.left
        yield (
            f'<rect class="strip" fill="none" stroke="currentColor" stroke-dasharray="1 3" x="{n(found.left)}" '
            f'y="{n(top)}" width="{n(room)}" height="{n(found.foot - top)}"/>'
        )
        yield text(str(NO_NUMBER), found.left + 5, top + 14, "label", size=LETTERS)
    if found.split < found.right:
        middle = (found.split + found.right) / 2
        if found.split == found.left:
            yield text(str(NO_DATE), middle, found.foot + 15, "label", size=LETTERS, anchor="middle")
            return
        yield line("split", found.split, 0, found.split, found.foot)
        first, _, last = str(NO_DATE).rpartition(" ")
        for number, words in enumerate((first, last)):
            yield text(words, middle, found.foot + 15 + 13 * number, "label", size=LETTERS, anchor="middle")


def _points(found: Chart, told: Sequence[Row]) -> Iterator[str]:
    """First the times, then the figures over them, then the numbers over all."""
    for mark in found.marks:
        yield f'<g class="{_classes(mark)} when">{"".join(marks.time(mark, found))}{marks.lead(mark)}</g>'
    for mark, row in zip(found.marks, told, strict=True):
        yield (
            f'<g class="{_classes(mark)}"><title>{escaped(row_told(row))}</title>{marks.figure(mark, found.floor)}</g>'
        )
    yield from (marks.number(mark) for mark in found.marks)


def _classes(mark: Mark) -> str:
    kind = "claim" if mark.point["kind"] == "claim" else "source"
    soft = mark.point["approximate"] or mark.point["vague"]
    return f"point {kind}{' soft' * bool(soft)}"


def _key(found: Chart, top: float) -> tuple[list[str], float]:
    """What the marks in use mean, in lines; and where the last line ends."""
    drawn, x, y = [], 2.0, top + 12
    for sign, words in _signs(found):
        room = SIGN + wide(words) + 12
        if x > 2 and x + room > WIDTH + 8:
            x, y = 2.0, y + KEY_LINE
        drawn.append(f'<g class="key" transform="translate({n(x)} {n(y)})">{sign}')
        drawn.append(f"{text(words, SIGN, 0, 'label', size=LETTERS)}</g>")
        x += room
    return drawn, y + 7


def _signs(found: Chart) -> Iterator[tuple[str, str]]:
    """The signs in use, each around (8, -4), and what they mean."""
    points = [mark.point for mark in found.marks]
    given = [mark.point for mark in found.marks if mark.given]
    times = [mark.when for mark in found.marks if mark.when]
    for kind in ("claim", "source"):
        if any(point["kind"] == kind for point in points):
            yield f'<g class="point {kind}">{marks.shape(kind, 8, -4, 4)}</g>', _by(kind)
    if any(point["approximate"] or point["vague"] for point in given):
        yield (
            line("bar", 2, -4, 15, -4, ' stroke-dasharray="3 2.5"'),
            pgettext("marks of a chart", "approximate or vague"),
        )
    if any(point["high"] is None for point in given):
        yield marks.arrow(8, 2, -10), pgettext("marks of a chart", "at least")
    if any(point["low"] is None for point in given):
        yield marks.arrow(8, -10, 2), pgettext("marks of a chart", "at most")
    if times:
        yield line("time", 1, -4, 16, -4), pgettext("marks of a chart", "time it is for")
    if any(marks.aside(mark, found) for mark in found.marks):
        tie = line("tie", 3, -4, 16, -4, ' stroke-dasharray="1 2"')
        yield line("tick", 3, -7, 3, -1) + tie, pgettext("marks of a chart", "stands beside its time")
    if any(BoundKind.OPEN in (one.start, one.end) for one in times):
        yield (
            "".join(marks.tail(-1, -4, 1, BoundKind.OPEN)),
            pgettext("marks of a chart", "with no end named"),
        )
    if any(BoundKind.UNKNOWN in (one.start, one.end) for one in times):
        yield "".join(marks.tail(-1, -4, 1, BoundKind.UNKNOWN)), pgettext("marks of a chart", "end not known")


def _by(kind: str) -> str:
    if kind == "claim":
        return pgettext("marks of a chart", "by a claim")
    return pgettext("marks of a chart", "by a source")
