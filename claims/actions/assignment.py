"""Who works on a claim, and until when: no contribution, one history row each.

A round of work is opened by the first assignment and ends by itself when the claim is published, retracted or turned
away. All writers lock the claim first and then its round, so that they wait and never deadlock.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, NotFound, StaleSave, WrongState
from claims.domain.lifecycle import EXTRACTORS, REVIEWERS
from claims.domain.vocabulary import State
from claims.models import Claim, Review, User

WITHOUT_WORK = (State.REJECTED, State.DUPLICATE, State.SUPPRESSED)


class Unread(Enum):
    """That the round as it stands was not looked at: whatever it says is replaced."""

    UNREAD = "unread"


UNREAD = Unread.UNREAD
Read = datetime | None | Unread
"""The `changed_at` of the round that the person saw; None when there was none."""


def assign(
    *, claim: Claim, to: User, by: User, at: datetime, due_on: date | None = None, read: Read = UNREAD
) -> Review:
    """The open round of the claim, now with `to`; without a date it keeps the one it has.

    Raises StaleSave when somebody changed the round after `read`.
    """
    day = {"due_on": due_on} if due_on else {}
    return _planned(claim, by, at, read, {"assigned_to": to, **day})


def release(*, claim: Claim, by: User, at: datetime, read: Read = UNREAD) -> Review | None:
    """The open round, with nobody; its date stays. None when the claim has no round."""
    return _changed(claim, by, at, read, {"assigned_to": None}, opens=False)


def open_round(*, claim: Claim, to: User | None, due_on: date | None, by: User, at: datetime) -> Review:
    """A new round of work. Raises InvalidValue when one is open, saying who has it."""
    _refuse_a_second(claim)
    try:
        return _planned(claim, by, at, None, {"assigned_to": to, "due_on": due_on})
    except StaleSave:  # opened by somebody else since the look above
        _refuse_a_second(claim)
        raise


def _refuse_a_second(claim: Claim) -> None:
    current = claim.reviews.filter(closed_at__isnull=True).select_related("assigned_to").first()
    if current is not None:
        who = current.assigned_to or "nobody yet"
        due = f", due on {current.due_on}" if current.due_on else ""
        raise InvalidValue(
            f"This claim has an open round already: no. {current.pk}, with {who}{due}. Change that one.",
            field="claim",
        )


def change_round(
    review: Review, /, *, to: User | None, due_on: date | None, by: User, at: datetime, read: Read = UNREAD
) -> Review:
    """This round exactly as given: also without anybody, also without a date. One that has ended stays as it is."""
    if not review.claim.reviews.filter(pk=review.pk, closed_at__isnull=True).exists():
        raise WrongState("This round of work has ended; open a new one.", field="closed_at")
    return _planned(review.claim, by, at, read, {"assigned_to": to, "due_on": due_on})


def _planned(claim: Claim, by: User, at: datetime, read: Read, wanted: dict[str, Any]) -> Review:
    review = _changed(claim, by, at, read, wanted, opens=True)
    assert review is not None  # noqa: S101 - one was opened where there was none
    return review


def _changed(
    claim: Claim, by: User, at: datetime, read: Read, wanted: dict[str, Any], *, opens: bool
) -> Review | None:
    """The open round with what is wanted; where there is none, a new one if it `opens`."""
    require(by, *REVIEWERS, to="say who works on a claim")
    _require_worker(wanted["assigned_to"])
    with one_transaction():
        current = Claim.objects.select_for_update(no_key=True).filter(pk=claim.pk).first()
        if current is None:
            raise NotFound("There is no such claim.", field="id")
        review = current.reviews.select_for_update(no_key=True).filter(closed_at__isnull=True).first()
        _require_read(review, read, wanted)
        if review is None:
            if not opens:
                return None
            if State(current.state) in WITHOUT_WORK:
                raise WrongState(
                    f"A claim that is “{current.state}” has no work to assign; reopen it first.",
                    field="claim",
                )
            return Review.objects.create(claim=current, opened_at=at, changed_by=by, **wanted)
        changes = {name: value for name, value in wanted.items() if getattr(review, name) != value}
        if changes:
            for name, value in changes.items():
                setattr(review, name, value)
            review.changed_by = by
            review.save(update_fields=[*changes, "changed_by"])
            review.refresh_from_db()
        return review


def _require_worker(to: User | None) -> None:
    if to is not None and (to.is_machine or not to.roles() & set(EXTRACTORS)):
        raise InvalidValue(
            f"“{to}” cannot work on claims: a claim is assigned to an active extractor, reviewer or editor.",
            field="assigned_to",
        )


def _require_read(review: Review | None, read: Read, wanted: dict[str, Any]) -> None:
    """Refuses when the round is no longer the one that was seen."""
    now = review.changed_at if review is not None else None
    if isinstance(read, Unread) or now == read:
        return
    theirs = {name: getattr(review, name, None) for name in ("assigned_to", "due_on")}
    raise StaleSave(read=0, current=0, yours=wanted, theirs=theirs)
