"""Who has a claim, who has it open, and what they tell each other about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.actions import assignment, comments, presence
from claims.admin.access import person, roles_of
from claims.admin.base import moment_read
from claims.admin.panes import Opened
from claims.admin.refusals import said, status
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.lifecycle import EXTRACTORS, REVIEWERS
from claims.domain.text import LIMITS
from claims.models import Claim, Comment, User
from claims.reads import presence as present

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

TYPED = ("to", "due_on", "text")


def addresses(desk: ActionAdmin) -> list[Any]:
    """Assigning, releasing, saying that the claim is open, commenting and withdrawing a comment."""

    def at(route: str, name: str, act: Any) -> Any:
        def answer(request: HttpRequest, number: int, **more: int) -> HttpResponse:
            return act(desk, request, _claim(number), **more)  # type: ignore[no-any-return]

        return path(f"<int:number>/{route}/", desk.admin_site.admin_view(require_POST(answer)), name=name)

    return [
        at("assign", "claims_claim_assign", _assign),
        at("release", "claims_claim_release", _release),
        at("open", "claims_claim_open", _open),
        at("comment", "claims_claim_comment", _comment),
        at("comment/<int:which>/withdraw", "claims_claim_withdraw_comment", _withdraw),
    ]


def shown(opened: Opened) -> dict[str, Any]:
    """Who has the claim, who else has it open now, and the comments; opening the page is noted."""
    claim, request = opened.claim, opened.request
    who, roles, now = person(request), roles_of(request), timezone.now()
    if roles & set(EXTRACTORS) and request.method == "GET":
        presence.note(claim=claim, by=who, at=now)
    may_assign = bool(roles & set(REVIEWERS))
    review = claim.reviews.filter(closed_at__isnull=True).select_related("assigned_to").first()
    return {
        "round": review,
        "round_read": review.changed_at.isoformat() if review else "",
        "round_is_late": bool(review and review.due_on and review.due_on < timezone.localdate()),
        "has_it": review.assigned_to if review else None,
        "is_mine": bool(review and review.assigned_to_id == who.pk),
        "may_assign": may_assign and claim.state not in assignment.WITHOUT_WORK,
        "workers": _workers() if may_assign else [],
        "open_now": [since_when(one) for one in present.others(claim, but=who, at=now)],
        "comments": claim.comments.select_related("by").order_by("id"),
        "may_comment": bool(roles & set(EXTRACTORS)),
        "comment_limit": LIMITS["comment"],
    }


def _assign(desk: ActionAdmin, request: HttpRequest, claim: Claim) -> HttpResponse:
    """The claim with somebody, by a day; a refusal stands in the pane with what was chosen."""
    try:
        to = _worker(request.POST.get("to", ""))
        review = assignment.assign(
            claim=claim,
            to=to,
            by=person(request),
            at=timezone.now(),
            due_on=_day(request),
            read=_read(request),
        )
    except DomainError as refusal:
        return _again(desk, request, claim, refusal, part="people")
    due = f", due on {review.due_on}" if review.due_on else ""
    messages.success(request, f"Assigned to {to}{due}.")
    return _back(claim, "people")


def _release(desk: ActionAdmin, request: HttpRequest, claim: Claim) -> HttpResponse:
    """The claim with nobody."""
    try:
        assignment.release(claim=claim, by=person(request), at=timezone.now(), read=_read(request))
    except DomainError as refusal:
        return _again(desk, request, claim, refusal, part="people")
    messages.success(request, "Released: nobody has it now.")
    return _back(claim, "people")


def _open(desk: ActionAdmin, request: HttpRequest, claim: Claim) -> HttpResponse:
    """Notes that the person still has the claim open; says who else has."""
    now = timezone.now()
    try:
        presence.note(claim=claim, by=person(request), at=now)
    except DomainError as refusal:
        return JsonResponse({"refused": refusal.message}, status=status(refusal, otherwise=400))
    others = present.others(claim, but=person(request), at=now)
    return JsonResponse({"others": [since_when(one) for one in others]})


def since_when(one: present.Opened) -> str:
    """Who has it open since when, in words."""
    local, today = timezone.localtime(one.since), timezone.localdate()
    return (
        f"{one.who} has had this open since {local:{'%H:%M' if local.date() == today else '%Y-%m-%d %H:%M'}}"
    )


def _comment(desk: ActionAdmin, request: HttpRequest, claim: Claim) -> HttpResponse:
    """A new comment; a refusal stands at its input, with the text."""
    try:
        text = request.POST.get("text", "").replace("\r\n", "\n")
        comments.add(claim=claim, text=text, by=person(request), at=timezone.now())
    except DomainError as refusal:
        return _again(desk, request, claim, refusal, part="comments")
    messages.success(request, "Your comment is there, for the desk only.")
    return _back(claim, "comments")


def _withdraw(desk: ActionAdmin, request: HttpRequest, claim: Claim, which: int) -> HttpResponse:
    """A comment that is no longer shown."""
    comment = Comment.objects.filter(pk=which, claim=claim).first()
    if comment is None:
        raise Http404("There is no such comment.")
    try:
        comments.withdraw(comment, by=person(request), at=timezone.now())
    except DomainError as refusal:
        return _again(desk, request, claim, refusal, part="comments")
    messages.success(request, "Withdrawn.")
    return _back(claim, "comments")


def _again(desk: Any, request: HttpRequest, claim: Claim, refusal: DomainError, *, part: str) -> HttpResponse:
    """The claim's page with why it was refused, and everything that was typed."""
    told = tuple(dict.fromkeys(said(problem, refusal) for problem in refusal.problems))
    context = {f"{part}_refused": told, "typed": {name: request.POST.get(name, "") for name in TYPED}}
    answer: HttpResponse = desk.as_opened(request, claim.pk, status(refusal, otherwise=400), context)
    return answer


def _back(claim: Claim, part: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:claims_claim_change', args=[claim.pk])}#{part}")


def _claim(number: int) -> Claim:
    claim = Claim.objects.filter(pk=number).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim


def _workers() -> list[User]:
    """Everybody who can be given a claim."""
    found = User.objects.filter(is_active=True, is_machine=False, groups__name__in=EXTRACTORS)
    return list(found.distinct().order_by("username"))


def _worker(name: str) -> User:
    found = User.objects.filter(username=name).first() if "\0" not in name else None
    if found is None:
        raise InvalidValue("Choose who shall have the claim.", field="to")
    return found


def _day(request: HttpRequest) -> date | None:
    text = request.POST.get("due_on", "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue("Write the day it is due as in 2026-12-31.", field="due_on") from error


def _read(request: HttpRequest) -> assignment.Read:
    """The moment of the round that the page showed; nothing when it showed none."""
    text = request.POST.get("read", "")
    return moment_read(text) if text else None
