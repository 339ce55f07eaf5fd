"""Commands of newsrooms’ programs: each acts once, however often it is sent (Idempotency-Key, as IETF drafts it).

That a command was carried out, and what was answered, is written in the transaction that carries it out: there is no
moment in which one is known without the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from claims.actions.transactions import one_transaction
from claims.domain import sealing
from claims.domain.errors import DomainError
from claims.models import ApiCommand, User

KEPT = timedelta(hours=48)
"""So long a command is remembered; sent again later, it is a new one."""
_BEGUN = """
INSERT INTO claims_apicommand (newsroom_id, key, route, request, status, answer, at)
VALUES (%s, %s, %s, %s, 0, ''::bytea, %s) ON CONFLICT (newsroom_id, route, key) DO NOTHING RETURNING id
"""


class KeyUsedOtherwise(DomainError):
    """The same Idempotency-Key came with something else before."""

    code = "key-used-otherwise"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a command is answered, and whether it had been carried out before."""

    status: int
    body: bytes
    again: bool


@dataclass(frozen=True, slots=True)
class Program:
    """Who commands: a newsroom's program with its key, in the name of whoever gave it the key."""

    newsroom: int
    prefix: str
    by: User


def once(
    program: Program,
    *,
    key: str,
    route: str,
    request: bytes,
    at: datetime,
    act: Callable[[], tuple[int, bytes]],
) -> Answered:
    """What `act` answers, or what it answered when it was carried out under this key before.

    Whoever sends a command twice at the same moment waits for the first. What is refused is not remembered: mended, it
    may come under the same key. Raises KeyUsedOtherwise when the key came with another request.
    """
    digest = hashlib.sha256(request).digest()
    with one_transaction():
        with connection.cursor() as cursor:
            cursor.execute(_BEGUN, [program.newsroom, key, route, digest, at])
            begun = cursor.fetchone()
        if begun is None:
            return _before(program, key=key, route=route, digest=digest)
        _told(program, key)
        status, body = act()
        ApiCommand.objects.filter(pk=begun[0]).update(
            status=status, answer=sealing.seal(body, key=settings.WEBHOOK_KEY).encode()
        )
    return Answered(status, body, again=False)


def _before(program: Program, *, key: str, route: str, digest: bytes) -> Answered:
    row = ApiCommand.objects.get(newsroom_id=program.newsroom, key=key, route=route)
    if bytes(row.request) != digest:
        raise KeyUsedOtherwise(
            "This Idempotency-Key came with another request before. Send a new key with each new command.",
            field="Idempotency-Key",
        )
    body = sealing.unseal(bytes(row.answer).decode(), key=settings.WEBHOOK_KEY)
    return Answered(row.status, body, again=True)


def _told(program: Program, key: str) -> None:
    """Says to the history whose program it was: its rows name the administrator who gave the key, and the key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('factcheck.actor', %s, true), set_config('factcheck.request', %s, true)",
            [str(program.by.pk), f"key {program.prefix}, command {key[:100]}"],
        )


def forget(at: datetime) -> int:
    """Removes what is remembered for too long; how many commands that were."""
    removed, _ = ApiCommand.objects.filter(at__lt=at - KEPT).delete()
    return removed
