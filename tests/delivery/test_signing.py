"""What is signed and how, checked by a verifier that others wrote; what an answer means, and when to try again."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from claims.delivery import payload, signing
from claims.domain import sealing
from claims.domain.errors import InvalidValue
from claims.domain.ledger import Entry
from claims.domain.webhooks import (
    CHOSEN,
    LONGEST_WAIT,
    PAUSES,
    TRIES,
    Answer,
    Meaning,
    chosen,
    message_id,
    pause_after,
    wait_asked_for,
)

ENTRY = Entry(7, "claim.corrected", "0123456789", 2, b"\1" * 32, b"", b"", "2026-11-29T12:00:00.000000Z")
DOCUMENT = '{"id":"0123456789","statement":"Größe – “ja”"}'.encode()
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def test_an_independent_verifier_accepts_what_we_sign_and_nothing_else() -> None:
    """Both secrets while rotating; no other body, id, moment, or endpoint's secret."""
    new, old, other = (sealing.new_secret() for _ in range(3))
    assert len(new) == 32
    body, at = payload.of_entry(ENTRY, DOCUMENT), datetime.now(timezone(timedelta(hours=5)))
    sent = signing.headers(message="evt_1", at=at, body=body, secrets=[new, old])
    for secret in (new, old):
        assert sealing.written(secret).startswith("whsec_")
        told = Webhook(sealing.written(secret)).verify(body, sent)
        assert told["data"]["document"] == json.loads(DOCUMENT)
        assert list(told) == ["type", "timestamp", "data"]
        assert told["data"] | {"document": None} == {
            "position": 7, "claim": "0123456789", "number": 2, "previous_number": 1, "commitment": "01" * 32,
            "document": None,
        }  # fmt: skip
    stale = signing.headers(message="evt_1", at=at - timedelta(minutes=6), body=body, secrets=[new])
    early = signing.headers(message="evt_1", at=at + timedelta(minutes=6), body=body, secrets=[new])
    alone = signing.headers(message="evt_1", at=at, body=body, secrets=[new])
    for secret, text, headers in (
        (other, body, sent),
        (old, body, alone),
        (new, body.replace(b"ja", b"ne"), sent),
        (new, body, {**sent, "webhook-id": "evt_2"}),
        (new, body, {**sent, "webhook-timestamp": str(int(sent["webhook-timestamp"]) + 1)}),
        (new, body, stale),
        (new, body, early),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(sealing.written(secret)).verify(text, headers)
    gone = json.loads(payload.of_entry(ENTRY, None))
    assert gone["data"]["document"] is None
    assert json.loads(payload.of_test(NOW)) == {
        "type": "webhook.test", "timestamp": "2026-11-29T12:00:00.000000Z", "data": {},
    }  # fmt: skip
    assert message_id("0f0e0d0c-0b0a-0908-0706-050403020100", 1, 7) == "evt_0f0e0d0c0b0a_1_7"


def test_a_secret_stands_sealed_and_only_its_key_opens_it() -> None:
    secret = sealing.new_secret()
    sealed = sealing.seal(secret, key="one")
    assert sealing.unseal(sealed, key="one") == secret
    assert sealing.written(secret).removeprefix("whsec_") not in sealed
    with pytest.raises(sealing.Unreadable, match="WEBHOOK_KEY"):
        sealing.unseal(sealed, key="two")


def test_only_a_success_is_one_and_ten_tries_take_about_75_hours() -> None:
    meant = {200: "delivered", 204: "delivered", 299: "delivered", 410: "gone", None: "failed"}
    meant |= dict.fromkeys((199, 301, 302, 304, 307, 400, 401, 404, 408, 429, 500, 503, 600), "failed")
    for status, meaning in meant.items():
        assert Answer(status).meaning == Meaning(meaning), status
    for seed in range(50):
        chance = Random(seed)
        pauses = [pause_after(tries, wait=None, chance=chance) for tries in range(1, TRIES)]
        assert pause_after(TRIES, wait=timedelta(hours=1), chance=chance) is None
        whole = sum((one for one in pauses if one), timedelta())
        assert timedelta(hours=67) < whole < timedelta(hours=83)
        for planned, made in zip(PAUSES, pauses, strict=True):
            assert made is not None
            assert 0.9 * planned <= made <= 1.1 * planned
    assert len({pause_after(5, wait=None, chance=Random(seed)) for seed in range(50)}) == 50
    assert (TRIES, sum(PAUSES, timedelta()) > timedelta(hours=74)) == (10, True)


def test_a_receiver_may_ask_for_more_time_within_bounds() -> None:
    asked = {
        "30": timedelta(seconds=30),
        " 0 ": None,
        "999999999999": LONGEST_WAIT,
        format_datetime(NOW + timedelta(minutes=3), usegmt=True): timedelta(minutes=3),
        "Sun, 29 Nov 2026 12:00:10 -0000": timedelta(seconds=10),
        format_datetime(NOW + timedelta(days=400), usegmt=True): LONGEST_WAIT,
        format_datetime(NOW - timedelta(minutes=3), usegmt=True): None,
        **dict.fromkeys(("", "-5", "soon", "1.5", "٣", "Mon, 99 Nov 2026 12:00:00 GMT"), None),
        f"Sun, {'9' * 20} Nov 2026 12:00:10 GMT": None,
    }
    for header, wait in asked.items():
        assert wait_asked_for(header, now=NOW) == wait, header
    longer = pause_after(1, wait=timedelta(minutes=9), chance=Random(1))
    assert longer == timedelta(minutes=9)
    shorter = pause_after(4, wait=timedelta(minutes=9), chance=Random(1))
    assert shorter is not None
    assert shorter >= timedelta(minutes=27)


def test_events_are_those_that_exist() -> None:
    assert chosen(["claim.retracted", "claim.published"]) == ["claim.published", "claim.retracted"]
    with pytest.raises(InvalidValue, match="at least one event among claim"):
        chosen([])
    with pytest.raises(InvalidValue, match=r"no event “claim\.drafted”") as refused:
        chosen([*CHOSEN, "claim.drafted"])
    assert refused.value.problems[0].field == "events"


@pytest.mark.needs_openssl
def test_what_the_documentation_tells_newsrooms_to_do_accepts_our_messages(tmp_path: Path) -> None:
    """Its Python and its shell, as they stand there: a good message, another body, an old one."""
    page = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
    blocks = re.findall(r"```(python|sh)\n(.*?)```", page, re.DOTALL)
    (library, plain), (shell,) = (
        [text for kind, text in blocks if kind == wanted] for wanted in ("python", "sh")
    )
    secret = sealing.new_secret()
    text, body = sealing.written(secret), payload.of_entry(ENTRY, DOCUMENT)
    sent = signing.headers(message="evt_1", at=datetime.now(UTC), body=body, secrets=[b"x" * 32, secret])
    stale = signing.headers(
        message="evt_1", at=datetime.now(UTC) - timedelta(minutes=6), body=body, secrets=[secret]
    )
    known: dict[str, Any] = {}
    exec(library.replace("whsec_…", text) + plain, known)
    assert known["receive"](body, sent)["type"] == "claim.corrected"
    assert known["is_ours"](body, sent, text)
    assert not known["is_ours"](body + b" ", sent, text)
    assert not known["is_ours"](body, stale, text)
    (tmp_path / "body.json").write_bytes(body)
    told = {"SECRET": text, "ID": sent["webhook-id"], "TIMESTAMP": sent["webhook-timestamp"]}
    said = subprocess.run(
        ["bash", "-c", shell], cwd=tmp_path, env={**os.environ, **told}, capture_output=True
    )
    assert said.stdout.decode().strip() == sent["webhook-signature"].split(" ")[1], said.stderr
