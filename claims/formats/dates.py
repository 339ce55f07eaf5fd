"""Published dates in words that never gain precision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from claims.domain.edtf_bounds import BoundKind, ends

SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ONE = re.compile(r"(\d\d[\dX]{2})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%])?")
MARKS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


def in_words(value: Mapping[str, str | None]) -> str:
    """An EDTF value of a document as words: “August 5, 2009”, “about 2009”, “not known; not after …”."""
    edtf = value["edtf"] or ""
    if not edtf:
        return "not known"
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(start)
    if start in ("", ".."):
        return f"not known when, but not after {_one(end)}" if start == "" else f"up to {_one(end)}"
    if end == "..":
        return f"from {_one(start)} on, with no end named"
    if end == "":
        return f"from {_one(start)}, the end is not known"
    return f"{_one(start)} to {_one(end)}"


def moment_in_words(value: Mapping[str, str | None]) -> str:
    """The same for something that was done once: of an interval, that it was some time between its ends."""
    start, slash, end = (value["edtf"] or "").partition("/")
    if slash and start not in ("", "..") and end not in ("", ".."):
        return f"between {_one(start)} and {_one(end)}"
    return in_words(value)


def limits_in_words(value: Mapping[str, str | None]) -> str:
    """What an approximate value may reach: the days only where somebody gave them, else as coarse as it is."""
    lower, upper = value["lower"], value["upper"]
    start, end = ends(value["edtf"] or "", "edtf")
    if not lower or not upper or BoundKind.APPROXIMATE not in (start.kind, end.kind):
        return ""
    if (value["lower_kind"], value["upper_kind"]) != (start.kind.value, end.kind.value):
        return "between " + _joined(day(lower), day(upper), " and ")
    return "read widely as " + _joined(_coarse(lower, start.unit), _coarse(upper, end.unit), " to ")


def _joined(first: str, last: str, by: str) -> str:
    """Two ends, the year said once where both are of one year."""
    if first == last:
        return first
    same_year = first[-4:] == last[-4:] and min(len(first), len(last)) > 4
    return f"{first[:-4].rstrip(', ') if same_year else first}{by}{last}"


def _coarse(text: str, unit: str) -> str:
    """A bound as fine as its expression and no finer."""
    when = date.fromisoformat(text)
    if unit == "day":
        return day(text)
    return f"{MONTHS[when.month - 1]} {when.year}" if unit in ("month", "season") else str(when.year)


def day(text: str | None) -> str:
    """An ISO day as words."""
    if not text:
        return ""
    when = date.fromisoformat(text[:10])
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}"


def _one(text: str) -> str:
    found = _ONE.fullmatch(text)
    if not found:
        return text
    year, month, number, mark = found.groups()
    if year.endswith(("XX", "0X")):  # “the 1900s” may mean ten years or a hundred
        said = f"some time in {year.replace('X', '0')}–{year.replace('X', '9')}"
    elif year.endswith("X"):
        said = f"the {year[:3]}0s"
    elif month is None or month == "XX":
        said = year
    elif month in SEASONS:
        said = f"{SEASONS[month]} {year}"
    else:
        name = MONTHS[int(month) - 1]
        said = f"{name} {year}" if number in (None, "XX") else f"{name} {int(number)}, {year}"
    return MARKS.get(mark or "", "") + said
