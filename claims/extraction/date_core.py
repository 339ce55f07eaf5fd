"""One expression of time as it is read, and what a reader may look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from claims.extraction.reckoning import Published
from claims.extraction.tense import Tense, tense_around

Found = re.Match[str]


class DateKind(StrEnum):
    """From what a date is read."""

    STATED = "written in full"
    YEARLESS = "written without its year"
    RELATIVE = "counted from the publication date"
    FOLLOWING = "counted from another date of the text"
    PRESENT = "the time of the article"
    UNCLEAR = "not clear"


@dataclass(frozen=True, slots=True)
class Core:
    """An expression of time: its place, its date (empty when nothing is sure), and how that was read.

    `yearless` keeps month and day of a date without a year, so that a neighbor can lend its own.
    """

    start: int
    end: int
    edtf: str
    kind: DateKind
    note: str = ""
    yearless: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reader of one expression may look at: the text, the article's date, and the dates before it."""

    text: str
    published: Published | None
    earlier: list[Core]

    def ahead(self, found: Found) -> bool:
        """Whether the sentence looks ahead at this place."""
        return tense_around(self.text, found.start(), found.end()) in (Tense.FUTURE, Tense.OPEN)

    def before(self, found: Found, length: int = 24) -> str:
        """What stands before an expression."""
        return self.text[max(0, found.start() - length) : found.start()]

    def antecedent(self, start: int) -> Core | None:
        """The date that “later”, “that year” and the like count from: the one before it, if it is near and known."""
        if not self.earlier:
            return None
        last = self.earlier[-1]
        near = start - last.end <= 300 and "\n\n" not in self.text[last.end : start]
        return last if near and last.edtf else None

    def words(self, core: Core) -> str:
        """An earlier expression as it is printed."""
        return self.text[core.start : core.end]


def core_of(found: Found, edtf: str, kind: DateKind, note: str = "") -> Core:
    """What was read of an expression; without a date it is unclear, whatever its kind would have been."""
    return Core(found.start(), found.end(), edtf, kind if edtf else DateKind.UNCLEAR, note)


def from_antecedent(setting: Setting, antecedent: Core | None) -> str:
    """The words that an expression counts from, for its basis."""
    return f"and “{setting.words(antecedent)}” before it" if antecedent else "nothing dated stands before it"
