"""Words that somebody chooses in a captured text: where typed words stand, and a place moved by a word.

All offsets are Unicode code points. What is chosen is always words of the text: those that were typed only find them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from claims.domain.anchors import anchor, locate, occurrences, passage
from claims.domain.errors import InvalidValue
from claims.domain.resemblance import nearest
from claims.domain.text import LIMITS, clean_text, shown
from claims.domain.wanted import stretches

MOST = 20
"""Places that are offered when words stand in more."""
_AROUND = 500
"""Code points on either side of a place in which the next word is looked for."""
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂″〝〞", '"'),
        **dict.fromkeys("‘’‚‛′‹›`´＇ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\t\n\r\u2028\u2029\u00a0\u1680\u202f\u205f\u3000", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
    }
)
_UNSPACED = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no blanks between words: there every letter may begin one."""


class Move(StrEnum):
    """What a step does to one end of a place."""

    START_EARLIER = "start-earlier"
    START_LATER = "start-later"
    END_EARLIER = "end-earlier"
    END_LATER = "end-later"


class How(StrEnum):
    """How the words that were found compare with those that were typed."""

    SAME = "same"
    SIGNS = "other signs"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: at most twenty places as start and end, of how many, and what to say of them."""

    places: tuple[tuple[int, int], ...]
    total: int
    how: How
    hint: str


def find(text: str, words: str, *, near: int | None = None, gaps: bool = False) -> Found:
    """Where the words stand, whole words first; `near` puts the closest places first.

    Quotation marks, dashes, blanks and capitals may differ: then the places of the text's own words are found. Words
    that stand nowhere lead to the most similar place, and the hint says what differs. Raises InvalidValue.
    """
    sought = clean_text(words, field="words", limit=LIMITS["exact"], multiline=True)
    how = How.SAME
    places = [(start, start + len(sought)) for start in occurrences(text, sought)]
    if not places:
        how = How.SIGNS
        places = _but_for_signs(text, sought)
    if not places:
        return _similar(text, sought, gaps)
    places = [place for place in places if _whole(text, *place)] or places
    if near is not None:
        places.sort(key=lambda place: abs(place[0] - near))
    for start, end in places[:MOST]:
        anchor(text, start=start, end=end, gaps=gaps, field="words")
    return Found(tuple(places[:MOST]), len(places), how, "")


def chosen(text: str, start: int, end: int, *, gaps: bool = False) -> tuple[int, int]:
    """A place without the blanks around its words. Raises InvalidValue when it is no place for a quotation."""
    words = anchor(text, start=start, end=end, gaps=gaps, field="place").exact
    if not words.strip():
        raise InvalidValue("There are only blanks there; choose words.", field="place")
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if end - start > LIMITS["exact"]:
        raise InvalidValue(
            f"A quotation has at most {LIMITS['exact']:,} characters; these are {end - start:,}.",
            field="place",
        )
    return start, end


def moved(text: str, start: int, end: int, move: Move, *, gaps: bool = False) -> tuple[int, int]:
    """The place with one end a word, or a sign, further. Raises InvalidValue where there is none further."""
    first, behind = passage(text, start, end, field="place") if gaps else (0, len(text))
    starts, ends = _edges(text, max(first, start - _AROUND), min(behind, end + _AROUND))
    if move is Move.START_EARLIER:
        start = max((edge for edge in starts if edge < start), default=-1)
    elif move is Move.START_LATER:
        start = min((edge for edge in starts if start < edge < end), default=-1)
    elif move is Move.END_EARLIER:
        end = max((edge for edge in ends if start < edge < end), default=-1)
    else:
        end = min((edge for edge in ends if end < edge), default=-1)
    if -1 in (start, end):
        raise InvalidValue(
            "There is no other word there."
            if move in (Move.START_LATER, Move.END_EARLIER)
            else "The text, or this passage of it, ends there.",
            field="move",
        )
    return chosen(text, start, end, gaps=gaps)


def _similar(text: str, sought: str, gaps: bool) -> Found:
    """The most similar place, with what differs there."""
    try:
        locate(text, sought, gaps=gaps, field="words")
    except InvalidValue as refusal:
        hint = f"{refusal.message} Check the spelling and the quotation marks."
    start = nearest(text, sought)
    if start is None:
        return Found((), 0, How.SIMILAR, hint)
    end = min(len(text), start + len(sought))
    starts, ends = _edges(text, max(0, start - _AROUND), min(len(text), end + _AROUND))
    start = max((edge for edge in starts if edge <= start), default=start)
    end = min((edge for edge in ends if edge >= end), default=end)
    try:
        place = chosen(text, start, end, gaps=gaps)
    except InvalidValue:  # what is similar reaches over a gap, and cannot be quoted
        return Found((), 0, How.SIMILAR, hint)
    return Found((place,), 1, How.SIMILAR, hint)


def _but_for_signs(text: str, sought: str) -> list[tuple[int, int]]:
    """Where the words stand with other quotation marks, dashes, blanks or capitals."""
    plain, at = _folded(text)
    wanted, _ = _folded(sought)
    return [(at[place], at[place + len(wanted) - 1] + 1) for place in occurrences(plain, wanted)]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with one sign for those of one meaning, and where each of its characters stood."""
    kept: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text.translate(_SIGNS)):
        if character == " " and kept and kept[-1] == " ":
            continue
        lower = character.lower()
        kept.append(lower if len(lower) == 1 else character)
        at.append(place)
    return "".join(kept), at


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    return not any(
        text[edge - 1 : edge].isalnum() and text[edge : edge + 1].isalnum() for edge in (start, end)
    )


def _edges(text: str, first: int, last: int) -> tuple[set[int], set[int]]:
    """Where words begin and end in text[first:last], with the signs that stand at them and without."""
    window = text[first:last]
    pairs = [
        *(run.span() for run in re.finditer(r"\S+", window)),
        *stretches(window),
        *_letters(window),
    ]
    return {first + start for start, _ in pairs}, {first + end for _, end in pairs}


def _letters(window: str) -> Iterator[tuple[int, int]]:
    """Each letter, with its marks, of scripts without blanks between words."""
    for found in _UNSPACED.finditer(window):
        if unicodedata.category(found[0])[0] == "M":
            continue
        end = found.end()
        while end < len(window) and unicodedata.category(window[end])[0] == "M":
            end += 1
        yield found.start(), end


def place_of(written: str) -> tuple[int, int]:
    """Start and end of a place as addresses have it, for example 120-188. Raises InvalidValue."""
    if not re.fullmatch("[0-9]{1,9}-[0-9]{1,9}", written):
        raise InvalidValue(f"A place is two numbers, as in 120-188, not {shown(written)}.", field="place")
    start, _, end = written.partition("-")
    return int(start), int(end)
