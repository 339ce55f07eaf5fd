"""What templates of the desk ask for by themselves, because no page of ours is behind them."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from claims.admin import queues, removals
from claims.admin.access import roles_of

register = template.Library()


@register.inclusion_tag("admin/claims/queue_cards.html", takes_context=True)
def queue_cards(context: Any) -> dict[str, Any]:
    """The queues as cards, for whoever has a role."""
    request = context["request"]
    return {
        "removals": removals.waiting(request),
        "queues": queues.cards(request) if roles_of(request) else [],
        "next_address": reverse("admin:claims_claim_next"),
    }
