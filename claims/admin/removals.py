"""Cases of suppression and withholdings: what waits for a second person, and what became of it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from claims.actions import suppression, withholding
from claims.admin.access import person, roles_of
from claims.admin.base import ActionForm, moment_read
from claims.admin.columns import badge, public_page, shortened
from claims.admin.name_case import OfAName, linked
from claims.admin.suppositions import PeopleDecide
from claims.domain.removal import CONFIRMERS, REQUESTERS, overdue
from claims.domain.vocabulary import State
from claims.models import Claim, SuppressionCase, Withholding
from claims.reads.suppression import cases_for, counts, holding_the_same_words, withholdings_for

DECISION = ("decide_as", "why")


class _DecisionForm(ActionForm):
    """One of two decisions, and why."""

    why = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "vTextField"}))


class CaseForm(_DecisionForm):
    """Confirm, or dismiss with a reason."""

    decide_as = forms.ChoiceField(
        label="Decision",
        choices=[
            ("confirm", "Confirm: empty or black out everything listed above, for good"),
            ("dismiss", "Dismiss; say why"),
        ],
        widget=forms.RadioSelect,
        help_text="Confirming takes an editor or administrator who did not ask for it. It cannot be undone.",
    )


class WithholdingForm(_DecisionForm):
    """Confirm, or bring the documents back with a reason."""

    decide_as = forms.ChoiceField(
        label="Decision",
        choices=[
            ("confirm", "Confirm: it stays out of sight"),
            ("lift", "Bring it back exactly as it was; say why"),
        ],
        widget=forms.RadioSelect,
        help_text="Takes an editor or administrator other than the one who withheld it.",
    )


class WaitsForMe(admin.SimpleListFilter):
    """What this person could decide on as the second one."""

    title, parameter_name = "a second person", "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice beside all."""
        return [("me", "waits for me")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows that wait."""
        if self.value() != "me":
            return queryset
        waiting: Any = cases_for if queryset.model is SuppressionCase else withholdings_for
        return queryset.filter(pk__in=waiting(person(request)).values("pk"))


def waiting(request: HttpRequest) -> list[tuple[str, int, str]]:
    """What waits for this person to decide on it as the second one: its name, how many, and where they are listed."""
    if not roles_of(request) & set(CONFIRMERS):
        return []
    rows: tuple[Any, ...] = (cases_for(person(request)), withholdings_for(person(request)))
    found = []
    for one in rows:
        number, meta = one.count(), one.model._meta
        name = meta.verbose_name if number == 1 else meta.verbose_name_plural
        address = reverse(f"admin:claims_{meta.model_name}_changelist")
        found += [(str(name), number, f"{address}?waits=me")] if number else []
    return found


class RemovalAdmin(PeopleDecide):
    """What takes claims out of sight. Whoever may ask for it may read it."""

    list_filter = (WaitsForMe,)
    ends: tuple[str, ...]
    """The moments after which nothing is left to decide."""

    class Media:
        css = {"all": ["claims/desk/removal.css", "claims/desk/name.css"]}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviewers, editors and administrators."""
        return bool(roles_of(request) & set(REQUESTERS))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors and administrators, and whoever asked for it, as long as something can be decided."""
        may = bool(roles_of(request) & set(CONFIRMERS)) or self.asked(request, obj)
        return may and (obj is None or not self.ended(obj))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the decision for whoever can make none."""
        fields = super().get_fields(request, obj)
        may = self.has_change_permission(request, obj)
        return [name for name in fields if may or name not in DECISION]

    def asked(self, request: HttpRequest, row: Any) -> bool:
        """Whether this person may take back what they asked for."""
        return False

    def ended(self, row: Any) -> bool:
        """Whether nothing is left to decide."""
        return any(getattr(row, moment) is not None for moment in self.ends)

    @admin.display(description="about")
    def about(self, row: Any) -> str:
        """The claim at the desk, or the speaker or account whose name it is about."""
        if row.claim_id is not None:
            return linked("claim", row.claim_id, shortened(row.claim.statement))
        if row.speaker_id is not None:
            return linked("speaker", row.speaker_id, f"the name of {row.speaker}")
        return linked("user", row.account_id, f"the name of {row.account}")


@admin.register(SuppressionCase)
class SuppressionCaseAdmin(OfAName, RemovalAdmin):
    """Cases of suppression, those that wait first."""

    form = CaseForm
    ends = ("done_at", "dismissed_at")
    list_display = ("__str__", "about", "at", "requested_by", "requested_at", "confirmed_by")
    list_select_related = ("claim", "speaker", "account", "requested_by", "confirmed_by")
    search_fields = ("claim__public_id", "speaker__public_id")
    ordering = (F("done_at").asc(nulls_first=True), "requested_at", "id")
    of_a_claim: tuple[str, ...] = (
        "about",
        "category",
        "reason",
        "asked_by",
        "redact_capture",
        "goes",
        "stays",
        "at",
    )
    readonly_fields = (*of_a_claim, *OfAName.told)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What can be said of a claim, or of a name; the decision for whoever can make one."""
        fields = self.of_a_claim
        if obj is not None and obj.claim_id is None:
            fields = self.of_a_name(ended=self.ended(obj))
        decision = DECISION if self.has_change_permission(request, obj) else ()
        return [*fields, *decision]

    def asked(self, request: HttpRequest, row: Any) -> bool:
        """Whether this person may take the case back."""
        return row is not None and row.requested_by_id == person(request).pk

    @admin.display(description="state")
    def at(self, row: SuppressionCase) -> str:
        """What became of it."""
        if row.done_at:
            return badge("done")
        return badge("dismissed") if row.dismissed_at else badge("waits")

    @admin.display(description="asked for by")
    def asked_by(self, row: SuppressionCase) -> str:
        """Who and when, and who decided."""
        told = f"{row.requested_by}, {row.requested_at:%Y-%m-%d %H:%M}"
        if row.done_at:
            told += f"; confirmed by {row.confirmed_by}, {row.done_at:%Y-%m-%d %H:%M}"
        if row.dismissed_at:
            told += (
                f"; dismissed by {row.dismissed_by}, {row.dismissed_at:%Y-%m-%d %H:%M}: {row.dismissed_why}"
            )
        return told

    @admin.display(description="what would go")
    def goes(self, row: SuppressionCase) -> str:
        """How many rows of each kind."""
        if self.ended(row):
            done = "emptied" if row.claim_id is not None else "blacked out"
            return done if row.done_at else f"nothing was {done}"
        if row.claim_id is None:
            return self.held(row)
        items = format_html_join("", "<li><strong>{1}</strong> {0}</li>", counts(cast(Claim, row.claim)))
        words = "with every line of their history, in the public documents and in the desk's own log"
        return format_html('<ul class="goes">{}</ul><p>{}</p>', items, words)

    @admin.display(description="what would stay")
    def stays(self, row: SuppressionCase) -> str:
        """Other public documents that hold the same words, and what nobody takes out."""
        if self.ended(row):
            return "the claim's number, its entries in the log, who did what and when"
        same = format_html_join(
            ", ", "{}", ((public_page(f"/claims/{one}", one),) for one in self._same(row))
        )
        kept = "The number, the entries of the log, who did what and when; speakers, sources and articles as such."
        if not same:
            return kept
        warning = (
            "Other public documents hold the same words. Suppress these claims too, if the words must go:"
        )
        return format_html('{} <strong class="warn">{}</strong> {}', kept, warning, same)

    @staticmethod
    def _same(row: SuppressionCase) -> list[str]:
        return holding_the_same_words(cast(Claim, row.claim))

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """The second person's decision."""
        how: dict[str, Any] = {"by": person(request), "at": timezone.now(), "read": moment_read(token)}
        if values["decide_as"] == "confirm":
            return suppression.confirm(row, **how)
        return suppression.dismiss(row, why=values["why"], **how)


@admin.register(Withholding)
class WithholdingAdmin(RemovalAdmin):
    """What is withheld now, the longest first, and what was."""

    form = WithholdingForm
    ends = ("lifted_at",)
    list_display = ("__str__", "about", "at", "withheld_by", "withheld_at", "confirmed_by")
    list_select_related = ("claim", "withheld_by", "confirmed_by")
    search_fields = ("claim__public_id",)
    ordering = (F("lifted_at").asc(nulls_first=True), "withheld_at", "id")
    fields = ("about", "category", "reason", "made_by", "at", *DECISION)
    readonly_fields = ("about", "category", "reason", "made_by", "at")

    def ended(self, row: Any) -> bool:
        """Whether it was lifted, or the claim suppressed."""
        return super().ended(row) or row.claim.state == State.SUPPRESSED.value

    @admin.display(description="state")
    def at(self, row: Withholding) -> str:
        """Whether a second person has looked, should have, or brought it back."""
        if row.claim.state == State.SUPPRESSED.value:
            return badge("suppressed")
        if row.lifted_at:
            return badge("lifted")
        if row.confirmed_at:
            return badge("confirmed")
        late = overdue(withheld_at=row.withheld_at, confirmed=False, now=timezone.now())
        return badge("overdue") if late else badge("waits")

    @admin.display(description="withheld by")
    def made_by(self, row: Withholding) -> str:
        """Who and when, and who decided."""
        told = f"{row.withheld_by}, {row.withheld_at:%Y-%m-%d %H:%M}"
        if row.confirmed_at:
            told += f"; confirmed by {row.confirmed_by}, {row.confirmed_at:%Y-%m-%d %H:%M}"
        if row.lifted_at:
            told += f"; lifted by {row.lifted_by}, {row.lifted_at:%Y-%m-%d %H:%M}: {row.lifted_why}"
        return told

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """The second person's decision."""
        how: dict[str, Any] = {"by": person(request), "at": timezone.now(), "read": moment_read(token)}
        if values["decide_as"] == "confirm":
            return withholding.confirm(row, **how)
        return withholding.lift(row, why=values["why"], **how)
