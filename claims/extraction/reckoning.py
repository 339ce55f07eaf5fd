"""From words of time to EDTF expressions, counted from the date of an article.

An article's date may itself be known only between two days. Everything is counted from both; what comes out is only as
fine as both agree on, so a date is never more precise than the article's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from claims.domain.edtf import EDTFValue
from claims.domain.edtf_bounds import last_day

FINENESS = ("day", "month", "year", "decade")
_LENGTH = {"day": 10, "month": 7, "year": 4}
_FIRST, _LAST = date(1100, 1, 1), date(2899, 12, 31)


@dataclass(frozen=True, slots=True)
class Published:
    """The first and the last day on which an article can have appeared; none when nothing is known."""

    first: date
    last: date
    shown: str

    @classmethod
    def of(cls, value: EDTFValue) -> Published | None:
        """The days behind a date of publication; none when either end is missing."""
        if value.lower is None or value.upper is None or value.lower < _FIRST or value.upper > _LAST:
            return None
        return cls(value.lower, value.upper, value.edtf)

    def counted(self, unit: str, day_of: Callable[[date], date], mark: str = "") -> str:
        """The day that `day_of` makes of the article's, written as finely as `unit` and as both ends agree."""
        return agreed(day_of(self.first), day_of(self.last), unit, mark)

    def stretch(self, unit: str, days_of: Callable[[date], tuple[date, date]], mark: str = "") -> str:
        """The stretch that `days_of` makes of the article's day; its ends get `mark`, and ~ where they are coarser."""
        early, late = days_of(self.first), days_of(self.last)
        start, end = (agreed(early[i], late[i], unit, mark) for i in (0, 1))
        return start if start == end or "X" in start + end else f"{start}/{end}"

    @property
    def present(self) -> str:
        """The time in which the article speaks of “now”: its year, give or take one."""
        if self.last.year - self.first.year > 1:
            return agreed(self.first, self.last, "decade", "~")
        return f"{self.last.year}~"

    @property
    def until(self) -> str:
        """The end of what has happened so far: the last day on which the article can have appeared."""
        return self.last.isoformat()


def agreed(first: date, last: date, unit: str, mark: str = "") -> str:
    """What two readings of a day have in common, no finer than `unit`; a pair of years where they share nothing."""
    for fineness in FINENESS[FINENESS.index(unit) :]:
        one, other = written(first, fineness), written(last, fineness)
        if one == other:
            return one + (mark or ("~" if fineness != unit else ""))
    return f"{first.year // 100}XX" if first.year // 100 == last.year // 100 else ""


def written(day: date, fineness: str) -> str:
    """A day as an expression of that fineness."""
    iso = day.isoformat()
    return iso[:3] + "X" if fineness == "decade" else iso[: _LENGTH[fineness]]


def moved(day: date, unit: str, steps: int) -> date:
    """The day so many units later, at most the last of its month; stays within what can be written."""
    if unit in ("day", "week", "fortnight"):
        length = {"day": 1, "week": 7, "fortnight": 14}[unit]
        return _within(day.toordinal() + steps * length)
    months = steps * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1000), 2999)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekday(day: date, number: int, *, ahead: bool) -> date:
    """The nearest such weekday that is not after the day, or not before it."""
    return (
        day + timedelta(days=(number - day.weekday()) % 7)
        if ahead
        else day - timedelta(days=(day.weekday() - number) % 7)
    )


def dated_year(day: date, month: int, day_of_month: int | None, *, ahead: bool) -> int | None:
    """The year of the nearest such date that is not after the day, or not before it; none if there is no such date."""
    for year in range(day.year, day.year + 9) if ahead else range(day.year, day.year - 9, -1):
        if day_of_month is not None and day_of_month > last_day(year, month):
            continue
        this, now = (month, day_of_month or 0), (day.month, day.day if day_of_month else 0)
        if year != day.year or (this >= now if ahead else this <= now):
            return year
    return None


def exists(year: int, month: int, day: int) -> bool:
    """Whether there is such a day between the years 1000 and 2999."""
    return 1000 <= year <= 2999 and 1 <= month <= 12 and 1 <= day <= last_day(year, month)


def _within(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, _FIRST.toordinal()), _LAST.toordinal()))
