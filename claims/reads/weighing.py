"""What a claim's evidence amounts to: independent origins on either side, what hangs together, confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claims.domain.attestation import Attestation, attestation
from claims.domain.clusters import clusters
from claims.domain.confidence import Side, Weighed, weigh
from claims.domain.edtf import EDTFValue
from claims.domain.independence import Corroboration, Trail, corroboration
from claims.domain.vocabulary import Attests, SpeakerKind, Stance
from claims.models import Claim, Evidence, Speaker
from claims.reads import graph
from claims.reads.provenance import SourceTrail, behind

SIDES = (("supporting", Stance.SUPPORTS), ("disputing", Stance.DISPUTES))
Graded = Sequence[tuple[Evidence, Attestation]]


@dataclass(frozen=True, slots=True)
class Weighing:
    """A claim's active evidence with its trail and its counts."""

    claim: Claim
    graded: Graded
    found: SourceTrail
    trail: Trail
    sides: dict[str, Corroboration]
    weighed: Weighed

    def as_json(self) -> dict[str, Any]:
        """The provenance and the corroboration of a document."""
        names = {party.public_id: str(party) for party in self.found.parties.values()}
        names |= {source.public_id: source.title for source in self.found.sources.values()}
        return {
            "provenance": graph.drawn(self.claim, [item for item, _ in self.graded], self.found),
            "corroboration": {
                **{
                    side: {
                        "established": count.established,
                        "possible": count.possible,
                        "unknown": count.unknown,
                    }
                    for side, count in self.sides.items()
                },
                "bottlenecks": [
                    {"id": name, "name": names[name], "side": side}
                    for side, count in self.sides.items()
                    for name in count.bottlenecks
                ],
                "clusters": [
                    {
                        "members": list(cluster.members),
                        "known": cluster.known,
                        "shared": [{"id": name, "name": names[name]} for name in cluster.shared],
                        "alike": cluster.alike,
                    }
                    for cluster in clusters((item.source.public_id for item, _ in self.graded), self.trail)
                ],
            },
        }


def of(claim: Claim) -> Weighing:
    """What the claim's active evidence amounts to now."""
    evidence = claim.evidence.active().select_related("source", "capture").order_by("id")
    graded = [
        (item, attestation(published=_sure(item.source.published), about=_sure(claim.about)))
        for item in evidence
    ]
    outlet = claim.version.article.outlet.name
    same = Speaker.objects.filter(kind=SpeakerKind.OUTLET.value, name=outlet).order_by("id")
    parties = [claim.speaker, *same]
    found = behind((item.source for item, _ in graded), parties=parties)
    trail = found.trail(excluded=[party.public_id for party in parties])
    sides = {name: _counted(graded, stance, trail) for name, stance in SIDES}
    weighed = weigh(*(_side(graded, stance, sides[name]) for name, stance in SIDES))
    return Weighing(claim, graded, found, trail, sides, weighed)


def _counted(graded: Graded, stance: Stance, trail: Trail) -> Corroboration:
    """The independent origins behind the evidence of one stance; what cannot attest grounds nothing."""
    return corroboration((item.source.public_id for item, _ in _heard(graded, stance)), trail)


def _heard(graded: Graded, stance: Stance) -> list[tuple[Evidence, Attestation]]:
    return [
        (item, attests)
        for item, attests in graded
        if item.stance == stance.value and attests.attests is not Attests.NO
    ]


def _side(graded: Graded, stance: Stance, count: Corroboration) -> Side:
    heard = _heard(graded, stance)
    best = min(((item.source.reliability, item.credibility) for item, _ in heard), default=(None, None))
    return Side(
        established=count.established,
        possible=count.possible,
        sources=len(heard),
        attested=any(attests.attests is Attests.YES for _, attests in heard),
        reliability=best[0],
        credibility=best[1],
    )


def _sure(value: EDTFValue | None) -> EDTFValue:
    if value is None:  # columns are NOT NULL; only the field's type allows it
        raise ValueError("an EDTF column is empty")
    return value
