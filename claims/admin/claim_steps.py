"""The steps of a claim's life at the desk, and what its page shows beside the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone

from claims.actions import publication, review
from claims.admin import since
from claims.admin.access import person
from claims.admin.panes import Opened
from claims.admin.refusals import said
from claims.admin.step_cards import cards
from claims.domain import canonical, lifecycle
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import CorrectionKind, State
from claims.models import Claim, User


@dataclass(frozen=True, slots=True)
class Refused:
    """A step that was refused: why, and what was typed for it."""

    verb: str
    refusal: DomainError
    messages: tuple[str, ...]
    typed: Mapping[str, str]

    @property
    def card(self) -> str:
        """Which of the page's steps it was: retracting opens a correction of a kind of its own."""
        withdrawn = CorrectionKind.WITHDRAWN.value
        retracting = self.verb == "correct" and self.typed["kind"] == withdrawn
        return f"{self.verb} {withdrawn}" if retracting else self.verb

    @classmethod
    def of(cls, verb: str, refusal: DomainError, given: Any, claim: Claim) -> Self:
        """The step with its refusal; `given` is what was sent."""
        told = dict.fromkeys(
            [*(said(problem, refusal) for problem in refusal.problems), *since.told(refusal, claim)]
        )
        return cls(verb, refusal, tuple(told), {name: given.get(name, "") for name in TYPED})


def take(verb: str, *, claim: Claim, rev: int, by: User, given: Any) -> None:
    """The action behind a step."""
    now = timezone.now()
    if verb in ("correct", "reinstate"):
        kind = CorrectionKind.REINSTATED.value if verb == "reinstate" else given.get("kind", "")
        if kind not in {known.value for known in CorrectionKind}:
            raise InvalidValue("Choose what kind of correction this is.", field="kind")
        reason = re.sub("\r\n?|\n", " ", given.get("reason", ""))
        review.open_correction(claim=claim, rev=rev, by=by, kind=CorrectionKind(kind), reason=reason)
    elif verb == "approve":
        review.approve(
            claim=claim, rev=rev, by=by, at=now, note=given.get("note", ""), seen=given.get("seen", "")
        )
    elif verb in ("publish", "retract"):
        publication.publish(claim=claim, rev=rev, by=by, at=now)
    elif verb == "mark duplicate":
        of = clean_text(given.get("of", ""), field="of", limit=LIMITS["word"])
        other = Claim.objects.filter(public_id=of).first()
        if other is None:
            raise InvalidValue("Name the public id of the claim that this one repeats.", field="of")
        review.mark_duplicate(claim=claim, rev=rev, by=by, of=other)
    elif verb == "reject":
        why = re.sub("\r\n?|\n", " ", given.get("why", ""))
        review.reject(claim=claim, rev=rev, by=by, why=why)
    elif verb in PLAIN_STEPS:
        PLAIN_STEPS[verb](claim=claim, rev=rev, by=by)
    else:
        raise InvalidValue(f"There is no step “{verb[:40]}”.", field="verb")


PLAIN_STEPS = {
    "accept": review.accept,
    "reopen": review.reopen,
    "start review": review.start,
    "complete": review.complete,
    "return": review.send_back,
}


NOT_CHOSEN = (CorrectionKind.REINSTATED, CorrectionKind.WITHDRAWN)
"""Kinds of steps of their own: reinstating, and retracting."""
TYPED = ("kind", "reason", "of", "note", "why")


def _locked(state: State) -> str:
    """Why nothing of the draft can be changed now, and which step opens it; nothing where it can be."""
    if state in lifecycle.EDITABLE:
        return ""
    opens = {
        move.verb for move in lifecycle.MOVES if move.source is state and move.target in lifecycle.EDITABLE
    }
    how = f"“{' or '.join(sorted(opens)).capitalize()}”, among the steps, opens it." if opens else ""
    return f"This claim is {state}: its draft is closed. {how}".strip()


def desk(opened: Opened) -> dict[str, Any]:
    """What the claim's page shows beside its form."""
    claim, who = opened.claim, person(opened.request)
    state = State(claim.state)
    steps = [
        verb
        for verb in lifecycle.open_to(state=state, roles=who.roles())
        if not (verb == "publish" and claim.correction_kind == CorrectionKind.WITHDRAWN.value)
        and not (verb == "retract" and claim.correction_kind != CorrectionKind.WITHDRAWN.value)
    ]
    hands = sorted(user.username for user in review.contributors(claim))
    return {
        "claim": claim,
        "steps": steps,
        "step_cards": cards(claim, steps),
        "reason_limit": LIMITS["reason"],
        "id_limit": LIMITS["word"],
        "seen": canonical.digest(canonical.encode(opened.draft)) if "approve" in steps else "",
        "kinds": [kind.value for kind in CorrectionKind if kind not in NOT_CHOSEN],
        "hands": hands,
        "had_a_hand": who.username in hands,
        "editable": state in lifecycle.EDITABLE,
        "locked": _locked(state),
        "publications": claim.publications.order_by("-number"),
        "approvals": claim.approvals.select_related("by").order_by("-id")[:5],
    }
