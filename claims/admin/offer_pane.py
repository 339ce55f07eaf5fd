"""That the machine proposed a claim, and what was decided then: a line on the claim's page, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.admin.offer_words import BACK, DECISIONS, address
from claims.admin.panes import Opened
from claims.models import Offer

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin


def addresses(desk: ActionAdmin) -> list[Any]:
    """None of its own: proposals are decided beside their text."""
    return []


def shown(opened: Opened) -> dict[str, Any]:
    """What the page of an offered claim says of it."""
    row = Offer.objects.select_related("decided_by").filter(claim=opened.claim).first()
    if row is None:
        return {}
    return {
        "offer": row,
        "offer_told": DECISIONS[row.decision][1],
        "offer_back": address(opened.claim.version_id, opened.claim.pk),
        "from_offers": opened.request.GET.get("back") == BACK,
    }
