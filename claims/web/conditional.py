"""Conditional requests: nobody downloads what they have (RFC 9110, 13.1.2)."""

from __future__ import annotations

from django.http import HttpRequest


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether the reader already has what `tag` names (If-None-Match, compared weakly)."""
    given = request.headers.get("If-None-Match", "")
    tags = {part.strip().removeprefix("W/") for part in given.split(",")}
    return given.strip() == "*" or tag.removeprefix("W/") in tags
