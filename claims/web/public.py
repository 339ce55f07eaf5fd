"""Public addresses only read, except the forms for tickets: other methods get 405.

What is not there has our own page, also in the demonstration.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

METHODS = ("GET", "HEAD", "OPTIONS")
FORMS = re.compile(r"/ask|/claims/[0-9a-z]{10}/report")
"""The addresses that also take what a reader sends."""

PROGRAMS = ("/api/", "/v1alpha1/", "/reconcile")
"""Where programs ask."""
NOT_PAGES = ("/admin/", "/static/", *PROGRAMS)


class PagesOnlyRead:
    """Answers for everything that is neither desk nor API nor a file."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; Django's technical page for 404 never shows itself to readers."""
        if request.path.startswith(NOT_PAGES):
            return self.answer(request)
        methods = (*METHODS, "POST") if FORMS.fullmatch(request.path) else METHODS
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        response = self.answer(request)
        if response.status_code == 404 and settings.DEBUG:
            return render(request, "claims/not_found.html", {"site": settings.SITE_NAME}, status=404)
        return response


TAKING = ("/reconcile", "/api/v1/match/", "/api/v1/webhooks/", "/api/sandbox/v1/webhooks/")
"""Addresses for programs that take what is sent to them."""


READ_ANYWHERE = (*PROGRAMS, "/oembed", "/feeds/")
"""What any page in any browser may read."""


class ApiIsReadAnywhere:
    """Any page in any browser may read the API and the feeds: every answer says so, errors and preflights included."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its CORS headers."""
        if not request.path.startswith(READ_ANYWHERE):
            return self.answer(request)
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if asks else self.answer(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        sends = request.path.startswith(TAKING)
        response.headers["Access-Control-Allow-Methods"] = ", ".join((*METHODS, "POST") if sends else METHODS)
        response.headers["Access-Control-Allow-Headers"] = (
            "If-None-Match, If-Modified-Since, If-Range, Range, Accept, Authorization, Content-Type, Idempotency-Key, "
            "Want-Repr-Digest"
        )
        response.headers["Access-Control-Expose-Headers"] = (
            "ETag, Link, Retry-After, RateLimit, RateLimit-Policy, Deprecation, Sunset, Repr-Digest, Content-Range, "
            "Accept-Ranges, Content-Disposition, Idempotent-Replayed, WWW-Authenticate"
        )
        return response
