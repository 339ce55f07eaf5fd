"""Which column each node of a provenance graph stands in, and in which order (Sugiyama, Tagawa and Toda 1981).

The claim comes first, then its sources, what those have it from, origins, and institutions last. Where an edge
passes a column in which it does not end, it is given a stop there, so that room can be kept for its line.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

Edges = Mapping[str, set[str]]
SWEEPS = 12
MOST_STOPS = 2000
"""Beyond so many stops lines run straight on: a picture that large is not read line by line."""


class Stop(NamedTuple):
    """A node in its column; with `toward`, where an edge from the node to that one passes a column."""

    id: str
    toward: str = ""
    column: int = 0


Beside = Mapping[Stop, list[Stop]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns from left to right, their stops from top to bottom, and which stops a line leads to and from."""

    columns: list[list[Stop]]
    before: Beside
    after: Beside


def grid(
    types: Mapping[str, str], edges: Edges, *, ranks: Mapping[str, int], group: Mapping[str, str]
) -> Grid:
    """The stops in an order of few crossings, those of one `group` together; the first sources in the order of `ranks`.

    Ties go by rank, then by id.
    """
    column = _columns(types, edges)
    before: dict[Stop, list[Stop]] = defaultdict(list)
    after: dict[Stop, list[Stop]] = defaultdict(list)
    found: list[list[Stop]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for name in sorted(types, key=lambda name: (ranks.get(name, 9), name)):
        found[column[name]].append(Stop(name))
    ways = sorted(
        {
            (start, end) if column[start] < column[end] else (end, start)
            for start in edges
            for end in edges[start]
        }
    )
    straight = sum(max(column[end] - column[start] - 1, 0) for start, end in ways) > MOST_STOPS
    for start, end in ways:
        between = [Stop(start, end, at) for at in range(column[start] + 1, column[end])]
        if column[start] == column[end] or (between and straight):
            continue
        for stop in between:
            found[stop.column].append(stop)
        for one, other in pairwise([Stop(start), *between, Stop(end)]):
            after[one].append(other)
            before[other].append(one)
    band = {stop: ranks.get(stop.toward or stop.id, 9) for column in found[1:2] for stop in column}
    return Grid(_untangled(Grid(found, before, after), group, band), before, after)


def _columns(types: Mapping[str, str], edges: Edges) -> dict[str, int]:
    """The longest way from the claim to each source; parties stand behind all sources, bodies behind parties."""
    names = sorted(types, key=lambda name: (types[name] != "claim", name))
    told = [name for name in names if types[name] in ("claim", "source")]
    depth = _longest(told, edges, least={name: types[name] == "source" for name in told})
    last = max(depth.values(), default=-1) + 1
    led_to = {other for name in names if name not in depth for other in edges.get(name, ())}
    parties = sorted((name for name in names if name not in depth), key=lambda name: (name in led_to, name))
    behind = _longest(parties, edges, least={name: types[name] == "institution" for name in parties})
    depth |= {name: last + far for name, far in behind.items()}
    used = {far: at for at, far in enumerate(sorted(set(depth.values())))}
    return {name: used[far] for name, far in depth.items()}


def _longest(names: Sequence[str], edges: Edges, *, least: Mapping[str, int]) -> dict[str, int]:
    """The longest way to each of these nodes through these nodes; what leads back in a circle is not followed."""
    order = _forward(names, edges)
    place = {name: at for at, name in enumerate(order)}
    depth = {name: int(least[name]) for name in order}
    for name in order:
        for other in edges.get(name, ()):
            if place.get(other, -1) > place[name]:
                depth[other] = max(depth[other], depth[name] + 1)
    return depth


def _forward(names: Sequence[str], edges: Edges) -> list[str]:
    """An order in which every edge leads forward except those that close a circle: a depth-first search, reversed."""
    inside, seen, found = set(names), set(), list[str]()
    for root in names:
        waiting = [] if root in seen else [(root, iter(sorted(edges.get(root, set()) & inside)))]
        seen.add(root)
        while waiting:
            name, others = waiting[-1]
            other = next((one for one in others if one not in seen), None)
            if other is None:
                found.append(name)
                waiting.pop()
            else:
                seen.add(other)
                waiting.append((other, iter(sorted(edges.get(other, set()) & inside))))
    return found[::-1]


def _untangled(given: Grid, group: Mapping[str, str], band: Mapping[Stop, int]) -> list[list[Stop]]:
    """The best of some sweeps from left to right and back, each putting stops where those beside them stand."""
    start = [_by_neighbors(column, {}, {}, group, band) for column in given.columns]
    best, fewest = start, crossings(start, given.after)
    for first in (0, 1):  # where sweeps end depends on which way the first one goes
        columns = list(start)
        for sweep in range(first, first + SWEEPS):
            if not fewest:
                return best
            columns = _swept(columns, given, group, band, back=sweep % 2 == 0)
            number = crossings(columns, given.after)
            if number < fewest:
                best, fewest = columns, number
    return best


def _swept(
    columns: Sequence[Sequence[Stop]],
    given: Grid,
    group: Mapping[str, str],
    band: Mapping[Stop, int],
    *,
    back: bool,
) -> list[list[Stop]]:
    swept = [list(column) for column in columns]
    place = {stop: at for column in swept for stop, at in _places(column)}
    for at in range(len(swept))[:: -1 if back else 1]:
        swept[at] = _by_neighbors(swept[at], given.after if back else given.before, place, group, band)
        place |= dict(_places(swept[at]))
    return swept


def _by_neighbors(
    column: Sequence[Stop],
    beside: Beside,
    place: Mapping[Stop, float],
    group: Mapping[str, str],
    band: Mapping[Stop, int],
) -> list[Stop]:
    now = {stop: at for at, stop in enumerate(column)}
    mean: dict[Stop, float] = {}
    for stop in column:
        near = [place[other] for other in beside.get(stop, ())]
        mean[stop] = sum(near) / len(near) if near else place.get(stop, 0.0)
    units: dict[Stop | str, list[Stop]] = defaultdict(list)
    for stop in column:
        units[stop if stop.toward else group.get(stop.id, stop)].append(stop)
    for members in units.values():
        members.sort(key=lambda stop: (mean[stop], now[stop]))
    ordered = sorted(
        units.values(),
        key=lambda members: (
            min(band.get(stop, 0) for stop in members),
            sum(mean[stop] for stop in members) / len(members),
            min(now[stop] for stop in members),
        ),
    )
    return [stop for members in ordered for stop in members]


def _places(column: Sequence[Stop]) -> Iterable[tuple[Stop, float]]:
    """Where stops stand between the top, 0, and the bottom, 1."""
    return ((stop, (at + 0.5) / len(column)) for at, stop in enumerate(column))


def crossings(columns: Sequence[Sequence[Stop]], after: Beside) -> int:
    """How often lines cross between neighboring columns."""
    place = {stop: at for column in columns for at, stop in enumerate(column)}
    number = 0
    for column in columns:
        ends: list[int] = []
        for stop in column:
            own = [place[other] for other in after.get(stop, ())]
            number += sum(len(ends) - bisect_right(ends, end) for end in own)
            for end in own:
                insort(ends, end)
    return number
