"""As whom this site goes out to others, from its settings."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from claims.egress.ways import Ways, agent


def ways() -> Ways:
    """The site's way of asking others: with its address and its owner's, and never itself."""
    contact = "; ".join(one for one in (settings.PUBLIC_URL, settings.CONTACT) if one)
    return Ways(
        agent=agent(contact),
        own=_own_names(),
        ports=frozenset(settings.FETCH_PORTS),
        also=tuple(settings.FETCH_ALSO),
    )


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
