"""What a reader looks for: the words of a query, when two words are the same, and days as far as they are given.

A word of a text is taken for a word that is wanted when both are, without accents and case,

* the same;
* inflected from one another: what is left without one ending of a closed list (`ENDINGS`) is the same, at least
  three letters long, and an ending “-e”, “-y” or a doubled letter before it does not count; or
* mistyped: both have at least `MISTYPED` letters, none holds a digit, and one becomes the other by at most one
  change (a letter more, less or another one, or two neighbors changed round); in words of `LONG` letters or more by
  two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from claims.domain.edtf_bounds import ends
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text, shown
from claims.domain.tongue import gettext

MISTYPED = 4
LONG = 8
LONGEST_WORD = 100
"""Letters of one word: a database refuses longer ones."""
ENDINGS = ("ings", "ing", "ies", "ied", "ers", "est", "ely", "es", "ed", "er", "ly", "'s", "s")
LITTLE = frozenset(
    {
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "been",
            "but",
            "by",
            "for",
            "from",
            "had",
            "has",
            "have",
            "he",
        ),
        *(
            "her",
            "his",
            "if",
            "in",
            "into",
            "is",
            "it",
            "its",
            "no",
            "not",
            "of",
            "on",
            "or",
            "she",
            "so",
            "that",
        ),
        *(
            "the",
            "their",
            "them",
            "then",
            "there",
            "these",
            "they",
            "this",
            "to",
            "was",
            "were",
            "what",
            "when",
        ),
        *("which", "who", "will", "with"),
    }
)
"""Words that say little by themselves; the database passes over them too, unless there is nothing else."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_ACCENTS = re.compile("[\u0300-\u036f]+")
_PARTS = re.compile(r'(-?)"([^"]*)"|(\S+)')
_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_JOINERS = "\u200c\u200d"
_BEFORE = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs that are written around the digits and letters after them, and are one character with them (UAX #29)."""
_SILENT = re.compile(f"[{_JOINERS}{_BEFORE}\u20d0-\u20ff\ufe00-\ufe0f]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query: as the database reads it, the words that must be there, phrases, and what must not be there."""

    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    either: bool

    @property
    def is_plain(self) -> bool:
        """Whether it may be read as a sentence: it names no phrase, and nothing that must not be there."""
        return not (self.phrases or self.without)

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that a result shows marked: those that say much, or all where none does."""
        found = [*self.words, *(word for phrase in self.phrases for word in tokens(phrase))]
        telling = [word for word in found if word not in LITTLE]
        return tuple(dict.fromkeys(telling or found))


def wanted(text: str, *, field: str) -> Wanted:
    """A query by the rules of web search: words, “phrases in quotes”, -without, or; as long as a statement may be.

    Raises InvalidValue.
    """
    plain = clean_text(" ".join(text.split()), field=field, limit=LIMITS["statement"], required=False)
    plain = folded(plain).translate(_QUOTES)
    if overlong := next((word for word in tokens(plain) if len(word) > LONGEST_WORD), None):
        words_of = gettext("“%(field)s” has a word of %(number)s letters; at most %(limit)s are possible.")
        told = {"field": field, "number": len(overlong), "limit": LONGEST_WORD}
        raise InvalidValue(words_of % told, field=field)
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    either = False
    for minus, phrase, word in _PARTS.findall(plain):
        if word.casefold() == "or":
            either = True
        elif minus or word.startswith("-"):
            without.append(phrase or word.strip('-"'))
        elif phrase:
            phrases.append(phrase)
        else:
            words += tokens(word)
    return Wanted(plain, tuple(dict.fromkeys(words)), _telling(phrases), _telling(without), either)


def _telling(texts: list[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if tokens(text))


def folded(text: str) -> str:
    """Without accents and the forms of one character that look otherwise; digits joined by a hyphen stand apart.

    The database does the same to what it looks through: see `FOLDED` in claims/models/projection.py.
    """
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return re.sub(r"(?<=\d)-(?=\d)", " ", unicodedata.normalize("NFC", bare))


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text begin and end: letters, digits, and every mark and joiner that belongs to them."""
    start = -1
    for at, character in enumerate(text):
        kind = unicodedata.category(character)[0]
        if kind in "LN" or character in _BEFORE or (start >= 0 and (kind == "M" or character in _JOINERS)):
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(text)


def tokens(text: str) -> list[str]:
    """The words of a text without accents, case, and signs that are not heard."""
    plain = _SILENT.sub("", folded(text))
    return [plain[start:end].lower() for start, end in stretches(plain)]


def same(word: str, sought: str) -> bool:
    """Whether two tokens are the same, inflected from one another, or mistyped: the rule is told above."""
    return word == sought or bool(stems(word) & stems(sought)) or mistyped(word, sought)


def stems(word: str) -> set[str]:
    """The word, and what is left of it without an ending."""
    found = {word}
    for ending in ENDINGS:
        left = word.removesuffix(ending)
        if left != word and len(left) >= 3:
            found.add(left)
    more = {one[:-1] for one in found if len(one) > 3 and one[-1] in "ey"}
    more |= {one[:-1] for one in found if len(one) > 3 and one[-1] == one[-2] and one != word}
    return found | more


def mistyped(word: str, sought: str) -> bool:
    """Whether one becomes the other by the few changes that a slip makes."""
    if min(len(word), len(sought)) < MISTYPED or word == sought:
        return False
    if any(character.isdigit() for character in word + sought):
        return False
    allowed = 2 if min(len(word), len(sought)) >= LONG else 1
    return abs(len(word) - len(sought)) <= allowed and _changes(word, sought) <= allowed


def _changes(one: str, other: str) -> int:
    """How many letters are added, left out, replaced or changed round with their neighbor (optimal alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]


def first_day(text: str, *, field: str) -> date:
    """The first day of a year, month or day. Raises InvalidValue."""
    return _days(text, field)[0]


def last_day(text: str, *, field: str) -> date:
    """The last day of a year, month or day. Raises InvalidValue."""
    return _days(text, field)[1]


def _days(text: str, field: str) -> tuple[date, date]:
    try:
        core = ends(text, field)[0].core if _DATE.fullmatch(text) else None
    except InvalidValue:  # what would be right as EDTF is more than may stand here
        core = None
    if core is None:
        words = gettext(
            "“%(field)s” must be a day, a month or a year from 1000 to 2999, such as 2009-08-05, 2009-08 or 2009, "
            "not %(given)s."
        )
        raise InvalidValue(words % {"field": field, "given": shown(text)}, field=field)
    return core.first, core.last
