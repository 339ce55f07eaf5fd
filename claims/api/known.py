"""Who has an answer already is told so first: by one read, before anything else is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from claims.api import answers
from claims.web.conditional import is_known

View = Callable[..., HttpResponseBase]


def known_first(view: View, tag_of: Callable[..., str | None]) -> View:
    """The view, not asked at all when `tag_of` the request is among those that the reader names.

    Whoever names a tag was answered with it, at the same address and with the same parameters. `*` names none: it is
    for the view, which refuses what it does not understand.
    """

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
        given = request.headers.get("If-None-Match")
        if given and given.strip() != "*" and request.method in ("GET", "HEAD"):
            try:
                tag = tag_of(request, **named)
            except (OperationalError, InterfaceError):  # the view says so, as it says everything
                tag = None
            if tag is not None and is_known(request, tag):
                return answers.not_modified(tag)
        return view(request, **named)

    return answer
