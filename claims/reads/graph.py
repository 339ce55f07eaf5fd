"""The provenance of a claim as nodes and edges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claims.domain.vocabulary import Basis, Decision
from claims.models import Claim, Evidence
from claims.reads.provenance import SourceTrail


def drawn(claim: Claim, evidence: Sequence[Evidence], found: SourceTrail) -> dict[str, Any]:
    """Nodes and edges: the claim, its sources, what they have it from, origins and their institutions.

    Sources that look like copies are joined by an edge, as long as nobody has rejected it.
    """
    nodes = [{"id": claim.public_id, "type": "claim", "label": claim.statement}]
    nodes += [
        {"id": source.public_id, "type": "source", "label": source.title} for source in found.sources.values()
    ]
    edges = [_edge(claim.public_id, item.source.public_id, item.stance, Basis.STATED) for item in evidence]
    used: set[int] = set()
    traced: set[int] = set()
    unsure: set[int] = set()
    untold: dict[int, str] = {}
    for step in found.derivations:
        source = found.sources[step.source_id].public_id
        if step.basis != Basis.STATED.value:
            unsure.add(step.source_id)
        if step.from_source_id is not None:
            target = found.sources[step.from_source_id].public_id
        elif step.origin_id is not None:
            used.add(step.origin_id)
            target = found.parties[step.origin_id].public_id
        else:
            untold[step.source_id] = step.note
            continue
        traced.add(step.source_id)
        edges.append(_edge(source, target, step.how, step.basis, step.note))
    party_nodes, party_edges = _parties(found, used)
    for source_id in sorted(found.sources.keys() - traced | unsure):
        public_id = found.sources[source_id].public_id
        nodes.append({"id": f"unknown-{public_id}", "type": "unknown", "label": "Origin not stated"})
        note = untold.get(source_id, "")
        edges.append(_edge(public_id, f"unknown-{public_id}", "unknown", Basis.UNKNOWN, note))
    return {"nodes": nodes + party_nodes, "edges": edges + party_edges + _alike(found)}


def _parties(found: SourceTrail, used: set[int]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    nodes, edges, done = [], [], set()
    waiting = [(party, "origin") for party in sorted(used)]
    while waiting:
        number, kind = waiting.pop(0)
        if number in done:
            continue
        done.add(number)
        party = found.parties[number]
        nodes.append({"id": party.public_id, "type": kind, "label": str(party)})
        if party.institution_id is not None:
            body = found.parties[party.institution_id]
            edges.append(_edge(party.public_id, body.public_id, "belongs to", Basis.STATED))
            waiting.append((body.id, "institution"))
    return nodes, edges


def _alike(found: SourceTrail) -> list[dict[str, str]]:
    return [
        _edge(
            found.sources[pair.source_id].public_id,
            found.sources[pair.other_id].public_id,
            "copy" if pair.decision == Decision.ACCEPTED.value else "suspected copy",
            Basis.INFERRED,
            pair.because,
        )
        for pair in found.alike
    ]


def _edge(start: str, end: str, how: str, basis: str, note: str = "") -> dict[str, str]:
    return {"from": start, "to": end, "how": how, "basis": str(basis), "note": note}
