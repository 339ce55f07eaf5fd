"""What programs ask of a site: sitemap, robots.txt, security.txt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from claims.formats import sitemap
from claims.pages.answering import CACHE
from claims.reads import crawled

EVERY = 10_000
"""Addresses in a file of the sitemap: small enough to be written in a moment."""
STILL = (
    "/", "/claims", "/articles", "/speakers", "/sources", "/topics", "/corrections", "/methodology", "/log",
    "/about", "/privacy", "/legal", "/accessibility", "/api/v1/docs/",
)  # fmt: skip
VALID_FOR = timedelta(days=180)


def index(_request: HttpRequest) -> HttpResponse:
    """The list of the sitemap's files."""
    files: list[tuple[str, datetime | None]] = [("/sitemaps/pages.xml", None)]
    for noun in crawled.NOUNS:
        for start, changed in crawled.starts(noun, every=EVERY, demonstration=settings.DEBUG):
            files.append((f"/sitemaps/{noun}-{start}.xml", changed))
    return _xml(sitemap.index(files, public_url=settings.PUBLIC_URL))


def pages(_request: HttpRequest) -> HttpResponse:
    """The pages that always are, and the topics."""
    found: list[tuple[str, datetime | None]] = [(path, None) for path in STILL]
    found += [
        (f"/topics/{_quoted(topic)}", changed)
        for topic, changed in crawled.topics(demonstration=settings.DEBUG)
    ]
    return _xml(sitemap.pages(found, public_url=settings.PUBLIC_URL))


def run(_request: HttpRequest, noun: str, start: str) -> HttpResponse:
    """A run of claims, articles, speakers or sources."""
    found = crawled.run(noun, start=start, limit=EVERY, demonstration=settings.DEBUG)
    if not found:
        raise Http404("Nothing begins here.")
    paths = [(f"/{noun}/{public_id}", changed) for public_id, changed in found]
    return _xml(sitemap.pages(paths, public_url=settings.PUBLIC_URL))


def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything but the desk, and searches, which have no end."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search?", "Allow: /", ""]
    return _text("\n".join([*lines, f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml", ""]))


def security(_request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116); 404 while the settings name nobody."""
    contact = settings.SECURITY_CONTACT.strip()
    if not re.fullmatch(r"(?:https://|mailto:|tel:)\S+|[^\s@:]+@[^\s@:]+", contact):
        raise Http404(
            "No contact is set: SECURITY_CONTACT is a mail address, or begins with https:, mailto: or tel:."
        )
    expires = (timezone.now() + VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: en\n"
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt\n"
    )


def _quoted(topic: str) -> str:
    return urlencode({"": topic}).removeprefix("=").replace("+", "%20")


def _xml(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type=sitemap.MEDIA_TYPE, headers={"Cache-Control": CACHE})


def _text(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="text/plain; charset=utf-8", headers={"Cache-Control": CACHE})
