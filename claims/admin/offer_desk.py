"""What the machine read in a captured text, decided one by one: accepted, edited or rejected with one key each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from claims.admin import offer_words, since, undo
from claims.admin.access import person, roles_of
from claims.admin.base import revision_read
from claims.admin.claim_steps import take
from claims.admin.offer_words import BACK, address
from claims.admin.refusals import status
from claims.admin.version_desk import version_asked
from claims.domain import lifecycle
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.vocabulary import State
from claims.formats.passages import Passage, lines
from claims.models import ArticleVersion, Offer
from claims.reads import offers
from claims.reads.offers import Read, Reading

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

REASONS = (
    "Not a claim: nothing that could be checked",
    "Its words begin or end in the wrong place",
    "Somebody else says it",
    "It is here already",
    "Not part of the article: a caption, a notice or the page around it",
)
"""Why a proposal is rejected, in words that a key stands for."""
SAID = {
    "accept": "Accepted", "reopen": "Accepted after all", "reject": "Rejected", "undo": "Taken back",
}  # fmt: skip


def addresses(desk: ActionAdmin) -> list[Any]:
    """The text with its proposals, and where one is decided."""

    def the_text(request: HttpRequest, number: int) -> HttpResponse:
        return _page(desk, request, version_asked(desk, request, number), request.GET.get("at", ""))

    def decide(request: HttpRequest, number: int) -> HttpResponse:
        """One decision, and on to the next proposal that waits; a refusal stands at the proposal."""
        version = version_asked(desk, request, number)
        found = offers.of(version)
        here = found.at(_number(request.POST.get("claim", "")))
        if here is None or str(here.claim.pk) != request.POST.get("claim"):
            raise Http404("There is no such proposal in this text.")
        try:
            done = _decided(request, here)
        except DomainError as refusal:
            told = [*(problem.message for problem in refusal.problems), *since.told(refusal, here.claim)]
            code = status(refusal, otherwise=400)
            return _page(desk, request, version, str(here.claim.pk), refused=told, code=code)
        messages.success(request, f"{SAID[done]}: “{offer_words.shortened(here.claim.statement)}”")
        onward = here if done == "undo" else offers.of(version).next_waiting(here) or here
        return HttpResponseRedirect(address(version.pk, onward.claim.pk))

    view = desk.admin_site.admin_view
    return [
        path("<int:number>/proposals/", view(the_text), name="claims_articleversion_proposals"),
        path(
            "<int:number>/proposals/decide/", view(require_POST(decide)), name="claims_articleversion_decide"
        ),
    ]


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def _decided(request: HttpRequest, here: Read) -> str:
    """Takes the step that was asked for, and names it."""
    asked, rev = request.POST.get("do", ""), revision_read(request.POST.get("rev", ""))
    if asked == "undo":
        undo.take_back(here.claim, request)
        return asked
    if asked not in ("accept", "reopen", "reject"):
        raise InvalidValue("A proposal is accepted, rejected or left as it is.", field="do")
    why = request.POST.get("why", "") or request.POST.get("typed", "")
    take(asked, claim=here.claim, rev=rev, by=person(request), given={"why": why})
    return asked


def _page(
    desk: ActionAdmin,
    request: HttpRequest,
    version: ArticleVersion,
    at: str,
    *,
    refused: list[str] | None = None,
    code: int = 200,
) -> HttpResponse:
    """The text at the left, the proposal at hand and the list at the right."""
    found = offers.of(version)
    here = found.at(_number(at))
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": f"Proposals: {version.article.headline}",
        "version": version,
        "reading": found,
        "rows": [offer_words.row(one) for one in found.offers],
        "levels": offer_words.LEVELS,
        "offer_lines": list(_lines(found, here)),
        "elsewhere": offers.waiting_elsewhere(version) if found.decided == len(found.offers) else None,
        "refused": refused or (),
        "typed": request.POST.get("typed", ""),
        "is_nav_sidebar_enabled": False,
        **(_at_hand(request, found, here) if here else {}),
    }
    response = TemplateResponse(request, "admin/claims/offers.html", context)
    response.status_code = code
    return response


def _at_hand(request: HttpRequest, found: Reading, here: Read) -> dict[str, Any]:
    """The proposal that is looked at: what it says, what can be done with it, and what stands beside it."""
    before, after = found.beside(here)
    steps = lifecycle.open_to(state=State(here.claim.state), roles=roles_of(request))
    last = Offer.objects.filter(claim__version=found.version, decided_by=person(request))
    newest = last.select_related("claim").order_by("-decided_at", "-pk").first()
    return {
        "here": offer_words.row(here),
        "facts": offer_words.facts(here),
        "why_read": here.offer.made.get("reasons", ()),
        "why_check": here.offer.made.get("check_reasons", ()),
        "before": before,
        "after": after,
        "place": found.offers.index(here) + 1,
        "may_accept": next((step for step in ("accept", "reopen") if step in steps), ""),
        "may_reject": "reject" in steps,
        "may_edit": State(here.claim.state) in lifecycle.EDITABLE and bool(steps),
        "reasons": REASONS,
        "edit_url": f"{reverse('admin:claims_claim_change', args=[here.claim.pk])}?back={BACK}",
        "last": newest,
        "undo": undo.last_save(newest.claim, request) if newest else None,
    }


def _lines(found: Reading, here: Read | None) -> Iterator[dict[str, Any]]:
    """The text in segments: each proposal marked, the one at hand strongest, with its source and cue."""
    places: dict[int, tuple[int, int]] = {}
    meant: dict[int, tuple[str, Read]] = {}
    for one in found.offers:
        parts = {"content": one.content}
        if here is not None and one.number == here.number:
            parts |= {"source": one.source, "cue": one.cue}
        for name, stretches in parts.items():
            for stretch in stretches:
                key = len(places) + 1
                places[key], meant[key] = stretch, (name, one)
    ends = {
        max(key for key, (name, of) in meant.items() if name == "content" and of is one): one
        for one in found.offers
    }
    for line in lines(found.version.number, found.version.text, places):
        yield {"segments": list(_segments(line, meant, ends, here))}


def _segments(
    line: Passage, meant: dict[int, tuple[str, Read]], ends: dict[int, Read], here: Read | None
) -> Iterator[dict[str, Any]]:
    at, mine = line.start, here.number if here else 0
    for segment in line.segments:
        parts = [meant[key] for key in segment.claims]
        own = {name for name, one in parts if one.number == mine}
        others = [one for name, one in parts if one.number != mine]
        yield {
            "text": segment.text,
            "at": at,
            "own": next((name for name in ("source", "cue", "content") if name in own), ""),
            "other": offer_words.row(others[0]) if others else None,
            "ending": [offer_words.row(ends[key]) for key in segment.ending if key in ends],
        }
        at += len(segment.text)
