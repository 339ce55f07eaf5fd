"""What hangs on a claim, each on a page of its own: evidence, replies, links, verdicts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from claims.actions import evidence
from claims.admin import since
from claims.admin.access import person
from claims.admin.base import ActionAdmin, ActionForm, revision_read
from claims.admin.columns import shortened
from claims.admin.filters import Withdrawn
from claims.models import Claim, ClaimLink, Evidence, ReplyRequest, ReportedFigure, Verdict


class AttachedForm(ActionForm):
    """With a way to withdraw the row."""

    withdraw_because = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Fill in to withdraw this row instead of saving it; it stays readable with the reason",
    )


class AttachedAdmin(ActionAdmin):
    """Saves by the actions on what hangs on a claim; the version that was read is the claim's revision."""

    form = AttachedForm

    @admin.display(description="claim", ordering="claim")
    def about(self, row: Any) -> str:
        """The claim's statement, cut when it is long."""
        return shortened(row.claim.statement)

    def token(self, row: Any) -> str:
        """The claim's revision."""
        return str(row.claim.rev)

    def since(self, row: Any, token: str) -> list[since.Saved]:
        """Whatever was done to the claim that the row hangs on."""
        return since.of_claim(row.claim, token)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A row stays with its claim."""
        return ("claim",) if obj else ()

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Attaches a new row at the claim's present revision, or amends the one that was read."""
        why = values.pop("withdraw_because", "")
        if row is None:
            claim: Claim = values.pop("claim")
            return evidence.attach(self.model, claim=claim, rev=claim.rev, by=person(request), **values)
        rev = revision_read(token)
        current = self.model._default_manager.select_related("claim").get(pk=row.pk)
        if why:
            evidence.detach(current, rev=rev, by=person(request), at=timezone.now(), why=why)
            return current
        return evidence.amend(current, rev=rev, by=person(request), **values)


@admin.register(Evidence)
class EvidenceAdmin(AttachedAdmin):
    """Evidence."""

    list_display = ("source", "stance", "code", "about", "withdrawn_at")
    list_filter = ("stance", "credibility", "source__reliability", Withdrawn)
    list_select_related = ("claim", "source")
    search_fields = ("says", "excerpt", "source__title", "claim__statement")
    autocomplete_fields = ("claim", "source", "capture")

    @admin.display(description="Admiralty", ordering="credibility")
    def code(self, row: Evidence) -> str:
        """Reliability and credibility, such as B2."""
        return f"{row.source.reliability}{row.credibility}"


@admin.register(ReportedFigure)
class ReportedFigureAdmin(AttachedAdmin):
    """Figures that sources give; their words stand in the evidence's excerpt."""

    list_display = ("text", "measure", "population", "from_source", "about")
    list_filter = (Withdrawn,)
    list_select_related = ("claim", "evidence__source")
    search_fields = ("text", "measure", "population", "claim__statement")
    autocomplete_fields = ("claim", "evidence")
    fields = (
        "claim", "evidence", "text", "measure", "population", ("low", "high", "unit"), ("approximate", "vague"), "at",
        "position", "withdraw_because",
    )  # fmt: skip

    @admin.display(description="source")
    def from_source(self, row: ReportedFigure) -> str:
        """The source's title, cut when it is long."""
        return shortened(row.evidence.source.title)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A figure stays with its evidence."""
        return ("claim", "evidence") if obj else ()


@admin.register(ReplyRequest)
class ReplyRequestAdmin(AttachedAdmin):
    """Requests for reply."""

    list_display = ("who", "outcome", "about", "asked_at")
    list_filter = ("outcome", Withdrawn)
    list_select_related = ("claim", "who")
    search_fields = ("who__name", "answer")
    autocomplete_fields = ("claim", "who")


@admin.register(ClaimLink)
class ClaimLinkAdmin(AttachedAdmin):
    """Links between claims."""

    list_display = ("about", "kind", "to", "basis")
    list_filter = ("kind", "basis", Withdrawn)
    list_select_related = ("claim", "other")
    search_fields = ("note", "claim__statement", "other__statement")
    autocomplete_fields = ("claim", "other")

    @admin.display(description="other")
    def to(self, row: ClaimLink) -> str:
        """The other claim's statement, cut when it is long."""
        return shortened(row.other.statement)


@admin.register(Verdict)
class VerdictAdmin(AttachedAdmin):
    """Verdicts."""

    list_display = ("rating", "credence", "evidence_level", "agreement", "about")
    list_filter = ("rating", "evidence_level", "agreement", Withdrawn)
    list_select_related = ("claim", "rating")
    search_fields = ("conclusion", "rationale", "claim__statement")
    autocomplete_fields = ("claim", "rating")
