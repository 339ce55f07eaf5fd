"""What senders do: they plan what the log asks for, take some of it for themselves, and say what came of it.

Nothing is lost, because what is to be sent is derived from the log and a delivery ends only by being delivered; no two
senders have the same delivery, nor two messages of one claim to one endpoint, because it is leased.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Q

from claims.actions import people
from claims.actions.transactions import one_transaction
from claims.domain.text import LIMITS
from claims.domain.webhooks import (
    ALWAYS,
    LEASE,
    STRUCK,
    TRIES,
    Answer,
    DeliveryState,
    EndpointState,
    Meaning,
    pause_after,
    rest_after,
)
from claims.models import (
    User,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookProgress,
    WebhookSender,
)

AT_ONCE = 1_000
"""How many entries of the log are planned in one transaction."""
KEPT = timedelta(days=30)
"""For how long the desk shows what was delivered."""
ENDED = "The sender ended in the middle of it; whether it arrived is not known."
FAILED = "The last of {} tries failed: {} Nothing more is sent until somebody resumes it; nothing is skipped."
GONE = "It answered 410 Gone: it wants nothing more."
_LAGGING = """
SELECT p.endpoint_id, p.position, least(p.position + %(most)s, log.size)
FROM claims_webhookprogress p
JOIN claims_webhookendpoint e ON e.id = p.endpoint_id
JOIN claims_newsroom n ON n.id = e.newsroom_id
CROSS JOIN (SELECT coalesce(max(position), 0) AS size FROM claims_ledgerentry) log
WHERE p.position < log.size AND e.state = 'enabled' AND n.is_active
ORDER BY p.endpoint_id FOR NO KEY UPDATE OF p SKIP LOCKED
"""
_PLAN = """
INSERT INTO claims_webhookdelivery (endpoint_id, position, claim, state, turn, tries, next_at, sender)
SELECT e.id, l.position, l.public_id, 'waiting', 1, 0, %(at)s, ''
FROM unnest(%(endpoints)s::bigint[], %(after)s::bigint[], %(until)s::bigint[]) AS g (endpoint, after, until)
JOIN claims_webhookendpoint e ON e.id = g.endpoint
JOIN claims_ledgerentry l ON l.position > g.after AND l.position <= g.until
WHERE l.type = ANY (e.events) OR l.type = ANY (%(always)s)
ORDER BY e.id, l.position
ON CONFLICT (endpoint_id, position) DO NOTHING
"""
_MOVE = """
UPDATE claims_webhookprogress p SET position = g.until
FROM unnest(%(endpoints)s::bigint[], %(until)s::bigint[]) AS g (endpoint, until) WHERE p.endpoint_id = g.endpoint
"""
_TAKE = """
WITH due AS MATERIALIZED (
  SELECT w.id
  FROM unnest(%(endpoints)s::bigint[], %(rooms)s::int[]) AS g (endpoint, room)
  JOIN claims_webhookprogress p ON p.endpoint_id = g.endpoint
  JOIN claims_webhookendpoint e ON e.id = g.endpoint
  CROSS JOIN LATERAL (
    SELECT d.id FROM claims_webhookdelivery d
    WHERE d.endpoint_id = g.endpoint AND d.state = 'waiting' AND d.next_at <= %(at)s
      AND (d.position IS NULL OR e.state = 'enabled' AND d.position <= p.position)
      AND NOT EXISTS (SELECT 1 FROM claims_webhookdelivery b
                      WHERE b.endpoint_id = d.endpoint_id AND b.claim = d.claim AND b.state <> 'delivered'
                        AND (b.state = 'sending' OR b.position < d.position
                             OR d.position IS NULL AND b.state = 'waiting' AND b.id < d.id))
    ORDER BY {order} d.next_at, d.position NULLS FIRST
    LIMIT g.room FOR NO KEY UPDATE SKIP LOCKED) w)
UPDATE claims_webhookdelivery d SET state = 'sending', sender = %(sender)s, lease_until = %(until)s
FROM due WHERE d.id = due.id RETURNING d.id
"""
_TAKE_FROM_STRUCK = _TAKE.format(order="d.tries DESC,")
_TAKE_FROM_OTHERS = _TAKE.format(order="")
_NOTE = """
INSERT INTO claims_webhookattempt (delivery_id, at, status, milliseconds, said)
SELECT * FROM unnest(%(ids)s::bigint[], %(at)s::timestamptz[], %(statuses)s::int[], %(took)s::int[], %(said)s::text[])
"""
_SETTLE = """
UPDATE claims_webhookdelivery d
SET state = CASE WHEN d.turn = g.turn THEN g.state ELSE 'waiting' END,
    tries = CASE WHEN d.turn = g.turn THEN g.tries ELSE 0 END,
    next_at = CASE WHEN d.turn = g.turn THEN g.next_at ELSE %(now)s END,
    delivered_at = CASE WHEN d.turn = g.turn AND g.state = 'delivered' THEN %(now)s END,
    sender = '', lease_until = NULL
FROM unnest(%(ids)s::bigint[], %(turns)s::int[], %(states)s::text[], %(tries)s::int[], %(next)s::timestamptz[])
  AS g (id, turn, state, tries, next_at)
WHERE d.id = g.id AND d.state = 'sending' AND d.sender = %(sender)s
"""
_FARES = """
UPDATE claims_webhookprogress p
SET failures = g.failures, resting_until = g.resting, succeeded_at = g.succeeded, failed_at = g.failed
FROM unnest(%(endpoints)s::bigint[], %(failures)s::int[], %(resting)s::timestamptz[], %(succeeded)s::timestamptz[],
            %(failed)s::timestamptz[]) AS g (endpoint, failures, resting, succeeded, failed)
WHERE p.endpoint_id = g.endpoint
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one try of a delivery: `turn` and `tries` are those before it."""

    delivery: int
    endpoint: int
    turn: int
    tries: int
    is_test: bool
    at: datetime
    milliseconds: int
    answer: Answer


def plan(*, at: datetime) -> int:
    """Makes deliveries of what the log holds beyond where each endpoint is; says how many endpoints moved on."""
    with one_transaction(), connection.cursor() as cursor:
        cursor.execute(_LAGGING, {"most": AT_ONCE})
        rows = cursor.fetchall()
        if not rows:
            return 0
        endpoints, after, until = ([row[place] for row in rows] for place in range(3))
        told: dict[str, Any] = {"endpoints": endpoints, "after": after, "until": until, "at": at}
        cursor.execute(_PLAN, {**told, "always": list(ALWAYS)})
        cursor.execute(_MOVE, told)
    return len(rows)


def take(
    *, sender: str, rooms: Mapping[int, int], struck: bool, at: datetime, lease: timedelta = LEASE
) -> list[int]:
    """Deliveries that are this sender's until its lease ends: of each endpoint at most as many as it has room for.

    None of a claim of which an earlier one is not delivered. From endpoints that are `struck` the one that was tried
    most often comes first, so that they come to an end.
    """
    if not rooms:
        return []
    given: dict[str, Any] = {
        "endpoints": list(rooms),
        "rooms": list(rooms.values()),
        "at": at,
        "until": at + lease,
    }
    with connection.cursor() as cursor:  # one statement, so one transaction
        cursor.execute(_TAKE_FROM_STRUCK if struck else _TAKE_FROM_OTHERS, {**given, "sender": sender})
        return [number for (number,) in cursor.fetchall()]


def settle(tried: Sequence[Tried], *, sender: str, at: datetime, chance: Random) -> None:
    """What came of these tries. One whose lease another sender has taken meanwhile is noted and changes nothing."""
    if not tried:
        return
    with one_transaction(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL synchronous_commit = off"
        )  # what is lost of this is sent once more, no worse
        locked = WebhookProgress.objects.select_for_update(no_key=True).order_by("endpoint_id")
        progress = {
            row.endpoint_id: row for row in locked.filter(endpoint__in={one.endpoint for one in tried})
        }
        becomes = [_becomes(one, at=at, chance=chance) for one in tried]
        cursor.execute(_NOTE, _columns(tried))
        told: dict[str, Any] = {
            "states": [state.value for state, _ in becomes],
            "next": [moment for _, moment in becomes],
        }
        cursor.execute(_SETTLE, {**_columns(tried), **told, "sender": sender, "now": at})
        for one in tried:
            _fares(progress[one.endpoint], one, at=at)
        rows = list(progress.values())
        cursor.execute(
            _FARES,
            {
                "endpoints": [row.endpoint_id for row in rows],
                "failures": [row.failures for row in rows],
                "resting": [row.resting_until for row in rows],
                "succeeded": [row.succeeded_at for row in rows],
                "failed": [row.failed_at for row in rows],
            },
        )


def reclaim(*, at: datetime) -> int:
    """Takes back what senders had that ended in the middle of it; says how many these were."""
    with one_transaction():
        lost = list(
            WebhookDelivery.objects.select_for_update(no_key=True, skip_locked=True)
            .filter(state=DeliveryState.SENDING.value, lease_until__lte=at)
            .values_list("pk", flat=True)
        )
        if lost:
            WebhookAttempt.objects.bulk_create(
                WebhookAttempt(delivery_id=number, at=at, milliseconds=0, said=ENDED) for number in lost
            )
            WebhookDelivery.objects.filter(pk__in=lost).update(
                state=DeliveryState.WAITING.value, sender="", lease_until=None, next_at=at
            )
    return len(lost)


def say(*, sender: str, at: datetime) -> None:
    """Says that a sender is there."""
    with one_transaction():
        WebhookSender.objects.update_or_create(
            name=sender, defaults={"seen_at": at}, create_defaults={"seen_at": at, "started_at": at}
        )


def leave(*, sender: str, at: datetime) -> None:
    """Says that a sender has ended; those that said nothing for a day are forgotten with it."""
    with one_transaction():
        WebhookSender.objects.filter(name=sender).delete()
        WebhookSender.objects.filter(seen_at__lt=at - timedelta(days=1)).delete()


def forget(*, at: datetime) -> int:
    """Forgets what was delivered a month ago, and tests that failed then, with every try; replaying makes a message
    anew from the log.
    """
    delivered = Q(state=DeliveryState.DELIVERED.value, delivered_at__lt=at - KEPT)
    tests = Q(state=DeliveryState.PARKED.value, position=None, next_at__lt=at - KEPT)
    with one_transaction():
        old = WebhookDelivery.objects.filter(delivered | tests).order_by("pk")
        numbers = list(old.values_list("pk", flat=True)[:50_000])
        WebhookAttempt.objects.filter(delivery__in=numbers).delete()
        WebhookDelivery.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def forget_secrets(*, at: datetime) -> int:
    """Takes away secrets that were replaced and sign no longer; says of how many endpoints."""
    with one_transaction():
        over = WebhookEndpoint.objects.filter(earlier_until__lte=at)
        if not over.exists():
            return 0
        return over.update(earlier_secret="", earlier_until=None, changed_by=_machine())


def _becomes(one: Tried, *, at: datetime, chance: Random) -> tuple[DeliveryState, datetime]:
    """The state of a delivery after a try, and when the next one is."""
    if one.answer.meaning is Meaning.DELIVERED:
        return DeliveryState.DELIVERED, at
    if one.is_test:
        return DeliveryState.PARKED, at
    if one.answer.meaning is Meaning.GONE:
        return DeliveryState.WAITING, at
    pause = pause_after(one.tries + 1, wait=one.answer.wait, chance=chance)
    return (DeliveryState.PARKED, at) if pause is None else (DeliveryState.WAITING, at + pause)


def _columns(tried: Sequence[Tried]) -> dict[str, Any]:
    """The tries as the columns that the statements above want."""
    return {
        "ids": [one.delivery for one in tried],
        "turns": [one.turn for one in tried],
        "tries": [one.tries + 1 for one in tried],
        "at": [one.at for one in tried],
        "statuses": [one.answer.status for one in tried],
        "took": [one.milliseconds for one in tried],
        "said": [one.answer.said[: LIMITS["note"]] for one in tried],
    }


def _fares(row: WebhookProgress, one: Tried, *, at: datetime) -> None:
    """How the endpoint fares after a try; one that was struck and answers again is sent at once what waits."""
    if one.answer.meaning is Meaning.DELIVERED:
        if row.failures >= STRUCK:
            WebhookDelivery.objects.filter(
                endpoint=row.endpoint_id, state=DeliveryState.WAITING.value, next_at__gt=at
            ).update(next_at=at)
        row.failures, row.resting_until, row.succeeded_at = 0, None, at
        return
    if one.is_test:
        return
    row.failures, row.failed_at = row.failures + 1, at
    if rest := rest_after(row.failures, one.answer):
        row.resting_until = at + rest
    if one.answer.meaning is Meaning.GONE:
        _stop(row.endpoint_id, EndpointState.DISABLED, at=at, why=GONE)
    elif one.tries + 1 >= TRIES:
        why = one.answer.said or f"it answered {one.answer.status}."
        _stop(row.endpoint_id, EndpointState.FAILING, at=at, why=FAILED.format(TRIES, why))


def _stop(endpoint: int, state: EndpointState, *, at: datetime, why: str) -> None:
    WebhookEndpoint.objects.filter(pk=endpoint, state=EndpointState.ENABLED.value).update(
        state=state.value, state_at=at, state_why=why[: LIMITS["note"]], changed_by=_machine()
    )


def _machine() -> User:
    """Also one that is switched off: what failed has failed, and what is over is over."""
    return User.objects.filter(is_machine=True).order_by("-is_active", "pk").first() or people.machine()
