"""One step for many claims: first what would happen to each, then one claim a transaction, each with its own answer.

Consent is not among the steps: whoever approves has read the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from claims.admin.access import person
from claims.admin.base import revision_read
from claims.admin.claim_steps import take
from claims.admin.refusals import said
from claims.domain import lifecycle
from claims.domain.errors import DomainError
from claims.domain.vocabulary import Role
from claims.models import Claim, User

VERBS = ("accept", "reject", "start review", "complete", "return", "publish", "retract")
AT_MOST = 100
"""So many claims at once; each is a transaction of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step does to one claim, or why it is refused."""

    claim: Claim
    refusals: tuple[str, ...]


class _Rehearsed(Exception):
    """Ends a rehearsal: everything it did is undone."""


def offered(roles: Collection[Role]) -> dict[str, Callable[..., Any]]:
    """The actions of the list of claims that these roles allow at all."""
    allowed = {move.verb for move in lifecycle.MOVES if set(roles) & set(move.roles)}
    return {verb.replace(" ", "_"): _action(verb) for verb in VERBS if verb in allowed}


def _action(verb: str) -> Callable[..., Any]:
    def act(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Shows what would happen, or does it when that was confirmed."""
        claims = list(queryset.select_related("speaker").order_by("pk")[: AT_MOST + 1])
        if len(claims) > AT_MOST:
            messages.error(request, f"Choose at most {AT_MOST} claims at once. Nothing was done.")
            return None
        if "confirmed" not in request.POST:
            return _ask(model_admin, request, verb, claims)
        _do(request, verb, claims)
        return None

    return act


def rehearse(verb: str, claims: Iterable[Claim], *, by: User) -> list[Outcome]:
    """What the step would do to each claim: it is taken and undone, so that nothing is guessed."""
    return [Outcome(claim, _tried(verb, claim, rev=claim.rev, by=by, keep=False)) for claim in claims]


def _ask(model_admin: Any, request: HttpRequest, verb: str, claims: list[Claim]) -> HttpResponse:
    outcomes = rehearse(verb, claims, by=person(request))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{verb.capitalize()}: what would happen",
        "opts": model_admin.opts,
        "verb": verb,
        "action": request.POST.get("action", ""),
        "outcomes": outcomes,
        "possible": sum(not one.refusals for one in outcomes),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/claims/bulk.html", context)


def _do(request: HttpRequest, verb: str, claims: list[Claim]) -> None:
    done = 0
    for claim in claims:
        try:
            rev = revision_read(request.POST.get(f"rev-{claim.pk}", ""))
        except DomainError as refusal:
            refusals: tuple[str, ...] = (refusal.message,)
        else:
            refusals = _tried(verb, claim, rev=rev, by=person(request), keep=True)
        if refusals:
            messages.warning(request, f"Refused, “{claim.statement[:100]}”: {' '.join(refusals)}")
        else:
            done += 1
    messages.info(request, f"{verb.capitalize()}: {done} of {len(claims)} done.")


def _tried(verb: str, claim: Claim, *, rev: int, by: User, keep: bool) -> tuple[str, ...]:
    try:
        if keep:
            take(verb, claim=claim, rev=rev, by=by, given={})
        else:
            with transaction.atomic():
                take(verb, claim=claim, rev=rev, by=by, given={})
                raise _Rehearsed
    except _Rehearsed:
        return ()
    except DomainError as refusal:
        return tuple(dict.fromkeys(said(problem, refusal) for problem in refusal.problems))
    return ()
