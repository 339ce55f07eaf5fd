"""Where a quotation stands in a later version of its text: at the same place, elsewhere, altered, or not at all.

Kept (`same`, `moved`) are only words that stand there word for word, in a sentence that is known to be the one they
stood in: by the sentence's own words, or by what is beside it. A sentence that merely looks like it is never taken
for it; where two might be meant, the answer is `ambiguous`, and a person chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from claims.domain import subsequence
from claims.domain.alignment import Alignment
from claims.domain.anchors import GAP, passage
from claims.domain.errors import InvalidValue
from claims.domain.quoted import Carrier, Quote, Run, quote
from claims.domain.removal import REDACTED
from claims.domain.spans import Span
from claims.domain.successors import ALIKE, MARGIN, Successors, ratio
from claims.domain.whereabouts import Whereabouts
from claims.domain.wordwise import Vocabulary, Words

SAME_WORDS = 0.4
"""Words that have less in common with the quotation stand in its place, but are not its words in another form."""
PLACES = 5
"""So many places are offered where it is not clear which one is meant."""
LONGEST_REASON = 1_000
LOST = (Whereabouts.ALTERED, Whereabouts.GONE)
LIGHT = frozenset(".,;:-()…")
"""Marks that may come and go beside a quotation. Quotation marks, brackets and every word count."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a quotation. Of what stands in the new text: `start`, `end`, its words `now`, its spans.

    `likeness` is the share of words in common, 1 for what was kept. `places` are where it may stand, when that is
    ambiguous. `stands` says whether the very words are anywhere in the new text, in whatever sentence.
    """

    outcome: Whereabouts
    why: str
    start: int | None = None
    end: int | None = None
    now: str = ""
    spans: tuple[Span, ...] = ()
    likeness: float = 0.0
    places: tuple[Run, ...] = ()
    stands: bool = False


def follow(
    old: str,
    new: str,
    *,
    start: int,
    end: int,
    spans: Iterable[Span] = (),
    old_is_excerpt: bool = False,
    new_is_excerpt: bool = False,
) -> Followed:
    """What became of old[start:end] in the new text."""
    change = Change(old, new, old_is_excerpt=old_is_excerpt, new_is_excerpt=new_is_excerpt)
    return change.follow(start=start, end=end, spans=spans)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are word for word the same, however they are set in type."""
    return Words(one, Vocabulary()).words == Words(other, Vocabulary()).words


class Change:
    """Two versions of a text, between which any number of quotations can be followed.

    Of an excerpt, what stood between its passages is not known.
    """

    def __init__(
        self, old: str, new: str, *, old_is_excerpt: bool = False, new_is_excerpt: bool = False
    ) -> None:
        self._beside = Alignment(old, new)
        self._old, self._new = self._beside.old, self._beside.new
        self._carrier = Carrier(self._old, self._new)
        self._successors = Successors(self._beside)
        self._from_excerpt, self._to_excerpt = old_is_excerpt, new_is_excerpt

    def follow(self, *, start: int, end: int, spans: Iterable[Span] = ()) -> Followed:
        """What became of old[start:end], of which `spans` are parts."""
        found = self._follow(start, end, tuple(spans))
        if found.outcome in LOST and REDACTED in self._old.text[start:end]:
            return Followed(
                Whereabouts.AMBIGUOUS, "Some of the words were blacked out in the earlier version."
            )
        return found

    def _follow(self, start: int, end: int, parts: Sequence[Span]) -> Followed:
        quoted = quote(self._old, start, end)
        if quoted is None:
            return Followed(Whereabouts.AMBIGUOUS, "There are no words to go by.")
        place = self._found_again(quoted)
        if place is not None and self._is_replaced(quoted):
            why = "A sentence like theirs stands in their old place; they stand among other sentences."
            return self._ambiguous(quoted, why)
        if place is not None:
            return self._kept(quoted, place, parts)
        if any(unit in self._beside.disputed for unit in range(quoted.units[0], quoted.units[1] + 1)):
            return self._ambiguous(
                quoted, "The sentence stands there, but nothing says which of several it is."
            )
        return self._looked_for(quoted, parts)

    def _found_again(self, quoted: Quote) -> int | None:
        """The new place of its first word, when all its sentences stand there as they were, in a row."""
        first, last = quoted.units
        to = self._beside.to[first : last + 1]
        if to[0] < 0 or to != list(range(to[0], to[0] + len(to))):
            return None
        return self._new.units[to[0]][0] + quoted.lead

    def _is_replaced(self, quoted: Quote) -> bool:
        """Whether nothing beside its sentences is left, and others like them stand in their old place."""
        first, last = quoted.units
        return not self._beside.is_supported(first, last) and self._successors.replaced(quoted)

    def _kept(self, quoted: Quote, place: int, spans: Sequence[Span], why: str = "") -> Followed:
        start = self._carrier.point(quoted.start, quoted, place)
        end = self._carrier.point(quoted.end, quoted, place, ends=True)
        now, was = self._new.text[start:end], self._old.text[quoted.start : quoted.end]
        if self._to_excerpt and _reaches_over_a_gap(self._new.text, start, end):
            return self._ambiguous(quoted, "A mark of omission stands between the words now.")
        is_same = (start, end, now) == (quoted.start, quoted.end, was)
        return Followed(
            Whereabouts.SAME if is_same else Whereabouts.MOVED,
            why or ("The same words." if now == was else "The same words, set in other type."),
            start,
            end,
            now,
            self._carrier.spans(spans, quoted, place),
            1.0,
            stands=True,
        )

    def _looked_for(self, quoted: Quote, spans: Sequence[Span]) -> Followed:
        windows = self._successors.windows(quoted)
        whole = [
            place
            for one in windows
            for place in self._places(quoted.frame, one)
            if self._is_whole(quoted, place)
        ]
        if len(whole) == 1 and not self._has_twins(quoted):
            return self._kept(quoted, whole[0] + quoted.lead, spans)
        hits = [place for one in windows for place in self._places(quoted.code, one)]
        if whole or len(hits) > 1:
            return self._ambiguous(
                quoted, "The words stand there several times, and nothing says which are meant."
            )
        if hits:
            return self._in_another_sentence(quoted, hits[0], spans)
        if self._stands_elsewhere(quoted):
            return self._ambiguous(
                quoted, "The sentence stands elsewhere, among other sentences than before."
            )
        return self._altered(quoted, windows, spans) or self._lost(quoted)

    def _has_twins(self, quoted: Quote) -> bool:
        """Whether the same sentences are missing in several places, or free in several."""
        missing = (
            self._beside.to[self._old.unit_at(at)] < 0 for at in _occurrences(self._old.code, quoted.frame)
        )
        free = (
            self._beside.back[self._new.unit_at(at)] < 0 for at in _occurrences(self._new.code, quoted.frame)
        )
        return sum(islice(missing, 100)) > 1 or sum(islice(free, 100)) > 1

    def _places(self, code: str, window: Run) -> list[int]:
        """Where the code stands among the words of these units."""
        begin, end = self._new.units[window[0]][0], self._new.units[window[1]][1]
        return [begin + place for place in islice(_occurrences(self._new.code[begin:end], code), PLACES)]

    def _is_whole(self, quoted: Quote, place: int) -> bool:
        """Whether the frame stands there as whole sentences, none of them cut."""
        first, last = self._new.unit_at(place), self._new.unit_at(place + len(quoted.frame) - 1)
        return self._new.units[first][0] == place and self._new.units[last][1] == place + len(quoted.frame)

    def _in_another_sentence(self, quoted: Quote, place: int, spans: Sequence[Span]) -> Followed:
        """The very words stand where they should, but the sentence around them is not word for word the same."""
        last = place + len(quoted.code)
        run = self._new.unit_at(place), self._new.unit_at(last - 1)
        frame = self._new.part(*run)
        if ratio(quoted.frame, frame) < ALIKE - MARGIN or self._successors.is_anothers(
            quoted, frame, holding=quoted.code
        ):
            return self._ambiguous(quoted, "The words stand there, but in what looks like another sentence.")
        if self._is_beside_a_gap(quoted):
            return self._uncertain(quoted, place, last)
        begin, end = self._new.units[run[0]][0], self._new.units[run[1]][1]
        first = quoted.words[0] - quoted.lead
        before = (first, quoted.words[0]), (begin, place)
        behind = (quoted.words[1], first + len(quoted.frame)), (last, end)
        changed = [word for sides in (before, behind) for words in self._changed(*sides) for word in words]
        counting = [word for word in dict.fromkeys(changed) if word not in LIGHT]
        found = self._kept(quoted, place, spans, "The same words; marks in the sentence around them changed.")
        if found.outcome is Whereabouts.AMBIGUOUS or not counting:
            return found
        told = ", ".join(f"“{word}”" for word in counting)
        why = f"The words stand there, but the sentence around them changed: {told}."[:LONGEST_REASON]
        likeness = min(round(ratio(quoted.frame, frame), 2), 0.99)
        return Followed(
            Whereabouts.ALTERED, why, found.start, found.end, found.now, found.spans, likeness, stands=True
        )

    def _changed(self, old: Run, new: Run) -> tuple[list[str], list[str]]:
        """The words that went, and those that came."""
        common = subsequence.pairs(self._old.code[slice(*old)], self._new.code[slice(*new)])
        kept, there = {at for at, _ in common}, {at for _, at in common}
        return (
            [word for at, word in enumerate(self._old.words[slice(*old)]) if at not in kept],
            [word for at, word in enumerate(self._new.words[slice(*new)]) if at not in there],
        )

    def _stands_elsewhere(self, quoted: Quote) -> bool:
        """Whether its sentences stand word for word where nobody claims them."""
        places = islice(_occurrences(self._new.code, quoted.frame), 100)
        return any(self._beside.back[self._new.unit_at(place)] < 0 for place in places)

    def _altered(self, quoted: Quote, windows: list[Run], spans: Sequence[Span]) -> Followed | None:
        found = self._successors.of(quoted, windows)
        if found is None:
            return None
        if found.contested:
            return self._ambiguous(
                quoted, "Several sentences may have come in its place.", self._extents(found.run)
            )
        frame, first = self._new.part(*found.run), self._new.units[found.run[0]][0]
        common = subsequence.pairs(quoted.frame, frame)
        begin, behind = quoted.lead, quoted.lead + len(quoted.code)
        low = max((there + 1 for at, there in common if at < begin), default=0)
        high = min((there for at, there in common if at >= behind), default=len(frame))
        likeness = ratio(quoted.code, frame[low:high])
        if low >= high or likeness < SAME_WORDS:
            return None
        if self._is_beside_a_gap(quoted) or self._holds_a_gap(windows):
            return self._uncertain(quoted, first + low, first + high)
        start, end = self._new.starts[first + low], self._new.ends[first + high - 1]
        within = [(at - begin, first + there) for at, there in common if begin <= at < behind]
        carried = self._carrier.altered_spans(spans, quoted, within, (start, end))
        return Followed(
            Whereabouts.ALTERED, self._told(quoted, (first + low, first + high)), start, end,
            self._new.text[start:end], carried, min(round(likeness, 2), 0.99), stands=quoted.code in self._new.code,
        )  # fmt: skip

    def _told(self, quoted: Quote, now: Run) -> str:
        gone, come = self._changed(quoted.words, now)
        parts = [f"{what}: {' '.join(words)}" for what, words in (("gone", gone), ("new", come)) if words]
        return f"Words of the quotation changed ({'; '.join(parts)})."[:LONGEST_REASON]

    def _is_beside_a_gap(self, quoted: Quote) -> bool:
        """Whether words of the article that the old excerpt left out may stand where the quotation stood."""
        if not self._from_excerpt:
            return False
        first = self._beside.matched_before(quoted.units[0]) + 1
        last = self._beside.matched_behind(quoted.units[1])
        text = self._old.text[
            self._old.starts[self._old.units[first][0]] : self._old.ends[self._old.units[last - 1][1] - 1]
        ]
        return GAP in text.split("\n")

    def _holds_a_gap(self, windows: list[Run]) -> bool:
        """Whether the new excerpt left something out where the quotation's sentence would have to stand."""
        lines = (
            self._new.text[start:end].split("\n") for one in windows for start, end in self._extents(one)
        )
        return self._to_excerpt and any(GAP in one for one in lines)

    def _uncertain(self, quoted: Quote, first: int, last: int) -> Followed:
        why = (
            "A sentence like it stands there; the earlier excerpt leaves open whether it stood there before."
        )
        return self._ambiguous(quoted, why, ((self._new.starts[first], self._new.ends[last - 1]),))

    def _lost(self, quoted: Quote) -> Followed:
        """Nothing in its place: a sentence like it may have come elsewhere, or the new text keeps too little."""
        if near := self._successors.elsewhere(quoted):
            places = tuple(place for unit in near[:PLACES] for place in self._extents((unit, unit)))
            return self._ambiguous(
                quoted, "A sentence like it stands elsewhere; it may be another one.", places
            )
        if self._to_excerpt:
            why = "This capture keeps only passages of the article; the words are in none of them."
            return self._ambiguous(quoted, why)
        stands = quoted.code in self._new.code
        why = "The words stand only where they were before as well." if stands else "The words are not there."
        return Followed(Whereabouts.GONE, why, stands=stands)

    def _extents(self, run: Run) -> tuple[Run, ...]:
        first, last = self._new.units[run[0]][0], self._new.units[run[1]][1]
        return ((self._new.starts[first], self._new.ends[last - 1]),)

    def _ambiguous(self, quoted: Quote, why: str, places: tuple[Run, ...] = ()) -> Followed:
        found = places or tuple(
            (self._new.starts[place], self._new.ends[place + len(quoted.code) - 1])
            for place in islice(_occurrences(self._new.code, quoted.code), PLACES)
        )
        return Followed(Whereabouts.AMBIGUOUS, why, places=found, stands=quoted.code in self._new.code)


def _occurrences(code: str, part: str) -> Iterator[int]:
    place = code.find(part)
    while place >= 0:
        yield place
        place = code.find(part, place + 1)


def _reaches_over_a_gap(text: str, start: int, end: int) -> bool:
    try:
        passage(text, start, end)
    except InvalidValue:
        return True
    return False
