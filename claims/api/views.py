"""Claims and the log's checkpoints. Fetch, check, call, present."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, document_shapes, parameters, problems, shapes, sparse
from claims.domain.errors import NotFound
from claims.domain.ledger import time_text
from claims.domain.vocabulary import Status
from claims.formats import memento
from claims.reads import cursors, log, published, removals
from claims.web.conditional import is_known

PROBLEM = OpenApiResponse(shapes.ProblemShape, description="An RFC 9457 problem.")


def problems_of(*statuses: int) -> dict[Any, Any]:
    """The problems that an address may answer with, for the description."""
    return {(status, problems.MEDIA_TYPE): PROBLEM for status in (*statuses, 405)}


LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": parameters.MAX_LIMIT},
    description="How many; 50 of a list and 100 of the feed unless given.",
)
CURSOR = OpenApiParameter(
    "cursor",
    str,
    description="Opaque; from the answer before. Continue from there; without one, from the beginning.",
)
FIELDS = OpenApiParameter(
    "fields",
    str,
    description="Only these members of each document, by their paths, joined by commas; `id` is always there.",
    examples=[OpenApiExample("some members", "statement,speaker.name,verdict.rating")],
)
PERIODS = [
    OpenApiParameter(
        "said_from",
        str,
        description="Only claims that may have been said on this day or later: a day, a month or a year.",
        examples=[OpenApiExample("a year", "2009")],
    ),
    OpenApiParameter(
        "said_to",
        str,
        description="Only claims that may have been said on this day or earlier: a day, a month or a year.",
        examples=[OpenApiExample("a month", "2009-08")],
    ),
    OpenApiParameter(
        "updated_since",
        str,
        description="Only claims whose newest document is of this moment or later. To miss nothing, read `changes/`.",
        examples=[OpenApiExample("a day", "2020-01-01")],
    ),
    OpenApiParameter(
        "updated_before",
        str,
        description="Only claims whose newest document is of before this moment.",
        examples=[OpenApiExample("a moment", "2999-01-01T00:00:00Z")],
    ),
]
FILTERS = [
    OpenApiParameter(
        name,
        str,
        description=f"Only claims with this {name}.",
        enum=[status.value for status in Status] if name == "status" else None,
    )
    for name in published.FILTERS
]


class Claims(APIView):
    """All published claims."""

    @extend_schema(
        operation_id="claims_list",
        summary="Published claims, newest first",
        parameters=[LIMIT, CURSOR, FIELDS, *FILTERS, *PERIODS],
        responses={200: shapes.ClaimPageShape, 304: None, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """A page of the newest documents."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor", "fields", *published.FILTERS, *parameters.RANGES))
        limit, filters, within = parameters.limit(query), parameters.filters(query), parameters.within(query)
        fields = sparse.wanted(query)
        shown = filters | {name: query[name] for name in parameters.RANGES if query.get(name)}
        place = parameters.cursor(query)
        after = cursors.read_place(place, filters=shown) if place else None
        tag = list_tag(log.identity(), request)
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        page = published.listed(limit=limit, after=after, filters=filters, within=within)
        kept = shown | ({"fields": query["fields"]} if fields else {})
        path = "/api/v1/claims/"
        return documents(page, path=path, filters=shown, shown=kept, limit=limit, tag=tag, fields=fields)


def documents(
    page: published.Listed,
    *,
    path: str,
    filters: Mapping[str, str],
    shown: Mapping[str, str],
    limit: int,
    tag: str,
    fields: sparse.Tree,
) -> HttpResponse:
    """A page of sealed documents; `filters` bind the cursor, `shown` stand in the next address."""
    next_url = None
    if page.next_after is not None:
        place = cursors.make_place(page.next_after, filters=filters)
        next_url = f"{path}?" + urlencode({**shown, "limit": limit, "cursor": place})
    head = json.dumps({"license": settings.DATA_LICENSE, "next": next_url}).encode()[:-1] + b',"results":['
    parts = (sparse.picked(item.document, fields) for item in page.items if item.document)
    return answers.listing(parts, head=head, tail=b"]}", tag=tag, next_url=next_url)


def tag_of_list(request: HttpRequest) -> str:
    """The tag of a list as it is now."""
    return list_tag(log.identity(), request)


def tag_of_claim(request: HttpRequest, public_id: str) -> str | None:
    """The tag of a claim's newest document; None when there is none, or only some members are asked for."""
    if request.META.get("QUERY_STRING"):
        return None
    commitment = published.commitment_of(public_id)
    return None if commitment is None else answers.etag(commitment)


def list_tag(here: log.Log, request: Request | HttpRequest) -> str:
    """Weak: two lists are as good as equal at one size of one log, asked in the same words."""
    asked = hashlib.sha256(request.META.get("QUERY_STRING", "").encode()).hexdigest()
    return f'W/"list-{here.log_id[:8]}-{here.epoch}-{here.size}-{asked[:12]}"'


class Claim(APIView):
    """One claim."""

    @extend_schema(
        summary="The newest document of a claim",
        parameters=[FIELDS],
        responses={200: document_shapes.DocumentShape, 304: None, **problems_of(400, 404, 451)},
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """The document as it was sealed; its ETag is its commitment in the log."""
        parameters.only(request.query_params, ("fields",))
        fields = sparse.wanted(request.query_params)
        found = published.newest(public_id)
        if found is None:
            raise NotFound(f"No claim with the id {public_id} was published.", field="id")
        tag = sparse.tag(answers.etag(found.commitment), fields)
        known = found.document is not None and is_known(request._request, tag)
        page = f"/claims/{public_id}"
        return answers.not_modified(tag) if known else _document(request, found, tag, fields, page)


class Revision(APIView):
    """One publication of a claim."""

    @extend_schema(
        summary="One numbered document of a claim",
        parameters=[FIELDS],
        responses={200: document_shapes.DocumentShape, 304: None, **problems_of(400, 404, 451)},
    )
    def get(self, request: Request, public_id: str, number: str) -> HttpResponse:
        """The document of this number; it never changes."""
        parameters.only(request.query_params, ("fields",))
        fields = sparse.wanted(request.query_params)
        found = published.revision(public_id, int(number))
        if found is None:
            raise NotFound(f"The claim {public_id} has no document number {number}.", field="number")
        tag = sparse.tag(answers.etag(found.commitment), fields)
        known = found.document is not None and is_known(request._request, tag)
        if known:
            return answers.not_modified(tag)
        page = f"/claims/{public_id}/revisions/{found.number}"
        near = [(found.number - 1, "prev"), (found.number + 1, "next")]
        beside = [(at, relation) for at, relation in near if 0 < at <= found.newest_number]
        return _document(request, found, tag, fields, page, beside)


def _document(
    request: Request,
    found: published.Published,
    tag: str,
    fields: sparse.Tree,
    page: str,
    beside: Sequence[tuple[int, str]] = (),
) -> HttpResponse:
    """The document, with links to its `page`, to what never changes of it, to the numbers `beside` it and to all.

    `Last-Modified` is told and not gone by: two documents may be of one second.
    """
    if found.document is None:
        return _removed(removals.of(found.public_id))
    path = f"/claims/{found.public_id}"
    more = [
        (request._request.get_full_path(), "self", "application/json"),
        (f"{path}/revisions/{found.number}", "cite-as", None),
        (path, "timegate", None),
        (f"{path}/timemap", "timemap", memento.MEDIA_TYPE),
        *(
            (f"/api/v1{path}/revisions/{number}/", relation, "application/json")
            for number, relation in beside
        ),
    ]
    answer = answers.document(sparse.picked(found.document, fields), tag=tag, path=page, more=more)
    answer["Last-Modified"] = memento.http_date(found.at)
    return answer


def _removed(removal: removals.Removal | None) -> HttpResponse:
    """451 with the category and the moment, and nothing else."""
    if removal is None:
        return problems.problem("removed", status=451, detail="This document was removed on legal grounds.")
    told = {"category": removal.category, "removed_at": time_text(removal.at)}
    if removal.withheld:
        detail = "This document is withheld while it is looked at again."
        return problems.problem("withheld", status=451, detail=detail, told=told)
    detail = "This document was removed for good."
    return problems.problem("removed", status=451, detail=detail, told=told)


class Checkpoints(APIView):
    """Signed checkpoints."""

    @extend_schema(
        summary="All signed checkpoints, one after the other (C2SP signed notes)",
        responses={(200, "text/plain"): OpenApiTypes.STR, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Keep a copy somewhere else: with it nobody can rewrite the past unseen."""
        parameters.only(request.query_params, ())
        answer = HttpResponse("\n".join(log.notes()), content_type="text/plain; charset=utf-8")
        return answer
