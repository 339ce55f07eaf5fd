"""One fetch that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from claims.egress.client import Fetched
from claims.egress.robots import Robots, fetch_if_allowed
from claims.ingest import archive
from claims.reads.outgoing import ways


@dataclass(frozen=True, slots=True)
class Captured:
    """What came, and where it is kept."""

    fetched: Fetched
    kept: archive.Kept


def capture(address: str, *, at: datetime, robots: Robots | None = None) -> Captured:
    """Fetches an address if its site lets programs do that, and keeps what came, whatever its status.

    Raises NotFetched with the rule or the failure, or NotKept. With ``robots`` several captures ask each site once.
    """
    asked = robots or Robots(ways=ways())
    fetched = fetch_if_allowed(address, ways=asked.ways, robots=asked)
    return Captured(fetched, archive.keep(fetched, at=at, folder=settings.ARCHIVE_DIR))
