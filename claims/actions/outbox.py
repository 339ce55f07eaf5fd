"""Work for later, asked for in the transaction that wants it: rolled back with it, begun only after it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def later(job: str, /, *, at: datetime | None = None, **numbers: int) -> None:
    """The job of this name in `claims.tasks` is done once the transaction is committed, not before `at`.

    It is told numbers only, which are keys of rows: what is in them is read when its time comes. A job that waits
    already with the same numbers is not asked for twice.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Work for later is asked for inside the transaction that wants it.")
    if words := [name for name, number in numbers.items() if type(number) is not int]:
        raise TypeError(f"A job is told keys of rows, never text: {', '.join(words)}.")
    once = " ".join([job, *(f"{name} {number}" for name, number in sorted(numbers.items()))])
    asked = app.configure_task(f"claims.tasks.{job}", allow_unknown=False, schedule_at=at, queueing_lock=once)
    with suppress(AlreadyEnqueued), transaction.atomic():
        asked.defer(**numbers)
