"""What a machine read in a text, put as a claim: whose words its parts are, and a statement that is no surer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from claims.domain.spans import Span, bracket_spans
from claims.domain.text import LIMITS
from claims.domain.vocabulary import Modality, Quotation, SpanRole

Stretch = tuple[int, int]

_WORD = re.compile(r"\w+")
_OPENS, _CLOSES, _TOGGLES = "“„«", "”»", '"'
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\S)(.+?)(?<=\S)[’'](?!\w)")
_THAT = re.compile(
    r"^that (?=\w)(?!(?:is|was|were|are|will|would|can|could|may|might|must|should"
    r"|has|had|have|did|does|makes?|means?)\b)"
)
"""The conjunction of “said that nobody came”, not the pronoun of “said that was wrong”."""
_ROOM = 200
"""Characters of a statement that are left for the hedges behind its words."""


def voices(text: str, content: Sequence[Stretch], quotation: Quotation) -> tuple[Span, ...]:
    """Whose words the content is: the speaker's own within quotation marks, the editors' within square brackets.

    What stands outside of quotation marks is paraphrase. Of a narrative nothing is marked, and of a direct quotation
    without marks neither: a person says then whose words they are.
    """
    start, end = content[0][0], content[-1][1]
    editorial = bracket_spans(text, start=start, end=end)
    marks = {place for place in range(start, end) if text[place] in "[]" + _OPENS + _CLOSES + _TOGGLES}
    inserted = [range(one.start, one.end) for one in editorial]
    is_quotation = quotation in (Quotation.DIRECT, Quotation.MIXED)
    quoted = list(_quoted(text, start, end)) if is_quotation else []
    if quotation is Quotation.NARRATIVE or (quotation is Quotation.DIRECT and not quoted):
        return editorial
    own = {place for first, behind in quoted for place in range(max(first, start), min(behind, end))}
    found = list(editorial)
    for first, behind in content:
        roles = [
            None
            if place in marks or any(place in one for one in inserted)
            else SpanRole.OWN_WORDS
            if place in own
            else SpanRole.PARAPHRASE
            for place in range(first, behind)
        ]
        found.extend(_runs(text, first, roles))
    return tuple(sorted(found, key=lambda span: span.start))


def _runs(text: str, at: int, roles: Sequence[SpanRole | None]) -> Iterator[Span]:
    """Stretches of one role that hold a word, without the blanks around them."""
    first = 0
    for place in range(1, len(roles) + 1):
        if place < len(roles) and roles[place] == roles[first]:
            continue
        role, words = roles[first], text[at + first : at + place]
        if role and _WORD.search(words):
            begin = at + first + len(words) - len(words.lstrip())
            yield Span(begin, begin + len(words.strip()), role)
        first = place


def _quoted(text: str, start: int, end: int) -> Iterator[Stretch]:
    """What stands between quotation marks in the lines of text[start:end]; an open quotation ends with its line."""
    at = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    for line in text[at : len(text) if last < 0 else last].split("\n"):
        yield from _in_line(line, at)
        at += len(line) + 1


def _in_line(line: str, at: int) -> Iterator[Stretch]:
    if not any(mark in line for mark in _OPENS + _CLOSES + _TOGGLES):
        yield from ((at + one.start(1), at + one.end(1)) for one in _SINGLE.finditer(line))
        return
    opened: int | None = None
    for place, letter in enumerate(line):
        if opened is None and (letter in _OPENS or letter in _TOGGLES):
            opened = place + 1
        elif opened is not None and (letter in _CLOSES or letter in _TOGGLES):
            yield at + opened, at + place
            opened = None
    if opened is not None:
        yield at + opened, at + len(line)


def statement(
    text: str, content: Sequence[Stretch], *, modality: Modality, hedges: Sequence[str], cue: str
) -> str:
    """The content's own words; hedges that are not among them follow in brackets, so that it is never surer.

    Where the claim is not simply asserted and no hedge says so, the attributing words follow.
    """
    words = " … ".join(_unquoted(" ".join(text[start:end].split())) for start, end in content)
    words = _THAT.sub("", words)
    room = LIMITS["statement"] - _ROOM
    if len(words) > room:
        words = f"{words[:room].rpartition(' ')[0] or words[:room]} …"
    behind = [hedge for hedge in hedges if hedge not in words]
    if modality is not Modality.ASSERTED and not hedges and cue:
        behind.append(cue)
    told = "; ".join(f"“{one}”" for one in behind)
    return f"{words} ({told[: _ROOM - 10]})" if told else words


def _unquoted(words: str) -> str:
    """The words without the marks around them, where those belong to the whole."""
    marks = _OPENS + _CLOSES + _TOGGLES
    inner = words[1:-1]
    is_whole = len(words) > 2 and words[0] in marks and words[-1] in marks
    return inner if is_whole and not any(mark in inner for mark in marks) else words


class Words:
    """The words of a text by their numbers, so that places in it can be compared."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self.starts, self.ends = [one.start() for one in found], [one.end() for one in found]

    def of(self, stretches: Iterable[Stretch]) -> frozenset[int]:
        """The numbers of the words that stand wholly or partly in the stretches."""
        return frozenset(
            number
            for start, end in stretches
            for number in range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        )


def shared(one: frozenset[int], other: frozenset[int]) -> float:
    """Jaccard's share: words of both among the words of either."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text by themselves, in small letters."""
    return tuple(_WORD.findall(text.casefold()))
