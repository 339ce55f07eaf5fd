"""A claim's page and the pages of its numbered documents. Fetch, check, call, present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from claims.domain import canonical
from claims.formats import memento
from claims.pages import claim_reviews, revisions
from claims.pages.altered import altered
from claims.pages.answering import CACHE, NO_INDEX, frame_of_site, removed, rendered
from claims.pages.embedding import frame
from claims.pages.figures import figures
from claims.pages.presenting import view
from claims.reads import alterations, published
from claims.reads.alterations import Alteration
from claims.web.conditional import is_known
from claims.web.form import FORM


def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """A claim's newest document as a page; 304 when the reader has it, 302 to an earlier one when one is asked for."""
    seal, mark = published.seal_of(public_id)
    earlier = revisions.at_date(request, public_id)
    if earlier is not None:
        return earlier
    if seal is not None and is_known(request, _tag(seal, mark)):
        answer = _unchanged(_tag(seal, mark))
    else:
        found = published.newest(public_id)
        if found is None:
            raise Http404("No such claim was published.")
        answer = removed(request, public_id) if found.document is None else _newest(request, found)
    answer["Vary"] = "accept-datetime"
    return _linked(answer, memento.links(f"/claims/{public_id}", ()))


def revision(request: HttpRequest, public_id: str, number: str) -> HttpResponse:
    """One numbered document as a page; a superseded one says so and is not indexed."""
    found = published.revision(public_id, int(number))
    if found is None:
        raise Http404("There is no document of this number.")
    answer = removed(request, public_id) if found.document is None else _numbered(request, found)
    if found.document is not None:
        answer["Memento-Datetime"] = memento.http_date(found.at)
    moments = published.moments(public_id)
    return _linked(answer, memento.links(f"/claims/{public_id}", moments, number=found.number))


def _newest(request: HttpRequest, found: published.Published) -> HttpResponse:
    """The page, with a tag of what it shows: what was asked before may have changed since, and changed back."""
    document, told = found.value(), alterations.of(found.public_id)
    related, beside = _related(document), published.of_one_measure(document)
    others = {one.public_id: one.commitment for one in beside}
    others |= {name: one.commitment for name, one in related.items()}
    answer = _page(request, found, related, [one.value() for one in beside], told)
    return _tagged(answer, _tag(published.seal(found, others), told.mark if told else None))


def _numbered(request: HttpRequest, found: published.Published) -> HttpResponse:
    """The page, or 304. A page that shows words of related claims has a tag of their documents too."""
    related = _related(found.value())
    seal = published.seal(found, {name: one.commitment for name, one in related.items()})
    tag = _tag(f"{seal}-{found.newest_number}")
    return _unchanged(tag) if is_known(request, tag) else _tagged(_page(request, found, related, ()), tag)


def _tag(seal: str, told: str | None = None) -> str:
    """The tag of a page that says this; the mark of what is said of its article is part of it."""
    return f'W/"{seal}{alterations.mark_of([] if told is None else [told])}-{FORM}"'


def _related(document: Mapping[str, Any]) -> dict[str, published.Brief]:
    return published.briefs(link["claim"] for link in document["links"])


def _page(
    request: HttpRequest,
    found: published.Published,
    related: Mapping[str, published.Brief],
    beside: Sequence[Mapping[str, Any]],
    told: Alteration | None = None,
) -> HttpResponse:
    context = {**_shown(found, related, beside), "altered": told and altered(told)}
    document = context["doc"]
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


def _shown(
    found: published.Published, related: Mapping[str, published.Brief], beside: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What the template is given."""
    shown = view(found, related)
    document = shown.document
    return {
        "claim": shown,
        "doc": document,
        "figures": figures(document, beside),
        "review": claim_reviews.element(document) if found.is_newest else "",
        "frame": frame(document),
        "publisher": settings.PUBLISHER,
    }


def page_of_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the template would be given if this document were a claim's newest: what the desk previews.

    It has no commitment yet, which publishing makes.
    """
    found = published.Published(
        public_id=document["id"],
        number=document["number"],
        newest_number=document["number"],
        kind=document["kind"],
        at=datetime.fromisoformat(document["published_at"]),
        commitment="",
        document=canonical.encode(document),
    )
    beside = [one.value() for one in published.of_one_measure(document)]
    return {**frame_of_site(), **_shown(found, _related(document), beside)}


def _unchanged(tag: str) -> HttpResponse:
    return _tagged(HttpResponseNotModified(), tag)


def _tagged(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"], answer["Cache-Control"] = tag, CACHE
    return answer


def _linked(answer: HttpResponse, links: str) -> HttpResponse:
    answer["Link"] = ", ".join(filter(None, (answer.get("Link", ""), links)))
    return answer
