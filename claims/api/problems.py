"""Errors as RFC 9457 problems: a type whose page exists, a title, a detail, and every field with its pointer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from claims.domain.errors import (
    BadCursor,
    Busy,
    DomainError,
    InvalidValue,
    NotAllowed,
    NotFound,
    StaleSave,
    TooManyRequests,
    WrongState,
)
from claims.web.problems import CHALLENGES, TITLES

MEDIA_TYPE = "application/problem+json"
BY_CODE = {
    "not-json": 415,
    "too-long": 413,
    "key-used-otherwise": 422,
    "unauthorized": 401,
    "key-needed": 401,
    "unreadable": 503,
    "too-many-requests": 429,
}
"""Statuses of errors by their code, where the kind does not say it."""
STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (StaleSave, 409),
    (WrongState, 409),
    (Busy, 503),
    (BadCursor, 400),
    (InvalidValue, 400),
)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error; None leaves it to Django (a fault of ours)."""
    if isinstance(error, DomainError):
        by_kind = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
        status = BY_CODE.get(error.code, by_kind)
        said = [item for item in error.problems if item.field or item.message != error.message]
        items = [{"pointer": _pointer(item.field), "detail": item.message} for item in said]
        code = error.code if error.code in TITLES else DomainError.code
        answer = problem(code, status=status, detail=error.message, errors=items)
        if isinstance(error, TooManyRequests):
            answer["Retry-After"] = str(error.wait)
        return answer
    if isinstance(error, OperationalError | InterfaceError):
        answer = problem("busy", status=503, detail="The database is away just now. Try again in a moment.")
        answer["Retry-After"] = "2"
        return answer
    if isinstance(error, Http404 | exceptions.NotFound):
        return problem("not-found", status=404, detail="There is nothing at this address.")
    if isinstance(error, SuspiciousOperation):
        return problem(
            "invalid", status=400, detail="The request has more parameters than any address takes."
        )
    plain = exception_handler(error, context)
    if plain is None:
        return None
    code = {405: "method-not-allowed", 429: "too-many-requests"}.get(plain.status_code, "invalid")
    answer = problem(code, status=plain.status_code, detail=_detail(error))
    for name in ("Allow", "Retry-After"):
        if name in plain.headers:
            answer[name] = plain.headers[name]
    return answer


def _pointer(field: str) -> str:
    """A field as a JSON pointer (RFC 6901), printable whatever it is; without one, the whole."""
    if not field:
        return "#"
    return "#/" + quote(field.replace("~", "~0").replace("/", "~1"), safe="~[]._-")


def problem(
    code: str,
    *,
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    told: Mapping[str, str] | None = None,
) -> Response:
    """A problem document. `type` is an address on this site that explains it; `told` are members of its own."""
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": str(TITLES[code]),
        "status": status,
        "detail": detail,
        **(told or {}),
    }
    if errors:
        body["errors"] = errors
    answer = Response(body, status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    if code in CHALLENGES:
        answer["WWW-Authenticate"] = CHALLENGES[code]
    return answer


def _detail(error: Exception) -> str:
    detail = getattr(error, "detail", None)
    return str(detail) if isinstance(detail, str) else "The request cannot be answered as it stands."
