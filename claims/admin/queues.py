"""The queues at the desk: cards on its first page, a strip above the list of claims, and the next best claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.admin.access import person, roles_of
from claims.admin.panes import Opened
from claims.domain.text import shown as quoted
from claims.reads import queues
from claims.reads.queues import BY_NAME, Asker, Queue

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

QUEUE = "queue"
AS_NUMBER = 18
"""So many digits a claim's number has at most."""


@dataclass(frozen=True, slots=True)
class Card:
    """A queue as the desk shows it: how many wait, for how long the oldest has, and where they are listed."""

    queue: Queue
    number: int
    oldest: str
    address: str
    here: bool


class InQueue(SimpleListFilter):
    """The claims of one queue. Its links stand above the list, not among the filters."""

    title, parameter_name = "queue", QUEUE
    template = "admin/claims/queue_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The queues of this person's roles."""
        return [(one.name, one.title) for one in queues.QUEUES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The claims that wait there, each with since when; a queue that is not there leaves the list as it is."""
        queue = BY_NAME.get(self.value() or "")
        if queue is None:
            return queryset
        waiting = queue.rows(asker(request))
        since: Any = waiting.query.annotations["since"]
        found: QuerySet[Any] = queryset.annotate(since=since).filter(pk__in=waiting.values("pk"))
        return found


def asker(request: HttpRequest) -> Asker:
    """Who asks for queues, today."""
    return Asker(person(request), roles_of(request), timezone.localdate())


def cards(request: HttpRequest) -> list[Card]:
    """The queues of this person; each address keeps the other filters of the list that is open."""
    kept = request.GET.copy() if request.path == _listing() else QueryDict(mutable=True)
    now, here = timezone.now(), kept.get(QUEUE, "")
    for name in ("place", "p", "e", QUEUE):
        kept.pop(name, None)
    return [
        Card(
            queue=one.queue,
            number=one.number,
            oldest=_waited(one.oldest, now) if one.oldest else "",
            address=f"{_listing()}?{_with_queue(kept, one.queue.name)}",
            here=one.queue.name == here,
        )
        for one in queues.counts(asker(request))
    ]


def strip(request: HttpRequest) -> dict[str, Any]:
    """What stands above the list of claims: every queue with its number, and the open one in words."""
    named = request.GET.get(QUEUE, "")
    kept = request.GET.copy()
    for name in ("place", "p", "e", QUEUE):
        kept.pop(name, None)
    queue = BY_NAME.get(named)
    return {
        "title": f"Claims: {queue.title.lower()}" if queue else "Claims",
        "queues": cards(request),
        "queue": queue,
        "no_such_queue": quoted(named) if named and named not in BY_NAME else "",
        "all_claims": f"{_listing()}?{kept.urlencode()}" if kept else _listing(),
        "next_address": _next_address(named if named in BY_NAME else ""),
    }


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where the next best claim is."""

    @require_safe
    def next_claim(request: HttpRequest) -> HttpResponse:
        return _next(desk, request)

    return [path("next/", desk.admin_site.admin_view(next_claim), name="claims_claim_next")]


def shown(opened: Opened) -> dict[str, Any]:
    """The queue that the person is working through, and where it goes on."""
    claim, request = opened.claim, opened.request
    named = request.GET.get(QUEUE, "")
    named = named if named in BY_NAME else ""
    return {
        "queue": BY_NAME.get(named),
        "queue_address": f"{_listing()}?{QUEUE}={named}" if named else _listing(),
        "next_address": _next_address(named, after=claim.pk),
    }


def _next(desk: ActionAdmin, request: HttpRequest) -> HttpResponse:
    """The next best claim's page, or a page in words when there is none."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    named, after = request.GET.get(QUEUE, ""), request.GET.get("after", "")
    left = int(after) if after.isascii() and after.isdigit() and len(after) <= AS_NUMBER else None
    queue = BY_NAME.get(named)
    found = None
    if not named or queue is not None:
        found = queues.next_best(
            asker(request), at=timezone.now(), queue=queue.name if queue else "", after=left
        )
    if found is not None and found.claim is not None:
        address = reverse("admin:claims_claim_change", args=[found.claim])
        return HttpResponseRedirect(f"{address}?{QUEUE}={named}" if queue else address)
    context = {
        **desk.admin_site.each_context(request),
        "title": "No next claim",
        "opts": desk.opts,
        "queue": queue,
        "no_such_queue": quoted(named) if named and queue is None else "",
        "earlier": found is not None and found.earlier,
        "again": _next_address(named if queue else ""),
        "queues": cards(request),
    }
    return TemplateResponse(request, "admin/claims/no_next.html", context)


def _listing() -> str:
    return reverse("admin:claims_claim_changelist")


def _with_queue(kept: QueryDict, name: str) -> str:
    found = kept.copy()
    found[QUEUE] = name
    return found.urlencode()


def _next_address(queue: str, *, after: int | None = None) -> str:
    asked = {QUEUE: queue} if queue else {}
    if after is not None:
        asked["after"] = str(after)
    return reverse("admin:claims_claim_next") + (f"?{urlencode(asked)}" if asked else "")


def _waited(since: datetime, now: datetime) -> str:
    """How long ago that was, in words."""
    hours = max(0, int((now - since).total_seconds() // 3600))
    if hours < 1:
        return "less than an hour"
    number, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"
