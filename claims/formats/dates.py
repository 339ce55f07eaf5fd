"""Published dates in words that never gain precision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from claims.domain.edtf_bounds import BoundKind, ends
from claims.domain.tongue import gettext, gettext_lazy, pgettext, pgettext_lazy

SEASONS = {
    "21": gettext_lazy("spring %(year)s"),
    "22": gettext_lazy("summer %(year)s"),
    "23": gettext_lazy("autumn %(year)s"),
    "24": gettext_lazy("winter %(year)s"),
}
MONTHS = (
    pgettext_lazy("month with its year", "January"),
    pgettext_lazy("month with its year", "February"),
    pgettext_lazy("month with its year", "March"),
    pgettext_lazy("month with its year", "April"),
    pgettext_lazy("month with its year", "May"),
    pgettext_lazy("month with its year", "June"),
    pgettext_lazy("month with its year", "July"),
    pgettext_lazy("month with its year", "August"),
    pgettext_lazy("month with its year", "September"),
    pgettext_lazy("month with its year", "October"),
    pgettext_lazy("month with its year", "November"),
    pgettext_lazy("month with its year", "December"),
)
OF_A_DAY = (
    pgettext_lazy("month with a day", "January"),
    pgettext_lazy("month with a day", "February"),
    pgettext_lazy("month with a day", "March"),
    pgettext_lazy("month with a day", "April"),
    pgettext_lazy("month with a day", "May"),
    pgettext_lazy("month with a day", "June"),
    pgettext_lazy("month with a day", "July"),
    pgettext_lazy("month with a day", "August"),
    pgettext_lazy("month with a day", "September"),
    pgettext_lazy("month with a day", "October"),
    pgettext_lazy("month with a day", "November"),
    pgettext_lazy("month with a day", "December"),
)
"""The same: many languages have another form of the name beside a day."""
_ONE = re.compile(r"(\d\d[\dX]{2})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%])?")
MARKS = {
    "~": gettext_lazy("about %(date)s"),
    "?": gettext_lazy("perhaps %(date)s"),
    "%": gettext_lazy("perhaps about %(date)s"),
}


def in_words(value: Mapping[str, str | None]) -> str:
    """An EDTF value of a document as words: “August 5, 2009”, “about 2009”, “not known; not after …”."""
    edtf = value["edtf"] or ""
    if not edtf:
        return pgettext("date", "not known")
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(start)
    if start == "":
        return gettext("not known when, but not after %(date)s") % {"date": _one(end)}
    if start == "..":
        return pgettext("date", "up to %(date)s") % {"date": _one(end)}
    if end == "..":
        return gettext("from %(date)s on, with no end named") % {"date": _one(start)}
    if end == "":
        return gettext("from %(date)s, the end is not known") % {"date": _one(start)}
    return pgettext("period", "%(first)s to %(last)s") % {"first": _one(start), "last": _one(end)}


def moment_in_words(value: Mapping[str, str | None]) -> str:
    """The same for something that was done once: of an interval, that it was some time between its ends."""
    start, slash, end = (value["edtf"] or "").partition("/")
    if slash and start not in ("", "..") and end not in ("", ".."):
        words = pgettext("some time within a period", "between %(first)s and %(last)s")
        return words % {"first": _one(start), "last": _one(end)}
    return in_words(value)


def limits_in_words(value: Mapping[str, str | None]) -> str:
    """What an approximate value may reach: the days only where somebody gave them, else as coarse as it is."""
    lower, upper = value["lower"], value["upper"]
    start, end = ends(value["edtf"] or "", "edtf")
    if not lower or not upper or BoundKind.APPROXIMATE not in (start.kind, end.kind):
        return ""
    given = (value["lower_kind"], value["upper_kind"]) != (start.kind.value, end.kind.value)
    units = ("day", "day") if given else (start.unit, end.unit)
    first, last = _coarse(lower, units[0]), _coarse(upper, units[1])
    if first == last:
        words = gettext("between %(date)s") if given else gettext("read widely as %(date)s")
        return words % {"date": first}
    if lower[:4] == upper[:4]:
        first = _coarse(lower, units[0], year="year" in map(_fineness, units))
    if given:
        words = pgettext("limits of a date", "between %(first)s and %(last)s")
    else:
        words = gettext("read widely as %(first)s to %(last)s")
    return words % {"first": first, "last": last}


def _fineness(unit: str) -> str:
    return unit if unit == "day" else "month" if unit in ("month", "season") else "year"


def _coarse(text: str, unit: str, *, year: bool = True) -> str:
    """A bound as fine as its expression and no finer; without its year where another says the same behind it."""
    when, fine = date.fromisoformat(text), _fineness(unit)
    if fine == "year":
        return str(when.year)
    if fine == "day":
        return _day(when) if year else _day_of_year(when)
    return _month(when.month, str(when.year)) if year else str(MONTHS[when.month - 1])


def day(text: str | None) -> str:
    """An ISO day as words."""
    return _day(date.fromisoformat(text[:10])) if text else ""


def _day(when: date) -> str:
    words = pgettext("day", "%(month)s %(day)s, %(year)s")
    return words % {"month": OF_A_DAY[when.month - 1], "day": when.day, "year": when.year}


def _day_of_year(when: date) -> str:
    words = pgettext("day of a year that is told behind it", "%(month)s %(day)s")
    return words % {"month": OF_A_DAY[when.month - 1], "day": when.day}


def _month(month: int, year: str) -> str:
    return pgettext("month", "%(month)s %(year)s") % {"month": MONTHS[month - 1], "year": year}


def _one(text: str) -> str:
    found = _ONE.fullmatch(text)
    if not found:
        return text
    year, month, number, mark = found.groups()
    if year.endswith(("XX", "0X")):  # “the 1900s” may mean ten years or a hundred
        first, last = year.replace("X", "0"), year.replace("X", "9")
        said = gettext("some time in %(first)s–%(last)s") % {"first": first, "last": last}
    elif year.endswith("X"):
        said = pgettext("decade", "the %(year)ss") % {"year": f"{year[:3]}0"}
    elif month is None or month == "XX":
        said = year
    elif month in SEASONS:
        said = str(SEASONS[month]) % {"year": year}
    elif number in (None, "XX"):
        said = _month(int(month), year)
    else:
        name = OF_A_DAY[int(month) - 1]
        words = pgettext("day", "%(month)s %(day)s, %(year)s")
        said = words % {"month": name, "day": int(number), "year": year}
    return str(MARKS[mark]) % {"date": said} if mark else said
