"""Who asks, and how much: keys, limits a minute and a day, and the headers that say what is left.

Without a key requests are counted by network, in this process only. With a key they are counted by key, and those of
the day in the database, in one statement a second at most, so that every process knows them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from claims.actions import limits
from claims.domain.api_keys import Scope
from claims.domain.buckets import Buckets, Taken
from claims.reads import keys
from claims.reads.keys import Key
from claims.web.problems import CHALLENGES, TITLES
from claims.web.senders import place_of

COUNTED = ("/api/", "/v1alpha1/", "/reconcile")
"""The addresses that programs ask."""
SANDBOX = "/api/sandbox/"
MATCH = "/api/v1/match/"
"""Where a question costs more than to read: more of these a minute take a scope of their own."""
FLUSHED_EVERY = 1.0
A_DAY = 86_400


class Usage:
    """Requests of keys that the database has not been told of yet."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._lock = Lock()
        self._told = monotonic()

    def add(self, key: int) -> int:
        """Counts one request; how many of this key wait to be told."""
        with self._lock:
            self._counts[key] += 1
            return self._counts[key]

    def tell(self, *, day: date, now: float) -> None:
        """Tells the database, unless it was told within the last second."""
        with self._lock:
            if now - self._told < FLUSHED_EVERY or not self._counts:
                return
            counts, self._counts, self._told = dict(self._counts), Counter(), now
        try:
            limits.count_requests(counts, day=day)
        except (OperationalError, InterfaceError):  # it is away, and is told as soon as it is back
            with self._lock:
                self._counts.update(counts)


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of its limits, and whether the request may go on."""

    allowed: bool
    policy: str
    left: str
    wait: int


class Limits:
    """Around every address for programs: opens keys, refuses what is too much, says what is left."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.buckets = Buckets()
        self.usage = Usage()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with `RateLimit-Policy` and `RateLimit`; 401 for a key that opens nothing, 429 for too much."""
        if not request.path.startswith(COUNTED):
            return self.answer(request)
        now, moment = monotonic(), datetime.now(UTC)
        given = request.headers.get("Authorization")
        try:
            key = keys.of(_key_in(given), day=moment.date()) if given is not None else None
        except (OperationalError, InterfaceError):
            return _away(request)
        told = self._counted(request, key, now, moment)
        if (
            key is not None
        ):  # before the answer: an export's leaves a transaction open in which nothing is written
            self.usage.tell(day=moment.date(), now=now)
        if not told.allowed:
            response = refused(request, 429, "too-many-requests", _too_many(told.wait))
            response.headers["Retry-After"] = str(told.wait)
        elif given is not None and key is None:
            response = refused(request, 401, "unauthorized", _NO_KEY)
            response.headers["WWW-Authenticate"] = CHALLENGES["unauthorized"]
        elif key is not None and key.is_test != request.path.startswith(SANDBOX):
            response = refused(request, 403, "not-allowed", _ELSEWHERE[key.is_test])
        else:
            request.api_key = key  # type: ignore[attr-defined]
            response = self.answer(request)
        response.headers["RateLimit-Policy"] = told.policy
        response.headers["RateLimit"] = told.left
        return response

    def _counted(self, request: HttpRequest, key: Key | None, now: float, moment: datetime) -> Told:
        if key is None:
            most: int = settings.API_ANONYMOUS_A_MINUTE
            return _told(self.buckets.take(place_of(request), per_minute=most, now=now), most)
        scope = Scope.MATCH if request.path == MATCH else Scope.READ
        most = settings.API_KEY_A_MINUTE if scope.value in key.scopes else settings.API_ANONYMOUS_A_MINUTE
        taken = self.buckets.take(f"key {key.id} {scope}", per_minute=most, now=now)
        told = _told(taken, most)
        a_day: int = settings.API_KEY_A_DAY
        used = key.used + (self.usage.add(key.id) if taken.allowed else 0)
        left = max(0, a_day - used)
        over = used > a_day
        until = _midnight(moment)
        return Told(
            told.allowed and not over,
            f'{told.policy}, "day";q={a_day};w={A_DAY}',
            f'{told.left}, "day";r={left};t={until}',
            until if over else told.wait,
        )


def _told(taken: Taken, per_minute: int) -> Told:
    return Told(
        taken.allowed,
        f'"minute";q={per_minute};w=60',
        f'"minute";r={taken.remaining};t={taken.wait}',
        taken.wait,
    )


def _key_in(given: str) -> str:
    """The key in the header; how its scheme is spelled does not matter (RFC 9110, 11.1)."""
    scheme, _, rest = given.partition(" ")
    return (rest if scheme.lower() == "bearer" else given).strip()


def _away(request: HttpRequest) -> HttpResponse:
    """Nobody can say whose key it is."""
    answer = refused(request, 503, "busy", "The database is away just now. Try again in a moment.")
    answer.headers["Retry-After"] = "2"
    return answer


def _midnight(moment: datetime) -> int:
    tomorrow = (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, round((tomorrow - moment).total_seconds()))


_NO_KEY = (
    "This key opens nothing: it is mistyped, was revoked, or its newsroom is not active. Send "
    "“Authorization: Bearer fcn_…” as you were given it, or no key at all: reading needs none."
)
_ELSEWHERE = {
    True: f"This is a key for the sandbox: it opens {SANDBOX} and nothing else.",
    False: "This is a key for what was published: the sandbox takes test keys only, or none.",
}


_WORDS = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}
"""What Google's clients call these."""


def _too_many(wait: int) -> str:
    return f"Too many requests. Ask again in {wait} seconds; the header RateLimit of each answer says what is left."


def refused(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """A refusal before any view was asked: a problem document, or the form that Google's clients read."""
    if request.path.startswith("/v1alpha1/"):
        words = _WORDS[status]
        body: dict[str, object] = {"error": {"code": status, "message": detail, "status": words}}
        answer = HttpResponse(json.dumps(body), status=status, content_type="application/json")
    else:
        body = {
            "type": f"/problems/{code}",
            "title": str(TITLES[code]),
            "status": status,
            "detail": detail,
        }
        answer = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
