"""Everything at once, as files. Fetch, check, call, present."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, parameters, problems
from claims.api.changes import FILTERS
from claims.api.views import problems_of
from claims.reads import exports, feed
from claims.web.requests import within

AFTER = OpenApiParameter(
    "after",
    str,
    description=(
        "Continues a download that broke off: only claims whose id comes after this one, as they are now. Then read "
        "the feed from the cursor of the *first* header, and the copy is whole again. A download that takes an hour "
        "is broken off."
    ),
)
WANT_DIGEST = OpenApiParameter(
    "Want-Repr-Digest",
    str,
    OpenApiParameter.HEADER,
    description=(
        "`sha-256=1` (RFC 9530): the answer then has the SHA-256 of all its bytes in the header `Repr-Digest`. "
        "Everything is read twice for that, so the first byte comes when half of the work is done."
    ),
)
_WANTED = re.compile(r"(?:^|,)[ \t]*sha-256=(?:10|[1-9])[ \t]*(?:[,;]|$)")
PLACES = BoundedSemaphore(max(1, settings.SERVER_THREADS // 4))
"""Each download keeps a thread and a connection to the database, and the database from clearing up."""
COME_BACK = "30"
LONGEST = 3_600.0
"""Seconds that one download may take which can be gone on with."""
LONGEST_AT_ONCE = 6 * LONGEST
"""The same of one that begins anew each time."""


class Download:
    """The blocks of an export; its place is free again when it ends, is broken off, or never begins."""

    def __init__(self, blocks: Iterator[bytes], longest: float) -> None:
        self._blocks, self._longest = blocks, longest
        self._place: BoundedSemaphore | None = PLACES

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from within(self._longest, self._blocks)
        finally:
            self.close()

    def close(self) -> None:
        """Ends the transaction and gives the place back."""
        self._blocks.close()  # type: ignore[attr-defined]  # it is a generator
        place, self._place = self._place, None
        if place is not None:
            place.release()

    def __del__(self) -> None:
        self.close()


class Claims(APIView):
    """The newest document of every claim."""

    @extend_schema(
        summary="Everything: a header line, the newest document of every claim, one a line, and a line to check them",
        description=(
            "All of one moment, in the order of ids. The header names the license and the `cursor` from which the "
            'feed goes on. The last line, `{"type": "end"}`, has the number of documents and the SHA-256 of every '
            "byte before it: without it the download is not whole, and `after` continues it. The file of last night "
            "at `/api/v1/export/nightly/` can be fetched in parts instead."
        ),
        parameters=[AFTER, WANT_DIGEST, *FILTERS],
        responses={(200, "application/x-ndjson"): OpenApiTypes.STR, **problems_of(400, 503)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """All claims as of one size of the log; the header's cursor continues in the feed."""
        return _of_claims(request, exports.claims, "application/x-ndjson", "claims.ndjson")


class ClaimsTable(APIView):
    """The same as a table."""

    @extend_schema(
        summary="Everything as a table (CSV, RFC 4180, UTF-8) that opens safely in a spreadsheet",
        description=(
            "Every cell is quoted. A text that a spreadsheet might take for a formula, and any that begins with an "
            "apostrophe, has an apostrophe in front, in this format alone, and so has what comes behind a comma, a "
            "semicolon, a bar, a tab or the end of a line within a text; drop the first apostrophe at each of these "
            'places to have it as it was. The header `Link` with `rel="monitor"` names the feed from the cursor on '
            "that continues it. With `after`, the row of names is left out, so that parts can be joined."
        ),
        parameters=[AFTER, WANT_DIGEST, *FILTERS],
        responses={(200, "text/csv"): OpenApiTypes.STR, **problems_of(400, 503)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """A row for each claim."""
        return _of_claims(request, exports.claims_table, "text/csv; charset=utf-8", "claims.csv")


class ClaimReviews(APIView):
    """All ClaimReviews."""

    @extend_schema(
        summary="All ratings as a schema.org DataFeed of ClaimReviews",
        description="Claims whose rating stands; never those of a demonstration, unless the site is one itself.",
        parameters=[WANT_DIGEST],
        responses={(200, "application/ld+json"): OpenApiTypes.OBJECT, **problems_of(400, 503)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The DataFeed, streamed."""
        parameters.only(request.query_params, ())
        return _download(request, exports.claim_reviews, "application/ld+json", "claimreview.json")


class Log(APIView):
    """The whole log with every document, for verification."""

    @extend_schema(
        summary="The log: a header line, then every entry with salt and document, one a line",
        parameters=[WANT_DIGEST],
        responses={(200, "application/x-ndjson"): OpenApiTypes.STR, **problems_of(400, 503)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """What examples/verify_log.py reads."""
        parameters.only(request.query_params, ())
        return _download(request, exports.whole_log, "application/x-ndjson", "log.ndjson")


def _of_claims(
    request: Request, export: Callable[..., exports.Export], media_type: str, name: str
) -> HttpResponseBase:
    query = request.query_params
    parameters.only(query, ("after", *feed.FILTERS))
    asked: dict[str, Any] = {
        "filters": parameters.filters(query, feed.FILTERS),
        "after": parameters.claim_id(query, "after"),
    }
    return _download(request, partial(export, **asked), media_type, name, longest=LONGEST)


def _download(
    request: Request,
    export: Callable[..., exports.Export],
    media_type: str,
    name: str,
    *,
    longest: float | None = None,
) -> HttpResponseBase:
    digested = request.method != "HEAD" and bool(_WANTED.search(request.headers.get("Want-Repr-Digest", "")))
    if not PLACES.acquire(blocking=False):
        answer = problems.problem(
            "busy",
            status=503,
            detail="Others are downloading everything just now. Try again in half a minute, or take the file of last "
            "night: /api/v1/export/nightly/.",
        )
        answer["Retry-After"] = COME_BACK
        return answer
    try:
        made = export(digested=digested)
    except BaseException:
        PLACES.release()
        raise
    download = Download(made.blocks, longest or LONGEST_AT_ONCE)
    if request.method == "HEAD":
        download.close()
        found = StreamingHttpResponse(
            (), content_type=media_type
        )  # streamed, so no length is added that GET lacks
    else:
        found = StreamingHttpResponse(download, content_type=media_type)
    found["Content-Disposition"] = f'attachment; filename="{name}"'
    found["Cache-Control"] = "no-store"
    if made.sha256 is not None:
        found["Repr-Digest"] = answers.digest(made.sha256)
    found["Link"] = answers.links(
        (f"/api/v1/changes/?{urlencode(made.goes_on)}", "monitor", "application/json")
    )
    return found
