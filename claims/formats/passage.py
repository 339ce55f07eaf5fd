"""The quotation in its context, cut into stretches: whose words, and which of them hedge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims.domain.tongue import gettext_lazy


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words, whose they are (own_words, paraphrase, editorial, context), and whether they hedge."""

    text: str
    role: str
    hedge: bool


LEGEND = {
    "own_words": gettext_lazy("the speaker’s own words as printed"),
    "paraphrase": gettext_lazy("the article’s paraphrase"),
    "editorial": gettext_lazy("inserted by the article"),
}
NARRATIVE = gettext_lazy("the article’s own wording")


def legend(quotation: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Whose words occur in a quotation, as role and words; in narrative text nobody is quoted."""
    roles = {span["role"] for span in quotation["spans"]}
    found = tuple((role, str(words)) for role, words in LEGEND.items() if role in roles)
    return (*found, ("quotation", str(NARRATIVE))) if quotation["kind"] == "narrative" else found


def stretches(document: Mapping[str, Any]) -> tuple[Stretch, ...]:
    """The passage of a document from its line's beginning to its end."""
    quotation = document["quotation"]
    hedges: Sequence[str] = document["hedges"]
    found = list(_hedged(quotation["context_before"], "context", hedges))
    at = quotation["start"]
    for span in quotation["spans"]:
        found += _hedged(_part(quotation, at, span["start"]), "quotation", hedges)
        found += _hedged(_part(quotation, span["start"], span["end"]), span["role"], hedges)
        at = span["end"]
    found += _hedged(_part(quotation, at, quotation["end"]), "quotation", hedges)
    found += _hedged(quotation["context_after"], "context", hedges)
    return tuple(stretch for stretch in found if stretch.text)


def _part(quotation: Mapping[str, Any], start: int, end: int) -> str:
    text: str = quotation["exact"]
    return text[start - quotation["start"] : end - quotation["start"]]


def _hedged(text: str, role: str, hedges: Sequence[str]) -> Iterable[Stretch]:
    if not hedges:
        yield Stretch(text, role, hedge=False)
        return
    longest_first = sorted(hedges, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(hedge)}(?!\w)" for hedge in longest_first))
    at = 0
    for found in pattern.finditer(text):
        yield Stretch(text[at : found.start()], role, hedge=False)
        yield Stretch(found.group(), role, hedge=True)
        at = found.end()
    yield Stretch(text[at:], role, hedge=False)
