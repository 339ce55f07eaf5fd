"""Sources that may be the same page as another one: by their addresses, however written, and by their titles."""

from __future__ import annotations

from urllib.parse import urlsplit

from claims.domain.addresses import plain
from claims.models import Source

AT_MOST = 5


def same_address(url: str) -> list[Source]:
    """Sources whose address is this one, with or without “www.”, a closing slash, a fragment, whatever scheme."""
    try:
        wanted = plain(url)
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return []
    if not host:
        return []
    found = Source.objects.filter(url__icontains=host + parts.path.rstrip("/")).order_by("pk")[:200]
    return [source for source in found if _plain(source.url) == wanted][:AT_MOST]


def same_title(title: str) -> list[Source]:
    """Sources with this title, whatever its capitals."""
    words = " ".join(title.split())
    return list(Source.objects.filter(title__iexact=words).order_by("pk")[:AT_MOST]) if words else []


def _plain(url: str) -> str:
    try:
        return plain(url)
    except ValueError:
        return url
