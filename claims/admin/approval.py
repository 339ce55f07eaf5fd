"""Who may approve a draft and who may not, and why, in words for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from claims.admin.access import roles_of
from claims.domain.lifecycle import EDITABLE, EDITORS, MOVES, REVIEWERS
from claims.domain.vocabulary import Role, State
from claims.models import Claim, User
from claims.reads.hands import Hand, hands_in

NAMED = 12
"""So many of those who may approve are named; of a large house the rest is counted."""
FIRST = {
    State.PROPOSED.value: "it is only proposed, and is accepted and reviewed first.",
    State.OPEN.value: "nobody has begun its review.",
    State.IN_REVIEW.value: "it is in review, and must be complete first.",
    State.UNDER_CORRECTION.value: "it is under correction, and must be complete first.",
    State.PUBLISHED.value: "nothing waits for approval; “Correct” opens the next draft.",
    State.RETRACTED.value: "it is retracted; “Reinstate” opens the next draft.",
    State.REJECTED.value: "it is rejected, and must be reopened first.",
    State.DUPLICATE.value: "it is a duplicate, and must be reopened first.",
    State.SUPPRESSED.value: "it is suppressed.",
}
"""What comes first, in the states in which nobody can approve."""
COMES = {one.value for one in EDITABLE - {State.APPROVED}}
"""The states whose draft can become complete by the work that is going on."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the page says of approving: whether it is possible now, whether this person may, and who else."""

    possible: bool
    may: bool
    now: str
    you: str
    hands: tuple[Hand, ...]
    others: tuple[str, ...]
    uncounted: int
    roles: str
    publishers: str


def consent(claim: Claim, request: HttpRequest) -> Consent:
    """Who may approve the claim's draft as it stands, told to the person behind the request."""
    hands = hands_in(claim)
    own = next((one for one in hands if one.person.pk == request.user.pk), None)
    fit = bool(roles_of(request) & set(REVIEWERS)) and own is None
    possible = any(move.verb == "approve" and move.source.value == claim.state for move in MOVES)
    others = _others(hands)
    return Consent(
        possible=possible,
        may=possible and fit,
        now=_now(claim),
        you=_you(own, roles_of(request), claim.state, possible=possible),
        hands=hands,
        others=others[:NAMED],
        uncounted=max(len(others) - NAMED, 0),
        roles=" or ".join(REVIEWERS),
        publishers=" or ".join(EDITORS),
    )


def _now(claim: Claim) -> str:
    if claim.state == State.DRAFT_COMPLETE.value:
        return "The draft is complete and waits for a second person."
    if claim.state == State.APPROVED.value:
        given = claim.approvals.filter(rev=claim.rev).select_related("by").order_by("-id").first()
        who = f" by {given.by.username} at rev {given.rev}" if given else ""
        return f"Nobody can approve now: it is approved already{who}."
    return f"Nobody can approve now: {FIRST[claim.state]}"


def _you(own: Hand | None, roles: frozenset[Role], state: str, *, possible: bool) -> str:
    if not roles & set(REVIEWERS):
        held = ", ".join(sorted(roles)) or "no role"
        return f"You may not approve it: that is for the roles {' and '.join(REVIEWERS)}; yours: {held}."
    if own is not None:
        did = "; ".join(own.deeds) or "your hand is in what it embeds"
        return (
            f"You may not approve it: you had a hand in this draft ({did}). You are among them: "
            "a second person must approve."
        )
    if possible:
        return "You may approve it."
    return "You may approve it when it is complete." if state in COMES else ""


def _others(hands: tuple[Hand, ...]) -> tuple[str, ...]:
    """The names of all who could approve: in a fitting role, and without a hand in it."""
    fit = User.objects.filter(
        is_active=True, is_machine=False, groups__name__in=[role.value for role in REVIEWERS]
    )
    fit = fit.exclude(pk__in=[one.person.pk for one in hands]).order_by("username").distinct()
    return tuple(fit.values_list("username", flat=True))
