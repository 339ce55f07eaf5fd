"""The files of last night, whole or in parts (RFC 9110, 14). Fetch, check, call, present."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import BinaryIO
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, parameters, problems, shapes
from claims.api.exports import LONGEST
from claims.api.views import problems_of
from claims.domain.errors import NotFound
from claims.domain.ledger import time_text
from claims.reads import nightly
from claims.reads.nightly import NAMES, Night
from claims.web.conditional import is_known
from claims.web.requests import within

BLOCK = 128 * 1024
CACHE = "public, no-cache"
"""Asked for each time: what was taken out of sight goes from caches, too."""
NAME = OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(NAMES), description="Which file.")
RANGE = OpenApiParameter(
    "Range", str, OpenApiParameter.HEADER, description="A part of the file, as in `bytes=1000000-`."
)
NEVER = (
    "No file was made yet. A worker makes them each night (manage.py procrastinate worker), and “manage.py export” "
    "makes them at once. Meanwhile take /api/v1/export/claims.ndjson."
)
OTHERS = "Others are downloading these files just now. Try again in half a minute."
TAKEN_AWAY = (
    "These files hold something that was taken out of sight since. New ones are made within minutes; meanwhile take "
    "/api/v1/export/claims.ndjson."
)


PLACES = BoundedSemaphore(max(1, settings.SERVER_THREADS // 4))
"""Each download keeps a thread."""


class Part:
    """The bytes of a file from here to behind there, in blocks; file and place are given back even if nobody reads."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self._start, self._end = file, start, end
        self._place: BoundedSemaphore | None = PLACES

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from within(LONGEST, self._blocks())
        finally:
            self.close()

    def _blocks(self) -> Iterator[bytes]:
        self._file.seek(self._start)
        left = self._end - self._start
        while left and (block := self._file.read(min(BLOCK, left))):
            yield block
            left -= len(block)

    def close(self) -> None:
        """Closes the file and gives the place back."""
        self._file.close()
        place, self._place = self._place, None
        if place is not None:
            place.release()

    def __del__(self) -> None:
        self.close()


class Contents(APIView):
    """Which files there are."""

    @extend_schema(
        operation_id="export_nightly_list",
        summary="The files of last night: everything that is public, at one moment",
        responses={200: shapes.NightlyShape, 304: None, **problems_of(400, 404, 503)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Their sizes and digests, and the cursor that goes on from them."""
        parameters.only(request.query_params, ())
        night = _night()
        if not night.is_sound():
            return _taken_away()
        tag = f'W/"nightly-{night.folder}"'
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        body = {
            "license": settings.DATA_LICENSE,
            "made_at": time_text(night.at),
            "size": night.size,
            "cursor": night.cursor,
            "files": [
                {
                    "name": one.name,
                    "path": f"/api/v1/export/nightly/{one.name}",
                    "media_type": NAMES[one.name],
                    "bytes": one.bytes,
                    "sha256": one.sha256,
                }
                for one in night.files
                if night.file(one.name)
            ],
        }
        return answers.value(body, tag=tag)


class File(APIView):
    """One file."""

    @extend_schema(
        operation_id="export_nightly_retrieve",
        summary="A file of last night, whole or in parts",
        description=(
            "`Repr-Digest` has the SHA-256 of the whole file (RFC 9530). A download that broke off goes on with "
            '`Range` and `If-Range`. `Link` with `rel="monitor"` names the feed from the cursor that goes on from it.'
        ),
        parameters=[NAME, RANGE],
        responses={
            **{(status, media): OpenApiTypes.BINARY for status in (200, 206) for media in NAMES.values()},
            304: None,
            **problems_of(400, 404, 416, 503),
        },
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """The bytes that were asked for."""
        parameters.only(request.query_params, ())
        night = _night()
        file = night.file(name)
        if file is None:
            raise NotFound("This site has no such file now.", field="name")
        if not night.is_sound():
            return _taken_away()
        tag = f'"{file.sha256}"'
        if _has_it(request, tag, night):
            return _headed(HttpResponseNotModified(), night, tag)
        part = _part(request, tag, night, file.bytes)
        if part is None:
            answer = problems.problem(
                "invalid", status=416, detail=f"The file has {file.bytes} bytes; ask for a part of these."
            )
            answer["Content-Range"] = f"bytes */{file.bytes}"
            return answer
        try:
            opened = (night.path / name).open("rb")
        except FileNotFoundError:  # taken away at this moment
            return _taken_away()
        if request.method != "HEAD" and not PLACES.acquire(blocking=False):
            opened.close()
            return _busy(OTHERS, "30")
        return _headed(_bytes(request, opened, name, file.bytes, part), night, tag)


def _night() -> Night:
    found = nightly.newest()
    if found is None:
        raise NotFound(NEVER)
    return found


def _taken_away() -> HttpResponse:
    return _busy(TAKEN_AWAY, "120")


def _busy(why: str, seconds: str) -> HttpResponse:
    answer = problems.problem("busy", status=503, detail=why)
    answer["Retry-After"] = seconds
    return answer


def _has_it(request: Request, tag: str, night: Night) -> bool:
    if "If-None-Match" in request.headers:
        return is_known(request._request, tag)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(night.at.timestamp()) <= since


def _part(request: Request, tag: str, night: Night, size: int) -> tuple[int, int] | None:
    """From where to behind where; all of it when no part is asked for that is understood, None when there is none.

    Only of GET are parts defined (RFC 9110, 14.2).
    """
    condition = request.headers.get("If-Range")
    asked = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", request.headers.get("Range", "").strip())
    if request.method != "GET" or not asked or asked[1] == asked[2] == "":
        return 0, size
    if condition not in (None, tag, _moment(night)):
        return 0, size
    if asked[1] == "":
        start, end = max(0, size - int(asked[2])), size
    else:
        start, end = int(asked[1]), min(size, int(asked[2]) + 1 if asked[2] else size)
    if asked[1] and asked[2] and int(asked[2]) < int(asked[1]):
        return 0, size  # no range at all: disregarded
    return (start, end) if start < end else None


def _bytes(request: Request, file: BinaryIO, name: str, size: int, part: tuple[int, int]) -> HttpResponseBase:
    (start, end), kind = part, NAMES[name]
    status = 200 if part == (0, size) else 206
    if request.method == "HEAD":
        file.close()
        answer: HttpResponseBase = HttpResponse(status=status, content_type=kind)
    else:
        answer = StreamingHttpResponse(Part(file, start, end), status=status, content_type=kind)
    answer["Content-Length"] = str(end - start)
    if status == 206:
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _moment(night: Night) -> str:
    return http_date(night.at.timestamp())


def _headed(answer: HttpResponseBase, night: Night, tag: str) -> HttpResponseBase:
    answer["ETag"], answer["Last-Modified"], answer["Cache-Control"] = tag, _moment(night), CACHE
    answer["Repr-Digest"], answer["Accept-Ranges"] = answers.digest(bytes.fromhex(tag.strip('"'))), "bytes"
    answer["Link"] = answers.links(
        (f"/api/v1/changes/?{urlencode({'cursor': night.cursor})}", "monitor", "application/json")
    )
    return answer
