"""“Already checked?”: the claims at the desk that are worded most like some words, by the matcher's own weights.

Likeness is the share of the telling words that a claim holds, each counted by how rare it is (`ranking`). It knows
nothing of meaning: people decide, and what they said before stands beside each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from claims.domain.text import LIMITS
from claims.domain.vocabulary import Modality
from claims.matching import differences, wording
from claims.models import Claim
from claims.reads import ranking
from claims.reads.ranking import Tables

DESK = Tables("public.claims_deskposting", "public.claims_commonword", "public.claims_publishedword")
MATCHER = "words: BM25 of statement, quotation and speaker"
MOST = 5
ALIKE = 0.3
"""Less alike than this is not worth a reviewer's glance; tried on the demonstration's claims."""
FEWEST = 2
"""So many telling words at least must be the same."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A claim, how much its wording is like what was asked for (0 to 1), and what only one of both says."""

    claim: Claim
    likeness: float
    cautions: tuple[str, ...] = ()


def to(words: str, *, but: Collection[int] = ()) -> list[Similar]:
    """The most similar claims, at most five, without those of the ids `but`; best first."""
    asked = wording.words(words.replace("\0", "")[: LIMITS["statement"]])
    found = [
        one
        for one in ranking.ranked(asked, DESK, most=4 * MOST, but=list(but), told=True)
        if one.share >= ALIKE and len(one.places) >= FEWEST
    ][:MOST]
    claims = Claim.objects.select_related("speaker", "version__article").in_bulk([one.claim for one in found])
    return [
        Similar(claims[one.claim], min(1.0, round(one.share, 3)), _cautions(words, claims[one.claim]))
        for one in found
        if one.claim in claims
    ]


def _cautions(words: str, claim: Claim) -> tuple[str, ...]:
    times = " ".join(time.edtf for time in (claim.said, claim.about) if time)
    denied = claim.modality == Modality.DENIED.value
    return tuple(differences.cautions(words, claim.statement, "", times, denied=denied))


def likeness(words: str, claim: Claim) -> float:
    """How much the wording of this claim is like these words: 0 to 1."""
    found = ranking.ranked(wording.words(words), DESK, most=ranking.CANDIDATES)
    return next((min(1.0, one.share) for one in found if one.claim == claim.pk), 0.0)
