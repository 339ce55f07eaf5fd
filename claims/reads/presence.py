"""Who else has a claim open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from claims.models import Claim, Presence, User

REMEMBERED = timedelta(seconds=60)
"""Whoever was not seen for so long has the claim no longer open."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody who has a claim open, and since when."""

    who: str
    since: datetime


def others(claim: Claim, *, but: User, at: datetime) -> list[Opened]:
    """Everybody else who has the claim open, whoever opened it first at the front."""
    rows = Presence.objects.filter(claim=claim, seen_at__gte=at - REMEMBERED).exclude(who=but)
    return [
        Opened(row.who.username, row.opened_at)
        for row in rows.select_related("who").order_by("opened_at", "id")
    ]


def open_elsewhere(*, but: User, at: datetime) -> Exists:
    """Whether somebody else has a claim open, for a query of claims."""
    rows = Presence.objects.filter(claim=OuterRef("pk"), seen_at__gte=at - REMEMBERED)
    return Exists(rows.exclude(who=but))
