"""What no page of the desk can answer is refused in words: the methods, addresses and cookies of no browser."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

METHODS = ("GET", "HEAD", "POST")
NUL = "\x00"
UNREADABLE: tuple[tuple[type[Exception], str], ...] = (
    (
        DisallowedModelAdminLookup,
        "This list cannot be filtered like that. Choose from the filters beside it.",
    ),
    (RequestDataTooBig, "The form is too large to be read. Shorten the longest text."),
    (TooManyFieldsSent, "The form or the address has more fields than any here."),
    (TooManyFilesSent, "The form has more files than any form here."),
    (MultiPartParserError, "The form cannot be read: its parts are not separated as they should be."),
    (BadRequest, "The form cannot be read: it is not written in UTF-8."),
    (SuspiciousOperation, "The address names something that is not to be asked for."),
)
"""What Django cannot read of a request, in words; the first that fits."""
log = logging.getLogger(__name__)


class DeskInWords:
    """Answers 405 or a page with 400 where the desk would fail.

    NUL in a form is for the form to refuse, which keeps the rest of what was typed.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The desk's answer, or why there is none."""
        if not request.path.startswith("/admin/"):
            return self.answer(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        try:
            if any(NUL in text for text in _texts(request)):
                return _refused(request, "The address holds a NUL character (%00), which no text here has.")
            request.POST.keys()  # read here, where a form that cannot be read is still answered in words
        except tuple(kind for kind, _ in UNREADABLE) as problem:
            return _refused(request, _words(problem))
        return self.answer(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A page for what only a made-up address or form leads to; None for faults of ours."""
        if not request.path.startswith("/admin/"):
            return None
        if words := _words(problem):
            return _refused(request, words)
        if isinstance(problem, DataError):
            log.warning("The database could not read what was sent to %s", request.path, exc_info=problem)
            return _refused(request, "Something that was sent cannot be looked up in the database.")
        return None


def _words(problem: Exception) -> str:
    return next((words for kind, words in UNREADABLE if isinstance(problem, kind)), "")


def _texts(request: HttpRequest) -> Iterable[str]:
    yield request.path
    for name, values in request.GET.lists():
        yield name
        yield from values
    yield from request.COOKIES.values()


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    named = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
    page = {**named, "why": why, "title": "Not understood"}
    return render(request, "admin/claims/refused.html", page, status=400)
