"""Which sentence came in the place of one that is not there any more, if one did and no other may be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from claims.domain import subsequence
from claims.domain.alignment import Alignment
from claims.domain.quoted import Quote, Run

ALIKE = 0.6
"""A sentence that has less in common with the old one is another sentence."""
VERY_ALIKE = 0.85
"""A sentence that has so much in common with one that moved away may be that one, edited."""
MARGIN = 0.05
"""Of two likenesses that differ by less, neither is greater."""
FEW = 3
"""Quotations over more sentences are looked for as a whole."""
RIVALS = 40
SMALL = 12
"""In a stretch of fewer sentences each one is looked at, in a longer one those that share rare words."""

ratio = lru_cache(maxsize=50_000)(subsequence.ratio)


@dataclass(frozen=True, slots=True)
class Successor:
    """The new sentences, and whether others may be meant as well."""

    run: Run
    likeness: float
    contested: bool


class Successors:
    """Looks for them in an alignment."""

    def __init__(self, beside: Alignment) -> None:
        self._beside = beside

    def windows(self, quote: Quote) -> list[Run]:
        """The runs of new units, claimed by no other sentence, where the quotation's own would have to stand."""
        first, last = quote.units
        low, high = self._beside.to[first], self._beside.to[last]
        left, right = self._old_place(quote)
        return self._free(left if low < 0 else low, right if high < 0 else high, range(first, last + 1))

    def replaced(self, quote: Quote) -> bool:
        """Whether others very much like the quotation's sentences stand where these stood, with them or without."""
        first, last = quote.units
        windows = self._free(*self._old_place(quote), range(first, last + 1))
        runs = {run for window in windows for run in self._candidates(quote, window)}
        return any(
            ratio(quote.frame, self._beside.new.part(*run)) >= VERY_ALIKE
            for run in runs
            if all(self._beside.back[unit] < 0 for unit in range(run[0], run[1] + 1))
        )

    def _old_place(self, quote: Quote) -> Run:
        """The new units right behind what was found again before it, and right before what was found behind it."""
        before = self._beside.matched_before(quote.units[0])
        behind = self._beside.matched_behind(quote.units[1])
        low = self._beside.to[before] + 1 if before >= 0 else 0
        high = self._beside.to[behind] if behind < len(self._beside.to) else len(self._beside.back)
        return low, high - 1

    def _free(self, low: int, high: int, own: range) -> list[Run]:
        """The runs that begin at `low` and that end at `high`, as far as nobody else claims them."""
        beside = self._beside
        up, down = low, high
        while 0 <= up < len(beside.back) and (beside.back[up] < 0 or beside.back[up] in own):
            up += 1
        while 0 <= down < len(beside.back) and (beside.back[down] < 0 or beside.back[down] in own):
            down -= 1
        return list(dict.fromkeys(run for run in ((low, up - 1), (down + 1, high)) if run[0] <= run[1]))

    def of(self, quote: Quote, windows: list[Run]) -> Successor | None:
        """What came in the place of the quotation's sentences."""
        runs = {run for window in windows for run in self._candidates(quote, window)}
        scored = sorted(
            ((ratio(quote.frame, self._beside.new.part(*run)), run[0] - run[1], run) for run in runs),
            reverse=True,
        )
        if not scored or scored[0][0] < ALIKE:
            return None
        likeness, _, run = scored[0]
        others = [one for one, _, other in scored[1:] if other[0] > run[1] or other[1] < run[0]]
        contested = bool(others and others[0] > likeness - MARGIN)
        return Successor(run, likeness, contested or self.is_anothers(quote, self._beside.new.part(*run)))

    def is_anothers(self, quote: Quote, frame: str, *, holding: str = "") -> bool:
        """Whether another old sentence that is missing now fits this new one as well or better."""
        mine = ratio(quote.frame, frame)
        rivals = (self._beside.old.part(unit, unit) for unit in self._missing_beside(quote))
        return any(holding in rival and ratio(rival, frame) > mine - MARGIN for rival in rivals)

    def elsewhere(self, quote: Quote) -> list[int]:
        """New units that nobody claims and that look like the quotation's sentences."""
        found = self._beside.alike(quote.frame)
        return [unit for unit in found if ratio(quote.frame, self._beside.new.part(unit, unit)) >= ALIKE]

    def _missing_beside(self, quote: Quote) -> Iterator[int]:
        first, last = quote.units
        yield from range(max(self._beside.matched_before(first) + 1, first - RIVALS), first)
        yield from range(last + 1, min(self._beside.matched_behind(last), last + RIVALS + 1))

    def _candidates(self, quote: Quote, window: Run) -> Iterator[Run]:
        size = quote.units[1] - quote.units[0] + 1
        if size > FEW:
            if window[1] - window[0] < 2 * size + FEW:
                yield window
            return
        small = range(window[0], window[1] + 1) if window[1] - window[0] < SMALL else ()
        for seed in {*small, *self._beside.alike(quote.frame)}:
            for length in range(max(1, size - 1), size + 2):
                for first in range(seed - length + 1, seed + 1):
                    if window[0] <= first and first + length - 1 <= window[1]:
                        yield first, first + length - 1
