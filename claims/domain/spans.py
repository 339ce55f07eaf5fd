"""Whose words the parts of a quotation are. Offsets are code points of the captured text.

Words in square brackets are the editors' insertions and never the speaker's, also when the quotation takes in
only a part of the brackets. A bracket without its partner in the same line is taken as an ordinary character.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from claims.domain.errors import InvalidValue
from claims.domain.text import shown
from claims.domain.vocabulary import SpanRole


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, from `start` to before `end`, and whose words it is."""

    start: int
    end: int
    role: SpanRole


def check_spans(text: str, *, start: int, end: int, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order; refuses what lies outside, overlaps, or leaves bracketed words to somebody else.

    `start` and `end` are those of the quotation. Raises InvalidValue for the field “spans”.
    """
    given = tuple(spans)
    for span in given:
        if span.role not in tuple(SpanRole):
            allowed = ", ".join(role.value for role in SpanRole)
            raise InvalidValue(
                f"{shown(span.role)} is no role of a span; there are {allowed}.", field="spans"
            )
        if not all(isinstance(place, int) for place in (span.start, span.end)) or not (
            start <= span.start < span.end <= end
        ):
            raise InvalidValue(
                f"The span {shown(span.start)} to {shown(span.end)} must lie in the quotation "
                f"({start} to {end}).",
                field="spans",
            )
    ordered = tuple(sorted(given, key=lambda span: span.start))
    for before, span in pairwise(ordered):
        if span.start < before.end:
            raise InvalidValue(
                f"The span {span.start} to {span.end} overlaps the one before it.", field="spans"
            )
    for inserted in bracket_spans(text, start=start, end=end):
        if not _is_covered(inserted, ordered):
            raise InvalidValue(
                "Words in square brackets are the editors', never the speaker's own: mark as editorial "
                f"{shown(text[inserted.start : inserted.end])} ({inserted.start} to {inserted.end}).",
                field="spans",
            )
    return ordered


def bracket_spans(text: str, *, start: int, end: int) -> tuple[Span, ...]:
    """The square-bracket insertions of a quotation, brackets included, as editorial spans."""
    first_line = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    last_line = len(text) if line_end < 0 else line_end
    return tuple(
        Span(max(opened, start), min(closed, end), SpanRole.EDITORIAL)
        for opened, closed in _bracketed(text, first_line, last_line)
        if opened < end and closed > start
    )


def _bracketed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost pairs of brackets in text[start:end]; a pair stands in one line."""
    outermost: list[tuple[int, int]] = []
    opened: list[int] = []
    for place in range(start, end):
        character = text[place]
        if character == "\n":
            opened.clear()
        elif character == "[":
            opened.append(place)
        elif character == "]" and opened:
            pair = opened.pop(), place + 1
            while outermost and outermost[-1][0] > pair[0]:
                outermost.pop()
            outermost.append(pair)
    return outermost


def _is_covered(inserted: Span, ordered: tuple[Span, ...]) -> bool:
    """Whether editorial spans cover the insertion without a gap."""
    reached = inserted.start
    for span in ordered:
        if span.role == SpanRole.EDITORIAL and span.start <= reached < span.end:
            reached = span.end
    return reached >= inserted.end
