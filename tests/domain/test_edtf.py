"""A date's bounds hold every reading of its expression, and nothing gains precision on the way."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import product

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, given, settings
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
from tests.hostile import hostile_strings

YEARS = st.integers(1000, 2999)
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
MARKS = st.sampled_from(["", "~", "?", "%"])
SEASONS = {"21": (3, 9), "22": (6, 12), "23": (9, 3), "24": (12, 6)}
"""The month in which each season begins, north and south of the equator."""


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """An unmarked date of day, month, season or year precision."""
    day = draw(DAYS)
    forms = [day.isoformat(), f"{day:%Y-%m}", f"{day.year}", f"{day.year}-{draw(st.sampled_from(list(SEASONS)))}"]
    return draw(st.sampled_from(forms))


@st.composite
def dates(draw: st.DrawFn) -> str:
    """An unmarked date, with or without unspecified digits."""
    year, month = draw(YEARS), draw(st.integers(1, 12))
    blurred = [f"{year}"[:3] + "X", f"{year}"[:2] + "XX", f"{year}-XX", f"{year}-XX-XX", f"{year}-{month:02}-XX"]
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


def stated(edtf: str) -> EDTFValue:
    return parse(edtf, basis="stated")


def width(value: EDTFValue) -> timedelta:
    return (value.upper or date.max) - (value.lower or date.min)


def refused(edtf: object, *, basis: object = "stated", text: object = "") -> str:
    """The message of the refusal, which must name the field."""
    with pytest.raises(InvalidValue) as caught:
        parse(edtf, basis=basis, text=text, field="said")  # type: ignore[arg-type]
    assert caught.value.problems[0].field == "said"
    caught.value.message.encode()
    return caught.value.message


@settings(max_examples=300)
@given(dates())
def test_bounds_are_the_first_and_last_day_of_all_completions(written: str) -> None:
    value, days = stated(written), readings(written)
    assert value.lower is not None
    assert value.upper is not None
    assert value.lower <= days[0]
    assert days[-1] <= value.upper
    if value.lower_kind is BoundKind.EXACT:
        assert (value.lower, value.upper) == (days[0], days[-1])


@settings(max_examples=300)
@given(dates(), st.sampled_from("~?%"))
def test_a_mark_widens_to_both_sides_and_says_so(written: str, mark: str) -> None:
    plain, marked = stated(written), stated(written + mark)
    assert plain.lower is not None and plain.upper is not None
    assert marked.lower is not None and marked.upper is not None
    assert marked.lower < plain.lower
    assert plain.upper < marked.upper
    assert marked.lower_kind is marked.upper_kind is BoundKind.APPROXIMATE
    assert stated(written + "~").as_json()["lower"] == stated(written + "?").as_json()["lower"]


@settings(max_examples=300)
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


@settings(max_examples=300)
@given(expressions(), st.sampled_from(["stated", "inferred from the address"]), st.sampled_from(["", "in 2009"]))
def test_nothing_gains_precision_in_a_round_trip(written: str, basis: str, text: str) -> None:
    value = parse(written, basis=basis, text=text)
    again = from_json(value.as_json())
    assert value.edtf == again.edtf == written
    assert again == value
    assert tuple(again.as_json()) == KEYS
    assert width(again) >= width(stated(written.replace("~", "").replace("?", "").replace("%", "")))
    assert precision(again) == precision(value)
    assert search_range(value) == (value.lower, value.upper)


@settings(max_examples=300)
@given(plain_dates(), MARKS, plain_dates(), MARKS)
def test_a_reversed_interval_is_refused(first: str, mark: str, second: str, other: str) -> None:
    early, late = stated(first), stated(second)
    if definitely_before(late, early):
        early, late, first, second = late, early, second, first
    if definitely_before(early, late):
        assert "reversed" in refused(f"{second}{mark}/{first}{other}")
    stated(f"{first}{mark}/{second}{other}")


@given(expressions(), expressions())
def test_what_is_definitely_before_is_possibly_before_and_never_the_other_way(first: str, second: str) -> None:
    one, other = stated(first), stated(second)
    if definitely_before(one, other):
        assert possibly_before(one, other)
        assert not possibly_before(other, one)
        assert not definitely_before(other, one)
    assert not definitely_before(one, one)


@given(dates(), dates())
def test_a_definite_order_holds_for_every_pair_of_readings(first: str, second: str) -> None:
    ordered = max(readings(first)) < min(readings(second))
    assert ordered or not definitely_before(stated(first), stated(second))


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
        ("2009-08-05T10:00:00", "time of day"), ("2009-08-05T10:00Z", "time of day"), ("2009-13", "months are"),
        ("2009-00", "months are"), ("2009-02-29", "01 to 28"), ("2009-04-31", "01 to 30"), ("2009-08-00", "01 to 31"),
        ("2009-8", "two digits"), ("2009-08-5", "two digits"), ("0999", "1000 to 2999"), ("3000", "1000 to 2999"),
        ("999", "1000 to 2999"), ("-2009", "1000 to 2999"), ("Y20090", "1000 to 2999"), (" 2009", "blank"),
        ("2009\n", "blank"), ("2009 / 2010", "blank"), ("2009-21-05", "season"), ("2009-25", "seasons"),
        ("2009-XX-05", "at the end"), ("201X-06", "at the end"), ("20X9", "level 2"), ("2009?-06", "level 2"),
        ("?2009", "level 2"), ("[2009,2010]", "level 2"), ("{2009}", "level 2"), ("2009-06-~01", "level 2"),
        ("201X/2015", "level 2"), ("2004-06-XX/2004-07-03", "level 2"), ("2XXX", "not EDTF"), ("XXXX", ""),
        ("../..", "one side"), ("/", "one side"), ("/..", "one side"), ("../", "one side"), ("..", "not EDTF"),
        ("2009/2010/2011", "two ends"), ("2010/2009", "reversed"), ("2009-09~/2009-08~", "reversed"),
        ("2009-08-05/2009-08-04", "reversed"), ("2009~~", ""), ("2009S2", "not EDTF"), ("unknown", "not EDTF"),
        ("２００９", "not EDTF"), ("٢٠٠٩", "not EDTF"), ("2009-1X", "not EDTF"), ("200x", "not EDTF"),
        ("1" * 65, "at most 64"), ("2009-08-05" + " " * 60, "at most 64"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_reason_and_examples(written: str, reason: str) -> None:
    message = refused(written)
    assert reason in message
    assert "2009-08-06~" in message


@given(st.one_of(st.none(), st.integers(), st.binary(), st.dates(), st.lists(st.text())))
def test_an_expression_is_text(written: object) -> None:
    refused(written)


@pytest.mark.parametrize("written", hostile_strings(), ids=lambda value: ascii(value)[:30])
def test_a_hostile_string_is_no_date_and_no_basis(written: str) -> None:
    if written:
        refused(written)
    if written.strip():
        refused("2009", basis=written)
    try:
        value = parse("2009", basis="stated", text=written)
    except InvalidValue as error:
        assert error.problems[0].field == "edtf"
        return
    assert from_json(value.as_json()) == value


@settings(max_examples=300)
@given(st.text(alphabet="0129-/.X~?%T: ", max_size=24))
def test_random_expressions_are_read_as_written_or_refused(written: str) -> None:
    try:
        value = stated(written)
    except InvalidValue:
        return
    assert value.edtf == written
    assert value.lower is None or value.upper is None or value.lower <= value.upper


@pytest.mark.parametrize("basis", ["", "  ", "known", "unknown", "statedly", "shown on the page", "Stated", None, 3])
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
    for wrong in (mapping, None, [], "2009", 2009):
        with pytest.raises(InvalidValue):
            from_json(wrong)


@given(st.one_of(plain_dates(), st.builds(lambda a, b: f"{a}/{b}", plain_dates(), plain_dates())))
def test_bounds_agree_with_the_edtf_library_where_it_is_sound(written: str) -> None:
    assume(not any(f"-{season}" in written[i : i + 3] for season in SEASONS for i in (4, len(written) - 3)))
    try:
        value = stated(written)
    except InvalidValue:
        assume(False)
    theirs = parse_edtf(written)
    assert value.lower is not None
    assert value.upper is not None
    assert tuple(theirs.lower_strict())[:3] == (value.lower.year, value.lower.month, value.lower.day)
    assert tuple(theirs.upper_strict())[:3] == (value.upper.year, value.upper.month, value.upper.day)


@given(expressions().filter(bool))
def test_the_library_reads_what_we_accept(written: str) -> None:
    assume(not any(written.rstrip("~?%").endswith(f"-{season}") for season in SEASONS) or "/" in written)
    try:
        parse_edtf(written)
    except EDTFParseException:
        pytest.fail(f"{written} is not EDTF to the library")
