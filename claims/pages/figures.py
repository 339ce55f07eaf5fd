"""The figures of a claim as its page shows them: in words, and as ranges beside what others give of the measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from claims.domain.figures import Comparability
from claims.domain.figures import in_words as in_one_line
from claims.domain.quantities import describe
from claims.formats import figure_svg
from claims.formats.dates import in_words
from claims.formats.series_words import Row, rows
from claims.reads.series import Beside, beside

MOST = 12
"""So many figures of others stand beside one of the claim's; of more, those of claims come first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the claim in words, drawn above those of others; the same as rows, and which cannot hold with it.

    `left_out` of the others are not shown.
    """

    measure: str
    population: str
    words: str
    quoted: str
    when: str
    drawing: SafeString
    rows: tuple[Row, ...]
    conflicts: tuple[tuple[Row, str], ...]
    left_out: int


def figures(document: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """The figures of a document, beside those of its sources and of these other documents."""
    found = beside(document, others)
    return tuple(
        _figure(own, own["at"] or document["about"], near)
        for own, near in zip(document["quantities"], found, strict=True)
    )


def _figure(own: Mapping[str, Any], at: Mapping[str, Any], near: Sequence[Beside]) -> Figure:
    shown = sorted(near, key=lambda one: one.point.kind != "claim")[:MOST]
    points = [one.point.as_json() for one in shown]
    told = rows(points)
    drawing = figure_svg.draw({**own, "at": at}, points, own=gettext("This claim"))
    return Figure(
        measure=own["measure"],
        population=own["population"],
        words=_words(own),
        quoted=own["text"],
        when=in_words(own["at"]) if own["at"] else "",
        drawing=mark_safe(drawing),  # noqa: S308 - our own drawing, every text in it is escaped
        rows=tuple(told),
        conflicts=tuple(_conflicts(told, shown)),
        left_out=len(near) - len(shown),
    )


def _conflicts(told: Sequence[Row], shown: Sequence[Beside]) -> Iterator[tuple[Row, str]]:
    """The rows that cannot hold together with the claim's own figure, and why."""
    why = {
        (one.point.id, in_one_line(one.point.quantity)): one.comparison.because
        for one in shown
        if one.comparison.outcome is Comparability.CONFLICT
    }
    for row in told:
        if because := why.get((row.id, row.figure)):
            yield row, because


def _words(own: Mapping[str, Any]) -> str:
    if own["low"] is None and own["high"] is None:
        return gettext("No figure given;")
    return describe(
        own["low"],
        own["high"],
        approximate=own["approximate"],
        vague=own["vague"],
        unit=own["unit"],
        text=own["text"],
    )
