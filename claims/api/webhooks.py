"""A newsroom's own webhooks, for its programs: which there are, what each was sent, and a new one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.actions import webhooks
from claims.actions.commands import Program
from claims.api import answers, parameters
from claims.api import webhook_shapes as shapes
from claims.api.views import CURSOR, LIMIT, problems_of
from claims.api.webhook_commands import (
    HERE,
    IDEMPOTENCY,
    KEY,
    TAGS,
    carried_out,
    key_of,
    of,
    text,
    texts,
    told,
    whole,
)
from claims.domain.ledger import time_text
from claims.domain.webhooks import CHOSEN
from claims.reads import cursors, webhook_api
from claims.reads.webhook_api import Tried


class Webhooks(APIView):
    """The endpoints of a newsroom."""

    @extend_schema(
        operation_id="webhooks_list",
        summary="The newsroom's webhooks, with how far each is",
        tags=TAGS,
        auth=KEY,
        responses={200: shapes.EndpointsShape, **problems_of(400, 401, 403)},
    )
    def get(self, request: Request) -> HttpResponse:
        """All of them."""
        parameters.only(request.query_params, ())
        found = webhook_api.endpoints(key_of(request).newsroom)
        return _private({"results": [told(one) for one in found]})

    @extend_schema(
        operation_id="webhooks_create",
        summary="A new webhook; the answer has its secret, this once",
        tags=TAGS,
        auth=KEY,
        parameters=[IDEMPOTENCY],
        request=shapes.NewEndpointShape,
        examples=[
            OpenApiExample(
                "a new webhook",
                {
                    "label": "archive",
                    "address": "https://newsroom.example/hook",
                    "events": ["claim.corrected"],
                },
                request_only=True,
            )
        ],
        responses={201: shapes.SecretShape, **problems_of(400, 401, 403, 413, 415, 422)},
    )
    def post(self, request: Request) -> HttpResponse:
        """Makes one; it is sent what is published from now on, or what the log has behind `after`.

        Without `events` it is told of all that can be chosen; an empty list is refused. Of documents that are taken
        away or come back it is told in any case.
        """

        def act(value: dict[str, Any], program: Program, now: datetime) -> tuple[int, dict[str, Any]]:
            endpoint, secret = webhooks.make(
                webhook_api.newsroom(program.newsroom),
                label=text(value, "label"),
                address=text(value, "address"),
                events=texts(value, "events", otherwise=CHOSEN),
                after=whole(value, "after"),
                by=program.by,
                at=now,
            )
            made = webhook_api.endpoint(program.newsroom, endpoint.public_id)
            return 201, {**told(made), "secret": secret}

        return carried_out(request, members=("label", "address", "events", "after"), act=act)


class Webhook(APIView):
    """One endpoint."""

    @extend_schema(
        operation_id="webhook",
        summary="A webhook, with how far it is",
        tags=TAGS,
        auth=KEY,
        responses={200: shapes.EndpointShape, **problems_of(400, 401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """How it fares."""
        parameters.only(request.query_params, ())
        return _private(told(of(key_of(request).newsroom, public_id)))


class Deliveries(APIView):
    """What became of what an endpoint was sent."""

    @extend_schema(
        operation_id="webhook_deliveries",
        summary="What a webhook was sent and every try of it, the latest first",
        tags=TAGS,
        auth=KEY,
        parameters=[LIMIT, CURSOR],
        responses={200: shapes.DeliveriesShape, **problems_of(400, 401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """A page of deliveries."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor"))
        limit, before = parameters.limit(query), None
        endpoint = of(key_of(request).newsroom, public_id)
        place = f"webhook {public_id}"
        if given := parameters.cursor(query):
            (last,) = cursors.read_item(given, of=place, size=1, filters={})
            before = int(last)
        found = webhook_api.deliveries(endpoint, before=before, limit=limit + 1)
        shown, more = found[:limit], len(found) > limit
        cursor = cursors.make_item([str(shown[-1].id)], of=place, filters={}) if more else None
        path = f"{HERE}{public_id}/deliveries/"
        next_url = f"{path}?limit={limit}&cursor={cursor}" if cursor else None
        return _private({"next": next_url, "results": [_delivery(one) for one in shown]})


def _delivery(one: Tried) -> dict[str, Any]:
    return {
        "position": one.position,
        "claim": one.claim or None,
        "state": one.state,
        "next_at": time_text(one.next_at) if one.state == "waiting" else None,
        "delivered_at": time_text(one.delivered_at) if one.delivered_at else None,
        "attempts": [
            {"at": time_text(at), "status": status, "milliseconds": milliseconds, "said": said}
            for at, status, milliseconds, said in one.attempts
        ],
    }


def _private(body: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")
    answer["Cache-Control"] = "no-store"
    answer["Link"] = answers.links(("/api/v1/openapi.json", "service-desc", None))
    return answer
