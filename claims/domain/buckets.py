"""Token buckets: so many requests at once, and so many a minute on the average. No clock of their own."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

MOST_PLACES = 20_000
"""So many buckets are kept; the one that was asked for longest ago goes first, and was most likely full again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether a request may go on, how many more may follow at once, and the seconds until one more may (0: now)."""

    allowed: bool
    remaining: int
    wait: int


class Buckets:
    """One bucket for each name; safe for threads. `now` is in seconds and never goes back."""

    def __init__(self) -> None:
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, name: str, *, per_minute: int, now: float) -> Taken:
        """Takes one token of a bucket that holds a minute's worth and fills evenly."""
        rate = per_minute / 60
        with self._lock:
            level, at = self._levels.get(name, (float(per_minute), now))
            level = min(float(per_minute), level + max(0.0, now - at) * rate)
            allowed = level >= 1
            level -= allowed
            self._levels[name] = (level, now)
            self._levels.move_to_end(name)
            if len(self._levels) > MOST_PLACES:
                self._levels.popitem(last=False)
        wait = 0 if level >= 1 else max(1, math.ceil((1 - level) / rate))
        return Taken(allowed, int(level), wait)
