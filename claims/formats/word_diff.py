"""What changed from one text to another, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s*(?:\w+|[^\w\s])|\s+\Z")
MOST = 500
"""Longer texts, in words, are shown whole, the old one and the new one: comparing some of them takes minutes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is in both (`kept`), only in the old one (`removed`) or only in the new one (`added`)."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The stretches in reading order: all but the added ones make up `before`, all but the removed ones `after`.

    A blank belongs to the word behind it. Where the first word of one text is a later one of the other, that text
    begins with a blank here.
    """
    # With a blank before both, their first words are found again wherever they stand.
    found = [Piece(kind, text) for kind, text in _pieces(f" {before}", f" {after}") if text]
    starts = 2 if found and found[0].kind == "removed" and found[1:] and found[1].kind == "added" else 1
    first = [Piece(one.kind, one.text[1:]) for one in found[:starts]]
    return [one for one in (*first, *found[starts:]) if one.text]


def sides(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts by themselves, each with what only it has; the blank before a word is never part of that."""
    old, new = (
        tuple(part for one in pieces(before, after) if one.kind in ("kept", own) for part in _apart(one))
        for own in ("removed", "added")
    )
    return old, new


def _apart(piece: Piece) -> Iterator[Piece]:
    words = piece.text.lstrip()
    blank = piece.text[: len(piece.text) - len(words)]
    if piece.kind == "kept" or not words or not blank:
        yield piece
        return
    yield Piece("kept", blank)
    yield Piece(piece.kind, words)


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST and before != after:
        yield from (("removed", before), ("added", after))
        return
    for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield "kept", "".join(old[start:end])
        else:
            yield "removed", "".join(old[start:end])
            yield "added", "".join(new[new_start:new_end])
