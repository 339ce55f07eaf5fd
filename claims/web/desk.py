"""What no page of the desk can answer is refused in words: the methods, addresses and cookies of no browser."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlencode, urlsplit

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
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

DESK = "/admin/"
SIGNING_IN = ("/admin/login/", "/admin/logout/", "/admin/sign-in/")
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
        if not request.path.startswith(DESK):
            return self.answer(request)
        if request.method not in METHODS:
            return _in_words(request, HttpResponseNotAllowed(METHODS))
        try:
            if any(NUL in text for text in _texts(request)):
                return _refused(request, "The address holds a NUL character (%00), which no text here has.")
            request.POST.keys()  # read here, where a form that cannot be read is still answered in words
        except tuple(kind for kind, _ in UNREADABLE) as problem:
            return _refused(request, _words(problem))
        return _in_words(request, _back_to_the_form(request, self.answer(request)))

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A page for what only a made-up address or form leads to; None for faults of ours."""
        if not request.path.startswith(DESK):
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


def _back_to_the_form(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Who must sign in before a form is taken comes back to the page that it stood on: its own address shows none."""
    to_sign_in = f"{reverse('admin:login')}?"
    if request.method == "POST" and answer.headers.get("Location", "").startswith(to_sign_in):
        answer.headers["Location"] = to_sign_in + urlencode({"next": _page_of_the_form(request)})
    return answer


def _page_of_the_form(request: HttpRequest) -> str:
    named = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(named, {request.get_host()}, require_https=request.is_secure()):
        page = urlsplit(named)
        if page.path.startswith(DESK) and not page.path.startswith(SIGNING_IN):
            return page.path + (f"?{page.query}" if page.query else "")
    if re.search("/(add|change)/$", request.path):
        return request.get_full_path()
    claim = re.match(r"/admin/claims/claim/\d+/", request.path)
    return f"{claim[0]}change/" if claim else DESK


def _in_words(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer; one that only says that the method is another one says what to do."""
    if not isinstance(answer, HttpResponseNotAllowed):
        return answer
    why = "This address only takes what a form of the desk sends; there is no page to look at."
    page = _refused(request, why, status=answer.status_code)
    page.headers["Allow"] = answer.headers["Allow"]
    return page


def _refused(request: HttpRequest, why: str, status: int = 400) -> HttpResponse:
    named = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
    page = {**named, "why": why, "title": "Not understood"}
    return render(request, "admin/claims/refused.html", page, status=status)
