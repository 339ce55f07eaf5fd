"""What holds of all figures and of many at once: order is no matter, and knowing less never makes a conflict."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.edtf import EDTFValue, definitely_before
from claims.domain.figures import SOFTNESS, Comparability, Point, compare, conflicts, series
from claims.domain.quantities import Quantity
from tests.dates import stated
from tests.effort import coming_to_an_end
from tests.figures import CLOSE, close_points, figure, figures, only, point, points

AGREE, OVERLAP = Comparability.AGREE, Comparability.OVERLAP
CONFLICT, NOT_COMPARABLE = Comparability.CONFLICT, Comparability.NOT_COMPARABLE

# --- what holds of all figures ------------------------------------------------------------------------


def soft(given_figure: Quantity) -> tuple[float, float]:
    """The widest reading as plain floats, written apart from the code under test."""
    low, high = given_figure.low, given_figure.high
    share = float(SOFTNESS) if given_figure.approximate else 0.0
    return (
        float("-inf") if low is None else float(low) - abs(float(low)) * share - 1e-9,
        float("inf") if high is None else float(high) + abs(float(high)) * share + 1e-9,
    )


@settings(deadline=None)
@given(figures(), figures())
def test_order_is_no_matter_but_for_agreement_and_no_conflict_has_a_value_that_fits_both(
    one: Quantity, other: Quantity
) -> None:
    found, turned = compare(one, other), compare(other, one)
    assert found == turned or {found.outcome, turned.outcome} <= {AGREE, OVERLAP}
    assert found.because.endswith(".")
    assert "\n" not in found.because
    if found.outcome is CONFLICT:
        (low, high), (least, most) = soft(one), soft(other)
        assert high < least or most < low
        assert not one.vague
        assert not other.vague
        assert (one.measure, one.population) == (other.measure, other.population)
        assert one.at
        assert other.at
        assert not definitely_before(one.at, other.at)
        assert not definitely_before(other.at, one.at)
    if found.outcome is AGREE:
        assert not any((one.approximate, other.approximate, one.vague, other.vague))
        agrees(one, other)


def agrees(claimed: Quantity, given: Quantity) -> None:
    """What is given holds no value far from every value that is claimed; open ends are never far."""
    for side, bound, wanted in (("low", given.low, claimed.low), ("high", given.high, claimed.high)):
        if wanted is not None:
            assert bound is not None, f"an open {side} end says less"
            beyond = wanted - bound if side == "low" else bound - wanted
            assert beyond <= abs(wanted) / 10


BLURRING: list[Callable[[Quantity, int], Quantity]] = [
    lambda figure, by: replace(figure, low=None if figure.low is None else figure.low - by),
    lambda figure, by: replace(figure, high=None if figure.high is None else figure.high + by),
    lambda figure, _by: replace(figure, low=None),
    lambda figure, _by: replace(figure, high=None),
    lambda figure, _by: replace(figure, approximate=True),
    lambda figure, _by: replace(figure, vague=True),
    lambda figure, _by: replace(figure, at=None),
    lambda figure, _by: replace(figure, at=stated("../2009")),
]


@settings(deadline=None)
@given(figures(), figures(), st.sampled_from(BLURRING), st.integers(0, 6))
def test_knowing_less_never_makes_a_conflict(
    one: Quantity, other: Quantity, blurred: Callable[[Quantity, int], Quantity], by: int
) -> None:
    if compare(one, other).outcome is not CONFLICT:
        assert compare(blurred(one, by), other).outcome is not CONFLICT
        assert compare(one, blurred(other, by)).outcome is not CONFLICT


SURE = ["2009", "2009-07", "2009-08", "2009-08-01", "2009-08-31", "2009-07/2009-08", "2009-07-31/2009-08-02"]
DOUBTFUL = [
    *(f"{single}{mark}" for single in SURE if "/" not in single for mark in "~?%"),
    *("2009-XX", "2009-08-XX", "200X", "2009-22", "2009-24", "2009-07~/2009-08", "2009-07/2009-08?"),
]
ENDLESS = ["2009/..", "../2009", "2009-08/", "/2009-08", "../2009-08~", ""]


@pytest.mark.parametrize("mark", "~?%")
def test_a_doubtful_date_beside_a_sure_one_never_makes_a_conflict(mark: str) -> None:
    for single, other in product([at for at in SURE if "/" not in at], SURE):
        for low, high in ((20, 30), (30, 20)):
            sure = compare(only(low, at=single), only(high, at=other)).outcome
            doubtful = compare(only(low, at=single + mark), only(high, at=other)).outcome
            assert sure is CONFLICT or doubtful is not CONFLICT, (single, other)


def test_a_conflict_is_of_times_written_alike_or_one_surely_within_the_other() -> None:
    seen = 0
    for longer, shorter in product(SURE + DOUBTFUL + ENDLESS, repeat=2):
        found = compare(only(20, at=longer), only(30, at=shorter)).outcome
        assert found in (CONFLICT, NOT_COMPARABLE)
        if found is CONFLICT:
            seen += 1
            outer, inner = stated(longer), stated(shorter)
            assert not {longer, shorter} & set(ENDLESS)
            assert outer.lower
            assert inner.lower
            assert inner.upper
            assert outer.upper
            assert outer.lower <= inner.lower <= inner.upper <= outer.upper
            assert longer == shorter or longer in SURE
            assert (outer.upper - outer.lower).days < 31 or longer == shorter in SURE
    assert seen > len(SURE)


# --- many points ----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(points(), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_points_never_matters(given_points: list[Point], random: Random) -> None:
    shuffled = random.sample(given_points, len(given_points))
    assert conflicts(shuffled) == conflicts(given_points)
    assert series(shuffled) == series(given_points)


def by_brute_force(given_points: list[Point]) -> list[frozenset[Point]]:
    return [
        frozenset((one, other))
        for number, one in enumerate(given_points)
        for other in given_points[number + 1 :]
        if compare(one.quantity, other.quantity).outcome is CONFLICT
    ]


@settings(deadline=None, max_examples=300)
@given(st.lists(points() | close_points(), max_size=12))
def test_the_conflicts_are_those_that_comparing_every_pair_finds(given_points: list[Point]) -> None:
    found = conflicts(given_points)
    pairs = by_brute_force(given_points)
    assert sorted(map(hash, pairs)) == sorted(hash(frozenset((one, other))) for one, other, _ in found)
    for one, other, comparison in found:
        assert one.id <= other.id
        assert comparison == compare(one.quantity, other.quantity)


@pytest.mark.parametrize("measure", ["militants", "militants captured"])
def test_two_points_of_any_times_conflict_as_comparing_them_finds(measure: str) -> None:
    seen = 0
    for (longer, shorter), (one, other) in product(product(CLOSE, repeat=2), ((20, 30), (30, 20), (20, 21))):
        first, second = (
            point(figure(low, low, "approximate", measure=measure, at=at), name)
            for name, low, at in (("a", one, longer), ("b", other, shorter))
        )
        found = [frozenset(pair[:2]) for pair in conflicts([first, second])]
        assert found == by_brute_force([first, second]), (longer, shorter)
        seen += len(found)
    assert seen >= 30


@pytest.mark.parametrize("seed", range(3))
def test_in_a_crowd_every_conflict_is_found_once(seed: int) -> None:
    random = Random(seed)
    crowd = [
        point(
            figure(
                *random.choice([(low, low), (low, low + 3), (low, None), (None, low)]),
                *random.choice([(), (), ("approximate",), ("vague",)]),
                at=random.choice(CLOSE),
                measure=random.choice(["militants", "militants captured", "Militants  Captured"]),
            ),
            f"c{number}",
        )
        for number, low in enumerate(random.choices(range(60), k=150))
    ]
    found = [frozenset(pair[:2]) for pair in conflicts(crowd)]
    assert len(found) == len(set(found)) > 100
    assert set(found) == set(by_brute_force(crowd))


@settings(deadline=None)
@given(
    st.lists(points() | close_points(), max_size=12, unique=True),
    st.integers(0, 9),
    st.randoms(use_true_random=False),
)
def test_a_limit_gives_so_many_of_all_conflicts_whatever_the_order(
    given_points: list[Point], most: int, random: Random
) -> None:
    every = conflicts(given_points)
    some = conflicts(given_points, most=most)
    assert len(some) == min(most, len(every))
    assert [one for one in every if one in some] == list(some)
    assert conflicts(random.sample(given_points, len(given_points)), most=most) == some


def test_a_limit_leaves_no_measure_out_while_another_has_a_second_pair() -> None:
    many = [point(only(n), f"a{n:02}") for n in range(9)]
    rare = [point(figure(n, n, measure="militants killed"), f"z{n}") for n in (1, 2)]
    found = conflicts(many + rare, most=2)
    assert {one.quantity.measure for one, _, _ in found} == {"militants captured", "militants killed"}


def test_a_conflict_is_named_in_the_order_of_ids_not_of_times() -> None:
    year, day = point(only(20, at="2009-08"), "b"), point(only(30, at="2009-08-05"), "a")
    same_day = point(only(40, at="2009-08-05"), "c")
    found = [(one.id, other.id) for one, other, _ in conflicts([same_day, year, day])]
    assert found == [("a", "b"), ("a", "c"), ("b", "c")]


@settings(deadline=None)
@given(st.lists(points(), max_size=12))
def test_a_series_keeps_every_point_once_and_holds_one_thing(given_points: list[Point]) -> None:
    found = series(given_points)
    kept = [entry for line in found for entry in line.points]
    assert sorted(map(hash, kept)) == sorted(map(hash, given_points))
    things = [(line.measure, line.unit) for line in found]
    assert things == sorted(set(things))
    for line in found:
        json.dumps(line.as_json(), allow_nan=False)
        for entry in line.points:
            said = entry.quantity
            assert (said.measure, said.unit) == (line.measure, line.unit)


def test_a_series_runs_in_time_and_ends_with_what_has_none() -> None:
    order = [
        *("2001-12", "../2001", "2009~/..", "2009/2009-06", "2009", "2009-08", "2009-08/..", "", None),
    ]
    given_points = [point(only(1, at=at), f"c{number}") for number, at in enumerate(order)]
    (line,) = series(reversed(given_points))
    assert [entry.id for entry in line.points] == [f"c{number}" for number in range(len(order))]


def test_a_point_is_data_for_a_chart() -> None:
    at = stated("2009-08")
    (line,) = series([point(figure(9, None, "approximate"), "s1", "source")])
    assert line.as_json() == {
        "measure": "militants captured",
        "unit": "persons",
        "points": [
            {
                "id": "s1",
                "kind": "source",
                "label": "The claim s1.",
                "said_by": "the ministry",
                "figure": "at least 9 persons (approximate)",
                "measure": "militants captured",
                "population": "in Tavil-Dara",
                "low": "9",
                "high": None,
                "approximate": True,
                "vague": False,
                "unit": "persons",
                "at": at.as_json(),
                "text": "so many",
            }
        ],
    }


def month(number: int) -> EDTFValue:
    return stated(f"{1000 + number // 12}-{number % 12 + 1:02}")


def span(first: int, last: int) -> EDTFValue:
    """Between two days, counted from a day in 2009."""
    return stated("/".join((date(2009, 1, 1) + timedelta(days=day)).isoformat() for day in (first, last)))


CROWDS: dict[str, list[Quantity]] = {
    "many things and times": [
        *(replace(figure(n, n, measure=f"measure {n % 3000}"), at=month(n % 7)) for n in range(5000)),
        *(replace(only(n), at=month(n)) for n in range(5000)),
    ],
    "one figure for one time": [only(5)] * 10000,
    "no two alike for one time": [only(n) for n in range(10000)],
    "one figure for spans within spans": [
        replace(only(5), at=span(n // 30, n // 30 + n % 30 + 1)) for n in range(10000)
    ],
    "no two alike for long spans that overlap": [
        replace(only(n), at=span(n % 5000, 5000 + n % 4999)) for n in range(10000)
    ],
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_ten_thousand_points_are_compared_without_comparing_each_pair(crowd: str) -> None:
    given_points = [point(one, f"c{number:05}") for number, one in enumerate(CROWDS[crowd])]
    with coming_to_an_end():
        found = conflicts(given_points, most=201)
    assert len(found) == (201 if crowd == "no two alike for one time" else 0)
