"""One figure over time in words: the rows of the table beside the chart, and what the chart shows as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims.domain.quantities import grouped, plain
from claims.domain.tongue import gettext, gettext_lazy, ngettext, pgettext
from claims.formats.dates import in_words
from claims.formats.series_layout import Chart, in_order

NO_NUMBER, NO_DATE = gettext_lazy("no number given"), gettext_lazy("no date given")


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
            in_words(point["at"]) if time else str(NO_DATE),
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
    words = gettext("%(number)s: %(when)s, %(figure)s, source of %(who)s: %(name)s")
    if row.kind == "claim":
        words = gettext("%(number)s: %(when)s, %(figure)s, claim of %(who)s: %(name)s")
    told = {"number": row.number, "when": row.when, "figure": row.figure, "who": row.who, "name": row.name}
    return words % told


def description(chart: Chart) -> str:
    """What the chart shows, in a few sentences that say no more than its points."""
    given = [mark.point for mark in chart.marks if mark.given]
    told = [_whence(chart)]
    if given:
        told.append(_reach(given))
    if said := [words % {"number": count} for words, count in _doubts(chart, given) if count]:
        told.append(gettext("Of these, %(counts)s.") % {"counts": ", ".join(said)})
    if chart.scale and chart.scale.logarithmic:
        scale = chart.scale.told()
        told.append(f"{scale[:1].upper()}{scale[1:]}.")
    last = gettext("The table beside the chart says the same in words, under the same numbers.")
    return " ".join([*told, last])


def _doubts(chart: Chart, given: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """How many of the figures are not sure or not whole, and in what."""
    yield pgettext("figures", "%(number)s approximate"), sum(point["approximate"] for point in given)
    yield pgettext("figures", "%(number)s vague"), sum(point["vague"] for point in given)
    yield gettext("%(number)s without an upper end"), sum(point["high"] is None for point in given)
    yield gettext("%(number)s without a lower end"), sum(point["low"] is None for point in given)
    yield gettext("%(number)s without a number"), len(chart.marks) - len(given)
    yield gettext("%(number)s without a date"), sum(mark.when is None for mark in chart.marks)


def _whence(chart: Chart) -> str:
    """How many figures there are, of what, and for which years, as these are said, without any widening."""
    total, claims = len(chart.marks), sum(mark.point["kind"] == "claim" for mark in chart.marks)
    told = {
        "figures": ngettext("%(number)s figure", "%(number)s figures", total) % {"number": total},
        "whence": _parties(claims, total - claims),
    }
    said = [mark.when.years for mark in chart.marks if mark.when]
    if not said:
        return gettext("%(figures)s, from %(whence)s.") % told
    told |= {"first": str(min(first for first, _ in said)), "last": str(max(last for _, last in said))}
    if told["first"] == told["last"]:
        return gettext("%(figures)s, from %(whence)s, for times said to be in %(first)s.") % told
    return gettext("%(figures)s, from %(whence)s, for times from %(first)s to %(last)s.") % told


def _parties(claims: int, sources: int) -> str:
    first = ngettext("%(number)s claim", "%(number)s claims", claims) % {"number": claims}
    second = ngettext("%(number)s source", "%(number)s sources", sources) % {"number": sources}
    if claims and sources:
        return gettext("%(first)s and %(second)s") % {"first": first, "second": second}
    return first if claims else second


def _reach(given: Sequence[Mapping[str, Any]]) -> str:
    values = [Decimal(point[end]) for point in given for end in ("low", "high") if point[end] is not None]
    low, high = grouped(plain(min(values))), grouped(plain(max(values)))
    high = f"{high} {min(point['unit'] for point in given)}".rstrip()
    if low == grouped(plain(max(values))):
        return gettext("The only number named is %(number)s.") % {"number": high}
    return gettext("The numbers named reach from %(low)s to %(high)s.") % {"low": low, "high": high}
