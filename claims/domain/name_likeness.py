"""How alike two names are, and when a name is certainly that of one party: for lists of names that others bring.

Words are compared as search compares them (`claims.domain.wanted`); what only looks the same (`lookalikes`) is never
taken for the same. The weights are this project's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from claims.domain.lookalikes import skeleton
from claims.domain.wanted import LITTLE, mistyped, stems, tokens

SAME, INFLECTED, MISTYPED, INITIAL = 1.0, 0.9, 0.8, 0.6
LITTLE_WEIGHT = 0.2
"""What a word such as “of” counts."""
WRITTEN_OTHERWISE = 97.0
"""For the same words with other accents, signs or capitals."""
TURNED_ROUND = 0.95
ENOUGH = 40.0
"""Less alike than this is no candidate."""


def likeness(sought: str, name: str) -> float:
    """From 0 to 100, and 100 only for the very same name without regard to case."""
    if _plain(sought) == _plain(name):
        return 100.0
    wanted, there = tokens(sought), tokens(name)
    if not wanted or not there:
        return 0.0
    if wanted == there:
        return WRITTEN_OTHERWISE
    left, found, places = list(enumerate(there)), 0.0, []
    for word in wanted:
        best = max(left, key=lambda one: _alike(word, one[1]), default=None)
        if best is None or not (share := _alike(word, best[1])):
            continue
        left.remove(best)
        places.append(best[0])
        found += share * _weight(word)
    whole = (sum(map(_weight, wanted)) + sum(map(_weight, there))) / 2
    turned = TURNED_ROUND if places != sorted(places) else 1.0
    return round(min(100.0 * found / whole * turned, WRITTEN_OTHERWISE - 1), 1)


def is_certain(sought: str, name: str, *, others: Iterable[str]) -> bool:
    """Whether the sought name is this one and can be taken for none of the others'."""
    if _plain(sought) != _plain(name) or not tokens(name):
        return False
    mine, looks = sorted(tokens(name)), skeleton(name).casefold()
    return not any(sorted(tokens(one)) == mine or skeleton(one).casefold() == looks for one in others)


def begins(prefix: str, name: str) -> bool:
    """Whether each word of the prefix begins a word of the name."""
    there = tokens(name)
    return all(any(word.startswith(part) for word in there) for part in tokens(prefix))


def telling(text: str) -> list[str]:
    """The words of a name by which others are looked up: without little ones, unless there are no others."""
    words = list(dict.fromkeys(tokens(text)))
    return [word for word in words if word not in LITTLE] or words


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _alike(word: str, other: str) -> float:
    if word == other:
        return SAME
    if 1 in (len(word), len(other)):
        return INITIAL if word[0] == other[0] and word.isalpha() and other.isalpha() else 0.0
    if stems(word) & stems(other):
        return INFLECTED
    return MISTYPED if mistyped(word, other) else 0.0


def _weight(word: str) -> float:
    return LITTLE_WEIGHT if word in LITTLE and len(word) > 1 else 1.0
