"""The sandbox: a log of its own that never changes, read from a file, so that programs can be tried against it.

It is a whole export of a real log, with every kind of entry, and verifies like any other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from claims.reads.log import Log

GONE = {"claim.suppressed": "removed", "claim.withheld": "withheld", "claim.redacted": "removed"}
"""What is said of a claim whose newest entry is one of these."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the sandbox's log; its document is None where it was taken out of sight since."""

    position: int
    type: str
    claim: str
    number: int
    commitment: str
    time: str
    document: bytes | None


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The whole of it: which log, and its events in order."""

    log: Log
    events: tuple[Event, ...]

    def newest(self) -> dict[str, Event]:
        """The last event of each claim."""
        return {event.claim: event for event in self.events}

    def documents(self) -> list[Event]:
        """The claims that can be read, the one published last first."""
        return sorted(
            (event for event in self.newest().values() if event.document), key=lambda one: -one.position
        )

    def revision(self, claim: str, number: int) -> Event | None:
        """The document of this number, where it can still be read."""
        found = (one for one in self.events if (one.claim, one.number) == (claim, number) and one.document)
        return next(found, None)


def file(name: str = "log.ndjson") -> Path:
    """Where it is kept: the log, its `checkpoints.txt`, or the `key.txt` that signed them."""
    return Path(settings.BASE_DIR) / "fixtures" / "sandbox" / name


@cache
def sandbox() -> Sandbox:
    """The sandbox, read once."""
    with file().open("rb") as lines:
        head = json.loads(next(lines))
        events = tuple(_event(line) for line in lines)
    return Sandbox(Log(head["log_id"], head["epoch"], head["size"]), events)


def _event(line: bytes) -> Event:
    told: dict[str, Any] = json.loads(line)
    start = line.find(b'"document":')
    text = line[start + len(b'"document":') :].strip().removesuffix(b"}").strip()
    return Event(
        position=told["position"],
        type=told["entry_type"],
        claim=told["id"],
        number=told["number"],
        commitment=told["commitment"],
        time=told["time"],
        document=None if told["document"] is None else text,
    )
