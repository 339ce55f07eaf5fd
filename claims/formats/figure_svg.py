"""A figure drawn as a range: closed ends as strokes, open ends as arrows, inexact ones soft. No script, no style."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from claims.domain.quantities import describe, grouped

WIDTH, LEFT, RIGHT = 360, 14, 332
"""As wide as a telephone, so that its text is as large there as the text around it."""


def draw(quantity: Mapping[str, Any]) -> str:
    """The SVG of one figure of a document; nothing when it has no range to draw, or one below zero."""
    low, high = _number(quantity["low"]), _number(quantity["high"])
    if (low is None and high is None) or low == high or min(low or 0, high or 0) < 0:
        return ""
    top = _nice(max(number for number in (low, high) if number is not None))
    title = describe(
        quantity["low"],
        quantity["high"],
        approximate=quantity["approximate"],
        vague=quantity["vague"],
        unit=quantity["unit"],
        text=quantity["text"],
    )
    subject = (
        f"{quantity['measure']} {quantity['population']}" if quantity["population"] else quantity["measure"]
    )
    start = LEFT if low is None else _x(low, top)
    end = RIGHT + 16 if high is None else _x(high, top)
    soft = " soft" if quantity["approximate"] or quantity["vague"] else ""
    parts = [
        f'<svg class="range" viewBox="0 0 {WIDTH} 64" role="img" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(subject)}: {escape(title)}</title>",
        f'<line class="axis" x1="{LEFT}" y1="40" x2="{RIGHT}" y2="40"/>',
        *_ticks(top),
        f'<rect class="bar{soft}" x="{start}" y="16" width="{max(end - start, 3)}" height="16" rx="3"/>',
        "" if low is None else f'<line class="end{soft}" x1="{start}" y1="12" x2="{start}" y2="36"/>',
        "" if high is None else f'<line class="end{soft}" x1="{end}" y1="12" x2="{end}" y2="36"/>',
        f'<path class="end" d="M{LEFT + 8} 18 l-8 6 l8 6"/>' if low is None else "",
        f'<path class="end" d="M{RIGHT + 8} 18 l8 6 l-8 6"/>' if high is None else "",
        "</svg>",
    ]
    return "".join(parts)


def _ticks(top: Decimal) -> list[str]:
    """Five marks, three or two: as many as their figures have room for."""
    longest = len(_figure(top))
    steps = 4 if longest <= 6 else 2 if longest <= 12 else 1
    marks = []
    for step in range(steps + 1):
        value = top * step / steps
        x = _x(value, top)
        anchor, at = ("end", WIDTH - 2) if step == steps and longest > 6 else ("middle", x)
        marks.append(f'<line class="axis" x1="{x}" y1="40" x2="{x}" y2="45"/>')
        marks.append(f'<text x="{at}" y="59" text-anchor="{anchor}">{_figure(value)}</text>')
    return marks


def _figure(value: Decimal) -> str:
    return grouped(format(value.normalize(), "f"))


def _x(value: Decimal, top: Decimal) -> int:
    return LEFT + int((RIGHT - LEFT) * value / top) if top else LEFT


def _nice(value: Decimal) -> Decimal:
    """The next round number at or above, so that the axis ends on a figure people read easily."""
    if value <= 0:
        return Decimal(1)
    unit = Decimal(10) ** value.adjusted()
    return next(unit * factor for factor in (1, 2, 4, 6, 8, 10) if unit * factor >= value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
