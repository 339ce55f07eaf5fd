"""Whether a site lets us ask for an address, as its robots.txt says (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from claims.domain.errors import NotFetched, Why
from claims.domain.text import shown
from claims.egress.client import LIMITS, WAYS, Fetched, Limits, Ways, fetch
from claims.egress.robots_rules import Rules, parse
from claims.egress.target import Target
from claims.egress.ways import PRODUCT

FILE_LIMITS = replace(LIMITS, raw=512_000, decoded=512_000, cut=True)
"""500 KiB of the file are read; what stands behind is as if it were not there."""

Fetching = Callable[..., Fetched]


@dataclass(slots=True)
class Robots:
    """What sites said, each asked once in the life of this object: keep it for a job, not for days."""

    ways: Ways = WAYS
    limits: Limits = FILE_LIMITS
    _said: dict[str, Rules | NotFetched] = field(default_factory=dict)

    def require(self, target: Target) -> None:
        """Returns if the site lets us ask. Raises NotFetched if it does not, or if it cannot be told now."""
        said = self._said.get(target.origin)
        if said is None:
            said = self._said[target.origin] = self._asked(target)
        if isinstance(said, NotFetched):
            raise said
        if not said.allow(target.path):
            raise NotFetched(
                f"{target.host} asks programs, in its robots.txt, to keep away from {shown(target.path, limit=120)}. "
                "Open the page yourself and give its text or file.",
                why=Why.ROBOTS,
            )

    def _asked(self, target: Target) -> Rules | NotFetched:
        """The rules, or why nothing may be asked. No such file means no rules; no answer means that nothing may."""
        try:
            found = fetch(f"{target.origin}/robots.txt", limits=self.limits, ways=self.ways)
        except NotFetched as error:
            if error.why == Why.REDIRECTS:
                return Rules()
            return _not_told(target, error.message) if error.again else error
        if found.status >= 500:
            return _not_told(target, f"It answered with status {found.status}.")
        if not 200 <= found.status < 300:
            return Rules()
        return parse(found.body.decode("utf-8-sig", errors="replace"), product=PRODUCT)


def fetch_if_allowed(
    address: str, *, limits: Limits = LIMITS, ways: Ways = WAYS, robots: Robots | None = None
) -> Fetched:
    """What an address gives, if robots.txt of its site and of every site on the way allow it. Raises NotFetched."""
    asked = robots or Robots(ways=ways)
    return fetch(address, limits=limits, ways=ways, consent=asked.require)


def _not_told(target: Target, reason: str) -> NotFetched:
    return NotFetched(
        f"{target.host} did not say whether programs may ask for its pages; until it does, none is asked for. {reason}",
        why=Why.UNASKED_ROBOTS,
    )
