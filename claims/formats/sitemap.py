"""Sitemaps for search engines by the protocol of sitemaps.org: files of addresses, and the file that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from claims.formats.feed_entries import address, moment

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MEDIA_TYPE = "application/xml"
MOST = 50_000
"""How many addresses a file may hold, and an index how many files."""
MOST_BYTES = 52_428_800
MOST_CHARACTERS = 2_047
"""Of an address."""


def pages(urls: Iterable[tuple[str, datetime | None]], *, public_url: str) -> bytes:
    """A sitemap of these paths and when each was changed; raises ValueError for what no single file may hold."""
    return _file("urlset", "url", urls, public_url)


def index(files: Iterable[tuple[str, datetime | None]], *, public_url: str) -> bytes:
    """The list of sitemaps at these paths; raises ValueError for what no single index may hold."""
    return _file("sitemapindex", "sitemap", files, public_url)


def _file(name: str, child: str, items: Iterable[tuple[str, datetime | None]], public_url: str) -> bytes:
    lines: list[str] = []
    for path, changed in items:
        if len(lines) == MOST:
            raise ValueError(f"A sitemap holds at most {MOST:,} addresses.")
        url = address(public_url, path)
        if len(url) > MOST_CHARACTERS:
            raise ValueError(f"An address of a sitemap has at most {MOST_CHARACTERS:,} characters.")
        at = f"<lastmod>{moment(changed)}</lastmod>" if changed else ""
        lines.append(f"<{child}><loc>{escape(url)}</loc>{at}</{child}>\n")
    found = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{NAMESPACE}">\n{"".join(lines)}</{name}>\n'
    ).encode()
    if len(found) > MOST_BYTES:
        raise ValueError(f"A sitemap takes at most {MOST_BYTES:,} bytes.")
    return found
