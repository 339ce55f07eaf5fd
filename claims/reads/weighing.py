"""What a claim's evidence amounts to: independent origins on either side, what hangs together, confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from claims.domain import addresses
from claims.domain.attestation import Attestation, attestation
from claims.domain.clusters import clusters
from claims.domain.confidence import Side, Weighed, best_grade, weigh
from claims.domain.edtf import EDTFValue
from claims.domain.independence import Corroboration, Trail, corroboration, leads_somewhere
from claims.domain.lookalikes import skeleton
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
    parties = [claim.speaker, *_outlet(claim.version.article.outlet.name)]
    found = behind((item.source for item, _ in graded), parties=parties)
    trail = found.trail(excluded=[party.public_id for party in parties], void=_silent(claim, found))
    sides = {name: _counted(graded, stance, trail) for name, stance in SIDES}
    heard = [item.source.public_id for _, stance in SIDES for item, _ in _heard(graded, stance)]
    known = corroboration(heard, trail).established
    weighed = weigh(*(_side(graded, stance, sides[name], trail) for name, stance in SIDES), known=known)
    return Weighing(claim, graded, found, trail, sides, weighed)


def _outlet(name: str) -> QuerySet[Speaker]:
    """The article's outlet as a party, under whatever name it is known."""
    named = Q(name=name) | Q(skeleton=skeleton(name)) | Q(aliases__contains=[name])
    return Speaker.objects.filter(named, kind=SpeakerKind.OUTLET.value).order_by("id")


def _silent(claim: Claim, found: SourceTrail) -> set[str]:
    """What grounds nothing wherever it stands in the trail: the article itself, and what predates the event."""
    article, about = addresses.plain(claim.version.article.url), _sure(claim.about)
    return {
        source.public_id
        for source in found.sources.values()
        if addresses.plain(source.url) == article
        or attestation(published=_sure(source.published), about=about).attests is Attests.NO
    }


def _counted(graded: Graded, stance: Stance, trail: Trail) -> Corroboration:
    """The independent origins behind the evidence of one stance; what cannot attest grounds nothing."""
    return corroboration((item.source.public_id for item, _ in _heard(graded, stance)), trail)


def _heard(graded: Graded, stance: Stance) -> list[tuple[Evidence, Attestation]]:
    return [
        (item, attests)
        for item, attests in graded
        if item.stance == stance.value and attests.attests is not Attests.NO
    ]


def _side(graded: Graded, stance: Stance, count: Corroboration, trail: Trail) -> Side:
    """One side; of its sources only those that something is known behind are looked at for grade and time."""
    heard = _heard(graded, stance)
    firm = [(item, attests) for item, attests in heard if leads_somewhere(item.source.public_id, trail)]
    best = best_grade((item.source.reliability, item.credibility) for item, _ in firm or heard)
    return Side(
        established=count.established,
        possible=count.possible,
        sources=len(heard),
        attested=any(attests.attests is Attests.YES for _, attests in firm),
        reliability=best[0],
        credibility=best[1],
    )


def _sure(value: EDTFValue | None) -> EDTFValue:
    if value is None:  # columns are NOT NULL; only the field's type allows it
        raise ValueError("an EDTF column is empty")
    return value
