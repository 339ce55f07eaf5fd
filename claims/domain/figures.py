"""Whether two figures can both hold, and one figure over time. Nothing is added up, and nothing is guessed.

Only figures of the same measure, unit and population, for the same time, can be compared; everything else is
“not comparable”, which is no conflict. Every rule here errs toward that side:

* Times are the same when they are written alike with the same bounds (two figures for “about the fifth” share
  their doubt), or when one surely lies within the other: the longer must be a plain period, without mark,
  unspecified digits or season, and hold every reading of the shorter. An open or unknown end is never the same
  as anything.
* Over more than a month much can change: only counts of what happened, both for one and the same plain period,
  conflict over so long a time. States (how many there are) may each hold at another moment within it.
* A higher figure for the longer of two times may be a total of which the other is a part: no conflict.
* An approximate end is soft and may be off by a tenth of its value. That width is this project's own rule.
* A vague figure (“hundreds”) never conflicts, and never surely agrees, with anything.
* What is given agrees with what is claimed when all that it allows was claimed. When it allows more, it agrees
  only if it has both ends, each off by no more than a tenth: “at least nine” does not say eleven.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from claims.domain.edtf import EDTFValue, definitely_before
from claims.domain.figure_clashes import clashing
from claims.domain.figure_terms import (
    SOFTNESS,
    SUBJECT,
    at,
    bounds,
    counts_happenings,
    days,
    holds,
    is_brief,
    is_plain,
    same_time,
    subject,
)
from claims.domain.quantities import Quantity, describe, plain
from claims.domain.ranges import Range, above, includes, meet, softened
from claims.domain.tongue import gettext


class Comparability(StrEnum):
    """How two figures stand to each other.

    agree: both are exact, and what is given says all that is claimed, or nearly so. overlap: some values fit
    both, but what is given says less or something else, or a figure is approximate or vague. conflict: no value
    fits both, however soft. not comparable: it is not certain that they are of one thing at one time, or one
    has no bounds.
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
            "figure": in_words(self.quantity),
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


def compare(claimed: Quantity, given: Quantity) -> Comparison:
    """How a figure that is given stands to one that is claimed, and why.

    In either order the answer is the same, but for agree and overlap: a source that says more than the claim
    agrees with it, one that says less does not.
    """
    first, second = sorted((claimed, given), key=_telling_order)
    if apart := _apart(first, second):
        return Comparison(Comparability.NOT_COMPARABLE, apart)
    if meet(bounds(first), bounds(second)):
        return _fitting(claimed, given)
    both = f"{in_words(first)} and {in_words(second)}"
    if first.vague or second.vague:
        because = f"{both} are apart, but a vague figure has no sure bounds."
        return Comparison(Comparability.NOT_COMPARABLE, because)
    if meet(bounds(first, SOFTNESS), bounds(second, SOFTNESS)):
        because = f"{both} can both hold, because an approximate figure may be off by a tenth."
        return Comparison(Comparability.OVERLAP, because)
    if because := _room_for_both(first, second):
        return Comparison(Comparability.NOT_COMPARABLE, because)
    return Comparison(Comparability.CONFLICT, _clashing(first, second))


def conflicts(points: Iterable[Point], *, most: int | None = None) -> tuple[Conflict, ...]:
    """The pairs that cannot both hold, in the order of their ids: all of them, or as many as are wanted.

    The pairs alone can be as many as half the square of the points. With a limit, each subject gives one in
    turn; which ones does not depend on the order of the points.
    """
    ordered = sorted(points, key=_place)
    pairs = sorted(islice(clashing([point.quantity for point in ordered]), most))
    return tuple(
        Conflict(ordered[one], ordered[other], compare(ordered[one].quantity, ordered[other].quantity))
        for one, other in pairs
    )


def series(points: Iterable[Point]) -> tuple[Series, ...]:
    """The points of each measure and unit over time, in the order of those two.

    A time without a known start stands where its end is; figures are never joined or added up.
    """
    ordered = sorted(points, key=lambda point: (*_moment(at(point.quantity)), _place(point)))
    groups: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for point in ordered:
        groups[subject(point.quantity)[:2]].append(point)
    return tuple(_drawn(groups[name]) for name in sorted(groups))


def _drawn(points: Sequence[Point]) -> Series:
    """The series of points of one measure; of spellings that differ in case or blanks, always the same one."""
    measure, unit = (min(getattr(point.quantity, name) for point in points) for name in SUBJECT[:2])
    return Series(measure, unit, tuple(points))


def _apart(first: Quantity, second: Quantity) -> str:
    """Why the two are not surely of one thing at one time; empty when they are."""
    both = f"{in_words(first)} and {in_words(second)}"
    for name, one, other in zip(SUBJECT, subject(first), subject(second), strict=True):
        if name == "population" and bool(one) != bool(other):
            return f"Of {both}, one says among whom, the other does not."
        if one != other:
            return f"{both} differ in {name}: “{getattr(first, name)}” and “{getattr(second, name)}”."
    if reason := _apart_in_time(at(first), at(second)):
        return f"{both} {reason}."
    boundless = [in_words(quantity) for quantity in (first, second) if bounds(quantity) == (None, None)]
    return f"{boundless[0]} has no bounds." if boundless else ""


def _apart_in_time(first: EDTFValue, second: EDTFValue) -> str:
    if not (first.edtf and second.edtf):
        told = "only one of them says of when" if first.edtf or second.edtf else "neither says of when"
        return f"cannot be compared: {told}"
    times = f"{first.edtf} and {second.edtf}"
    if definitely_before(first, second) or definitely_before(second, first):
        return f"are said of different times, {times}"
    if not (days(first) and days(second)):
        return f"may be said of different times, {times}, where an end is open or unknown"
    if same_time(first, second) or holds(first, second) or holds(second, first):
        return ""
    return f"are not certainly said of the same time, but of {times}"


def _room_for_both(first: Quantity, second: Quantity) -> str:
    """Why two figures that are apart, for times of which one holds the other, may both be true; empty when not."""
    more, less = (first, second) if above(bounds(first), bounds(second)) else (second, first)
    within, around = holds(at(less), at(more)), holds(at(more), at(less))
    time = at(more) if around else at(less)
    known = days(time)
    brief = known is not None and is_brief(*known)
    both, happened = f"{in_words(first)} and {in_words(second)}", counts_happenings(first.measure)
    if not (brief or happened):
        return f"{both} may each hold at another moment within {time.edtf}, longer than a month."
    if around and not within:
        return (
            f"{in_words(more)} is for a longer time and may be a total of which {in_words(less)} is a part."
        )
    if brief or (around and within):
        return ""
    return f"{both} may count different things that happened within {time.edtf}, longer than a month."


def _fitting(claimed: Quantity, given: Quantity) -> Comparison:
    """Of two figures that share values: how much they share."""
    first, second = sorted((claimed, given), key=_telling_order)
    both = f"{in_words(first)} and {in_words(second)}"
    if first.approximate or first.vague or second.approximate or second.vague:
        because = f"{both} have values in common, but are not both exact."
        return Comparison(Comparability.OVERLAP, because)
    wanted, said = bounds(claimed), bounds(given)
    if wanted == said:
        return Comparison(Comparability.AGREE, f"Both say {in_words(first)}.")
    if includes(wanted, said):
        return Comparison(Comparability.AGREE, f"{_including(claimed, given)}.")
    if not includes(said, wanted):
        because = f"{both} have values in common, and neither includes the other."
        return Comparison(Comparability.OVERLAP, because)
    if _is_nearly(wanted, said):
        because = f"{_including(given, claimed)}, by a tenth at most at either end."
        return Comparison(Comparability.AGREE, because)
    return Comparison(Comparability.OVERLAP, f"{_including(given, claimed)}, but says less.")


def _is_nearly(wanted: Range, said: Range) -> bool:
    """Whether a range goes beyond the two ends that are wanted by no more than their tenth."""
    return None not in wanted and includes(softened(wanted, SOFTNESS), said)


def _including(outer: Quantity, inner: Quantity) -> str:
    words = in_words(outer)
    return f"{words[0].upper()}{words[1:]} includes {in_words(inner)}"


def _clashing(first: Quantity, second: Quantity) -> str:
    """Why two figures conflict. Only this reason is told to readers when they ask, and so in the site's language."""
    told = {
        "first": in_words(first), "second": in_words(second), "time": at(first).edtf, "other": at(second).edtf,
    }  # fmt: skip
    if at(first).edtf != at(second).edtf:
        words = gettext(
            "%(first)s and %(second)s cannot both hold of one measure and population for times of which one lies "
            "within the other, %(time)s and %(other)s."
        )
    elif is_plain(at(first)):
        words = gettext(
            "%(first)s and %(second)s cannot both hold of one measure and population for the same time, %(time)s."
        )
    else:
        words = gettext(
            "%(first)s and %(second)s cannot both hold of one measure and population for about the same time, "
            "%(time)s."
        )
    return words % told


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
    return *_moment(at(quantity)), low is not None, low or 0, json.dumps(quantity.as_json(), sort_keys=True)


def in_words(quantity: Quantity) -> str:
    """The figure in words, on one line."""
    low, high = plain(quantity.low), plain(quantity.high)
    marks = {"approximate": quantity.approximate, "vague": quantity.vague}
    told = describe(low, high, **marks, unit=quantity.unit, text=quantity.text)
    return " ".join(told.split())
