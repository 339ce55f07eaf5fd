"""The passages of an article, each claim marked where it stands: of documents put together again, or of a whole text.

A document holds its quotation with the rest of its line, at offsets of one captured version. Lines that overlap are one
passage; claims may overlap or stand inside each other, so a passage is cut wherever one begins or ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words of a passage: the claims that they are part of, innermost first, and those that end with them.

    Claims go by their number in the list of documents, from 1.
    """

    text: str
    claims: tuple[int, ...]
    ending: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one captured version, in segments."""

    version: int
    start: int
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(segment.text for segment in self.segments)


def passages(documents: Sequence[Mapping[str, Any]]) -> tuple[Passage, ...]:
    """The passages that these documents quote from, newest version first, in the order of its text."""
    found: list[Passage] = []
    for version in sorted({_version(one) for one in documents}, reverse=True):
        here = {number: one for number, one in enumerate(documents, 1) if _version(one) == version}
        places = {
            number: (one["quotation"]["start"], one["quotation"]["end"]) for number, one in here.items()
        }
        for start, text in _stretches(here.values()):
            found.append(Passage(version, start, cut(start, text, places)))
    return tuple(found)


def _version(document: Mapping[str, Any]) -> int:
    return int(document["article"].get("version") or 1)


def _stretches(documents: Any) -> list[tuple[int, str]]:
    lines = []
    for one in documents:
        quotation = one["quotation"]
        text = quotation["context_before"] + quotation["exact"] + quotation["context_after"]
        lines.append((quotation["start"] - len(quotation["context_before"]), text))
    found: list[tuple[int, str]] = []
    for start, text in sorted(lines, key=lambda line: (line[0], -len(line[1]))):
        if found and start < found[-1][0] + len(found[-1][1]):
            first, before = found[-1]
            found[-1] = (first, before + text[first + len(before) - start :])
        else:
            found.append((start, text))
    return found


def lines(version: int, text: str, places: Mapping[int, tuple[int, int]]) -> tuple[Passage, ...]:
    """Every line of a captured text as a passage, empty ones too, with what stands at `places` marked.

    Joined by line feeds they are the text. Places that reach over several lines are marked in each, and end once.
    """
    rows = text.split("\n")
    starts = list(accumulate((len(row) + 1 for row in rows[:-1]), initial=0))
    here: list[dict[int, tuple[int, int]]] = [{} for _ in rows]
    for number, (begin, stop) in places.items():
        begin, stop = max(0, begin), min(len(text), stop)
        while begin < stop and text[begin] == "\n":
            begin += 1
        while begin < stop and text[stop - 1] == "\n":
            stop -= 1
        for row in range(bisect_right(starts, begin) - 1, bisect_left(starts, stop)) if begin < stop else ():
            here[row][number] = (begin, stop)
    return tuple(
        Passage(version, start, cut(start, row, marked))
        for start, row, marked in zip(starts, rows, here, strict=True)
    )


def cut(start: int, text: str, places: Mapping[int, tuple[int, int]]) -> tuple[Segment, ...]:
    """A stretch that begins at `start`, cut wherever one of the places begins or ends."""
    end = start + len(text)
    over = {number: place for number, place in places.items() if place[0] < end and start < place[1]}
    inner = {edge for place in over.values() for edge in place if start < edge < end}
    found = []
    for first, last in pairwise(sorted({start, end} | inner)):
        here = [number for number, (begin, stop) in over.items() if begin <= first and last <= stop]
        here.sort(key=lambda number: (over[number][1] - over[number][0], number))
        ending = tuple(sorted(number for number in here if over[number][1] == last))
        found.append(Segment(text[first - start : last - start], tuple(here), ending))
    return tuple(found)
