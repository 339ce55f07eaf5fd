"""The forms of the evidence pane: a new piece, a change of one, a step behind a source, a source that is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from claims.admin.base import PartForm
from claims.admin.inputs import WithInputs
from claims.domain.text import LIMITS
from claims.domain.vocabulary import Reliability, SourceKind
from claims.formats.admiralty import CREDIBILITY, RELIABILITY
from claims.models import Derivation, Evidence

GRADES = "; ".join(f"{number} {words}" for number, words in CREDIBILITY.items())
NOT_JUDGED = "Not judged yet: added while its evidence was linked."


class _Linking(WithInputs, admin.ModelAdmin[Evidence]):
    """Only for its form: a new piece of evidence."""

    form = PartForm
    fields = ("source", "stance", "says", "excerpt", "credibility")
    autocomplete_fields = ("source",)


class _Changing(WithInputs, admin.ModelAdmin[Evidence]):
    """Only for its form: a piece of evidence that stays with its source."""

    form = PartForm
    fields = ("stance", "says", "excerpt", "credibility")


class _Tracing(WithInputs, admin.ModelAdmin[Derivation]):
    """Only for its form: where a source has it from."""

    form = PartForm
    fields = ("origin", "from_source", "how", "basis", "note")
    autocomplete_fields = ("origin", "from_source")


class NewSource(forms.Form):
    """A source that is not there yet: as little as it can be linked with."""

    url = forms.CharField(
        label="Address", required=False, widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="Its page is fetched and archived in the background. “www.” and the like make no other source",
    )  # fmt: skip
    title = forms.CharField(label="Title", required=False, help_text="Left out, it is read from the page")
    publisher = forms.CharField(label="Publisher", required=False, help_text="Left out, it is read, too")
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "---------"), *((kind.value, kind.value) for kind in SourceKind)],
    )
    language = forms.CharField(label="Language", required=False, help_text="Such as en")
    reliability = forms.ChoiceField(
        label="Reliability",
        required=False,
        initial=Reliability.F.value,
        choices=[(grade, f"{grade}: {words}") for grade, words in RELIABILITY.items()],
        help_text="Admiralty code",
    )
    reliability_why = forms.CharField(label="Why this grade", required=False, initial=NOT_JUDGED)


def linking(
    site: admin.AdminSite, request: HttpRequest, given: Any = None, initial: dict[str, Any] | None = None
) -> forms.ModelForm[Evidence]:
    """The form of a new piece of evidence: as sent, or filled in and not yet judged."""
    form = _Linking(Evidence, site).get_form(request)
    found: forms.ModelForm[Evidence] = form(given, initial=initial, auto_id="new_%s")
    found.fields["excerpt"].widget.attrs["maxlength"] = LIMITS["excerpt"]
    found.fields["credibility"].help_text = f"Admiralty code: {GRADES}"
    return found


class Cards:
    """The forms of the cards, whose classes are made once a page."""

    def __init__(self, site: admin.AdminSite, request: HttpRequest) -> None:
        self._change = _Changing(Evidence, site).get_form(request)
        self._trace = _Tracing(Derivation, site).get_form(request)

    def changing(self, row: Evidence, given: Any = None) -> forms.ModelForm[Evidence]:
        """The form of one piece, as stored or as sent."""
        form: forms.ModelForm[Evidence] = self._change(given, instance=row, auto_id=f"e{row.pk}_%s")
        form.fields["credibility"].help_text = f"Admiralty code: {GRADES}"
        return form

    def tracing(self, row: Evidence, given: Any = None) -> forms.ModelForm[Derivation]:
        """The form of a new step behind the source of a piece."""
        form: forms.ModelForm[Derivation] = self._trace(given, auto_id=f"s{row.pk}_%s")
        form.fields["origin"].label = "From an origin (a party)"
        form.fields["from_source"].label = "Or from another source"
        return form


def adding(given: Any = None) -> NewSource:
    """The form of a source that is not there yet, as sent or empty."""
    return NewSource(given, prefix="add", auto_id="add_%s")
