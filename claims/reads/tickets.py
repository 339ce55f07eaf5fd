"""What became of a ticket, for whoever knows its number. Never what the reader wrote, nor how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claims.models import Ticket


@dataclass(frozen=True, slots=True)
class Progress:
    """The public side of one ticket."""

    number: str
    kind: str
    claim: str
    number_read: int | None
    state: str
    answer: str
    received_at: datetime
    handled_at: datetime | None


def progress(number: str) -> Progress | None:
    """How far the ticket of this number is, in one query that does not touch the reader's words."""
    columns = ("public_id", "kind", "claim", "number_read", "state", "answer", "received_at", "handled_at")
    row = Ticket.objects.filter(public_id=number).values_list(*columns).first()
    return None if row is None else Progress(*row)
