"""The feed of changes. Fetch, check, call, present."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import parameters, shapes, waiting
from claims.api.views import CURSOR, problems_of
from claims.domain.ledger import time_text
from claims.domain.vocabulary import Status
from claims.reads import cursors, feed, log

LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": parameters.MAX_FEED_LIMIT},
    description="How many; 100 unless given.",
)
WAIT = OpenApiParameter(
    "wait",
    {"type": "integer", "minimum": 0, "maximum": parameters.MAX_WAIT},
    description=(
        "When there is nothing new: wait so many seconds for it, and answer as soon as it comes. When too many wait "
        "already, the answer comes at once, empty and with `Retry-After`."
    ),
)
FILTERS = [
    OpenApiParameter(
        name,
        str,
        description=f"Only what concerns claims with this {name}; a claim that loses it is told as `left`.",
        enum=[status.value for status in Status] if name == "status" else None,
    )
    for name in feed.FILTERS
]
COME_BACK = "5"
"""Seconds after which to ask again, for whom there was no place to wait."""


class Changes(APIView):
    """The feed of changes: the log itself."""

    @extend_schema(
        summary="Every change, in commit order, exactly once behind a cursor",
        description=(
            "Keep `cursor` of each answer and send it next time, with the same filters. Without one the feed begins "
            "with the first change there ever was; an export names the cursor that continues from it. A page of a "
            "filtered feed may be short or empty though `has_more` is true: go on with its cursor."
        ),
        parameters=[LIMIT, CURSOR, WAIT, *FILTERS],
        responses={200: shapes.ChangesShape, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """The changes behind a cursor; keep `cursor` of the answer and send it next time."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor", "wait", *feed.FILTERS))
        limit = parameters.limit(query, default=100, most=parameters.MAX_FEED_LIMIT)
        seconds, filters = parameters.wait(query), parameters.filters(query, feed.FILTERS)
        here, text = log.identity(), parameters.cursor(query)
        after = cursors.read(text, log=here, filters=filters) if text else 0
        page = feed.page(here, after=after, limit=limit, filters=filters)
        turned_away = False
        if seconds and _is_nothing(page):
            with waiting.ROOM.place() as free:
                turned_away = not free
                if free:
                    page = _waited(here, page, limit=limit, filters=filters, seconds=seconds)
        answer = _answer(here, page, filters)
        if turned_away:
            answer["Retry-After"] = COME_BACK
        return answer


def _is_nothing(page: feed.Page) -> bool:
    return not page.changes and not page.has_more


def _waited(
    here: log.Log, page: feed.Page, *, limit: int, filters: Mapping[str, str], seconds: float
) -> feed.Page:
    """The first page with something on it, or an empty one when the time is over."""
    deadline = monotonic() + seconds
    while _is_nothing(page) and waiting.ROOM.until_beyond(page.last, seconds=deadline - monotonic()):
        now = log.identity()
        if now != replace(here, size=now.size):
            break  # another log has taken its place: the next request is told so
        page = feed.page(now, after=page.last, limit=limit, filters=filters)
    return page


def _answer(here: log.Log, page: feed.Page, filters: Mapping[str, str]) -> HttpResponse:
    body = {
        "license": settings.DATA_LICENSE,
        "cursor": cursors.make(here, position=page.last, filters=filters),
        "has_more": page.has_more,
    }
    parts = [json.dumps(body).encode()[:-1] + b',"changes":[']
    for place, change in enumerate(page.changes):
        parts += (b"," if place else b"", _head(change), change.document or b"null", b"}")
    parts.append(b"]}")
    answer = HttpResponse(b"".join(parts), content_type="application/json")
    answer["Cache-Control"] = "no-store"
    return answer


def _head(change: feed.Change) -> bytes:
    """What stands before a document, written by hand, for there are many: ids, digests, moments and words of ours."""
    place = f', "filter": "{change.place}"' if change.place else ""
    return (
        f'{{"position": {change.position}, "type": "{change.type}", "claim": "{change.public_id}", '
        f'"number": {change.number}, "previous_number": {change.number - 1 or "null"}, '
        f'"time": "{time_text(change.at)}", "commitment": {_text_or_null(change.commitment)}, '
        f'"tombstone": {"true" if change.tombstone else "false"}{place},"document":'
    ).encode()


def _text_or_null(text: str) -> str:
    return f'"{text}"' if text else "null"
