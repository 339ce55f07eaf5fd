"""Bodies that programs send: JSON objects of bounded size, each refusal naming what would be right."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from rest_framework.request import Request

from claims.domain.errors import DomainError, InvalidValue

DEEPEST = 16
"""Objects and lists may stand in each other so many times."""


class NotJson(DomainError):
    """The body is not said to be JSON."""

    code = "not-json"


class TooLong(DomainError):
    """The body has more bytes than are read."""

    code = "too-long"


def json_object(request: Request, *, members: Collection[str], most: int) -> tuple[dict[str, Any], bytes]:
    """The object that was sent, with no other members than these, and its bytes, at most `most`.

    Raises NotJson (415), TooLong (413), and InvalidValue (400).
    """
    if request._request.content_type != "application/json":
        shown = ", ".join(f"“{name}”" for name in members)
        raise NotJson(f"Send Content-Type: application/json, and an object with {shown or 'no members'}.")
    body = request._request.read(most + 1)
    if len(body) > most:
        raise TooLong(f"At most {most:,} bytes are read here. Send less.")
    value = _read(body)
    unknown = sorted(set(value) - set(members))
    if unknown:
        known = ", ".join(members) or "none"
        shown = unknown[0][:60].encode("ascii", "replace").decode()
        raise InvalidValue(f"“{shown}” is not known here. Possible: {known}.", field=shown)
    return value, body


def whole(value: Any) -> int | None:
    """The whole number that JSON writes as 15 or as 15.0; None for anything else."""
    if type(value) is float and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if type(value) is int else None


def _read(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body.decode() or "{}", object_pairs_hook=_once_each, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("This is not JSON in UTF-8, or it names a member twice.", field="body") from error
    if not isinstance(value, dict):
        raise InvalidValue("The body is a JSON object.", field="body")
    _shallow(value, DEEPEST)
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member stands twice")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _shallow(value: Any, left: int) -> None:
    if left < 0:
        raise InvalidValue(f"Nothing here is nested deeper than {DEEPEST} times.", field="body")
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _shallow(below, left - 1)
