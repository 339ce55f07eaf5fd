"""A sender: takes what is due, sends it by a bounded number of threads, and says what came of each.

One thread knows the database; those that wait for receivers do not, so that a slow receiver holds no connection. A
sender takes only what a thread is free for, so what it reads is sent at once.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random, SystemRandom

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from claims.actions import deliveries
from claims.actions.deliveries import Tried
from claims.delivery import payload, signing
from claims.domain import sealing
from claims.domain.errors import DomainError
from claims.domain.webhooks import LEASE, STRUCK, Answer, wait_asked_for
from claims.egress.client import POSTING, Limits, Ways, post
from claims.reads import webhooks
from claims.reads.outgoing import ways as ways_of_settings

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
BROKEN = "Something broke on our side; what it was stands in the sender’s output."


@dataclass(frozen=True, slots=True)
class Pace:
    """How many at once, and how long to wait for what."""

    threads: int = 24
    for_one: int = 3
    for_the_slow: int = 12
    """Threads that endpoints which fail or take long may have together: the others are there for everybody else."""
    slow_after: float = 1.0
    tick: float = 0.25
    says: float = 5.0
    reclaims: float = 1.0
    limits: Limits = POSTING
    lease: timedelta = LEASE


@dataclass(slots=True)
class Flight:
    """A message on its way."""

    message: webhooks.Message
    began: float


@dataclass(slots=True)
class Sender:
    """One process that sends. `clock` tells the time of all decisions; only waiting for receivers is in real time."""

    clock: Clock = timezone.now
    pace: Pace = field(default_factory=Pace)
    chance: Random = field(default_factory=SystemRandom)
    ways: Ways = field(default_factory=ways_of_settings)
    name: str = field(default_factory=lambda: secrets.token_hex(6))
    _stopping: bool = False
    _last: dict[str, float] = field(default_factory=dict)
    _flights: dict[int, Flight] = field(default_factory=dict)
    _failures: dict[int, int] = field(default_factory=dict)
    _done: queue.SimpleQueue[Tried] = field(default_factory=queue.SimpleQueue)

    def stop(self) -> None:
        """Takes nothing more; what is on its way is waited for."""
        self._stopping = True

    def run(self) -> None:
        """Sends until it is told to stop. While the database is away, or refuses something, it tries again."""
        with ThreadPoolExecutor(self.pace.threads, thread_name_prefix="webhook") as pool:
            while not self._stopping or self._flights:
                try:
                    busy = self.step(pool)
                except (DatabaseError, InterfaceError, DomainError) as error:
                    logger.warning("A sender of webhooks cannot go on, and tries again: %s", error)
                    connection.close()
                    time.sleep(1)
                    continue
                if not busy:
                    self._wait()
        deliveries.leave(sender=self.name, at=self.clock())

    def step(self, pool: ThreadPoolExecutor) -> bool:
        """One round: what came, what is new, what is due. Whether there may be more at once."""
        settled = self._settle()
        if self._stopping:
            return settled
        if self._is_time_to("say", every=self.pace.says):
            deliveries.say(sender=self.name, at=self.clock())
        if self._is_time_to("reclaim", every=self.pace.reclaims):
            deliveries.reclaim(at=self.clock())
        planned = self._is_time_to("plan", every=self.pace.tick) and deliveries.plan(at=self.clock())
        return bool(self._begin(pool) or planned or settled)

    def _is_time_to(self, what: str, *, every: float) -> bool:
        now = time.monotonic()
        if now - self._last.get(what, -every) < every:
            return False
        self._last[what] = now
        return True

    def _wait(self) -> None:
        """Until something came back, or for a tick."""
        with contextlib.suppress(queue.Empty):
            self._done.put(self._done.get(timeout=self.pace.tick))

    def _settle(self) -> bool:
        """Says what came of all tries that have ended. They are on their way until that is said."""
        ended = []
        while not self._done.empty():
            ended.append(self._done.get())
        try:
            deliveries.settle(ended, sender=self.name, at=self.clock(), chance=self.chance)
        except (DatabaseError, InterfaceError, DomainError):
            for one in ended:
                self._done.put(one)
            raise
        for one in ended:
            self._flights.pop(one.delivery, None)
        return bool(ended)

    def _begin(self, pool: ThreadPoolExecutor) -> int:
        """Takes what there is room for, and begins to send it; says how many these are."""
        self._failures = webhooks.with_work(self.clock())
        struck = {one for one, failures in self._failures.items() if failures >= STRUCK}
        rooms = self._rooms(struck)
        now = self.clock()
        taken: list[int] = []
        for group in (False, True):
            wanted = {one: room for one, room in rooms.items() if (one in struck) == group}
            taken += deliveries.take(
                sender=self.name, rooms=wanted, struck=group, at=now, lease=self.pace.lease
            )
        until = time.monotonic() + (self.pace.lease.total_seconds() - self.pace.limits.total)
        for message in webhooks.messages(taken, at=now) if taken else ():
            self._flights[message.delivery] = Flight(message, time.monotonic())
            pool.submit(self._send, message, until)
        return len(taken)

    def _rooms(self, struck: set[int]) -> Mapping[int, int]:
        """How many messages may be taken for each endpoint, so that none takes the threads of the others."""
        in_flight = Counter(flight.message.endpoint for flight in self._flights.values())
        slow = self._slow_ones() | {one for one, failures in self._failures.items() if failures}
        free = self.pace.threads - len(self._flights)
        free_for_slow = min(free, self.pace.for_the_slow - sum(in_flight[one] for one in slow))
        rooms: Counter[int] = Counter()
        wanting = sorted(self._failures, key=lambda one: in_flight[one])
        while wanting and free > 0:
            for one in list(wanting):
                is_slow, most = one in slow, 1 if one in struck else self.pace.for_one
                if in_flight[one] + rooms[one] >= most or (is_slow and free_for_slow <= 0) or free <= 0:
                    wanting.remove(one)
                    continue
                rooms[one] += 1
                free -= 1
                free_for_slow -= is_slow
        return rooms

    def _slow_ones(self) -> set[int]:
        """Endpoints that some message has waited for already."""
        began = time.monotonic() - self.pace.slow_after
        return {one.message.endpoint for one in self._flights.values() if one.began < began}

    def _send(self, message: webhooks.Message, until: float) -> None:
        """Sends one message and puts what came of it where the database's thread finds it. Raises nothing."""
        at, began = self.clock(), time.monotonic()
        try:
            if began > until:
                answer = Answer(None, said="Its turn was over before it could be sent.")
            else:
                answer = self._answer(message, at)
        except Exception:
            logger.exception("A webhook was not sent")
            answer = Answer(None, said=BROKEN)
        took = round((time.monotonic() - began) * 1000)
        is_test = message.entry is None
        self._done.put(
            Tried(message.delivery, message.endpoint, message.turn, message.tries, is_test, at, took, answer)
        )

    def _answer(self, message: webhooks.Message, at: datetime) -> Answer:
        entry = message.entry
        body = payload.of_test(at) if entry is None else payload.of_entry(entry, message.document)
        try:
            keys = [sealing.unseal(one, key=settings.WEBHOOK_KEY) for one in message.secrets]
            headers = signing.headers(message=message.name, at=at, body=body, secrets=keys)
            found = post(message.address, body=body, headers=headers, limits=self.pace.limits, ways=self.ways)
        except DomainError as error:
            return Answer(None, said=error.message)
        return Answer(found.status, wait=wait_asked_for(found.header("retry-after"), now=at))
