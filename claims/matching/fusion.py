"""What words and meaning say of the same claims, put into one order.

A convex combination of both scores, as in Bruch, Gai and Ingber (2023), “An Analysis of Fusion Functions for Hybrid
Retrieval”. How near a meaning is counts from the nearest of all (1) to the last that is looked at (0); what words say
is their share of what could be said, stretched towards the best. On the project's own set, plain and with chatter
around each retelling, it put the right claim first more often than reciprocal ranks (see bench/matching/README.md).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

MEANING = 0.55
"""How much meaning counts; words count the rest."""
STRETCH = 2 / 3
"""How far the best share of the words is stretched towards 1: 0 not at all, 1 all the way."""

Thing = TypeVar("Thing", bound=Hashable)


def joined(shares: Mapping[Thing, float], nearness: Mapping[Thing, float]) -> list[tuple[Thing, float]]:
    """All things of both, best first, each with a score from 0 to 1; what is equal stays in its order.

    `shares` are those of the words, 0 to 1; `nearness` are cosines. Where nothing is known of the meaning, the order is
    that of the words.
    """
    best = max(shares.values(), default=0.0)
    if not nearness:
        return sorted(shares.items(), key=lambda one: -one[1])
    top, bottom = max(nearness.values()), min(nearness.values())
    span = max(top - bottom, 1e-6)
    scores = {
        thing: MEANING * max(0.0, nearness.get(thing, bottom) - bottom) / span
        + (1 - MEANING) * _stretched(shares.get(thing, 0.0), best)
        for thing in dict.fromkeys([*shares, *nearness])
    }
    return sorted(scores.items(), key=lambda one: -one[1])


def _stretched(share: float, best: float) -> float:
    return share / best**STRETCH if best > 0 else 0.0
