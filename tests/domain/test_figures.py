"""Two figures are in conflict only when nothing lets both hold, and agree only when the given one says as much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims.domain.edtf import parse
from claims.domain.figures import Comparability, compare, series
from claims.domain.quantities import Quantity
from tests.dates import stated
from tests.figures import figure, only, point

AGREE, OVERLAP = Comparability.AGREE, Comparability.OVERLAP
CONFLICT, NOT_COMPARABLE = Comparability.CONFLICT, Comparability.NOT_COMPARABLE

# --- the table: how what is given stands to what is claimed, of one thing at one time ---------------

TABLE = [
    # Twenty and twenty.
    (only(20), only(20), AGREE, "Both say 20 persons."),
    # Twenty and thirty.
    (only(20), only(30), CONFLICT, "20 persons and 30 persons cannot both hold"),
    # Eleven is at least nine.
    (figure(9), only(11), AGREE, "At least 9 persons includes 11 persons."),
    # “At least nine” leaves room for far more than the eleven that are claimed.
    (only(11), figure(9), OVERLAP, "At least 9 persons includes 11 persons, but says less."),
    (only(9), figure(9), OVERLAP, "At least 9 persons includes 9 persons, but says less."),
    # An open end is no precision, however near the other end is.
    (figure(100), figure(99), OVERLAP, "At least 99 persons includes at least 100 persons, but says less."),
    (figure(100), figure(100), AGREE, "Both say at least 100 persons."),
    # Eight is not at least nine.
    (figure(9), only(8), CONFLICT, "cannot both hold"),
    # At least nine, and at least four thousand.
    (figure(9), figure(4000), AGREE, "At least 9 persons includes at least 4,000 persons."),
    (figure(4000), figure(9), OVERLAP, "but says less"),
    # At most 100, and at least 100: exactly one number fits.
    (figure(None, 100), figure(100), OVERLAP, "have values in common, and neither includes the other"),
    # At most 99, and at least 100: none does.
    (figure(None, 99), figure(100), CONFLICT, "cannot both hold"),
    # 500 to 5,000 has room for 500 to 1,000.
    (figure(500, 5000), figure(500, 1000), AGREE, "500–5,000 persons includes 500–1,000 persons."),
    (figure(500, 1000), figure(500, 5000), OVERLAP, "500–5,000 persons includes 500–1,000 persons, but says"),
    # “One to a million” says nothing of five thousand; who claims that much room is not wrong by five thousand.
    (only(5000), figure(1, 1000000), OVERLAP, "1–1,000,000 persons includes 5,000 persons, but says less."),
    (figure(1, 1000000), only(5000), AGREE, "1–1,000,000 persons includes 5,000 persons."),
    # About equally precise: wider by a tenth of each end at most.
    (only(20), figure(18, 22), AGREE, "18–22 persons includes 20 persons, by a tenth at most at either end."),
    (only(20), figure(17, 22), OVERLAP, "17–22 persons includes 20 persons, but says less."),
    (only(20), figure(18, 23), OVERLAP, "18–23 persons includes 20 persons, but says less."),
    (figure(100, 200), figure(90, 220), AGREE, "by a tenth at most at either end"),
    (only(-20), figure(-22, -18), AGREE, "by a tenth at most at either end"),
    (only(0), figure(0, 1), OVERLAP, "0–1 persons includes 0 persons, but says less."),
    # 10 to 20, and 11 to 21: near, and yet neither says what the other does.
    (figure(10, 20), figure(11, 21), OVERLAP, "neither includes the other"),
    # 4 to 6, and 5 to 8.
    (figure(4, 6), figure(5, 8), OVERLAP, "neither includes the other"),
    # About 100 and about 100 may be different numbers.
    (only(100, "approximate"), only(100, "approximate"), OVERLAP, "are not both exact"),
    # About 100, and 109: a tenth is allowed for.
    (only(100, "approximate"), only(109), OVERLAP, "may be off by a tenth"),
    # About 100, and 110: the border belongs to it.
    (only(100, "approximate"), only(110), OVERLAP, "may be off by a tenth"),
    # About 100, and 111: too far.
    (only(100, "approximate"), only(111), CONFLICT, "cannot both hold"),
    # 111 is soft as well: 99.9 to 122.1.
    (only(100, "approximate"), only(111, "approximate"), OVERLAP, "may be off by a tenth"),
    # “Four or five thousand” and 500, both for about the fifth.
    (
        figure(4000, 5000, "approximate", at="2009-08-05~"),
        only(500, at="2009-08-05~"),
        CONFLICT,
        "500 persons and 4,000–5,000 persons (approximate) cannot both hold of one measure and population "
        "for about the same time, 2009-08-05~.",
    ),
    # A little over 1,000 may be 900, and is not 899.
    (figure(1000, None, "approximate"), only(900), OVERLAP, "may be off by a tenth"),
    (figure(1000, None, "approximate"), only(899), CONFLICT, "cannot both hold"),
    # Below zero a tenth widens outward too.
    (only(-100, "approximate"), only(-110), OVERLAP, "may be off by a tenth"),
    (only(-100, "approximate"), only(-111), CONFLICT, "cannot both hold"),
    # About none is none: a tenth of nothing is nothing.
    (only(0, "approximate"), only(1), CONFLICT, "cannot both hold"),
    # “Hundreds” between 200 and 900 shares values with 500 …
    (figure(200, 900, "vague"), only(500), OVERLAP, "are not both exact"),
    (figure(100, 600), figure(500, 900, "vague"), OVERLAP, "are not both exact"),
    # … and rules out nothing.
    (figure(200, 900, "vague"), only(5000), NOT_COMPARABLE, "a vague figure has no sure bounds"),
    (figure(200, 900, "vague"), only(100), NOT_COMPARABLE, "a vague figure has no sure bounds"),
    # Vague words without bounds say nothing that can be compared.
    (figure(None, None, "vague"), only(5000), NOT_COMPARABLE, "“so many” (no figure given) has no bounds."),
    (figure(None, None, "vague"), figure(None, None, "vague"), NOT_COMPARABLE, "has no bounds"),
]


@pytest.mark.parametrize(("claimed", "given", "outcome", "because"), TABLE)
def test_two_figures_of_one_thing_at_one_time(
    claimed: Quantity, given: Quantity, outcome: Comparability, because: str
) -> None:
    found = compare(claimed, given)
    assert found.outcome is outcome
    assert because in found.because
    assert found.as_json() == {"outcome": outcome.value, "because": found.because}


# --- the table: whether they are of one time --------------------------------------------------------

TIMES = [
    # The same day, month, year, span.
    ("2009-08-05", "2009-08-05", CONFLICT, "for the same time, 2009-08-05"),
    ("2009-07/2009-08", "2009-07/2009-08", CONFLICT, "for the same time, 2009-07/2009-08"),
    ("2009", "2009-01/2009-12", CONFLICT, "one lies within the other"),
    # About one day twice: whoever says so shares the doubt; an unspecified day likewise.
    ("2009-08-05~", "2009-08-05~", CONFLICT, "for about the same time, 2009-08-05~"),
    ("2009-08-XX", "2009-08-XX", CONFLICT, "for about the same time"),
    # A doubt of more than a month is not shared: one may be of spring, the other of autumn.
    ("2009~", "2009~", NOT_COMPARABLE, "may count different things that happened within 2009~"),
    ("2009-08~", "2009-08~", NOT_COMPARABLE, "may count different things"),
    ("2009-22", "2009-22", NOT_COMPARABLE, "may count different things"),
    # A day within its month, whatever the day is within reason.
    ("2009-08", "2009-08-05", NOT_COMPARABLE, "may be a total of which 20 persons is a part"),
    ("2009-08-05", "2009-08", CONFLICT, "one lies within the other"),
    ("2009-08-05~", "2009-08", CONFLICT, "one lies within the other"),
    ("2009-08-XX", "2009-08", CONFLICT, "one lies within the other"),
    ("2009-07-10", "2009-07-10/2009-08-09", CONFLICT, "one lies within the other"),
    # Within more than a month, what is told of the longer time need not be its total.
    (
        "2009-07-10",
        "2009-07-10/2009-08-10",
        NOT_COMPARABLE,
        "within 2009-07-10/2009-08-10, longer than a month.",
    ),
    ("2009-07-20", "2009-07/2009-08", NOT_COMPARABLE, "may count different things"),
    ("2009-07/2009-08", "2009-07-20", NOT_COMPARABLE, "is for a longer time"),
    # About the first of August may be July.
    ("2009-08-01~", "2009-08", NOT_COMPARABLE, "not certainly said of the same time"),
    # Some day of August may be another day than the fifth.
    ("2009-08-05", "2009-08-XX", NOT_COMPARABLE, "not certainly said of the same time"),
    ("2009-08-05", "2009~", NOT_COMPARABLE, "not certainly said of the same time"),
    ("2009", "2009~", NOT_COMPARABLE, "not certainly said of the same time"),
    ("2009-01", "2009-22", NOT_COMPARABLE, "not certainly said of the same time"),
    # Spans that overlap are not one time.
    ("2009-07/2009-08", "2009-08/2009-09", NOT_COMPARABLE, "not certainly said of the same time"),
    # Different times, also when they are only about so.
    ("2009-07", "2009-08", NOT_COMPARABLE, "are said of different times, 2009-07 and 2009-08"),
    ("2001", "2009~", NOT_COMPARABLE, "are said of different times"),
    ("../2001", "2009", NOT_COMPARABLE, "are said of different times"),
    # Open and unknown ends make nothing certain, even written alike.
    ("2009/..", "2009/..", NOT_COMPARABLE, "an end is open or unknown"),
    ("/2009-07", "/2009-07", NOT_COMPARABLE, "an end is open or unknown"),
    ("2008/..", "2009-08", NOT_COMPARABLE, "an end is open or unknown"),
    # Nobody says of when.
    (None, None, NOT_COMPARABLE, "neither says of when"),
    (None, "", NOT_COMPARABLE, "neither says of when"),
    ("", "2009", NOT_COMPARABLE, "only one of them says of when"),
]


@pytest.mark.parametrize(("thirty_at", "twenty_at", "outcome", "because"), TIMES)
def test_thirty_and_twenty_conflict_only_when_surely_of_one_time(
    thirty_at: str | None, twenty_at: str | None, outcome: Comparability, because: str
) -> None:
    found = compare(only(30, at=thirty_at), only(20, at=twenty_at))
    assert found.outcome is outcome
    assert because in found.because


def test_known_limits_of_a_date_do_not_make_it_a_period() -> None:
    dated = parse(
        "2009-08-06~",
        basis="inferred from the address",
        not_before=stated("2009-08-05").lower,
        not_after=stated("2009-09-28").upper,
    )
    some_day = replace(only(20), at=dated)
    assert compare(some_day, only(30, at="2009-08-10")).outcome is NOT_COMPARABLE
    assert compare(some_day, only(30, at="2009-08-06~")).outcome is NOT_COMPARABLE
    assert compare(some_day, replace(only(30), at=dated)).outcome is NOT_COMPARABLE
    near = replace(dated, upper=stated("2009-08-08").upper)
    assert compare(replace(only(20), at=near), replace(only(30), at=near)).outcome is CONFLICT
    assert compare(replace(only(30), at=near), only(20)).outcome is CONFLICT
    assert compare(replace(only(30), at=near), only(20, at="2009-08-06~")).outcome is NOT_COMPARABLE


# --- how strong something was at some moment, and what happened over a time -----------------------------

STATES = [
    ("2009-08", "2009-08", CONFLICT),
    ("2009-08-05", "2009-08-05", CONFLICT),
    ("2009-08-05~", "2009-08", CONFLICT),
    ("2009-07-10/2009-08-09", "2009-07-10/2009-08-09", CONFLICT),
    ("2009-07-10/2009-08-10", "2009-07-10/2009-08-10", NOT_COMPARABLE),
    ("2009", "2009", NOT_COMPARABLE),
    ("2001/2009", "2001/2009", NOT_COMPARABLE),
    ("2005", "2001/2009", NOT_COMPARABLE),
    ("2001/2009", "2005", NOT_COMPARABLE),
    ("2009~", "2009~", NOT_COMPARABLE),
]


@pytest.mark.parametrize(("more_at", "less_at", "outcome"), STATES)
def test_a_strength_can_change_within_more_than_a_month(
    more_at: str, less_at: str, outcome: Comparability
) -> None:
    more, less = (
        figure(low, low, measure="militants", at=at) for low, at in ((5000, more_at), (500, less_at))
    )
    found = compare(more, less)
    assert found.outcome is outcome
    assert compare(less, more) == found
    if outcome is NOT_COMPARABLE:
        time = max(more_at, less_at, key=len)
        assert f"may each hold at another moment within {time}, longer than a month." in found.because


@pytest.mark.parametrize(
    ("measure", "happened"),
    [
        ("militants captured", True),
        ("Militants  KILLED", True),
        ("militants captured, called IMU by the ministry", True),
        ("people killed, designated as IMU fighters", True),
        ("deaths", True),
        ("militants", False),
        ("defendants", False),
        ("militants not captured", False),
        ("captured militants", False),
        ("militants captured and still held", False),
        ("militants, of them captured", False),
        ("people yet to be sentenced", False),
        ("people who are imprisoned", False),
        ("убитые", False),
    ],
)
def test_only_what_surely_counts_happenings_has_a_total_for_a_long_time(measure: str, happened: bool) -> None:
    more, less = (figure(low, low, measure=measure, at="2001/2009") for low in (30, 20))
    assert (compare(more, less).outcome is CONFLICT) is happened


def test_two_figures_that_fit_are_compared_over_a_long_time_too() -> None:
    more, less = (figure(*ends, measure="militants", at="2001/2009") for ends in ((1, 9), (3, 5)))
    assert compare(more, less).outcome is AGREE
    assert compare(less, more).outcome is OVERLAP


# --- cases from the article ---------------------------------------------------------------------------


def test_a_few_hundred_then_and_thousands_now_are_of_different_times() -> None:
    then = figure(None, None, "vague", at="2001", text="not more than a few hundred")
    now = figure(4000, 5000, "approximate", at="2009~")
    assert compare(then, now).because == (
        "“not more than a few hundred” (no figure given) and 4,000–5,000 persons (approximate) "
        "are said of different times, 2001 and 2009~."
    )


def test_killed_and_captured_are_never_held_against_each_other_nor_added_up() -> None:
    killed = figure(11, 11, measure="militants killed")
    arrested = figure(30, 30, measure="militants arrested")
    for other in (killed, arrested):
        found = compare(other, only(20))
        assert found.outcome is NOT_COMPARABLE
        assert "differ in measure" in found.because
        assert "militants captured" in found.because
    assert len(series([point(killed), point(only(20))])) == 2


def test_twenty_and_thirty_captured_in_one_operation_cannot_both_hold() -> None:
    span = "2009-07/2009-08"
    assert compare(only(20, at=span), only(30, at=span)).outcome is CONFLICT


@pytest.mark.parametrize(
    ("other", "because"),
    [
        ({"population": "in Garm"}, "differ in population"),
        ({"population": ""}, "one says among whom, the other does not"),
        ({"unit": "families"}, "differ in unit"),
        ({"measure": "militants"}, "differ in measure"),
    ],
)
def test_figures_of_different_things_are_not_comparable(other: dict[str, str], because: str) -> None:
    for low in (20, 30):
        found = compare(only(20), figure(low, low, **other))
        assert found.outcome is NOT_COMPARABLE
        assert because in found.because


def test_case_and_blanks_make_no_different_thing() -> None:
    shouted = figure(30, 30, measure="Militants  CAPTURED", population="In Tavil-Dara", unit="Persons")
    assert compare(only(20), shouted).outcome is CONFLICT
    nobody = figure(20, 20, population=""), figure(30, 30, population="")
    assert compare(*nobody).outcome is CONFLICT


def test_the_reason_is_one_line_whatever_the_words() -> None:
    found = compare(figure(None, None, "vague", text="a few\n\nhundred"), only(1))
    assert found.because == "“a few hundred” (no figure given) has no bounds."
