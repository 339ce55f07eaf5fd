"""Offers of the machine: where they stand, what people made of them, and what they teach."""

from __future__ import annotations

from typing import Any

from claims.domain.readings import plain_words
from claims.domain.vocabulary import State
from claims.models import ArticleVersion, Claim, Contribution, Offer
from claims.models.rules import PARTS

Place = tuple[tuple[int, int], ...]

EDITS = (
    "changed the claim",
    *(
        f"{what} {PARTS[table]}"
        for table in ("claims_claimspan", "claims_speakercandidate", "claims_attribution", "claims_quantity")
        for what in ("added", "changed")
    ),
)
"""What counts as editing a proposal; evidence, links and a verdict do not."""


def places(version: ArticleVersion) -> list[Place]:
    """Where claims of the version stand, whatever became of them; of offers exactly what was read as content."""
    offered = {one.claim_id: content(one.made) for one in Offer.objects.filter(version=version)}
    claims = Claim.objects.filter(version=version).values_list("pk", "start", "end")
    here = {pk: offered.get(pk) or ((start, end),) for pk, start, end in claims}
    return [*here.values(), *(place for pk, place in offered.items() if pk not in here and place)]


def rejected_elsewhere(version: ArticleVersion) -> set[tuple[str, ...]]:
    """The words of what people rejected in other versions of the article."""
    found = Claim.objects.filter(version__article=version.article_id, state=State.REJECTED.value)
    return {plain_words(exact) for exact in found.exclude(version=version).values_list("exact", flat=True)}


def content(made: dict[str, Any]) -> Place:
    """The places of what is said; none when the offer was emptied."""
    return tuple((start, end) for start, end in made.get("content", ()))


def was_edited(offer: Offer) -> bool:
    """Whether anybody changed the claim or its parts since it was offered."""
    return Contribution.objects.filter(claim=offer.claim_id, rev__gt=offer.rev, what__in=EDITS).exists()
