"""Webhooks to receivers that fail in every way, by senders that are killed: none lost or too early, few twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from standardwebhooks import webhooks as library

from claims.actions import webhooks
from claims.domain.webhooks import CHOSEN
from claims.models import Newsroom, WebhookEndpoint
from claims.reads.webhooks import log_size
from tests import raw
from tests.cast import Cast, assemble
from tests.delivery.entries import publish
from tests.delivery.receivers import Arrived, Receivers, receiving
from tests.delivery.senders import Ahead

ROOT = Path(__file__).resolve().parents[2]
EVENTS = int(os.environ.get("EVENTS", "1000"))
KILLS = int(os.environ.get("KILLS", "5"))
CLAIMS = max(EVENTS // 5, 20)
AT_ONCE = 2
"""How many senders there are at a time."""
DOWN = timedelta(minutes=30 if EVENTS >= 5_000 else 4)


class Crew:
    """The senders, which are killed and replaced."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.alive: list[int] = []

    def start(self, kind: str = "ours") -> None:
        """One more."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{kind}\n")
        self._process.stdin.flush()
        self.alive.append(int(self._process.stdout.readline()))

    def kill(self, number: int) -> None:
        """This one is gone at once."""
        os.kill(number, signal.SIGKILL)
        self.alive.remove(number)


@contextmanager
def crew(clock: Path, port: int) -> Iterator[Crew]:
    """Nobody yet; in the end nobody is left."""
    command = [sys.executable, "-m", "tests.delivery.senders", str(clock)]
    environment = {**os.environ, **_environment(port)}
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        found = Crew(process)
        try:
            yield found
        finally:
            for number in list(found.alive):
                found.kill(number)
            process.kill()


def _environment(port: int) -> dict[str, str]:
    def address(alias: str) -> str:
        given = connections[alias].settings_dict
        return (
            f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
        )

    return {
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "DEBUG": "0",
        "HTTPS": "0",
        "DATABASE_URL": address("default"),
        "DATABASE_OWNER_URL": address("owner"),
        "FETCH_ALSO": "127.0.0.0/8",
        "FETCH_PORTS": str(port),
        "WEBHOOK_KEY": django_settings.WEBHOOK_KEY,
    }


def scripts(clock: Ahead, chance: random.Random) -> dict[str, Any]:
    """How each of the five receivers answers."""
    began = clock()
    troubles = ("500", "503", "302", "reset", "wait", "404")

    def fails(_message: str, _count: int) -> str:
        return chance.choice(troubles) if chance.random() < 0.3 else "ok"

    def slow(_message: str, _count: int) -> str:
        drawn = chance.random()
        return "silent" if drawn < 0.002 else "drip" if drawn < 0.004 else "late" if drawn < 0.05 else "ok"

    return {
        "healthy": lambda _message, _count: "ok",
        "fails": fails,
        "slow": slow,
        "down": lambda _message, _count: "500" if clock() < began + DOWN else "ok",
        "gone": lambda _message, count: "gone" if count == EVENTS // 10 else "ok",
    }


@pytest.fixture
def room(committed: None, settings: Any) -> Cast:
    """Everybody there is, with a newsroom."""
    cast = assemble()
    Newsroom.objects.create(public_id="newsr00m00", name="A newsroom", changed_by=cast.administrator)
    return cast


def open_endpoints(cast: Cast, receivers: Receivers, told: dict[str, Any], at: datetime) -> dict[str, str]:
    """One endpoint for each script; their secrets."""
    return {
        name: webhooks.make(
            Newsroom.objects.get(),
            label=name,
            address=receivers.add(name, script),
            events=CHOSEN,
            by=cast.administrator,
            at=at,
        )[1]
        for name, script in told.items()
    }


def undelivered() -> int:
    """How many messages have not arrived for good yet."""
    return sum(undelivered_to(name) for name in WebhookEndpoint.objects.values_list("label", flat=True))


def undelivered_to(name: str) -> int:
    """How many messages this endpoint was not sent for good yet."""
    endpoint = WebhookEndpoint.objects.select_related("progress").get(label=name)
    waiting = endpoint.deliveries.exclude(state="delivered").count()
    return waiting + log_size() - endpoint.progress.position


_NEXT = """
SELECT bool_or(h.state = 'sending'), min(greatest(h.next_at, p.resting_until)) FROM (
  SELECT DISTINCT ON (endpoint_id, claim) * FROM claims_webhookdelivery WHERE state <> 'delivered'
  ORDER BY endpoint_id, claim, position) h
JOIN claims_webhookprogress p ON p.endpoint_id = h.endpoint_id
"""


def put_forward(clock: Ahead) -> None:
    """Where nothing is being sent or due, the clock goes on to when something is."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        is_sending, moment = cursor.fetchone()
    if moment and not is_sending and moment > clock():
        clock.forward_to(moment + timedelta(milliseconds=1))


def test_nothing_is_lost_or_sent_before_its_turn_although_senders_are_killed(
    room: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(os.environ.get("SEED", "2026"))
    clock = Ahead(tmp_path / "clock")
    settings.FETCH_ALSO, settings.WEBHOOKS_OVER_HTTP = ["127.0.0.0/8"], True
    with receiving(clock) as receivers:
        settings.FETCH_PORTS = [receivers.port]
        secrets = open_endpoints(room, receivers, scripts(clock, chance), clock())
        publish(EVENTS // 2, claims=CLAIMS)
        with crew(tmp_path / "clock", receivers.port) as senders:
            began = time.monotonic()
            for _ in range(AT_ONCE):
                senders.start()
            _disturb(senders, clock, chance, room)
            _finish(clock, room)
            seconds = time.monotonic() - began
            arrived = dict(receivers.arrived)
            _senders_made_wrongly_are_seen(senders, receivers, room, clock)
    twice = in_order_and_complete(arrived, range(1, EVENTS + 1))
    verified(arrived, secrets, monkeypatch)
    whole = EVENTS * len(secrets)
    print(
        f"{EVENTS} events to {len(secrets)} endpoints, {KILLS} kills: "
        f"{sum(map(len, arrived.values()))} messages in {seconds:.1f} seconds, none lost, none before its "
        f"turn, {twice} twice ({twice / whole:.2%})"
    )
    assert twice <= KILLS * 24, "no more than was on its way"
    assert EVENTS < 5_000 or twice < whole / 100


def _disturb(senders: Crew, clock: Ahead, chance: random.Random, cast: Cast) -> None:
    """Publishes the second half bit by bit, and kills one sender after the other."""
    rest, bits = EVENTS - EVENTS // 2, max(KILLS, 1)
    for bit in range(bits):
        first = EVENTS // 2 + rest * bit // bits
        publish(rest * (bit + 1) // bits - rest * bit // bits, claims=CLAIMS, first=first)
        until = time.monotonic() + chance.uniform(0.1, max(0.5, EVENTS / 1500))
        while time.monotonic() < until:
            _look_after(clock, cast)
            time.sleep(0.03)
        if KILLS:
            senders.kill(chance.choice(senders.alive))
            senders.start()


def _finish(clock: Ahead, cast: Cast) -> None:
    patience = time.monotonic() + 60 + EVENTS / 5
    while left := undelivered():
        assert time.monotonic() < patience, f"{left} are left"
        _look_after(clock, cast)
        time.sleep(0.02)


def _look_after(clock: Ahead, cast: Cast) -> None:
    put_forward(clock)
    for one in WebhookEndpoint.objects.filter(state="disabled"):
        webhooks.resume(one, by=cast.administrator, at=clock())


def in_order_and_complete(arrived: dict[str, list[Arrived]], whole: range) -> int:
    """How many messages were accepted twice; fails if one was lost, or came before an earlier one of its claim."""
    twice = 0
    for name, messages in arrived.items():
        last: dict[str, int] = defaultdict(int)
        names: dict[int, str] = {}
        accepted: Counter[int] = Counter()
        for one in messages:
            told = json.loads(one.body)["data"]
            position, claim = told["position"], told["claim"]
            assert position >= last[claim], f"{name}: {position} behind {last[claim]}"
            last[claim] = position
            assert names.setdefault(position, one.name) == one.name
            accepted[position] += one.is_accepted
        assert set(accepted) == set(whole), f"{name}: lost"
        assert min(accepted.values()) == 1, name
        twice += sum(accepted.values()) - len(accepted)
    return twice


def _senders_made_wrongly_are_seen(senders: Crew, receivers: Receivers, cast: Cast, clock: Ahead) -> None:
    """One that marks before it sends loses; two without a lease, past the rules of the database, send too early."""
    for number in list(senders.alive):
        senders.kill(number)
    for one in WebhookEndpoint.objects.all():
        webhooks.disable(one, by=cast.administrator, at=clock(), why="Seen.")
    name = "careless"
    open_endpoints(cast, receivers, {name: lambda _message, _count: "ok"}, clock())
    publish(5, claims=CLAIMS, first=EVENTS)
    senders.start("marks first")
    until = time.monotonic() + 20
    while undelivered_to(name) and time.monotonic() < until:
        time.sleep(0.02)
    senders.kill(senders.alive[0])
    with pytest.raises(AssertionError, match="lost"):
        in_order_and_complete({name: receivers.arrived[name]}, range(EVENTS + 1, EVENTS + 6))
    name = "hasty"
    open_endpoints(cast, receivers, {name: lambda _message, count: "500" if count == 0 else "ok"}, clock())
    with _rules_taken_away():
        publish(5, claims=1, first=EVENTS + 5)
        for _ in range(AT_ONCE):
            senders.start("without lease")
        while undelivered_to(name) and time.monotonic() < until:
            put_forward(clock)
            time.sleep(0.02)
        for number in list(senders.alive):
            senders.kill(number)
    with pytest.raises(AssertionError, match="behind"):
        in_order_and_complete({name: receivers.arrived[name]}, range(EVENTS + 6, EVENTS + 11))


@contextmanager
def _rules_taken_away() -> Iterator[None]:
    """Two messages of one claim may be on their way at once, and a later one first."""
    with raw.connect("owner", autocommit=True) as owner:
        (index,) = owner.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'webhookdelivery_one_at_a_time'"
        ).fetchone() or ("",)
        owner.execute("DROP INDEX webhookdelivery_one_at_a_time")
        owner.execute("ALTER TABLE claims_webhookdelivery DISABLE TRIGGER d_guard")
        try:
            yield
        finally:
            owner.execute(
                "UPDATE claims_webhookdelivery SET state = 'waiting', sender = '', lease_until = NULL "
                "WHERE state = 'sending'"
            )
            owner.execute("ALTER TABLE claims_webhookdelivery ENABLE TRIGGER d_guard")
            owner.execute(index)


def verified(
    arrived: dict[str, list[Arrived]], secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library that others wrote accepts everything that arrived, with its endpoint's secret and no other."""
    verifiers = {name: library.Webhook(secret) for name, secret in secrets.items()}
    for name, messages in arrived.items():
        for one in messages:
            monkeypatch.setattr(library, "datetime", _at(one.at))
            verifiers[name].verify(one.body, one.headers)
        other = next(verifier for named, verifier in verifiers.items() if named != name)
        with pytest.raises(library.WebhookVerificationError):
            other.verify(messages[-1].body, messages[-1].headers)


def _at(moment: datetime) -> type[datetime]:
    """A class of moments for the library, by which it is always this one."""

    class Moment(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return moment

    return Moment
