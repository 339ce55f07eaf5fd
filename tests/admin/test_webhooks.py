"""Webhooks at the desk: made by administrators, the secret shown once, every step on the page of the endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import deliveries, records, webhooks
from claims.actions.deliveries import Tried
from claims.domain.webhooks import TRIES, Answer
from claims.models import Newsroom, WebhookDelivery, WebhookEndpoint
from tests.cast import Cast

PUBLIC = "https://hooks.example/claims"
MADE: Mapping[str, Any] = {"label": "x", "address": PUBLIC, "events": ["claim.published"]}


def test_an_endpoint_is_made_looked_after_and_sent_things_again_by_administrators_alone(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    desk = clients["administrator"]
    newsroom = records.add(Newsroom, by=seeded.administrator, name="A Newsroom")
    room = reverse("admin:claims_newsroom_webhooks", args=[newsroom.pk])
    for role, client in clients.items():
        assert client.get(room).status_code == (200 if role == "administrator" else 403)
    given = {"label": "archive", "events": ["claim.published", "claim.retracted"], "begin": "all"}
    assert desk.post(room, {"label": "archive", "address": PUBLIC}).status_code == 400, "no event is chosen"
    refused = desk.post(room, {**given, "address": "https://10.0.0.5/"})
    assert refused.status_code == 400
    assert "Only addresses of the public internet" in refused.content.decode()
    assert 'value="archive"' in refused.content.decode(), "what was typed stays"
    made = desk.post(room, {**given, "address": PUBLIC})
    endpoint = WebhookEndpoint.objects.select_related("progress").get()
    secret = str(made.context["made"][1])
    assert (secret.startswith("whsec_"), secret in made.content.decode()) == (True, True)
    assert endpoint.progress.position == 0
    assert "no-store" in made["Cache-Control"]
    own = reverse("admin:claims_webhookendpoint_change", args=[endpoint.pk])
    for page in (room, own, reverse("admin:claims_webhookendpoint_changelist")):
        assert secret not in desk.get(page).content.decode()
        assert clients["editor"].get(page).status_code == 403
        assert clients["editor"].post(page, {"step": "pause", "why": "x"}).status_code == 403
    for step, said in (("resume", "enabled already"), ("pause", "why"), ("nothing", "no such step")):
        answer = desk.post(own, {"step": step})
        assert answer.status_code in (400, 409), step
        assert said in answer.content.decode(), step
    rotated = desk.post(own, {"step": "rotate"})
    assert str(rotated.context["made"]) not in (secret, "")
    assert "Two secrets sign until" in desk.get(own).content.decode()
    first = reverse("admin:index")
    for role, client in clients.items():
        page = client.get(first).content.decode()
        assert ("for somebody" in page, "no sender is running" in page) == (False, role == "administrator"), (
            role
        )
    _parked(endpoint)
    for role, client in clients.items():
        page = client.get(first).content.decode()
        assert ("1 waits for somebody" in page) == (role == "administrator"), role
    assert "no sender is running" not in desk.get(first).content.decode(), "a failing one is sent nothing"
    closed = records.add(Newsroom, by=seeded.administrator, name="A Closed Newsroom")
    _parked(webhooks.make(closed, **MADE, by=seeded.administrator, at=timezone.now(), after=0)[0])
    assert "2 wait for somebody" in desk.get(first).content.decode()
    records.change(closed, by=seeded.administrator, read=closed.changed_at, is_active=False)
    assert "1 waits for somebody" in desk.get(first).content.decode()
    listed = str(desk.get(first).context["webhooks"]["address"])
    assert [row.pk for row in desk.get(listed).context["cl"].result_list] == [endpoint.pk]
    page = desk.get(own).content.decode()
    for words in (
        "failing",
        "No sender is running",
        "1 parked",
        "The last of 10 tries failed",
        "no answer, 7 ms",
    ):
        assert words in " ".join(page.split()), words
    assert "1 parked after" in " ".join(page.split())
    (parked,) = WebhookDelivery.objects.filter(state="parked", endpoint=endpoint)
    assert desk.get(own, {"show": "parked"}).context["deliveries"].items[0].delivery == parked
    assert desk.get(own, {"show": "x", "before": "ü"}).status_code == 200
    for step, more in (
        ("again", {"delivery": str(parked.pk)}),
        ("test", {}),
        ("pause", {"why": "They move house."}),
        ("resume", {}),
        ("replay", {"position": "1"}),
        ("disable", {"why": "They closed."}),
        ("change", {"label": "mirror", "address": PUBLIC, "version_read": "now"}),
    ):
        if step == "change":
            endpoint.refresh_from_db()
            assert desk.post(own, {"step": step, **more}).status_code == 400
            more["version_read"] = endpoint.changed_at.isoformat()
            none = desk.post(own, {"step": step, **more})
            assert (none.status_code, "Choose at least one event" in none.content.decode()) == (400, True)
            more["events"] = "claim.corrected"
        assert desk.post(own, {"step": step, **more}).status_code == 302, step
    stale = desk.post(own, {"step": "change", **more})
    assert stale.status_code == 409
    endpoint.refresh_from_db()
    assert (endpoint.label, endpoint.events, endpoint.state, endpoint.replayed_from) == (
        "mirror",
        ["claim.corrected"],
        "disabled",
        1,
    )
    told = desk.get(reverse("admin:claims_webhookendpoint_history", args=[endpoint.pk])).content.decode()
    assert "They closed." in told
    assert desk.get(reverse("admin:claims_webhookendpoint_change", args=[10**6])).status_code == 404
    assert "no sender is running" not in str(Client().get("/readyz").json()["warnings"]), (
        "nobody is sent anything"
    )
    assert "Webhooks:" not in desk.get(first).content.decode()


def _parked(endpoint: WebhookEndpoint) -> None:
    """All tries of one delivery fail."""
    now = timezone.now()
    deliveries.plan(at=now)
    for tries in range(TRIES):
        now += timedelta(hours=40)
        (one,) = deliveries.take(sender="x", rooms={endpoint.pk: 1}, struck=tries > 0, at=now)
        failed = Tried(one, endpoint.pk, 1, tries, False, now, 7, Answer(None, said="It hung up."))
        deliveries.settle([failed], sender="x", at=now, chance=Random(1))
