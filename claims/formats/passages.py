"""The passages of an article put together again from documents, each claim marked where it stands.

A document holds its quotation with the rest of its line, at offsets of one captured version. Lines that overlap are one
passage; claims may overlap or stand inside each other, so a passage is cut wherever one begins or ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
            found.append(Passage(version, start, _cut(start, text, places)))
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


def _cut(start: int, text: str, places: Mapping[int, tuple[int, int]]) -> tuple[Segment, ...]:
    end = start + len(text)
    inside = {number: place for number, place in places.items() if start <= place[0] and place[1] <= end}
    edges = sorted({start, end, *(edge for place in inside.values() for edge in place)})
    found = []
    for first, last in pairwise(edges):
        over = [number for number, (begin, stop) in inside.items() if begin <= first and last <= stop]
        over.sort(key=lambda number: (inside[number][1] - inside[number][0], number))
        ending = tuple(sorted(number for number in over if inside[number][1] == last))
        found.append(Segment(text[first - start : last - start], tuple(over), ending))
    return tuple(found)
