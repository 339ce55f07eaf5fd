"""As whom this site goes out, from its settings; and one fetch that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from claims.egress.client import Fetched, Ways
from claims.egress.robots import Robots, fetch_if_allowed
from claims.egress.ways import agent
from claims.ingest import archive


@dataclass(frozen=True, slots=True)
class Captured:
    """What came, and where it is kept."""

    fetched: Fetched
    kept: archive.Kept


def ways() -> Ways:
    """The site's way of asking others: with its address and its owner's, and never itself."""
    contact = "; ".join(one for one in (settings.PUBLIC_URL, settings.CONTACT) if one)
    return Ways(
        agent=agent(contact),
        own=_own_names(),
        ports=frozenset(settings.FETCH_PORTS),
        also=tuple(settings.FETCH_ALSO),
    )


def capture(address: str, *, at: datetime, robots: Robots | None = None) -> Captured:
    """Fetches an address if its site lets programs do that, and keeps what came, whatever its status.

    Raises NotFetched with the rule or the failure, or NotKept. With ``robots`` several captures ask each site once.
    """
    asked = robots or Robots(ways=ways())
    fetched = fetch_if_allowed(address, ways=asked.ways, robots=asked)
    return Captured(fetched, archive.keep(fetched, at=at, folder=settings.ARCHIVE_DIR))


def _own_names() -> frozenset[str]:
    known = {urlsplit(settings.PUBLIC_URL).hostname or "", *settings.ALLOWED_HOSTS}
    return frozenset(
        host.strip("[]").lower() for host in known if host not in ("", "*") and not _is_loopback(host)
    )


def _is_loopback(host: str) -> bool:
    """Whether this is the machine itself by number, which is refused as such."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
