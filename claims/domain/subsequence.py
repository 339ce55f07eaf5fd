"""The longest common subsequence of two codes, in time that their content cannot drive up.

Bit-parallel (Hyyrö 2004): a row of the table is one whole number, so that comparing 2,000 words with 2,000 takes
milliseconds whatever they are. `difflib` takes cubic time on repetitive text.
"""

from __future__ import annotations

MOST = 8_000
"""Longer codes, both together, are not compared."""


def pairs(one: str, other: str) -> list[tuple[int, int]]:
    """The places of the characters that both have in common, in order."""
    if not one or not other or len(one) + len(other) > MOST:
        return []
    rows = _rows(one, other)
    found: list[tuple[int, int]] = []
    row, column = len(one), len(other)
    while row and column:
        if rows[row - 1] >> (column - 1) & 1:
            column -= 1
            continue
        row -= 1
        if not row or rows[row - 1] >> (column - 1) & 1:
            column -= 1
            found.append((row, column))
    return found[::-1]


def ratio(one: str, other: str) -> float:
    """How much of both is in common, from 0 to 1."""
    if one == other:
        return 1.0
    if not one or not other or len(one) + len(other) > MOST:
        return 0.0
    common = len(other) - _rows(one, other)[-1].bit_count()
    return 2 * common / (len(one) + len(other))


def _rows(one: str, other: str) -> list[int]:
    """For each prefix of `one` the bits of `other`: 0 where the common subsequence grows."""
    places: dict[str, int] = {}
    for at, sign in enumerate(other):
        places[sign] = places.get(sign, 0) | 1 << at
    whole = (1 << len(other)) - 1
    bits, rows = whole, []
    for sign in one:
        hits = bits & places.get(sign, 0)
        bits = ((bits + hits) | (bits - hits)) & whole
        rows.append(bits)
    return rows
