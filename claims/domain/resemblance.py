"""Where a quotation that does not stand in a text nearly stands, for messages that help to put it right.

Short pieces of the quotation are looked up in the text; each hit votes for the place where the quotation
would begin. Time is bounded by the number of hits, so that neither long nor repetitive text can hold it up
(difflib takes cubic time on repetitive text).
"""

from __future__ import annotations

from collections import Counter

from claims.domain.text import shown

MOST_HITS = 100_000
ENOUGH = 0.4
"""The share of the pieces that must agree on a place for it to count as similar."""


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
    size = max(2, min(12, len(exact) // 4))
    step = 1 if len(exact) < 200 else size
    pieces = {exact[offset : offset + size]: offset for offset in range(len(exact) - size, -1, -step)}
    votes, earliest = _votes(text, pieces, slack=max(4, len(exact) // 10))
    if not votes:
        return None
    best = max(votes, key=lambda bucket: (votes[bucket] + votes[bucket + 1], -bucket))
    if votes[best] + votes[best + 1] < max(2, ENOUGH * len(pieces)):
        return None
    offset, place = min(earliest[bucket] for bucket in (best, best + 1) if bucket in earliest)
    return _opening(text, exact[:size], max(0, place - offset), len(exact) // 2 + 32)


def _opening(text: str, opening: str, start: int, around: int) -> int:
    """Where the quotation's first words stand closest to `start`, as insertions shift it; else `start`."""
    before = text.rfind(opening, max(0, start - around), start + len(opening))
    after = text.find(opening, start, start + around)
    return min(
        (place for place in (before, after) if place >= 0), key=lambda p: abs(p - start), default=start
    )


def _votes(
    text: str, pieces: dict[str, int], *, slack: int
) -> tuple[Counter[int], dict[int, tuple[int, int]]]:
    """Votes for beginnings, in buckets `slack` wide; and each bucket's hit earliest in the quotation."""
    votes: Counter[int] = Counter()
    earliest: dict[int, tuple[int, int]] = {}
    hits = 0
    for piece, offset in pieces.items():
        voted: set[int] = set()
        place = text.find(piece)
        while place >= 0 and hits < MOST_HITS:
            hits += 1
            bucket = (place - offset) // slack
            if bucket not in voted:
                voted.add(bucket)
                votes[bucket] += 1
            if bucket not in earliest or offset < earliest[bucket][0]:
                earliest[bucket] = (offset, place)
            place = text.find(piece, place + 1)
    return votes, earliest


def _character(character: str) -> str:
    return f"{shown(character)} (U+{ord(character):04X})"
