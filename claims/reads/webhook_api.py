"""A newsroom's webhooks as its programs are told of them: never those of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.models import Newsroom, User, WebhookDelivery, WebhookEndpoint
from claims.reads.keys import Key
from claims.reads.webhooks import backlog


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint, how far in the log it is, how much it was not told yet, and how much of that waits for a person."""

    row: WebhookEndpoint
    position: int
    behind: int
    parked: int


def given_by(key: Key) -> User:
    """The administrator who gave the key."""
    return User.objects.get(pk=key.given_by)


def newsroom(number: int) -> Newsroom:
    """The newsroom of a key."""
    return Newsroom.objects.get(pk=number)


def endpoints(of: int) -> list[Endpoint]:
    """All endpoints of a newsroom, the oldest first."""
    rows = WebhookEndpoint.objects.filter(newsroom=of).select_related("progress").order_by("pk")
    return [_told(row) for row in rows]


def endpoint_or_none(of: int, public_id: str) -> Endpoint | None:
    """One of them by its id."""
    row = WebhookEndpoint.objects.filter(newsroom=of, public_id=public_id).select_related("progress").first()
    return None if row is None else _told(row)


def endpoint(of: int, public_id: str) -> Endpoint:
    """One that is known to be there."""
    return _told(WebhookEndpoint.objects.select_related("progress").get(newsroom=of, public_id=public_id))


def _told(row: WebhookEndpoint) -> Endpoint:
    waits = backlog(row)
    return Endpoint(row, row.progress.position, waits.count, waits.parked)


@dataclass(frozen=True, slots=True)
class Tried:
    """A delivery with its tries in order: when, which status (None: no answer), how long it took, what was wrong."""

    id: int
    position: int | None
    claim: str
    state: str
    next_at: datetime
    delivered_at: datetime | None
    attempts: tuple[tuple[datetime, int | None, int, str], ...]


def deliveries(of: Endpoint, *, before: int | None, limit: int) -> Sequence[Tried]:
    """The latest deliveries of an endpoint, or those begun before one of them. Two queries."""
    rows = WebhookDelivery.objects.filter(endpoint=of.row).prefetch_related("attempts").order_by("-pk")
    rows = rows if before is None else rows.filter(pk__lt=before)
    return [
        Tried(
            row.pk,
            row.position,
            row.claim,
            row.state,
            row.next_at,
            row.delivered_at,
            tuple(
                (one.at, one.status, one.milliseconds, one.said)
                for one in sorted(row.attempts.all(), key=lambda one: one.pk)
            ),
        )
        for row in rows[:limit]
    ]
