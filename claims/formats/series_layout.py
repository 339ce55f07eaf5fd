"""Where the points of one figure over time stand on a drawing: by time and figure, numbered, none over another.

Marks of nearly one time stand side by side, as near to their time as their room allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims.formats.lettering import width
from claims.formats.series_scales import Scale, When, Years, in_short, scale, when, years

WIDTH, EDGE = 360, 10
HEIGHT, TALL, MANY = 190, 260, 24
SLOT, LARGEST, SMALLEST = 10.5, 4.0, 1.8
ARROW = 24
LETTERS, NUMBERS = 12, 11
"""Sizes of the words and of the points' numbers."""
UNDATED = 50
"""The least room of the points without a date, wide enough for their caption."""

LANE, LANES = 7.0, 4

Point = Mapping[str, Any]
Numbered = tuple[int, Point, When | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on the drawing: its number, its middle line, its high and low end, and where its number stands.

    `high` and `low` are None where an end is open; without a number both are where the mark stands in its strip.
    """

    number: int
    point: Point
    when: When | None
    given: bool
    x: float
    size: float
    high: float | None
    low: float | None
    label: float

    @property
    def middle(self) -> float:
        """The height at which its time is drawn."""
        return sum(self.ends) / len(self.ends)

    @property
    def ends(self) -> list[float]:
        """The heights of its ends that are given."""
        return [y for y in (self.high, self.low) if y is not None]


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn, from the plot's upper edge at 0 down to `floor`; the strip without numbers ends at `foot`.

    Points without a date stand right of `split`.
    """

    marks: tuple[Mark, ...]
    scale: Scale | None
    years: Years | None
    left: float
    split: float
    right: float
    floor: float
    foot: float

    @property
    def strip(self) -> float:
        """The upper edge of the strip."""
        return self.floor + 10 if self.scale else 0.0

    def x(self, day: float) -> float:
        """Where a day stands."""
        return self.left + (self.split - self.left) * self.years.share(day) if self.years else self.left

    def y(self, value: Decimal) -> float:
        """Where a figure stands."""
        return self.floor - self.floor * self.scale.share(value) if self.scale else self.floor


def in_order(points: Sequence[Point]) -> list[Numbered]:
    """The points numbered in order of the middle of their times, as they are drawn; those without a date last."""
    dated = [(point, when(point["at"])) for point in points]
    ordered = sorted(dated, key=lambda one: (one[1] is None, one[1].middle if one[1] else 0))
    return [(number, point, time) for number, (point, time) in enumerate(ordered, 1)]


def chart(points: Sequence[Point]) -> Chart:
    """Where everything stands."""
    ordered = in_order(points)
    found = scale([value for point in points for value in _values(point)])
    span = years([time for _, _, time in ordered if time])
    left = 12 + max((wide(in_short(tick)) for tick in found.ticks), default=0) if found else EDGE
    right = float(WIDTH - EDGE)
    split = _split(ordered, left, right)
    floor = (TALL if len(points) > MANY else HEIGHT) if found else 0
    bare = Chart((), found, span, left, split, right, floor, floor)
    plotted = _placed(bare, [one for one in ordered if _values(one[1])], strip=False)
    stripped = _placed(bare, [one for one in ordered if not _values(one[1])], strip=True)
    foot = max((mark.middle + LARGEST + 8 for mark in stripped), default=floor)
    marks = tuple(sorted((*plotted, *stripped), key=lambda mark: mark.number))
    return Chart(marks, found, span, left, split, right, floor, foot)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending places at least `gap` apart and within the bounds, as near as can be to those wanted."""
    blocks: list[tuple[float, int]] = []
    for number, place in enumerate(wanted):
        total, count = place - number * gap, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    flat = [total / count for total, count in blocks for _ in range(count)]
    room = max(high - (len(wanted) - 1) * gap, low)
    return [min(max(place, low), room) + number * gap for number, place in enumerate(flat)]


def lifted(labels: Sequence[tuple[float, float, float]]) -> list[float]:
    """The lines on which labels stand, each given by middle, line and width: raised until none lies over another."""
    found: dict[int, float] = {}
    for number in sorted(range(len(labels)), key=lambda one: (-labels[one][1], labels[one][0])):
        x, line, wide = labels[number]
        beside = sorted(
            (y for other, y in found.items() if abs(labels[other][0] - x) < (labels[other][2] + wide) / 2),
            reverse=True,
        )
        for y in beside:
            if abs(y - line) < NUMBERS:
                line = y - NUMBERS
        found[number] = line
    return [found[number] for number in range(len(labels))]


def _placed(bare: Chart, ordered: Sequence[Numbered], *, strip: bool) -> list[Mark]:
    """The marks of the plot, or those of the strip below."""
    slots = _slots(bare, ordered)
    heights = _lanes(bare, ordered) if strip else [_heights(bare, point) for _, point, _ in ordered]
    labels = [
        (x, _top(high, low) - size - 4, wide(str(number)) + 1)
        for (x, size), (high, low), (number, _, _) in zip(slots, heights, ordered, strict=True)
    ]
    lines = lifted(labels)
    down = bare.strip + 20 + NUMBERS - min(lines, default=0) if strip else 0.0
    return [
        Mark(number, point, time, not strip, *slot, _moved(high, down), _moved(low, down), line + down)
        for (number, point, time), slot, (high, low), line in zip(ordered, slots, heights, lines, strict=True)
    ]


def _slots(bare: Chart, ordered: Sequence[Numbered]) -> list[tuple[float, float]]:
    """Where marks stand from left to right, and how large they are; those without a date in their own column."""
    dated = [bare.x(time.middle) for _, _, time in ordered if time]
    undated = [(bare.split + bare.right) / 2] * (len(ordered) - len(dated))
    return [
        *_side_by_side(dated, bare.left, bare.split),
        *_side_by_side(undated, bare.split, bare.right),
    ]


def _side_by_side(wanted: Sequence[float], left: float, right: float) -> list[tuple[float, float]]:
    low, high = left + LARGEST + 1, right - LARGEST - 1
    gap = min(SLOT, (high - low) / max(len(wanted) - 1, 1))
    size = min(LARGEST, max(SMALLEST, gap * 0.36))
    return [(x, size) for x in spread(wanted, gap, low, high)]


def _lanes(bare: Chart, ordered: Sequence[Numbered]) -> list[tuple[float, float]]:
    """Heights in the strip, where they mean nothing: times that overlap are on different lanes, while they last."""
    taken = [-1.0] * LANES
    found: list[tuple[float, float]] = []
    for _, _, time in ordered:
        first = bare.x(time.first if time and time.first else 0) if time else bare.split
        lane = next((lane for lane, end in enumerate(taken) if end < first), len(found) % LANES)
        taken[lane] = bare.x(time.after) if time and time.after else bare.right if time else first
        found.append((LANE * lane, LANE * lane))
    return found


def _split(ordered: Sequence[Numbered], left: float, right: float) -> float:
    """Where the room of the points without a date begins; at the right edge when there are none."""
    most = {True: 0, False: 0}
    for dated in most:
        given = [bool(_values(point)) for _, point, time in ordered if bool(time) is dated]
        most[dated] = max(given.count(True), given.count(False))
    if not most[False]:
        return right
    if not most[True]:
        return left
    share = (right - left) * most[False] / (most[False] + most[True])
    return right - max(UNDATED, min(share, SLOT * (most[False] + 1)))


def _heights(bare: Chart, point: Point) -> tuple[float | None, float | None]:
    """Of the high and the low end."""
    high, low = (None if point[end] is None else bare.y(Decimal(point[end])) for end in ("high", "low"))
    return high, low


def _top(high: float | None, low: float | None) -> float:
    """The upper end of all that is drawn of a mark."""
    return high if high is not None else (low or 0.0) - ARROW


def _moved(y: float | None, down: float) -> float | None:
    return None if y is None else y + down


def _values(point: Point) -> list[Decimal]:
    return [Decimal(point[end]) for end in ("low", "high") if point[end] is not None]


def wide(words: str) -> float:
    """About how wide words are on the drawing."""
    return width(words) * LETTERS / 13
