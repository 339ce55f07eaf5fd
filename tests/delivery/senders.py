"""Sender processes that can be killed: a small process with Django ready, which forks one for every line it reads.

    python -m tests.delivery.senders CLOCK PORT

CLOCK is a file with eight bytes, by how many seconds (a float) the clock of all senders is ahead.
"""

from __future__ import annotations

import mmap
import os
import signal
import struct
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

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


def main(clock: str, _port: str) -> None:
    """Forks a sender for each line of the standard input, and says its number."""
    import django

    django.setup()
    from claims.delivery.sender import Pace, Sender
    from claims.egress.client import POSTING

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    limits = replace(POSTING, first_byte=0.6, total=0.8)
    pace = Pace(lease=LEASE, limits=limits, tick=0.02, reclaims=0.2, slow_after=0.2)
    print("ready", flush=True)
    for _line in sys.stdin:
        if number := os.fork():
            print(number, flush=True)
        else:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sender = Sender(clock=Ahead(Path(clock)), pace=pace)
            signal.signal(signal.SIGTERM, lambda *_: sender.stop())  # noqa: B023
            sender.run()
            os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
