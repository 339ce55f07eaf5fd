"""A quotation as words of a text, and its points carried over to the words of another text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.spans import Span
from claims.domain.wordwise import Words

Run = tuple[int, int]
"""A range of units (both included) or of words (the last one not)."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation in words: its range, the sentences around it (its frame), and the codes of both."""

    start: int
    end: int
    words: Run
    units: Run
    code: str
    frame: str
    lead: int
    """How many words of the frame stand before the quotation."""


def quote(text: Words, start: int, end: int) -> Quote | None:
    """text[start:end] in words, or nothing when it has none."""
    first, last = text.within(start, end)
    if first >= last:
        return None
    units = text.unit_at(first), text.unit_at(last - 1)
    frame = text.part(*units)
    return Quote(
        start, end, (first, last), units, text.code[first:last], frame, first - text.units[units[0]][0]
    )


@dataclass(frozen=True, slots=True)
class Carrier:
    """Two texts between which points are carried."""

    old: Words
    new: Words

    def point(self, at: int, quoted: Quote, place: int, *, ends: bool = False) -> int:
        """Where a point of the quotation stands when its words stand one by one from `place` on."""
        first, last = self.old.within(at - 1, at) if ends else self.old.within(at, at + 1)
        word = min(max(last - 1 if ends else first, quoted.words[0]), quoted.words[1] - 1)
        there = place + word - quoted.words[0]
        into, size = at - self.old.starts[word], self.old.ends[word] - self.old.starts[word]
        if 0 <= into <= size == self.new.ends[there] - self.new.starts[there]:
            return self.new.starts[there] + into
        return self.new.ends[there] if ends else self.new.starts[there]

    def spans(self, spans: Sequence[Span], quoted: Quote, place: int) -> tuple[Span, ...]:
        """The spans of a quotation whose words stand one by one from `place` on."""
        return tuple(
            Span(
                self.point(one.start, quoted, place), self.point(one.end, quoted, place, ends=True), one.role
            )
            for one in spans
        )

    def altered_spans(
        self, spans: Sequence[Span], quoted: Quote, common: list[tuple[int, int]], place: Run
    ) -> tuple[Span, ...]:
        """The spans over other words: each border stands beside the same word as before; none is empty.

        `common` are words of the quotation and where they stand in the new text, `place` its new range in characters.
        """

        def border(at: int, *, ends: bool) -> int:
            if at <= quoted.start:
                return place[0]
            if at >= quoted.end:
                return place[1]
            if ends:
                word = self.old.within(at - 1, at)[1] - quoted.words[0]
                before = [there for old, there in common if old < word]
                return self.new.ends[before[-1]] if before else place[0]
            word = self.old.within(at, at + 1)[0] - quoted.words[0]
            behind = [there for old, there in common if old >= word]
            return self.new.starts[behind[0]] if behind else place[1]

        carried = [Span(border(one.start, ends=False), border(one.end, ends=True), one.role) for one in spans]
        return tuple(one for one in carried if one.start < one.end)
