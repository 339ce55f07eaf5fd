"""How long counting independent origins takes, against one plain maximum flow over the same graph."""

from __future__ import annotations

import random
import time

import networkx as nx
from networkx.algorithms.flow import preflow_push

from claims.domain.independence import Trail, corroboration

SIZES = ((60, 0, 40), (60, 40, 40), (10_000, 0, 1), (10_000, 200, 1))
"""Sources, pairs that look alike, and how often."""


def report() -> None:
    """Prints a line for each size."""
    for number, pairs, calls in SIZES:
        sources, trail = _trail(number, pairs)
        limit = _timed(lambda sources=sources, trail=trail: _plain(sources, trail), calls)  # type: ignore[misc]
        spent = _timed(lambda sources=sources, trail=trail: corroboration(sources, trail), calls)  # type: ignore[misc]
        name = f"origins behind {number:,} sources" + (f", {pairs} pairs alike" if pairs else "")
        print(f"{name:49} {spent:8.1f} ms  {spent / limit:6.2f} × one plain flow ({limit:.1f} ms)")


def _timed(work: object, calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        work()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000 / calls


def _trail(number: int, pairs: int) -> tuple[list[str], Trail]:
    """Sources with two steps each: to earlier sources, to parties, or both."""
    chance = random.Random(number)
    sources = [f"s{n}" for n in range(number)]
    parties = [f"p{n}" for n in range(max(3, number // 10))]
    derived = {
        source: frozenset(chance.choices(sources[:place], k=2))
        for place, source in enumerate(sources)
        if place > 5 and chance.random() < 0.6
    }
    origins = {source: frozenset(chance.choices(parties, k=2)) for source in sources if chance.random() < 0.6}
    alike = frozenset(frozenset(chance.sample(sources, 2)) for _ in range(pairs))
    return sources, Trail(derived=derived, origins=origins, suspected=alike)


def _plain(sources: list[str], trail: Trail) -> int:
    """One maximum flow with nothing collapsed and nothing else counted: what the library needs."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for source in sources:
        graph.add_edge("claim", f"{source} in")
        graph.add_edge(f"{source} in", f"{source} out", capacity=1)
        graph.add_edges_from((f"{source} out", f"{other} in") for other in trail.derived.get(source, ()))
        graph.add_edges_from((f"{source} out", f"{party} in") for party in trail.origins.get(source, ()))
    for party in {party for parties in trail.origins.values() for party in parties}:
        graph.add_edge(f"{party} in", "sink", capacity=1)
    return int(nx.maximum_flow_value(graph, "claim", "sink", flow_func=preflow_push))
