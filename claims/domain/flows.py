"""Ways from a claim through sources and parties to origins, and how many of them share nothing.

Each node may be passed once (Menger's theorem; maximum flow by shortest augmenting paths). Some sources are
rivals: of two that look like copies of one another only one is heard. Counting then is as hard as finding
independent sets; here it is branch and bound with a budget.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import networkx as nx
from networkx.algorithms.flow import shortest_augmenting_path

CLAIM = ("claim", "")
SINK = ("sink", "")
Node = tuple[str, str]
Ways = Mapping[Node, Collection[Node]]
"""From each source and party to what stands behind it; an origin leads to the sink."""
Rivals = Mapping[Node, Collection[Node]]
"""From a source to those that are not heard beside it."""
MOST_WORK = 40_000
"""How many nodes all flows together may pass before the best choice found so far counts."""


def grounded(ways: Ways) -> dict[Node, set[Node]]:
    """Only what leads to an origin in the end."""
    before: dict[Node, list[Node]] = defaultdict(list)
    for node, others in ways.items():
        for other in others:
            before[other].append(node)
    found, waiting = {SINK}, [SINK]
    while waiting:
        for node in before[waiting.pop()]:
            if node not in found:
                found.add(node)
                waiting.append(node)
    return {node: set(others) & found for node, others in ways.items() if node in found}


def heard(start: Collection[Node], ways: Ways, rivals: Rivals) -> int:
    """The most paths from these nodes that share no node, over all ways to hear one of each pair of rivals.

    When the budget is spent, the best choice that was found counts: never too much, perhaps too little.
    """
    best, budget = 0, max(3, MOST_WORK // (len(ways) + 1))
    waiting: list[tuple[frozenset[Node], frozenset[Node]]] = [(frozenset(), frozenset())]
    while waiting:
        deaf, chosen = waiting.pop()
        left = _without(ways, deaf)
        count, used = _flow(start, left, rivals.keys())
        if count <= best:
            continue
        clashing = [node for node in used if not used.isdisjoint(rivals[node])]
        if not clashing:
            best = count
            continue
        best = max(best, _flow(start, _without(ways, deaf | _silenced(left, rivals, chosen)), ())[0])
        budget -= 1
        if budget < 0:
            return best
        if best >= count or best >= _flow(start, _as_one(left, rivals), ())[0]:
            continue
        node = min(sorted(set(clashing) - chosen), key=lambda node: len(set(rivals[node]) - deaf))
        waiting.append((deaf | {node}, chosen))
        waiting.append((deaf | set(rivals[node]), chosen | {node}))
    return best


def dominators(start: Collection[Node], ways: Ways) -> list[Node]:
    """The nodes that every path to the sink runs through; `ways` are grounded."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_edges_from((node, other) for node, others in ways.items() for other in others)
    graph.add_edges_from((CLAIM, node) for node in start if node in ways)
    above = nx.immediate_dominators(graph, CLAIM)
    found, node = [], above[SINK]
    while node != CLAIM:
        found.append(node)
        node = above[node]
    return sorted(found)


def _without(ways: Ways, deaf: frozenset[Node]) -> Ways:
    if not deaf:
        return ways
    return grounded({node: set(others) - deaf for node, others in ways.items() if node not in deaf})


def _silenced(ways: Ways, rivals: Rivals, chosen: Collection[Node]) -> frozenset[Node]:
    """Rivals enough to leave no pair: whoever has fewest is heard first, after those that are chosen."""
    silent: set[Node] = set()
    for node in sorted(rivals, key=lambda node: (node not in chosen, len(rivals[node]), node)):
        if node in ways and node not in silent:
            silent.update(rivals[node])
    return frozenset(silent)


def _as_one(ways: Ways, rivals: Rivals) -> Ways:
    """The ways with groups in which all are rivals made one node each: no choice can count more."""
    stands: dict[Node, Node] = {}
    for node in sorted(rivals, key=lambda node: (-len(rivals[node]), node)):
        if node in ways and node not in stands:
            group = [node]
            for other in sorted(set(rivals[node]) & ways.keys() - stands.keys()):
                if all(other in rivals[member] for member in group):
                    group.append(other)
            stands |= dict.fromkeys(group, node)
    merged: dict[Node, set[Node]] = defaultdict(set)
    for node, others in ways.items():
        here = stands.get(node, node)
        merged[here] |= {stands.get(other, other) for other in others} - {here}
    for node, stand in stands.items():
        if node != stand:
            merged[node] = {stand}
    return merged


def _flow(start: Iterable[Node], ways: Ways, shown: Collection[Node]) -> tuple[int, set[Node]]:
    """How many paths from these nodes to the sink share no node, and which of the `shown` nodes they use."""
    ends = _shortened(ways, shown)
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_nodes_from([CLAIM, SINK])
    for node in sorted(set(ends.values())):
        graph.add_edge(node, (f"{node[0]} out", node[1]), capacity=1)
        graph.add_edges_from(((f"{node[0]} out", node[1]), ends.get(other, other)) for other in ways[node])
    entered = {ends[node] for node in start if node in ways}
    graph.add_edges_from((CLAIM, node) for node in sorted(entered))
    if not entered:
        return 0, set()
    if not shown:
        return int(
            nx.maximum_flow_value(graph, CLAIM, SINK, flow_func=shortest_augmenting_path, two_phase=True)
        ), set()
    count, flows = nx.maximum_flow(graph, CLAIM, SINK, flow_func=shortest_augmenting_path, two_phase=True)
    return int(count), {node for node in shown if any(flows.get(node, {}).values())}


def _shortened(ways: Ways, shown: Collection[Node]) -> dict[Node, Node]:
    """For each node the first one behind it with more than one way on: whoever passes one passes the other.

    Nodes that are `shown` stand for themselves.
    """
    ends: dict[Node, Node] = {}
    for node in ways:
        line = [node]
        while line[-1] not in ends:
            others = ways[line[-1]]
            (only,) = others if len(others) == 1 and line[-1] not in shown else (SINK,)
            if only == SINK:
                ends[line[-1]] = line[-1]
            else:
                line.append(only)
        for passed in line:
            ends[passed] = ends[line[-1]]
    return ends
