"""Where a save leads: back to the part of the page that was saved, or on to the next claim."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

NEXT = "_next"
"""The name of the button, or of the key, that saves and goes on."""


def onward(request: HttpRequest, number: int, *, part: str = "") -> HttpResponse:
    """The answer after a save: the claim's page at its `part`, or the next claim when that was asked for."""
    if NEXT in request.POST:
        return HttpResponseRedirect(after(number))
    address = reverse("admin:claims_claim_change", args=[number])
    return HttpResponseRedirect(f"{address}#{part}" if part else address)


def after(number: int) -> str:
    """The address of the claim after this one; the list, while the desk has no order of work."""
    claims = reverse("admin:claims_claim_changelist")
    try:
        ordered = resolve(f"{claims}next/").url_name
    except Resolver404:
        ordered = None
    # a fragment of its own, or browsers would keep that of the form that was sent
    return f"{claims}next/?after={number}#content-start" if ordered else f"{claims}#content-start"


class Onward:
    """The page of a claim whose own form can be saved to go on."""

    def response_change(self, request: HttpRequest, obj: object) -> HttpResponse:
        """On to the next claim, or as stock admin does."""
        answer: HttpResponse = super().response_change(request, obj)  # type: ignore[misc]  # of ModelAdmin
        if NEXT in request.POST and answer.status_code == 302:
            return HttpResponseRedirect(after(obj.pk))  # type: ignore[attr-defined]  # a claim
        return answer
