"""The webhook simulator: an independent verifier accepts what is sound and refuses what is not, over real sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from standardwebhooks import Webhook, WebhookVerificationError

from claims.api import simulator
from claims.delivery.simulating import SECRET, Fault
from claims.domain import sealing
from claims.domain.buckets import Buckets
from tests.api.test_keys import a_key
from tests.cast import Cast

HERE = "/api/sandbox/v1/webhooks/simulate/"


@pytest.fixture
def receiver(settings: Any) -> Iterator[str]:
    """A receiver that checks what comes with the library of Standard Webhooks."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                Webhook(sealing.written(SECRET)).verify(body, dict(self.headers))
                self.send_response(204)
            except WebhookVerificationError:
                self.send_response(401)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    settings.FETCH_ALSO, settings.FETCH_PORTS = ["127.0.0.0/8"], [80, 443, port]
    yield f"http://127.0.0.1:{port}/hook"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has asked yet."""
    monkeypatch.setattr(simulator, "BUCKETS", Buckets())


def sent(text: str | None, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {text}"} if text else {}
    return Client().post(HERE, json.dumps(body), content_type="application/json", headers=headers)


def test_a_sound_receiver_is_told_that_it_is_one_whatever_is_wrong_with_a_message(
    seeded: Cast, receiver: str
) -> None:
    _, text = a_key(seeded, "webhooks", is_test=True)
    for fault in Fault:
        answer = sent(text, {"address": receiver, "type": "claim.published", "fault": fault.value})
        assert answer.status_code == 200, answer.content
        told = answer.json()
        assert told["as_it_should_be"], fault
        assert told["to_do"] == []
        assert {one["status"] for one in told["sent"]} == {204 if fault.is_sound else 401}
        assert len(told["sent"]) == (2 if fault is Fault.TWICE else 1)
        assert len({one["headers"]["webhook-id"] for one in told["sent"]}) == 1
    suppressed = sent(text, {"address": receiver, "type": "claim.suppressed"}).json()["sent"][0]
    assert json.loads(suppressed["body"])["data"]["document"] is None


def test_a_receiver_that_is_not_there_or_may_not_be_asked_is_said(
    seeded: Cast, receiver: str, settings: Any
) -> None:
    _, text = a_key(seeded, "webhooks", is_test=True)
    with socket.socket() as once:
        once.bind(("127.0.0.1", 0))
        port = once.getsockname()[1]
    settings.FETCH_PORTS = [*settings.FETCH_PORTS, port]
    told = sent(text, {"address": f"http://127.0.0.1:{port}/", "type": "claim.published"}).json()
    assert (told["as_it_should_be"], told["sent"][0]["status"]) == (False, None)
    assert told["sent"][0]["said"]
    assert told["to_do"]
    settings.FETCH_ALSO = []
    refused = sent(text, {"address": receiver, "type": "claim.published"})
    assert (refused.status_code, refused.json()["type"]) == (400, "/problems/not-fetched")
    for body, field in (
        ({"type": "claim.published", "address": 7}, "address"),
        ({"address": receiver, "type": "claim.eaten"}, "type"),
        ({"address": receiver, "type": "claim.published", "fault": ["none"]}, "fault"),
        ({"address": receiver, "type": "claim.published", "more": 1}, "more"),
    ):
        assert sent(text, body).json()["errors"][0]["pointer"] == f"#/{field}"


def test_only_test_keys_with_the_scope_send_and_only_so_many_a_minute(
    seeded: Cast, receiver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"address": receiver, "type": "claim.published"}
    _, narrow = a_key(seeded, "read", is_test=True)
    _, live = a_key(seeded, "webhooks")
    assert [sent(one, body).status_code for one in (None, narrow, live)] == [401, 403, 403]
    _, text = a_key(seeded, "webhooks", is_test=True)
    monkeypatch.setattr(simulator, "A_MINUTE", 2)
    answers = [sent(text, body) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) >= 1
