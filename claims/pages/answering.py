"""A page as an answer: the site's name, how long it may be kept, and whether search engines may keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.domain.errors import DomainError

CACHE = "public, max-age=60, s-maxage=60"


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, demonstration: bool = False
) -> HttpResponse:
    """The page; what shows demonstration documents carries the banner and is not indexed."""
    answer = render(
        request,
        f"claims/{template}.html",
        {"site": settings.SITE_NAME, "demonstration": demonstration, **context},
    )
    answer["Cache-Control"] = CACHE
    if demonstration:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """400 in words: what cannot be used, and what would be right."""
    context = {"site": settings.SITE_NAME, "problems": error.problems, "message": error.message}
    return render(request, "claims/refused.html", context, status=400)


def more(path: str, cursor: str, filters: Mapping[str, str] | None = None) -> str:
    """The address of the next page of a list."""
    return f"{path}?{urlencode({**(filters or {}), 'cursor': cursor})}"
