"""A proposal as JSON: as it is stored beside its claim, and handed on as a training pair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claims.extraction.proposal import Link, Party, Proposal, Reason, Spans

Json = dict[str, Any]


def as_json(proposal: Proposal) -> Json:
    """Everything of the proposal under the names of its fields; places as pairs of code points."""
    return {
        "source": spans(proposal.source),
        "cue": spans(proposal.cue),
        "content": spans(proposal.content),
        "chain": [_link(one) for one in proposal.chain],
        "quotation": proposal.quotation.value,
        "type": proposal.type.value,
        "claim_type": proposal.claim_type.value,
        "modality": proposal.modality.value,
        "hedges": list(proposal.hedges),
        "said": proposal.said.as_json(),
        "about": proposal.about.as_json(),
        "quantities": [one.as_json() for one in proposal.quantities],
        "places": list(proposal.places),
        "check_worthiness": proposal.check_worthiness,
        "check_reasons": _reasons(proposal.check_reasons),
        "score": proposal.score,
        "reasons": _reasons(proposal.reasons),
    }


def place(content: Spans) -> str:
    """Where it stands, as one word that tells it apart in its text: “120-188,190-204”."""
    return ",".join(f"{start}-{end}" for start, end in content)


def spans(found: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Places as JSON has them."""
    return [[start, end] for start, end in found]


def _link(link: Link) -> Json:
    return {
        "party": _party(link.party) if link.party else None,
        "cue": link.cue,
        "cue_spans": spans(link.cue_spans),
        "hedges": list(link.hedges),
    }


def _party(party: Party) -> Json:
    return {
        "words": party.words,
        "spans": spans(party.spans),
        "name": party.name,
        "role": party.role,
        "kind": party.kind.value,
        "basis": party.basis.value,
        "candidates": list(party.candidates),
    }


def _reasons(reasons: Iterable[Reason]) -> list[Json]:
    return [{"text": one.text, "weight": one.weight} for one in reasons]
