"""How the client goes out: what it says of itself, whom it may ask, how much it takes and how long it waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from claims.egress import names

PRODUCT = "Factcheck"
"""The name that sites find in their logs, and may address in their robots.txt."""

Resolver = Callable[[str, int, float], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and seconds that one fetch may take, all its redirects together."""

    raw: int = 20_000_000
    decoded: int = 50_000_000
    headers: int = 262_144
    first_byte: float = 5.0
    total: float = 30.0
    redirects: int = 5
    cut: bool = False
    """Whether an answer that is too long is cut where the limit is, instead of refused."""


LIMITS = Limits()
POSTING = Limits(raw=4_096, decoded=4_096, headers=32_768, first_byte=15.0, total=20.0, redirects=0, cut=True)
"""What one message may take: receivers get a quarter of a minute, and what they write beside their status is cut."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Whom to ask, and as whom."""

    agent: str = PRODUCT
    own: frozenset[str] = frozenset()
    """Names and numeric addresses of this site itself, never asked; “.example.org” means those below it, too."""
    ports: frozenset[int] = frozenset({80, 443})
    also: tuple[str, ...] = ()
    """Networks that are asked although they are not public: for tests, or an archive inside the house."""
    authorities: Path | None = None
    """Whose certificates are trusted instead of the usual ones."""
    resolve: Resolver = names.resolve

    @property
    def asks_itself(self) -> bool:
        """Whether this machine itself is among the networks that are asked."""
        return any(ip_network(block).is_loopback for block in self.also)


WAYS = Ways()


def agent(contact: str) -> str:
    """What the client says of itself: the product and where its owner can be reached."""
    reachable = "".join(one for one in contact if one.isascii() and one.isprintable() and one not in "()\\")
    return f"{PRODUCT} (+{reachable.strip()})" if reachable.strip() else PRODUCT
