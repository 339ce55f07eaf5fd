"""A captured text with every claim of it where it stands, and who is named around a place: one query each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.domain import mentions
from claims.domain.vocabulary import SpeakerKind, State
from claims.formats.passages import Passage, lines
from claims.models import ArticleVersion, Claim, Speaker

GUESSES = 3
CHOSEN = 0
"""The number of a place that is no claim yet."""
_NAMED = """
SELECT id, kind, name, disambiguation, aliases FROM claims_speaker WHERE EXISTS (
  SELECT 1 FROM unnest(aliases || name || regexp_replace(name, '^.*\\s', '')) AS one
  WHERE length(one) > 1 AND strpos(%s, one) > 0)
"""
"""Speakers of whom a name, or the last word of it, stands in a text."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim of the text, by its number in the order of the text, from 1."""

    number: int
    pk: int
    state: str
    statement: str
    speaker: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Captured:
    """A captured text, line by line, and its claims in the order of the text."""

    version: ArticleVersion
    claims: tuple[Placed, ...]

    def lines(self, chosen: tuple[int, int] | None = None) -> tuple[Passage, ...]:
        """The lines, cut wherever a claim begins or ends; claims go by their numbers, a place that is chosen by 0."""
        places = {one.number: (one.start, one.end) for one in self.claims}
        if chosen:
            places[CHOSEN] = chosen
        return lines(self.version.number, self.version.text, places)

    @property
    def states(self) -> tuple[tuple[str, int], ...]:
        """How many claims are in each state, in the order of a claim's life; only states that occur."""
        counted = Counter(one.state for one in self.claims)
        return tuple((state.value, counted[state.value]) for state in State if counted[state.value])

    def claim(self, pk: int | None) -> Placed | None:
        """The claim with this key, if it stands in this text."""
        return next((one for one in self.claims if one.pk == pk), None)

    def within(self, start: int, end: int) -> tuple[Placed, ...]:
        """The claims that share words with text[start:end]."""
        return tuple(one for one in self.claims if one.start < end and start < one.end)


@dataclass(frozen=True, slots=True)
class Guess:
    """Somebody who may be the speaker: nothing but a name that stands near the quotation."""

    pk: int
    name: str
    words: str
    where: mentions.Where


def of(version: ArticleVersion) -> Captured:
    """The version's text with every claim of it, whatever its state."""
    rows = (
        Claim.objects.filter(version=version)
        .order_by("start", "end", "pk")
        .values_list("pk", "state", "statement", "speaker__name", "start", "end")
    )
    return Captured(version, tuple(Placed(number, *row) for number, row in enumerate(rows, 1)))


def speakers_near(version: ArticleVersion, start: int, end: int) -> tuple[Guess, ...]:
    """At most three who are named in the quotation, in its paragraph, or in the one before: nearest first.

    Of a person the last word of the name counts too, unless it is that of several persons.
    """
    above, _, last = mentions.around(version.text, start, end)
    found = {one.pk: one for one in Speaker.objects.raw(_NAMED, [version.text[above:last]])}
    named = mentions.nearest(version.text, start, end, _names(found.values()))
    return tuple(Guess(one.key, str(found[one.key]), one.words, one.where) for one in named[:GUESSES])


def _names(speakers: Iterable[Speaker]) -> Iterator[tuple[int, str]]:
    for one in speakers:
        yield one.pk, one.name
        yield from ((one.pk, alias) for alias in one.aliases)
        words = one.name.split()
        if one.kind == SpeakerKind.PERSON.value and len(words) > 1:
            yield one.pk, words[-1]
