"""Which sentence of an earlier text is which sentence of a later one.

Heckel's method (1978): a sentence that each text has once is the same one wherever it stands; from there on,
neighbors are the same as long as their words are. Of equal sentences, what is beside them decides; where the two sides
disagree, or two claim one place, or one side is silent and a copy came or went, nothing is decided. Linear in the
length of the texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from claims.domain.wordwise import Vocabulary, Words

TELLING = 7
"""A sentence of fewer words is not known by its words alone; something beside it must be the same too."""
NEAR = 12
"""Within a stretch of so many sentences, a short one that is there once is the same one."""
COMMON = 50
"""Words that stand in more sentences tell nothing of where to look."""


class Alignment:
    """The units of two texts beside each other: `to[old]` is the new unit, or -1; `back` the same from the new side.

    `disputed` are old units whose words are there, but not which of several they are.
    """

    def __init__(self, old: str, new: str) -> None:
        vocabulary = Vocabulary()
        self.old, self.new = Words(old, vocabulary), Words(new, vocabulary)
        self._old_keys = [self.old.code[first:last] for first, last in self.old.units]
        self._new_keys = [self.new.code[first:last] for first, last in self.new.units]
        self.to = [-1] * len(self._old_keys)
        self.back = [-1] * len(self._new_keys)
        self.disputed: set[int] = set()
        self._match_unique()
        self._match_neighbors()
        self._match_within_gaps()
        self._match_neighbors()
        self._before = self._nearest(range(len(self.to)))
        self._behind = self._nearest(range(len(self.to) - 1, -1, -1))

    def matched_before(self, unit: int) -> int:
        """The nearest old unit before this one that was found again, or -1."""
        return self._before[unit]

    def matched_behind(self, unit: int) -> int:
        """The nearest old unit behind this one that was found again, or the number of old units."""
        found = self._behind[unit]
        return len(self.to) if found < 0 else found

    def is_supported(self, first: int, last: int) -> bool:
        """Whether what is right beside these old units, on one side at least, is beside them in the new text too."""
        before, behind = self.to[first] - 1, self.to[last] + 1
        return _beside(self._old_keys, first - 1) == _beside(self._new_keys, before) or (
            _beside(self._old_keys, last + 1) == _beside(self._new_keys, behind)
        )

    def alike(self, code: str) -> list[int]:
        """New units that nobody claims and that share the most rare words with the code, at most eight."""
        counted = Counter(
            unit for sign in set(code) for unit in self._where.get(sign, ()) if self.back[unit] < 0
        )
        return [unit for unit, _ in counted.most_common(8)]

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for unit, key in enumerate(self._new_keys):
            for sign in set(key):
                found[sign].append(unit)
        return {sign: units for sign, units in found.items() if len(units) <= COMMON}

    def _pair(self, old: int, new: int) -> None:
        self.to[old], self.back[new] = new, old

    def _match_unique(self) -> None:
        old, new = Counter(self._old_keys), Counter(self._new_keys)
        places = {key: unit for unit, key in enumerate(self._new_keys)}
        for unit, key in enumerate(self._old_keys):
            if len(key) >= TELLING and old[key] == 1 == new[key]:
                self._pair(unit, places[key])

    def _match_neighbors(self) -> None:
        """Pairs what stands beside pairs on the same side; what the two sides say differently is disputed."""
        forward, backward = dict(self._walk(1)), dict(self._walk(-1))
        wanted = Counter(place for _unit, place in {*forward.items(), *backward.items()})
        balanced = self._balanced()
        for old in {*forward, *backward}:
            places = {walk.get(old) for walk in (forward, backward)}
            found = places - {None}
            place = found.pop() if len(found) == 1 else None
            is_sure = None not in places or self._old_keys[old] in balanced
            if place is not None and wanted[place] == 1 and is_sure:
                self._pair(old, place)
                self.disputed.discard(old)
            else:
                self.disputed.add(old)

    def _balanced(self) -> set[str]:
        """What is missing from the old text as often as it is free in the new one: none was added or left out."""
        missing = Counter(key for unit, key in enumerate(self._old_keys) if self.to[unit] < 0)
        free = Counter(key for unit, key in enumerate(self._new_keys) if self.back[unit] < 0)
        return {key for key, number in missing.items() if free[key] == number}

    def _walk(self, step: int) -> Iterator[tuple[int, int]]:
        units = range(len(self.to)) if step > 0 else range(len(self.to) - 1, -1, -1)
        last: int | None = -1 if step > 0 else len(self.back)
        for unit in units:
            if self.to[unit] >= 0:
                last = self.to[unit]
                continue
            place = None if last is None else last + step
            if (
                place is not None
                and 0 <= place < len(self.back)
                and self.back[place] < 0
                and self._old_keys[unit] == self._new_keys[place]
            ):
                yield unit, place
                last = place
            else:
                last = None

    def _match_within_gaps(self) -> None:
        """Pairs what is there once between two pairs that kept their order, with nothing else claimed between."""
        balanced = self._balanced()
        for first, last in _runs(self.to):
            begin = self.to[first - 1] + 1 if first else 0
            end = self.to[last] if last < len(self.to) else len(self.back)
            if begin >= end or any(self.back[place] >= 0 for place in range(begin, end)):
                continue
            old = Counter(self._old_keys[first:last])
            new = Counter(self._new_keys[begin:end])
            places = {self._new_keys[place]: place for place in range(begin, end)}
            small = last - first <= NEAR and end - begin <= NEAR
            for unit in range(first, last):
                key = self._old_keys[unit]
                if unit in self.disputed or key not in balanced or old[key] != 1 or new[key] != 1:
                    continue
                if small or len(key) >= TELLING:
                    self._pair(unit, places[key])

    def _nearest(self, units: range) -> list[int]:
        found, last = [-1] * len(self.to), -1
        for unit in units:
            found[unit] = last
            last = unit if self.to[unit] >= 0 else last
        return found


def _beside(keys: list[str], unit: int) -> str:
    """The unit's code, or nothing where the text ends."""
    return keys[unit] if 0 <= unit < len(keys) else ""


def _runs(to: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches of units that were not found again, as ranges."""
    first = 0
    for unit, place in enumerate([*to, 0]):
        if place >= 0:
            if unit > first:
                yield first, unit
            first = unit + 1
