"""A claim within others' pages: the frame that they show, the oEmbed answer that tells them how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt

from claims.domain.errors import DomainError, InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.formats.feed_entries import title
from claims.pages.answering import CACHE, NO_INDEX, refused, removed, rendered
from claims.pages.presenting import listed
from claims.reads import published
from claims.web.conditional import is_known
from claims.web.form import FORM
from claims.web.security import FRAMED

WIDTH, HEIGHT = 600, 340


@xframe_options_exempt
def embed(request: HttpRequest, public_id: str) -> HttpResponse:
    """The claim in brief, for a frame on any site: no script, nothing from elsewhere, every hedge."""
    found = published.newest(public_id)
    if found is None:
        raise Http404("No such claim was published.")
    tag = f'W/"{found.commitment}-embed-{FORM}"'
    if found.document is None:
        answer = removed(request, public_id)
    elif is_known(request, tag):
        answer = HttpResponseNotModified()
    else:
        answer = rendered(request, "embed", {"item": listed(found.value())})
    if answer.status_code in (200, 304):
        answer["ETag"], answer["Cache-Control"] = tag, CACHE
    answer["Content-Security-Policy"] = FRAMED
    answer["X-Robots-Tag"] = NO_INDEX
    return answer


def oembed(request: HttpRequest) -> HttpResponse:
    """How to embed the claim whose page `url` is (oEmbed 1.0, type “rich”); 501 for other forms than JSON.

    Parameters that the protocol does not have are passed over: consumers add their own to every provider.
    """
    try:
        asked = {
            name: clean_text(request.GET[name], field=name, limit=LIMITS["url"])
            for name in ("url", "format", "maxwidth", "maxheight")
            if request.GET.get(name)
        }
        public_id = _claim(asked.get("url", ""))
        width, height = _pixels(asked, "maxwidth", WIDTH), _pixels(asked, "maxheight", HEIGHT)
    except DomainError as error:
        return refused(request, error)
    if asked.get("format", "json") != "json":
        return HttpResponse("This address answers as JSON only.\n", status=501, content_type="text/plain")
    found = published.newest(public_id) if public_id else None
    if found is None:
        raise Http404("No page of a claim has this address.")
    if found.document is None:
        return removed(request, public_id)
    document = found.value()
    answer = JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": title(document),
            "provider_name": settings.SITE_NAME,
            "provider_url": f"{settings.PUBLIC_URL}/",
            "cache_age": 60,
            "html": frame(document, width=width, height=height),
            "width": width,
            "height": height,
        }
    )
    answer["Cache-Control"] = CACHE
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def frame(document: Mapping[str, Any], *, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The HTML with which another site shows a claim; its title has every hedge."""
    return format_html(
        '<iframe src="{}/embed/{}" title="{}" width="{}" height="{}" loading="lazy" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'style="border:0;max-width:100%"></iframe>',
        settings.PUBLIC_URL,
        document["id"],
        title(document),
        width,
        height,
    )


def _claim(url: str) -> str:
    """The id of the claim whose page is at this address of ours, or nothing."""
    if not url:
        raise InvalidValue(gettext("Give the address of a claim’s page as “url”."), field="url")
    try:
        here, there = urlsplit(settings.PUBLIC_URL), urlsplit(url)
        if there.netloc.lower() != here.netloc.lower() or there.scheme not in ("http", "https"):
            return ""
        match = resolve(there.path.rstrip("/"))
    except (ValueError, Resolver404):
        return ""
    return str(match.kwargs["public_id"]) if match.url_name in ("claim", "revision") else ""


def _pixels(asked: Mapping[str, str], name: str, default: int) -> int:
    text = asked.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text)):
        raise InvalidValue(
            gettext("“%(name)s” is a number of pixels, such as %(example)s.")
            % {"name": name, "example": default},
            field=name,
        )
    return min(int(text), default)
