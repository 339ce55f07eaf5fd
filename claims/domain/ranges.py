"""Ranges of numbers with ends that may be open, and how two of them lie."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Range(NamedTuple):
    """The values from `low` to `high`, both included; an end that is None is open."""

    low: Decimal | None
    high: Decimal | None


def above(one: Range, other: Range) -> bool:
    """Whether every value of `one` is greater than every value of `other`."""
    return one.low is not None and other.high is not None and one.low > other.high


def meet(one: Range, other: Range) -> bool:
    """Whether some value lies in both."""
    return not (above(one, other) or above(other, one))


def includes(outer: Range, inner: Range) -> bool:
    """Whether every value of `inner` lies in `outer`; an open end lies only within an open end."""
    low = outer.low is None or (inner.low is not None and outer.low <= inner.low)
    high = outer.high is None or (inner.high is not None and inner.high <= outer.high)
    return low and high


def softened(exact: Range, share: Decimal) -> Range:
    """The range with each end moved outward by a share of its own size; open ends stay open."""
    low, high = exact
    return Range(
        None if low is None else low - abs(low) * share, None if high is None else high + abs(high) * share
    )
