"""A figure drawn as a range, beside what others give of the same measure: a line each, on one scale.

Closed ends are strokes, open ends arrows, a single number is a dot, what is not exact is soft, and where no number is
given its words stand. The numbers of the lines are those of the table beside the drawing. No script, no style.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims.domain.edtf_bounds import BoundKind
from claims.domain.quantities import described
from claims.domain.tongue import gettext, pgettext
from claims.formats.lettering import cut, escaped, width
from claims.formats.series_layout import in_order
from claims.formats.series_scales import Scale, When, in_short, scale, when

WIDTH, EDGE = 360, 14
"""As wide as a telephone, so that its text is as large there as the text around it."""
LABELS, YEARS = 114, 62
"""The room of who gives a figure, and of the years for which."""
LINE, FOOT, HALF, DOT, ARROW = 22, 20, 6, 5, 8
LETTERS, DOWN = 12, 4
BETWEEN = 10
"""The least room between two words of the axis."""

_ENDS = {BoundKind.OPEN: "", BoundKind.UNKNOWN: "?"}
_UNSPECIFIED = re.compile(r"(?:^|/)\d{0,3}X")
"""A year with digits that nobody gives, such as 200X."""

Figure = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Room:
    """Where figures stand from left to right, and on which scale."""

    left: int
    right: int
    scale: Scale | None

    def x(self, value: Decimal) -> int:
        """Where a number stands."""
        share = self.scale.share(value) if self.scale else 0
        return self.left + round((self.right - self.left) * share)


def draw(
    figure: Figure, others: Sequence[Mapping[str, Any]] = (), *, own: str = "", unsure: Collection[str] = ()
) -> str:
    """The SVG of a figure above the points of others, in order of time; `own` names its line.

    The names of those whose ids are `unsure` stand behind “(?)”: it is not stated that they said it.
    `at` of the figure is the time for which it is compared. Nothing when there is nothing to compare by eye: a lone
    number, or no number at all.
    """
    given = [one for one in (figure, *others) if _bounds(one) != (None, None)]
    if not given or (len(given) == 1 and _bounds(given[0])[0] == _bounds(given[0])[1]):
        return ""
    found = scale([value for one in given for value in _bounds(one) if value is not None])
    room = Room(EDGE + LABELS * bool(others), WIDTH - 2 * EDGE - YEARS * bool(others), found)
    floor = LINE * (len(others) + 1)
    foot = floor + FOOT * (1 + bool(found and found.logarithmic))
    label, time = (own, when(figure["at"])) if others else ("", None)
    lines = [_line(label, figure, time, 0, room, "own")]
    for number, point, at in in_order(others):
        doubt = "(?) " * (point.get("id") in unsure)
        lines.append(_line(f"{number} {doubt}{point['said_by']}", point, at, number, room, point["kind"]))
    return (
        f'<svg class="range" viewBox="0 0 {WIDTH} {foot}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escaped(_told(figure, len(others)))}</title>{''.join((*_axis(room, floor), *lines))}</svg>"
    )


def _line(label: str, figure: Figure, time: When | None, number: int, room: Room, kind: str) -> str:
    top, (low, high) = LINE * number, _bounds(figure)
    middle = top + LINE // 2
    soft = " soft" if figure["approximate"] or figure["vague"] else ""
    years = _years(time, figure["at"]["edtf"]) if time else ""
    words = [_text(cut(label, LABELS * 13 / LETTERS), 0, middle)] if label else []
    words += [_text(years, WIDTH, middle, anchor="end")] if years else []
    if low is None and high is None:
        free = WIDTH - room.left - BETWEEN - width(years) * LETTERS / 13
        quoted = pgettext("words in quotation marks", "“%(words)s”")
        said = cut(quoted % {"words": " ".join(figure["text"].split())}, free * 13 / LETTERS)
        mark: Iterator[str] = iter([_text(said, room.left, middle, kind="said")])
    elif low is not None and low == high:
        mark = iter([f'<circle class="dot{soft}" cx="{room.x(low)}" cy="{middle}" r="{DOT}"/>'])
    else:
        mark = _bar(low, high, middle, room, soft)
    band = (
        f'<rect class="band" y="{top}" width="{WIDTH}" height="{LINE}"/>' if kind == "own" and label else ""
    )
    return f'<g class="{kind}">{band}{"".join((*words, *mark))}</g>'


def _bar(low: Decimal | None, high: Decimal | None, middle: int, room: Room, soft: str) -> Iterator[str]:
    start = room.left if low is None else room.x(low)
    end = room.right + ARROW if high is None else room.x(high)
    top, bottom = middle - HALF, middle + HALF
    wide = max(end - start, 3)
    yield f'<rect class="bar{soft}" x="{start}" y="{top}" width="{wide}" height="{2 * HALF}" rx="2"/>'
    for x, given, side in ((start, low, -1), (end, high, 1)):
        if given is None:
            yield f'<path class="end" d="M{x - side * ARROW} {top}l{side * ARROW} {HALF}l{-side * ARROW} {HALF}"/>'
        else:
            yield f'<line class="end{soft}" x1="{x}" y1="{top - 2}" x2="{x}" y2="{bottom + 2}"/>'


def _axis(room: Room, floor: int) -> Iterator[str]:
    """The lines of the scale, and as many of its numbers as there is room for: the highest one always."""
    if not room.scale:
        return
    yield f'<path class="axis" d="M{room.left} {floor}H{room.right}"/>'
    spans = {tick: _span(tick, room) for tick in room.scale.ticks}
    highest, free = room.scale.ticks[-1], 0.0
    for tick, (start, end, words) in spans.items():
        yield f'<path class="grid" d="M{room.x(tick)} 0V{floor}"/>'
        if tick == highest or (start >= free and end + BETWEEN <= spans[highest][0]):
            free = end + BETWEEN
            yield _text(words, (start + end) / 2, floor + 12, anchor="middle")
    if room.scale.logarithmic:
        yield _text(gettext("logarithmic scale"), room.right, floor + 12 + FOOT, anchor="end")


def _span(tick: Decimal, room: Room) -> tuple[float, float, str]:
    """From where to where a number of the axis reaches, always inside the frame, and its words."""
    words = in_short(tick)
    wide = width(words) * LETTERS / 13
    start = min(max(room.x(tick) - wide / 2, 0.0), WIDTH - wide)
    return start, start + wide, words


def _years(time: When, edtf: str) -> str:
    """The years as they are said: “~” where they are not sure, and an end that is open or not known stays so."""
    first, last = time.years
    before, after = _ENDS.get(time.start), _ENDS.get(time.end)
    if before is not None:
        said = f"{before}–{last}"
    elif after is not None:
        said = f"{first}–{after}"
    else:
        said = f"{first}" if first == last else f"{first}–{last}"
    return f"~{said}" if time.soft or _UNSPECIFIED.search(edtf) else said


def _text(words: str, x: float, middle: int, *, anchor: str = "start", kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.0f}" y="{middle + DOWN}" text-anchor="{anchor}">{escaped(words)}</text>'


def _told(figure: Figure, others: int) -> str:
    words = described(figure)
    subject = " ".join(filter(None, (figure["measure"], figure["population"])))
    told = gettext("%(subject)s: %(figure)s")
    if others:
        told = gettext(
            "%(subject)s: %(figure)s. Beside it what others give; the table says the same in words."
        )
    return told % {"subject": subject, "figure": words}


def _bounds(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    low, high = (None if figure[end] is None else Decimal(figure[end]) for end in ("low", "high"))
    return low, high
