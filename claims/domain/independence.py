"""Corroboration counted by independent origins: copies of one story count once.

The count is the largest number of paths from the claim to origins that share no source, origin or
institution (Menger's theorem: the fewest parties that would all have to be wrong), found as a maximum
flow through nodes of capacity one. Of two sources that look like copies only one is heard: the count is the
largest over all ways to choose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from claims.domain.flows import SINK, Node, Rivals, Ways, dominators, grounded, heard


@dataclass(frozen=True, slots=True)
class Trail:
    """What is known of where sources have it from. Ids are public ids.

    `derived`: source → sources it says it has it from; `origins`: source → parties it says it has it
    from; a source in neither, or in `unsure` (somebody supposes, or nobody says, where some of it comes
    from), is of unknown origin. `institutions`: party → the body it belongs to. `void`: sources that
    ground nothing (encyclopedias). `excluded`: parties that never count (the claim's speaker, the
    article's outlet). `suspected`: pairs of sources that look like copies and that nobody has decided on;
    `copies`: pairs that a person holds to be copies. A pair of which one says it has it from the other is
    told already and changes nothing.
    """

    derived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    origins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    institutions: Mapping[str, str] = field(default_factory=dict)
    void: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    suspected: frozenset[frozenset[str]] = frozenset()
    copies: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Independent origins: certain ones, ones that cannot be ruled out, sources of unstated origin.

    `bottlenecks` are the sources and parties that every certain path runs through.
    """

    established: int
    possible: int
    unknown: int
    bottlenecks: tuple[str, ...]


def corroboration(sources: Iterable[str], trail: Trail) -> Corroboration:
    """The count behind these sources (those of one stance that can attest).

    For `established` suspected copies are dependent, for `possible` only those that a person has found to be.
    """
    start = frozenset(sources) - trail.void
    told = reached(start, trail)
    unknown = frozenset(source for source in told if not _known(source, trail))
    certain = grounded(_ways(told, trail, frozenset()))
    thinkable = grounded(_ways(told, trail, unknown)) if unknown else certain
    nodes = [("source", source) for source in sorted(start)]
    established = heard(nodes, certain, _rivals(trail.suspected | trail.copies, certain, trail))
    same = thinkable is certain and trail.suspected <= trail.copies
    return Corroboration(
        established,
        established if same else heard(nodes, thinkable, _rivals(trail.copies, thinkable, trail)),
        len(unknown),
        tuple(name for _kind, name in dominators(nodes, certain)) if established == 1 else (),
    )


def leads_somewhere(source: str, trail: Trail) -> bool:
    """Whether a known origin that counts stands behind this source."""
    return corroboration([source], trail).established > 0


def reached(start: Iterable[str], trail: Trail) -> frozenset[str]:
    """The sources themselves and those that they have it from, to the ends of the trail; void ones left out."""
    found: set[str] = set()
    open_ends = list(start)
    while open_ends:
        source = open_ends.pop()
        if source not in found and source not in trail.void:
            found.add(source)
            open_ends.extend(trail.derived.get(source, ()))
    return frozenset(found)


def top(party: str, institutions: Mapping[str, str]) -> str:
    """The body at the end of the line; bodies that belong to each other in a circle are one."""
    line = [party]
    while (body := institutions.get(line[-1])) is not None:
        if body in line:
            return min(line[line.index(body) :])
        line.append(body)
    return line[-1]


def _known(source: str, trail: Trail) -> bool:
    stated = bool(trail.origins.get(source)) or bool(trail.derived.get(source))
    return stated and source not in trail.unsure


def _ways(told: frozenset[str], trail: Trail, unknown: frozenset[str]) -> Ways:
    """Where each source leads; those of unknown origin lead to one of their own when they are named."""
    ways: dict[Node, set[Node]] = {}
    excluded = {top(party, trail.institutions) for party in trail.excluded}
    for source in told:
        here = ways.setdefault(("source", source), set())
        here |= {("source", other) for other in trail.derived.get(source, ()) if other in told}
        for party in trail.origins.get(source, ()):
            body = top(party, trail.institutions)
            if body in excluded or party in trail.excluded:
                continue
            here.add(("party", party))
            ways[("party", body)] = {SINK}
            if body != party:
                ways[("party", party)] = {("party", body)}
        if source in unknown:
            here.add(SINK)
    return ways


def _rivals(pairs: frozenset[frozenset[str]], ways: Ways, trail: Trail) -> Rivals:
    """Which sources are never heard together, among those that lead to an origin."""
    rivals: dict[Node, set[Node]] = defaultdict(set)
    for pair in pairs:
        one, other = sorted(pair)
        if {("source", one), ("source", other)} <= ways.keys() and not (
            other in reached([one], trail) or one in reached([other], trail)
        ):
            rivals[("source", one)].add(("source", other))
            rivals[("source", other)].add(("source", one))
    return dict(rivals)
