"""Whether two figures can both hold, and one figure over time. Nothing is added up, and nothing is guessed.

Only figures of the same measure, unit and population, for the same time, can be compared; everything else is
“not comparable”, which is no conflict. Every rule here errs toward that side:

* Times are the same when they are written alike with the same bounds (two figures for “about 2009” share their
  doubt), or when one surely lies within the other: the longer must be a plain period, without mark, unspecified
  digits or season, and hold every reading of the shorter. An open or unknown end is never the same as anything.
* A higher figure for the longer of two times may be a total of which the other is a part: no conflict.
* An approximate end is soft and may be off by a tenth of its value. That width is this project's own rule.
* A vague figure (“hundreds”) never conflicts, and never surely agrees, with anything.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from claims.domain.edtf import BoundKind, EDTFValue, definitely_before, unknown
from claims.domain.quantities import Quantity, describe, plain
from claims.domain.ranges import Range, above, includes, meet, softened

_SUBJECT = ("measure", "unit", "population")
SOFTNESS = Decimal("0.1")
_UNSURE = re.compile("[~?%X]")
_NO_TIME = unknown()


class Comparability(StrEnum):
    """How two figures stand to each other.

    agree: both are exact, and one range is, or includes, the other. overlap: some values fit both, but neither
    range includes the other, or a figure is approximate or vague. conflict: no value fits both, however soft.
    not comparable: it is not certain that they are of one thing at one time, or one has no bounds.
    """

    AGREE = "agree"
    OVERLAP = "overlap"
    CONFLICT = "conflict"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome and its reason, one sentence."""

    outcome: Comparability
    because: str

    def as_json(self) -> dict[str, str]:
        """As documents hold it."""
        return {"outcome": self.outcome.value, "because": self.because}


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with where it stands: `id` and `label` of the claim or source, and who gives it.

    `kind` is “claim” or “source”.
    """

    quantity: Quantity
    id: str
    label: str
    said_by: str
    kind: str

    def as_json(self) -> dict[str, object]:
        """The figure with where it stands; bounds are decimal text or null, never filled in."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "said_by": self.said_by,
            "figure": _words(self.quantity),
            **self.quantity.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time; points in order of their time, those of unknown time last.

    The populations differ and stand with each point: only points of one population can be compared.
    """

    measure: str
    unit: str
    points: tuple[Point, ...]

    def as_json(self) -> dict[str, object]:
        """As data for charts."""
        return {
            "measure": self.measure,
            "unit": self.unit,
            "points": [point.as_json() for point in self.points],
        }


class Conflict(NamedTuple):
    """Two points that cannot both hold, in the order of their ids, and why."""

    first: Point
    second: Point
    comparison: Comparison


def compare(first: Quantity, second: Quantity) -> Comparison:
    """Whether both figures can hold. Outcome and reason are the same in either order."""
    first, second = sorted((first, second), key=_telling_order)
    if apart := _apart(first, second):
        return Comparison(Comparability.NOT_COMPARABLE, apart)
    if meet(_range(first), _range(second)):
        return _fitting(first, second)
    both = f"{_words(first)} and {_words(second)}"
    if first.vague or second.vague:
        because = f"{both} are apart, but a vague figure has no sure bounds."
        return Comparison(Comparability.NOT_COMPARABLE, because)
    if meet(_range(first, SOFTNESS), _range(second, SOFTNESS)):
        because = f"{both} can both hold, because an approximate figure may be off by a tenth."
        return Comparison(Comparability.OVERLAP, because)
    more, less = (first, second) if above(_range(first), _range(second)) else (second, first)
    if _holds(_at(more), _at(less)) and not _holds(_at(less), _at(more)):
        because = f"{_words(more)} is for a longer time and may be a total of which {_words(less)} is a part."
        return Comparison(Comparability.NOT_COMPARABLE, because)
    because = (
        f"{both} cannot both hold of one measure and population for {_one_time(_at(first), _at(second))}."
    )
    return Comparison(Comparability.CONFLICT, because)


def conflicts(points: Iterable[Point]) -> tuple[Conflict, ...]:
    """All pairs that cannot both hold, in the order of their ids.

    Pairs are looked for only among points of one subject whose times overlap.
    """
    ordered = sorted(points, key=_place)
    pairs = sorted(pair for group in _by_subject(ordered) for pair in _pairs(group, ordered))
    return tuple(
        Conflict(ordered[one], ordered[other], comparison)
        for one, other in pairs
        if (comparison := compare(ordered[one].quantity, ordered[other].quantity)).outcome
        is Comparability.CONFLICT
    )


def series(points: Iterable[Point]) -> tuple[Series, ...]:
    """The points of each measure and unit over time, in the order of those two.

    A time without a known start stands where its end is; figures are never joined or added up.
    """
    ordered = sorted(points, key=lambda point: (*_moment(_at(point.quantity)), _place(point)))
    groups: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for point in ordered:
        groups[_subject(point.quantity)[:2]].append(point)
    return tuple(_drawn(groups[name]) for name in sorted(groups))


def _drawn(points: Sequence[Point]) -> Series:
    """The series of points of one measure; of spellings that differ in case or blanks, always the same one."""
    measure, unit = (min(getattr(point.quantity, name) for point in points) for name in _SUBJECT[:2])
    return Series(measure, unit, tuple(points))


def _apart(first: Quantity, second: Quantity) -> str:
    """Why the two are not surely of one thing at one time; empty when they are."""
    both = f"{_words(first)} and {_words(second)}"
    for name, one, other in zip(_SUBJECT, _subject(first), _subject(second), strict=True):
        if name == "population" and bool(one) != bool(other):
            return f"Of {both}, one says among whom, the other does not."
        if one != other:
            return f"{both} differ in {name}: “{getattr(first, name)}” and “{getattr(second, name)}”."
    if reason := _apart_in_time(_at(first), _at(second)):
        return f"{both} {reason}."
    boundless = [_words(quantity) for quantity in (first, second) if _range(quantity) == (None, None)]
    return f"{boundless[0]} has no bounds." if boundless else ""


def _apart_in_time(first: EDTFValue, second: EDTFValue) -> str:
    if not (first.edtf and second.edtf):
        told = "only one of them says of when" if first.edtf or second.edtf else "neither says of when"
        return f"cannot be compared: {told}"
    times = f"{first.edtf} and {second.edtf}"
    if definitely_before(first, second) or definitely_before(second, first):
        return f"are said of different times, {times}"
    if not (_days(first) and _days(second)):
        return f"may be said of different times, {times}, where an end is open or unknown"
    if _same_time(first, second) or _holds(first, second) or _holds(second, first):
        return ""
    return f"are not certainly said of the same time, but of {times}"


def _same_time(first: EDTFValue, second: EDTFValue) -> bool:
    return (first.edtf, first.lower, first.upper) == (second.edtf, second.lower, second.upper)


def _holds(outer: EDTFValue, inner: EDTFValue) -> bool:
    """Whether the outer is a plain period that every reading of the inner lies within."""
    long, short = _days(outer), _days(inner)
    return bool(_is_plain(outer) and long and short and long[0] <= short[0] and short[1] <= long[1])


def _is_plain(at: EDTFValue) -> bool:
    """Whether it is a known period, and not some time within one. Known limits leave the mark in the expression."""
    return at.lower_kind == at.upper_kind == BoundKind.EXACT and not _UNSURE.search(at.edtf)


def _fitting(first: Quantity, second: Quantity) -> Comparison:
    """Of two figures that share values: how much they share."""
    both = f"{_words(first)} and {_words(second)}"
    if first.approximate or first.vague or second.approximate or second.vague:
        because = f"{both} have values in common, but are not both exact."
        return Comparison(Comparability.OVERLAP, because)
    if _range(first) == _range(second):
        return Comparison(Comparability.AGREE, f"Both say {_words(first)}.")
    for outer, inner in ((first, second), (second, first)):
        if includes(_range(outer), _range(inner)):
            said = _words(outer)
            because = f"{said[0].upper()}{said[1:]} includes {_words(inner)}."
            return Comparison(Comparability.AGREE, because)
    because = f"{both} have values in common, and neither includes the other."
    return Comparison(Comparability.OVERLAP, because)


def _one_time(first: EDTFValue, second: EDTFValue) -> str:
    if first.edtf != second.edtf:
        return f"times of which one lies within the other, {first.edtf} and {second.edtf}"
    return f"{'the' if _is_plain(first) else 'about the'} same time, {first.edtf}"


def _by_subject(points: Sequence[Point]) -> list[list[int]]:
    """The places of the points of each subject, in order."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, point in enumerate(points):
        groups[_subject(point.quantity)].append(place)
    return list(groups.values())


def _pairs(group: Iterable[int], points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """The pairs of places whose times have two ends and overlap, found by a sweep over the time."""
    closed = sorted((days, place) for place in group if (days := _days(_at(points[place].quantity))))
    for number, ((_, last), one) in enumerate(closed):
        for (first, _), other in islice(closed, number + 1, None):
            if first > last:
                break
            yield min(one, other), max(one, other)


def _subject(quantity: Quantity) -> tuple[str, str, str]:
    return _plain(quantity.measure), _plain(quantity.unit), _plain(quantity.population)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _at(quantity: Quantity) -> EDTFValue:
    return quantity.at or _NO_TIME


def _days(at: EDTFValue) -> tuple[date, date] | None:
    """First and last day in the widest reading; None when an end is open or unknown."""
    return (at.lower, at.upper) if at.lower and at.upper else None


def _moment(at: EDTFValue) -> tuple[str, str]:
    """A sorting key: start, then end; what is not known comes last."""
    upper = at.upper.isoformat() if at.upper else "~"
    return (at.lower.isoformat() if at.lower else upper), upper


def _place(point: Point) -> tuple[str, str]:
    """A sorting key that tells all different points apart, by id first."""
    return point.id, json.dumps(point.as_json(), sort_keys=True)


def _telling_order(quantity: Quantity) -> tuple[object, ...]:
    """A sorting key for sentences: the earlier time first, then the lower figure."""
    low = quantity.low
    return *_moment(_at(quantity)), low is not None, low or 0, json.dumps(quantity.as_json(), sort_keys=True)


def _range(quantity: Quantity, softness: Decimal = Decimal(0)) -> Range:
    exact = Range(quantity.low, quantity.high)
    return softened(exact, softness) if quantity.approximate else exact


def _words(quantity: Quantity) -> str:
    """The figure in words, on one line."""
    low, high = plain(quantity.low), plain(quantity.high)
    marks = {"approximate": quantity.approximate, "vague": quantity.vague}
    words = describe(low, high, **marks, unit=quantity.unit, text=quantity.text)
    return " ".join(words.split())
