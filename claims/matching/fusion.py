"""Several orders of the same things put into one: reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

C = 10
"""How little the very first places stand out; 10 rather than the usual 60, because one claim is the right one."""

Thing = TypeVar("Thing", bound=Hashable)


def fused(*orders: Sequence[Thing], weights: Sequence[float] = ()) -> list[tuple[Thing, float]]:
    """The things of all orders, best first, each with its score; of equal ones the one that came first stays first."""
    scores: dict[Thing, float] = defaultdict(float)
    for number, order in enumerate(orders):
        weight = weights[number] if weights else 1.0
        for rank, thing in enumerate(order, 1):
            scores[thing] += weight / (C + rank)
    return sorted(scores.items(), key=lambda one: -one[1])
