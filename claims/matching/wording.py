"""The words of what somebody asks about, each with its place and how much it counts; made for posts as for sentences.

Addresses, marks and the date of a quoted post say nothing of a claim and are passed over. A hashtag is the words that
are run together in it, and itself; the name of an account counts less than words do, since posts are addressed to many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

MOST_WORDS = 120
"""As many words of one question are looked for; what is longer is no sentence."""
NAMED = 0.5
"""How much the name of an account counts beside a word."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_SIGNED = re.compile(
    rf"\s[—–-]{{1,2}}\s?(?P<name>[^\n—–]{{1,60}}?)\s{{0,3}}\(@\w{{1,40}}\)\s{{0,3}}(?:{_MONTH}\s\d{{1,2}},\s\d{{4}})?$"
)
"""How a post ends when it is quoted: “— Name (@account) October 15, 2019”. Every part has an end, so that no text of
blanks or dashes is looked through again and again; blanks behind it are taken off before."""
_PIECES = re.compile(
    r"(?P<passed>(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S*|&(?:[a-z]{2,8}|\#\d{1,6});|\bRT\b(?=\s@))"
    r"|(?<![\w@])[@＠](?P<account>\w{1,60})|[#＃](?P<tag>\w{1,100})|(?P<word>[^\s@#＠＃&]+|[@#＠＃&])",
)
_RUN_TOGETHER = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is looked for, where it stands in the text (code points), and how much it counts: 0 to 1."""

    text: str
    start: int
    end: int
    weight: float = 1.0


def words(text: str) -> list[Word]:
    """The words of a text in their order, at most `MOST_WORDS`."""
    signed = _SIGNED.search(text.rstrip())
    found: list[Word] = []
    for piece in _PIECES.finditer(text):
        start, end = piece.span()
        if signed is not None and start >= signed.start():
            within = signed.start("name") <= start and end <= signed.end("name")
            found += [Word(piece[0], start, end, NAMED)] if within else []
        elif piece["account"]:
            found += [Word(one, start, end, NAMED) for one in _apart(piece["account"])]
        elif piece["tag"]:
            found += [Word(one, start, end) for one in _tagged(piece["tag"])]
        elif piece["word"] and any(character.isalnum() for character in piece["word"]):
            found.append(Word(piece["word"], start, end))
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]


def plain(text: str) -> str:
    """The same words as a line, for a model that reads sentences."""
    line = " ".join(_line(text))
    return " ".join(line.split()) or " ".join(text.split())


def _line(text: str) -> list[str]:
    signed = _SIGNED.search(text.rstrip())
    parts: list[str] = []
    for piece in _PIECES.finditer(text if signed is None else text[: signed.start()]):
        if piece["account"] or piece["tag"]:
            parts += _apart(piece["account"] or piece["tag"])
        elif piece["word"]:
            parts.append(piece["word"])
    return parts


def _tagged(tag: str) -> list[str]:
    parts = _apart(tag)
    return [*parts, tag] if len(parts) > 1 else parts


def _apart(name: str) -> list[str]:
    return [one for one in _RUN_TOGETHER.findall(name) if len(one) > 1 or one.isdigit()] or [name]


_ENDS = re.compile(r"(?<=[.!?…])[\"”’'»)\]]*\s+(?=\W{0,3}[^\W_a-z])|\n+")
FEWEST = 3
"""A sentence of fewer words says nothing by itself: it belongs to the one before."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, in code points; what is too short to be one joins its neighbor."""
    edges = [0, *(one.end() for one in _ENDS.finditer(text)), len(text)]
    found: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        part = text[start:end]
        start, end = start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
        if start >= end:
            continue
        if found and min(len(text[start:end].split()), len(text[slice(*found[-1])].split())) < FEWEST:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


PARTS = 4
"""As many sentences, the longest, are read beside the whole."""


def whole_and_parts(text: str) -> list[str]:
    """The text, and behind it its longest sentences where it has several: one of them may be the claim."""
    parts = [text[start:end] for start, end in sentences(text)]
    return [text, *sorted(parts, key=len, reverse=True)[:PARTS]] if len(parts) > 1 else [text]
