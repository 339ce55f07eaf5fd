"""What templates of the desk ask for by themselves, because no page of ours is behind them."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from claims.admin import intake_words, queues, removals, webhooks
from claims.admin.access import roles_of
from claims.domain.lifecycle import EXTRACTORS

register = template.Library()


@register.inclusion_tag("admin/claims/queue_cards.html", takes_context=True)
def queue_cards(context: Any) -> dict[str, Any]:
    """The queues as cards, for whoever has a role."""
    request = context["request"]
    return {
        "removals": removals.waiting(request),
        "webhooks": webhooks.worries(request, at=timezone.now()),
        "queues": queues.cards(request) if roles_of(request) else [],
        "next_address": reverse("admin:claims_claim_next"),
    }


@register.inclusion_tag("admin/claims/new_articles.html", takes_context=True)
def new_articles(context: Any) -> dict[str, Any]:
    """The way to a new article, what is on its way in, and whether a worker is there for it."""
    roles = roles_of(context["request"])
    if not roles:
        return {"shown": False}
    return {"shown": True, "may_ask": bool(roles & set(EXTRACTORS)), **intake_words.in_short(timezone.now())}
