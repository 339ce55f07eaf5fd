"""Two small pictures of an endpoint: what waits, by age, and the tries of a day, as the places of their bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.reads.webhook_desk import Hour

TALL, WIDE = 64, 240


@dataclass(frozen=True, slots=True)
class HourBar:
    """One hour: from where to where its accepted and its failed tries reach, and what it says."""

    x: int
    accepted_y: int
    accepted: int
    failed_y: int
    failed: int
    words: str


@dataclass(frozen=True, slots=True)
class AgeBar:
    """One age: its row, how long its bar is, how many there are, and the words."""

    y: int
    width: int
    count: int
    words: str


def hour_bars(hours: Sequence[Hour]) -> list[HourBar]:
    """A bar of two parts for each hour with tries; the hour with most of them is of full height."""
    most = max((one.accepted + one.failed for one in hours), default=0) or 1
    found = []
    for place, one in enumerate(hours):
        accepted, failed = _part(one.accepted, most), _part(one.failed, most)
        if one.accepted or one.failed:
            when = "in the last hour" if one.ago == 0 else f"{one.ago} to {one.ago + 1} hours ago"
            words = f"{one.accepted:,} accepted, {one.failed:,} failed {when}"
            found.append(
                HourBar(10 * place, TALL - accepted, accepted, TALL - accepted - failed, failed, words)
            )
    return found


def age_bars(ages: Sequence[tuple[str, int]]) -> list[AgeBar]:
    """A bar for each age, the longest of full width."""
    most = max((count for _, count in ages), default=0) or 1
    return [
        AgeBar(22 * place, max(2, round(WIDE * count / most)) if count else 0, count, words)
        for place, (words, count) in enumerate(ages)
    ]


def _part(count: int, most: int) -> int:
    return max(2, round((TALL - 4) * count / most)) if count else 0
