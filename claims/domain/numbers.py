"""Numbers as English writes them: digits, words and both, with ranges, vague ones kept vague.

`number_at` reads one number at a place; `range_at` reads two that one figure lies between. Nothing is rounded
and no bound is made up: “a few hundred” has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

ONES = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_GLUED = {"k": 10**3, "mn": 10**6, "bn": 10**9, "tn": 10**12, "m": 10**6, "b": 10**9}
_GROUPS = {"dozen": 12, "score": 20}
VAGUE_COUNTS = {"few", "several", "many", "couple"}
_PLURALS = {"dozens", "scores", "tens", "hundreds", "thousands", "millions", "billions", "trillions"}
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

_DIGITS = re.compile(
    r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3}){1,4}(?![0-9,.]?[0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])(?:\.[0-9]{1,6}(?![0-9]))?|[0-9]{1,15}(?![0-9])(?:\.[0-9]{1,6}(?![0-9]))?"
)
_TOKEN = re.compile(r"(?:[-\u2010\u2011]|[^\S\n]{1,2}|\n)?([A-Za-z]{1,11})(?![A-Za-z0-9'\u2019])")
_GLUE = re.compile(r"(?:bn|mn|tn|[kKmMbB])(?![\w])")
_JOIN = re.compile(r"\s?[-\u2010-\u2015]\s?|\s(to|or|and|through)\s")
LONGEST = 24
"""Words that a number may have; longer chains are no numbers of news."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its place, its bounds (both none where the words give no number), and its last scale."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    vague: bool = False
    scale: int = 1
    glued: str = ""

    @property
    def is_range(self) -> bool:
        """Whether two different bounds are named."""
        return self.low != self.high


def number_at(text: str, start: int) -> Number | None:
    """The longest number that begins at a place."""
    if text[start : start + 1].isdigit():
        return _from_digits(text, start)
    word = _word_at(text, start)
    if word is None:
        return None
    lowered, end = word
    if lowered in ("a", "an"):
        return _with_article(text, start, end)
    if lowered == "half":
        return _half(text, start, end)
    if lowered in VAGUE_COUNTS or lowered in _PLURALS:
        return _vague(text, start, lowered, end)
    if lowered in ONES or lowered in TENS:
        return _from_words(text, start)
    return None


def range_at(text: str, start: int, *, between: bool = False) -> Number | None:
    """A number, or the two that it lies between: “four or five thousand”, “50-60”, “between 50 and 60”."""
    one = number_at(text, start)
    if one is None or one.vague:
        return one
    join = _JOIN.match(text, one.end)
    if join is None or ((join[1] == "and") != between):
        return one
    at = join.end()
    while at < len(text) and text[at] in "$\u20ac\u00a3\u00a5":
        at += 1
    two = number_at(text, at)
    if two is None or two.vague or one.low is None or two.high is None:
        return one
    low = one.low
    if one.scale == 1 and two.scale > 1 and low < two.high / two.scale:
        low *= two.scale
    if low >= two.high or (join[1] is None and two.high > 10000 * max(low, Decimal(1))):
        return one
    return replace(two, start=start, low=low)


def _word_at(text: str, position: int) -> tuple[str, int] | None:
    """The word at a place, with the blank or hyphen before it; lower case, and where it ends."""
    found = _TOKEN.match(text, position)
    return (found[1].lower(), found.end()) if found else None


def _from_digits(text: str, start: int) -> Number | None:
    found = _DIGITS.match(text, start)
    if found is None:
        return None
    value, end = Decimal(re.sub(r"[,\s]", "", found[0])), found.end()
    glue = _GLUE.match(text, end)
    if glue:
        scale = _GLUED[glue[0].lower()]
        return Number(start, glue.end(), value * scale, value * scale, scale=scale, glued=glue[0])
    return _and_a_half(text, _scaled(text, Number(start, end, value, value)))


def _scaled(text: str, number: Number) -> Number:
    """A number with the scales behind it: “4 hundred thousand”, “1.5 million”, “two dozen”."""
    for _ in range(3):
        word = _word_at(text, number.end)
        if word is None or number.low is None:
            break
        factor = SCALES.get(word[0]) or _GROUPS.get(word[0]) or (100 if word[0] == "hundred" else 0)
        if not factor or number.low * factor >= 10**18 or text[number.end : number.end + 1] == "\n":
            break
        value = number.low * factor
        number = replace(number, end=word[1], low=value, high=value, scale=number.scale * factor)
    return number


def _and_a_half(text: str, number: Number) -> Number:
    """“two and a half million”, “a million and a half”."""
    found = re.compile(r"(?i)(?:\s|-)and(?:\s|-)a(?:\s|-)half\b").match(text, number.end)
    if found is None or number.low is None:
        return number
    value = number.low + Decimal(number.scale) / 2
    return _scaled(text, replace(number, end=found.end(), low=value, high=value))


def _with_article(text: str, start: int, end: int) -> Number | None:
    word = _word_at(text, end)
    if word is None:
        return None
    lowered, after = word
    if lowered in ("few", "couple"):
        return _vague(text, start, lowered, after)
    if lowered == "half":
        return None
    if lowered == "hundred":
        return _from_words(text, start)
    if lowered in SCALES or lowered in _GROUPS:
        return _and_a_half(text, _scaled(text, Number(start, end, Decimal(1), Decimal(1))))
    return None


def _half(text: str, start: int, end: int) -> Number | None:
    """“half a million”, “half a dozen”: only with a scale; half of something is a share."""
    word = _word_at(text, end)
    if word and word[0] in ("a", "an"):
        word = _word_at(text, word[1])
    if word is None:
        return None
    factor = SCALES.get(word[0]) or _GROUPS.get(word[0]) or (100 if word[0] == "hundred" else 0)
    value = Decimal(factor) / 2
    return Number(start, word[1], value, value, scale=factor) if factor else None


def _vague(text: str, start: int, lowered: str, end: int) -> Number | None:
    """A number without bounds, with all that belongs to it: “several dozen”, “tens of thousands”."""
    scaled = lowered in _PLURALS
    for _ in range(3):
        at = end
        word = _word_at(text, at)
        if word and word[0] == "of":
            at = word[1]
            word = _word_at(text, at)
        plural = word is not None and word[0] in _PLURALS
        scale = word is not None and (word[0] in SCALES or word[0] in ("hundred", "dozen", "score"))
        if word is None or not (plural or (scale and at == end) or (scale and lowered == "couple")):
            break
        end, scaled = word[1], True
    return Number(start, end, None, None, vague=True, scale=10 if scaled else 1)


def _from_words(text: str, start: int) -> Number | None:
    """Words that make one number, by the usual rules: tens before ones, “hundred” and scales in falling order."""
    reader = _Words()
    position = end = start
    for _ in range(LONGEST):
        word = _word_at(text, position)
        if word is None:
            break
        if word[0] == "and" and reader.may_continue:
            follows = _word_at(text, word[1])
            if (
                follows is None
                or not (follows[0] in ONES or follows[0] in TENS)
                or not reader.take(follows[0])
            ):
                break
            position = end = follows[1]
            continue
        if not reader.take(word[0]):
            break
        position = end = word[1]
    if end == start:
        return None
    value = Decimal(reader.value)
    number = Number(start, end, value, value, scale=reader.scale)
    return _and_a_half(text, _grouped(text, _pointed(text, number)))


def _grouped(text: str, number: Number) -> Number:
    word = _word_at(text, number.end)
    if word and word[0] in _GROUPS and number.low and number.scale == 1:
        value = number.low * _GROUPS[word[0]]
        return replace(number, end=word[1], low=value, high=value, scale=_GROUPS[word[0]])
    return number


def _pointed(text: str, number: Number) -> Number:
    """“three point five million”."""
    point = _word_at(text, number.end)
    if point is None or point[0] != "point" or number.scale > 1 or number.low is None:
        return number
    digits, position = "", point[1]
    while len(digits) < 6 and (word := _word_at(text, position)) and ONES.get(word[0], 10) < 10:
        digits, position = digits + str(ONES[word[0]]), word[1]
    if not digits:
        return number
    value = number.low + Decimal("0." + digits)
    return _scaled(text, replace(number, end=position, low=value, high=value))


class _Words:
    """A number being read from words; `take` says whether the next word still belongs to it."""

    def __init__(self) -> None:
        self.total = self.current = 0
        self.room = 100  # what the next word must stay below
        self.ceiling = 10**15
        self.scale = 1
        self.begun = self.article = False

    @property
    def value(self) -> int:
        return self.total + self.current

    @property
    def may_continue(self) -> bool:
        return self.begun and self.room == 100 and self.value >= 100

    def take(self, word: str) -> bool:
        if word in ("a", "an"):
            taken = not self.begun
            self.begun = self.article = True
            return taken
        taken = self._small(word) if word in ONES or word in TENS else self._large(word)
        self.begun = self.begun or taken
        return taken

    def _small(self, word: str) -> bool:
        value = ONES.get(word, TENS.get(word, 0))
        if value >= self.room or self.article or (self.begun and value == 0):
            return False
        self.current += value
        self.room = 10 if word in TENS else 0
        return True

    def _large(self, word: str) -> bool:
        if word == "hundred":
            if (
                self.current >= 100
                or (self.current == 0 and not self.article)
                or (self.current % 10 == 0 and self.current > 9)
            ):
                return False
            self.current = 100 * (self.current or 1)
            self.room, self.scale, self.article = 100, 100, False
            return True
        factor = SCALES.get(word, 0)
        if not factor or factor >= self.ceiling or self.current == 0:
            return False
        self.total += self.current * factor
        self.current, self.room, self.ceiling, self.scale = 0, 100, factor, factor
        return True
