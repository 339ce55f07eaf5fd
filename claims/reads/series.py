"""One figure over time, from published documents: the claims' own figures and those that their sources give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from claims.domain import edtf, figures
from claims.domain.figure_terms import subject
from claims.domain.figures import Point
from claims.domain.quantities import Quantity
from claims.formats.feed_entries import hedged, speaker_in_words
from claims.reads import published

MOST = 500
"""The newest claims of a topic that are read for its series."""
NOT_ASSERTED = ("denied", "conditional")
"""How claims are put whose figures nobody holds to be so: they conflict with none."""
MOST_CONFLICTS = 200
"""The pairs that are listed; there can be half as many as the square of the figures."""


class TopicSeries(NamedTuple):
    """The series of a topic, pairs that cannot both hold, and whether demonstration documents are among them.

    `conflicts_complete` is false when more pairs cannot both hold than are listed.
    """

    series: list[dict[str, Any]]
    conflicts: list[dict[str, str]]
    conflicts_complete: bool
    demonstration: bool


def of_topic(topic: str) -> TopicSeries:
    """The figures of a topic's claims and of their sources; what one source gives for several stands once."""
    items = published.listed(limit=MOST, filters={"topic": topic}).items
    documents = [item.value() for item in items if item.document is not None]
    points = list(dict.fromkeys(point for document in documents for point in _points(document)))
    unasserted = {one["id"] for one in documents if one["modality"] in NOT_ASSERTED}
    held = [point for point in points if point.id not in unasserted]
    found = figures.conflicts(held, most=MOST_CONFLICTS + 1)
    clashes = [
        {
            "first": one.id,
            "first_figure": figures.in_words(one.quantity),
            "second": other.id,
            "second_figure": figures.in_words(other.quantity),
            "because": comparison.because,
        }
        for one, other, comparison in found[:MOST_CONFLICTS]
    ]
    return TopicSeries(
        [one.as_json() for one in figures.series(points)],
        clashes,
        len(found) <= MOST_CONFLICTS,
        any(one["demonstration"] for one in documents),
    )


class Beside(NamedTuple):
    """A figure that somebody gives of the same measure, and why it cannot hold with the claim's own; else empty."""

    point: Point
    conflict: str


def beside(document: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[list[Beside]]:
    """For each figure of a document, in their order: what other claims and its own sources give of its measure.

    They stand in order of time, as in the series of the topic; what differs in population or time is among them. A
    retracted document stands beside nothing, and a figure that a claim denies is none that it gives.
    """
    if document["status"] == "retracted":
        return [[] for _ in document["quantities"]]
    given = [*_of_sources(document)]
    given += [point for one in others if one["modality"] != "denied" for point in _own(one)]
    unasserted = {one["id"] for one in (document, *others) if one["modality"] in NOT_ASSERTED}
    grouped = {
        subject(one.points[0].quantity)[:2]: one.points for one in figures.series(dict.fromkeys(given))
    }
    return [
        [
            Beside(point, "" if {own.id, point.id} & unasserted else _conflict(own, point))
            for point in grouped.get(subject(own.quantity)[:2], ())
        ]
        for own in _own(document)
    ]


def _conflict(own: Point, other: Point) -> str:
    found = figures.compare(own.quantity, other.quantity)
    return found.because if found.outcome is figures.Comparability.CONFLICT else ""


def _points(document: Mapping[str, Any]) -> Iterator[Point]:
    if document["status"] == "retracted":
        return
    yield from _own(document)
    yield from _of_sources(document)


def _of_sources(document: Mapping[str, Any]) -> Iterator[Point]:
    for item in document["evidence"]:
        source = item["source"]
        for figure in item.get("figures", ()):
            yield Point(_quantity(figure), source["id"], source["title"], source["publisher"], "source")


def _own(document: Mapping[str, Any]) -> Iterator[Point]:
    label, who = hedged(document), speaker_in_words(document["speaker"])
    for figure in document["quantities"]:
        at = figure["at"] or document["about"]
        yield Point(_quantity({**figure, "at": at}), document["id"], label, who, "claim")


def _quantity(figure: Mapping[str, Any]) -> Quantity:
    low, high = (None if figure[end] is None else Decimal(figure[end]) for end in ("low", "high"))
    at = edtf.from_json(figure["at"]) if figure["at"] else None
    return Quantity(
        figure["measure"],
        figure["population"],
        low,
        high,
        figure["approximate"],
        figure["vague"],
        figure["unit"],
        at,
        figure["text"],
    )
