"""What becomes of words when their article changes, and what people make of it: closed lists, beside `vocabulary`."""

from __future__ import annotations

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
