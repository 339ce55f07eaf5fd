"""A date says what it rests on, and nothing gains precision on the way through storage."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.edtf import (
    KEYS,
    BoundKind,
    EDTFValue,
    definitely_before,
    from_json,
    parse,
    possibly_before,
    precision,
    search_range,
    unknown,
)
from claims.domain.errors import InvalidValue
from tests.dates import dates, expressions, readings, refused, stated
from tests.hostile import hostile_strings, kept


def width(value: EDTFValue) -> timedelta:
    return (value.upper or date.max) - (value.lower or date.min)


@settings(max_examples=300, deadline=None)
@given(
    expressions(), st.sampled_from(["stated", "inferred from the address"]), st.sampled_from(["", "in 2009"])
)
def test_nothing_gains_precision_in_a_round_trip(written: str, basis: str, text: str) -> None:
    value = parse(written, basis=basis, text=text)
    again = from_json(value.as_json())
    assert value.edtf == again.edtf == written
    assert again == value
    assert tuple(again.as_json()) == KEYS
    assert width(again) >= width(stated(written.replace("~", "").replace("?", "").replace("%", "")))
    assert precision(again) == precision(value)
    assert search_range(value) == (value.lower, value.upper)


@settings(deadline=None)
@given(expressions(), expressions())
def test_what_is_definitely_before_is_possibly_before_and_never_the_other_way(
    first: str, second: str
) -> None:
    one, other = stated(first), stated(second)
    if definitely_before(one, other):
        assert possibly_before(one, other)
        assert not possibly_before(other, one)
        assert not definitely_before(other, one)
    assert not definitely_before(one, one)


@pytest.mark.parametrize(
    ("first", "second", "definitely", "possibly"),
    [
        ("2009-08-05", "2009-08-06", True, True),
        ("2009-08-05", "2009-08-05", False, False),
        ("2009-08-06", "2009-08-05", False, False),
        ("2009-08", "2009-08-05", False, True),
        ("2009-08-05", "2009-08", False, True),
        ("2009-08-05~", "2009-08-07", False, True),
        ("2009-08-05~", "2009-08-09", True, True),
        ("2001/2009", "2005", False, True),
        ("2009/..", "2005", False, False),
        ("2009/..", "2020", False, True),
        ("2009/", "2020", False, True),
        ("../2009", "2005", False, True),
        ("../2009", "2010", True, True),
        ("/2009", "1000", False, True),
        ("", "2009", False, True),
        ("2009", "", False, True),
    ],
)
def test_order_is_definite_or_possible(first: str, second: str, definitely: bool, possibly: bool) -> None:
    assert definitely_before(stated(first), stated(second)) is definitely
    assert possibly_before(stated(first), stated(second)) is possibly


@settings(deadline=None)
@given(dates(), dates())
def test_a_definite_order_holds_for_every_pair_of_readings(first: str, second: str) -> None:
    ordered = max(readings(first)) < min(readings(second))
    assert ordered or not definitely_before(stated(first), stated(second))


@settings(deadline=None)
@given(st.one_of(st.none(), st.integers(), st.binary(), st.dates(), st.lists(st.text())))
def test_an_expression_is_text(written: object) -> None:
    refused(written)


@pytest.mark.parametrize("written", hostile_strings(), ids=lambda value: ascii(value)[:30])
def test_a_hostile_string_is_no_date_and_no_basis(written: str) -> None:
    if written:
        refused(written)
    if written.strip():
        refused("2009", basis=written)
    value = kept("said", lambda: parse("2009", basis="stated", text=written, field="said"))
    assert value is None or from_json(value.as_json()) == value


@pytest.mark.parametrize(
    "basis", ["", "  ", "known", "unknown", "statedly", "shown on the page", "Stated", None, 3]
)
def test_a_date_says_what_it_rests_on(basis: object) -> None:
    refused("2009", basis=basis)


def test_nothing_known_may_rest_on_nothing() -> None:
    value = unknown(text="long ago")
    assert (value.edtf, value.basis, value.text) == ("", "unknown", "long ago")
    assert (value.lower_kind, value.upper_kind) == (BoundKind.UNKNOWN, BoundKind.UNKNOWN)
    assert from_json(value.as_json()) == value
    refused("", basis="")


def test_known_limits_take_the_place_of_the_bounds_of_an_approximate_date() -> None:
    first, last = date(2009, 8, 5), date(2009, 9, 28)
    value = parse("2009-08-06~", basis="inferred from its number", not_before=first, not_after=last)
    assert (value.lower, value.upper, value.lower_kind) == (first, last, BoundKind.EXACT)
    assert from_json(value.as_json()) == value


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2009-08-06~", date(2009, 8, 7), date(2009, 9, 1)),
        ("2009-08-06~", date(2009, 9, 28), date(2009, 8, 5)),
        ("2009-08-06", date(2009, 8, 5), date(2009, 8, 7)),
        ("2009~/..", date(2009, 1, 1), date(2010, 1, 1)),
        ("2009-08-06~", date(2009, 8, 5), None),
        ("", date(2009, 8, 5), date(2009, 8, 7)),
    ],
)
def test_limits_that_do_not_fit_the_date_are_refused(written: str, first: date, last: date | None) -> None:
    with pytest.raises(InvalidValue):
        parse(written, basis="stated", not_before=first, not_after=last)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lower": "2009-12-31", "upper": "2009-01-01"}, "reversed"),
        ({"lower": "2009-02-01"}, "bounds are not those"),
        ({"upper": None}, "bounds are not those"),
        ({"upper": None, "upper_kind": "open"}, "bounds are not those"),
        ({"upper_kind": "approximate"}, "bounds are not those"),
        ({"upper_kind": ["exact"]}, "bounds are not those"),
        ({"lower": "20090101"}, "not a day"),
        ({"lower": "2009-02-30"}, "not a day"),
        ({"lower": 20090101}, "not a day"),
        ({"lower": "\ud800"}, "not a day"),
        ({"edtf": None}, "as text"),
        ({"basis": None}, "must be text"),
        ({"text": "\x00"}, "control character"),
        ({"note": ""}, "exactly the keys"),
    ],
)
def test_stored_json_must_be_what_the_expression_says(change: dict[str, object], reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason) as caught:
        from_json({**stated("2009").as_json(), **change}, field="about")
    assert caught.value.problems[0].field == "about"


@pytest.mark.parametrize("key", KEYS)
def test_stored_json_has_every_key(key: str) -> None:
    mapping = stated("2009").as_json()
    del mapping[key]
    malformed: tuple[object, ...] = (mapping, None, [], "2009", 2009)
    for wrong in malformed:
        with pytest.raises(InvalidValue):
            from_json(wrong)
