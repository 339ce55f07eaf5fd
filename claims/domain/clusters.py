"""Which sources hang together: groups of evidence that share something behind them, and the bodies behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from claims.domain.independence import Trail, corroboration, reached, top

Behind = dict[str, frozenset[tuple[str, str]]]
"""From each source to what stands behind it, itself included: ("source", id) and ("party", id of its body)."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sources that share something behind them, so that they may count less than one by one. Ids are public ids.

    `known`: how many independent origins are known behind all of them, whatever their stance. `shared`: sources
    and parties that all members rest on (empty for a chain in which each pair shares something else). `alike`:
    whether a likeness that is suspected or accepted holds some of them together.
    """

    members: tuple[str, ...]
    known: int
    shared: tuple[str, ...]
    alike: bool


def clusters(sources: Iterable[str], trail: Trail) -> tuple[Cluster, ...]:
    """The groups of two and more among these sources, in the order of their first members.

    Encyclopedias take part: two pages that repeat one text hang together, although it grounds nothing.
    """
    given = sorted(set(sources))
    whole = Trail(trail.derived, trail.origins, institutions=trail.institutions)
    behind: Behind = {source: _behind(source, whole) for source in given}
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    for source in given:
        nx.add_path(graph, [("source", source), *sorted(behind[source])])
    for pair in trail.suspected | trail.copies:
        nx.add_path(graph, [("source", source) for source in sorted(pair)])
    groups = ([s for s in given if ("source", s) in found] for found in nx.connected_components(graph))
    return tuple(
        sorted(
            (_cluster(members, behind, trail) for members in groups if len(members) > 1),
            key=lambda cluster: cluster.members,
        )
    )


def dependent(sources: Iterable[str], trail: Trail) -> set[frozenset[str]]:
    """The pairs of these sources that share a source or body behind them, as their own words say."""
    whole = Trail(trail.derived, trail.origins, institutions=trail.institutions)
    behind = {source: _behind(source, whole) for source in sources}
    return {
        frozenset({one, other})
        for one, other in combinations(sorted(behind), 2)
        if not behind[one].isdisjoint(behind[other])
    }


def institutions(sources: Iterable[str], trail: Trail) -> tuple[str, ...]:
    """The bodies, or parties without one, at which the stated trails of these sources end."""
    return tuple(
        sorted(
            {
                top(party, trail.institutions)
                for source in reached(sources, trail)
                for party in trail.origins.get(source, ())
            }
        )
    )


def _behind(source: str, trail: Trail) -> frozenset[tuple[str, str]]:
    told = reached([source], trail)
    parties = {party for each in told for party in trail.origins.get(each, ())}
    bodies = {top(party, trail.institutions) for party in parties}
    return frozenset({("source", each) for each in told} | {("party", body) for body in bodies})


def _cluster(members: list[str], behind: Behind, trail: Trail) -> Cluster:
    shared = frozenset.intersection(*(behind[source] for source in members))
    stated: nx.Graph[tuple[str, str]] = nx.Graph()
    for source in members:
        nx.add_path(stated, [("source", source), *sorted(behind[source])])
    known = corroboration(members, trail).established
    return Cluster(
        tuple(members), known, tuple(sorted(name for _kind, name in shared)), not nx.is_connected(stated)
    )
