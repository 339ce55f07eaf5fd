"""Corroboration counted by independent origins: copies of one story count once.

The count is the largest number of paths from the claim to origins that share no source, origin or
institution (Menger's theorem: the fewest parties that would all have to be wrong), found as a maximum
flow through nodes of capacity one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import networkx as nx
from networkx.algorithms.flow import preflow_push

CLAIM = ("claim", "")
SINK = ("sink", "")
Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Trail:
    """What is known of where sources have it from. Ids are public ids.

    `derived`: source → sources it says it has it from; `origins`: source → parties it says it has it
    from; a source in neither, or in `unsure` (somebody supposes, or nobody says, where some of it comes
    from), is of unknown origin. `institutions`: party → the body it belongs to. `void`: sources that
    ground nothing (encyclopedias). `excluded`: parties that never count (the claim's speaker, the
    article's outlet).
    """

    derived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    origins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    institutions: Mapping[str, str] = field(default_factory=dict)
    void: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Independent origins: certain ones, ones that cannot be ruled out, sources of unstated origin."""

    established: int
    possible: int
    unknown: int
    bottlenecks: tuple[str, ...]


def corroboration(sources: Iterable[str], trail: Trail) -> Corroboration:
    """The count behind these sources (those of one stance that can attest)."""
    start = frozenset(sources) - trail.void
    reached = _reached(start, trail)
    unknown = {source for source in reached if not _known(source, trail)}
    excluded = {_top(party, trail) for party in trail.excluded}
    established = _flow(_graph(start, reached, trail, excluded, frozenset()))
    possible = _flow(_graph(start, reached, trail, excluded, frozenset(unknown)))
    return Corroboration(
        established, possible, len(unknown), _bottlenecks(start, reached, trail, excluded, established)
    )


def _reached(start: Iterable[str], trail: Trail) -> frozenset[str]:
    found: set[str] = set()
    open_ends = list(start)
    while open_ends:
        source = open_ends.pop()
        if source not in found and source not in trail.void:
            found.add(source)
            open_ends.extend(trail.derived.get(source, ()))
    return frozenset(found)


def _known(source: str, trail: Trail) -> bool:
    stated = bool(trail.origins.get(source)) or bool(trail.derived.get(source))
    return stated and source not in trail.unsure


def _top(party: str, trail: Trail) -> str:
    """The body at the end of the line; bodies that belong to each other in a circle are one."""
    line = [party]
    while (body := trail.institutions.get(line[-1])) is not None:
        if body in line:
            return min(line[line.index(body) :])
        line.append(body)
    return line[-1]


def _graph(
    start: frozenset[str], reached: frozenset[str], trail: Trail, excluded: set[str], unknown: frozenset[str]
) -> nx.DiGraph[Node]:
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_nodes_from([CLAIM, SINK])
    for source in reached:
        _pass_once(graph, "source", source)
        for other in trail.derived.get(source, ()):
            if other in reached:
                graph.add_edge(("source out", source), ("source", other))
        for party in trail.origins.get(source, ()):
            _lead_to_origin(graph, source, party, trail, excluded)
        if source in unknown:
            graph.add_edge(("source out", source), SINK, capacity=1)
    for source in start:
        graph.add_edge(CLAIM, ("source", source))
    return graph


def _lead_to_origin(
    graph: nx.DiGraph[Node], source: str, party: str, trail: Trail, excluded: set[str]
) -> None:
    top = _top(party, trail)
    if top in excluded or party in trail.excluded:
        return
    _pass_once(graph, "party", party)
    graph.add_edge(("source out", source), ("party", party))
    if top != party:
        _pass_once(graph, "party", top)
        graph.add_edge(("party out", party), ("party", top))
    graph.add_edge(("party out", top), SINK)


def _pass_once(graph: nx.DiGraph[Node], kind: str, name: str) -> None:
    graph.add_edge((kind, name), (f"{kind} out", name), capacity=1)


def _flow(graph: nx.DiGraph[Node]) -> int:
    return int(nx.maximum_flow_value(graph, CLAIM, SINK, flow_func=preflow_push))


def _bottlenecks(
    start: frozenset[str], reached: frozenset[str], trail: Trail, excluded: set[str], established: int
) -> tuple[str, ...]:
    if established != 1:
        return ()
    found = []
    graph = _graph(start, reached, trail, excluded, frozenset())
    for kind, name in sorted(node for node in graph if node[0] in ("source", "party")):
        cut = graph.copy()
        cut.remove_node((kind, name))
        if _flow(cut) == 0:
            found.append(name)
    return tuple(found)
