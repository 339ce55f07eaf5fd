"""Sender processes that can be killed: a small process with Django ready, which forks one for every line it reads.

    python -m tests.delivery.senders CLOCK

CLOCK is a file with eight bytes, by how many seconds (a float) the clock of all senders is ahead. A line says what kind
of sender: `ours`, or one of two that are made wrongly, so that the proof is seen to fail.
"""

from __future__ import annotations

import mmap
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LEASE = timedelta(seconds=2.5)


class Ahead:
    """A clock that everybody who opens its file shares, and that can be put forward."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(struct.pack("d", 0.0))
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), 8)

    def __call__(self) -> datetime:
        """The moment."""
        return datetime.now(UTC) + timedelta(seconds=struct.unpack("d", self._map[:8])[0])

    def forward_to(self, moment: datetime) -> None:
        """Puts it forward, never back."""
        by = max((moment - self()).total_seconds(), 0.0)
        self._map[:8] = struct.pack("d", struct.unpack("d", self._map[:8])[0] + by)


def marks_first() -> None:
    """What is taken is called delivered at once, and sent a moment later."""
    from django.db import connection

    from claims.actions import deliveries
    from claims.delivery import sender

    take, post = deliveries.take, sender.post

    def taken(**given: Any) -> list[int]:
        found = take(**given)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE claims_webhookdelivery SET state = 'delivered', delivered_at = %s, sender = '', "
                "lease_until = NULL WHERE id = ANY (%s)",
                [given["at"], found],
            )
        return found

    def later(*given: Any, **named: Any) -> Any:
        time.sleep(3)
        return post(*given, **named)

    deliveries.take, sender.post = taken, later


def without_lease() -> None:
    """Whatever is due is sent, whoever else sends it or an earlier one of its claim."""
    from claims.actions import deliveries

    for name in ("_TAKE_FROM_STRUCK", "_TAKE_FROM_OTHERS"):
        before, _, rest = getattr(deliveries, name).partition("AND NOT EXISTS")
        _, _, after = rest.partition("b.id < d.id))")
        assert after
        setattr(deliveries, name, before + after)


KINDS: dict[str, Callable[[], None]] = {
    "ours": lambda: None,
    "marks first": marks_first,
    "without lease": without_lease,
}


def main(clock: str) -> None:
    """Forks a sender for each line of the standard input, and says its number."""
    import django

    django.setup()
    from claims.delivery.sender import Pace, Sender
    from claims.egress.client import POSTING

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    limits = replace(POSTING, first_byte=0.6, total=0.8)
    pace = Pace(lease=LEASE, limits=limits, tick=0.02, reclaims=0.2, slow_after=0.2)
    print("ready", flush=True)
    for line in sys.stdin:
        if number := os.fork():
            print(number, flush=True)
        else:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            KINDS[line.strip()]()
            sender = Sender(clock=Ahead(Path(clock)), pace=pace)
            signal.signal(signal.SIGTERM, lambda *_: sender.stop())  # noqa: B023
            sender.run()
            os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
