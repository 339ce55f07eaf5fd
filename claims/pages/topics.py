"""Topics: their claims, and one figure over time as a chart with its table. Fetch, check, call, present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from claims.domain.errors import DomainError
from claims.domain.text import LIMITS, clean_text
from claims.formats import series_svg
from claims.formats.series_svg import Row
from claims.pages import presenting
from claims.pages.answering import more, page, refused, until_the_log_grows
from claims.pages.shelves import given
from claims.reads import cursors, library, published, series

CLAIMS = 30
FEWEST = 3
"""Fewer figures of one measure are told in a table and not drawn."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure over time: the drawing, the same as rows, and the pairs of rows that cannot both hold."""

    measure: str
    unit: str
    drawing: SafeString
    rows: tuple[Row, ...]
    conflicts: tuple[tuple[Row, Row, str], ...]


@until_the_log_grows
def topics(request: HttpRequest) -> HttpResponse:
    """All topics with the number of their claims."""
    try:
        given(request.GET, ())
    except DomainError as error:
        return refused(request, error)
    return page(request, "topics", {"topics": published.topics()})


@until_the_log_grows
def topic(request: HttpRequest, name: str) -> HttpResponse:
    """A topic: its figures over time, and its claims, newest first."""
    try:
        filters = {"topic": clean_text(name, field="topic", limit=LIMITS["word"])}
        given(request.GET, ())
        cursor = request.GET.get("cursor")
        after = cursors.read_place(cursor, filters=filters) if cursor else None
    except DomainError as error:
        return refused(request, error)
    found = published.listed(limit=CLAIMS, after=after, filters=filters)
    if not found.items:
        raise Http404("No published claim is of this topic.")
    items = [presenting.listed(item.value()) for item in found.items if item.document is not None]
    found_series = series.of_topic(filters["topic"])
    charts = sorted(
        (_chart(one, found_series.conflicts) for one in found_series.series),
        key=lambda chart: -len(chart.rows),
    )
    path = request.path
    context = {
        **filters,
        "items": items,
        "claims": dict(published.topics()).get(filters["topic"], 0),
        "tally": presenting.tally_of_counts(library.counts(**filters)),
        "charts": [chart for chart in charts if len(chart.rows) >= FEWEST],
        "more_conflicts": not found_series.conflicts_complete,
        "single": [chart for chart in charts if len(chart.rows) < FEWEST],
        "series": "/api/v1/series/?" + urlencode(filters),
        "next": more(path, cursors.make_place(found.next_after, filters=filters)) if found.next_after else "",
    }
    shown = found_series.demonstration or presenting.any_demonstration(items)
    return page(request, "topic", context, demonstration=shown)


def _chart(one: Mapping[str, Any], conflicts: Sequence[Mapping[str, str]]) -> Chart:
    rows = tuple(series_svg.rows(one["points"]))
    known: dict[tuple[str, str], Row] = {}
    for row in rows:
        known.setdefault((row.id, row.figure), row)
    found = (
        (
            known.get((clash["first"], clash["first_figure"])),
            known.get((clash["second"], clash["second_figure"])),
            clash,
        )
        for clash in conflicts
    )
    pairs = tuple((first, second, clash["because"]) for first, second, clash in found if first and second)
    drawing = mark_safe(series_svg.draw(one["points"]))  # noqa: S308 - our own drawing, every text in it is escaped
    return Chart(one["measure"], one["unit"], drawing, rows, pairs)
