"""What of the API is going to change or go, in one table: answers say so in headers, and the description in words.

RFC 9745 (`Deprecation`) and RFC 8594 (`Sunset`). The policy: what is told here goes on working for at least
`NOTICE` from the day on which it was told, and a new version of the API stands beside the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

NOTICE = timedelta(days=180)
PAGE = "/api/v1/docs/#deprecation"


@dataclass(frozen=True, slots=True)
class Retiring:
    """An address, as the description writes it, or a parameter of it; since when that is told, until when it works."""

    path: str
    since: date
    gone: date
    instead: str = ""
    parameter: str = ""

    def __post_init__(self) -> None:
        if self.gone < self.since + NOTICE:
            days = (self.gone - self.since).days
            raise ValueError(f"{self.path} would go {days} days after it is told; at least {NOTICE.days}.")

    def concerns(self, request: HttpRequest) -> bool:
        """Whether a request asks for this."""
        pattern = "[^/]+".join(map(re.escape, re.split(r"\{[^}]*\}", self.path)))
        return bool(re.fullmatch(pattern, request.path)) and (
            not self.parameter or self.parameter in request.GET
        )


RETIRING: tuple[Retiring, ...] = ()
"""Nothing yet."""


class SaysWhatRetires:
    """Adds the headers to answers of what the table names, whatever their status."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; where several things are going, the first to go is told."""
        response = self.answer(request)
        if request.path.startswith("/api/"):
            found = [one for one in RETIRING if one.concerns(request)]
            if found:
                _tell(response, min(found, key=lambda one: one.gone))
        return response


def _tell(response: HttpResponse, one: Retiring) -> None:
    response.headers["Deprecation"] = f"@{int(_midnight(one.since).timestamp())}"
    response.headers["Sunset"] = http_date(_midnight(one.gone).timestamp())
    links = [f'<{PAGE}>; rel="deprecation"; type="text/html"', f'<{PAGE}>; rel="sunset"; type="text/html"']
    if one.instead:
        links.append(f'<{one.instead}>; rel="successor-version"')
    response.headers["Link"] = ", ".join(filter(None, (response.headers.get("Link", ""), *links)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def marked(paths: dict[str, dict[str, dict[str, object]]], table: Iterable[Retiring]) -> None:
    """Marks in a description's paths what the table names."""
    for one in table:
        for operation in paths.get(one.path, {}).values():
            whole = [operation] if not one.parameter else []
            listed = operation.get("parameters", ())
            parts = [part for part in listed if part["name"] == one.parameter]  # type: ignore[attr-defined]  # a list
            for part in (*whole, *parts):
                part["deprecated"] = True
