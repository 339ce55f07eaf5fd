"""What the public is told where the words of a published claim changed with their article: made from what was found.

A version that somebody gave by hand, or that lost most of the words, may be no version of the article at all: of what
was found in it readers are told nothing before a person has decided on it, and what was said before stays.
"""

from __future__ import annotations

from claims.domain.whereabouts import Settlement, Whereabouts, keeps_half
from claims.models import Claim, Following, PublishedAlteration
from claims.reads import followings

TOLD = (Whereabouts.ALTERED.value, Whereabouts.GONE.value)


def tell(claim: Claim) -> PublishedAlteration | None:
    """What is said of the claim's public document now; what was said before goes when it holds no longer."""
    place = followings.public_anchor(claim)
    if place is None:  # nothing is public of it, or nothing any more
        return None
    rows = (
        Following.objects.filter(
            claim=claim, origin=place.origin, origin_start=place.start, origin_end=place.end
        )
        .select_related("version__article", "origin")
        .order_by("-version__number")
    )
    found = next((one for one in rows if _is_certain(one)), None)
    if found is None or not _is_told(found):
        PublishedAlteration.objects.filter(public_id=claim.public_id).delete()
        return None
    told, _ = PublishedAlteration.objects.update_or_create(
        public_id=claim.public_id,
        defaults={
            "following": found,
            "article_id": found.version.article.public_id,
            "outcome": found.outcome,
            "was": found.origin.text[found.origin_start : found.origin_end],
            "now": found.now,
            "stands": found.stands,
            "found_on": found.version.captured_at,
            "told_at": found.followed_at,
        },
    )
    return told


def _is_certain(found: Following) -> bool:
    """Whether readers may be told: we fetched the version and it is still the article, or a person has decided."""
    if found.decision != Settlement.OPEN.value:
        return True
    return found.version.is_fetched and keeps_half(found.origin.text, found.version.text)


def _is_told(found: Following) -> bool:
    return found.outcome in TOLD and found.decision != Settlement.PLACED.value
