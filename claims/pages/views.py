"""Home, claim, log, problems, health. Fetch, check, call, present."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render

from claims.domain.errors import DomainError
from claims.formats.admiralty import CREDIBILITY, RELIABILITY
from claims.formats.dates import day
from claims.pages import things
from claims.pages.answering import CACHE, page
from claims.pages.presenting import any_demonstration, listed, tally_of_counts, view
from claims.reads import library, log, published, readiness
from claims.web.conditional import is_known
from claims.web.form import FORM
from claims.web.problems import MEANINGS, TITLES

logger = logging.getLogger(__name__)


def home(request: HttpRequest) -> HttpResponse:
    """The newest claims, how all of them are rated, the articles, and the newest corrections."""
    found = published.listed(limit=12)
    items = [listed(item.value()) for item in found.items if item.document is not None]
    context = {
        "items": items,
        "log": log.identity(),
        "tally": tally_of_counts(library.counts()),
        "articles": [
            things.shelved("article", one) for one in library.things("article", limit=3).items if one.value
        ],
        "corrections": [
            {"correction": one, "on": day(one.at.date().isoformat())} for one in library.corrections(limit=3)
        ],
    }
    return page(request, "home", context, demonstration=any_demonstration(items))


def methodology(request: HttpRequest) -> HttpResponse:
    """How claims are recorded, checked, counted and published."""
    context = {
        "reliability": RELIABILITY.items(),
        "credibility": CREDIBILITY.items(),
        "ratings": library.meanings(),
    }
    return page(request, "methodology", context)


def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """A claim's newest document as a page; 304 when the reader has it."""
    commitment = published.commitment_of(public_id)
    if commitment is None:
        raise Http404("No such claim was published.")
    tag = f'W/"{commitment}-{FORM}"'
    if is_known(request, tag):
        return _cached(HttpResponseNotModified(), tag)
    found = published.newest(public_id)
    if found is None:
        raise Http404("No such claim was published.")
    return _answer(request, found, tag)


def revision(request: HttpRequest, public_id: str, number: str) -> HttpResponse:
    """One numbered document as a page; a superseded one says so and is not indexed."""
    found = published.revision(public_id, int(number))
    if found is None:
        raise Http404("There is no document of this number.")
    return _answer(request, found, f'W/"{found.commitment}-{found.newest_number}-{FORM}"')


def _answer(request: HttpRequest, found: published.Published, tag: str) -> HttpResponse:
    """The page, or 304. A page that shows the words of linked claims has a tag of their documents too."""
    document = found.value() if found.document is not None else {}
    others = published.briefs(link["claim"] for link in document.get("links", ()))
    if others:
        seen = "".join(others[name].commitment for name in sorted(others))
        tag = f'{tag[:-1]}-{hashlib.sha256(seen.encode()).hexdigest()[:12]}"'
    if is_known(request, tag):
        return _cached(HttpResponseNotModified(), tag)
    return _cached(_page(request, found, others), tag)


def _page(
    request: HttpRequest, found: published.Published, others: Mapping[str, published.Brief]
) -> HttpResponse:
    if found.document is None:
        return render(request, "claims/removed.html", {"site": settings.SITE_NAME}, status=451)
    shown = view(found, others)
    answer = render(
        request, "claims/claim.html", {"claim": shown, "doc": shown.document, "site": settings.SITE_NAME}
    )
    if shown.document["demonstration"] or not found.is_newest or shown.document["status"] == "retracted":
        answer["X-Robots-Tag"] = "noindex"
    answer["Link"] = (
        f'</api/v1/claims/{found.public_id}/>; rel="alternate"; type="application/json", '
        f'</claims/{found.public_id}/provenance>; rel="http://www.w3.org/ns/prov#has_provenance", '
        f'<{settings.DATA_LICENSE}>; rel="license"'
    )
    return answer


def _cached(answer: HttpResponse, tag: str) -> HttpResponse:
    if answer.status_code in (200, 304):
        answer["ETag"] = tag
        answer["Cache-Control"] = CACHE
    return answer


def log_page(request: HttpRequest) -> HttpResponse:
    """The log: how long, its newest checkpoint, its last entries, and how to verify it."""
    here = log.identity()
    recent = log.entries(after=max(0, here.size - 20), limit=20)
    newest = log.newest_note()
    context = {
        "site": settings.SITE_NAME,
        "log": here,
        "recent": [item.entry for item in reversed(recent)],
        "checkpoint": newest,
        "key": _verifier_key(),
        "public_url": settings.PUBLIC_URL,
    }
    return render(request, "claims/log.html", context)


def _verifier_key() -> str:
    try:
        return log.verifier_key()
    except DomainError as error:
        logger.warning("The log's page shows no key: %s", error.message)
        return ""


def problem(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem of the API means."""
    if code not in TITLES:
        raise Http404("There is no problem of this name.")
    context = {"site": settings.SITE_NAME, "title": TITLES[code], "meaning": MEANINGS[code], "code": code}
    return render(request, "claims/problem.html", context)


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(_request: HttpRequest) -> HttpResponse:
    """The service may be used; 503 with the reasons when not. Warnings are for whoever keeps it."""
    found = readiness.problems()
    body = {"ready": not found, "problems": found, "warnings": [] if found else readiness.warnings()}
    answer = JsonResponse(body, status=503 if found else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in words."""
    return render(request, "claims/not_found.html", {"site": settings.SITE_NAME}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500 in words."""
    return render(request, "claims/failed.html", {"site": settings.SITE_NAME}, status=500)
