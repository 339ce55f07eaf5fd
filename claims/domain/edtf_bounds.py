"""The days that an EDTF (ISO 8601-2) level 0 or 1 expression may mean, years 1000 to 2999.

Bounds are inclusive days. The rules that the standard leaves open:

* `~`, `?` and `%` alike widen to either side by the expression's own unit: a day by three days, a month by
  one month, a season by three months, a year by one year, a decade by ten years, a century by a hundred.
* A season (21 to 24) may be anywhere on earth, so it covers its whole year; summer and winter, one of which
  begins in December on either half of the globe, reach to the end of February of the next year.
* Bounds of a widened expression or a season are of the kind “approximate”, all others “exact”.
* An interval is reversed when no reading of its end lies on or after a reading of its start; `~` is no
  excuse.

The grammar is written here, not taken from the `edtf` library: release 5.0.2 takes “2009 ” and “2009-02-29”,
level 1 and level 2 alike, ends “2009/” after ten years, fails with TypeError and with AttributeError, prints
on its own, and takes milliseconds a value where every row read has several. The tests compare our bounds with
the library's where it is sound.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from claims.domain.errors import InvalidValue
from claims.domain.text import shown

EXAMPLES = "2009-08-05, 2009-08, 2009, 200X, 2009-08-06~, 2009-07/2009-08, 2009/.. or ../2009"
LONGEST = 64
WIDENING_DAYS = 3
WIDENING_MONTHS = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}

_DATE = re.compile(
    r"(?P<year>[12][0-9]{3}|[12][0-9]{2}X|[12][0-9]XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<mark>[~?%])?"
)
_REASONS = (
    (re.compile(r"\s"), "there is a blank in it"),
    (re.compile(r"^-?\d+.*T\d", re.DOTALL), "leave out the time of day"),
    (
        re.compile(r"^(Y?-?\d{5,}|-\d+|0\d{3}|[3-9]\d{3}|\d{1,3})($|[-~?%])"),
        "years run from 1000 to 2999, in four digits",
    ),
    (re.compile(r"\dx"), "unspecified digits are written as a capital X"),
    (re.compile(r"^\d{4}-\d($|-)|^\d{4}-\d\d-\d$"), "month and day have two digits each"),
    (
        re.compile(r"[\[\]{}]|^[~?%]|[~?%]-|-[~?%]|X\d|X-\d"),
        "it is of level 2; only levels 0 and 1 can be used",
    ),
)


class BoundKind(StrEnum):
    """How much is known of one end."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class End:
    """One end of an interval, or a whole single date.

    `core` is what the expression says without its mark, `wide` the same after widening; both are None for an
    open or unknown end. `unit` is its precision, and "none" for such an end.
    """

    core: Days | None
    wide: Days | None
    kind: BoundKind
    unit: str


OPEN = End(None, None, BoundKind.OPEN, "none")
UNKNOWN = End(None, None, BoundKind.UNKNOWN, "none")


@lru_cache(maxsize=4096)
def ends(edtf: str, field: str) -> tuple[End, End]:
    """Start and end of an expression, the same twice for a single date, two unknown ends for an empty one.

    Raises InvalidValue naming `field` when it is not EDTF of level 0 or 1, is impossible, out of range or
    reversed.
    """
    if edtf == "":
        return UNKNOWN, UNKNOWN
    if len(edtf) > LONGEST:
        raise _refusal(edtf, field, f"it has {len(edtf):,} characters, at most {LONGEST} are possible")
    parts = edtf.split("/")
    if len(parts) == 1:
        single = _dated(edtf, edtf, field)
        return single, single
    if len(parts) > 2:
        raise _refusal(edtf, field, "an interval has two ends")
    if all(part in ("", "..") for part in parts):
        raise _refusal(
            edtf, field, "an interval needs a date on one side; leave it empty when nothing is known"
        )
    start, end = (_end_of_interval(part, edtf, field) for part in parts)
    if start.core and end.core and start.core.first > end.core.last:
        raise _refusal(edtf, field, "it is reversed, its end lies before its start")
    return start, end


def _end_of_interval(part: str, edtf: str, field: str) -> End:
    if part == "":
        return UNKNOWN
    if part == "..":
        return OPEN
    if "X" in part:
        raise _refusal(edtf, field, "an interval with unspecified digits (X) is of level 2")
    return _dated(part, edtf, field)


def _dated(part: str, edtf: str, field: str) -> End:
    found = _DATE.fullmatch(part)
    if not found:
        reason = next((why for form, why in _REASONS if form.search(part)), "it is not EDTF of level 0 or 1")
        raise _refusal(edtf, field, reason)
    year, month, day = found["year"], found["month"], found["day"]
    if month and ("X" in year or (month == "XX" and day not in (None, "XX"))):
        raise _refusal(edtf, field, "unspecified digits (X) may only stand at the end")
    if month and month != "XX":
        _refuse_impossible(int(year), int(month), day, edtf, field)
    core, unit = _core(year, month, day)
    if found["mark"]:
        return End(core, _widened(core, unit), BoundKind.APPROXIMATE, unit)
    return End(core, core, BoundKind.APPROXIMATE if unit == "season" else BoundKind.EXACT, unit)


def _refuse_impossible(year: int, month: int, day: str | None, edtf: str, field: str) -> None:
    if 21 <= month <= 24:
        if day:
            raise _refusal(edtf, field, "a season has no days")
        return
    if 25 <= month <= 41:
        raise _refusal(edtf, field, "of the seasons only 21 (spring) to 24 (winter) can be used")
    if not 1 <= month <= 12:
        raise _refusal(edtf, field, "months are 01 to 12, seasons 21 to 24")
    if day and day != "XX" and not 1 <= int(day) <= last_day(year, month):
        raise _refusal(edtf, field, f"that month has the days 01 to {last_day(year, month)}")


def _core(year: str, month: str | None, day: str | None) -> tuple[Days, str]:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    whole = Days(date(first, 1, 1), date(last, 12, 31))
    if "X" in year:
        return whole, "century" if year.endswith("XX") else "decade"
    if month is None or month == "XX":
        return whole, "year"
    if month in ("22", "24"):
        return Days(whole.first, date(first + 1, 2, last_day(first + 1, 2))), "season"
    if month in ("21", "23"):
        return whole, "season"
    if day is None or day == "XX":
        return Days(date(first, int(month), 1), date(first, int(month), last_day(first, int(month)))), "month"
    exact = date(first, int(month), int(day))
    return Days(exact, exact), "day"


def _widened(core: Days, unit: str) -> Days:
    if unit == "day":
        width = timedelta(days=WIDENING_DAYS)
        return Days(core.first - width, core.last + width)
    months = WIDENING_MONTHS[unit]
    first_year, first_month = divmod(core.first.year * 12 + core.first.month - 1 - months, 12)
    last_year, last_month = divmod(core.last.year * 12 + core.last.month - 1 + months, 12)
    return Days(
        date(first_year, first_month + 1, 1),
        date(last_year, last_month + 1, last_day(last_year, last_month + 1)),
    )


def last_day(year: int, month: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year, month)[1]


def _refusal(edtf: str, field: str, reason: str) -> InvalidValue:
    return InvalidValue(
        f"{shown(edtf)} cannot be used as a date: {reason}. Right would be: {EXAMPLES}.", field=field
    )
