"""Whose name stands nearest to a quotation: a guess about the speaker, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from claims.domain.anchors import GAP, occurrences


class Where(IntEnum):
    """Where a name stands, in the order in which it is taken for the speaker's."""

    INSIDE = 0
    BEFORE = 1
    AFTER = 2
    PARAGRAPH_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of somebody as it stands in the text."""

    key: int
    words: str
    where: Where


def around(text: str, start: int, end: int) -> tuple[int, int, int]:
    """Where the paragraph before a quotation begins, and its own paragraph begins and ends.

    The first two are the same when there is none before, or words were left out between them.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    before = text[:first].rstrip()
    above = before.rfind("\n") + 1
    return (first if before[above:].strip() in ("", GAP) else above), first, last


def nearest(text: str, start: int, end: int, names: Iterable[tuple[int, str]]) -> tuple[Mention, ...]:
    """Who is named in the quotation or around it, nearest first, each once; names are whole words.

    A name that is part of a longer one (“Uzbekistan” in “Islamic Movement of Uzbekistan”) is not taken. Words that name
    several parties count for none of them.
    """
    above, first, last = around(text, start, end)
    found = list(_standing(text[above:last], above, names))
    best: dict[int, tuple[Where, int, str]] = {}
    for begin, stop, key in found:
        longer = any(b <= begin and stop <= e and e - b > stop - begin for b, e, _ in found)
        shared = any((b, e) == (begin, stop) and other != key for b, e, other in found)
        if longer or shared:
            continue
        rank = (*_rank(begin, stop, start, end, first), text[begin:stop])
        best[key] = min(rank, best.get(key, rank))
    ordered = sorted(best.items(), key=lambda one: (one[1], one[0]))
    return tuple(Mention(key, words, where) for key, (where, _, words) in ordered)


def _standing(window: str, at: int, names: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, int]]:
    for key, name in set(names):
        for place in occurrences(window, name) if name.strip() else ():
            end = place + len(name)
            if not (window[place - 1 : place].isalnum() or window[end : end + 1].isalnum()):
                yield at + place, at + end, key


def _rank(begin: int, stop: int, start: int, end: int, first: int) -> tuple[Where, int]:
    if begin < first:
        return Where.PARAGRAPH_BEFORE, start - stop
    if stop <= start:
        return Where.BEFORE, start - stop
    if begin >= end:
        return Where.AFTER, begin - end
    return Where.INSIDE, max(0, begin - start)
