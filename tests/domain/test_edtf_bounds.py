"""A date's bounds hold every reading of its expression; open and unknown ends stay apart."""

from __future__ import annotations

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claims.domain.edtf import BoundKind, definitely_before, precision
from claims.domain.errors import InvalidValue
from tests.dates import (
    MARKS,
    dates,
    expressions,
    has_season,
    intervals,
    plain_dates,
    readings,
    refused,
    stated,
)


@settings(max_examples=300, deadline=None)
@given(dates())
def test_bounds_are_the_first_and_last_day_of_all_completions(written: str) -> None:
    value, days = stated(written), readings(written)
    assert value.lower is not None
    assert value.upper is not None
    assert value.lower <= days[0]
    assert days[-1] <= value.upper
    if value.lower_kind is BoundKind.EXACT:
        assert (value.lower, value.upper) == (days[0], days[-1])


@settings(max_examples=300, deadline=None)
@given(dates(), st.sampled_from("~?%"))
def test_a_mark_widens_to_both_sides_and_says_so(written: str, mark: str) -> None:
    plain, marked = stated(written), stated(written + mark)
    assert plain.lower is not None
    assert plain.upper is not None
    assert marked.lower is not None
    assert marked.upper is not None
    assert marked.lower < plain.lower
    assert plain.upper < marked.upper
    assert marked.lower_kind is marked.upper_kind is BoundKind.APPROXIMATE
    assert stated(written + "~").as_json()["lower"] == stated(written + "?").as_json()["lower"]


@settings(max_examples=300, deadline=None)
@given(intervals())
def test_an_interval_holds_every_reading_of_both_ends_and_keeps_open_apart_from_unknown(written: str) -> None:
    value = stated(written)
    start, end = written.split("/")
    kinds = {"": BoundKind.UNKNOWN, "..": BoundKind.OPEN}
    if start in kinds:
        assert (value.lower, value.lower_kind) == (None, kinds[start])
    else:
        assert value.lower is not None
        assert value.lower <= readings(start.rstrip("~?%"))[0]
    if end in kinds:
        assert (value.upper, value.upper_kind) == (None, kinds[end])
    else:
        assert value.upper is not None
        assert readings(end.rstrip("~?%"))[-1] <= value.upper


@settings(max_examples=300, deadline=None)
@given(plain_dates(), MARKS, plain_dates(), MARKS)
def test_a_reversed_interval_is_refused(first: str, mark: str, second: str, other: str) -> None:
    early, late = stated(first), stated(second)
    if definitely_before(late, early):
        early, late, first, second = late, early, second, first
    if definitely_before(early, late):
        assert "reversed" in refused(f"{second}{mark}/{first}{other}")
    stated(f"{first}{mark}/{second}{other}")


@pytest.mark.parametrize(
    ("written", "lower", "upper", "fineness"),
    [
        ("2009-08-05", "2009-08-05 exact", "2009-08-05 exact", "day"),
        ("2009-08-06~", "2009-08-03 approximate", "2009-08-09 approximate", "day"),
        ("2009-08", "2009-08-01 exact", "2009-08-31 exact", "month"),
        ("2009-08?", "2009-07-01 approximate", "2009-09-30 approximate", "month"),
        ("2009-12~", "2009-11-01 approximate", "2010-01-31 approximate", "month"),
        ("2004-02-XX", "2004-02-01 exact", "2004-02-29 exact", "month"),
        ("2009", "2009-01-01 exact", "2009-12-31 exact", "year"),
        ("2009%", "2008-01-01 approximate", "2010-12-31 approximate", "year"),
        ("2004-XX", "2004-01-01 exact", "2004-12-31 exact", "year"),
        ("2004-XX-XX", "2004-01-01 exact", "2004-12-31 exact", "year"),
        ("201X", "2010-01-01 exact", "2019-12-31 exact", "decade"),
        ("201X~", "2000-01-01 approximate", "2029-12-31 approximate", "decade"),
        ("20XX", "2000-01-01 exact", "2099-12-31 exact", "century"),
        ("10XX?", "0900-01-01 approximate", "1199-12-31 approximate", "century"),
        ("2001-21", "2001-01-01 approximate", "2001-12-31 approximate", "season"),
        ("2001-24", "2001-01-01 approximate", "2002-02-28 approximate", "season"),
        ("2001-21~", "2000-10-01 approximate", "2002-03-31 approximate", "season"),
        ("2009-07/2009-08", "2009-07-01 exact", "2009-08-31 exact", "interval"),
        ("2009~/2010-06?", "2008-01-01 approximate", "2010-07-31 approximate", "interval"),
        ("2009-08/2009", "2009-08-01 exact", "2009-12-31 exact", "interval"),
        ("2009/..", "2009-01-01 exact", "None open", "interval"),
        ("2009/", "2009-01-01 exact", "None unknown", "interval"),
        ("../2009", "None open", "2009-12-31 exact", "interval"),
        ("/2009~", "None unknown", "2010-12-31 approximate", "interval"),
        ("", "None unknown", "None unknown", "none"),
        ("1000~", "0999-01-01 approximate", "1001-12-31 approximate", "year"),
        ("2999-12-31~", "2999-12-28 approximate", "3000-01-03 approximate", "day"),
    ],
)
def test_each_form_has_these_bounds(written: str, lower: str, upper: str, fineness: str) -> None:
    value = stated(written)
    assert f"{value.lower} {value.lower_kind}" == lower
    assert f"{value.upper} {value.upper_kind}" == upper
    assert precision(value) == fineness


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2009-08-05T10:00:00", "time of day"), ("2009-08-05T10:00Z", "time of day"),
        ("2009-13", "months are"), ("2009-00", "months are"), ("2009-02-29", "01 to 28"),
        ("2009-04-31", "01 to 30"), ("2009-08-00", "01 to 31"), ("2009-8", "two digits"),
        ("2009-08-5", "two digits"), ("0999", "1000 to 2999"), ("3000", "1000 to 2999"),
        ("999", "1000 to 2999"), ("-2009", "1000 to 2999"), ("Y20090", "1000 to 2999"),
        (" 2009", "blank"), ("2009\n", "blank"), ("2009 / 2010", "blank"), ("2009-21-05", "season"),
        ("2009-25", "seasons"), ("2009-XX-05", "at the end"), ("201X-06", "at the end"),
        ("20X9", "level 2"), ("2009?-06", "level 2"), ("?2009", "level 2"), ("[2009,2010]", "level 2"),
        ("{2009}", "level 2"), ("2009-06-~01", "level 2"), ("201X/2015", "level 2"),
        ("2004-06-XX/2004-07-03", "level 2"), ("2XXX", "not EDTF"), ("XXXX", ""), ("../..", "one side"),
        ("/", "one side"), ("/..", "one side"), ("../", "one side"), ("..", "not EDTF"),
        ("2009/2010/2011", "two ends"), ("2010/2009", "reversed"), ("2009-09~/2009-08~", "reversed"),
        ("2009-08-05/2009-08-04", "reversed"), ("2009~~", ""), ("2009S2", "not EDTF"),
        ("unknown", "not EDTF"), ("２００９", "not EDTF"), ("٢٠٠٩", "not EDTF"),
        ("2009-1X", "not EDTF"), ("200x", "capital X"), ("1" * 65, "at most 64"),
        ("2009-08-05" + " " * 60, "at most 64"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_reason_and_examples(written: str, reason: str) -> None:
    message = refused(written)
    assert reason in message
    assert "2009-08-06~" in message


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0129-/.X~?%T: ", max_size=24))
def test_random_expressions_are_read_as_written_or_refused(written: str) -> None:
    try:
        value = stated(written)
    except InvalidValue:
        return
    assert value.edtf == written
    assert value.lower is None or value.upper is None or value.lower <= value.upper


@settings(deadline=None)
@given(st.one_of(plain_dates(), st.builds(lambda a, b: f"{a}/{b}", plain_dates(), plain_dates())))
def test_bounds_agree_with_the_edtf_library_where_it_is_sound(written: str) -> None:
    assume(not has_season(written))
    try:
        value = stated(written)
    except InvalidValue:
        assume(False)
    theirs = parse_edtf(written)
    assert value.lower is not None
    assert value.upper is not None
    assert tuple(theirs.lower_strict())[:3] == (value.lower.year, value.lower.month, value.lower.day)
    assert tuple(theirs.upper_strict())[:3] == (value.upper.year, value.upper.month, value.upper.day)


@settings(deadline=None)
@given(expressions().filter(bool))
def test_the_library_reads_what_we_accept(written: str) -> None:
    assume(not has_season(written))
    try:
        parse_edtf(written)
    except EDTFParseException:
        pytest.fail(f"{written} is not EDTF to the library")
