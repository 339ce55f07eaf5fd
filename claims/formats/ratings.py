"""The signs of ratings, wherever one is shown: an icon and a tone; never color alone."""

from __future__ import annotations

ICONS = {
    "accurate": "✓",
    "mostly accurate": "◕",
    "partly accurate": "◐",
    "inaccurate": "✕",
    "unproven": "?",
}
TONES = {
    "accurate": "good",
    "mostly accurate": "good",
    "partly accurate": "mixed",
    "inaccurate": "bad",
    "unproven": "open",
}


def icon(rating: str) -> str:
    """The icon of a rating; one that a newsroom named itself has a point."""
    return ICONS.get(rating, "•")


def tone(rating: str) -> str:
    """The tone of a rating."""
    return TONES.get(rating, "open")
