"""The day that a page states, as an EDTF expression that is never finer than its words; empty when they give none."""

from __future__ import annotations

import re

from claims.domain import edtf
from claims.domain.errors import InvalidValue

_ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ]\d\d?:?\d\d.{0,25})?Z?|(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}.{0,10})?|(\d{4})"
)
_SLASHES = re.compile(r"(\d{4})[/.](\d\d?)[/.](\d\d?)(?:[T ].{0,25})?")
_DOTTED = re.compile(r"(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})(?:[, ]+.{0,25})?")
_EITHER_WAY = re.compile(r"(\d\d?)[/-](\d\d?)[/-](\d{4})(?:[, ]+.{0,25})?")
_MONTHS = {name: number for number, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
), start=1) for name in names.split()}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = r"(?:[,\s]+(?:at\s+)?\d{1,2}[:.]\d\d.{0,40})?"
_DAY_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}}\.?,?\s+)?(\d\d?)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+({_MONTH})\.?,?[\s-]+(\d{{4}}){_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}}\.?,?\s+)?({_MONTH})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}"
)
_MONTH_ONLY = re.compile(rf"({_MONTH})\.?,?\s+(\d{{4}})")
_UNSET = ("1970-01-01", "0001-01-01", "0000-00-00", "1900-01-01", "1969-12-31")
"""What programs write when they know no date."""


def read(words: str) -> tuple[str, str]:
    """The EDTF expression for these words, and a reservation about it; both may be empty."""
    text = " ".join(words.split())
    if not 4 <= len(text) <= 80 or text.startswith(_UNSET):
        return "", ""
    if found := _ISO.fullmatch(text):
        year, month, day, *short = found.groups()
        if short[0]:
            year, month, day = short[0], short[1], short[2]
        return _sound(year or short[3], month, day), ""
    if found := _SLASHES.fullmatch(text):
        return _sound(*found.groups()), ""
    if found := _DOTTED.fullmatch(text):
        return _sound(found[3], found[2], found[1]), ""
    if found := _EITHER_WAY.fullmatch(text):
        return _either_way(int(found[1]), int(found[2]), found[3])
    return _in_words(text.lower()), ""


def _in_words(text: str) -> str:
    if found := _DAY_FIRST.fullmatch(text):
        return _sound(found[3], str(_MONTHS[found[2]]), found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _sound(found[3], str(_MONTHS[found[1]]), found[2])
    if found := _MONTH_ONLY.fullmatch(text):
        return _sound(found[2], str(_MONTHS[found[1]]), None)
    return ""


def _either_way(first: int, second: int, year: str) -> tuple[str, str]:
    if first == second or second > 12:
        return _sound(year, str(first), str(second)), ""
    if first > 12:
        return _sound(year, str(second), str(first)), ""
    return _sound(year, None, None), "it does not say whether the day or the month comes first"


def _sound(year: str, month: str | None, day: str | None) -> str:
    expression = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    try:
        edtf.parse(expression, basis="stated")
    except InvalidValue:
        return ""
    return "" if expression.startswith(_UNSET) else expression
