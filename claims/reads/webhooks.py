"""Webhooks: what a sender is to send, and for the desk how endpoints fare and how much waits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from claims.domain.ledger import Entry, time_text
from claims.domain.webhooks import ALWAYS, UNDELIVERED, DeliveryState, EndpointState, message_id
from claims.models import LedgerEntry, WebhookDelivery, WebhookEndpoint, WebhookSender

SILENT = timedelta(seconds=45)
"""A sender says every few seconds that it is there."""
_MESSAGES = """
SELECT i.log_id, i.epoch, d.id, d.turn, d.tries, d.endpoint_id, e.address, e.secret,
       CASE WHEN e.earlier_until > %(at)s THEN e.earlier_secret ELSE '' END,
       l.position, l.type, l.public_id, l.number, l.commitment, l.time, p.document
FROM claims_webhookdelivery d
JOIN claims_webhookendpoint e ON e.id = d.endpoint_id
CROSS JOIN claims_logidentity i
LEFT JOIN claims_ledgerentry l ON l.position = d.position
LEFT JOIN claims_publication p ON p.public_id = l.public_id AND p.number = l.number
  AND l.type NOT IN ('claim.suppressed', 'claim.withheld', 'claim.redacted')
WHERE d.id = ANY (%(ids)s)
ORDER BY d.endpoint_id, d.position
"""
_WITH_WORK = """
SELECT p.endpoint_id, p.failures
FROM claims_webhookprogress p
JOIN claims_webhookendpoint e ON e.id = p.endpoint_id
JOIN claims_newsroom n ON n.id = e.newsroom_id
WHERE n.is_active AND e.state <> 'disabled' AND (p.resting_until IS NULL OR p.resting_until <= %(at)s)
  AND EXISTS (SELECT 1 FROM claims_webhookdelivery d
              WHERE d.endpoint_id = p.endpoint_id AND d.state = 'waiting' AND d.next_at <= %(at)s
                AND (e.state = 'enabled' OR d.position IS NULL))
ORDER BY p.endpoint_id
"""


_STOPPED_BY_THE_MACHINE = """
SELECT u.is_machine
FROM claims_history h JOIN claims_user u ON u.id = h.changed_by
WHERE h."table" = 'claims_webhookendpoint' AND h."row" = %s AND h.operation <> 'redact'
  AND (h.new ->> 'state', h.new ->> 'state_at') IS DISTINCT FROM (h.old ->> 'state', h.old ->> 'state_at')
ORDER BY h.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent where. `entry` is None for a test; the document is the one that may be read now, or None.

    `name` is the id that it has at every try; `secrets` are sealed, the present one first.
    """

    name: str
    delivery: int
    turn: int
    tries: int
    endpoint: int
    address: str
    secrets: tuple[str, ...]
    entry: Entry | None
    document: bytes | None


def messages(deliveries: Collection[int], *, at: datetime) -> list[Message]:
    """What these deliveries say, as their documents stand now: those of removed claims are gone from them."""
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, {"ids": list(deliveries), "at": at})
        return [_message(row) for row in cursor.fetchall()]


def with_work(at: datetime) -> dict[int, int]:
    """The endpoints of which something is due, each with how often it has failed since it last succeeded."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_WORK, {"at": at})
        return dict(cursor.fetchall())


def sender_is_there(at: datetime) -> bool:
    """Whether some sender has said lately that it is there."""
    return WebhookSender.objects.filter(seen_at__gt=at - SILENT).exists()


def needs_a_sender() -> bool:
    """Whether there is an endpoint that wants to be sent something: what is enabled, or a test that waits."""
    test = Q(deliveries__state=DeliveryState.WAITING.value, deliveries__position=None)
    return (
        WebhookEndpoint.objects.filter(newsroom__is_active=True)
        .filter(Q(state=EndpointState.ENABLED.value) | test & ~Q(state=EndpointState.DISABLED.value))
        .exists()
    )


def failing() -> int:
    """How many endpoints of active newsrooms wait for a person because their last try failed."""
    return WebhookEndpoint.objects.filter(newsroom__is_active=True, state=EndpointState.FAILING.value).count()


def stopped_by_the_machine(endpoint: WebhookEndpoint) -> bool:
    """Whether the present state is the machine's doing, which the history knows: who changed the row last may have
    changed something else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STOPPED_BY_THE_MACHINE, [str(endpoint.pk)])
        row = cursor.fetchone()
    return bool(row and row[0])


def log_size() -> int:
    """How long the log is."""
    return int(LedgerEntry.objects.aggregate(last=Max("position"))["last"] or 0)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What an endpoint was not told yet: `ahead` in the log without a delivery, `waiting` and `parked` with one.

    `oldest` is when the first of them was published.
    """

    ahead: int
    waiting: int
    parked: int
    oldest: datetime | None

    @property
    def count(self) -> int:
        """All together."""
        return self.ahead + self.waiting + self.parked


def backlog(endpoint: WebhookEndpoint) -> Backlog:
    """How much of the log the endpoint was not told yet; an entry that is sent again is counted as its delivery."""
    planned = WebhookDelivery.objects.filter(endpoint=endpoint, position=OuterRef("position"))
    ahead = _concerning(endpoint).filter(~Exists(planned), position__gt=endpoint.progress.position)
    open_ones = WebhookDelivery.objects.filter(
        endpoint=endpoint, position__isnull=False, state__in=[one.value for one in UNDELIVERED]
    )
    counted = open_ones.aggregate(
        all=Count("pk"), parked=Count("pk", filter=Q(state="parked")), first=Min("position")
    )
    beyond = ahead.aggregate(all=Count("pk"), first=Min("position"))
    firsts = [one for one in (counted["first"], beyond["first"]) if one is not None]
    oldest = LedgerEntry.objects.get(position=min(firsts)).time if firsts else None
    return Backlog(beyond["all"], counted["all"] - counted["parked"], counted["parked"], oldest)


def _concerning(endpoint: WebhookEndpoint) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(type__in=[*endpoint.events, *ALWAYS])


def _message(row: Sequence[Any]) -> Message:
    log_id, epoch, delivery, turn, tries, endpoint, address, secret, earlier, position, *rest = row
    entry, document = None, None
    if position is not None:
        kind, public_id, number, sealed, time, text = rest
        entry = Entry(position, kind, public_id, number, bytes(sealed), b"", b"", time_text(time))
        document = None if text is None else bytes(text)
    secrets = tuple(one for one in (secret, earlier) if one)
    name = f"test_{delivery}" if entry is None else message_id(str(log_id), epoch, entry.position)
    return Message(name, delivery, turn, tries, endpoint, address, secrets, entry, document)
