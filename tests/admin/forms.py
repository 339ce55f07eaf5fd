"""What a browser would post at the desk."""

from __future__ import annotations

from typing import Any

from django.test import Client

from claims.actions import review
from claims.domain.vocabulary import CorrectionKind
from claims.models import Claim
from tests.cast import Cast, rashid

ROLES = ("extractor", "reviewer", "second_reviewer", "editor", "administrator")


def form_of(client: Client, url: str) -> dict[str, Any]:
    """What a browser would post of the main form at an address, unchanged."""
    response = client.get(url)
    assert response.status_code == 200
    return form_in(response)


def form_in(response: Any) -> dict[str, Any]:
    """What a browser would post of the main form of a page, unchanged."""
    form = response.context["adminform"].form
    data = {}
    forms = [form] + [
        one
        for item in response.context["inline_admin_formsets"]
        for one in [item.formset.management_form, *item.formset.forms]
    ]
    for one in forms:
        for bound in one:
            value = bound.value()
            for name, text in _inputs(bound, value):
                data[name] = text
    return data


def inputs_of(bound: Any) -> dict[str, Any]:
    """What a browser would post of one input, unchanged."""
    return dict(_inputs(bound, bound.value()))


def _inputs(bound: Any, value: Any) -> Any:
    widget = bound.field.widget
    if hasattr(widget, "decompress"):
        parts = value if isinstance(value, list) else widget.decompress(value)
        return [(f"{bound.html_name}_{number}", str(part or "")) for number, part in enumerate(parts)]
    if value is None or value is False:
        return []
    if value is True:
        return [(bound.html_name, "on")]
    if isinstance(value, list):
        return [(bound.html_name, value)]
    return [(bound.html_name, str(value))]


def under_correction(cast: Cast) -> Claim:
    """Rashid's claim, open for changes."""
    claim = rashid()
    return review.open_correction(
        claim=claim, rev=claim.rev, by=cast.reviewer, kind=CorrectionKind.TYPO, reason="A test."
    )
