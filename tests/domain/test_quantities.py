"""A figure keeps its bounds exactly and never becomes surer than its words."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.edtf import parse
from claims.domain.errors import InvalidValue
from claims.domain.quantities import Quantity, bound, describe, plain, quantity
from tests.hostile import hostile_strings, kept

BOUNDS = st.decimals(
    min_value=Decimal(-(10**18) + 1), max_value=Decimal(10**18 - 1), places=6, allow_nan=False
) | st.integers(-(10**18) + 1, 10**18 - 1).map(Decimal)


def figure(**given_values: object) -> Quantity:
    fields: dict[str, object] = {
        "measure": "IMU fighters",
        "text": "maybe four or five thousand",
    } | given_values
    return quantity(**fields)  # type: ignore[arg-type]


def refused(field: str, **given_values: object) -> str:
    with pytest.raises(InvalidValue) as caught:
        figure(**given_values)
    assert caught.value.problems[0].field == field
    caught.value.message.encode()
    assert len(caught.value.message) < 400
    return caught.value.message


def rendered(q: Quantity) -> str:
    return describe(
        plain(q.low), plain(q.high), approximate=q.approximate, vague=q.vague, unit=q.unit, text=q.text
    )


@settings(deadline=None)
@given(BOUNDS)
def test_a_bound_comes_back_exactly_as_plain_decimal_text(number: Decimal) -> None:
    for written in (number, str(format(number, "f"))):
        kept = bound(written, field="low")
        text = plain(kept)
        assert kept == number
        assert text is not None
        assert Decimal(text) == number
        assert re.fullmatch(r"0|-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", text)
        assert text != "-0"


@settings(deadline=None)
@given(BOUNDS, BOUNDS)
def test_reversed_bounds_are_refused(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert figure(low=low, high=high).as_json()["low"] == plain(bound(low, field="low"))
    if low != high:
        refused("low", low=high, high=low)


@settings(deadline=None)
@given(
    st.none() | BOUNDS,
    st.none() | BOUNDS,
    st.booleans(),
    st.booleans(),
)
def test_a_rendering_shows_every_doubt(
    one: Decimal | None, other: Decimal | None, approximate: bool, vague: bool
) -> None:
    low, high = sorted((one, other)) if one is not None and other is not None else (one, other)
    doubtful = vague or (low is None and high is None)
    made = figure(low=low, high=high, approximate=approximate, vague=doubtful, text="a few hundred")
    words = rendered(made)
    assert ("approximate" in words) is (approximate and (low is not None or high is not None))
    assert ("vague" in words) is (doubtful and (low is not None or high is not None))
    assert ("at most" in words) is (low is None and high is not None)
    assert ("at least" in words) is (high is None and low is not None)
    if low is None and high is None:
        assert words == "“a few hundred” (no figure given)"
    json.dumps(made.as_json(), allow_nan=False)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"low": "4000", "high": 5000, "approximate": True}, "4,000–5,000 persons (approximate)"),
        ({"high": 999, "vague": True}, "at most 999 persons (vague)"),
        ({"low": 9}, "at least 9 persons"),
        ({"low": 11, "high": "11.000000"}, "11 persons"),
        ({"low": "-5", "high": "-3.50", "unit": "°C"}, "-5 to -3.5 °C"),
        ({"vague": True, "text": "a few hundred"}, "“a few hundred” (no figure given)"),
        ({"low": 1, "high": 2, "approximate": True, "vague": True}, "1–2 persons (approximate, vague)"),
    ],
)
def test_a_figure_reads_like_this(values: dict[str, object], words: str) -> None:
    assert rendered(figure(**values)) == words


@pytest.mark.parametrize(
    ("given_bound", "text"),
    [
        ("4000", "4000"), ("4000.000000", "4000"), ("0004000", "4000"), ("+9", "9"), ("-0", "0"),
        ("0.50", "0.5"), (Decimal("4000.000000"), "4000"), (Decimal("4E+3"), "4000"),
        (Decimal("-0.0"), "0"), (0, "0"), (-7, "-7"), (Decimal("1E-6"), "0.000001"),
        ("999999999999999999", "999999999999999999"), (None, None), ("", None),
    ],
)  # fmt: skip
def test_a_bound_is_published_as_plain_text(given_bound: object, text: str | None) -> None:
    assert plain(bound(given_bound, field="low")) == text


@pytest.mark.parametrize(
    "wrong",
    [
        "NaN", "Infinity", "-Infinity", "sNaN", "1e3", "1E999999999", "1_000", "1,000", " 4", "4\n",
        "٤", "0x10", "--4", ".5", "5.", "four", "\x00", "\ud800", "9" * 5_000, "1" * 19, "0.0000001",
        4.5, True, [], {}, b"4", 10**18, 10**5_000, Decimal("NaN"), Decimal("Infinity"),
        Decimal("sNaN"), Decimal("1E+999999"), Decimal("1E-999999"),
    ],
    ids=lambda value: ascii(value)[:20] if not isinstance(value, int) else "number",
)  # fmt: skip
def test_what_is_no_storable_number_is_refused_by_name(wrong: object) -> None:
    refused("low", low=wrong)
    refused("high", high=wrong)


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_number_without_end_is_no_bound_and_says_how_an_end_stays_open(number: str) -> None:
    assert "leave it empty" in refused("low", low=Decimal(number))


def test_a_figure_without_bounds_is_vague_or_refused() -> None:
    assert figure(vague=True).as_json()["low"] is None
    refused("vague")
    refused("vague", low="", high=None)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("text", ""), ("text", "  "), ("text", None), ("measure", ""), ("measure", "x" * 301), ("unit", ""),
        ("population", "\x00"), ("approximate", "yes"), ("vague", 1), ("at", "2009"), ("at", {}),
    ],
)  # fmt: skip
def test_each_part_is_checked_under_its_own_name(field: str, wrong: object) -> None:
    refused(field, **{"low": 1, field: wrong})


@pytest.mark.parametrize("value", hostile_strings(), ids=lambda value: ascii(value)[:30])
def test_hostile_words_are_kept_or_refused_by_name(value: str) -> None:
    for field in ("measure", "population", "unit", "text", "low", "high"):
        given_values = {"low": None, "vague": True, field: value}
        made = kept(field, partial(figure, **given_values))
        assert made is None or json.dumps(made.as_json(), ensure_ascii=False).encode()


def test_a_figure_has_the_keys_of_the_published_document() -> None:
    at = parse("2009-08", basis="stated")
    made = figure(low=4000, high=5000, approximate=True, population="in Central Asia", at=at)
    assert made.as_json() == {
        "measure": "IMU fighters",
        "population": "in Central Asia",
        "low": "4000",
        "high": "5000",
        "approximate": True,
        "vague": False,
        "unit": "persons",
        "at": at.as_json(),
        "text": "maybe four or five thousand",
    }
    assert figure(low=1).as_json()["at"] is None
