"""The names that stand in a text, also within the sayings that the grammar leaves out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from claims.extraction.attributions import Read
from claims.extraction.masking import Masked
from claims.extraction.parsing import Doc, names
from claims.extraction.proposal import Spans

PLACES = ("GPE", "LOC", "FAC")
MOST_PLACES = 300
Entity = tuple[int, int, str]
"""Start, end and label of a name, in code points of the whole text."""


class Named:
    """The names of a text in order, to be asked for those in a stretch of it.

    A place that is named once is known wherever its name stands; what is also the name of a people is none.
    """

    def __init__(self, read: Read) -> None:
        found = [entity for piece, doc in read.paragraphs for entity in _of_grammar(piece, doc)]
        found = _agreeing(read.text, [*found, *_of_sayings(read)])
        self._found = sorted({*found, *_named_again(read.text, found)})
        self._starts = [start for start, _, _ in self._found]

    def within(self, content: Spans) -> list[Entity]:
        """The names that stand wholly within the stretches."""
        return [
            entity
            for start, end in content
            for entity in self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            if entity[1] <= end
        ]


def _of_grammar(piece: Masked, doc: Doc) -> Iterator[Entity]:
    for entity in doc.ents:
        tokens = [token for token in entity if piece.saying(token) is None]
        if tokens:
            is_of_a_people = entity.label_ == "GPE" and tokens[-1].dep_ == "amod"
            label = "NORP" if is_of_a_people else entity.label_
            yield piece.span(tokens[0])[0], piece.span(tokens[-1])[1], label


def _of_sayings(read: Read) -> Iterator[Entity]:
    said = sorted(
        {quote.inner for piece, _ in read.paragraphs for quote in piece.sayings if quote is not None}
    )
    starts = [max(start, 0) for start, _ in said]
    inside = names(read.text[start:end] for start, (_, end) in zip(starts, said, strict=True))
    for at, found in zip(starts, inside, strict=True):
        yield from ((at + start, at + end, label) for start, end, label in found)


def _agreeing(text: str, found: list[Entity]) -> list[Entity]:
    """A name that is now a place and now a people is what it is more often; a place if that is undecided."""
    counts = Counter((text[start:end], label) for start, end, label in found)

    def label_of(name: str, label: str) -> str:
        peoples, places = counts[name, "NORP"], counts[name, "GPE"]
        if label not in ("NORP", "GPE") or not (peoples and places):
            return label
        return "NORP" if peoples > places else "GPE"

    return [(start, end, label_of(text[start:end], label)) for start, end, label in found]


def _named_again(text: str, found: list[Entity]) -> Iterator[Entity]:
    """Further places where a place of the text is named, in sayings of which the recognizer missed it."""
    known = {text[start:end]: label for start, end, label in found if label in PLACES}
    listed = sorted((name for name in known if name[:1].isupper()), key=len, reverse=True)[:MOST_PLACES]
    if not listed:
        return
    taken = sorted(found)
    starts = [start for start, _, _ in taken]
    for name in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)", text):
        before = bisect_left(starts, name.end()) - 1
        if before < 0 or taken[before][1] <= name.start():
            yield name.start(), name.end(), known[name[0]]
