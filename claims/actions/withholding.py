"""Withholding what is public at once: an editor does it alone, a second person confirms it or brings it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from claims.actions import checkpoints, followings, people
from claims.actions.access import require
from claims.actions.claims import fresh
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, NotAllowed, StaleSave, WrongState
from claims.domain.removal import CONFIRMERS, WITHHOLDERS
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import RemovalCategory, State
from claims.models import Claim, User, Withholding


def withhold(*, claim: Claim, by: User, at: datetime, category: RemovalCategory, reason: str) -> Withholding:
    """The claim's public documents are out of sight; a second person looks at it within a day."""
    require(by, *WITHHOLDERS, to="withhold what is public")
    reason = clean_text(reason, field="reason", limit=LIMITS["reason"])
    with one_transaction():
        current = Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
        if current.published_number is None or current.state == State.SUPPRESSED.value:
            raise WrongState("Nothing of this claim is public that could be withheld.", field="state")
        if current.withholdings.filter(lifted_at__isnull=True).exists():
            raise WrongState("The documents of this claim are withheld already.", field="state")
        made = Withholding.objects.create(
            claim=current,
            category=category.value,
            reason=reason,
            withheld_by=by,
            withheld_at=at,
            changed_by=by,
        )
        transaction.on_commit(checkpoints.sign_newest, robust=True)
        made.refresh_from_db()
        return made


def confirm(withholding: Withholding, /, *, by: User, at: datetime, read: datetime) -> Withholding:
    """The withholding with the consent of a second person; the documents stay out of sight until it is lifted."""
    with one_transaction():
        current = _decided_by_a_second(withholding, by=by, read=read, to="confirm a withholding")
        if current.confirmed_at is not None:
            raise WrongState("Somebody has confirmed this already.", field="state")
        current.confirmed_by, current.confirmed_at, current.changed_by = by, at, by
        current.save(update_fields=["confirmed_by", "confirmed_at", "changed_by"])
        current.refresh_from_db()
        return current


def lift(withholding: Withholding, /, *, by: User, at: datetime, why: str, read: datetime) -> Withholding:
    """The withholding, ended: the documents are public again, byte for byte as they were."""
    reason = clean_text(why, field="why", limit=LIMITS["reason"], required=False)
    if not reason:
        raise InvalidValue("Say why the documents come back.", field="why")
    with one_transaction():
        current = _decided_by_a_second(withholding, by=by, read=read, to="lift a withholding")
        current.lifted_by, current.lifted_at, current.lifted_why, current.changed_by = by, at, reason, by
        current.save(update_fields=["lifted_by", "lifted_at", "lifted_why", "changed_by"])
        followings.catch_up(fresh(current.claim), by=people.machine(), at=at)
        transaction.on_commit(checkpoints.sign_newest, robust=True)
        current.refresh_from_db()
        return current


def _decided_by_a_second(withholding: Withholding, *, by: User, read: datetime, to: str) -> Withholding:
    require(by, *CONFIRMERS, to=to)
    current = Withholding.objects.select_for_update(no_key=True).get(pk=withholding.pk)
    if current.lifted_at is not None:
        raise WrongState("This withholding has ended already.", field="state")
    if current.claim.state == State.SUPPRESSED.value:
        raise WrongState("The claim was suppressed since; nothing can come back.", field="state")
    if current.withheld_by_id == by.pk:
        raise NotAllowed("You withheld this yourself, so a second person must decide on it.", field="by")
    if current.changed_at != read:
        theirs = {"confirmed_by": current.confirmed_by}
        raise StaleSave(read=0, current=0, yours={}, theirs=theirs)
    return current
