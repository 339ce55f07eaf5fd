"""Words on a drawing: how wide they are about, cut or in lines, and without what XML cannot hold."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, takewhile
from unicodedata import combining, east_asian_width
from xml.sax.saxutils import escape

NARROW, CAPITAL, BROAD, FULL, PLAIN = 4.2, 8.8, 11.5, 13.5, 7.3
"""How wide characters are at 13 units in a common sans-serif face, on the safe side."""
_UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")


def printable(words: str) -> str:
    """Without what XML cannot hold, and without marks that would turn the direction of what follows."""
    return _UNPRINTABLE.sub("", words)


def escaped(words: str) -> str:
    """As it may stand in an element or a quoted attribute."""
    return escape(printable(words), {'"': "&quot;"})


def cut(words: str, room: float) -> str:
    """The words, shortened with an ellipsis when they are too wide."""
    if width(words) <= room:
        return words
    reached = accumulate(map(_room, words))
    kept = sum(1 for _ in takewhile(lambda wide: wide <= room - BROAD, reached))
    return words[:kept].rstrip(" ,;:.") + "…"


def lines(words: str, room: float, most: int) -> list[str]:
    """The words in lines; the last one is cut when there are more than `most`."""
    found: list[str] = [""]
    for word in words.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width(longer) > room:
            found.append(word)
        else:
            found[-1] = longer
    if len(found) > most:
        found = [*found[: most - 1], " ".join(found[most - 1 :])]
    return [cut(line, room) for line in found]


def width(words: str) -> float:
    """About how wide the words are at 13 units."""
    return sum(map(_room, words))


@lru_cache(maxsize=4096)
def _room(letter: str) -> float:
    if combining(letter):
        return 0
    if letter in " .,:;!|'’()[]ijltfrI-":
        return NARROW
    if letter in "mwMW@%—…":
        return BROAD
    if east_asian_width(letter) in "WF":
        return FULL
    return CAPITAL if letter.isupper() or letter > "\u02ff" else PLAIN
