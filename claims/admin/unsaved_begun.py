"""What a person began on a form of its own for a claim, and did not save: found again on the claim's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse

from claims.admin.access import person
from claims.models import Claim, Draft

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

RESTORE = "draft"


@dataclass(frozen=True, slots=True)
class Begun:
    """A row of a claim that was begun on a form of its own: its noun, since when, and where to go on."""

    noun: str
    at: datetime
    href: str


def changing(model: type[Model], row: int) -> str:
    """The address under which the text of a row's own form is kept."""
    return f"{model._meta.label_lower}/{row}/change"


def of(desk: ActionAdmin, request: HttpRequest, claim: Claim) -> Iterator[Begun]:
    """What this person began to add to a claim, or to change of what hangs on it, and has not saved."""
    given = f"claim={claim.pk}"
    rows = [*claim.verdicts.active(), *claim.replies.active()]
    there = {changing(type(row), row.pk): row for row in rows}
    wanted = Q(address__endswith=f"/add?{given}") | Q(address__in=there)
    for draft in Draft.objects.filter(wanted, user=person(request)).order_by("id"):
        model = apps.get_model(draft.address.partition("/")[0])
        page, noun = f"{desk.admin_site.name}:claims_{model._meta.model_name}", str(model._meta.verbose_name)
        if row := there.get(draft.address):
            href = f"{reverse(f'{page}_change', args=[row.pk])}?{RESTORE}=restore"
            yield Begun(f"{noun.capitalize()}, changed", draft.saved_at, href)
        else:
            yield Begun(
                noun.capitalize(), draft.saved_at, f"{reverse(f'{page}_add')}?{given}&{RESTORE}=restore"
            )
