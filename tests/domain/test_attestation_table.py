"""Every way in which a source's date and the time of what a claim is about can lie to each other.

What must be answered is found day by day. A date is the set of days that it may touch; a source surely comes
after when each of its days follows each of theirs, surely before when each precedes, and nothing else is sure.
Known ends are written out by hand with all their readings; an end that is open or unknown reaches as far as
the calendar here goes, which is beyond every date that is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations_with_replacement, product

import pytest

from claims.domain.attestation import attestation
from claims.domain.confidence import Side, weigh
from claims.domain.edtf import BoundKind, EDTFValue, parse
from claims.domain.vocabulary import Attests, EvidenceLevel
from tests.dates import stated

CALENDAR = [date(2008, 1, 1) + timedelta(days=number) for number in range(3 * 366)]
ALLEN = {
    "before", "meets", "overlaps", "starts", "during", "finishes", "equals",
    "after", "met by", "overlapped by", "started by", "contains", "finished by",
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """One end of a date: how it is written, its kind, and the first and last day it may mean."""

    expression: str
    kind: BoundKind
    first: date
    last: date


def days_apart(step: int) -> list[tuple[Written, Written]]:
    """Four days, exact and approximate; about a day is up to three days off."""
    at = [date(2009, 7, 20) + timedelta(days=step * number) for number in range(4)]
    off = timedelta(days=3)
    return [
        (
            Written(f"{day}", BoundKind.EXACT, day, day),
            Written(f"{day}~", BoundKind.APPROXIMATE, day - off, day + off),
        )
        for day in at
    ]


def months_apart(*bounds: tuple[str, str, str, str, str]) -> list[tuple[Written, Written]]:
    """Four months: name, first and last day, and those of the months around them."""
    day = date.fromisoformat
    return [
        (
            Written(name, BoundKind.EXACT, day(first), day(last)),
            Written(f"{name}~", BoundKind.APPROXIMATE, day(about_first), day(about_last)),
        )
        for name, first, last, about_first, about_last in bounds
    ]


SCALES = {
    "adjoining days": days_apart(1),
    "days three apart": days_apart(3),
    "days four apart": days_apart(4),
    "days ten apart": days_apart(10),
    "adjoining months": months_apart(
        ("2009-01", "2009-01-01", "2009-01-31", "2008-12-01", "2009-02-28"),
        ("2009-02", "2009-02-01", "2009-02-28", "2009-01-01", "2009-03-31"),
        ("2009-03", "2009-03-01", "2009-03-31", "2009-02-01", "2009-04-30"),
        ("2009-04", "2009-04-01", "2009-04-30", "2009-03-01", "2009-05-31"),
    ),
    "months far apart": months_apart(
        ("2008-02", "2008-02-01", "2008-02-29", "2008-01-01", "2008-03-31"),
        ("2008-06", "2008-06-01", "2008-06-30", "2008-05-01", "2008-07-31"),
        ("2008-12", "2008-12-01", "2008-12-31", "2008-11-01", "2009-01-31"),
        ("2009-06", "2009-06-01", "2009-06-30", "2009-05-01", "2009-07-31"),
    ),
}
ENDLESS = [
    Written("..", BoundKind.OPEN, CALENDAR[0], CALENDAR[-1]),
    Written("", BoundKind.UNKNOWN, CALENDAR[0], CALENDAR[-1]),
]


@dataclass(frozen=True)
class Case:
    """A date with the days that it may touch, and its ends as ranks on its scale for naming the relation."""

    edtf: str
    days: tuple[date, ...]
    kinds: tuple[BoundKind, BoundKind]
    ranks: tuple[int, int]


@cache
def cases(scale: str) -> tuple[Case, ...]:
    """Every interval between two of four ends, each end of each kind, the single dates, and nothing known."""
    grid = SCALES[scale]
    found = [Case("", tuple(CALENDAR), (BoundKind.UNKNOWN, BoundKind.UNKNOWN), (0, 3))]
    for low, high in combinations_with_replacement(range(len(grid)), 2):
        for start, end in product([*grid[low], *ENDLESS], [*grid[high], *ENDLESS]):
            if start in ENDLESS and end in ENDLESS:
                continue
            expression = f"{start.expression}/{end.expression}"
            found.append(Case(expression, touched(start, end), (start.kind, end.kind), (low, high)))
        if low == high:
            found += [
                Case(single.expression, touched(single, single), (single.kind, single.kind), (low, low))
                for single in grid[low]
            ]
    return tuple(found)


def touched(start: Written, end: Written) -> tuple[date, ...]:
    """The days, in order, from the first reading of the start to the last reading of the end."""
    return tuple(day for day in CALENDAR if start.first <= day <= end.last)


def must_be(source: tuple[date, ...], event: tuple[date, ...]) -> Attests:
    """The answer by definition: sure only when it is so for each pair of days, which the extremes decide."""
    if source[0] > event[-1]:
        return Attests.YES
    if source[-1] < event[0]:
        return Attests.NO
    return Attests.CANNOT_TELL


def relation(one: tuple[int, int], other: tuple[int, int]) -> str:
    """Allen's name for how two proper intervals on one scale lie; empty for a point."""
    (a, b), (c, d) = one, other
    if a == b or c == d:
        return ""
    if b < c or d < a:
        return "before" if b < c else "after"
    if b == c or d == a:
        return "meets" if b == c else "met by"
    if a == c:
        return "equals" if b == d else "starts" if b < d else "started by"
    if b == d:
        return "finishes" if a > c else "finished by"
    if c < a and b < d:
        return "during"
    if a < c and d < b:
        return "contains"
    return "overlaps" if a < c else "overlapped by"


def pairs(scale: str) -> Iterable[tuple[Case, Case]]:
    return product(cases(scale), cases(scale))


dated = cache(lambda edtf: parse(edtf, basis="stated" if edtf else "unknown"))


def answer(published: str, about: str) -> Attests:
    return attestation(published=dated(published), about=dated(about)).attests


@pytest.mark.parametrize("scale", SCALES)
def test_the_answer_is_the_one_that_holds_of_every_pair_of_days(scale: str) -> None:
    wrong = [
        f"{source.edtf} about {event.edtf}"
        for source, event in pairs(scale)
        if answer(source.edtf, event.edtf) is not must_be(source.days, event.days)
    ]
    assert wrong == []


def test_the_table_is_whole() -> None:
    """All thirteen relations stand in it, each with every mixture of ends, and all three answers."""
    for scale in SCALES:
        seen: dict[str, set[tuple[BoundKind, ...]]] = {}
        answers = set()
        for source, event in pairs(scale):
            seen.setdefault(relation(source.ranks, event.ranks), set()).add((*source.kinds, *event.kinds))
            answers.add(must_be(source.days, event.days))
        assert answers == set(Attests)
        assert set(seen) == ALLEN | {""}
        one_side = 4 * 4 - 3  # an interval without any date is no EDTF, but for the wholly unknown one
        assert len(seen["equals"]) == one_side * one_side
        assert all(len(mixtures) >= (one_side - 1) ** 2 for mixtures in seen.values())


def test_the_extremes_decide_every_pair_of_days() -> None:
    few = [tuple(CALENDAR[low : high + 1]) for low, high in combinations_with_replacement(range(6), 2)]
    for source, event in product(few, repeat=2):
        each = [(day > other, day < other) for day, other in product(source, event)]
        assert (must_be(source, event) is Attests.YES) is all(after for after, _ in each)
        assert (must_be(source, event) is Attests.NO) is all(before for _, before in each)


@pytest.mark.parametrize(
    ("published", "about", "sure"),
    [
        # Published while it was going on, on its last day, and on the day after.
        ("2009-07-20", "2009-07/2009-08", Attests.CANNOT_TELL),
        ("2009-08-31", "2009-07/2009-08", Attests.CANNOT_TELL),
        ("2009-09-01", "2009-07/2009-08", Attests.YES),
        # The day before it began, and its first day.
        ("2009-06-30", "2009-07/2009-08", Attests.NO),
        ("2009-07-01", "2009-07/2009-08", Attests.CANNOT_TELL),
        # The day after a month that was only about so is within what the rule allows for.
        ("2009-09-01", "2009-07/2009-08~", Attests.CANNOT_TELL),
        ("2009-10-01", "2009-07/2009-08~", Attests.YES),
        # Still going on, or nobody knows until when.
        ("2020", "2009-07/..", Attests.CANNOT_TELL),
        ("2020", "2009-07/", Attests.CANNOT_TELL),
        # The known end decides by itself.
        ("2009-06", "2009-07/..", Attests.NO),
        ("2009-09", "/2009-08", Attests.YES),
        ("2009-09/..", "2009-08", Attests.YES),
        ("../2009-06", "2009-07/..", Attests.NO),
        # Nothing is known of one of them.
        ("", "2009-08", Attests.CANNOT_TELL),
        ("2009-08", "", Attests.CANNOT_TELL),
        ("", "", Attests.CANNOT_TELL),
    ],
)
def test_a_source_attests_only_what_was_over(published: str, about: str, sure: Attests) -> None:
    assert answer(published, about) is sure


@pytest.mark.parametrize("scale", SCALES)
def test_a_doubtful_end_never_makes_an_answer_surer(scale: str) -> None:
    """Approximate, open or unknown in place of exact: what was said stays, or becomes “cannot tell”."""
    exact = {BoundKind.EXACT}
    plain = {case.ranks: case for case in cases(scale) if set(case.kinds) == exact and "/" in case.edtf}
    for source, event in pairs(scale):
        if source.edtf and event.edtf:
            sharp = answer(plain[source.ranks].edtf, plain[event.ranks].edtf)
            assert answer(source.edtf, event.edtf) in (sharp, Attests.CANNOT_TELL)


def test_known_limits_of_an_approximate_date_take_the_place_of_the_rule() -> None:
    """The article: about August 6, certainly from August 5 to September 28."""
    limited = parse(
        "2009-08-06~",
        basis="inferred from the address",
        not_before=date(2009, 8, 5),
        not_after=date(2009, 9, 28),
    )
    assert attests(limited, about="2009-08-05") is Attests.CANNOT_TELL
    assert attests(limited, about="2009-08-04") is Attests.YES
    assert attests(limited, about="2009-09-28") is Attests.CANNOT_TELL
    assert attests(limited, about="2009-09-29") is Attests.NO


# --- a verdict dated after every source that proves it ------------------------------------------------

BEFORE = [
    "2009-07-03",
    "2009-07-11/2009-07-29",
    "2009-07~/2009-07-31",
    "../2009-07-31",
    "2009-07-31~",
    "2009-07",
]
AFTER = ["2009-08-06", "2009-08-07/..", "2009-08-09~", "2009-10~", "2009-09", "2011"]
EVENT = "2009-08-05"


def attests(published: EDTFValue, *, about: str) -> Attests:
    return attestation(published=published, about=stated(about)).attests


def test_a_verdict_dated_after_every_source_that_proves_it_rests_on_none_that_predates_the_event() -> None:
    """The verdict is of 2010, later than all its sources; but they are earlier than what they would prove."""
    verdict = stated("2010-01-15")
    found = [attestation(published=stated(published), about=stated(EVENT)) for published in BEFORE]
    assert [item.attests for item in found] == [Attests.NO] * len(BEFORE)
    assert {item.because for item in found} == {"The source was published before what the claim is about."}
    # That the verdict itself comes later lends its sources nothing: only their own dates are asked.
    assert attests(verdict, about=EVENT) is Attests.YES
    nothing = weigh(Side(), Side(), known=0)
    assert nothing.evidence is EvidenceLevel.LIMITED
    assert nothing.reasons[0].text == "No source supports or disputes it."


def test_sources_that_come_after_the_event_attest_it() -> None:
    assert [answer(published, EVENT) for published in AFTER] == [Attests.YES] * len(AFTER)


def test_early_sources_add_nothing_to_late_ones() -> None:
    mixed = [published for published in BEFORE + AFTER if answer(published, EVENT) is not Attests.NO]
    assert mixed == AFTER


def test_of_a_source_of_the_very_day_it_is_not_certain() -> None:
    for published in (EVENT, "2009-08", "2009-08-06~", "2009-08-04/2009-08-06", "2009", "2009-07/.."):
        assert answer(published, EVENT) is Attests.CANNOT_TELL
