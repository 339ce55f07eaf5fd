"""That an article reads otherwise than it did when a claim was made of it, as pages say it."""

from __future__ import annotations

from dataclasses import dataclass

from claims.formats.dates import day
from claims.formats.word_diff import Piece, sides
from claims.reads.alterations import Alteration


@dataclass(frozen=True, slots=True)
class Altered:
    """The day on which it was found, and both texts with the words marked that only one of them has."""

    is_gone: bool
    on: str
    was: tuple[Piece, ...]
    now: tuple[Piece, ...]
    is_around: bool
    """Whether the very words stand there, and the sentence around them changed."""
    stands: bool


def altered(told: Alteration) -> Altered:
    """What a page says of it."""
    was, now = sides(told.was, told.now) if told.now else ((Piece("kept", told.was),), ())
    return Altered(
        is_gone=told.is_gone,
        on=day(told.found_on.date().isoformat()),
        was=was,
        now=now,
        is_around=not told.is_gone and told.was == told.now,
        stands=told.stands,
    )
