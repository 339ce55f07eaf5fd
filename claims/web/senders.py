"""Who sends a form without an account: whether from a page of ours, and from which network."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

IPV6_PLACE = 56
"""One household or office has up to a whole /56 of IPv6."""

UNKNOWN = "unknown"


def sent_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, told by the browser and not by a cookie.

    Browsers state in `Sec-Fetch-Site` and `Origin` which site made them send a form, and no page can change either. So
    another site cannot make its visitors send ours, and readers need no cookie with a token. Who sends neither header
    (an old browser, a program) acts for nobody but themselves: there is no session here that could be borrowed.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == request.get_host().lower()
    except ValueError:
        return False


def place_of(request: HttpRequest) -> str:
    """The network a request comes from: an IPv4 address, or the /56 of an IPv6 address; “unknown” if it is neither.

    With TRUSTED_PROXIES = n the address is the one that the outermost of our n proxies saw: the n-th from the right in
    `X-Forwarded-For`. What stands left of it was written by whoever asks, and is never believed.
    """
    proxies: int = settings.TRUSTED_PROXIES
    address = str(request.META.get("REMOTE_ADDR", ""))
    if proxies > 0:
        seen = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
        address = seen[-proxies] if len(seen) >= proxies and seen[-proxies] else address
    return _network(address)


def _without_port(address: str) -> str:
    """The address alone, of what some proxies write: `198.51.100.7:5123`, `[2001:db8::1]:443`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    whole = ipaddress.IPv6Address(int(found))  # without the name of an interface
    return str(ipaddress.IPv6Network((whole, IPV6_PLACE), strict=False))
