"""The evidence of a claim on its own page: each piece with its origin, the count of origins, a form for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from claims.actions.claims import fresh
from claims.admin.base import PartForm
from claims.admin.inputs import WithInputs
from claims.domain.vocabulary import Decision
from claims.formats import provenance_svg
from claims.formats.trail import Trails
from claims.models import Claim, Evidence, ProposedLink, Recheck
from claims.reads import drafts, weighing


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of evidence as the pane shows it."""

    evidence: Evidence
    code: str
    origin: str
    attests: str
    because: str
    figures: tuple[Mapping[str, Any], ...]


class _Inputs(WithInputs, admin.ModelAdmin[Evidence]):
    """Only for its form: the inputs of this desk for a piece of evidence."""

    form = PartForm
    fields = ("source", "stance", "says", "excerpt", "credibility")
    autocomplete_fields = ("source",)


def pane(claim: Claim) -> dict[str, Any]:
    """The rows, and how many independent origins support and dispute, as the draft stands now."""
    claim = fresh(claim)
    weighed = weighing.of(claim)
    draft = drafts.build(claim, weighed)
    trails = Trails.of(draft)
    rows = claim.evidence.active().select_related("source").order_by("id")
    shown = [
        Row(
            evidence=row,
            code=f"{row.source.reliability}{row.credibility}",
            origin=trails.line(row.source.public_id),
            attests=item["attests"],
            because=item["attests_because"],
            figures=tuple(item["figures"]),
        )
        for row, item in zip(rows, draft["evidence"], strict=True)
    ]
    return {
        "evidence_rows": shown,
        "corroboration": draft["corroboration"],
        "stories": _stories(draft),
        "graph": mark_safe(provenance_svg.draw(draft)) if shown else "",  # noqa: S308 - our own, all text escaped
        "graph_key": provenance_svg.key(draft),
        "weighed": weighed.weighed,
        "levels": draft["verdict"],
        "suspected": [pair for pair in weighed.found.alike if pair.decision == Decision.OPEN.value],
        "proposed": ProposedLink.objects.filter(claim=claim, decision=Decision.OPEN.value).select_related(
            "other"
        ),
        "rechecks": Recheck.objects.filter(claim=claim, settled_at__isnull=True).order_by("raised_at"),
    }


def _stories(draft: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The groups of evidence that share something, by titles and what they share."""
    titles = {item["source"]["id"]: item["source"]["title"] for item in draft["evidence"]}
    return [
        {
            "titles": [titles[name] for name in one["members"]],
            "shared": [party["name"] for party in one["shared"]],
            "alike": one["alike"],
            "known": one["known"],
        }
        for one in draft["corroboration"]["clusters"]
    ]


def evidence_form(
    site: admin.AdminSite, request: HttpRequest, given: Mapping[str, Any] | None = None
) -> forms.ModelForm[Evidence]:
    """The form of a new piece of evidence; `given` is what was sent."""
    form = _Inputs(Evidence, site).get_form(request)
    found: forms.ModelForm[Evidence] = (
        form(given, auto_id="new_%s") if given is not None else form(auto_id="new_%s")
    )
    return found
