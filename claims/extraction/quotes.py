"""Paragraphs of a text and the quotations in them, paired paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 5_000
"""Characters of a paragraph; a longer one is read in pieces, cut behind a sentence where that can be."""

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile("[\"“”„‟«»]|``|''")
_CLOSING = frozenset("”»")
_OPENING = frozenset("“„‟«")
_WORD = re.compile(r"[^\W_]+")
_BEFORE_SPEECH = re.compile(
    r"(?:^|[.,:;?!…\"”)–—-]|\b(?:that|saying|says?|said|tweeted|wrote|added|told \w+))\s*$"
)
_FIRST = re.compile(r"[\s\[(…'‘.*-]*(\w)")
_ENDS = re.compile(r"[.?!…][\"”’')\]]*\s+[\[(\"“‘']*[A-Z]")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks, in code points of the whole text; `closed` when its end mark stands there."""

    start: int
    end: int
    closed: bool
    speech: bool
    """Whether it is a saying of its own (a clause or more), not words within somebody else's sentence."""

    @property
    def inner(self) -> tuple[int, int]:
        """What stands between the marks."""
        return self.start + 1, self.end - self.closed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and its quotations; offsets are those of the whole text."""

    start: int
    text: str
    quotes: tuple[Quote, ...]

    @property
    def end(self) -> int:
        """The code point after its last."""
        return self.start + len(self.text)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs that have words, in order."""
    going_on = False
    for at, paragraph in _pieces(text):
        if not paragraph.isspace():
            quotes = tuple(_quotes(paragraph, at, going_on=going_on and _closes(paragraph)))
            going_on = bool(quotes) and not quotes[-1].closed
            yield Paragraph(at, paragraph, quotes)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    for found in _PARAGRAPH.finditer(text):
        start, end = found.span()
        while end - start > MOST:
            limit = start + MOST
            half = start + MOST // 2
            cut = max(text.rfind(". ", half, limit), text.rfind('." ', half, limit) + 1)
            cut = cut if cut > half else text.rfind(" ", half, limit)
            cut = cut + 1 if cut > half else limit
            yield start, text[start:cut]
            start = cut
        yield start, text[start:end]


def _closes(paragraph: str) -> bool:
    """Whether the first mark of a paragraph closes a quotation that began in an earlier one."""
    mark = _MARK.search(paragraph)
    return (
        mark is not None
        and mark.start() > 0
        and mark.group() not in _OPENING
        and not (
            paragraph[mark.start() - 1].isspace() and paragraph[mark.end() : mark.end() + 1].strip() != ""
        )
    )


def _quotes(paragraph: str, at: int, *, going_on: bool) -> Iterator[Quote]:
    """Marks paired from the left; what is left open runs to the paragraph's end.

    With `going_on` the paragraph begins inside a quotation, whose start has no mark of its own here.
    """
    opened: int | None = -1 if going_on else None
    last: Quote | None = None
    for mark in _MARK.finditer(paragraph):
        place = mark.start()
        if opened is None:
            if not _inches(paragraph, place) and mark.group() not in _CLOSING:
                opened = place
        elif mark.group() not in _OPENING:
            last = _quote(paragraph, at, opened, mark.end(), last, closed=True)
            yield last
            opened = None
    if opened is not None and _WORD.search(paragraph, max(opened, 0)):
        yield _quote(paragraph, at, opened, len(paragraph), last, closed=False)


def _inches(paragraph: str, place: int) -> bool:
    """A straight mark behind a figure, with nothing quoted behind it, stands for inches or seconds."""
    return (
        paragraph[place - 1 : place].isdigit() and not paragraph[place + 1 : place + 2].strip() and place > 0
        and '"' not in paragraph[:place]
    )  # fmt: skip


def _quote(paragraph: str, at: int, start: int, end: int, last: Quote | None, *, closed: bool) -> Quote:
    if start < 0:
        return Quote(at - 1, at + end, closed, True)
    between = paragraph[last.end - at : start] if last is not None and last.speech else ""
    resumed = (
        between[:1] in (" ", ",")
        and between.rstrip()[-1:] == ","
        and len(_WORD.findall(between)) in range(2, 13)
    )
    speech = (resumed and "." not in between) or _is_speech(paragraph, start, end, closed=closed)
    return Quote(at + start, at + end, closed, speech)


def _is_speech(paragraph: str, start: int, end: int, *, closed: bool) -> bool:
    inside = paragraph[start + 1 : end - closed]
    words = len(_WORD.findall(inside))
    if words < 2:
        return False
    if _ENDS.search(inside) and words > 6:
        return True
    first = _FIRST.match(inside)
    if first is None or not (
        first.group(1).isupper() or first.group(1).isdigit() or inside.lstrip().startswith("...")
    ):
        return False
    if not _BEFORE_SPEECH.search(paragraph[:start]):
        return False
    if not closed or inside.rstrip()[-1:] in ".,?!…—":
        return True
    return paragraph[end : end + 1] in ("", ".", ",", ";", "?", "!") and words >= 4
