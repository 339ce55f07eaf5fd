"""Quotation anchors: where the words stand in the captured text, in Unicode code points.

The names are those of the W3C Web Annotation selectors (TextPositionSelector, TextQuoteSelector).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.domain.errors import InvalidValue
from claims.domain.resemblance import difference
from claims.domain.spans import Span, bracket_spans, check_spans
from claims.domain.text import shown

__all__ = [
    "CONTEXT", "GAP", "Anchor", "Span", "anchor", "bracket_spans", "check", "check_spans", "locate", "occurrences",
    "passage",
]  # fmt: skip

CONTEXT = 32
GAP = "[…]"
"""The line that stands between passages of an excerpt, where words of the article were left out."""

_GAPS = re.compile(rf"^{re.escape(GAP)}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quotation and its place: `exact` is text[start:end]; prefix and suffix stand around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def anchor(text: str, *, start: int, end: int, gaps: bool = False, field: str = "start") -> Anchor:
    """The anchor of text[start:end], with up to 32 code points on either side.

    With `gaps` the text is an excerpt: neither the quotation nor what is around it reaches over a gap.
    """
    if not (_is_offset(start) and _is_offset(end) and 0 <= start < end <= len(text)):
        raise InvalidValue(
            f"The quotation must lie in the text: 0 ≤ start < end ≤ {len(text)}, "
            f"not {shown(start)} to {shown(end)}.",
            field=field,
        )
    first, behind = passage(text, start, end, field=field) if gaps else (0, len(text))
    prefix, suffix = text[max(first, start - CONTEXT) : start], text[end : min(behind, end + CONTEXT)]
    return Anchor(start, end, text[start:end], prefix, suffix)


def passage(text: str, start: int, end: int, *, field: str = "start") -> tuple[int, int]:
    """From where to where an excerpt has no gap around text[start:end]; refuses what reaches over one."""
    first, behind = 0, len(text)
    for gap in _GAPS.finditer(text):
        if gap.start() < end and gap.end() > start:
            raise InvalidValue(
                f"The quotation reaches over a mark of omission ({GAP}); it must lie in one passage.",
                field=field,
            )
        if gap.end() <= start:
            first = gap.end() + 1
        else:
            behind = min(behind, gap.start() - 1)
    return first, behind


def locate(
    text: str, exact: str, *, near: int | None = None, gaps: bool = False, field: str = "exact"
) -> Anchor:
    """The anchor of the words `exact`; `near` chooses the place that starts closest among several.

    Raises InvalidValue when the words do not stand there (naming the first character that differs at the most
    similar place), or stand there more than once and `near` is not given or lies midway between two.
    """
    if not isinstance(exact, str) or not exact.strip():
        raise InvalidValue("A quotation must not be empty.", field=field)
    if near is not None and not _is_offset(near):
        raise InvalidValue(f"The start must be a whole number, not {shown(near)}.", field=field)
    places = occurrences(text, exact)
    if not places:
        raise InvalidValue(
            f"The quotation does not stand in the captured text. {difference(text, exact)}", field=field
        )
    if near is not None:
        closest = min(abs(place - near) for place in places)
        places = [place for place in places if abs(place - near) == closest]
    if len(places) > 1:
        raise InvalidValue(
            f"The quotation stands in the text {len(places)} times "
            f"(at {', '.join(map(str, places[:5]))}{' …' if len(places) > 5 else ''}); "
            "say which one by its start.",
            field=field,
        )
    return anchor(text, start=places[0], end=places[0] + len(exact), gaps=gaps, field=field)


def check(text: str, kept: Anchor, *, gaps: bool = False) -> None:
    """Refuses an anchor that does not fit the text in every part: place, words, and what is around them."""
    right = anchor(text, start=kept.start, end=kept.end, gaps=gaps)
    for field in ("exact", "prefix", "suffix"):
        here, there = getattr(kept, field), getattr(right, field)
        if here != there:
            raise InvalidValue(
                f"The {field} of the quotation at {kept.start} to {kept.end} is {shown(here)}, "
                f"but the captured text has {shown(there)} there.",
                field=field,
            )


def occurrences(text: str, exact: str) -> list[int]:
    """Every offset at which the words begin, also where they overlap."""
    places = []
    place = text.find(exact)
    while place >= 0:
        places.append(place)
        place = text.find(exact, place + 1)
    return places


def _is_offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
