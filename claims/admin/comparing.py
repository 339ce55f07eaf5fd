"""Two revisions of a claim beside each other, word by word, and going back to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from claims.actions import restoring
from claims.admin.access import person
from claims.admin.gone import gone
from claims.admin.panes import Opened
from claims.admin.refusals import said, status
from claims.domain.errors import DomainError, InvalidValue, StaleSave
from claims.domain.lifecycle import EDITABLE
from claims.domain.vocabulary import State
from claims.formats.changes import Change, changes
from claims.models import Claim
from claims.reads import past, revisions

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

STAYING = ("evidence", "replies", "links", "verdict")
"""Parts of the document that a restored revision leaves as they are."""


class _Tried(Exception):
    """Ends a rehearsal: everything it did is undone."""


def addresses(desk: ActionAdmin) -> list[Any]:
    """Comparing, and going back."""

    def view(act: Any) -> Any:
        def answer(request: HttpRequest, number: int) -> HttpResponse:
            claim = _claim(desk, request, number)
            found: HttpResponse = gone(claim, request) or act(desk, request, claim)
            return found

        return desk.admin_site.admin_view(answer)

    return [
        path("<int:number>/compare/", view(_compare), name="claims_claim_compare"),
        path("<int:number>/restore/", view(_restore), name="claims_claim_restore"),
    ]


def shown(opened: Opened) -> dict[str, Any]:
    """Nothing: the page links here."""
    return {}


def _claim(desk: ActionAdmin, request: HttpRequest, number: int) -> Claim:
    if not desk.has_view_permission(request):
        raise PermissionDenied
    claim = Claim.objects.filter(pk=number).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim


def _compare(desk: ActionAdmin, request: HttpRequest, claim: Claim) -> HttpResponse:
    """What changed from one revision to another, and every revision there is to choose from."""
    problem, code = "", 200
    before, after = _usual(claim)
    try:
        before, after = _asked(request, "from", before), _asked(request, "to", after)
        found = _between(claim, before, after)
    except DomainError as refusal:
        problem, code, found = refusal.message, 404, []
    below = _number(request.GET.get("below", ""))
    listed = revisions.listed(claim, below=below)
    low, high = sorted((before, after))
    context = {
        "title": f"Revision {before} and revision {after}",
        "before": before,
        "after": after,
        "changes": found,
        "problem": problem,
        "revisions": listed,
        "below": listed[-1].rev if listed and listed[-1].rev > 1 and len(listed) == revisions.SHOWN else None,
        "steps": () if problem else revisions.listed(claim, above=low, below=high + 1),
        "may_restore": [] if problem else _restorable(desk, request, claim, before, after),
        "locked": "" if State(claim.state) in EDITABLE else claim.state,
    }
    return _page(desk, request, claim, "compare", context, code)


def _restore(desk: ActionAdmin, request: HttpRequest, claim: Claim) -> HttpResponse:
    """What going back to a revision would change; when that was confirmed, it is done."""
    if not desk.has_change_permission(request, claim):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    refusal, code, to, found = None, 200, 0, list[Change]()
    try:
        to = _given(sent.get("to", ""))
        if request.method == "POST":
            rev = _given(sent.get("rev", ""))
            saved = restoring.restore(claim=claim, rev=rev, to=to, by=person(request), at=timezone.now())
            messages.success(request, f"Restored revision {to}: the claim is now at revision {saved.rev}.")
            return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[claim.pk]))
    except DomainError as problem:
        refusal, code = problem, status(problem, otherwise=400)
    stays: list[Change] = []
    if to and not (refusal and not isinstance(refusal, StaleSave)):
        try:
            found = _rehearsed(request, claim, to)
            stays = _staying(claim, to)
        except DomainError as problem:
            refusal, code = problem, status(problem, otherwise=400)
    context = {
        "title": f"Restore revision {to}" if to else "Restore a revision",
        "to": to,
        "refusals": [said(one, refusal) for one in refusal.problems] if refusal else [],
        "is_stale": isinstance(refusal, StaleSave),
        "changes": found,
        "stays": stays,
    }
    return _page(desk, request, claim, "restore", context, code)


def _page(
    desk: ActionAdmin, request: HttpRequest, claim: Claim, name: str, context: dict[str, Any], code: int
) -> HttpResponse:
    whole = {**desk.admin_site.each_context(request), "opts": desk.opts, "claim": claim, **context}
    return TemplateResponse(request, f"admin/claims/{name}.html", whole, status=code)


def _usual(claim: Claim) -> tuple[int, int]:
    """The last public revision and the present one; of two equal ones, the one before."""
    public = claim.publications.order_by("-number").values_list("rev", flat=True).first()
    before = public if public and public < claim.rev else claim.rev - 1
    return max(before, 1), claim.rev


def _between(claim: Claim, before: int, after: int) -> list[Change]:
    states = [past.for_the_desk(revisions.at(claim, rev)) for rev in (before, after)]
    return changes(*states)


def _rehearsed(request: HttpRequest, claim: Claim, to: int) -> list[Change]:
    """What would change: the step is taken and undone, so that nothing is guessed."""
    now = past.for_the_desk(revisions.at(claim, claim.rev))
    after = now
    try:
        with transaction.atomic():
            saved = restoring.restore(
                claim=claim, rev=claim.rev, to=to, by=person(request), at=timezone.now()
            )
            after = past.for_the_desk(revisions.at(saved, saved.rev))
            raise _Tried
    except _Tried:
        return changes(now, after)


def _staying(claim: Claim, to: int) -> list[Change]:
    """What was otherwise at that revision and is left as it is now."""
    then, now = (past.document(revisions.at(claim, rev)) for rev in (to, claim.rev))
    return changes(*({name: one[name] for name in STAYING} for one in (then, now)))


def _restorable(desk: ActionAdmin, request: HttpRequest, claim: Claim, before: int, after: int) -> list[int]:
    """Those of the two revisions that this person can go back to."""
    if State(claim.state) not in EDITABLE or not desk.has_change_permission(request, claim):
        return []
    return [rev for rev in sorted({before, after}) if rev < claim.rev]


def _asked(request: HttpRequest, name: str, otherwise: int) -> int:
    return _given(request.GET[name]) if name in request.GET else otherwise


def _given(text: str) -> int:
    number = _number(text)
    if number is None:
        raise InvalidValue("Choose a revision by its number.", field="rev")
    return number


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
