"""Dates for property tests: every form that can be used, and all that each may mean, found by enumeration."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import product

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from claims.domain.edtf import EDTFValue, parse
from claims.domain.errors import InvalidValue

YEARS = st.integers(1000, 2999)
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
MARKS = st.sampled_from(["", "~", "?", "%"])
SEASONS = {"21": (3, 9), "22": (6, 12), "23": (9, 3), "24": (12, 6)}
"""The month in which each season begins, north and south of the equator."""


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """An unmarked date of day, month, season or year precision."""
    day = draw(DAYS)
    forms = [
        day.isoformat(),
        f"{day:%Y-%m}",
        f"{day.year}",
        f"{day.year}-{draw(st.sampled_from(list(SEASONS)))}",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def dates(draw: st.DrawFn) -> str:
    """An unmarked date, with or without unspecified digits."""
    year, month = draw(YEARS), draw(st.integers(1, 12))
    blurred = [
        f"{year}"[:3] + "X",
        f"{year}"[:2] + "XX",
        f"{year}-XX",
        f"{year}-XX-XX",
        f"{year}-{month:02}-XX",
    ]
    return draw(st.one_of(plain_dates(), st.sampled_from(blurred)))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """An interval that is not reversed; one end may be open or unknown."""
    start, end = draw(plain_dates()), draw(plain_dates())
    assume(readings(start)[0] <= readings(end)[-1])
    start, end = start + draw(MARKS), end + draw(MARKS)
    nothing = draw(st.sampled_from(["", ".."]))
    return draw(st.sampled_from([f"{start}/{end}", f"{start}/{nothing}", f"{nothing}/{end}"]))


def marked_dates() -> st.SearchStrategy[str]:
    """A single date with or without a mark."""
    return st.builds(lambda written, mark: written + mark, dates(), MARKS)


def expressions() -> st.SearchStrategy[str]:
    """Any expression that can be used."""
    return st.one_of(marked_dates(), intervals(), st.just(""))


def readings(written: str) -> list[date]:
    """First and last day of every completion of an unmarked date, found by trying all digits, in order."""
    year, month, day = [*written.split("-"), "", ""][:3]
    found: list[date] = []
    for digits in product(*("0123456789" if c == "X" else c for c in year)):
        number = int("".join(digits))
        if month in SEASONS:
            for begins in SEASONS[month]:
                ends_in, over = (begins + 1) % 12 + 1, begins + 2 > 12
                last = date(number + over, ends_in, monthrange(number + over, ends_in)[1])
                found += [date(number, begins, 1), last]
            continue
        for a_month in range(1, 13) if month in ("", "XX") else [int(month)]:
            length = monthrange(number, a_month)[1]
            found += [date(number, a_month, d) for d in ([1, length] if day in ("", "XX") else [int(day)])]
    return sorted(found)


def has_season(written: str) -> bool:
    return any(part[4:5] == "-" and part[5:7] in SEASONS for part in written.split("/"))


def stated(edtf: str) -> EDTFValue:
    return parse(edtf, basis="stated")


def refused(edtf: object, *, basis: object = "stated", text: object = "") -> str:
    """The message of the refusal, which must name the field."""
    with pytest.raises(InvalidValue) as caught:
        parse(edtf, basis=basis, text=text, field="said")  # type: ignore[arg-type]
    assert caught.value.problems[0].field == "said"
    caught.value.message.encode()
    return caught.value.message
