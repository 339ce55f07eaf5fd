"""Taking documents out of sight: who may ask and who may confirm, and how long a decision of one person stands alone.

Suppression is no step of `lifecycle.MOVES`: nobody takes it alone, and only one function of the database makes it.
From every state a confirmed case leads to “suppressed”, and nothing leads out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from claims.domain.errors import InvalidValue
from claims.domain.text import clean_name, shown
from claims.domain.vocabulary import Role, State

REQUESTERS = (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)
"""Who may ask that a claim be suppressed, or a name."""
CONFIRMERS = (Role.EDITOR, Role.ADMINISTRATOR)
"""Who may confirm or dismiss what somebody else asked for or did."""
WITHHOLDERS = (Role.EDITOR,)
"""Who may withhold at once, alone."""
SUPPRESSIBLE: frozenset[State] = frozenset(State) - {State.SUPPRESSED}
"""The states that a confirmed case leads out of: all but its own."""
ALONE = timedelta(hours=24)
"""How long a withholding may wait for a second person before it is shown as overdue. It stays withheld."""
PLACEHOLDER = "[suppressed]"
"""What stands in the place of a text that may not be empty."""
REDACTED = "█"
"""What stands in a captured text for each character that was taken out, so that all others keep their places."""


def overdue(*, withheld_at: datetime, confirmed: bool, now: datetime) -> bool:
    """Whether a second person should have looked by now."""
    return not confirmed and now - withheld_at > ALONE


FEWEST, LONGEST, MOST_WORDS, MOST_BLANKS = 3, 200, 20, 9
"""How many letters a word of a name has at least and at most, how many words a case may hold, and blanks a word."""
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Letters of scripts that write words without blanks: Thai to Khmer, Japanese, Chinese, Korean with its endings.

A name in these is found wherever it stands, and may have two letters.
"""
_UNSPACED = re.compile(f"[{UNSPACED}]")


def words_of_a_name(values: Iterable[object]) -> list[str]:
    """The words that a case blacks out, clean, each once; blank lines are nothing.

    Raises InvalidValue for words too short to be told from others, and for too many.
    """
    found: dict[str, str] = {}
    for value in values:
        word = clean_name(value, field="words") if str(value).strip() else ""
        if not word:
            continue
        if word.count(" ") > MOST_BLANKS:
            raise InvalidValue(
                f"{shown(word)} has too many parts: at most {MOST_BLANKS + 1}, with one blank between them.",
                field="words",
            )
        if len(word) < fewest(word) or not any(letter.isalpha() for letter in word):
            raise InvalidValue(
                f"{shown(word)} is too short to be told from other words: at least {FEWEST} letters are needed.",
                field="words",
            )
        found.setdefault(folded(word), word)
    if not 1 <= len(found) <= MOST_WORDS:
        raise InvalidValue(
            f"Say which words to black out: one to {MOST_WORDS}, each on a line of its own.", field="words"
        )
    return list(found.values())


def folded(word: str) -> str:
    """The word without regard to case, as the database compares letters: one by one, so that “ß” is not “ss”."""
    return "".join(letter.lower() for letter in word)


def fewest(word: str) -> int:
    """How many letters a word must have."""
    return 2 if _UNSPACED.search(word) else FEWEST
