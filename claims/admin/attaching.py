"""What hangs on a claim, saved by a form on the claim's own page: refusals at their fields, nobody's text lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict

from claims.actions import evidence
from claims.actions.claims import fresh
from claims.admin import unsaved
from claims.admin.access import person
from claims.admin.base import PartForm, revision_read
from claims.admin.refusals import Conflict, conflict, said, status
from claims.admin.since import of_claim
from claims.domain.errors import DomainError, StaleSave
from claims.models import Claim, ReplyRequest, Verdict

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

Hanging = TypeVar("Hanging", Verdict, ReplyRequest)


class HangingForm(PartForm):
    """A form that knows which revision of the claim it was made from, and both versions after a conflict."""

    rev = forms.CharField(widget=forms.HiddenInput, required=False)
    conflict: Conflict | None = None

    def values(self) -> dict[str, Any]:
        """What is to be saved; a field that was not touched keeps exactly what is stored."""
        stored = self.instance.pk is not None
        return {
            name: getattr(self.instance, name) if stored and name not in self.changed_data else value
            for name, value in self.cleaned_data.items()
            if name != "rev"
        }

    def refuse(self, refusal: DomainError, claim: Claim, by: int) -> None:
        """Shows the refusal at its fields; after a conflict the next save is meant to be on top of theirs."""
        for problem in refusal.problems:
            shown = problem.field in self.fields and problem.field != "rev"
            self.add_error(problem.field if shown else None, said(problem, refusal))
        if isinstance(refusal, StaleSave):
            since = of_claim(fresh(claim), str(self.cleaned_data.get("rev", "")))
            self.conflict = conflict(refusal, is_new=self.instance.pk is None, since=since, by=by)
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("rev")] = str(refusal.current)
            self.data = data


@dataclass(frozen=True, slots=True)
class Attempt:
    """A save that was tried: its form, and the status of the refusal, or 0 when it is done."""

    form: HangingForm
    code: int


def attempt(kind: type[Hanging], form: HangingForm, *, claim: Claim, request: HttpRequest) -> Attempt:
    """Attaches a new row to the claim, or amends the form's own."""
    if not form.is_valid():
        return Attempt(form, 400)
    try:
        rev, by = revision_read(form.cleaned_data["rev"]), person(request)
        if form.instance.pk is None:
            evidence.attach(kind, claim=claim, rev=rev, by=by, **form.values())
        else:
            evidence.amend(form.instance, rev=rev, by=by, **form.values())
    except DomainError as refusal:
        form.refuse(refusal, claim, cast(int, request.user.pk))
        return Attempt(form, status(refusal, otherwise=400))
    unsaved.hung(request, claim, kind, form.instance.pk)
    return Attempt(form, 0)


def found(number: int) -> Claim:
    """The claim of this number; 404 when there is none."""
    claim = Claim.objects.select_related("version__article__outlet", "speaker").filter(pk=number).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim


def page_again(desk: ActionAdmin, request: HttpRequest, number: int, code: int) -> HttpResponse:
    """The claim's page as it would be opened now; what was sent is on the request, for the part that it belongs to."""
    again: Callable[..., HttpResponse] = cast(Any, desk).as_opened
    return again(request, number, code, {})
