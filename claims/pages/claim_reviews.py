"""ClaimReview: one in each page of a rated claim, alone as a file, and all of them as a feed.

A demonstration is reviewed by nobody: its documents stay out while the site is a real one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils.safestring import SafeString, mark_safe

from claims.domain.ledger import time_text
from claims.formats import claim_review
from claims.formats.linked_data import script
from claims.pages.answering import CACHE, NO_INDEX, removed
from claims.reads import log, published
from claims.web.conditional import is_known
from claims.web.form import FORM

MEDIA_TYPE = "application/ld+json"
MOST = 1_000
"""As many ratings are put into one file while a reader waits; more are streamed by the export, which has its places."""
EXPORT = "/api/v1/export/claimreview.json"


def element(document: Mapping[str, Any]) -> SafeString:
    """The ClaimReview of a document as a script element; empty when there is none."""
    found = _built(document)
    return mark_safe(script(found)) if found else SafeString()  # noqa: S308 - no sign that HTML knows is left in it


def of_claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """The ClaimReview of a claim's newest document; 404 when it has no rating that stands."""
    found = published.newest(public_id)
    if found is None:
        raise Http404("No such claim was published.")
    if found.document is None:
        return removed(request, public_id)
    tag = f'W/"{found.commitment}-jsonld-{FORM}"'
    if is_known(request, tag):
        return _headed(HttpResponseNotModified(), tag)
    review = _built(found.value())
    if review is None:
        raise Http404("This claim has no rating that stands.")
    answer = _written(review)
    answer["Link"] = f'</claims/{public_id}>; rel="describes", <{settings.DATA_LICENSE}>; rel="license"'
    if found.value()["demonstration"]:
        answer["X-Robots-Tag"] = NO_INDEX
    return _headed(answer, tag)


def feed(request: HttpRequest) -> HttpResponse:
    """All ClaimReviews as a DataFeed, 304 until the log grows; of a large site the same feed as it is exported."""
    here = log.identity()
    tag = f'W/"{here.log_id}-{here.epoch}-{here.size}-{settings.DEBUG:d}-{FORM}"'
    if is_known(request, tag):
        return _headed(HttpResponseNotModified(), tag)
    if published.has_more_rated_than(MOST, demonstration=settings.DEBUG):
        return _headed(HttpResponseRedirect(EXPORT), tag)
    return _headed(HttpResponse(_feed(tag), content_type=MEDIA_TYPE), tag)


@lru_cache(maxsize=1)
def _feed(_tag: str) -> bytes:
    """The feed's file as of this tag, made once until the log grows: it takes a millisecond for each claim."""
    documents = list(published.rated(demonstration=settings.DEBUG))
    updated = max((one["published_at"] for one in documents), default=time_text(log.began()))
    found = claim_review.feed(
        documents, publisher=settings.PUBLISHER, public_url=settings.PUBLIC_URL, updated=updated
    )
    return json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


def keep_nothing() -> None:
    """Forgets the file of the feed, for whoever makes a log of the same name and length again."""
    _feed.cache_clear()


def _built(document: Mapping[str, Any]) -> claim_review.Node | None:
    if document["demonstration"] and not settings.DEBUG:
        return None
    return claim_review.build(document, publisher=settings.PUBLISHER, public_url=settings.PUBLIC_URL)


def _written(value: claim_review.Node) -> HttpResponse:
    body = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return HttpResponse(body, content_type=MEDIA_TYPE)


def _headed(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"], answer["Cache-Control"] = tag, CACHE
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
