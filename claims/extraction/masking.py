"""A paragraph as the parser reads it: each whole saying in quotation marks replaced by one short clause.

What somebody said at length is no part of the grammar of the sentence that reports it, and long quotations are what
parsers break on. “It works” stands in for each, so that the reporting verb governs a plain clause.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from claims.extraction.parsing import Token
from claims.extraction.quotes import Paragraph, Quote

STAND_IN = "It works"


@dataclass(frozen=True, slots=True)
class Masked:
    """The text for the parser, and how its offsets lead back to the whole text.

    `starts` are where pieces begin in the masked text; `origins` where they begin in the whole text; `sayings` has,
    for a piece that is a stand-in, its quotation.
    """

    paragraph: Paragraph
    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    sayings: tuple[Quote | None, ...]

    def piece(self, offset: int) -> int:
        """The piece in which an offset of the masked text lies."""
        return bisect_right(self.starts, offset) - 1

    def saying(self, token: Token) -> Quote | None:
        """The quotation for which a token stands in."""
        return self.sayings[self.piece(token.idx)]

    def span(self, token: Token) -> tuple[int, int]:
        """Where a token stands in the whole text; for a stand-in, its quotation."""
        piece = self.piece(token.idx)
        quote = self.sayings[piece]
        if quote is not None:
            return quote.start, quote.end
        start = self.origins[piece] + token.idx - self.starts[piece]
        return start, start + len(token.text)


def masked(paragraph: Paragraph) -> Masked:
    """The paragraph for the parser. The marks themselves stay where they are, outside the stand-in."""
    building = _Building(paragraph.start)
    place = paragraph.start
    for quote in paragraph.quotes:
        if not quote.speech:
            continue
        inner, behind = quote.inner
        before = paragraph.text[place - paragraph.start : inner - paragraph.start]
        if len(before) > 1 and not before[-2].isspace():
            building.add(before[:-1] + " ", place)
            building.add(before[-1], inner - 1)
        else:
            building.add(before, place)
        building.add(STAND_IN + _last(paragraph, inner, behind), inner, quote)
        place = behind
    building.add(paragraph.text[place - paragraph.start :], place)
    return building.done(paragraph)


class _Building:
    """Pieces of a masked text, put behind one another."""

    def __init__(self, start: int) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = [0]
        self.origins: list[int] = [start]
        self.sayings: list[Quote | None] = [None]
        self.length = 0

    def add(self, text: str, origin: int, quote: Quote | None = None) -> None:
        self.parts.append(text)
        self.starts.append(self.length)
        self.origins.append(origin)
        self.sayings.append(quote)
        self.length += len(text)

    def done(self, paragraph: Paragraph) -> Masked:
        return Masked(
            paragraph, "".join(self.parts), tuple(self.starts), tuple(self.origins), tuple(self.sayings)
        )


def _last(paragraph: Paragraph, inner: int, behind: int) -> str:
    """The punctuation that ends a quotation inside its marks, which tells the parser whether the sentence ends."""
    last = paragraph.text[inner - paragraph.start : behind - paragraph.start].rstrip()[-1:]
    return last if last in tuple(",.?!") else ""
