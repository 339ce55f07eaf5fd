"""Answers made of stored bytes: with validators, so that nobody downloads what they have."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

CACHE = "public, max-age=60, s-maxage=60"
SHAPE = "/api/v1/openapi.json#/components/schemas/DocumentShape"


def etag(commitment: str) -> str:
    """The strong validator of a document: its commitment, never a hash of its text."""
    return f'"{commitment}"'


def digest(sha256: bytes) -> str:
    """The value of `Repr-Digest` (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def not_modified(tag: str) -> HttpResponse:
    """304 with what a cache needs."""
    return _with_caching(HttpResponseNotModified(), tag)


def document(
    body: bytes, *, tag: str, path: str, more: Iterable[tuple[str, str, str | None]] = ()
) -> HttpResponse:
    """A document as it was sealed; `path` is its page, `more` is what else its links lead to."""
    answer = HttpResponse(body, content_type="application/json")
    answer["Link"] = links(
        (path, "alternate", "text/html"),
        *more,
        (SHAPE, "describedby", None),
        ("/api/v1/openapi.json", "service-desc", None),
    )
    return _with_caching(answer, tag)


def listing(
    parts: Iterable[bytes], *, head: bytes, tail: bytes, tag: str, next_url: str | None
) -> HttpResponse:
    """A page of documents: their stored bytes, joined."""
    answer = HttpResponse(head + b",".join(parts) + tail, content_type="application/json")
    if next_url:
        answer["Link"] = links((next_url, "next", None))
    return _with_caching(answer, tag)


def value(
    body: Mapping[str, Any], *, tag: str, next_url: str | None = None, path: str | None = None
) -> HttpResponse:
    """A value that is made of documents but is none itself, as JSON."""
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")
    targets: list[tuple[str, str, str | None]] = [("/api/v1/openapi.json", "service-desc", None)]
    if next_url:
        targets.append((next_url, "next", None))
    if path:
        targets.append((path, "alternate", "text/html"))
    answer["Link"] = links(*targets)
    return _with_caching(answer, tag)


def links(*targets: tuple[str, str, str | None]) -> str:
    """An RFC 8288 Link header; the license is always among them."""
    parts = [
        f'<{target}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for target, relation, kind in targets
    ]
    return ", ".join([*parts, f'<{settings.DATA_LICENSE}>; rel="license"'])


def _with_caching(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = CACHE
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer
