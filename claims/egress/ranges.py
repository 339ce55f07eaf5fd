"""Which numeric addresses are of the public internet, by a table of our own.

The rule allows: of IPv4 what lies in none of the blocks that IANA set aside, of IPv6 only what is given out as global
unicast (2000::/3) and lies in none of its special blocks. What a later registry sets aside in 2000::/3 has to be added;
everything outside is refused already. Addresses that carry another address inside (mapped, translated, tunneled) are
refused and never unwrapped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

GLOBAL_UNICAST = IPv6Network("2000::/3")

RESERVED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "means “this machine”"),
    ("10.0.0.0/8", "is of private networks"),
    ("100.64.0.0/10", "is shared inside the networks of providers"),
    ("127.0.0.0/8", "is this machine itself"),
    ("168.63.129.16/32", "is a service inside a cloud"),
    ("169.254.0.0/16", "is of the local link, where clouds keep their metadata"),
    ("172.16.0.0/12", "is of private networks"),
    ("192.0.0.0/24", "is reserved for protocols"),
    ("192.0.2.0/24", "is for examples in documents"),
    ("192.31.196.0/24", "is reserved for name service inside networks"),
    ("192.52.193.0/24", "is reserved for tunnels"),
    ("192.88.99.0/24", "is reserved for tunnels"),
    ("192.168.0.0/16", "is of private networks"),
    ("192.175.48.0/24", "is reserved for name service inside networks"),
    ("198.18.0.0/15", "is for measurements inside networks"),
    ("198.51.100.0/24", "is for examples in documents"),
    ("203.0.113.0/24", "is for examples in documents"),
    ("224.0.0.0/4", "reaches groups of machines"),
    ("240.0.0.0/4", "is reserved or reaches all machines of a network"),
    ("::/128", "means “this machine”"),
    ("::1/128", "is this machine itself"),
    ("::/96", "carries an IPv4 address inside"),
    ("::ffff:0:0/96", "carries an IPv4 address inside"),
    ("64:ff9b::/96", "carries an IPv4 address inside"),
    ("64:ff9b:1::/48", "carries an IPv4 address inside"),
    ("100::/64", "leads nowhere"),
    ("2001::/23", "is reserved for protocols and tunnels"),
    ("2001:db8::/32", "is for examples in documents"),
    ("2002::/16", "carries an IPv4 address inside"),
    ("2620:4f:8000::/48", "is reserved for name service inside networks"),
    ("3ffe::/16", "is not given out any more"),
    ("3fff::/20", "is for examples in documents"),
    ("5f00::/16", "steers packets inside networks"),
    ("fc00::/7", "is of private networks"),
    ("fe80::/10", "is of the local link"),
    ("fec0::/10", "is of private networks"),
    ("ff00::/8", "reaches groups of machines"),
)
"""Each block that is not asked, and what to say of an address in it."""

Network = IPv4Network | IPv6Network
_BLOCKS: tuple[tuple[Network, str], ...] = tuple((ip_network(block), what) for block, what in RESERVED)


def refusal(numeric: str, *, also: Iterable[str] = ()) -> str:
    """Why this address is not asked, as words that follow it; "" if it is public or in a network of ``also``."""
    plain, _, zone = numeric.partition("%")
    try:
        address = ip_address(plain)
    except ValueError:
        return "cannot be read as an address"
    if any(address in network for network in networks(tuple(also))):
        return ""
    if zone:
        return "is of the local link"
    return _of_its_block(address)


@lru_cache
def networks(blocks: tuple[str, ...]) -> tuple[Network, ...]:
    """The blocks that somebody named, as networks."""
    return tuple(ip_network(block) for block in blocks)


def _of_its_block(address: IPv4Address | IPv6Address) -> str:
    for block, what in _BLOCKS:
        if address in block:
            return what
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return "is not given out to anybody in the public internet"
    return ""
