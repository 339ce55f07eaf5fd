"""One figure over time in words: the rows of the table beside the chart, and what the chart shows as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims.domain.quantities import grouped, plain
from claims.formats.dates import in_words
from claims.formats.series_layout import Chart, in_order

NO_NUMBER, NO_DATE = "no number given", "no date given"


@dataclass(frozen=True, slots=True)
class Row:
    """A point in words, under the number that it has on the chart. `kind` is “claim” or “source”."""

    number: int
    when: str
    figure: str
    name: str
    who: str
    kind: str
    id: str
    population: str


def rows(points: Sequence[Mapping[str, Any]]) -> list[Row]:
    """All points in order of time, those without a date last."""
    return [
        Row(
            number,
            in_words(point["at"]) if time else NO_DATE,
            point["figure"],
            point["label"],
            point["said_by"],
            point["kind"],
            point["id"],
            point["population"],
        )
        for number, point, time in in_order(points)
    ]


def row_told(row: Row) -> str:
    """A row as one sentence."""
    return f"{row.number}: {row.when}, {row.figure}, {row.kind} of {row.who}: {row.name}"


def description(chart: Chart) -> str:
    """What the chart shows, in a few sentences that say no more than its points."""
    points = [mark.point for mark in chart.marks]
    kinds = [point["kind"] for point in points]
    sides = [_counted(kinds.count(kind), kind) for kind in ("claim", "source") if kind in kinds]
    told = [f"{_counted(len(points), 'figure')}, from {' and '.join(sides)}{_span(chart)}."]
    given = [mark.point for mark in chart.marks if mark.given]
    if given:
        told.append(_reach(given))
    counts = {
        "approximate": sum(point["approximate"] for point in given),
        "vague": sum(point["vague"] for point in given),
        "without an upper end": sum(point["high"] is None for point in given),
        "without a lower end": sum(point["low"] is None for point in given),
        "without a number": len(points) - len(given),
        "without a date": sum(mark.when is None for mark in chart.marks),
    }
    if said := [f"{count} {words}" for words, count in counts.items() if count]:
        told.append(f"Of these, {', '.join(said)}.")
    if chart.scale and chart.scale.logarithmic:
        told.append(f"{chart.scale.told().capitalize()}.")
    return " ".join([*told, "The table beside the chart says the same in words, under the same numbers."])


def _span(chart: Chart) -> str:
    """The years as they are said, without any widening."""
    said = [mark.when.years for mark in chart.marks if mark.when]
    if not said:
        return ""
    first, last = min(first for first, _ in said), max(last for _, last in said)
    return f", for times said to be in {first}" if first == last else f", for times from {first} to {last}"


def _reach(given: Sequence[Mapping[str, Any]]) -> str:
    values = [Decimal(point[end]) for point in given for end in ("low", "high") if point[end] is not None]
    low, high = grouped(plain(min(values))), grouped(plain(max(values)))
    reach = (
        f"The only number named is {low}" if low == high else f"The numbers named reach from {low} to {high}"
    )
    return f"{reach} {min(point['unit'] for point in given)}".rstrip() + "."


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
