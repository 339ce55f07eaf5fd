"""Whether a clause looks back, stands in the present or looks ahead, told from the verb nearest to a place in it.

Words only, no grammar: good enough to choose between the Tuesday before and the Tuesday after.
"""

from __future__ import annotations

import re
from enum import StrEnum

_REACH = 160
_STOP = re.compile(r"[.;!?\n:](?=\s|$)")
_FUTURE = (
    r"will|shall|[a-z]+'ll|going to|would|(?:is|are|am|'s|was|were|be) (?:to\b|due|set|scheduled"
    r"|expected|planned|slated|about|likely)"
    r"|(?:plans?|planned|hopes?|intends?|wants?|expects?|aims?|promised|vowed|ha(?:s|ve) until) to"
    r"|won't|scheduled for|due"
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
_VERB = re.compile(
    rf"(?<![\w'])(?:(?P<future>(?:{_FUTURE})(?:\s(?:not|be|also|have|been|only|then|now)){{0,2}}(?:\s[a-z]+)?)|(?P<present>{_PRESENT})|(?P<past>{_PAST}))(?![\w'])",
    re.IGNORECASE,
)


class Tense(StrEnum):
    """Where the clause looks."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


def tense_around(text: str, start: int, end: int) -> Tense | None:
    """The tense of the verb nearest before a place in the same sentence, else of the first one after it."""
    before = text[max(0, start - _REACH) : start]
    stops = [found.end() for found in _STOP.finditer(before)]
    last = None
    for found in _VERB.finditer(before, stops[-1] if stops else 0):
        last = found
    if last is None:
        stop = _STOP.search(text, end, end + _REACH)
        last = _VERB.search(text, end, stop.start() if stop else end + _REACH)
    return Tense(last.lastgroup) if last and last.lastgroup else None


def tense_of(text: str) -> Tense | None:
    """The tense of the first verb of a text."""
    found = _VERB.search(text, 0, 2 * _REACH)
    return Tense(found.lastgroup) if found and found.lastgroup else None
