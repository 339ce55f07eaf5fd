"""How sure it is that what was found was meant: and when to say nothing, which is an answer too.

A logistic function of how much of the words a claim holds and how near its meaning is. Its figures were set on the
project's own set, so that of the statements that no claim is about at most one in twenty is answered
(`python -m bench.matching` prints how many, and how many retellings are).
"""

from __future__ import annotations

import math

BY_WORDS = (-3.9, 11.0)
"""Of words alone: what is added, and what a share of the words counts."""
BY_BOTH = (-60.0, 6.0, 68.0)
"""Of words and meaning: what is added, what a share of the words counts, and what the cosine counts."""
ENOUGH = 0.5
"""Less sure than this, nothing is said."""


def sureness(share: float, nearness: float | None) -> float:
    """0 to 1: how likely it is that a claim with this share of the words, and this near in meaning, is the one."""
    if nearness is None:
        added, words = BY_WORDS
        return _logistic(added + words * share)
    added, words, meaning = BY_BOTH
    return _logistic(added + words * share + meaning * nearness)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, x))))
