"""A text with the words that a reader looked for marked, and a quotation cut to what surrounds them.

A word is marked when it is one of the words, inflected from one, or mistyped for one: the rule stands in
`claims.domain.wanted`. Always the whole word is marked, with every accent and joiner that belongs to it; nothing is
added to a text or taken from it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from claims.domain.wanted import same, stretches, tokens

AROUND = 90
"""Characters of its context that stand on either side of a quotation."""
LONGEST = 420
"""Characters of a quotation: of a longer one what surrounds the first word that was found."""
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Mark:
    """Some of a text, and whether it was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation with a little of what stands around it; `before` and `after` are context and never marked."""

    before: str
    quotation: tuple[Mark, ...]
    after: str


def marks(text: str, words: Iterable[str]) -> tuple[Mark, ...]:
    """The text in stretches, in order; those of the words are marked. Together they are the text."""
    sought = tuple(words)
    found: list[Mark] = []
    at = 0
    for start, end in stretches(text) if sought else ():
        if any(same(word, one) for word in tokens(text[start:end]) for one in sought):
            found += [Mark(text[at:start], found=False), Mark(text[start:end], found=True)]
            at = end
    found.append(Mark(text[at:], found=False))
    return tuple(mark for mark in found if mark.text)


def passage(document: Mapping[str, Any], words: Iterable[str]) -> Passage:
    """The quotation of a document with the words marked, in as much of its context as a list has room for."""
    quotation = document["quotation"]
    found = marks(quotation["exact"], words)
    shown = _window(found)
    whole = "".join(mark.text for mark in shown) == quotation["exact"]
    return Passage(
        _last(quotation.get("context_before") or "", AROUND) if whole else "",
        shown,
        _first(quotation.get("context_after") or "", AROUND) if whole else "",
    )


def _window(found: tuple[Mark, ...]) -> tuple[Mark, ...]:
    text = "".join(mark.text for mark in found)
    if len(text) <= LONGEST:
        return found
    first = 0
    for mark in found:
        if mark.found:
            break
        first += len(mark.text)
    first = 0 if first == len(text) else first
    start = _border(text, max(0, first - LONGEST // 3))
    end = _border(text, min(len(text), start + LONGEST), back=True)
    return _cut(found, start, end, len(text))


def _cut(found: tuple[Mark, ...], start: int, end: int, size: int) -> tuple[Mark, ...]:
    kept = [Mark(f"{ELLIPSIS} ", found=False)] if start else []
    at = 0
    for mark in found:
        part = mark.text[max(0, start - at) : max(0, end - at)]
        if part:
            kept.append(Mark(part, mark.found))
        at += len(mark.text)
    return tuple(kept) if end >= size else (*kept, Mark(f" {ELLIPSIS}", found=False))


def _last(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    return f"{ELLIPSIS} {text[_border(text, len(text) - room) :]}"


def _first(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    return f"{text[: _border(text, room, back=True)]} {ELLIPSIS}"


def _border(text: str, at: int, *, back: bool = False) -> int:
    """The nearest place where a word begins (or, going back, ended); in text without blanks a whole character."""
    if at in (0, len(text)):
        return at
    blanks = range(at, max(0, at - 40), -1) if back else range(at, min(len(text), at + 40))
    for place in blanks:
        if back and text[place].isspace():
            return place
        if not back and text[place - 1].isspace() and not text[place].isspace():
            return place
    while 0 < at < len(text) and (_continues(text[at]) or text[at - 1] == "\u200d"):
        at += -1 if back else 1
    return at


def _continues(character: str) -> bool:
    """Whether a character belongs to the one before it: marks, joiners, skin tones, later letters of Hangul."""
    return (
        unicodedata.category(character)[0] == "M"
        or character in "\u200c\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\u1160" <= character <= "\u11ff"
    )
