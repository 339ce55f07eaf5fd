"""What becomes of words when their article changes, and what people make of it: closed lists, beside `vocabulary`."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum


class Whereabouts(StrEnum):
    """What became of a claim's words in a later version of its article."""

    SAME = "same"
    MOVED = "moved"
    ALTERED = "altered"
    AMBIGUOUS = "ambiguous"
    GONE = "gone"


class Settlement(StrEnum):
    """What a person made of words that changed with their article."""

    OPEN = "open"
    STANDS = "archived words stand"
    TAKEN = "new words taken"
    PLACED = "place confirmed"


def keeps_half(old: str, new: str) -> bool:
    """Whether at least half of the words of a text are in its later version: another page in its place has fewer."""
    before, after = (Counter(text.casefold().split()) for text in (old, new))
    return 2 * (before & after).total() >= before.total()
