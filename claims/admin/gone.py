"""What the desk answers where the text of a suppressed claim would be compared, restored or previewed."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from claims.domain.vocabulary import State
from claims.models import Claim


def gone(claim: Claim, request: HttpRequest) -> HttpResponse | None:
    """A page with 410 that says since when the text of a suppressed claim is gone; None for every other claim."""
    if claim.state != State.SUPPRESSED.value:
        return None
    case = claim.suppression_cases.filter(done_at__isnull=False).first()
    context = {
        **admin.site.each_context(request),
        "title": "Suppressed",
        "opts": Claim._meta,
        "claim": claim,
        "done_at": case and case.done_at,
    }
    return TemplateResponse(request, "admin/claims/gone.html", context, status=410)
