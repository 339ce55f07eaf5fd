"""What waits for a person's word: suspected copies, proposed links, and claims that want another look."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from claims.actions import rechecks, suppositions
from claims.admin.access import person, roles_of
from claims.admin.base import ActionAdmin, ActionForm, moment_read
from claims.admin.columns import badge, shortened
from claims.admin.filters import Settled
from claims.domain.lifecycle import REVIEWERS
from claims.domain.vocabulary import Decision
from claims.models import ProposedLink, Recheck, SuspectedCopy


class DecisionForm(ActionForm):
    """The decision and its reason; everything else of the row is the machine's."""

    decide_as = forms.ChoiceField(
        label="Decision",
        choices=[(one.value, one.value) for one in Decision],
        widget=forms.RadioSelect,
        help_text="Accepted: it holds. Rejected: it does not, say why. Open: nobody knows yet.",
    )
    why = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "vTextField"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, column in (("decide_as", "decision"), ("why", "decided_why")):
            if name in self.fields and self.instance.pk:
                self.fields[name].initial = getattr(self.instance, column)


class PeopleDecide(ActionAdmin):
    """Rows that the machine or an action adds, and that reviewers and editors settle."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody by hand: what a person knows is recorded as a derivation or a link."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviewers and editors."""
        return bool(roles_of(request) & set(REVIEWERS))


class SuppositionAdmin(PeopleDecide):
    """What the machine supposes."""

    form = DecisionForm
    list_filter: ClassVar[tuple[str, ...]] = ("decision",)
    ordering = ("-score", "id")

    @admin.display(description="decision", ordering="decision")
    def at(self, row: Any) -> str:
        """What became of it."""
        return badge(row.decision)

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """The person's decision."""
        return suppositions.decide(
            row,
            decision=Decision(values["decide_as"]),
            why=values["why"],
            by=person(request),
            at=timezone.now(),
            read=moment_read(token),
        )


@admin.register(SuspectedCopy)
class SuspectedCopyAdmin(SuppositionAdmin):
    """Suspected copies. While one is open, only one of its two sources is heard."""

    list_display = ("pair", "kinds", "because", "score", "at")
    list_display_links = ("pair",)
    list_select_related = ("source", "other")
    search_fields = ("source__title", "other__title", "because")
    fields = ("source", "other", "kinds", "because", "score", "decide_as", "why")
    readonly_fields = ("source", "other", "kinds", "because", "score")

    @admin.display(description="sources")
    def pair(self, row: SuspectedCopy) -> str:
        """Both titles."""
        return shortened(f"{row.source.title} ≈ {row.other.title}")

    @admin.display(description="likeness")
    def kinds(self, row: SuspectedCopy) -> str:
        """What makes them look alike."""
        return ", ".join(row.likenesses)


@admin.register(ProposedLink)
class ProposedLinkAdmin(SuppositionAdmin):
    """Relations that may hold between claims. Accepting one makes a link of the first claim, if that can be edited."""

    list_display = ("about", "kind", "to", "because", "score", "at")
    list_display_links = ("about",)
    list_filter: ClassVar[tuple[str, ...]] = ("decision", "kind")
    list_select_related = ("claim", "other")
    search_fields = ("claim__statement", "other__statement", "because")
    fields = ("claim", "kind", "other", "because", "score", "decide_as", "why")
    readonly_fields = ("claim", "kind", "other", "because", "score")

    @admin.display(description="claim")
    def about(self, row: ProposedLink) -> str:
        """The claim that the link would belong to."""
        return shortened(row.claim.statement)

    @admin.display(description="other")
    def to(self, row: ProposedLink) -> str:
        """The other one."""
        return shortened(row.other.statement)


class SettleForm(ActionForm):
    """What came of looking again."""

    why = forms.CharField(
        label="What came of it",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="For example: corrected as no. 3; or: the source moved, its words are the same",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "why" in self.fields and self.instance.pk:
            self.fields["why"].initial = self.instance.settled_why


@admin.register(Recheck)
class RecheckAdmin(PeopleDecide):
    """Claims that want another look, the longest waiting first."""

    form = SettleForm
    list_display = ("about", "occasion", "because", "raised_at", "is_settled")
    list_display_links = ("about",)
    list_filter = (Settled, "occasion")
    list_select_related = ("claim",)
    search_fields = ("claim__statement", "because", "claim__public_id")
    ordering = (F("settled_at").asc(nulls_first=True), "raised_at", "id")
    fields = ("claim", "occasion", "because", "raised_at", "why")
    readonly_fields = ("claim", "occasion", "because", "raised_at")

    @admin.display(description="claim")
    def about(self, row: Recheck) -> str:
        """Its statement."""
        return shortened(row.claim.statement)

    @admin.display(description="settled", boolean=True, ordering="settled_at")
    def is_settled(self, row: Recheck) -> bool:
        """Whether somebody has looked again."""
        return row.settled_at is not None

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Settles it."""
        return rechecks.settle(row, by=person(request), at=timezone.now(), why=values["why"])
