"""All documents of a claim: their list, what changed from one to the next, and where each is by date (Memento)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy

from claims.domain.errors import DomainError, InvalidValue
from claims.formats import memento, stored
from claims.formats.changes import changes
from claims.formats.dates import day
from claims.formats.feed_entries import title
from claims.pages.answering import CACHE, NO_INDEX, page, refused, removed, until_the_log_grows
from claims.pages.shelves import given
from claims.reads import published

KINDS = {
    "first": gettext_lazy("First"),
    "correction": gettext_lazy("Correction"),
    "retraction": gettext_lazy("Retraction"),
}


@until_the_log_grows
def revisions(request: HttpRequest, public_id: str) -> HttpResponse:
    """The numbered documents of a claim, newest first, each with its reason and what it changed."""
    found = _history(public_id)
    newest = found[-1]
    if newest.document is None:
        return removed(request, public_id)
    document = newest.value()
    readable = {one.number for one in found if one.document is not None}
    reasons = {one["number"]: one for one in document["corrections"]}
    items = [
        {
            "number": one.number,
            "on": day(one.at.date().isoformat()),
            "kind": str(KINDS.get(one.kind, one.kind.capitalize())),
            "correction": _worded(reasons.get(one.number)) if one.document is not None else None,
            "readable": one.document is not None,
            "commitment": one.commitment,
            "compared": {one.number, one.number - 1} <= readable,
        }
        for one in reversed(found)
    ]
    context = {"claim": title(document), "doc": document, "items": items}
    answer = page(request, "revisions", context, demonstration=document["demonstration"])
    answer["Link"] = memento.links(document["path"], published.moments(public_id))
    return answer


@until_the_log_grows
def changed(request: HttpRequest, public_id: str, number: str) -> HttpResponse:
    """What changed, word by word, from the document before this one, or from the one that `from` names."""
    found = {one.number: one for one in _history(public_id)}
    try:
        start = _start(request, int(number))
    except DomainError as error:
        return refused(request, error)
    before, after = found.get(start), found.get(int(number))
    if before is None or after is None:
        raise Http404("There are no two such documents.")
    if before.document is None or after.document is None:
        return removed(request, public_id)
    document = after.value()
    reason = next((one for one in document["corrections"] if one["number"] == after.number), None)
    context = {
        "claim": title(document),
        "doc": document,
        "before": before,
        "after": after,
        "reason": _worded(reason),
        "on": day(after.at.date().isoformat()),
        "changes": changes(before.value(), document),
        "others": [one for one in found if one < after.number and one != start],
    }
    answer = page(request, "changes", context, demonstration=document["demonstration"])
    answer["X-Robots-Tag"] = NO_INDEX
    return answer


def timemap(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where every document of a claim is, with its moment, in the link format."""
    found = published.moments(public_id)
    if not found:
        if published.newest(public_id) is None:
            raise Http404("No such claim was published.")
        return removed(request, public_id)
    body = memento.timemap(f"/claims/{public_id}", found, base=settings.PUBLIC_URL)
    answer = HttpResponse(body, content_type=memento.MEDIA_TYPE)
    answer["Cache-Control"] = CACHE
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def at_date(request: HttpRequest, public_id: str) -> HttpResponse | None:
    """The way to the document that stood at the date which the reader asks for; None when none is asked for."""
    header = request.headers.get("Accept-Datetime")
    if header is None:
        return None
    try:
        asked = _asked(header)
    except DomainError as error:
        return refused(request, error)
    found = published.moments(public_id)
    if not found:
        return None
    path = f"/claims/{public_id}"
    answer = redirect(f"{path}/revisions/{memento.chosen(found, asked).number}")
    answer["Vary"] = "accept-datetime"
    answer["Link"] = memento.links(path, found)
    return answer


def _history(public_id: str) -> list[published.Published]:
    found = published.history(public_id)
    if not found:
        raise Http404("No such claim was published.")
    return found


def _worded(correction: dict[str, Any] | None) -> dict[str, Any] | None:
    """A correction of a document with its kind in words."""
    return correction and {**correction, "kind": stored.in_words(stored.CORRECTIONS, correction["kind"])}


def _start(request: HttpRequest, number: int) -> int:
    wanted = given(request.GET, ("from",)).get("from")
    if wanted is None:
        return number - 1
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 7 and 0 < int(wanted) < number):
        raise InvalidValue(gettext("“from” is the number of an earlier document, such as 1."), field="from")
    return int(wanted)


def _asked(header: str) -> datetime:
    try:
        return memento.asked(header)
    except (ValueError, IndexError, OverflowError) as error:
        raise InvalidValue(
            gettext("“Accept-Datetime” is a date as HTTP writes it, such as “%(example)s”.")
            % {"example": "Thu, 06 Aug 2009 12:00:00 GMT"},
            field="Accept-Datetime",
        ) from error
