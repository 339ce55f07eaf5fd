"""How one endpoint fares, for the desk: what waits and since when, the tries of a day, its deliveries one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from claims.domain.webhooks import ALWAYS, UNDELIVERED, DeliveryState
from claims.models import LedgerEntry, WebhookAttempt, WebhookDelivery, WebhookEndpoint

HOURS = 24
PAGE = 30
AGES = (
    ("less than a minute", timedelta(minutes=1)),
    ("less than an hour", timedelta(hours=1)),
    ("less than six hours", timedelta(hours=6)),
    ("less than a day", timedelta(days=1)),
    ("longer", timedelta(days=36_500)),
)
SHOWN = {
    "all": tuple(DeliveryState),
    "open": UNDELIVERED,
    "parked": (DeliveryState.PARKED,),
    "delivered": (DeliveryState.DELIVERED,),
}
_AGES = """
SELECT width_bucket(%(at)s - l.time, %(ages)s::interval[]), count(*)
FROM claims_ledgerentry l
LEFT JOIN claims_webhookdelivery d ON d.endpoint_id = %(endpoint)s AND d.position = l.position
WHERE d.state <> 'delivered' OR d.id IS NULL AND l.position > %(position)s AND l.type = ANY (%(types)s)
GROUP BY 1
"""
_HOURS = """
SELECT floor(extract(epoch FROM %(at)s - a.at) / 3600)::int, count(*) FILTER (WHERE a.status BETWEEN 200 AND 299),
       count(*)
FROM claims_webhookattempt a JOIN claims_webhookdelivery d ON d.id = a.delivery_id
WHERE d.endpoint_id = %(endpoint)s AND a.at > %(at)s - make_interval(hours => %(hours)s) AND a.at <= %(at)s
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Hour:
    """The tries of one hour: how many hours ago it ended, how many were accepted, and how many failed."""

    ago: int
    accepted: int
    failed: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivery with its tries, newest first, and what the log says of its entry; `of` is "" for a test."""

    delivery: WebhookDelivery
    attempts: tuple[WebhookAttempt, ...]
    of: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Deliveries:
    """A page of deliveries, newest first; `before` is where the next page begins."""

    items: tuple[Shown, ...]
    before: int | None


def ages(endpoint: WebhookEndpoint, *, at: datetime) -> list[tuple[str, int]]:
    """How many messages wait, by how long ago they were published."""
    told: dict[str, Any] = {
        "at": at,
        "endpoint": endpoint.pk,
        "position": endpoint.progress.position,
        "types": [*endpoint.events, *ALWAYS],
        "ages": [age for _, age in AGES[:-1]],
    }
    with connection.cursor() as cursor:
        cursor.execute(_AGES, told)
        counts = dict(cursor.fetchall())
    return [(words, counts.get(place, 0)) for place, (words, _) in enumerate(AGES)]


def hours(endpoint: WebhookEndpoint, *, at: datetime) -> list[Hour]:
    """The tries of the last day, hour by hour, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, {"at": at, "endpoint": endpoint.pk, "hours": HOURS})
        found = {ago: (accepted, whole) for ago, accepted, whole in cursor.fetchall()}
    rows = [(ago, *found.get(ago, (0, 0))) for ago in reversed(range(HOURS))]
    return [Hour(ago, accepted, whole - accepted) for ago, accepted, whole in rows]


def deliveries(endpoint: WebhookEndpoint, *, show: str, before: int | None) -> Deliveries:
    """Deliveries of an endpoint in the order in which they were planned, the newest first."""
    states = [one.value for one in SHOWN[show]]
    rows = WebhookDelivery.objects.filter(endpoint=endpoint, state__in=states).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    tries = Prefetch("attempts", WebhookAttempt.objects.order_by("-pk"))
    found = list(rows.select_related("asked_by").prefetch_related(tries)[: PAGE + 1])
    entries = LedgerEntry.objects.in_bulk([one.position for one in found if one.position is not None])
    items = []
    for one in found[:PAGE]:
        entry = entries.get(one.position or 0)
        of, number = (entry.type, entry.number) if entry else ("", None)
        items.append(Shown(one, tuple(one.attempts.all()), of, number))
    return Deliveries(tuple(items), items[-1].delivery.pk if len(found) > PAGE else None)
