"""The sandbox's webhook simulator: an event, sound or not, sent to the receiver that somebody is building."""

from __future__ import annotations

import json
from threading import Lock
from time import monotonic
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import bodies, parameters, problems
from claims.api.document_shapes import texts, whole, words
from claims.api.views import problems_of
from claims.api.webhook_commands import KEY, key_of
from claims.delivery.simulating import SECRET, Fault, simulate
from claims.domain import sealing
from claims.domain.buckets import Buckets
from claims.domain.errors import InvalidValue
from claims.domain.ledger import Entry
from claims.reads.outgoing import ways
from claims.reads.sandbox import GONE, Event, sandbox

A_MINUTE = 10
"""Messages of one key: a receiver that is being built needs no more, and nobody else is to be flooded."""
BODY = 4 * 1024
BUCKETS = Buckets()
ONE_AT_A_TIME = Lock()
"""Receivers may be slow: never more than one thread of a process waits for them."""


class SimulationShape(s.Serializer[None]):
    """What is to be sent where. `type` is an event that the sandbox's log has."""

    address = s.URLField(max_length=2000)
    type = s.ChoiceField(sorted({event.type for event in sandbox().events}))
    fault = s.ChoiceField([one.value for one in Fault], default=Fault.NONE.value)


class SentShape(s.Serializer[None]):
    """One message as it went out; `status` is null when nothing was answered, and `said` says why."""

    headers = s.DictField(child=s.CharField())
    body = words()
    status = whole(null=True)
    milliseconds = whole()
    said = words()


class SimulatedShape(s.Serializer[None]):
    """What was sent and answered, and whether that is what a receiver should answer."""

    secret = words()
    should_be_accepted = s.BooleanField()
    as_it_should_be = s.BooleanField()
    sent = SentShape(many=True)
    to_do = texts()


class Simulator(APIView):
    """A message to a receiver."""

    @extend_schema(
        operation_id="sandbox_webhook",
        summary="Sends an event of the sandbox to your receiver, sound or with a fault it must see",
        description=(
            "Takes a test key with the scope `webhooks`. The message is signed with the sandbox's own secret, which "
            "the answer has. A sound receiver accepts `none` and `twice` (and acts once), and refuses the others. At "
            f"most {A_MINUTE} a minute."
        ),
        tags=["sandbox"],
        auth=KEY,
        request=SimulationShape,
        examples=[
            OpenApiExample(
                "an old message",
                {
                    "address": "https://newsroom.example/hook",
                    "type": "claim.published",
                    "fault": "old timestamp",
                },
                request_only=True,
            )
        ],
        responses={200: SimulatedShape, **problems_of(400, 401, 403, 413, 415, 429, 503)},
    )
    def post(self, request: Request) -> HttpResponse:
        """What came back, and what to mend."""
        parameters.only(request.query_params, ())
        key = key_of(request)
        value, _ = bodies.json_object(request, members=("address", "type", "fault"), most=BODY)
        event, fault = _event(value.get("type")), _fault(value.get("fault", Fault.NONE.value))
        address = value.get("address", "")
        if not isinstance(address, str):
            raise InvalidValue("“address” is a text.", field="address")
        taken = BUCKETS.take(f"key {key.id}", per_minute=A_MINUTE, now=monotonic())
        if not taken.allowed:
            return _later(429, "too-many-requests", f"At most {A_MINUTE} messages a minute.", taken.wait)
        if not ONE_AT_A_TIME.acquire(timeout=5):
            return _later(503, "busy", "Another message is being sent. Try again in a moment.", 5)
        try:
            sent = list(
                simulate(
                    address,
                    entry=_entry(event),
                    document=None if event.type in GONE else event.document,
                    fault=fault,
                    at=timezone.now(),
                    ways=ways(),
                )
            )
        finally:
            ONE_AT_A_TIME.release()
        accepted = [one.status is not None and 200 <= one.status < 300 for one in sent]
        body: dict[str, Any] = {
            "secret": sealing.written(SECRET),
            "should_be_accepted": fault.is_sound,
            "as_it_should_be": all(one == fault.is_sound for one in accepted),
            "sent": [
                {
                    "headers": one.headers,
                    "body": one.body.decode(),
                    "status": one.status,
                    "milliseconds": one.milliseconds,
                    "said": one.said,
                }
                for one in sent
            ],
            "to_do": _to_do(fault, accepted),
        }
        answer = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")
        answer["Cache-Control"] = "no-store"
        return answer


def _to_do(fault: Fault, accepted: list[bool]) -> list[str]:
    if fault.is_sound and not all(accepted):
        return [
            "Answer 2xx as soon as the message is stored, within fifteen seconds. Check the signature over the "
            "bytes as they came, before anything is parsed."
        ]
    if not fault.is_sound and any(accepted):
        return [
            {
                Fault.OLD_TIMESTAMP: "Refuse messages whose webhook-timestamp is more than five minutes off.",
                Fault.OTHER_SECRET: "Compare the signature with one made with the secret of this endpoint.",
                Fault.TAMPERED_BODY: "Make the signature over the whole body as it came.",
                Fault.NO_SIGNATURE: "Refuse messages without the header webhook-signature.",
            }[fault]
        ]
    return []


def _event(kind: Any) -> Event:
    found = next((event for event in sandbox().events if event.type == kind), None)
    if found is None:
        known = ", ".join(sorted({event.type for event in sandbox().events}))
        raise InvalidValue(f"“type” is one of {known}.", field="type")
    return found


def _fault(text: Any) -> Fault:
    if text not in [one.value for one in Fault]:
        raise InvalidValue(f"“fault” is one of {', '.join(Fault)}.", field="fault")
    return Fault(text)


def _entry(event: Event) -> Entry:
    sealed = bytes.fromhex(event.commitment)
    return Entry(event.position, event.type, event.claim, event.number, sealed, b"", b"", event.time)


def _later(status: int, code: str, detail: str, wait: int) -> HttpResponse:
    answer = problems.problem(code, status=status, detail=detail)
    answer["Retry-After"] = str(wait)
    return answer
