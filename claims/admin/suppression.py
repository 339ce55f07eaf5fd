"""The part of a claim's page that takes it out of sight: withheld at once, or suppressed by two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.actions import suppression, withholding
from claims.admin.access import person, roles_of
from claims.admin.claim_steps import Refused
from claims.admin.panes import Opened
from claims.admin.refusals import status
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.removal import ALONE, REQUESTERS, WITHHOLDERS, overdue
from claims.domain.text import LIMITS
from claims.domain.vocabulary import RemovalCategory, State
from claims.models import Claim

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

WITHHOLD, SUPPRESS = "withhold", "suppress"


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where the two forms of this part are sent."""

    def at(verb: str) -> Any:
        def send(request: HttpRequest, number: int) -> HttpResponse:
            return _send(desk, request, number, verb)

        view = desk.admin_site.admin_view(require_POST(send))
        return path(f"<int:number>/{verb}/", view, name=f"claims_claim_{verb}")

    return [at(WITHHOLD), at(SUPPRESS)]


def shown(opened: Opened) -> dict[str, Any]:
    """What is out of sight, who must look at it, and who may take which of the two steps."""
    claim, request = opened.claim, opened.request
    case = claim.suppression_cases.filter(dismissed_at__isnull=True).select_related(
        "requested_by", "confirmed_by"
    )
    held = claim.withholdings.filter(lifted_at__isnull=True).select_related("withheld_by", "confirmed_by")
    roles, now, standing = roles_of(request), timezone.now(), held.first()
    return {
        "removal": {
            "suppressed": claim.state == State.SUPPRESSED.value,
            "case": case.first(),
            "withholding": standing,
            "until": standing and standing.withheld_at + ALONE,
            "overdue": standing is not None
            and overdue(
                withheld_at=standing.withheld_at, confirmed=standing.confirmed_at is not None, now=now
            ),
            "is_public": claim.published_number is not None,
            "may_withhold": bool(roles & set(WITHHOLDERS)),
            "may_ask": bool(roles & set(REQUESTERS)),
            "withholders": " or ".join(WITHHOLDERS),
            "requesters": " or ".join(REQUESTERS),
            "categories": [one.value for one in RemovalCategory],
            "limit": LIMITS["reason"],
        }
    }


def _send(desk: ActionAdmin, request: HttpRequest, number: int, verb: str) -> HttpResponse:
    claim = Claim.objects.filter(pk=number).first()
    if claim is None:
        raise Http404("There is no such claim.")
    try:
        told = TAKE[verb](claim, request)
    except DomainError as refusal:
        refused = Refused.of(verb, refusal, request.POST, claim)
        code = status(refusal, otherwise=400)
        context = {"removal_refused": refused, "removal_typed": request.POST.get("category", "")}
        return cast(HttpResponse, cast(Any, desk).as_opened(request, number, code, context))
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[number]) + "#removal")


def given(request: HttpRequest) -> dict[str, Any]:
    """Ground, reason, person and moment of what is asked for. Raises InvalidValue without a ground."""
    category = request.POST.get("category", "")
    if category not in {one.value for one in RemovalCategory}:
        raise InvalidValue("Choose on what ground.", field="category")
    reason = re.sub("\r\n?|\n", " ", request.POST.get("reason", ""))
    now = timezone.now()
    return {"category": RemovalCategory(category), "reason": reason, "by": person(request), "at": now}


def _withhold(claim: Claim, request: HttpRequest) -> str:
    withholding.withhold(claim=claim, **given(request))
    return "Withheld. Nobody outside can read it; a second person must look at it within 24 hours."


def _suppress(claim: Claim, request: HttpRequest) -> str:
    redact = request.POST.get("redact_capture") == "on"
    suppression.open_case(claim=claim, redact_capture=redact, **given(request))
    return "Asked for. Nothing was emptied yet: a second person decides on the case."


TAKE: dict[str, Callable[[Claim, HttpRequest], str]] = {WITHHOLD: _withhold, SUPPRESS: _suppress}
