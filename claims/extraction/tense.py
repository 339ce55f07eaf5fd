"""Whether a clause looks back, stands in the present or looks ahead, told from the verb nearest to a place in it.

Words only, no grammar: good enough to choose between the Tuesday before and the Tuesday after.
"""

from __future__ import annotations

import re
from enum import StrEnum

_REACH = 160
_STOP = re.compile(r"[.;!?\n:](?=\s|$)")
_FUTURE = (
    r"(?-i:will)|shall|[a-z]+'ll|going to|would|(?:is|are|am|'s|was|were|be) (?:to\b|due|set|scheduled"
    r"|expected|planned|slated|about to\b|likely to\b)"
    r"|(?:plans?|planned|hopes?|intends?|wants?|expects?|aims?|promised|vowed|ha(?:s|ve) until) to"
    r"|won't|scheduled for|(?:due|set|scheduled|slated|expected) to\b|due"
)
_PRESENT = (
    r"is|are|am|has|have|does|do|isn't|aren't|hasn't|haven't|doesn't|don't|remains?|stands?|seems?|appears?|lives?|says|believes?"
    r"|[a-z]+'(?:re|ve)|it's|that's|there's|can|means?|continues?|faces?|knows?|thinks?|wants?|needs?"
)
_PAST = (
    r"was|were|had|did|said|told|went|came|took|got|gave|found|made|met|held|won|lost|began|broke|brought|fell|felt|fought|led"
    r"|left|rose|sent|saw|shot|spoke|spent|stood|struck|hit|put|set|quit|wrote|became|grew|knew|kept|ran|sat|sought|thought|wore"
    r"|wasn't|weren't|hadn't|didn't|been|[a-z]{2,}(?:[^e\W]ed|eed)"
)
_OPEN = (
    r"(?:(?-i:may|might)(?!\s(?:not\s)?have\b)|could(?=\s(?:[a-z]+\s)?be\b))"
    r"(?:\s(?:not|be|also|only|then|now|well|soon|yet|still)){0,2}(?:\s[a-z]+)?"
)
_SUPPOSED = r"(?:(?-i:may|might)|could|would|must|should)(?:n't|\snot)?\shave"
_VERB = re.compile(
    rf"(?<![\w'])(?:(?P<open>{_OPEN})|(?P<supposed>{_SUPPOSED})|(?P<future>(?:{_FUTURE})(?:\s(?:not|be|also|have|been|only|then|now)){{0,2}}(?:\s[a-z]+)?)|(?P<present>{_PRESENT})|(?P<past>{_PAST}))(?![\w'])",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?i)\b(?:I|we)\s(?:think|believe|guess|suppose|suspect|hope|fear|know)\b(?:\sthat\b)?"
    r"|\b(?:reason|problem|fact|point|result|truth|issue|danger)\b[^,.;]{0,60}?\s(?:is|was)\sthat\b"
    r"|\b(?:if|unless)\s[^,.;]{1,120},"
)
_PERFECT = re.compile(
    r"(?i)(?:has|have|[a-z]+'ve|hasn't|haven't)\s(?!(?:an?|the|no|to|some|many|his|her|its|their|our|my|your|this|that)\b)(?:[a-z]+\s){0,3}?"
    r"(?:been|become|begun|come|gone|done|had|made|said|told|led|met|held|lost|won|found"
    r"|fought|built|brought|kept|left|put|run|set|hit|cut|risen|fallen|grown|seen|taken|given|[a-z]{2,}(?:ed|wn|ken|ven|tten))\b"
)
_WANTS = re.compile(r"(?i)(?:wants?|hopes?|needs?)\s")


class Tense(StrEnum):
    """Where the clause looks."""

    PAST = "past"
    PERFECT = "up to the present"
    PRESENT = "present"
    FUTURE = "future"
    OPEN = "now or later, if at all"


def tense_around(text: str, start: int, end: int) -> Tense | None:
    """The tense of the verb nearest before a place in the same sentence, else of the first one after it."""
    last = _last_verb(text, start)
    if last is None:
        stop = _STOP.search(text, end, end + _REACH)
        last = _VERB.search(text, end, stop.start() if stop else end + _REACH)
    return _told_by(last)


def verb_before(text: str, start: int) -> str:
    """The verb nearest before a place in the same sentence; empty when there is none."""
    last = _last_verb(text, start)
    return last[0] if last else ""


def _last_verb(text: str, start: int) -> re.Match[str] | None:
    before = text[max(0, start - _REACH) : start]
    stops = [found.end() for found in _STOP.finditer(before)]
    last = None
    for found in _VERB.finditer(before, stops[-1] if stops else 0):
        last = found
    return last


def tense_of(text: str) -> Tense | None:
    """The tense of the first verb of a text, behind “I think”, “the reason is that” and a condition."""
    start = 0
    while start < 2 * _REACH and (frame := _FRAME.search(text, start, start + 2 * _REACH)):
        if _VERB.search(text, start, frame.start()):
            break
        start = frame.end()
    found = _VERB.search(text, start, start + 2 * _REACH)
    if found and _PERFECT.match(text, found.start()):
        return Tense.PERFECT
    if found and _WANTS.match(found[0]):
        return Tense.PRESENT
    if found and found[0].lower().startswith("would"):  # as often what came after the past that is told
        return Tense.OPEN
    return _told_by(found)


def _told_by(verb: re.Match[str] | None) -> Tense | None:
    if verb is None:
        return None
    kind = verb.lastgroup or ""
    return Tense.PAST if kind == "supposed" else Tense[kind.upper()]
