"""The sandbox: fixed data behind the same addresses, every problem on demand, and webhooks sent to try a receiver.

Test keys are for here alone. Nothing that is asked here changes anything, except the receiver that is sent to.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, document_shapes, parameters, problems, shapes, sparse
from claims.api.views import CURSOR, FIELDS, LIMIT, problems_of
from claims.delivery.simulating import SECRET
from claims.domain import sealing
from claims.domain.errors import NotFound
from claims.domain.vocabulary import Status
from claims.reads import cursors
from claims.reads.feed import TOMBSTONES
from claims.reads.sandbox import GONE, Event, file, sandbox
from claims.web.conditional import is_known

HERE = "/api/sandbox/v1/"
DETAIL = {
    400: ("invalid", "An example of a value that cannot be used."),
    401: ("unauthorized", "An example of a key that opens nothing."),
    403: ("not-allowed", "An example of a key without the scope that is needed."),
    404: ("not-found", "An example of an address where nothing is."),
    429: ("too-many-requests", "An example of too many requests. Wait as long as Retry-After says."),
    451: ("removed", "An example of a document that was removed on legal grounds."),
    503: ("busy", "An example of an address that has too much to do. Wait as long as Retry-After says."),
}
"""The problems that can be asked for."""


class Front(APIView):
    """What there is to try."""

    @extend_schema(
        operation_id="sandbox",
        summary="What there is to try: fixed data, every problem, webhooks",
        tags=["sandbox"],
        responses={200: OpenApiTypes.OBJECT, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """The addresses of the sandbox, with what each is good for."""
        parameters.only(request.query_params, ())
        newest = sandbox().newest().values()
        body = {
            "license": settings.DATA_LICENSE,
            "claims": f"{HERE}claims/",
            "changes": f"{HERE}changes/",
            "log": f"{HERE}log.ndjson",
            "checkpoints": f"{HERE}checkpoints.txt",
            "key": file("key.txt").read_text(encoding="utf-8").strip(),
            "problems": {str(status): f"{HERE}problems/{status}/" for status in DETAIL},
            "webhooks": f"{HERE}webhooks/simulate/",
            "webhook_secret": sealing.written(SECRET),
            "to_try": [{"claim": f"{HERE}claims/{one.claim}/", "newest_entry": one.type} for one in newest],
        }
        return answers.value(body, tag=_tag("front"))


class Claims(APIView):
    """The claims that can be read."""

    @extend_schema(
        operation_id="sandbox_claims_list",
        summary="The claims of the sandbox, newest first",
        tags=["sandbox"],
        parameters=[
            LIMIT,
            CURSOR,
            FIELDS,
            OpenApiParameter(
                "status", str, description="Only claims with this status.", enum=[one.value for one in Status]
            ),
        ],
        responses={200: shapes.ClaimPageShape, 304: None, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """A page of documents, as the same list of everything published gives them."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor", "fields", "status"))
        limit, fields, filters = parameters.limit(query), sparse.wanted(query), parameters.filters(query)
        first = 0
        if given := parameters.cursor(query):
            (place,) = cursors.read_item(given, of="sandbox", size=1, filters=filters)
            first = int(place)
        found = [one for one in sandbox().documents() if _fits(one, filters)]
        shown, more = found[first : first + limit], len(found) > first + limit
        next_url = None
        if more:
            cursor = cursors.make_item([str(first + limit)], of="sandbox", filters=filters)
            kept = {name: query[name] for name in ("status", "fields") if query.get(name)}
            next_url = f"{HERE}claims/?" + urlencode({**kept, "limit": limit, "cursor": cursor})
        head = (
            json.dumps({"license": settings.DATA_LICENSE, "next": next_url}).encode()[:-1] + b',"results":['
        )
        parts = (sparse.picked(one.document or b"", fields) for one in shown)
        return answers.listing(parts, head=head, tail=b"]}", tag=_tag(query.urlencode()), next_url=next_url)


def _fits(event: Event, filters: dict[str, str]) -> bool:
    return not filters or json.loads(event.document or b"{}")["status"] == filters["status"]


class Claim(APIView):
    """One claim."""

    @extend_schema(
        operation_id="sandbox_claim",
        summary="A claim of the sandbox; those that were removed answer 451",
        tags=["sandbox"],
        parameters=[FIELDS],
        responses={200: document_shapes.DocumentShape, 304: None, **problems_of(400, 404, 451)},
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """Its newest document; its ETag is its commitment in the sandbox's log."""
        parameters.only(request.query_params, ("fields",))
        fields = sparse.wanted(request.query_params)
        event = sandbox().newest().get(public_id)
        if event is None:
            raise NotFound(f"The sandbox has no claim with the id {public_id}.", field="id")
        if event.type in GONE or event.document is None:
            told = {"category": "legal", "removed_at": event.time}
            code = GONE.get(event.type, "removed")
            return problems.problem(code, status=451, detail="This document was removed for good.", told=told)
        tag = sparse.tag(answers.etag(event.commitment), fields)
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        return answers.document(
            sparse.picked(event.document, fields), tag=tag, path=f"{HERE}claims/{public_id}/"
        )


class Changes(APIView):
    """The feed."""

    @extend_schema(
        operation_id="sandbox_changes",
        summary="Every kind of change, in commit order, behind a cursor",
        tags=["sandbox"],
        parameters=[LIMIT, CURSOR],
        responses={200: shapes.ChangesShape, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """As the feed of everything published; it never grows, so that what comes of it can be compared."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor"))
        here, limit = sandbox().log, parameters.limit(query, default=100)
        given = parameters.cursor(query)
        after = cursors.read(given, log=here, filters={}, export="") if given else 0
        shown = sandbox().events[after : after + limit]
        last = after + len(shown)
        body = {
            "license": settings.DATA_LICENSE,
            "cursor": cursors.make(here, position=last, filters={}),
            "has_more": last < here.size,
        }
        changes = b",".join(map(_change, shown))
        answer = HttpResponse(
            json.dumps(body).encode()[:-1] + b',"changes":[' + changes + b"]}",
            content_type="application/json",
        )
        answer["Cache-Control"] = "no-store"
        return answer


def _change(event: Event) -> bytes:
    document = None if event.type in GONE else event.document
    head: dict[str, Any] = {
        "position": event.position,
        "type": event.type,
        "claim": event.claim,
        "number": event.number,
        "previous_number": event.number - 1 or None,
        "time": event.time,
        "commitment": event.commitment or None,
        "tombstone": event.type in TOMBSTONES or document is None,
    }
    return json.dumps(head).encode()[:-1] + b',"document":' + (document or b"null") + b"}"


class Log(APIView):
    """The log."""

    @extend_schema(
        operation_id="sandbox_log",
        summary="The log of the sandbox, to try a verifier on",
        tags=["sandbox"],
        responses={(200, "application/x-ndjson"): OpenApiTypes.STR, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """What examples/verify_log.py reads."""
        parameters.only(request.query_params, ())
        return HttpResponse(file().read_bytes(), content_type="application/x-ndjson")


class Checkpoints(APIView):
    """The checkpoint of the log."""

    @extend_schema(
        operation_id="sandbox_checkpoints",
        summary="The signed checkpoint of the sandbox's log; the front names the key",
        tags=["sandbox"],
        responses={(200, "text/plain"): OpenApiTypes.STR, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """A C2SP signed note."""
        parameters.only(request.query_params, ())
        return HttpResponse(file("checkpoints.txt").read_bytes(), content_type="text/plain; charset=utf-8")


class Problems(APIView):
    """Every problem, to try what a program makes of it."""

    @extend_schema(
        operation_id="sandbox_problem",
        summary="The problem with this status, as any address may answer with it",
        tags=["sandbox"],
        parameters=[
            OpenApiParameter(
                "status",
                {"type": "string", "enum": [str(status) for status in DETAIL]},
                location=OpenApiParameter.PATH,
                description="Which problem.",
                examples=[OpenApiExample("too much", "429")],
            )
        ],
        responses=problems_of(*DETAIL),
    )
    def get(self, request: Request, status: str) -> HttpResponse:
        """The problem; 429 and 503 say when to come back."""
        parameters.only(request.query_params, ())
        code, detail = DETAIL[int(status)]
        told = {"category": "legal", "removed_at": "2026-11-29T12:00:00.000000Z"} if status == "451" else None
        errors = [{"pointer": "#/limit", "detail": "An example of a field."}] if status == "400" else None
        answer = problems.problem(code, status=int(status), detail=detail, errors=errors, told=told)
        if status in ("429", "503"):
            answer["Retry-After"] = "5"
        return answer


def _tag(asked: str) -> str:
    here = sandbox().log
    digest = hashlib.sha256(asked.encode()).hexdigest()[:12]
    return f'W/"sandbox-{here.log_id[:8]}-{here.size}-{digest}"'
