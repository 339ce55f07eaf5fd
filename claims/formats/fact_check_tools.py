"""A published document as an entry of Google's Fact Check Tools search (`claims:search`, revision 20240929).

It is made of the document's ClaimReview, as Google makes its own of others', and so is never surer than that. What
the format has no field for stands under one name of ours, `OURS`; what it does not carry at all is named in `LOST`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from claims.domain.tongue import gettext_lazy
from claims.formats import claim_review
from claims.formats.claim_review_words import passing_hedges
from claims.formats.feed_entries import title

OURS = "attributed"
"""The one key of ours in each claim."""
LOST = (
    gettext_lazy(
        "Dates that are not a stated day: an interval, a month or a date that was inferred has no place."
    ),
    gettext_lazy("The place of the rating on its scale, and what it means: there is only its name."),
    gettext_lazy(
        "The article in which the claim stands, the evidence, where it comes from, and earlier documents."
    ),
    gettext_lazy("Claims that are not rated, or were retracted: nobody stands by a rating of them."),
)
"""What of a document the format does not carry."""


def entry(document: Mapping[str, Any], *, publisher: str, public_url: str) -> dict[str, Any] | None:
    """The claim with its one review; None when it has no rating that stands. Fields that say nothing are left out."""
    review = claim_review.build(document, publisher=publisher, public_url=public_url)
    if review is None:
        return None
    reviewed = review["itemReviewed"]
    return _some(
        text=review["claimReviewed"],
        claimant=reviewed.get("author", {}).get("name") or reviewed.get("description"),
        claimDate=_midnight(reviewed.get("datePublished", "")),
        claimReview=[
            _some(
                publisher=_some(name=publisher, site=site(public_url)),
                url=review["url"],
                title=title(document),
                reviewDate=document["published_at"],
                textualRating=review["reviewRating"]["alternateName"],
                languageCode=document["language"],
            )
        ],
        **{OURS: _ours(document)},
    )


def site(url: str) -> str:
    """The host of an address without “www.”, as the format names publishers."""
    return (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")


def _ours(document: Mapping[str, Any]) -> dict[str, Any]:
    """What nobody who shows the claim may do without: its hedges, how it is known who spoke, and how sure we are."""
    verdict, speaker = document["verdict"], document["speaker"]
    return {
        "id": document["id"],
        "number": document["number"],
        "document": f"/api/v1/claims/{document['id']}/",
        "demonstration": document["demonstration"],
        "license": document["license"],
        "modality": document["modality"],
        "hedges": [*document["hedges"], *passing_hedges(document)],
        "speaker": {
            "id": speaker["id"],
            "kind": speaker["kind"],
            "basis": speaker["basis"],
            "candidates": [one["name"] for one in speaker["candidates"]],
        },
        "credence": verdict["credence"],
        "confidence": verdict["confidence"],
    }


def _midnight(day: str) -> str:
    """A whole day as the format writes moments; nothing for a month or a year, which would be surer than is known."""
    return f"{day}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""


def _some(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
