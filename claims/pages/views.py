"""Home, methodology, log, problems, health. Fetch, check, call, present."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from claims.domain.errors import DomainError
from claims.formats import stored
from claims.formats.admiralty import CREDIBILITY, RELIABILITY
from claims.pages import things
from claims.pages.answering import page, rendered, until_the_log_grows
from claims.pages.presenting import any_demonstration, listed, tally_of_counts
from claims.reads import library, log, published, readiness
from claims.web.problems import MEANINGS, TITLES

logger = logging.getLogger(__name__)


@until_the_log_grows
def home(request: HttpRequest) -> HttpResponse:
    """The newest claims, how all of them are rated, the articles, and the newest corrections."""
    found = published.listed(limit=6)
    items = [listed(item.value()) for item in found.items if item.document is not None]
    waiting = published.unchecked(limit=3)
    context = {
        "items": items,
        "unrated": waiting.count,
        "unchecked": [listed(item.value()) for item in waiting.items if item.document is not None],
        "tally": tally_of_counts(library.counts()),
        "articles": [
            things.shelved("article", one) for one in library.things("article", limit=3).items if one.value
        ],
        "corrections": [things.corrected(one) for one in library.corrections(limit=3)],
    }
    return page(request, "home", context, demonstration=any_demonstration(items))


@until_the_log_grows
def methodology(request: HttpRequest) -> HttpResponse:
    """How claims are recorded, checked, counted and published."""
    context = {
        "reliability": [(grade, str(words)) for grade, words in RELIABILITY.items()],
        "credibility": [(grade, str(words)) for grade, words in CREDIBILITY.items()],
        "ratings": [(stored.rating(label), meaning) for label, meaning in library.meanings()],
    }
    return page(request, "methodology", context)


def log_page(request: HttpRequest) -> HttpResponse:
    """The log: how long, its newest checkpoint, its last entries, and how to verify it."""
    here = log.identity()
    recent = log.entries(after=max(0, here.size - 20), limit=20)
    newest = log.newest_note()
    context = {
        "log": here,
        "recent": [
            (item.entry, stored.in_words(stored.ENTRIES, item.entry.type)) for item in reversed(recent)
        ],
        "checkpoint": newest,
        "key": _verifier_key(),
    }
    return rendered(request, "log", context)


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
    return rendered(request, "problem", {"title": TITLES[code], "meaning": MEANINGS[code], "code": code})


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
    return rendered(request, "not_found", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500 in words."""
    return rendered(request, "failed", status=500)
