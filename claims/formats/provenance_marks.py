"""The signs in a picture of provenance: each is told by its shape, and by color besides.

Colors stand in presentation attributes for a light page; a page's own styles override them by class.
"""

from __future__ import annotations

from claims.formats.lettering import escaped
from claims.formats.provenance_layout import Box

COLORS = {"supports": "#1b6b3a", "disputes": "#a3201d", "insufficient": "#7a5200", "context": "#5d5a54"}
INK, SOFT, LINE, PAPER, CARD, STORY = "#1d1c1a", "#5d5a54", "#b9b3a6", "#fbfaf7", "#ffffff", "#ebe7dc"
DASHES = {"inferred": ' stroke-dasharray="6 4"', "unknown": ' stroke-dasharray="2 4"'}
CORNERS = {"claim": 4, "source": 6, "institution": 3}
PILL = 13


def stance(box: Box, side: str, *, struck: bool) -> str:
    """A disc with a plus, a diamond with a cross, a ring with a question mark, a small square; struck out or not."""
    x, y, color = box.x + 18, box.middle, COLORS[side]
    pen = 'stroke-width="2" stroke-linecap="round"'
    shapes = {
        "supports": f'<circle class="shape" cx="{x}" cy="{y}" r="9" fill="{color}"/>'
        f'<path class="sign" d="M{x - 4} {y}h8M{x} {y - 4}v8" stroke="{CARD}" {pen}/>',
        "disputes": f'<path class="shape" d="M{x} {y - 11}l11 11l-11 11l-11 -11z" fill="{color}"/>'
        f'<path class="sign" d="M{x - 3} {y - 3}l6 6m0 -6l-6 6" stroke="{CARD}" {pen}/>',
        "insufficient": f'<circle class="shape" cx="{x}" cy="{y}" r="9" fill="none" stroke="{color}" '
        f'stroke-width="1.6"/>'
        f'<text class="sign" x="{x}" y="{y + 4.5}" text-anchor="middle" font-size="13" font-weight="bold" '
        f'fill="{color}" aria-hidden="true">?</text>',
        "context": f'<rect class="shape" x="{x - 5}" y="{y - 5}" width="10" height="10" fill="none" stroke="{color}" '
        f'stroke-width="1.4"/>',
    }
    stroke = f"M{x - 11} {y + 11}l22 -22"
    strike = (
        f'<path class="halo" d="{stroke}" stroke="{CARD}" stroke-width="5"/>'
        f'<path class="strike" d="{stroke}" stroke="{INK}" stroke-width="2"/>'
    )
    faded = ' opacity="0.6"' if struck else ""
    return f'<g class="mark"><g{faded}>{shapes[side]}</g>{strike if struck else ""}</g>'


def outline(box: Box, *, bottleneck: bool, early: bool) -> str:
    """The box itself; a bottleneck has a heavy second line around it, and an hourglass at its corner."""
    corner = CORNERS.get(box.type, PILL)
    dashed = DASHES["unknown"] if box.type == "unknown" else ""
    line = LINE if early else INK if box.type in ("claim", "institution") else SOFT
    found = (
        f'<rect class="box" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="{corner}" '
        f'fill="{PAPER if early else CARD}" stroke="{line}"{dashed}/>'
    )
    if not bottleneck:
        return found
    x, y = box.x + box.width + 3, box.y + 1
    return (
        f'{found}<rect class="ring" x="{box.x - 4}" y="{box.y - 4}" width="{box.width + 8}" '
        f'height="{box.height + 8}" rx="{corner + 4}" fill="none" stroke="{INK}" stroke-width="2.5"/>'
        f'<circle class="halo" cx="{x}" cy="{y}" r="8" fill="{CARD}" stroke="{INK}" stroke-width="1.2"/>'
        f'<path class="flag" d="M{x - 3.5} {y - 4.5}h7l-7 9h7z" fill="{INK}"/>'
    )


def alike(start: Box, end: Box, told: str) -> tuple[str, str]:
    """A dotted bow between two sources that look like copies, and its sign, “about the same”, to be drawn later."""
    left, right = sorted((start, end), key=lambda box: (box.x, box.y))
    x1, x2 = left.x + left.width, right.x + (right.width if left.x == right.x else 0)
    if left.x == right.x:
        out = min(20 + (right.middle - left.middle) // 8, 50)  # wider bows for pairs farther apart
        one, other, x = x1 + out, x2 + out, x1 + out * 3 // 4
    else:
        one = other = x = (x1 + x2) // 2
    y = (left.middle + right.middle) // 2
    bow = (
        f'<path class="edge alike" fill="none" stroke="{COLORS["insufficient"]}" stroke-width="1.6" '
        f'stroke-dasharray="2 3" '
        f'd="M{x1} {left.middle}C{one} {left.middle} {other} {right.middle} {x2} {right.middle}">'
        f"<title>{escaped(told)}</title></path>"
    )
    sign = (
        f'<g class="likeness"><circle class="halo" cx="{x}" cy="{y}" r="8" fill="{PAPER}"/>'
        f'<text class="alike" x="{x}" y="{y + 5}" text-anchor="middle" font-size="15" font-weight="bold" '
        f'fill="{COLORS["insufficient"]}" aria-hidden="true">≈</text></g>'
    )
    return bow, sign


def text(words: str, x: int, y: int, kind: str = "label", *, size: int = 13) -> str:
    """Words at a place: a label, or an aside in a softer color."""
    color = INK if kind == "label" else SOFT
    return f'<text class="{kind}" x="{x}" y="{y}" font-size="{size}" fill="{color}">{escaped(words)}</text>'
