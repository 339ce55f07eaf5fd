"""The two scales of a figure over time: what a point's date may mean in days, and where a figure stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from statistics import median

from claims.domain.edtf_bounds import BoundKind, ends
from claims.domain.quantities import grouped
from claims.domain.tongue import gettext, gettext_lazy

FAR = 50
"""A highest figure this many times the one in the middle would press all others to the floor of a linear scale."""
MOST_STEPS, MOST_DECADES = 5, 6
FEWEST_YEARS = 3
MORE = 8
"""One part in so many of the years is added where a time goes on, and at least one year."""
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_NAMES = (
    (12, gettext_lazy("%(number)s trillion")),
    (9, gettext_lazy("%(number)s billion")),
    (6, gettext_lazy("%(number)s million")),
)
_MARK = re.compile("[~?%]")


@dataclass(frozen=True, slots=True)
class When:
    """The time a point is for, in ordinal days.

    `first` and `after` hold its widest reading, the last day not included; None where an end is open or unknown.
    `middle` is that of what is said, before any widening; of an interval with one end, that of this end.
    """

    first: int | None
    after: int | None
    middle: float
    years: tuple[int, int]
    start: BoundKind
    end: BoundKind
    soft: bool


@dataclass(frozen=True, slots=True)
class Years:
    """A linear scale of whole years, the last one not included."""

    first: int
    after: int

    def share(self, day: float) -> float:
        """How far along a day lies, from 0 to 1."""
        start, end = date(self.first, 1, 1).toordinal(), date(self.after, 1, 1).toordinal()
        return (day - start) / (end - start)


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of figures, linear or logarithmic; `ticks` reach from its lowest to its highest figure."""

    ticks: tuple[Decimal, ...]
    logarithmic: bool

    def share(self, value: Decimal) -> float:
        """How far up a figure lies, from 0 to 1."""
        low, high = self.ticks[0], self.ticks[-1]
        if self.logarithmic:
            low, high, value = low.log10(), high.log10(), value.log10()
        return float((value - low) / (high - low))

    def told(self) -> str:
        """What a reader has to know about the scale, empty when it is linear."""
        if not self.logarithmic:
            return ""
        words = gettext("logarithmic scale: each line is %(number)s times the one below")
        return words % {"number": grouped(_plain(self.ticks[1] / self.ticks[0]))}


def when(at: Mapping[str, str | None] | None) -> When | None:
    """The time of an EDTF value of a document; None when no date is given."""
    if at is None or not at["edtf"]:
        return None
    start, end = ends(at["edtf"], "at")
    said = [core for core in (start.core, end.core) if core]
    lower, upper = at["lower"], at["upper"]
    kinds = BoundKind(at["lower_kind"] or ""), BoundKind(at["upper_kind"] or "")
    return When(
        date.fromisoformat(lower).toordinal() if lower else None,
        date.fromisoformat(upper).toordinal() + 1 if upper else None,
        (said[0].first.toordinal() + said[-1].last.toordinal() + 1) / 2,
        (said[0].first.year, said[-1].last.year),
        *kinds,
        BoundKind.APPROXIMATE in kinds or bool(_MARK.search(at["edtf"])),
    )


def years(times: Sequence[When]) -> Years | None:
    """Whole years around the widest readings, with room beyond an end that is open or unknown; None without time."""
    if not times:
        return None
    first = min(_year(one.first) if one.first else one.years[0] for one in times)
    after = max(_year(one.after - 1) + 1 if one.after else one.years[1] + 1 for one in times)
    room = -((first - after) // MORE)
    first = min([first, *(one.years[0] - room for one in times if one.first is None)])
    after = max([after, *(one.years[1] + 1 + room for one in times if one.after is None)])
    if after - first < FEWEST_YEARS:
        first, after = first - 1, after + 1
    return Years(first, after)


def scale(values: Sequence[Decimal]) -> Scale | None:
    """From zero to a round figure, further down when some are negative; None without any figure.

    Logarithmic when the highest lies far beyond the one in the middle, and all are above zero.
    """
    if not values:
        return None
    if min(values) > 0 and max(values) > FAR * median(values):
        return _decades(min(values), max(values))
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    if low == high:
        high = Decimal(1)
    step = _step(low, high, whole=all(value == value.to_integral_value() for value in values))
    return Scale(tuple(step * number for number in range(_floor(low / step), _ceil(high / step) + 1)), False)


def in_short(value: Decimal) -> str:
    """A figure of a scale, no longer than need be: “4,000”, “2.5 million”, “−20”."""
    for power, words in _NAMES:
        if abs(value) >= Decimal(10) ** power:
            return str(words) % {"number": grouped(_plain(value.scaleb(-power))).replace("-", "−")}
    return grouped(_plain(value)).replace("-", "−")


def _step(low: Decimal, high: Decimal, *, whole: bool) -> Decimal:
    start = (high - low).adjusted() - 1
    steps = (step.scaleb(start + power) for power in range(3) for step in _STEPS)
    return next(
        step
        for step in steps
        if _ceil(high / step) - _floor(low / step) <= MOST_STEPS
        and (not whole or step == step.to_integral_value())
    )


def _decades(low: Decimal, high: Decimal) -> Scale:
    first = low.adjusted()
    last = high.adjusted() + (high != Decimal(1).scaleb(high.adjusted()))
    every = -(-(last - first) // MOST_DECADES)
    last += (first - last) % every
    return Scale(tuple(Decimal(1).scaleb(power) for power in range(first, last + 1, every)), True)


def _year(day: int) -> int:
    return date.fromordinal(day).year


def _floor(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_FLOOR))


def _ceil(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
