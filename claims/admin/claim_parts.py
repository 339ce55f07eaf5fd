"""The parts of a claim as inlines of its page: spans, figures, the chain, possible speakers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from claims.admin.access import ByRole
from claims.admin.base import PartForm
from claims.admin.inputs import WithInputs
from claims.admin.unsaved import Again
from claims.models import Attribution, Claim, ClaimSpan, Quantity, SpeakerCandidate

AT_MOST = 100


class SentRows(BaseInlineFormSet[Any, Any, Any]):
    """The rows that were sent, each shown again, also when the row it was made from has gone since."""

    def get_queryset(self) -> Any:
        """What stands in the database; of a form that was sent, the row behind each of its rows."""
        if self.is_bound and "forms" in self.__dict__:
            return [form.instance if form.instance.pk else None for form in self.initial_forms]
        return super().get_queryset()

    def add_fields(self, form: Any, index: int | None) -> None:
        """With the words of each input for those who do not see the head of its column."""
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for name, field in form.fields.items():
            if not field.widget.is_hidden and not hasattr(field.widget, "decompress"):
                field.widget.attrs["aria-label"] = f"{(field.label or name).capitalize()}, {row}"

    def full_clean(self) -> None:
        """The rows and their problems; unsaved text that is shown again has none yet."""
        if isinstance(self.data, Again):
            self._errors: list[Any] = []
            self._non_form_errors = self.error_class()
        else:
            super().full_clean()

    def clean(self) -> None:
        """Stored rows are taken away by their own mark, never by being left out."""
        if len(self.forms) < self.initial_form_count():
            raise ValidationError(
                "Rows that are stored are missing from this form. Nothing was saved; open the page again."
            )


class OfAClaim(WithInputs, ByRole):
    """Inlines follow the claim: whoever may change it may change them, and take rows away; a hundred rows at most."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """The formset; it does not even build more rows than a claim may have."""
        return super().get_formset(request, obj, **{"absolute_max": AT_MOST, **options})  # type: ignore[misc]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Adding a row changes the claim."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taking a row away withdraws it."""
        return self.has_change_permission(request, obj)


class SpanInline(OfAClaim, admin.TabularInline[ClaimSpan, Claim]):
    """Whose words: offsets as in the version's text."""

    model = ClaimSpan
    form, formset, max_num = PartForm, SentRows, AT_MOST
    fields = ("start", "end", "role")
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClaimSpan]:
        """The spans that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("start")


class QuantityInline(OfAClaim, admin.StackedInline[Quantity, Claim]):
    """Figures; empty bounds are open."""

    model = Quantity
    form, formset, max_num = PartForm, SentRows, AT_MOST
    fields = (("measure", "population", "unit"), ("low", "high", "approximate", "vague"), "text", "at")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quantity]:
        """The figures that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("position")


class AttributionInline(OfAClaim, admin.TabularInline[Attribution, Claim]):
    """The chain, nearest first: a ministry said that a witness said."""

    model = Attribution
    form, formset, max_num = PartForm, SentRows, AT_MOST
    fields = ("speaker", "role", "cue", "hedges")
    autocomplete_fields = ("speaker", "role")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attribution]:
        """The links that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("position")


class CandidateInline(OfAClaim, admin.TabularInline[SpeakerCandidate, Claim]):
    """Who may be the speaker, where the text leaves it ambiguous."""

    model = SpeakerCandidate
    form, formset, max_num = PartForm, SentRows, AT_MOST
    fields = ("speaker", "note")
    autocomplete_fields = ("speaker",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeakerCandidate]:
        """The candidates that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("id")


def rows_of(formset: Any) -> list[dict[str, Any]]:
    """The rows of an inline as the action wants them."""
    rows = []
    for form in formset.forms:
        values = dict(form.cleaned_data) if hasattr(form, "cleaned_data") else {}
        removed = values.pop("DELETE", False)
        for extra in ("id", "claim", formset.fk.name):
            values.pop(extra, None)
        if values and not removed and (form.instance.pk or form.has_changed()):
            rows.append(values)
    return rows
