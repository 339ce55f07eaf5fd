"""Feeds of claims: Atom, JSON Feed, and schema.org's DataFeed of ClaimReviews. Fetch, check, call, present."""

from __future__ import annotations

import hashlib
from types import MappingProxyType, ModuleType

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import urlencode
from django.utils.translation import pgettext_lazy

from claims.domain.errors import DomainError
from claims.formats import atom, json_feed
from claims.formats.feed_entries import Feed, Gone, Item
from claims.pages.answering import CACHE, NO_INDEX, more, refused
from claims.pages.shelves import given
from claims.reads import cursors, log, published
from claims.web.conditional import is_known
from claims.web.form import FORM

ENTRIES = 30
FORMATS = MappingProxyType({"atom": atom, "json": json_feed})
FILTERS = {
    "status": pgettext_lazy("feed of claims", "status %(value)s"),
    "speaker": pgettext_lazy("feed of claims", "speaker %(value)s"),
    "outlet": pgettext_lazy("feed of claims", "outlet %(value)s"),
    "article": pgettext_lazy("feed of claims", "article %(value)s"),
    "source": pgettext_lazy("feed of claims", "source %(value)s"),
    "rating": pgettext_lazy("feed of claims", "rating %(value)s"),
    "topic": pgettext_lazy("feed of claims", "topic %(value)s"),
}
"""What a feed holds, in its title: of speakers, articles and sources by their ids, of status and rating as stored."""


def claims(request: HttpRequest, form: str) -> HttpResponse:
    """The newest document of each claim, newest first; filters and pages as in the list of claims."""
    try:
        filters = given(request.GET, published.FILTERS)
        cursor = request.GET.get("cursor")
        after = cursors.read_place(cursor, filters=filters) if cursor else None
    except DomainError as error:
        return refused(request, error)
    # a reader of all claims is told that one is gone; whose it was, and of what, is told to nobody
    found = published.listed(limit=ENTRIES, after=after, filters=filters, readable=bool(filters))
    tag = _tag(form, found)
    if is_known(request, tag):
        return _headed(HttpResponseNotModified(), tag)
    path = f"/feeds/claims.{form}"
    following = (
        more(path, cursors.make_place(found.next_after, filters=filters), filters) if found.next_after else ""
    )
    module = FORMATS[form]
    body = module.write(_feed(request, found, filters, following), [_item(one) for one in found.items])
    answer = HttpResponse(body, content_type=_media(module))
    if any(one.document and one.value()["demonstration"] for one in found.items):
        answer["X-Robots-Tag"] = NO_INDEX
    return _headed(answer, tag)


def _feed(request: HttpRequest, found: published.Listed, filters: dict[str, str], following: str) -> Feed:
    told = [str(FILTERS[name]) % {"value": value} for name, value in filters.items()]
    newest = max((one.at for one in found.items), default=None)
    return Feed(
        title=" · ".join([settings.SITE_NAME, *told]),
        public_url=settings.PUBLIC_URL,
        path=request.get_full_path(),
        updated=newest or log.began(),
        language=settings.LANGUAGE_CODE,
        license=settings.DATA_LICENSE,
        next_path=following,
        author=settings.PUBLISHER,
        name=urlencode(filters),
    )


def _item(one: published.Published) -> Item:
    if one.document is None:
        return Gone(f"/claims/{one.public_id}", one.public_id, one.at)
    return one.value()


def _media(module: ModuleType) -> str:
    return f"{module.MEDIA_TYPE}; charset=utf-8"


def _tag(form: str, found: published.Listed) -> str:
    """Made of commitments, which are salted, and never of the texts themselves."""
    seen = "".join(one.commitment + ("" if one.document else "removed") for one in found.items)
    return f'W/"{form}-{hashlib.sha256(seen.encode()).hexdigest()[:24]}-{FORM}"'


def _headed(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"], answer["Cache-Control"] = tag, CACHE
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
