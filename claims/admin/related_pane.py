"""How a claim stands to others, and “already checked?”: the most similar ones, to be linked with one press."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from claims.actions import evidence, matching
from claims.admin.access import person, roles_of
from claims.admin.attaching import found
from claims.admin.base import revision_read
from claims.admin.columns import date_in_words
from claims.admin.panes import Opened
from claims.admin.refusals import said, status
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.lifecycle import EDITABLE, REVIEWERS
from claims.domain.vocabulary import Basis, LinkKind, MatchVerdict, SpeakerBasis, State
from claims.formats import ratings, stored
from claims.models import Claim, ClaimLink, Verdict
from claims.reads import similar

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

AT_ONCE = (LinkKind.REPEATS, LinkKind.CONTRADICTS)
"""The relations that one press makes; the others have a form."""
AS_NUMBER = 18
_UNSURE = {SpeakerBasis.INFERRED.value: ", as inferred", SpeakerBasis.AMBIGUOUS.value: " (unclear who)"}


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where similar claims are asked for, and where one is linked."""

    def ask(request: HttpRequest) -> HttpResponse:
        """The claims most like the words that are being typed."""
        if not desk.has_view_permission(request):
            raise PermissionDenied
        but = [number for number in [_number(request.GET.get("but", ""))] if number]
        return JsonResponse({"claims": _offered(similar.to(request.GET.get("words", ""), but=but))})

    def relate(request: HttpRequest, number: int) -> HttpResponse:
        """A link to another claim; a refusal stands in the pane."""
        claim = found(number)
        try:
            told = _relate(claim, request)
        except DomainError as refusal:
            context = {
                "related_refused": tuple(dict.fromkeys(said(one, refusal) for one in refusal.problems))
            }
            again: Any = desk
            response: HttpResponse = again.as_opened(request, number, status(refusal, otherwise=400), context)
            return response
        messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[number]) + "#related")

    def judge(request: HttpRequest, number: int) -> HttpResponse:
        """What somebody says of a claim that looks alike; a refusal stands in the pane."""
        claim = found(number)
        try:
            told = _judge(claim, request)
        except DomainError as refusal:
            words = tuple(dict.fromkeys(said(one, refusal) for one in refusal.problems))
            again: Any = desk
            response: HttpResponse = again.as_opened(
                request, number, status(refusal, otherwise=400), {"related_refused": words}
            )
            return response
        messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[number]) + "#related")

    wrapped = desk.admin_site.admin_view
    return [
        path("<int:number>/alike/", wrapped(require_POST(judge)), name="claims_claim_alike"),
        path("similar/", wrapped(require_GET(ask)), name="claims_claim_similar"),
        path("<int:number>/relate/", wrapped(require_POST(relate)), name="claims_claim_relate"),
    ]


def shown(opened: Opened) -> dict[str, Any]:
    """The links from and to the claim, and the most similar claims that none of them joins."""
    claim = opened.claim
    own = list(claim.links.active().select_related("other").order_by("id"))
    others = list(claim.linked_from.active().select_related("claim").order_by("id"))
    joined = {claim.pk, *(link.other_id for link in own), *(link.claim_id for link in others)}
    may = State(claim.state) in EDITABLE and bool(roles_of(opened.request) & set(REVIEWERS))
    return {
        "links": [(link, stored.in_words(stored.LINKS, link.kind)) for link in own],
        "linked_from": [(link, stored.in_words(stored.LINKS, link.kind)) for link in others],
        "similar": _judged(claim, _offered(similar.to(claim.statement, but=joined))),
        "may_relate": may,
        "may_judge": claim.state != State.SUPPRESSED.value
        and bool(roles_of(opened.request) & set(REVIEWERS)),
        "verdicts": [(one.value, one is MatchVerdict.SAME) for one in MatchVerdict],
        "at_once": [(kind.value, stored.in_words(stored.LINKS, kind.value)) for kind in AT_ONCE],
        "link_form": f"{reverse('admin:claims_claimlink_add')}?claim={claim.pk}",
    }


def _relate(claim: Claim, request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    if kind not in {one.value for one in AT_ONCE}:
        raise InvalidValue(f"Choose one of {', '.join(AT_ONCE)}.", field="kind")
    number = _number(request.POST.get("other", ""))
    other = Claim.objects.filter(pk=number).first() if number else None
    if other is None:
        raise InvalidValue("Choose a claim that is there.", field="other")
    rev, by = revision_read(request.POST.get("rev", "")), person(request)
    values = {"other": other, "kind": kind, "basis": Basis.INFERRED.value, "note": ""}
    evidence.attach(ClaimLink, claim=claim, rev=rev, by=by, **values)
    return f"Linked: {stored.in_words(stored.LINKS, kind)} “{other}”."


def _judge(claim: Claim, request: HttpRequest) -> str:
    given = request.POST.get("decision", "")
    if given not in {one.value for one in MatchVerdict}:
        raise InvalidValue(f"Choose one of {', '.join(MatchVerdict)}.", field="decision")
    number = _number(request.POST.get("other", ""))
    other = Claim.objects.filter(pk=number).first() if number else None
    if other is None:
        raise InvalidValue("Choose a claim that is there.", field="other")
    matching.decide(
        claim=claim,
        other=other,
        decision=MatchVerdict(given),
        by=person(request),
        at=timezone.now(),
        read=(request.POST.get("asked", ""), request.POST.get("found", "")),
    )
    return f"Noted: “{other}” is {'the same claim' if given == MatchVerdict.SAME else 'another claim'}."


def _judged(claim: Claim, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with what was said of it; what is another claim stands last."""
    told = {
        one.other_id: {"decision": one.decision, "judged_by": str(one.decided_by)}
        for one in claim.match_decisions.select_related("decided_by")
    }
    for row in rows:
        row.update(told.get(row["number"], {}))
    return sorted(rows, key=lambda row: row.get("decision") == MatchVerdict.ANOTHER.value)


def _offered(alike: Iterable[similar.Similar]) -> list[dict[str, Any]]:
    """Each similar claim in words: who said it when, where it stands, and what became of it."""
    rows = list(alike)
    standing = Verdict.objects.active().filter(claim__in=[one.claim for one in rows])
    labels = dict(standing.values_list("claim", "rating__label"))
    return [
        {
            "number": one.claim.pk,
            "url": reverse("admin:claims_claim_change", args=[one.claim.pk]),
            "statement": one.claim.statement,
            "speaker": f"{one.claim.speaker}{_UNSURE.get(one.claim.speaker_basis, '')}",
            "said": _said(one.claim),
            "article": one.claim.version.article.headline,
            "state": one.claim.state,
            "rating": str(stored.rating(labels[one.claim.pk])) if one.claim.pk in labels else "",
            "icon": ratings.icon(labels[one.claim.pk]) if one.claim.pk in labels else "",
            "alike": round(one.likeness * 100),
            "cautions": " ".join(one.cautions),
        }
        for one in rows
    ]


def _said(claim: Claim) -> str:
    inferred = claim.said is not None and claim.said.basis.startswith(SpeakerBasis.INFERRED.value)
    return f"{date_in_words(claim.said)}{', as inferred' if inferred else ''}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= AS_NUMBER else None
