"""A page as an answer: what every page shows, how long it may be kept, and whether search engines may keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from claims.domain.errors import DomainError
from claims.formats import stored
from claims.formats.dates import day
from claims.reads import alterations, log, published, removals
from claims.web.conditional import is_known
from claims.web.form import FORM

CACHE = "public, max-age=60, s-maxage=60"
NO_INDEX = "noindex"


def rendered(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The template with what all pages show: the site's name, its public address, this page's own address."""
    frame = {
        **frame_of_site(),
        "canonical": "" if request.GET else settings.PUBLIC_URL + escape_uri_path(request.path),
    }
    return render(request, f"claims/{template}.html", {**frame, **(context or {})}, status=status)


def frame_of_site() -> dict[str, str]:
    """What every page shows of the site: its name and its public address."""
    return {"site": settings.SITE_NAME, "public_url": settings.PUBLIC_URL}


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, demonstration: bool = False
) -> HttpResponse:
    """The page; what shows demonstration documents carries the banner and is not indexed."""
    answer = rendered(request, template, {"demonstration": demonstration, **context})
    answer["Cache-Control"] = CACHE
    if demonstration:
        answer["X-Robots-Tag"] = NO_INDEX
    return answer


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """400 in words: what cannot be used, and what would be right."""
    context = {"problems": error.problems, "message": error.message}
    return rendered(request, "refused", context, status=400)


def removed(request: HttpRequest, public_id: str) -> HttpResponse:
    """451 in words: the document was taken out of sight, on what ground and when, and nothing else of it.

    Where the newest one can be read, it says so.
    """
    found = removals.of(public_id)
    told = found and {
        "withheld": found.withheld,
        "category": stored.in_words(stored.REMOVALS, found.category),
        "on": day(found.at.date().isoformat()),
    }
    goes_on = published.commitment_of(public_id) is not None
    context = {"removal": told, "newest": f"/claims/{public_id}" if goes_on else ""}
    answer = rendered(request, "removed", context, status=451)
    answer["Cache-Control"], answer["X-Robots-Tag"] = "no-store", NO_INDEX
    return answer


def gone(request: HttpRequest) -> HttpResponse:
    """410 in words: every document that spoke of it was removed."""
    return rendered(request, "gone", status=410)


def until_the_log_grows(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of what was published, with a tag that changes with every publication; 304 without calling the view.

    The tag is read first: what is published meanwhile makes the page newer than its tag, never older.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _kept(request, "", lambda: view(request, *args, **kwargs))

    return kept


def until_its_article_changes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same of an article's page, which is given what is said of later versions; its tag changes with that too."""

    @wraps(view)
    def kept(request: HttpRequest, public_id: str) -> HttpResponse:
        told = alterations.of_article(public_id)
        return _kept(request, alterations.mark(told), lambda: view(request, public_id, told))

    return kept


def _kept(request: HttpRequest, more: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    here = log.identity()
    tag = f'W/"{here.log_id}-{here.epoch}-{here.size}{more}-{FORM}"'
    answer = HttpResponseNotModified() if is_known(request, tag) else view()
    if answer.status_code in (200, 304):
        answer["ETag"], answer["Cache-Control"] = tag, CACHE
    return answer


def more(path: str, cursor: str, filters: Mapping[str, str] | None = None) -> str:
    """The address of the next page of a list."""
    return f"{path}?{urlencode({**(filters or {}), 'cursor': cursor})}"
