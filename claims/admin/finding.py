"""Which words of a captured text somebody means: places to choose from, moved by a word, and who may speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.domain import selection
from claims.domain.errors import InvalidValue
from claims.domain.mentions import Where
from claims.domain.selection import How, Move
from claims.models import ArticleVersion
from claims.reads import passages
from claims.reads.passages import Guess

CONTEXT = 70
WHERE = {
    Where.INSIDE: "stands in these words",
    Where.BEFORE: "stands before them in the same paragraph",
    Where.AFTER: "stands after them in the same paragraph",
    Where.PARAGRAPH_BEFORE: "stands in the paragraph before",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A place in the text with what stands around it in its line."""

    start: int
    end: int
    before: str
    exact: str
    after: str

    @property
    def place(self) -> str:
        """As addresses have it."""
        return f"{self.start}-{self.end}"

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Choice:
        """The place with up to seventy characters of its line on either side, in whole words."""
        before = text[text.rfind("\n", 0, start) + 1 : start]
        after = text[end : end + CONTEXT + 1].partition("\n")[0]
        return cls(start, end, _last(before), text[start:end], _first(after))


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for what was asked: places, of how many, what to say of them; for a single place also speakers."""

    words: str = ""
    places: tuple[Choice, ...] = ()
    total: int = 0
    hint: str = ""
    refused: bool = False
    speakers: tuple[Guess, ...] = ()

    @property
    def chosen(self) -> Choice | None:
        """The place, when there is one."""
        return self.places[0] if len(self.places) == 1 else None

    @property
    def guesses(self) -> list[dict[str, Any]]:
        """Who may be the speaker, and why: nothing but a name that stands near."""
        return [
            {"id": one.pk, "name": one.name, "because": f"“{one.words}” {WHERE[one.where]}"}
            for one in self.speakers
        ]

    def as_json(self) -> dict[str, Any]:
        """For the desk's own script."""
        return {
            "places": [
                {
                    "start": one.start,
                    "end": one.end,
                    "before": one.before,
                    "exact": one.exact,
                    "after": one.after,
                }
                for one in self.places
            ],
            "total": self.total,
            "hint": self.hint,
            "speakers": self.guesses,
        }


def _last(text: str) -> str:
    """The end of a text, from where a word begins."""
    if len(text) <= CONTEXT:
        return text
    kept = text[-CONTEXT:]
    return f"… {kept.partition(' ')[2] or kept}"


def _first(text: str) -> str:
    """The beginning of a text, to where a word ends."""
    if len(text) <= CONTEXT:
        return text
    kept = text[:CONTEXT]
    return f"{kept.rpartition(' ')[0] or kept} …"


def look(version: ArticleVersion, given: Mapping[str, Any]) -> Answer:
    """The answer to what a form or an address gave: `words` (and `near`), or `place` (and `move`)."""
    words = str(given.get("words", ""))
    try:
        if given.get("place") and given.get("do") != "find":
            return _placed(version, words, str(given["place"]), str(given.get("move", "")))
        if words or given.get("do") == "find":
            return _found(version, words, str(given.get("near", "")))
    except InvalidValue as refusal:
        return Answer(words=words, hint=refusal.message, refused=True)
    return Answer()


def _found(version: ArticleVersion, words: str, near: str) -> Answer:
    if near and not re.fullmatch("[0-9]{1,9}", near):
        raise InvalidValue("“near” is a whole number.", field="near")
    text = version.text
    found = selection.find(text, words, near=int(near) if near else None, gaps=version.is_excerpt)
    hint = found.hint
    if found.how is How.SIGNS:
        hint = "Found with other signs or capitals than typed: what counts are the words of the text."
    elif found.how is How.SIMILAR and found.places:
        hint += " It is shown below."
    return _answer(version, words, found.places, found.total, hint)


def _placed(version: ArticleVersion, words: str, place: str, move: str) -> Answer:
    start, end = selection.place_of(place)
    start, end = selection.chosen(version.text, start, end, gaps=version.is_excerpt)
    if move and move not in tuple(Move):
        raise InvalidValue(f"A move is one of {', '.join(Move)}.", field="move")
    hint = ""
    if move:
        try:
            start, end = selection.moved(version.text, start, end, Move(move), gaps=version.is_excerpt)
        except InvalidValue as refusal:  # the place stays as it was
            hint = refusal.message
    return _answer(version, words, ((start, end),), 1, hint)


def _answer(
    version: ArticleVersion, words: str, places: tuple[tuple[int, int], ...], total: int, hint: str
) -> Answer:
    return Answer(
        words=words,
        places=tuple(Choice.of(version.text, *place) for place in places),
        total=total,
        hint=hint,
        speakers=passages.speakers_near(version, *places[0]) if len(places) == 1 else (),
    )
