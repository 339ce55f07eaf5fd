"""Lists of words as they are written here: one text, blanks between."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """The words of a list, in order."""
    return text.split()
