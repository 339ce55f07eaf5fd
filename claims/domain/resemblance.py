"""Where a quotation that does not stand in a text nearly stands, for messages that help to put it right.

Short pieces of the quotation are looked up in the text; each hit votes for the place where the quotation
would begin. Pieces that stand in too many places tell nothing and are left out, which also bounds the time on
long and repetitive text (difflib takes cubic time on it).
"""

from __future__ import annotations

from collections import Counter

from claims.domain.text import shown

MOST_HITS = 200
"""Pieces that stand in more places than this are left out."""
ENOUGH = 0.3
"""The share of the pieces that must agree on a place for it to count as similar."""

Hits = list[tuple[int, int]]
"""Offset of a piece in the quotation, and a place in the text where it stands."""


def difference(text: str, exact: str) -> str:
    """A sentence that names the most similar place, if any, and the first character that differs there."""
    start = nearest(text, exact)
    if start is None:
        return "Nothing like it was found; copy the words from the text."
    there = text[start : start + len(exact)]
    at = next((i for i, (a, b) in enumerate(zip(exact, there, strict=False)) if a != b), len(there))
    found = f"has {_character(there[at])}" if at < len(there) else "ends"
    return (
        f"The most similar place begins at {start}; the first difference is at character {at + 1} of the "
        f"quotation, {_character(exact[at])}, where the text {found}: {shown(there[at : at + 20])} there, "
        f"{shown(exact[at : at + 20])} here."
    )


def nearest(text: str, exact: str) -> int | None:
    """The offset where the most similar words begin, or None when nothing is similar."""
    size = max(2, min(12, len(exact) // 6))
    step = 1 if len(exact) < 200 else size
    pieces = {exact[offset : offset + size]: offset for offset in range(len(exact) - size, -1, -step)}
    hits, telling = _hits(text, pieces)
    slack = max(8, len(exact) // 8)
    votes = Counter(bucket for bucket, _offset in {((place - at) // slack, at) for at, place in hits})
    if not votes:
        return None
    best = max(votes, key=lambda bucket: (votes[bucket] + votes[bucket + 1], -bucket))
    if votes[best] + votes[best + 1] < max(2, ENOUGH * telling):
        return None
    beginnings = Counter(place - at for at, place in hits if (place - at) // slack in (best, best + 1))
    start = max(beginnings, key=lambda beginning: (beginnings[beginning], -beginning))
    return _opening(text, exact[:size], max(0, start), len(exact) // 2 + 32)


def _hits(text: str, pieces: dict[str, int]) -> tuple[Hits, int]:
    """Where the pieces stand, and how many pieces tell anything; all of them when every one is common."""
    rare: Hits = []
    common: Hits = []
    telling = 0
    for piece, offset in pieces.items():
        found: Hits = []
        place = text.find(piece)
        while place >= 0 and len(found) <= MOST_HITS:
            found.append((offset, place))
            place = text.find(piece, place + 1)
        if len(found) <= MOST_HITS:
            telling += 1
            rare += found
        else:
            common += found
    return (rare, telling) if rare else (common, len(pieces))


def _opening(text: str, opening: str, start: int, around: int) -> int:
    """Where the quotation's first words stand closest to `start`, as insertions shift it; else `start`."""
    before = text.rfind(opening, max(0, start - around), start + len(opening))
    after = text.find(opening, start, start + around)
    return min(
        (place for place in (before, after) if place >= 0), key=lambda p: abs(p - start), default=start
    )


def _character(character: str) -> str:
    return f"{shown(character)} (U+{ord(character):04X})"
