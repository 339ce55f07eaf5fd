"""Figures for tests: of militants captured in Tavil-Dara in August 2009 unless told otherwise."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from claims.domain.edtf import parse
from claims.domain.figures import Point
from claims.domain.quantities import Quantity, quantity

AUGUST = "2009-08"


def figure(
    low: int | None = None,
    high: int | None = None,
    *marks: str,
    at: str | None = AUGUST,
    measure: str = "militants captured",
    population: str = "in Tavil-Dara",
    unit: str = "persons",
    text: str = "so many",
) -> Quantity:
    """A figure; `marks` are “approximate” and “vague”."""
    return quantity(
        measure=measure,
        population=population,
        unit=unit,
        text=text,
        low=low,
        high=high,
        approximate="approximate" in marks,
        vague="vague" in marks,
        at=None if at is None else parse(at, basis="stated" if at else "unknown"),
    )


def only(number: int, *marks: str, at: str | None = AUGUST) -> Quantity:
    return figure(number, number, *marks, at=at)


ENDS = st.none() | st.integers(-12, 12).map(Decimal)
WHEN = st.sampled_from(
    ["2009-08", "2009-08-05", "2009-08-05~", "2009", "2009~", "2009/..", "2009-07/2009-08", "", "2001"]
)


@st.composite
def figures(draw: st.DrawFn) -> Quantity:
    one, other = draw(ENDS), draw(ENDS)
    low, high = sorted((one, other)) if one is not None and other is not None else (one, other)
    return quantity(
        measure=draw(st.sampled_from(["killed", "captured"])),
        population=draw(st.sampled_from(["", "here"])),
        unit="persons",
        text=draw(st.sampled_from(["a few", "many"])),
        low=low,
        high=high,
        approximate=draw(st.booleans()),
        vague=(low is None and high is None) or draw(st.booleans()),
        at=draw(st.none() | WHEN.map(lambda at: parse(at, basis="stated"))),
    )


def point(given_figure: Quantity, name: str = "c1", kind: str = "claim") -> Point:
    return Point(given_figure, name, f"The claim {name}.", "the ministry", kind)


@st.composite
def points(draw: st.DrawFn) -> Point:
    name, kind = draw(st.sampled_from(["a", "b", "c"])), draw(st.sampled_from(["claim", "source"]))
    return point(draw(figures()), name, kind)


CLOSE = [
    *("2009-08", "2009-08-01/2009-08-31", "2009-08-05", "2009-08-05~", "2009-08-XX", "2009-08-04/2009-08-20"),
    *("2009-07/2009-08", "2009-07-01/2009-08-31", "2009-08~", "2009", "2009~", "2001/2009", "2009/.."),
]


@st.composite
def close_points(draw: st.DrawFn) -> Point:
    """Points of which many are of one thing at one time, and many conflict."""
    ends = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    low, high = draw(
        st.sampled_from([(min(ends),) * 2, tuple(sorted(ends)), (ends[0], None), (None, ends[0])])
    )
    marks = draw(st.sampled_from([(), (), ("approximate",), ("vague",)]))
    measure = draw(st.sampled_from(["militants", "militants captured", "Militants  captured"]))
    made = figure(low, high, *marks, at=draw(st.sampled_from(CLOSE)), measure=measure)
    return point(
        made, draw(st.sampled_from(["a", "b", "c", "d"])), draw(st.sampled_from(["claim", "source"]))
    )
