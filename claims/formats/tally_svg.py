"""How many claims have which verdict, drawn as one bar; the same stands beside it as words."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from claims.domain.tongue import pgettext

WIDTH, HEIGHT, GAP = 640, 18, 2


def draw(parts: Sequence[tuple[str, str, int]]) -> str:
    """A bar of parts, each its words, its tone and its number; empty text when there is nothing to draw."""
    shown = [part for part in parts if part[2] > 0]
    total = sum(number for _, _, number in shown)
    if not total:
        return ""
    room = WIDTH - GAP * (len(shown) - 1)
    told = pgettext("how many claims have a verdict", "%(number)s %(verdict)s")
    words = ", ".join(told % {"number": number, "verdict": name.lower()} for name, _, number in shown)
    at, bars = 0.0, []
    for name, tone, number in shown:
        width = room * number / total
        bars.append(
            f'<rect class="{escape(tone)}" x="{at:.1f}" y="0" width="{width:.1f}" height="{HEIGHT}" rx="3">'
            f"<title>{escape(f'{name}: {number}')}</title></rect>"
        )
        at += width + GAP
    return (
        f'<svg class="tally" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" preserveAspectRatio="none" '
        f'aria-label="{escape(words, {chr(34): "&quot;"})}">{"".join(bars)}</svg>'
    )
