"""The newest document of a claim as a W3C Web Annotation of its article. Fetch, check, call, present."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from claims.domain.tongue import as_written
from claims.formats.web_annotation import MEDIA_TYPE, build
from claims.pages.answering import CACHE, NO_INDEX, removed
from claims.reads import published
from claims.web.conditional import is_known
from claims.web.form import FORM

TYPE = "http://www.w3.org/ns/oa#Annotation"
"""What the Web Annotation Protocol wants a Link header to say that this is."""


def annotation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The annotation; 451 when the document was removed."""
    found = published.newest(public_id)
    if found is None:
        raise Http404("No such claim was published.")
    if found.document is None:
        return removed(request, public_id)
    tag = f'W/"{found.commitment}-annotation-{FORM}"'
    if is_known(request, tag):
        return _headed(HttpResponseNotModified(), tag)
    document = found.value()
    with as_written():
        told = build(document, publisher=settings.PUBLISHER, public_url=settings.PUBLIC_URL)
    body = json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    answer = HttpResponse(body, content_type=MEDIA_TYPE)
    answer["Link"] = (
        f'<{TYPE}>; rel="type", </claims/{public_id}>; rel="describes", <{settings.DATA_LICENSE}>; rel="license"'
    )
    if document["demonstration"]:
        answer["X-Robots-Tag"] = NO_INDEX
    return _headed(answer, tag)


def _headed(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"], answer["Cache-Control"] = tag, CACHE
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Allow"] = "GET, HEAD, OPTIONS"
    return answer
