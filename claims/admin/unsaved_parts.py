"""The forms on a claim's own page for what hangs on the claim, and where what is typed into each is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from claims.models import Claim, Evidence, ReplyRequest, Verdict


@dataclass(frozen=True, slots=True)
class Part:
    """One form: how it is found on the page, and where its text is kept."""

    form: str
    keep: str
    row: str
    given: str
    token: str


def of(claim: Claim) -> Iterator[Part]:
    """The forms for what hangs on the claim, each with its own place for what is typed into it."""
    of = [claim.pk]
    replies = f'form[action="{reverse("admin:claims_claim_replies", args=of)}"]'
    yield _part(claim, Evidence, ".new-evidence")
    yield _part(claim, Verdict, "#verdict-form", claim.verdicts.active().first())
    yield _part(claim, ReplyRequest, replies)
    for row in claim.replies.active():
        form = f'form[action="{reverse("admin:claims_claim_reply", args=[*of, row.pk])}"]'
        yield _part(claim, ReplyRequest, form, row)


def _part(claim: Claim, model: type[Model], form: str, row: Model | None = None) -> Part:
    keep = reverse(f"admin:claims_{model._meta.model_name}_unsaved")
    if row is None:
        return Part(form, keep, "", f"claim={claim.pk}", "")
    return Part(form, keep, str(row.pk), "", str(claim.rev))
