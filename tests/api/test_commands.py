"""A newsroom's program and its webhooks: only its own, only with the scope, and each command acts once."""

from __future__ import annotations

import json
import os
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import commands, keys, people, webhooks
from claims.domain.errors import NotAllowed
from claims.domain.vocabulary import Role
from claims.domain.webhooks import CHOSEN
from claims.models import (
    ApiCommand,
    History,
    Newsroom,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookProgress,
)
from tests.actions.test_lifecycle import fire_log
from tests.api import described
from tests.api.test_keys import a_key, a_newsroom
from tests.cast import Cast, assemble

HERE = "/api/v1/webhooks/"
NEW = {"label": "archive", "address": "https://93.184.216.34/hook", "events": ["claim.corrected"]}


def sent(
    text: str | None, address: str = HERE, body: Any = None, name: str | None = "", **headers: str
) -> Any:
    """The answer to a command with this key of the newsroom, under a new Idempotency-Key unless one is given."""
    given = {"Authorization": f"Bearer {text}"} if text else {}
    given |= {} if name is None else {"Idempotency-Key": name or uuid.uuid4().hex}
    data = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
    return Client().post(address, data, content_type="application/json", headers={**given, **headers})


def got(text: str | None, address: str = HERE) -> Any:
    return Client().get(address, headers={"Authorization": f"Bearer {text}"} if text else {})


def test_a_newsroom_looks_after_its_own_webhooks_by_program(seeded: Cast) -> None:
    key, text = a_key(seeded, "webhooks")
    made = sent(text, body=NEW)
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["secret"].startswith("whsec_")
    assert (told["label"], told["events"], told["state"], told["parked"]) == (
        "archive",
        ["claim.corrected"],
        "enabled",
        0,
    )
    own = told["path"]
    assert got(text).json()["results"] == [{name: one for name, one in told.items() if name != "secret"}]
    paused = sent(text, f"{own}pause/", {"why": "We move house."}).json()
    assert (paused["state"], paused["state_why"]) == ("paused", "We move house.")
    again = sent(text, f"{own}pause/", {"why": "Again."})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/wrong-state")
    assert sent(text, f"{own}resume/").json()["state"] == "enabled"
    assert sent(text, f"{own}rotate/").json()["secret"] != told["secret"]
    assert {sent(text, f"{own}test/").status_code for _ in range(webhooks.TESTS_A_MINUTE)} == {200}
    flood = sent(text, f"{own}test/")
    assert (flood.status_code, flood.json()["type"], flood["Retry-After"]) == (
        429,
        "/problems/too-many-requests",
        "60",
    )
    assert sent(text, f"{own}pause/", '{"why": "in other letters"}'.encode("utf-16")).status_code == 400
    listed = got(text, f"{own}deliveries/").json()
    assert got(text, f"{own}deliveries/?cursor=").status_code == 400, "as of every list"
    assert [(one["position"], one["state"], one["attempts"]) for one in listed["results"]] == [
        (None, "waiting", [])
    ] * webhooks.TESTS_A_MINUTE
    assert sent(text, f"{own}replay/", {"position": 10**9}).status_code == 400
    assert sent(text, f"{own}replay/", {"position": 1.5}).status_code == 400
    assert sent(text, f"{own}replay/", b'{"position": 1.0}').status_code == 200, "JSON knows no difference"
    row = History.objects.filter(table="claims_webhookendpoint", operation="insert").latest("id")
    assert (row.changed_by, row.request.startswith(f"key {key.prefix}, command ")) == (
        seeded.administrator.pk,
        True,
    )


def test_every_401_says_how_to_ask_and_names_what_is_wrong(seeded: Cast) -> None:
    none, wrong = got(None), got("fcn_xxxxxxxx_" + "0" * 64)
    assert [one.status_code for one in (none, wrong)] == [401, 401]
    assert none["WWW-Authenticate"] == 'Bearer realm="webhooks"'
    assert wrong["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert (none.json()["type"], none.json()["title"]) == ("/problems/key-needed", "This takes a key")
    assert "errors" not in none.json(), "no field is wrong"
    assert wrong.json()["title"] == "This key opens nothing"
    assert Client().get(none.json()["type"]).status_code == 200, "its type has a page"
    assert sent(None, body=NEW)["WWW-Authenticate"] == none["WWW-Authenticate"]
    example = Client().get("/api/sandbox/v1/problems/401/")
    assert example["WWW-Authenticate"] == wrong["WWW-Authenticate"]
    assert "WWW-Authenticate" in none["Access-Control-Expose-Headers"]


def test_without_the_right_key_nothing_is_told_and_nothing_done(seeded: Cast) -> None:
    _, text = a_key(seeded, "webhooks")
    own = sent(text, body=NEW).json()["path"]
    _, narrow = a_key(seeded, "read", "match")
    _, stranger = a_key(seeded, "webhooks", newsroom=a_newsroom(seeded, "Another Newsroom"))
    count = WebhookEndpoint.objects.count()
    for given, status in ((None, 401), (narrow, 403), (stranger, 404)):
        for address in (own, f"{own}deliveries/"):
            assert got(given, address).status_code == status, (given, address)
        for verb in ("rotate", "pause", "resume", "test", "replay"):
            assert (
                sent(given, f"{own}{verb}/", {"why": "x"} if verb == "pause" else None).status_code == status
            )
    assert got(stranger).json()["results"] == []
    assert [sent(one, body=NEW).status_code for one in (None, narrow)] == [401, 403]
    assert WebhookEndpoint.objects.count() == count
    assert WebhookEndpoint.objects.get().state == "enabled"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({**NEW, "label": " "}, 400, "label"),
        ({**NEW, "address": "http://127.0.0.1/"}, 400, "address"),
        ({**NEW, "address": "ftp://example.org/"}, 400, "address"),
        ({**NEW, "address": 7}, 400, "address"),
        ({**NEW, "events": ["claim.eaten"]}, 400, "events"),
        ({**NEW, "events": "claim.corrected"}, 400, "events"),
        ({**NEW, "events": []}, 400, "events"),
        ({**NEW, "events": None}, 400, "events"),
        (b'{"label": "x", "address": "https://93.184.216.34/", "events": ["\\ud800"]}', 400, "events"),
        ({**NEW, "after": -1}, 400, "after"),
        ({**NEW, "after": 10**30}, 400, "after"),
        ({**NEW, "after": True}, 400, "after"),
        ({**NEW, "state": "enabled"}, 400, "state"),
        (b"[" * 100_000, 413, ""),
        (b"[" * 10_000, 400, "body"),
        (b'{"label": "x", "label": "y"}', 400, "body"),
        (b'{"after": NaN}', 400, "body"),
        (b'{"label": ' + b"9" * 5_000 + b"}", 400, "body"),
        (b"\xff", 400, "body"),
        (b'"x"', 400, "body"),
        (b'{"label": "\\ud800", "address": "https://93.184.216.34/"}', 400, "label"),
        (b'{"label": "a\\u0000b", "address": "https://93.184.216.34/"}', 400, "label"),
    ],
)
def test_what_cannot_be_used_is_refused_and_names_its_field(
    seeded: Cast, body: Any, status: int, field: str
) -> None:
    _, text = a_key(seeded, "webhooks")
    answer = sent(text, body=body)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    if field:
        assert answer.json()["errors"][0]["pointer"] == f"#/{field}"
    assert not ApiCommand.objects.exists(), "what is refused is not remembered"


def test_a_webhook_without_a_choice_of_events_is_told_of_all_and_one_that_chooses_none_is_refused(
    seeded: Cast,
) -> None:
    _, text = a_key(seeded, "webhooks")
    made = sent(text, body={name: one for name, one in NEW.items() if name != "events"})
    assert (made.status_code, made.json()["events"]) == (201, list(CHOSEN))
    refused = sent(text, body={**NEW, "events": []})
    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert error["pointer"] == "#/events"
    assert all(event in error["detail"] for event in CHOSEN), "it says what can be chosen"


def test_a_command_needs_a_name_of_its_own(seeded: Cast) -> None:
    _, text = a_key(seeded, "webhooks")
    assert sent(text, body=NEW, name=None).json()["errors"][0]["pointer"] == "#/Idempotency-Key"
    assert sent(text, body=NEW, name="x" * 201).status_code == 400
    answer = Client().post(HERE, NEW, headers={"Authorization": f"Bearer {text}", "Idempotency-Key": "x"})
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/not-json")


def test_a_command_sent_again_is_answered_as_before_and_with_another_body_refused(seeded: Cast) -> None:
    key, text = a_key(seeded, "webhooks")
    first = sent(text, body=NEW, name="one")
    second = sent(text, body=NEW, name="one")
    assert (second.status_code, second.content) == (201, first.content)
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    other = sent(text, body={**NEW, "label": "other"}, name="one")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-used-otherwise")
    kept = bytes(ApiCommand.objects.get().answer)
    assert first.json()["secret"].encode() not in kept, "secrets are sealed where they are kept"
    assert b"whsec_" not in kept
    room = a_newsroom(seeded, "Another Newsroom")
    _, theirs = a_key(seeded, "webhooks", newsroom=room)
    assert sent(theirs, body=NEW, name="one").json()["id"] != first.json()["id"], (
        "each newsroom has its own names"
    )
    refused = sent(text, body={**NEW, "label": ""}, name="two")
    assert refused.status_code == 400
    assert sent(text, body=NEW, name="two").status_code == 201, "mended, it may come again"
    assert commands.forget(timezone.now()) == 0
    ApiCommand.objects.filter(key="one", newsroom=key.newsroom).update(
        at=timezone.now() - timedelta(hours=49)
    )
    assert commands.forget(timezone.now()) == 1


def test_a_newsroom_has_so_many_webhooks_and_not_more(seeded: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "MOST", 2)
    _, text = a_key(seeded, "webhooks")
    made = [sent(text, body=NEW) for _ in range(3)]
    assert [one.status_code for one in made] == [201, 201, 403]
    assert made[2].json()["type"] == "/problems/not-allowed"
    first = WebhookEndpoint.objects.get(public_id=made[0].json()["id"])
    webhooks.disable(first, by=seeded.administrator, at=timezone.now(), why="No use.")
    assert sent(text, body=NEW).status_code == 201
    own = f"{HERE}{first.public_id}/"
    paused = sent(text, f"{own}pause/", {"why": "Round the corner."})
    assert (paused.status_code, paused.json()["type"]) == (409, "/problems/wrong-state")
    monkeypatch.setattr(webhooks, "MOST", 3)
    refused = sent(text, f"{own}resume/")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-allowed")
    assert "The desk disabled this webhook: “No use.” Ask an administrator" in refused.json()["detail"]
    monkeypatch.setattr(webhooks, "MOST", 2)
    with pytest.raises(NotAllowed, match="at most 2"):
        webhooks.resume(first, by=seeded.administrator, at=timezone.now())
    monkeypatch.setattr(webhooks, "MOST", 3)
    webhooks.resume(first, by=seeded.administrator, at=timezone.now())
    assert got(text, own).json()["state"] == "enabled"


def test_the_key_of_somebody_who_left_reads_and_says_why_it_commands_nothing(seeded: Cast) -> None:
    key, text = a_key(seeded, "webhooks")
    made = sent(text, body=NEW, name="one")
    room = reverse("admin:claims_newsroom_keys", args=[key.newsroom_id])
    desk, said = Client(), "commands no webhooks any more"
    somebody = people.account(name="another administrator", roles=[Role.ADMINISTRATOR])
    desk.force_login(somebody)
    assert said not in desk.get(room).content.decode()
    User.objects.filter(pk=seeded.administrator.pk).update(is_active=False)
    own = made.json()["path"]
    assert (got(text).status_code, got(text, own).status_code) == (200, 200)
    for answer in (sent(text, body=NEW), sent(text, f"{own}rotate/"), sent(text, f"{own}test/")):
        told = answer.json()
        assert (answer.status_code, told["type"]) == (403, "/problems/not-allowed")
        assert "given by somebody who no longer looks after newsrooms" in told["detail"]
        assert "the desk gives you a new one" in told["detail"]
        assert "errors" not in told, "nothing that was sent is wrong"
    again = sent(text, body=NEW, name="one")
    assert (again.status_code, again.content) == (201, made.content), "what was done is answered as before"
    page = desk.get(room).content.decode()
    assert page.count(said) == 1
    keys.make(key.newsroom, label="new", scopes=["webhooks"], is_test=False, by=somebody)
    keys.make(key.newsroom, label="reads", scopes=["read"], is_test=False, by=somebody)
    assert desk.get(room).content.decode().count(said) == 1, "of that key alone"


def test_every_command_does_what_the_description_says(seeded: Cast) -> None:
    fire_log()
    told = json.loads(Client().get("/api/v1/openapi.json").content)
    _, text = a_key(seeded, "webhooks")
    own = sent(text, body={**NEW, "after": 0}).json()["id"]
    WebhookProgress.objects.update(position=0)
    run = [one for one in described.operations(told) if one.needs_key and one.path.startswith(HERE)]
    assert len(run) == 9
    run.sort(key=lambda one: "resume" in one.path)  # what was paused before can be resumed
    for one in run:
        for url, body in described.requests(one):
            url = re.sub("/webhooks/[0-9a-z]{10}/", f"/webhooks/{own}/", url)
            if one.method == "post" and url == HERE:
                body = {**body, "address": NEW["address"]}
            answer = got(text, url) if one.method == "get" else sent(text, url, body)
            if url.endswith("replay/"):  # nothing was sent yet that could be repeated
                assert answer.status_code == 409
            else:
                assert answer.status_code in (200, 201), (url, answer.content)
            assert described.faults(told, one, answer) == [], url


COMMANDS = 60
"""On each push; 2,000 in `make stress PART=commands`."""


@pytest.mark.usefixtures("committed")
def test_commands_sent_once_to_five_times_and_at_once_act_once(monkeypatch: pytest.MonkeyPatch) -> None:
    number = int(os.environ.get("COMMANDS", COMMANDS))
    monkeypatch.setattr(webhooks, "TESTS_A_MINUTE", number)
    cast = assemble()
    _, text = a_key(cast, "webhooks")
    own = sent(text, body=NEW).json()["path"]
    chance = Random(8)
    plan = [(f"test {one}", chance.randint(1, 5)) for one in range(number)]
    sends = [name for name, times in plan for _ in range(times)]
    at_once = [name for name, times in plan if times > 1 and chance.random() < 0.4]
    chance.shuffle(sends)

    def send(name: str) -> tuple[str, int, bytes]:
        try:
            answer = sent(text, f"{own}test/", name=name)
            return name, answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(send, [*sends, *(name for name in at_once for _ in range(2))]))
    assert {status for _, status, _ in told} == {200}
    assert len({(name, body) for name, _, body in told}) == number, "the same answer each time"
    assert WebhookDelivery.objects.count() == number, "each acted once"
    assert Newsroom.objects.count() == 1
