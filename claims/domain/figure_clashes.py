"""The pairs among many figures that conflict, met one by one without comparing every pair.

Figures of one subject are grouped by their time, and each group is sorted by its ends, softened where they are
approximate. Within a group, and between a short plain period and what lies within it, the walk ends where
figures begin to meet: beside sorting and looking around, it takes only as long as there are pairs to give.
`figures.compare` has the rules; a test holds both against each other.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from claims.domain.figure_terms import (
    MOMENT,
    SOFTNESS,
    at,
    bounds,
    counts_happenings,
    days,
    is_brief,
    is_plain,
    subject,
)
from claims.domain.quantities import Quantity

Ends = Sequence[tuple[Decimal, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The figures of one time: closed high ends from the least up, closed low ends from the greatest down."""

    first: date
    last: date
    plain: bool
    highs: Ends
    lows: Ends

    @property
    def brief(self) -> bool:
        return is_brief(self.first, self.last)


def clashing(figures: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """The places of each pair that conflicts, the lower one first, from each subject in turn."""
    subjects: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        if days(at(figure)) and not figure.vague:
            subjects[subject(figure)].append(place)
    return _in_turn(_of_one_subject(places, figures) for places in subjects.values() if len(places) > 1)


def _in_turn(walks: Iterable[Iterator[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    waiting = deque(walks)
    while waiting:
        walk = waiting.popleft()
        for pair in walk:
            yield pair
            waiting.append(walk)
            break


def _of_one_subject(places: Sequence[int], figures: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    happened = counts_happenings(figures[places[0]].measure)
    groups = _groups(places, figures)
    for group in groups:
        if group.brief or (group.plain and happened):
            yield from _apart(group.highs, group.lows)
    starting: dict[date, list[_Group]] = defaultdict(list)
    for group in groups:
        if group.plain and group.brief:
            starting[group.first].append(group)
    for inner in groups:
        for outer in _around(inner, starting):
            yield from _apart(outer.highs, inner.lows)


def _groups(places: Iterable[int], figures: Sequence[Quantity]) -> list[_Group]:
    """By time; plain periods of the same days are one, whatever way they are written."""
    times: dict[tuple[date, date, str], list[int]] = defaultdict(list)
    for place in places:
        time = at(figures[place])
        if known := days(time):
            times[*known, "" if is_plain(time) else time.edtf].append(place)
    found = []
    for (first, last, doubt), members in times.items():
        ends = [(bounds(figures[place], SOFTNESS), place) for place in members]
        highs = sorted((end.high, place) for end, place in ends if end.high is not None)
        lows = sorted(((end.low, place) for end, place in ends if end.low is not None), reverse=True)
        found.append(_Group(first, last, not doubt, highs, lows))
    return found


def _around(inner: _Group, starting: Mapping[date, Sequence[_Group]]) -> Iterator[_Group]:
    """The other groups of short plain periods that the group lies within."""
    for earlier in range(MOMENT if inner.brief else 0):
        for outer in starting.get(inner.first - timedelta(days=earlier), ()):
            if outer.last >= inner.last and outer is not inner:
                yield outer


def _apart(highs: Ends, lows: Ends) -> Iterator[tuple[int, int]]:
    """The pairs of a figure with another that lies wholly above it."""
    for high, one in highs:
        if not lows or lows[0][0] <= high:
            return
        for low, other in lows:
            if low <= high:
                break
            yield min(one, other), max(one, other)
