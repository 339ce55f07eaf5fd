"""How often somebody may try to sign in, counted in the database so that all workers count together.

Exact, not by the clock's minutes: never more than ten in any sixty seconds. What succeeded is not counted. Names and
networks are kept as keyed digests, for an hour at most.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from claims.actions.transactions import one_transaction
from claims.domain.errors import TooManyRequests
from claims.models import SignInAttempt


@dataclass(frozen=True, slots=True)
class Bound:
    """So many attempts in so long a time."""

    most: int
    within: timedelta


A_MINUTE = Bound(10, timedelta(minutes=1))
AN_HOUR_OF_CODES = Bound(30, timedelta(hours=1))
"""Codes have six digits, of which three are right at a time: more than this would let them be guessed."""
ONCE = Bound(1, timedelta(seconds=90))
"""As long as a code of an authenticator app is right, with one step of thirty seconds to both sides."""
KEPT = timedelta(hours=1)


def try_password(*, name: str, place: str, at: datetime) -> list[int]:
    """Counts an attempt by a name and from a network, whether or not there is such an account.

    Gives what `succeeded` takes back. Raises TooManyRequests with the seconds to wait.
    """
    return _count([(_digest("name", name.strip().casefold()), (A_MINUTE,)), _of(place)], at)


def try_second_factor(*, person: int, place: str, at: datetime) -> list[int]:
    """The same for a code or a passkey of somebody whose password was right."""
    return _count([(_digest("code", str(person)), (A_MINUTE, AN_HOUR_OF_CODES)), _of(place)], at)


def try_passkey(*, place: str, at: datetime) -> list[int]:
    """The same for a passkey without a name: there is nothing to guess, only work to cause."""
    return _count([_of(place)], at)


def use_once(*, person: int, code: str, at: datetime) -> bool:
    """Whether a code of an authenticator app is used for the first time while it is right."""
    digits = "".join(sign for sign in code if sign.isalnum())
    try:
        _count([(_digest("used", f"{person} {digits}"), (ONCE,))], at)
    except TooManyRequests:
        return False
    return True


def succeeded(tried: Iterable[int]) -> None:
    """Takes back what was counted for an attempt that was right; earlier ones stay counted."""
    SignInAttempt.objects.filter(pk__in=list(tried)).delete()


def _of(place: str) -> tuple[str, tuple[Bound, ...]]:
    return _digest("place", place), (A_MINUTE,)


def _digest(kind: str, what: str) -> str:
    return salted_hmac(f"claims.sign-in {kind}", what, algorithm="sha256").hexdigest()[:32]


def _count(wanted: Sequence[tuple[str, Sequence[Bound]]], at: datetime) -> list[int]:
    """Counts one attempt in every bucket, or in none when one is full."""
    with one_transaction():
        with connection.cursor() as cursor:
            for bucket in sorted(bucket for bucket, _ in wanted):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20))", [bucket])
        waits = [wait for bucket, bounds in wanted for bound in bounds if (wait := _wait(bucket, bound, at))]
        if waits:
            raise _refusal(max(waits))
        SignInAttempt.objects.filter(at__lt=at - KEPT).delete()
        made = SignInAttempt.objects.bulk_create(SignInAttempt(bucket=one, at=at) for one, _ in wanted)
    return [row.pk for row in made]


def _wait(bucket: str, bound: Bound, at: datetime) -> float:
    """The seconds until one more is taken, or 0."""
    latest = SignInAttempt.objects.filter(bucket=bucket, at__gt=at - bound.within).order_by("-at")
    moments = list(latest.values_list("at", flat=True)[: bound.most])
    return (moments[-1] + bound.within - at).total_seconds() if len(moments) == bound.most else 0


def _refusal(wait: float) -> TooManyRequests:
    seconds = max(1, math.ceil(wait))
    time = f"{seconds} seconds" if seconds < 100 else f"{math.ceil(seconds / 60)} minutes"
    return TooManyRequests(
        f"There were too many attempts to sign in. Please try again in {time}.", wait=seconds
    )
