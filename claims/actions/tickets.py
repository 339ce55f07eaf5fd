"""Tickets of readers: received from anybody, settled by reviewers and editors, contacts erased in time.

`submit` is the only write that a reader causes, and the only one without a person behind it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from claims.actions import limits
from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, Problem, StaleSave
from claims.domain.ids import new_public_id
from claims.domain.lifecycle import REVIEWERS
from claims.domain.text import LIMITS, clean_text
from claims.domain.tongue import gettext
from claims.domain.vocabulary import TicketKind, TicketState
from claims.models import Ticket, User

CONTACT_KEPT = timedelta(days=180)
AT_ONCE = 50
"""Contacts that one submission erases at most, so that no reader waits for a long queue."""


def submit(
    *,
    kind: str,
    text: str,
    place: str,
    at: datetime,
    claim: str = "",
    number_read: int | None = None,
    passage: str = "",
    contact: str = "",
) -> str:
    """The number of the new ticket; `place` is the network it came from, which is counted and not kept.

    Raises InvalidValue with one problem a field, and TooManyRequests. Erases contacts whose time is over.
    """
    values = _clean(kind=kind, passage=passage, text=text, contact=contact)
    if (kind == TicketKind.REQUEST.value) != (claim == ""):
        raise InvalidValue(
            gettext("An error or a dispute is about one claim, a request about none."), field="kind"
        )
    with one_transaction():
        limits.count_ticket(place=place, at=at)
        limits.forget(at)
        _erase(at, at_most=AT_ONCE)
        made = Ticket.objects.create(
            public_id=new_public_id(), claim=claim, number_read=number_read, received_at=at, **values
        )
    return made.public_id


def settle(
    ticket: Ticket, *, state: TicketState, answer: str, by: User, at: datetime, read: datetime | None
) -> Ticket:
    """The ticket with what became of it. Settling it again replaces the answer.

    `read` is the `handled_at` that the person saw; raises StaleSave when somebody settled it since.
    """
    require(by, *REVIEWERS, to="settle a ticket")
    if state is TicketState.OPEN:
        raise InvalidValue("A ticket is settled as answered or declined.", field="state")
    said = clean_text(answer, field="answer", limit=LIMITS["note"], multiline=True)
    with one_transaction():
        current = Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
        if current.handled_at != read:
            theirs = {"state": current.state, "answer": current.answer}
            yours = {"state": state.value, "answer": said}
            raise StaleSave(read=0, current=0, yours=yours, theirs=theirs)
        current.state, current.answer = state.value, said
        current.handled_by, current.handled_at = by, at
        current.save(update_fields=["state", "answer", "handled_by", "handled_at"])
        return current


def erase_contacts(now: datetime) -> int:
    """How many ways to reach readers were erased because they were kept for 180 days."""
    with one_transaction():
        return _erase(now, at_most=None)


def _erase(now: datetime, *, at_most: int | None) -> int:
    """The same inside a transaction, the oldest first; rows that somebody else has in hand wait for the next time."""
    due = (
        Ticket.objects.filter(received_at__lte=now - CONTACT_KEPT).exclude(contact="").order_by("received_at")
    )
    rows = due.select_for_update(skip_locked=True, no_key=True)
    chosen = list(rows.values_list("pk", flat=True)[:at_most])
    return Ticket.objects.filter(pk__in=chosen).update(contact="", contact_erased_at=now) if chosen else 0


def _clean(*, kind: str, passage: str, text: str, contact: str) -> dict[str, Any]:
    """The values as they may be stored; all problems at once."""
    problems: list[Problem] = []
    values: dict[str, Any] = {"kind": kind}
    if kind not in {one.value for one in TicketKind}:
        problems.append(Problem("kind", gettext("Choose what you send.")))
    fields = (
        ("text", text, LIMITS["ticket"], True, True),
        ("passage", passage, LIMITS["passage"], False, True),
        ("contact", contact, LIMITS["contact"], False, False),
    )
    for name, value, limit, required, multiline in fields:
        try:
            values[name] = clean_text(value, field=name, limit=limit, required=required, multiline=multiline)
        except InvalidValue as error:
            problems += error.problems
    if problems:
        raise InvalidValue(problems[0].message, problems=problems)
    return values
