"""From the log to a receiver: what is sent, again and again, parked, replayed; and what nobody is sent any more."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from claims import tasks
from claims.actions import deliveries, people, records, webhooks, withholding
from claims.actions.deliveries import Tried
from claims.delivery.sender import Flight, Pace, Sender
from claims.domain.errors import InvalidValue, NotAllowed, NotFetched, WrongState
from claims.domain.vocabulary import CorrectionKind, RemovalCategory
from claims.domain.webhooks import CHOSEN, LEASE, OVERLAP, STRUCK, TRIES, Answer
from claims.egress.client import POSTING
from claims.models import (
    Claim,
    LedgerEntry,
    Newsroom,
    User,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookProgress,
)
from claims.reads import webhook_desk
from claims.reads import webhooks as told
from tests.actions.test_lifecycle import correct
from tests.cast import Cast
from tests.delivery.receivers import Arrived, Receivers, receiving
from tests.proofs.world import settled

LIMITS = replace(POSTING, first_byte=0.4, total=0.6)


class Stage:
    """A newsroom, its receivers, a sender that goes round by round, and a clock that is put forward by hand."""

    def __init__(self, cast: Cast, receivers: Receivers) -> None:
        self.by, self.receivers, self.now = cast.administrator, receivers, datetime.now(UTC)
        self.newsroom = records.add(Newsroom, by=self.by, name="A Newsroom")
        self.sender = Sender(clock=lambda: self.now, pace=Pace(limits=LIMITS, tick=0), chance=Random(1))
        self.scripts: dict[str, list[str]] = {}

    def endpoint(self, name: str = "archive", *, answers: list[str] | None = None, **more: Any) -> Any:
        """An endpoint, told of everything from the beginning, and its secret. After `answers` all is well."""
        self.scripts[name] = answers or []
        address = self.receivers.add(name, lambda _id, _count: (self.scripts[name] or ["ok"]).pop(0))
        given = {"label": name, "address": address, "events": CHOSEN, "after": 0, **more}
        return webhooks.make(self.newsroom, by=self.by, at=self.now, **given)

    def go(self, **forward: float) -> None:
        """The clock goes on, and everything that is due then is sent."""
        self.now += timedelta(**forward)
        with ThreadPoolExecutor(24) as pool:
            until = time.monotonic() + 20
            while self.sender.step(pool) or self.sender._flights:
                assert time.monotonic() < until, "it does not come to an end"
                time.sleep(0.002)

    def arrived(self, name: str = "archive") -> list[Arrived]:
        """What came since the last time this was asked."""
        with self.receivers.lock:
            found = list(self.receivers.arrived[name])
            self.receivers.arrived[name].clear()
        return found


@pytest.fixture
def stage(seeded: Cast, settings: Any) -> Iterator[Stage]:
    with receiving() as receivers:
        settings.FETCH_ALSO, settings.FETCH_PORTS = ["127.0.0.0/8"], [receivers.port]
        settings.WEBHOOKS_OVER_HTTP = True
        yield Stage(seeded, receivers)


def data(one: Arrived) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(one.body)["data"]
    return found


def test_what_is_published_arrives_and_what_was_taken_away_is_not_sent_again(
    stage: Stage, seeded: Cast
) -> None:
    endpoint, secret = stage.endpoint()
    stage.go()
    first = stage.arrived()
    size = told.log_size()
    assert sorted(data(one)["position"] for one in first) == list(range(1, size + 1))
    for one in first:
        assert Webhook(secret).verify(one.body, one.headers)["data"] == data(one)
        assert data(one)["document"]["id"] == data(one)["claim"]
    stage.go(hours=1)
    assert stage.arrived() == [], "nothing twice"
    claim = Claim.objects.get(public_id=data(first[0])["claim"])
    ground = {"category": RemovalCategory.LEGAL, "reason": "A letter."}
    withholding.withhold(claim=claim, by=seeded.editor, at=stage.now, **ground)  # type: ignore[arg-type]
    settled()
    stage.go()
    (taken,) = stage.arrived()
    assert (json.loads(taken.body)["type"], data(taken)["document"]) == ("claim.withheld", None)
    webhooks.replay(endpoint, position=1, by=stage.by, at=stage.now)
    stage.go()
    again = {data(one)["position"]: one for one in stage.arrived()}
    assert len(again) == size + 1
    for one in first:
        repeated = again[data(one)["position"]]
        assert repeated.name == one.name, "the id of an event stays"
        gone = data(one)["claim"] == claim.public_id
        assert data(repeated)["document"] == (None if gone else data(one)["document"])
    ids = b'"claim": "' + claim.public_id.encode()
    assert not any(b"exact" in one.body for one in again.values() if ids in one.body)


def test_ten_tries_fail_and_the_queue_is_parked_until_somebody_resumes_it(stage: Stage, seeded: Cast) -> None:
    """A message that fails holds back its own claim alone; nothing of the queue is skipped."""
    endpoint, _ = stage.endpoint()
    claim = Claim.objects.get(public_id=LedgerEntry.objects.get(position=1).public_id)
    ground = {"category": RemovalCategory.LEGAL, "reason": "A letter."}
    withholding.withhold(claim=claim, by=seeded.editor, at=stage.now, **ground)  # type: ignore[arg-type]
    settled()
    stage.receivers.scripts["archive"] = lambda name, _count: "500" if name.endswith("_1") else "ok"
    stage.go()
    size = told.log_size()
    first = WebhookDelivery.objects.get(endpoint=endpoint, position=1)
    held = WebhookDelivery.objects.filter(endpoint=endpoint, claim=first.claim)
    assert WebhookDelivery.objects.filter(state="delivered").count() == size - held.count()
    assert [(one.state, one.tries) for one in held.order_by("position")] == [("waiting", 1), ("waiting", 0)]
    assert first.next_at - stage.now > timedelta(seconds=4)
    for _ in range(TRIES - 1):
        stage.go(hours=34)
    first.refresh_from_db()
    endpoint.refresh_from_db()
    assert (first.state, first.tries, endpoint.state) == ("parked", TRIES, "failing")
    assert endpoint.state_why.startswith("The last of 10 tries failed: it answered 500.")
    assert told.failing() == 1
    assert [one.status for one in first.attempts.order_by("pk")] == [500] * TRIES
    stage.receivers.scripts["archive"] = lambda _name, _count: "ok"
    stage.arrived()
    stage.go(hours=100)
    assert stage.arrived() == []
    waits = told.backlog(WebhookEndpoint.objects.select_related("progress").get())
    assert (waits.ahead, waits.waiting, waits.parked, waits.count) == (0, held.count() - 1, 1, held.count())
    webhooks.resume(endpoint, by=stage.by, at=stage.now)
    stage.go()
    assert [data(one)["position"] for one in stage.arrived()] == sorted(one.position for one in held)
    with pytest.raises(WrongState, match="enabled already"):
        webhooks.resume(endpoint, by=stage.by, at=stage.now)


def test_every_answer_means_what_it_should(stage: Stage) -> None:
    """Redirects, resets, time-outs and drips are failures; 410 disables; 429 gives the receiver a rest."""
    for name, said in {
        "302": 302, "404": 404, "503": 503, "reset": None, "silent": None, "drip": None, "wait": 429,
    }.items():  # fmt: skip
        endpoint, _ = stage.endpoint(name, answers=[name], after=told.log_size() - 1)
        stage.go()
        attempt = WebhookAttempt.objects.latest("pk")
        assert (attempt.status, bool(attempt.said)) == (said, said is None), name
        delivery = WebhookDelivery.objects.get(endpoint=endpoint)
        assert (delivery.state, delivery.tries) == ("waiting", 1), name
        rest = WebhookProgress.objects.get(endpoint=endpoint).resting_until
        assert rest == (attempt.at + timedelta(seconds=90) if name == "wait" else None), name
        stage.go(seconds=20)
        assert len(stage.arrived(name)) == (1 if name == "wait" else 2), name
        stage.go(seconds=80)
        delivery.refresh_from_db()
        assert delivery.state == "delivered", name
        webhooks.disable(endpoint, by=stage.by, at=stage.now, why="Seen.")
    endpoint, _ = stage.endpoint("gone", answers=["gone"], after=told.log_size() - 1)
    people.machine()
    User.objects.filter(is_machine=True).update(is_active=False)
    stage.go()
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.changed_by.is_machine) == ("disabled", True), (
        "also if it is switched off"
    )
    with pytest.raises(WrongState, match="Resume it first"):
        webhooks.send_test(endpoint, by=stage.by, at=stage.now)
    webhooks.resume(endpoint, by=stage.by, at=stage.now)
    stage.go()
    assert [one.answered for one in stage.arrived("gone")] == ["gone", "ok"]


def test_an_endpoint_that_fails_is_asked_rarely_and_is_told_everything_when_it_answers_again(
    stage: Stage,
) -> None:
    stage.endpoint("down")
    stage.endpoint("up")
    stage.receivers.scripts["down"] = lambda _name, _count: "500"
    stage.go()
    assert len(stage.arrived("up")) == told.log_size()
    for _ in range(20):
        stage.go(seconds=61)
    tried = len(stage.arrived("down"))
    assert 10 <= tried <= 22, "one at a time, at most once a minute"
    stage.receivers.scripts["down"] = lambda _name, _count: "ok"
    rows = WebhookDelivery.objects.exclude(state="delivered").order_by("next_at")
    progress = WebhookProgress.objects.get(endpoint__label="down")
    assert progress.resting_until == progress.failed_at + timedelta(minutes=1)  # type: ignore[operator]
    stage.now = rows[0].next_at
    assert rows[1].next_at > stage.now
    stage.go()
    assert len(stage.arrived("down")) == told.log_size(), "nothing waits for its next try any more"


def test_secrets_are_rotated_endpoints_paused_and_tests_sent(stage: Stage) -> None:
    endpoint, old = stage.endpoint(after=told.log_size())
    new = webhooks.rotate(endpoint, by=stage.by, at=stage.now)
    for _ in range(2):
        webhooks.send_test(endpoint, by=stage.by, at=stage.now)
    stage.go()
    one, two = stage.arrived()
    assert one.name != two.name
    assert [Webhook(key).verify(one.body, one.headers)["type"] for key in (old, new)] == ["webhook.test"] * 2
    last = webhooks.rotate(endpoint, by=stage.by, at=stage.now, at_once=True)
    webhooks.replay(endpoint, position=told.log_size(), by=stage.by, at=stage.now)
    deliveries.plan(at=stage.now)
    webhooks.pause(endpoint, by=stage.by, at=stage.now, why="They move house.")
    webhooks.send_test(endpoint, by=stage.by, at=stage.now)
    stage.go(minutes=1)
    (one,) = stage.arrived()
    assert Webhook(last).verify(one.body, one.headers)["type"] == "webhook.test", "and nothing else"
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(one.body, one.headers)
    stored = WebhookEndpoint.objects.get()
    assert last.removeprefix("whsec_") not in f"{stored.secret} {stored.earlier_secret}"
    webhooks.resume(endpoint, by=stage.by, at=stage.now)
    assert WebhookDelivery.objects.filter(state="waiting", position__isnull=False).exists()
    stage.newsroom = records.change(
        stage.newsroom, by=stage.by, read=stage.newsroom.changed_at, is_active=False
    )
    stage.go()
    assert stage.arrived() == [], "the webhooks of a newsroom that is not active rest"
    records.change(stage.newsroom, by=stage.by, read=stage.newsroom.changed_at, is_active=True)
    stage.go()
    (one,) = stage.arrived()
    stage.scripts["archive"] = ["500"]
    webhooks.send_test(endpoint, by=stage.by, at=stage.now)
    stage.go()
    assert WebhookDelivery.objects.filter(position=None, state="parked").count() == 1, "a test is sent once"
    assert len(stage.arrived()) == 1
    stage.now += timedelta(days=31)
    assert deliveries.forget(at=stage.now) == 5
    assert not WebhookDelivery.objects.filter(position=None).exists()
    webhooks.replay(endpoint, position=1, by=stage.by, at=stage.now)
    stage.go()
    assert len(stage.arrived()) == told.log_size(), "what was forgotten is made anew from the log"


def test_what_waits_after_a_replay_is_counted_once(stage: Stage) -> None:
    endpoint, _ = stage.endpoint()
    stage.go()
    size = told.log_size()
    webhooks.replay(endpoint, position=1, by=stage.by, at=stage.now)

    def waits() -> told.Backlog:
        return told.backlog(WebhookEndpoint.objects.select_related("progress").get())

    assert (waits().ahead, waits().waiting, waits().count) == (0, size, size)
    first = LedgerEntry.objects.earliest("position")
    WebhookAttempt.objects.all().delete()
    deliveries.plan(at=stage.now)
    stage.go()
    stage.go(days=31)
    WebhookAttempt.objects.filter(delivery__position=first.position).delete()
    WebhookDelivery.objects.filter(position=first.position).delete()
    webhooks.replay(endpoint, position=1, by=stage.by, at=stage.now)
    assert (waits().ahead, waits().waiting, waits().count) == (1, size - 1, size), "one was forgotten before"
    assert waits().oldest == first.time
    assert sum(count for _, count in webhook_desk.ages(fresh(endpoint), at=stage.now)) == size


def test_a_secret_that_is_promised_signs_until_then_however_often_there_is_a_new_one(stage: Stage) -> None:
    endpoint, first = stage.endpoint(after=told.log_size())
    webhooks.rotate(endpoint, by=stage.by, at=stage.now)
    until = fresh(endpoint).earlier_until
    stage.now += timedelta(minutes=2)
    newest = webhooks.rotate(endpoint, by=stage.by, at=stage.now)
    assert fresh(endpoint).earlier_until == until == stage.now + OVERLAP - timedelta(minutes=2)
    webhooks.send_test(endpoint, by=stage.by, at=stage.now)
    stage.go()
    (one,) = stage.arrived()
    assert [Webhook(key).verify(one.body, one.headers)["type"] for key in (first, newest)] == [
        "webhook.test"
    ] * 2
    stage.now += OVERLAP
    webhooks.rotate(endpoint, by=stage.by, at=stage.now)
    assert fresh(endpoint).earlier_until == stage.now + OVERLAP, "the promise was over"
    webhooks.rotate(endpoint, by=stage.by, at=stage.now, at_once=True)
    assert (fresh(endpoint).earlier_secret, fresh(endpoint).earlier_until) == ("", None)


def fresh(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """The endpoint as it is stored now."""
    return WebhookEndpoint.objects.select_related("progress").get(pk=endpoint.pk)


def test_only_what_runs_is_paused_and_who_disabled_it_is_known(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, now, why = stage.by, stage.now, "So."
    monkeypatch.setattr(webhooks, "MOST", 1)
    endpoint, _ = stage.endpoint("desk", after=told.log_size())
    webhooks.disable(endpoint, by=by, at=now, why=why)
    with pytest.raises(WrongState, match=r"It is disabled\. Only one that is enabled or failing is paused"):
        webhooks.pause(endpoint, by=by, at=now, why=why)
    with pytest.raises(NotAllowed, match=r"The desk disabled this webhook: “So\.”"):
        webhooks.resume(endpoint, by=by, at=now, by_program=True)
    webhooks.resume(endpoint, by=by, at=now)
    webhooks.pause(endpoint, by=by, at=now, why=why)
    with pytest.raises(WrongState, match="It is paused"):
        webhooks.pause(endpoint, by=by, at=now, why=why)
    with pytest.raises(NotAllowed, match="at most 1 webhooks"):
        stage.endpoint("another")
    webhooks.disable(endpoint, by=by, at=now, why=why)
    gone, _ = stage.endpoint("gone", answers=["gone"], after=told.log_size() - 1)
    stage.go()
    assert (fresh(gone).state, told.stopped_by_the_machine(fresh(gone))) == ("disabled", True)
    webhooks.rotate(gone, by=by, at=stage.now)
    webhooks.resume(gone, by=by, at=stage.now, by_program=True)
    stage.scripts["gone"] = ["gone"]
    webhooks.replay(gone, position=told.log_size(), by=by, at=stage.now)
    stage.go()
    assert fresh(gone).state == "disabled"
    stage.now += timedelta(seconds=1)
    webhooks.disable(gone, by=by, at=stage.now, why="And so says the desk.")
    assert not told.stopped_by_the_machine(fresh(gone))
    webhooks.rotate(gone, by=by, at=stage.now, at_once=True)
    webhooks.rotate(gone, by=by, at=timezone.now() - 2 * OVERLAP)
    assert deliveries.forget_secrets(at=timezone.now()) == 1
    assert fresh(gone).changed_by.is_machine, "who changed it last does not say who disabled it"
    with pytest.raises(NotAllowed, match="And so says the desk"):
        webhooks.resume(gone, by=by, at=stage.now, by_program=True)
    with pytest.raises(WrongState, match="disabled already"):
        webhooks.disable(gone, by=by, at=stage.now, why=why)


def test_a_secret_that_signs_no_longer_is_forgotten(stage: Stage) -> None:
    endpoint, _ = stage.endpoint()
    late = timezone.now() - OVERLAP - timedelta(hours=1)
    webhooks.rotate(endpoint, by=stage.by, at=late + timedelta(hours=2))
    tasks.forget_deliveries(0)
    assert WebhookEndpoint.objects.get().earlier_secret, "it signs for an hour yet"
    before = WebhookEndpoint.objects.get().secret
    webhooks.rotate(endpoint, by=stage.by, at=late, at_once=True)
    webhooks.rotate(endpoint, by=stage.by, at=late)
    tasks.forget_deliveries(0)
    stored = WebhookEndpoint.objects.get()
    assert (stored.earlier_secret, stored.earlier_until) == ("", None)
    assert stored.secret != before


def test_what_cannot_be_is_refused_with_its_field(stage: Stage, settings: Any) -> None:
    endpoint, _ = stage.endpoint()
    by, now, size = stage.by, stage.now, told.log_size()
    stage.go()
    delivery = WebhookDelivery.objects.earliest("pk")
    settings.WEBHOOKS_OVER_HTTP, settings.FETCH_PORTS = False, [80, 443, stage.receivers.port]
    good = "https://a.example/"
    for field, refusal, act in (
        ("address", InvalidValue, lambda: stage.endpoint("http")),
        ("address", NotFetched, lambda: stage.endpoint("in", address="https://10.0.0.5/")),
        ("address", NotFetched, lambda: stage.endpoint("out", address="https://a.example:22/")),
        ("label", InvalidValue, lambda: stage.endpoint("l", label=" ", address=good)),
        ("events", InvalidValue, lambda: stage.endpoint("e", events=["claim.drafted"], address=good)),
        ("events", InvalidValue, lambda: stage.endpoint("n", events=[], address=good)),
        ("after", InvalidValue, lambda: stage.endpoint("a", after=size + 1, address=good)),
        ("position", InvalidValue, lambda: webhooks.replay(endpoint, position=size + 1, by=by, at=now)),
        ("position", InvalidValue, lambda: webhooks.replay(endpoint, position=0, by=by, at=now)),
        ("why", InvalidValue, lambda: webhooks.pause(endpoint, by=by, at=now, why=" ")),
    ):
        with pytest.raises(refusal) as refused:
            act()
        assert refused.value.problems[0].field == field
    webhooks.replay_one(delivery, by=by, at=now)
    with pytest.raises(WrongState, match="on its way already"):
        webhooks.replay_one(delivery, by=by, at=now)


def test_no_endpoint_takes_the_threads_of_the_others(settings: Any) -> None:
    """Three for one, one for one that is struck, twelve for all that fail or are slow, and 24 together."""
    sender = Sender(clock=lambda: datetime.now(UTC), pace=Pace())

    def rooms(*, flights: dict[int, int], began: float, due: dict[int, int]) -> dict[int, int]:
        whole = [endpoint for endpoint, count in flights.items() for _ in range(count)]
        message = told.Message("evt", 0, 1, 0, 0, "https://a.example/", (), None, None)
        sender._flights = {
            number: Flight(replace(message, endpoint=endpoint), time.monotonic() - began)
            for number, endpoint in enumerate(whole)
        }
        sender._failures = due
        return dict(sender._rooms({one for one, failures in due.items() if failures >= STRUCK}))

    well = dict.fromkeys(range(20, 30), 0)
    assert rooms(flights={}, began=0, due={1: 0, 2: 1, 3: STRUCK}) == {1: 3, 2: 3, 3: 1}
    given = rooms(flights={}, began=0, due=well)
    assert (sum(given.values()), max(given.values()), min(given.values())) == (24, 3, 2)
    hanging = dict.fromkeys(range(6), 2)
    slow = dict.fromkeys(range(6), 0)
    assert rooms(flights=hanging, began=9, due={**slow, 20: 0}) == {20: 3}
    assert rooms(flights=hanging, began=9, due={**dict.fromkeys(range(9), 1), 20: 0}) == {20: 3}
    assert rooms(flights=hanging, began=0, due=slow) == dict.fromkeys(range(6), 1), "they are not slow yet"
    crowd = dict.fromkeys(range(8), 3)
    assert rooms(flights=crowd, began=0, due=well) == {}
    assert sum(rooms(flights={}, began=0, due=dict.fromkeys(range(30), 1)).values()) == 12


def test_a_healthy_endpoint_is_told_while_others_hang(stage: Stage) -> None:
    for number in range(10):
        stage.endpoint(f"hangs{number}")
        stage.receivers.scripts[f"hangs{number}"] = lambda _name, _count: "silent"
    stage.endpoint("well")
    stage.go()
    hung = [one.at for number in range(10) for one in stage.arrived(f"hangs{number}")]
    came = [one.at for one in stage.arrived("well")]
    assert len(came) == told.log_size()
    assert max(came) < max(hung), "it did not wait until all others had ended"


def test_what_is_asked_for_again_while_it_is_on_its_way_is_sent_once_more_and_in_order(stage: Stage) -> None:
    endpoint, _ = stage.endpoint()
    stage.go()
    stage.arrived()
    first = WebhookDelivery.objects.get(endpoint=endpoint, position=1)
    webhooks.replay_one(first, by=stage.by, at=stage.now)
    rooms = {endpoint.pk: 9}
    assert deliveries.take(sender="x", rooms=rooms, struck=False, at=stage.now) == [first.pk]
    assert deliveries.take(sender="y", rooms=rooms, struck=False, at=stage.now) == [], "it is leased"
    webhooks.replay(endpoint, position=1, by=stage.by, at=stage.now)
    assert deliveries.take(sender="y", rooms=rooms, struck=False, at=stage.now) == [], "not before its turn"
    done = Tried(first.pk, endpoint.pk, first.turn + 1, 0, False, stage.now, 1, Answer(200))
    deliveries.settle([done], sender="y", at=stage.now, chance=Random(1))
    first.refresh_from_db()
    assert first.state == "sending", "not theirs to end"
    deliveries.settle([done], sender="x", at=stage.now, chance=Random(1))
    first.refresh_from_db()
    assert (first.state, first.delivered_at) == ("waiting", None)
    stage.go()
    assert len(stage.arrived()) == told.log_size()
    webhooks.replay_one(first, by=stage.by, at=stage.now)
    deliveries.take(sender="x", rooms=rooms, struck=False, at=stage.now)
    assert deliveries.reclaim(at=stage.now + LEASE - timedelta(seconds=1)) == 0
    assert deliveries.reclaim(at=stage.now + LEASE) == 1
    assert first.attempts.latest("pk").said.startswith("The sender ended in the middle")


def test_a_message_that_is_sent_again_is_followed_by_the_later_ones_of_its_claim(
    stage: Stage, seeded: Cast
) -> None:
    endpoint, _ = stage.endpoint()
    claim = Claim.objects.get(public_id=LedgerEntry.objects.get(position=1).public_id)
    correct(seeded, claim, CorrectionKind.TYPO, topic="corrected since")
    settled()
    stage.go()
    stage.arrived()
    first = WebhookDelivery.objects.get(endpoint=endpoint, position=1)
    webhooks.replay_one(first, by=stage.by, at=stage.now)
    stage.go()
    assert [data(one)["number"] for one in stage.arrived()] == [1, 2], "what is stored last is the newest"
