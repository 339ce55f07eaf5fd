"""Suppressing a claim or a name: one person asks, a second one confirms, the database empties everything at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from claims.actions import checkpoints, projections
from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import Busy, InvalidValue, NotAllowed, StaleSave, WrongState
from claims.domain.removal import CONFIRMERS, PLACEHOLDER, REQUESTERS, fewest, folded, words_of_a_name
from claims.domain.text import LIMITS, clean_text, shown
from claims.domain.vocabulary import RemovalCategory, State
from claims.models import Claim, Speaker, SuppressionCase, User

WAITING = "_messages"
"""Where a session keeps messages that were not shown yet; they may hold a claim's statement."""


def open_case(
    *,
    claim: Claim,
    by: User,
    at: datetime,
    category: RemovalCategory,
    reason: str,
    redact_capture: bool = False,
) -> SuppressionCase:
    """A request that everything said of this claim be taken away; a second person confirms or dismisses it."""
    require(by, *REQUESTERS, to="ask for a suppression")
    reason = clean_text(reason, field="reason", limit=LIMITS["reason"])
    with one_transaction():
        current = Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
        if current.state == State.SUPPRESSED.value:
            raise WrongState("This claim is suppressed already.", field="state")
        if current.suppression_cases.filter(dismissed_at__isnull=True).exists():
            raise WrongState(
                "Somebody has asked for this already; it waits for a second person.", field="claim"
            )
        return SuppressionCase.objects.create(
            claim=current,
            category=category.value,
            reason=reason,
            redact_capture=redact_capture,
            requested_by=by,
            requested_at=at,
            changed_by=by,
        )


def open_name_case(
    *,
    about: Speaker | User,
    by: User,
    at: datetime,
    category: RemovalCategory,
    reason: str,
    words: Iterable[str],
) -> SuppressionCase:
    """A request that the words be blacked out everywhere and this speaker or account be left without a name."""
    require(by, *REQUESTERS, to="ask for a suppression")
    reason = clean_text(reason, field="reason", limit=LIMITS["reason"])
    found = words_of_a_name(words)
    column, name = ("speaker", about.name) if isinstance(about, Speaker) else ("account", about.username)
    if (
        name != PLACEHOLDER
        and len(name) >= fewest(name)
        and folded(name) not in {folded(one) for one in found}
    ):
        raise InvalidValue(f"The name itself must be among the words: {shown(name)}.", field="words")
    with one_transaction():
        current = type(about)._default_manager.select_for_update(no_key=True).get(pk=about.pk)
        if isinstance(current, User) and current.is_active:
            raise WrongState(
                "This account is still in use. An administrator ends it first: nobody loses their name while they "
                "work here.",
                field="account",
            )
        if current.suppression_cases.filter(dismissed_at__isnull=True, done_at__isnull=True).exists():
            raise WrongState(
                "Somebody has asked for this already; it waits for a second person.", field=column
            )
        return SuppressionCase.objects.create(
            **{column: current},
            words=found,
            category=category.value,
            reason=reason,
            requested_by=by,
            requested_at=at,
            changed_by=by,
        )


def confirm(case: SuppressionCase, /, *, by: User, at: datetime, read: datetime) -> SuppressionCase:
    """The case, done: the claim, its documents, its history and whatever else was said of it hold no text any more;
    or the words of a name stand nowhere any more.

    Raises StaleSave when somebody changed the case after `read`, and NotAllowed for whoever asked for it.
    """
    require(by, *CONFIRMERS, to="confirm a suppression")
    try:
        return _confirmed(case, by=by, at=at, read=read)
    except Busy:  # a case holds off everybody who writes, and may be the one that gives way
        return _confirmed(case, by=by, at=at, read=read)


def _confirmed(case: SuppressionCase, *, by: User, at: datetime, read: datetime) -> SuppressionCase:
    with one_transaction():
        current = _open(case, read)
        asked = User.objects.get(pk=current.requested_by_id)
        if not asked.roles() & set(REQUESTERS):
            raise WrongState(
                "Whoever asked for this has left or may not ask any more. Dismiss the case, and ask for it anew.",
                field="requested_by",
            )
        if current.requested_by_id == by.pk:
            raise NotAllowed(
                "You asked for this suppression, so a second person must confirm it.", field="by"
            )
        current.confirmed_by, current.confirmed_at, current.changed_by = by, at, by
        current.save(update_fields=["confirmed_by", "confirmed_at", "changed_by"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT claims_suppress(%s)", [current.pk])
        projections.describe_again()
        _forget_waiting_messages()
        transaction.on_commit(checkpoints.sign_newest, robust=True)
    current.refresh_from_db()
    return current


def dismiss(case: SuppressionCase, /, *, by: User, at: datetime, why: str, read: datetime) -> SuppressionCase:
    """The case, dismissed by an editor or administrator or taken back by whoever asked for it; nothing was emptied."""
    reason = clean_text(why, field="why", limit=LIMITS["reason"], required=False)
    if not reason:
        raise InvalidValue("Say why it is dismissed.", field="why")
    with one_transaction():
        current = _open(case, read)
        if current.requested_by_id != by.pk:
            require(by, *CONFIRMERS, to="dismiss a case")
        current.dismissed_by, current.dismissed_at, current.dismissed_why = by, at, reason
        current.changed_by = by
        current.save(update_fields=["dismissed_by", "dismissed_at", "dismissed_why", "changed_by"])
        current.refresh_from_db()
        return current


def _open(case: SuppressionCase, read: datetime) -> SuppressionCase:
    current = SuppressionCase.objects.select_for_update(no_key=True).get(pk=case.pk)
    if current.done_at is not None or current.dismissed_at is not None:
        raise WrongState("Somebody has decided on this case already.", field="state")
    if current.changed_at != read:
        raise StaleSave(read=0, current=0, yours={}, theirs={"category": current.category})
    return current


def _forget_waiting_messages() -> None:
    for session in Session.objects.iterator():
        values = session.get_decoded()
        if values.pop(WAITING, None) is not None:
            session.session_data = Session.objects.encode(values)
            session.save(update_fields=["session_data"])
