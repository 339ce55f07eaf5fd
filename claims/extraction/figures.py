"""The figures of a text with their bounds, as far as its words give any.

“at least nine” has a low bound only, “up to 200” a high one; “around 100” and “nearly 300” are the number
itself, said to be approximate; “a few hundred”, “many” and “hundreds” are vague and get no bound, also behind
“not more than”. A share such as “one in five” is in percent; a third lies between 33 and 34. What only looks
like a figure is none: dates and times, ages, ordinals, scores, numbers in names, telephone numbers, “one” as a
pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from claims.domain.edtf import EDTFValue
from claims.domain.errors import InvalidValue
from claims.domain.numbers import Number, number_at, range_at
from claims.domain.quantities import Quantity, quantity
from claims.extraction.counted import Counted
from claims.extraction.figure_guards import is_no_figure
from claims.extraction.figure_parts import (
    Modified,
    counted_after,
    hyphenated_at,
    modified,
    money_at,
    share_at,
)
from claims.extraction.figure_words import IRREGULAR, OF_PEOPLE, TIMES
from claims.extraction.vague_figures import VAGUE_STARTS, vague_at

__all__ = ["Placed", "quantities"]

_NUMBER_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_STARTS = re.compile(
    r"(?<![\w:/.])(?:(?:(?:US|NZ|AU|CA|HK)\s(?=\$)|US|AU?|CA?|NZ|HK|[SR])?[$\u20ac\u00a3\u00a5\u20b9]\s?(?=[0-9])|[0-9]"
    rf"|(?i:{_NUMBER_WORDS}|an?\s(?:hundred|thousand|million|billion|trillion|dozen|score|third|quarter|fifth|tenth|half)"
    rf"|half)(?![\w'\u2019])|(?i:{VAGUE_STARTS})(?![\w'\u2019]))"
)
_CHANGED = re.compile(
    r"(?i)\b(?:rose|risen|ris(?:e|es|ing)|increas(?:e|es|ed|ing)|gr[eo]w(?:n|s|ing|th)?|f[ea]ll(?:en|s|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)"
    r"|went|gone|cut|rais(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|up|down|shr[aiu]nk|soar(?:ed|s)?|expand(?:s|ed|ing)?|chang(?:e|es|ed|ing)"
    r"|reduc(?:e|es|ed|ing|tion)|lower(?:s|ed|ing)?|slipp?(?:ed|s)?|plung(?:ed|es)|mov(?:ed|es|ing)|doubled|improved|swung)\b[^.;\n]{0,60}\bfrom\s$"
)
_MEASURES = {
    "percent": "share", "percentage points": "difference of shares", "degrees": "temperature or angle",
    "persons": "persons",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure and the words of the text that say it, with what bounds it and what it counts."""

    start: int
    end: int
    quantity: Quantity


def quantities(
    text: str, *, dates: Iterable[tuple[int, int]] = (), at: EDTFValue | None = None
) -> tuple[Placed, ...]:
    """The figures in order; places in `dates` are dates already and hold none. `at` is when they are true, if known."""
    taken = sorted(dates)
    found: list[Placed] = []
    position = number = floor = 0
    carried = ""
    while start := _STARTS.search(text, position):
        while number < len(taken) and taken[number][1] <= start.start():
            number += 1
        if number < len(taken) and taken[number][0] <= start.start():
            position = max(taken[number][1], start.start() + 1)
            continue
        read = _read(text, start.start(), floor, carried, at)
        if isinstance(read, int):
            position = max(read, start.end())
            continue
        placed, noun = read
        carried = noun or carried
        if number < len(taken) and taken[number][0] < placed.end:
            if placed.quantity.vague:
                position = taken[number][0]
                continue
            placed = _cut(text, placed, taken[number][0])
        found.append(placed)
        floor = placed.end
        position = max(placed.end, start.start() + 1)
    return tuple(found)


def _read(text: str, start: int, floor: int, carried: str, at: EDTFValue | None) -> tuple[Placed, str] | int:
    """The figure that begins here, with the noun that it counts; or where to go on when there is none."""
    vague = vague_at(text, start)
    if vague is not None:
        return vague if isinstance(vague, int) else _placed(text, vague[0], vague[1], floor, at)
    share = share_at(text, start)
    if share is not None:
        return _placed(text, share[0], share[1], floor, at)
    unit, digits = money_at(text, start)
    before = modified(text, start, floor)
    number = range_at(text, digits, between=before.between)
    if number is None:
        return start + 1
    if before.between and not number.is_range:
        before = replace(before, between=False)
    skip = is_no_figure(text, start, number, before)
    if skip:
        return skip
    counted = (
        Counted(number.end, unit, "") if unit else hyphenated_at(text, number) or counted_after(text, number)
    )
    if number.is_range and _CHANGED.search(text, max(0, start - 80), start):
        number = number_at(text, digits) or number
        counted = replace(counted, end=number.end) if counted else None
    if counted is None or not _counts(text, start, number, before, counted):
        return number.end
    if not (counted.unit or counted.noun or counted.state or before.done or carried) and before.is_named:
        return number.end
    if not counted.noun and not counted.unit and (counted.state or before.done):
        of_people = (counted.state or before.done) in OF_PEOPLE
        counted = replace(counted, unit="persons" if of_people else "", noun=carried if of_people else "")
    return _placed(text, number, counted, floor, at, start=start)


def _counts(text: str, start: int, number: Number, before: Modified, counted: Counted) -> bool:
    """Whether it is clear that something is counted: a noun, a unit, what became of them, or words that bound it."""
    one_thing = counted.noun and not counted.unit.endswith("s") and counted.unit not in IRREGULAR
    if one_thing and _is_like_a_year(text, number):
        return False
    if counted.unit or counted.noun:
        return True
    if counted.state or before.is_bound or before.done:
        return True
    if text[start : start + 1].isdigit():
        return number.low is not None and before.leads_to_figure and not _is_like_a_year(text, number)
    return number.scale > 1 and not (before.between and not number.is_range)


def _is_like_a_year(text: str, number: Number) -> bool:
    digits = text[number.start : number.end]
    return len(digits) == 4 and digits.isdigit() and "1800" <= digits <= "2099"


def _placed(
    text: str, number: Number, counted: Counted, floor: int, at: EDTFValue | None, *, start: int | None = None
) -> tuple[Placed, str] | int:
    first = number.start if start is None else start
    around = modified(text, first, floor)
    low, high, approximate = around.bounds(number)
    after = around.afterwards(text, number.end)
    if after and not number.vague:
        low, high, approximate = after.bounds(number)
        approximate = approximate or around.rough
    end = max(counted.end, after.end if after else 0, number.end)
    vague = number.vague
    words = " ".join(text[around.start : end].split())[:300]
    measure = _measure(text, counted, around, end) or words
    try:
        value = quantity(
            measure=measure[:300],
            text=words,
            low=None if vague else low,
            high=None if vague else high,
            approximate=approximate,
            vague=vague,
            population=counted.population[:300],
            unit=(counted.unit or "number")[:60],
            at=at,
        )
    except InvalidValue:  # a number too long to be kept, or words with characters that no text may hold
        return end
    noun = counted.noun if counted.unit == "persons" else ""
    return Placed(around.start, end, value), noun


def _measure(text: str, counted: Counted, around: Modified, end: int) -> str:
    if counted.unit in TIMES:
        return "time"
    if counted.noun or counted.state or (around.done and not counted.population):
        return " ".join(part for part in (counted.noun, counted.state or around.done) if part)
    if counted.unit in ("percent", "percentage points") and counted.population:
        return f"{_MEASURES[counted.unit]} {counted.population}"
    return _MEASURES.get(counted.unit, counted.unit)


def _cut(text: str, placed: Placed, end: int) -> Placed:
    """A figure whose words ran into a date, without the date."""
    words = " ".join(text[placed.start : end].split())
    if not words:
        return placed
    return Placed(
        placed.start,
        placed.start + len(text[placed.start : end].rstrip()),
        replace(placed.quantity, text=words),
    )
