"""A claim's page and the pages of its numbered documents. Fetch, check, call, present."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from claims.formats import memento
from claims.pages import claim_reviews, revisions
from claims.pages.answering import CACHE, NO_INDEX, removed, rendered
from claims.pages.embedding import frame
from claims.pages.presenting import view
from claims.reads import published
from claims.web.conditional import is_known
from claims.web.form import FORM


def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """A claim's newest document as a page; 304 when the reader has it, 302 to an earlier one when one is asked for."""
    commitment = published.commitment_of(public_id)
    tag = f'W/"{commitment}-{FORM}"'
    earlier = revisions.at_date(request, public_id)
    if earlier is not None:
        return earlier
    if commitment is not None and is_known(request, tag):
        answer = _unchanged(tag)
    else:
        found = published.newest(public_id)
        if found is None:
            raise Http404("No such claim was published.")
        answer = _answer(request, found, tag)
    answer["Vary"] = "accept-datetime"
    return _linked(answer, memento.links(f"/claims/{public_id}", ()))


def revision(request: HttpRequest, public_id: str, number: str) -> HttpResponse:
    """One numbered document as a page; a superseded one says so and is not indexed."""
    found = published.revision(public_id, int(number))
    if found is None:
        raise Http404("There is no document of this number.")
    answer = _answer(request, found, f'W/"{found.commitment}-{found.newest_number}-{FORM}"')
    if found.document is not None:
        answer["Memento-Datetime"] = memento.http_date(found.at)
    moments = published.moments(public_id)
    return _linked(answer, memento.links(f"/claims/{public_id}", moments, number=found.number))


def _answer(request: HttpRequest, found: published.Published, tag: str) -> HttpResponse:
    """The page, or 304. A page that shows the words of linked claims has a tag of their documents too."""
    if found.document is None:
        return removed(request)
    links = [link["claim"] for link in found.value()["links"]]
    others = published.briefs(links)
    if links:
        seen = "".join(others[name].commitment for name in sorted(others))
        tag = f'{tag[:-1]}-{hashlib.sha256(seen.encode()).hexdigest()[:12]}"'
    return _unchanged(tag) if is_known(request, tag) else _tagged(_page(request, found, others), tag)


def _page(
    request: HttpRequest, found: published.Published, others: Mapping[str, published.Brief]
) -> HttpResponse:
    shown = view(found, others)
    document = shown.document
    context = {
        "claim": shown,
        "doc": document,
        "review": claim_reviews.element(document) if found.is_newest else "",
        "frame": frame(document),
        "publisher": settings.PUBLISHER,
    }
    answer = rendered(request, "claim", context)
    if document["demonstration"] or not found.is_newest or document["status"] == "retracted":
        answer["X-Robots-Tag"] = NO_INDEX
    path, part = f"/claims/{found.public_id}", "" if found.is_newest else f"revisions/{found.number}/"
    links = [
        f'</api/v1{path}/{part}>; rel="alternate"; type="application/json"',
        f'<{settings.DATA_LICENSE}>; rel="license"',
        f'<{path}/revisions/{found.number}>; rel="cite-as"',
    ]
    if found.is_newest:
        links.append(f'<{path}/provenance>; rel="http://www.w3.org/ns/prov#has_provenance"')
    answer["Link"] = ", ".join(links)
    return answer


def _unchanged(tag: str) -> HttpResponse:
    return _tagged(HttpResponseNotModified(), tag)


def _tagged(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"], answer["Cache-Control"] = tag, CACHE
    return answer


def _linked(answer: HttpResponse, links: str) -> HttpResponse:
    answer["Link"] = ", ".join(filter(None, (answer.get("Link", ""), links)))
    return answer
