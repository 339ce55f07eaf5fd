"""Names that look alike: “Аhmed” with a Cyrillic А is read as “Ahmed”, so it must not be another party unseen.

After Unicode Technical Standard 39: names with one skeleton look alike; a word that mixes alphabets whose
letters look alike is not a name that anybody writes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import disarm

from claims.domain.errors import InvalidValue
from claims.domain.text import shown

ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE"})
"""Alphabets with letters that look like another's. Chinese, Japanese and the like mix with Latin by custom."""

LONGEST = 400
_WORD = re.compile(r"[^\W\d_]+")


def skeleton(name: str) -> str:
    """What a name looks like: equal for names that a reader cannot tell apart. Never shown, never empty.

    At most 400 code points, so that an index can hold it: some letters are eighteen in their plain form.
    """
    found = disarm.skeleton_key(name, digit_policy="tr39").replace("rn", "m")
    return (found or name.casefold())[:LONGEST]


def refuse_mixed_alphabets(name: str, *, field: str) -> None:
    """Refuses a word that mixes alphabets whose letters look alike, naming `field` and the odd letter."""
    for word in _WORD.findall(unicodedata.normalize("NFC", name)):
        letters = {letter: alphabet for letter in word if (alphabet := _alphabet(letter)) in ALPHABETS}
        counted = Counter(letters.values()).most_common()
        if len(counted) > 1:
            odd = next(letter for letter, alphabet in letters.items() if alphabet == counted[-1][0])
            raise InvalidValue(
                f"“{field}” mixes alphabets in {shown(word)}: {shown(odd)} (U+{ord(odd):04X}) is "
                f"{letters[odd].capitalize()}, the rest {counted[0][0].capitalize()}. "
                "Write each word in one alphabet.",
                field=field,
            )


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0]
