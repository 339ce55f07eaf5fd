"""What stands above an article's first words and is not the text: its headline, who wrote it, and the day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.ingest import stated_dates
from claims.ingest.boilerplate import Line
from claims.ingest.hints import ApartKind

PROSE = 60
"""From how many characters on a line that ends like a sentence is the article's first."""

_BY = re.compile(
    r"(?i)(?:by|von|par|por|di|door) [^.!?]{2,100}|(?:published|posted|updated|last updated|date)\b.{0,80}"
)
_SENTENCE = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*$")
_SAID = re.compile(r"(?i)^(?:first )?(?:published|posted|date|on)\s*(?:on|at)?\s*:?\s+")


def without_head(lines: Sequence[Line], headline: str) -> list[Line]:
    """The same with the lines above the first sentence cut that say what the page's facts say."""
    found: list[Line] = []
    above = True
    for text, kind in lines:
        if not above or kind is not None:
            found.append((text, kind))
            continue
        kept: list[str] = []
        for line in text.split("\n"):
            above = above and not (len(line) >= PROSE and _SENTENCE.search(line))
            if above and is_head(line, headline):
                found.append((line, ApartKind.TEMPLATE))
            else:
                kept.append(line)
        if kept:
            found.append(("\n".join(kept), None))
    return found


def is_head(line: str, headline: str) -> bool:
    """Whether a line is the headline, a byline or a date."""
    return folded(line) == folded(headline) or bool(_BY.fullmatch(line)) or bool(date_in(line))


def date_in(line: str) -> str:
    """The date that a line consists of, as EDTF; empty when it is something else."""
    return stated_dates.read(_SAID.sub("", line))[0] if 6 <= len(line) <= 80 else ""


def folded(text: str) -> str:
    """A text by its words alone, for comparing headlines."""
    return re.sub(r"\W+", " ", text).strip().casefold()
