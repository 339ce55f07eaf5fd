"""Lists: all claims, articles, speakers, sources, corrections. Fetch, check, call, present."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext, pgettext

from claims.domain.errors import DomainError, InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import Status
from claims.pages import presenting, things
from claims.pages.answering import more, page, refused, until_the_log_grows
from claims.reads import cursors, library, published

CLAIMS, THINGS, CORRECTIONS = 30, 50, 30


@until_the_log_grows
def claims(request: HttpRequest) -> HttpResponse:
    """All claims, newest first, or those of one rating, status, topic, speaker, article or source."""
    try:
        filters = given(request.GET, published.FILTERS)
        if filters.get("status", "rated") not in {status.value for status in Status}:
            raise InvalidValue(
                gettext("A status is one of %(names)s.") % {"names": ", ".join(one.value for one in Status)},
                field="status",
            )
        cursor = request.GET.get("cursor")
        after = cursors.read_place(cursor, filters=filters) if cursor else None
    except DomainError as error:
        return refused(request, error)
    found = published.listed(limit=CLAIMS, after=after, filters=filters)
    items = [presenting.listed(item.value()) for item in found.items if item.document is not None]
    following = (
        more("/claims", cursors.make_place(found.next_after, filters=filters), filters)
        if found.next_after
        else ""
    )
    context = {
        "items": items,
        "filters": filters,
        "ratings": presenting.tally_of_counts(library.counts()),
        "topics": published.topics(),
        "next": following,
        "first": after is None,
    }
    return page(request, "claims", context, demonstration=presenting.any_demonstration(items))


@until_the_log_grows
def shelf(request: HttpRequest, noun: str) -> HttpResponse:
    """Speakers, sources or articles by name."""
    try:
        given(request.GET, ())
        cursor = request.GET.get("cursor")
        place = cursors.read_item(cursor, of=noun, size=2, filters={}) if cursor else None
    except DomainError as error:
        return refused(request, error)
    found = library.things(noun, limit=THINGS, after=None if place is None else (place[0], place[1]))
    following = (
        more(f"/{noun}s", cursors.make_item(found.next_after, of=noun, filters={}))
        if found.next_after
        else ""
    )
    context = {
        "noun": noun,
        "items": [things.shelved(noun, item) for item in found.items if item.value],
        "next": following,
    }
    return page(request, "shelf", context, demonstration=any(item.demonstration for item in found.items))


@until_the_log_grows
def corrections(request: HttpRequest) -> HttpResponse:
    """Corrections, retractions and reinstatements, newest first, each with its reason."""
    try:
        given(request.GET, ())
        cursor = request.GET.get("cursor")
        after = _place(cursors.read_item(cursor, of="corrections", size=3, filters={})) if cursor else None
    except DomainError as error:
        return refused(request, error)
    found = library.corrections(limit=CORRECTIONS + 1, after=after)
    shown = found[:CORRECTIONS]
    following = ""
    if len(found) > CORRECTIONS:
        last = shown[-1]
        place = (last.at.isoformat(), last.public_id, str(last.number))
        following = more("/corrections", cursors.make_item(place, of="corrections", filters={}))
    items = [things.corrected(one) for one in shown]
    demonstration = any((one.document or {}).get("demonstration") for one in shown)
    return page(
        request, "corrections", {"items": items, "next": following}, demonstration=bool(demonstration)
    )


def given(query: QueryDict, names: Collection[str]) -> dict[str, str]:
    """The filters of an address. Raises InvalidValue for what means nothing here or stands twice."""
    for name in query:
        if name not in (*names, "cursor"):
            known = ", ".join(names) or pgettext("no filters", "none")
            raise InvalidValue(
                gettext("There is no such filter here; there are: %(names)s.") % {"names": known},
                field="filter",
            )
        if len(query.getlist(name)) > 1:
            raise InvalidValue(
                gettext("“%(name)s” is given more than once; give it once.") % {"name": name}, field=name
            )
    return {
        name: clean_text(query[name], field=name, limit=LIMITS["word"]) for name in names if query.get(name)
    }


def _place(texts: tuple[str, ...]) -> tuple[datetime, str, int]:
    return datetime.fromisoformat(texts[0]), texts[1], int(texts[2])
