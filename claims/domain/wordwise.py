"""A text as a row of words, so that texts can be compared without regard to how they are set in type.

Quotation marks, dashes and points of omission of every kind are one each; blanks, line ends and marks that take no
room do not count. Letters and digits count as they are: “may” is not “May”, “4” is not “4,000”.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right

from claims.domain.removal import UNSPACED

_ROOMLESS = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_JOINED = f"['’{_ROOMLESS}]"
_LETTER = rf"[^\W{UNSPACED}]"
_WORD = re.compile(
    rf"(?P<number>\d+(?:[.,:/]\d+)+(?!\w))|{_LETTER}+(?:{_JOINED}+{_LETTER}+)*|\.{{3}}|-{{2,3}}|[^\s{_ROOMLESS}]"
)
_ENDS = frozenset(".!?…。！？")
_CLOSES = frozenset("\"')]}»")
_FOLDED = {
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛‹›′`"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, _ROOMLESS), None),
}  # fmt: skip
_WHOLE = {"...": "…", "--": "-", "---": "-"}
SHORTEST = 4
"""A full stop after fewer words is one of an abbreviation."""
LONG, LONGEST = 60, 400
"""Sentences longer than this are cut where their own words say so, and at the latest after so many."""
_SURROGATES, _HALF = 0x800, 0xD800


class Vocabulary:
    """Gives each word a character of its own, so that looking for words is looking for text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def sign(self, word: str) -> str:
        """The character that stands for this word."""
        number = self._numbers.setdefault(word, len(self._numbers))
        return chr(number if number < _HALF else number + _SURROGATES)


class Words:
    """A text's words: `code` has one character for each, `starts` and `ends` say where they stand.

    `units` are its sentences, or pieces of very long ones, as ranges of words; the cuts depend on the words around
    them alone, so that an edit moves no cut elsewhere.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.starts, self.ends = array("l"), array("l")
        self.words: list[str] = []
        signs: list[str] = []
        for found in _WORD.finditer(text):
            word = folded(found[0])
            self.words.append(word)
            self.starts.append(found.start())
            self.ends.append(found.end())
            signs.append(vocabulary.sign(word))
        self.code = "".join(signs)
        self.units = self._units()
        self._firsts = array("l", [first for first, _ in self.units])

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The range of words that share a character with text[start:end]."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def unit_at(self, word: int) -> int:
        """The number of the unit that this word is in."""
        return bisect_right(self._firsts, word) - 1

    def part(self, first: int, last: int) -> str:
        """The code of the units from `first` to `last`, both included."""
        return self.code[self.units[first][0] : self.units[last][1]] if first <= last else ""

    def _units(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        first, ended = 0, False
        for at, word in enumerate(self.words):
            if at > first and self._cut(first, at, ended=ended):
                found.append((first, at))
                first = at
            ended = word in _ENDS or (ended and word in _CLOSES)
        if self.words:
            found.append((first, len(self.words)))
        return found

    def _cut(self, first: int, at: int, *, ended: bool) -> bool:
        between = self.text[self.ends[at - 1] : self.starts[at]]
        if "\n" in between:
            return True
        if ended and between and at - first >= SHORTEST:
            return True
        size = at - first
        return size >= LONGEST or (size >= LONG and ord(self.code[at - 1]) % 16 == 7)


def folded(word: str) -> str:
    """The word as it is compared."""
    if word.isascii():
        return _WHOLE.get(word, word).replace("`", "'")
    return word.translate(_FOLDED)
