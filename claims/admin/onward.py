"""Where a save leads: back to the part of the page that was saved, or on to the next claim."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from claims.admin import offer_words
from claims.reads import queues

NEXT = "_next"
"""The name of the button, or of the key, that saves and goes on."""


def onward(request: HttpRequest, number: int, *, part: str = "") -> HttpResponse:
    """The answer after a save: the claim's page at its `part`, or the next claim when that was asked for."""
    if NEXT in request.POST:
        return HttpResponseRedirect(after(request, number))
    address = reverse("admin:claims_claim_change", args=[number])
    return HttpResponseRedirect(f"{address}#{part}" if part else address)


def after(request: HttpRequest, number: int) -> str:
    """The address of the claim after this one, in the queue that the save names, if it names one."""
    asked = request.POST.get(NEXT, "")
    queue = {"queue": asked} if asked in queues.BY_NAME else {}
    # a fragment of its own, or browsers would keep that of the form that was sent
    return f"{reverse('admin:claims_claim_next')}?{urlencode({**queue, 'after': number})}#content-start"


class Onward:
    """The page of a claim whose own form can be saved to go on."""

    def response_change(self, request: HttpRequest, obj: object) -> HttpResponse:
        """On to the next claim, or as stock admin does."""
        answer: HttpResponse = super().response_change(request, obj)  # type: ignore[misc]  # of ModelAdmin
        if NEXT in request.POST and answer.status_code == 302:
            return HttpResponseRedirect(after(request, obj.pk))  # type: ignore[attr-defined]  # a claim
        if answer.status_code == 302 and (back := offer_words.way_back(request, obj)):
            return HttpResponseRedirect(back)
        return answer
