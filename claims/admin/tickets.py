"""What readers sent: the queue of the desk, the open ones first and of these the oldest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from claims.actions import tickets
from claims.admin.access import person, roles_of
from claims.admin.base import ActionForm, moment_read
from claims.admin.columns import badge, public_page, shortened
from claims.admin.suppositions import PeopleDecide
from claims.domain.lifecycle import REVIEWERS
from claims.domain.vocabulary import TicketState
from claims.models import Claim, Ticket

SENT = ("public_id", "kind", "about", "document", "passage", "text", "reach", "received_at", "handled")


class AnswerForm(ActionForm):
    """What became of it, and the answer that its reader will see."""

    settle_as = forms.ChoiceField(
        label="Settle as",
        choices=[(one.value, one.value) for one in TicketState if one is not TicketState.OPEN],
        widget=forms.RadioSelect,
        help_text="Answered: something came of it, or it is explained. Declined: say why nothing is done.",
    )
    answer = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="Public for everybody who knows the number: no names, no contact, nothing of a draft",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "settle_as" in self.fields and self.instance.handled_at:
            self.fields["settle_as"].initial = self.instance.state


@admin.register(Ticket)
class TicketAdmin(PeopleDecide):
    """Tickets of readers. Reviewers and editors alone see them."""

    form = AnswerForm
    list_display = ("public_id", "at", "kind", "received_at", "what", "about")
    list_filter = ("state", "kind")
    list_select_related = ("handled_by",)
    search_fields = ("public_id", "claim", "text", "passage")
    ordering = (F("handled_at").asc(nulls_first=True), "received_at", "id")
    fields = (*SENT, "settle_as", "answer")
    readonly_fields = SENT

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviewers and editors: what readers wrote, and how to reach them, is for those who answer."""
        return bool(roles_of(request) & set(REVIEWERS))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the claim's key at the desk, in one query."""
        claim = Claim.objects.filter(public_id=OuterRef("claim"))
        keys = Subquery(claim.values("pk")[:1]), Subquery(claim.values("statement")[:1])
        rows: QuerySet[Any] = super().get_queryset(request)
        found: QuerySet[Any] = rows.annotate(claim_pk=keys[0], statement=keys[1])
        return found

    @admin.display(description="what was sent")
    def what(self, row: Ticket) -> str:
        """Its text, shortened."""
        return shortened(row.text)

    @admin.display(description="claim")
    def about(self, row: Any) -> str:
        """The claim at the desk."""
        if not getattr(row, "claim_pk", None):
            return "none"
        return format_html(
            '<a href="{}" dir="auto">{}</a>',
            reverse("admin:claims_claim_change", args=[row.claim_pk]),
            shortened(row.statement),
        )

    @admin.display(description="document that was read")
    def document(self, row: Ticket) -> str:
        """The public document, as the reader saw it."""
        if not row.claim:
            return "none"
        return public_page(f"/claims/{row.claim}/revisions/{row.number_read}", f"no. {row.number_read}")

    @admin.display(description="how to reach the reader")
    def reach(self, row: Ticket) -> str:
        """The contact, as long as it is kept."""
        if row.contact_erased_at:
            return f"erased on {row.contact_erased_at:%Y-%m-%d}"
        return row.contact or "not given"

    @admin.display(description="settled")
    def handled(self, row: Ticket) -> str:
        """By whom and when."""
        return (
            f"{row.state} by {row.handled_by}, {row.handled_at:%Y-%m-%d %H:%M}"
            if row.handled_at
            else "not yet"
        )

    @admin.display(description="state", ordering="state")
    def at(self, row: Ticket) -> str:
        """What became of it."""
        return badge(row.state)

    def token(self, row: Any) -> str:
        """When it was settled last: readers' words never change."""
        return row.handled_at.isoformat() if row.handled_at else ""

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Settles it."""
        return tickets.settle(
            row,
            state=TicketState(values["settle_as"]),
            answer=values["answer"],
            by=person(request),
            at=timezone.now(),
            read=moment_read(token) if token else None,
        )
