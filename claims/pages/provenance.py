"""Where a claim's evidence comes from, apart from its page: the picture, and W3C PROV in three forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from claims.domain.tongue import as_written
from claims.formats import claim_review, prov_records
from claims.formats.provenance_svg import draw
from claims.pages.answering import CACHE, NO_INDEX, page, removed
from claims.reads import published
from claims.web.conditional import is_known
from claims.web.form import FORM

PICTURE = "svg"
MEDIA = {PICTURE: "image/svg+xml; charset=utf-8", **prov_records.MEDIA_TYPES}
ASKED = {"image/svg+xml": PICTURE, "text/provenance-notation": "provn", "text/turtle": "ttl"}
"""What an address without an ending gives when a reader asks for it; everybody else gets JSON."""


def provenance(request: HttpRequest, public_id: str, form: str = "") -> HttpResponse:
    """The newest document's provenance in the form that the address ends with, or else the reader asks for."""
    wanted = form or _asked(request)
    commitment = published.commitment_of(public_id)
    if commitment is None:
        if published.newest(public_id) is None:
            raise Http404("No such claim was published.")
        return removed(request, public_id)
    tag = f'W/"{commitment}-{wanted}-{FORM}"'
    if is_known(request, tag):
        return _headed(HttpResponseNotModified(), tag, negotiated=not form)
    documents = [one.value() for one in published.history(public_id) if one.document is not None]
    if not documents:
        return removed(request, public_id)
    answer = HttpResponse(_written(documents, wanted), content_type=MEDIA[wanted])
    answer["Link"] = f'</claims/{public_id}>; rel="describes", <{settings.DATA_LICENSE}>; rel="license"'
    if documents[-1]["demonstration"]:
        answer["X-Robots-Tag"] = NO_INDEX
    return _headed(answer, tag, negotiated=not form)


def terms(request: HttpRequest) -> HttpResponse:
    """What the names in our provenance records mean."""
    context = {
        "terms": [(name, str(words)) for name, words in prov_records.TERMS.items()],
        "lost": [str(words) for words in prov_records.LOST],
        "review_terms": [(name, str(words)) for name, words in claim_review.TERMS.items()],
        "review_lost": [(path, str(words)) for path, words in claim_review.LOST],
    }
    return page(request, "terms", context)


def _asked(request: HttpRequest) -> str:
    accepted = request.headers.get("Accept", "")
    return next((form for media, form in ASKED.items() if media in accepted), "json")


def _headed(answer: HttpResponse, tag: str, *, negotiated: bool) -> HttpResponse:
    answer["ETag"], answer["Cache-Control"] = tag, CACHE
    answer["Access-Control-Allow-Origin"] = "*"
    if negotiated:
        answer["Vary"] = "Accept"
    return answer


def _picture(documents: Sequence[Mapping[str, Any]]) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + draw(documents[-1])


def _written(documents: Sequence[Mapping[str, Any]], form: str) -> bytes:
    if form == PICTURE:
        return _picture(documents).encode()
    with as_written():
        return prov_records.serialize(prov_records.records(documents, base=settings.PUBLIC_URL), form)
