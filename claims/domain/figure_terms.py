"""By what figures are compared: subject, bounds, time, and whether they count what happened or tell a state."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from claims.domain.edtf import BoundKind, EDTFValue, unknown
from claims.domain.quantities import Quantity
from claims.domain.ranges import Range, softened

SUBJECT = ("measure", "unit", "population")
SOFTNESS = Decimal("0.1")
"""The share of its own value by which an approximate end may be off. This project's own rule."""
MOMENT = 31
"""So many days, the longest month, are taken as one moment. This project's own rule."""

_UNSURE = re.compile("[~?%X]")
_NO_TIME = unknown()
_HAPPENINGS = frozenset(
    ("abducted", "arrested", "arrests", "captured", "convicted", "deaths", "destroyed", "executed", "injured",
     "kidnapped", "killed", "seized", "sentenced", "wounded")
)  # fmt: skip
_TURNING = frozenset(("be", "being", "ever", "never", "no", "none", "nor", "not", "still", "without", "yet"))


def subject(figure: Quantity) -> tuple[str, str, str]:
    """Measure, unit and population, for comparison: without case and needless blanks."""
    return _plain(figure.measure), _plain(figure.unit), _plain(figure.population)


def counts_happenings(measure: str) -> bool:
    """Whether the measure surely counts what happened (“militants killed, as police said”), and so has a total.

    It does when the words before the first comma end with one of a short list and hold none that turns them.
    Everything else is taken as a state, which may change within the time it is told of.
    """
    words = _plain(measure).partition(",")[0].split()
    return bool(words) and words[-1] in _HAPPENINGS and not _TURNING & set(words)


def bounds(figure: Quantity, softness: Decimal = Decimal(0)) -> Range:
    """The figure's range, the ends of an approximate one moved outward by a share of themselves."""
    exact = Range(figure.low, figure.high)
    return softened(exact, softness) if figure.approximate else exact


def at(figure: Quantity) -> EDTFValue:
    """The time the figure is of; of no time is of an unknown time."""
    return figure.at or _NO_TIME


def days(time: EDTFValue) -> tuple[date, date] | None:
    """First and last day in the widest reading; None when an end is open or unknown."""
    return (time.lower, time.upper) if time.lower and time.upper else None


def is_plain(time: EDTFValue) -> bool:
    """Whether it is a known period, and not some time within one. Known limits leave the mark in the expression."""
    return time.lower_kind == time.upper_kind == BoundKind.EXACT and not _UNSURE.search(time.edtf)


def is_brief(first: date, last: date) -> bool:
    """Whether the days are so few that they are taken as one moment."""
    return (last - first).days < MOMENT


def holds(outer: EDTFValue, inner: EDTFValue) -> bool:
    """Whether the outer is a plain period that every reading of the inner lies within."""
    long, short = days(outer), days(inner)
    return bool(is_plain(outer) and long and short and long[0] <= short[0] and short[1] <= long[1])


def same_time(first: EDTFValue, second: EDTFValue) -> bool:
    """Whether they are written alike with the same bounds, and so share their doubt."""
    return (first.edtf, first.lower, first.upper) == (second.edtf, second.lower, second.upper)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
