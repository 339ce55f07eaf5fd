"""The marks of one figure over time: shapes that stay apart without color, and nothing drawn as surer than it is.

Nothing has a style; attributes make the drawing readable where no style sheet is.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import pi

from claims.domain.edtf_bounds import BoundKind
from claims.formats.lettering import escaped
from claims.formats.series_layout import ARROW, NUMBERS, Chart, Mark

TAIL = 18
"""How far a time without a known end is drawn on; it says that there is more, not how much."""
FULL, LINE = ' fill="currentColor"', ' fill="none" stroke="currentColor"'
_SOFT = ' stroke-dasharray="3 2.5"'


def reach(mark: Mark, chart: Chart) -> tuple[float, float]:
    """From where to where a mark's time is drawn; past the mark on the side where no end is known."""
    when = mark.when
    if when is None:
        return mark.x, mark.x
    middle = chart.x(when.middle)
    first = None if when.first is None else chart.x(when.first)
    after = None if when.after is None else chart.x(when.after)
    return (
        min(mark.x, middle if after is None else after) - mark.size if first is None else first,
        max(mark.x, middle if first is None else first) + mark.size if after is None else after,
    )


def aside(mark: Mark, chart: Chart) -> bool:
    """Whether the mark stands beside its time, since its place is taken."""
    left, right = reach(mark, chart)
    return not left - 1 <= mark.x <= right + 1


def time(mark: Mark, chart: Chart) -> Iterator[str]:
    """A point's time as a level line; dashed when it is not sure, with a tie when the mark stands beside it."""
    when = mark.when
    if when is None:
        return
    y, middle, (left, right) = mark.middle, chart.x(when.middle), reach(mark, chart)
    if aside(mark, chart):
        near = left if mark.x < left else right
        yield line("tie", near, y, mark.x, y, ' stroke-dasharray="1 2"')
    soft = " soft" if when.soft else ""
    if right - left < 2:
        yield line(f"tick{soft}", middle, y - 3, middle, y + 3)
    else:
        yield line(f"time{soft}", left, y, right, y, _SOFT if soft else "")
        ends = [x for x, day in ((left, when.first), (right, when.after)) if day is not None and not soft]
        yield from (line("tick", x, y - 2.5, x, y + 2.5) for x in ends)
    if when.first is None:
        yield from tail(left, y, -1, when.start)
    if when.after is None:
        yield from tail(right, y, 1, when.end)


def tail(x: float, y: float, side: int, kind: BoundKind) -> Iterator[str]:
    """The side on which a time has no known end: an arrow when it is open, a fading line when nobody knows it."""
    if kind is BoundKind.OPEN:
        yield line("time", x, y, x + side * TAIL, y)
        yield f'<path class="head"{LINE} d="M{n(x + side * (TAIL - 4))} {n(y - 3)}l{4 * side} 3l{-4 * side} 3"/>'
        return
    at = x
    for long, gap in ((5, 2), (3.5, 2.5), (2, 2.5), (1, 0)):
        yield line("time", at, y, at + side * long, y)
        at += side * (long + gap)


def figure(mark: Mark, floor: float) -> str:
    """A point's figure: a dot, a bar between two ends, or an arrow where an end is open."""
    soft = bool(mark.point["approximate"] or mark.point["vague"])
    dash = _SOFT if soft else ""
    drawn = []
    if mark.high is not None and mark.low is not None:
        if mark.low - mark.high > 2 * mark.size:
            drawn.append(line("bar", mark.x, mark.high + mark.size, mark.x, mark.low - mark.size, dash))
    elif mark.low is not None:
        drawn.append(arrow(mark.x, mark.low - mark.size, mark.low - ARROW, dash))
    elif mark.high is not None:
        start = mark.high + mark.size
        drawn.append(arrow(mark.x, start, max(floor, start + 8), dash))
    drawn += [
        shape(mark.point["kind"], mark.x, y, mark.size, soft, mark.given) for y in dict.fromkeys(mark.ends)
    ]
    return "".join(drawn)


def arrow(x: float, start: float, end: float, dash: str = "") -> str:
    """A bar that goes on, upward or downward."""
    back = 4 if end < start else -4
    head = f'<path class="head"{LINE} d="M{n(x - 3)} {n(end + back)}L{n(x)} {n(end)}L{n(x + 3)} {n(end + back)}"/>'
    return line("bar open", x, start, x, end, dash) + head


def shape(kind: str, x: float, y: float, size: float, soft: bool = False, given: bool = True) -> str:
    """A filled circle for a claim, a hollow square for a source; hollow both where no number is given."""
    name = f"shape {'given' if given else 'none'}"
    if kind == "claim":
        dash = _corners(pi * size / 4) if soft else ""
        faint = ' fill-opacity=".3"' if soft else ""
        paint = f'{FULL} stroke="currentColor"{faint}' if given else LINE
        return f'<circle class="{name}"{paint}{dash} cx="{n(x)}" cy="{n(y)}" r="{n(size)}"/>'
    side = size * 1.8
    dash = _corners(side / 2) if soft else ""
    at = f'x="{n(x - side / 2)}" y="{n(y - side / 2)}" width="{n(side)}" height="{n(side)}"'
    return f'<rect class="{name}"{LINE}{dash} {at}/>'


def _corners(length: float) -> str:
    """Dashes of this length, the first one around the corner at which an outline begins."""
    return f' stroke-dasharray="{n(length)}" stroke-dashoffset="{length / 2:.1f}"'


def number(mark: Mark) -> str:
    """A point's number, as in the table."""
    return text(str(mark.number), mark.x, mark.label, "number", size=NUMBERS, anchor="middle")


def lead(mark: Mark) -> str:
    """A thin line from a mark to its number, when others have pushed that far up."""
    top = mark.high if mark.high is not None else (mark.low or 0) - ARROW
    if top - mark.size - mark.label < NUMBERS:
        return ""
    return line("lead", mark.x, top - mark.size - 2, mark.x, mark.label + 2)


def text(words: str, x: float, y: float, kind: str, *, size: int, anchor: str = "start") -> str:
    """Words on the drawing."""
    at = f'x="{n(x)}" y="{n(y)}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {at}>{escaped(words)}</text>'


def n(value: float) -> str:
    """A length as it is written: at most one digit behind the point, and no minus zero."""
    return f"{round(value, 1) + 0:g}"


def line(kind: str, x1: float, y1: float, x2: float, y2: float, dash: str = "") -> str:
    """A straight line."""
    at = f'x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"'
    return f'<line class="{kind}" stroke="currentColor"{dash} {at}/>'
