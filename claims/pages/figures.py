"""The figures of a claim as its page shows them: in words, and as ranges beside what others give of the measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from claims.domain.quantities import described
from claims.formats import figure_svg
from claims.formats.dates import in_words
from claims.formats.series_layout import in_order
from claims.formats.series_words import Row, rows
from claims.reads.series import Beside, beside

MOST, IN_ALL, FEWEST = 12, 24, 2
"""So many figures of others stand beside one of the claim's, beside all of them together, and beside each at least."""


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
    most = max(FEWEST, min(MOST, IN_ALL // max(len(found), 1)))
    own = gettext("This claim denies") if document["modality"] == "denied" else gettext("This claim")
    unsure = {one["id"] for one in others if one["speaker"]["basis"] != "stated"}
    draw = partial(figure_svg.draw, own=own, unsure=unsure)
    return tuple(
        _figure(
            quantity,
            document["about"],
            _in_order(_chosen(near, most)),
            draw,
            left_out=max(len(near) - most, 0),
        )
        for quantity, near in zip(document["quantities"], found, strict=True)
    )


def _figure(
    own: Mapping[str, Any],
    about: Mapping[str, Any],
    shown: Sequence[Beside],
    draw: Callable[..., str],
    *,
    left_out: int,
) -> Figure:
    points = [one.point.as_json() for one in shown]
    told = rows(points)
    drawing = draw({**own, "at": own["at"] or about}, points)
    return Figure(
        measure=own["measure"],
        population=own["population"],
        words=_words(own),
        quoted=own["text"],
        when=in_words(own["at"]) if own["at"] else "",
        drawing=mark_safe(drawing),  # noqa: S308 - our own drawing, every text in it is escaped
        rows=tuple(told),
        conflicts=tuple((row, one.conflict) for row, one in zip(told, shown, strict=True) if one.conflict),
        left_out=left_out,
    )


def _chosen(near: Sequence[Beside], most: int) -> list[Beside]:
    """What cannot hold with the claim first, then of each who gives figures one, of claims before that of sources."""
    times = Counter[str]()
    ranks = []
    for one in near:
        times[one.point.id] += 1
        ranks.append((not one.conflict, times[one.point.id], one.point.kind != "claim"))
    chosen = sorted(range(len(near)), key=ranks.__getitem__)[:most]
    return [near[place] for place in sorted(chosen)]


def _in_order(shown: Sequence[Beside]) -> list[Beside]:
    """In the order in which they are drawn and told."""
    points = [one.point.as_json() for one in shown]
    places = {id(point): place for place, point in enumerate(points)}
    return [shown[places[id(point)]] for _, point, _ in in_order(points)]


def _words(own: Mapping[str, Any]) -> str:
    if own["low"] is None and own["high"] is None:
        return gettext("No figure given;")
    return described(own)
