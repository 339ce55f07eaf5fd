"""The evidence of a claim on its own page: each piece with its origin, the count of origins, a form for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from claims.actions.claims import fresh
from claims.admin.base import PartForm
from claims.admin.inputs import WithInputs
from claims.formats.trail import Trails
from claims.models import Claim, Evidence
from claims.reads import drafts


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of evidence as the pane shows it."""

    evidence: Evidence
    code: str
    origin: str
    attests: str
    because: str


class _Inputs(WithInputs, admin.ModelAdmin[Evidence]):
    """Only for its form: the inputs of this desk for a piece of evidence."""

    form = PartForm
    fields = ("source", "stance", "says", "excerpt", "credibility")
    autocomplete_fields = ("source",)


def pane(claim: Claim) -> dict[str, Any]:
    """The rows, and how many independent origins support and dispute, as the draft stands now."""
    draft = drafts.build(fresh(claim))
    trails = Trails.of(draft)
    rows = claim.evidence.active().select_related("source").order_by("id")
    shown = [
        Row(
            evidence=row,
            code=f"{row.source.reliability}{row.credibility}",
            origin=trails.line(row.source.public_id),
            attests=item["attests"],
            because=item["attests_because"],
        )
        for row, item in zip(rows, draft["evidence"], strict=True)
    ]
    return {"evidence_rows": shown, "corroboration": draft["corroboration"]}


def evidence_form(
    site: admin.AdminSite, request: HttpRequest, given: Mapping[str, Any] | None = None
) -> forms.ModelForm[Evidence]:
    """The form of a new piece of evidence; `given` is what was sent."""
    form = _Inputs(Evidence, site).get_form(request)
    found: forms.ModelForm[Evidence] = (
        form(given, auto_id="new_%s") if given is not None else form(auto_id="new_%s")
    )
    return found
