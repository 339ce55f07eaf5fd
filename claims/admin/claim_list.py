"""The list of claims: what a row says, and pages that stay whole while claims are added."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from claims.admin.base import ActionAdmin
from claims.admin.columns import (
    article_changed,
    assigned_to,
    badge,
    due_on,
    evidence_count,
    public_page,
    said_in_words,
    shortened,
    standing_rating,
)
from claims.admin.filters import Behind, ByRating, ByTopic, Public, WantsAnotherLook
from claims.admin.followed_pane import mark
from claims.admin.queues import QUEUE, InQueue, strip
from claims.domain.errors import BadCursor
from claims.models import Claim
from claims.reads import cursors, queues

PLACE = "place"
"""What a page's address says of where in the list it begins."""
LIST = "claims at the desk"


class Places(ChangeList):
    """Pages by place: a page begins behind a claim, not after so many, so that none is left out or comes twice.

    A queue is in the order of check-worthiness × age at the moment when its first page was opened.
    """

    def __init__(self, request: HttpRequest, *options: Any) -> None:
        bare = copy(request)
        asked = request.GET.copy()
        self.place = str((asked.pop(PLACE, None) or [""])[0])
        bare.GET = asked  # type: ignore[assignment]
        super().__init__(bare, *options)

    def get_results(self, request: HttpRequest) -> None:
        """One page, and the places of the pages before and behind it."""
        self.in_queue = bool(self.queryset.query.annotations.get("since"))
        way, at, here = self._where(request)
        backwards = way == "before"
        rows, order = self.queryset, ["-pk"]
        if self.in_queue:
            rows, order = rows.annotate(weight=queues.weight(at)), ["-weight", "pk"]
        rows = rows.order_by(*order)
        if here is not None:
            rows = rows.filter(_before(here) if backwards else _behind(here))
        found = list((rows.reverse() if backwards else rows)[: self.list_per_page + 1])
        more, found = len(found) > self.list_per_page, found[: self.list_per_page]
        self.result_list: Any = found[::-1] if backwards else found
        self._count(request)
        first = here is not None and (not backwards or more)
        last = backwards or more
        self.newer = self._link("before", at, self.result_list[0]) if first and found else ""
        self.older = self._link("behind", at, self.result_list[-1]) if last and found else ""
        self.has_narrowed = bool(set(self.filter_params) - {QUEUE})
        self.beginning = self.get_query_string() if here is not None else ""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """The newest first; a queue has its own order."""
        return ["-pk"]

    def _count(self, request: HttpRequest) -> None:
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        self.result_count = self.paginator.count
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = self.result_count > self.list_per_page

    def _where(self, request: HttpRequest) -> tuple[str, datetime, tuple[Decimal | None, int] | None]:
        """Which way the page lies, the moment of the order, and the row it lies beside."""
        if not self.place:
            return "behind", timezone.now(), None
        try:
            way, at, heavy, key = cursors.read_item(self.place, of=LIST, size=4, filters=self._filters())
            return way, datetime.fromisoformat(at), (Decimal(heavy) if heavy else None, int(key))
        except (BadCursor, ValueError, InvalidOperation):
            messages.warning(
                request, "That place in the list is not one of this list as it is now; this is its beginning."
            )
            return "behind", timezone.now(), None

    def _link(self, way: str, at: datetime, row: Any) -> str:
        heavy = str(row.weight) if self.in_queue else ""
        place = [way, at.isoformat(), heavy, str(row.pk)]
        return self.get_query_string({PLACE: cursors.make_item(place, of=LIST, filters=self._filters())})

    def _filters(self) -> dict[str, str]:
        return {name: "\n".join(map(str, values)) for name, values in self.filter_params.items()}


def _behind(place: tuple[Decimal | None, int]) -> Q:
    weight, key = place
    return Q(pk__lt=key) if weight is None else queues.beyond((weight, key))


def _before(place: tuple[Decimal | None, int]) -> Q:
    weight, key = place
    if weight is None:
        return Q(pk__gt=key)
    return Q(weight__gt=weight) | Q(weight=weight, pk__lt=key)


class ListOfClaims(ActionAdmin):
    """What the list of claims shows, and what stands beside it."""

    change_list_template = "admin/claims/claim_list.html"
    list_display: Any = ("short", "said_by", "at_state", "weighed", "with_whom")
    list_display_links = ("short",)
    list_filter = (
        InQueue,
        "state",
        ByRating,
        ByTopic,
        Public,
        Behind,
        WantsAnotherLook,
        "quotation",
        "modality",
        "claim_type",
        "speaker__kind",
        "speaker_basis",
        "concerns_living_person",
        "demonstration",
    )
    list_select_related = ("speaker",)
    sortable_by = ()
    ordering = ("-id",)

    class Media:
        css = {"all": ["claims/desk/queues.css", "claims/desk/people.css", "claims/desk/followed.css"]}

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Pages by place."""
        return Places

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what a row says beside the claim's own columns, each by a subquery."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                has_rating=standing_rating(),
                has_evidence=evidence_count(),
                has_person=assigned_to(),
                has_day=due_on(),
                has_changed=article_changed(),
            )
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list under its queues."""
        shown = strip(request) if request.method == "GET" else {}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    @admin.display(description="statement")
    def short(self, claim: Claim) -> SafeString:
        """The statement, cut when it is long."""
        return format_html('<span dir="auto">{}</span>', shortened(claim.statement))

    @admin.display(description="said by")
    def said_by(self, claim: Claim) -> SafeString:
        """The speaker, and when it was said."""
        return format_html(
            '<span dir="auto">{}</span><br><small>{}</small>', claim.speaker.name, said_in_words(claim.said)
        )

    @admin.display(description="state")
    def at_state(self, claim: Any) -> SafeString:
        """Where it stands, what of it is public, whether that is behind, and what became of its words."""
        found = [badge(claim.state)]
        if claim.published_number:
            page = public_page(f"/claims/{claim.public_id}", claim.published_number)
            found.append(format_html("<small>public no. {}</small>", page))
        if claim.behind_since is not None:
            found.append(mark_safe('<small class="late">behind</small>'))
        if claim.has_changed:
            found.append(mark(claim.pk, claim.has_changed))
        return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in found))

    @admin.display(description="weighed")
    def weighed(self, claim: Any) -> SafeString:
        """The verdict of the draft, how many pieces of evidence stand, and how worth a check it is."""
        return format_html(
            "{}<br><small>evidence: {} · worth {}</small>",
            claim.has_rating or "not rated",
            claim.has_evidence,
            f"{claim.check_worthiness.normalize():f}",
        )

    @admin.display(description="with")
    def with_whom(self, claim: Any) -> SafeString | str:
        """Who has it, and until when."""
        who = (
            format_html('with <span dir="auto">{}</span>', claim.has_person)
            if claim.has_person
            else format_html("<small>{}</small>", "nobody has it")
        )
        if claim.has_day is None:
            return who
        late = claim.has_day < timezone.localdate()
        words = "was due" if late else "due"
        return format_html(
            '{}<br><small class="{}">{} {}</small>', who, "late" if late else "", words, claim.has_day
        )
