"""The count against brute force: every set of paths tried, on many small graphs of every shape.

`GRAPHS` says how many; the push tries two thousand, `make stress PART=provenance` twenty thousand.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import combinations

import pytest

from claims.domain.independence import Trail, corroboration

GRAPHS = int(os.environ.get("GRAPHS", "2000"))
SOURCES, PARTIES = "abcdef", "wxyz"


def a_graph(chance: random.Random) -> tuple[frozenset[str], Trail]:
    """Sources of evidence and the trail behind them: chains, diamonds, shared parents, cycles, institutions."""
    sources = SOURCES[: chance.randint(1, len(SOURCES))]
    parties = PARTIES[: chance.randint(1, len(PARTIES))]
    dense = chance.random()

    def some(names: str, at_most: int) -> frozenset[str]:
        return frozenset(chance.sample(names, chance.randint(0, min(at_most, len(names)))))

    pairs = [frozenset(pair) for pair in combinations(sources, 2)]
    alike = chance.sample(pairs, chance.randint(0, min(2, len(pairs)))) if chance.random() < 0.5 else []
    accepted = chance.randint(0, len(alike))
    return some(sources, 6) or frozenset(sources[0]), Trail(
        derived={s: some(sources, 2) for s in sources if chance.random() < dense},
        origins={s: some(parties, 2) for s in sources if chance.random() < 0.6},
        unsure=some(sources, 2) if chance.random() < 0.4 else frozenset(),
        institutions={p: chance.choice(parties) for p in parties if chance.random() < 0.4},
        void=some(sources, 1) if chance.random() < 0.2 else frozenset(),
        excluded=some(parties, 1) if chance.random() < 0.3 else frozenset(),
        suspected=frozenset(alike[accepted:]),
        copies=frozenset(alike[:accepted]),
    )


def bodies(party: str, trail: Trail) -> list[str]:
    """The party and what it belongs to; a circle counts as its first member by name."""
    line = [party]
    while line[-1] in trail.institutions and trail.institutions[line[-1]] not in line:
        line.append(trail.institutions[line[-1]])
    after = trail.institutions.get(line[-1])
    return [party, min(line[line.index(after) :]) if after else line[-1]]


def paths(source: str, trail: Trail, *, own: bool, seen: tuple[str, ...] = ()) -> Iterator[frozenset[str]]:
    """Every way from a source to an origin, as the set of what it passes; with `own`, unknown ones end too."""
    if source in trail.void or source in seen:
        return
    line = (*seen, source)
    out = {bodies(party, trail)[1] for party in trail.excluded} | set(trail.excluded)
    for party in trail.origins.get(source, ()):
        ends = bodies(party, trail)
        if not out & set(ends):
            yield frozenset(line) | frozenset(f"party {each}" for each in ends)
    stated = trail.origins.get(source) or trail.derived.get(source)
    if own and (not stated or source in trail.unsure):
        yield frozenset(line)
    for other in trail.derived.get(source, ()):
        yield from paths(other, trail, own=own, seen=line)


def told(source: str, trail: Trail, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """The source and all that it says it has it from, in turn."""
    if source in trail.void or source in seen:
        return seen
    seen |= {source}
    for other in trail.derived.get(source, ()):
        seen |= told(other, trail, seen)
    return seen


def most(start: frozenset[str], trail: Trail, pairs: frozenset[frozenset[str]], *, own: bool) -> int:
    """The largest set of ways that share nothing, in which no two sources are an untold pair of copies."""
    rivals = [
        pair
        for pair in pairs
        if not any(other in told(one, trail) for one in pair for other in pair if one != other)
    ]
    ways = {way for source in start for way in paths(source, trail, own=own)}

    def best(rest: list[frozenset[str]], taken: frozenset[str]) -> int:
        counts = [
            1 + best(rest[at + 1 :], taken | way)
            for at, way in enumerate(rest)
            if not way & taken and not any(pair <= taken | way for pair in rivals)
        ]
        return max(counts, default=0)

    return best(sorted(ways, key=lambda way: (len(way), sorted(way))), frozenset())


@pytest.mark.parametrize("part", range(8))
def test_the_count_is_that_of_brute_force(part: int) -> None:
    chance = random.Random(f"independence {part}")
    established, possible, suspected = set(), set(), 0
    for number in range(GRAPHS // 8):
        start, trail = a_graph(chance)
        found = corroboration(start, trail)
        both = trail.suspected | trail.copies
        assert found.established == most(start, trail, both, own=False), (part, number, start, trail)
        assert found.possible == most(start, trail, trail.copies, own=True), (part, number, start, trail)
        established.add(found.established)
        possible.add(found.possible)
        suspected += bool(both)
    assert {0, 1, 2} <= established, "the graphs are too plain to prove anything"
    assert {0, 1, 2, 3} <= possible
    assert suspected > GRAPHS / 40


def test_the_bottleneck_is_what_every_way_passes() -> None:
    chance = random.Random("bottlenecks")
    named = 0
    for _ in range(GRAPHS // 8):
        start, trail = a_graph(chance)
        found = corroboration(start, trail)
        ways = [way for source in start for way in paths(source, trail, own=False)]
        wanted = frozenset.intersection(*ways) if ways and found.established == 1 else frozenset()
        assert set(found.bottlenecks) == {name.removeprefix("party ") for name in wanted}
        named += bool(wanted)
    assert named > GRAPHS / 80
