"""Figures that the words leave without a bound: “many”, “several dozen”, “a flurry of reports”."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.domain.numbers import Number, number_at
from claims.extraction.counted import Counted, noun_at, unit_at
from claims.extraction.figure_words import OF_PEOPLE

VAGUE_STARTS = (
    r"few|several|many|some|dozens|scores(?=\s(?:of|more|dead|killed|injured|wounded|arrested|were\s(?:killed|injured|wounded|arrested)))|tens|hundreds|thousands|millions|billions|trillions|numerous|countless|lots|plenty"
    r"|(?:days|weeks|months|years|decades)\sof|an?\s(?:few|couple|number|lot|handful|host|flurry|majority|minority|wave|string|slew"
    r"|multitude)|an?\s(?:small|large|huge|big|growing|sizable|tiny|great|vast|record|significant|limited|considerable)\s"
    r"(?:[a-z]+\s)?(?:group|band|crowd|number|gathering|majority|minority|handful)|(?:small|large|significant|great|growing|vast"
    r"|record|considerable|increasing|unknown)\snumbers"
)
_STARTS = re.compile(rf"(?i)(?:{VAGUE_STARTS})(?![\w'\u2019])")
_OF = re.compile(r"\sof(?:\s(?:the|these|those|his|her|its|their|our))?(?=\s)")
_NEVER = re.compile(r"(?i)\b(?:how|too|so|as|not|these|the|every|in)\s$")
_SOME_PHRASE = re.compile(
    r"(?i)\s(?:time|day|way|ways|sort|kind|point|extent|degree|of\sthe|of\sthis|of\sthat|of\sit|more|other|one|form|respects?)\b"
)
_ALONE = re.compile(r"(?i)\s(?:have|are|were|had|remain|believe|say|said|died)\b")
_PARTY = re.compile(r"(?i)\b(?:group|band|crowd|gathering)$")
_NAMED_TIME = re.compile(r"(?i)\b(?:the|early|late|last|first|final|these|those|recent|past)\s$")
_TIME_PLURAL = re.compile(r"(?i)(?:days|weeks|months|years|decades)\sof$")


def vague_at(text: str, start: int) -> tuple[Number, Counted] | int | None:
    """The vague figure that begins here; where to go on when the words are none; nothing when another kind begins."""
    found = _STARTS.match(text, start)
    if found is None:
        return None
    words, end = found[0].lower(), found.end()
    if _is_turn_of_phrase(text, start, words, end):
        return end
    if _TIME_PLURAL.search(words) and _NAMED_TIME.search(text, max(0, start - 10), start):
        return end
    if _TIME_PLURAL.search(words):
        unit = words.split()[0]
        return Number(start, end - 3, None, None, vague=True), Counted(end - 3, unit, "")
    number = number_at(text, start)
    end = number.end if number and number.vague else end
    of = _OF.match(text, end)
    at = of.end() if of else end
    if _PARTY.search(words) and not of:
        return Number(start, end, None, None, vague=True), Counted(end, "persons", words)
    counted = unit_at(text, at) or noun_at(text, at, single=False)
    if counted.noun and counted.unit != "persons" and not counted.unit.endswith("s"):
        return end
    if not counted.unit and not counted.noun:
        if number and number.scale > 1:
            unit = "persons" if counted.state in OF_PEOPLE else ""
            return replace(number, end=end), replace(counted, unit=unit)
        return _without_noun(text, start, words, end, counted)
    return Number(start, end, None, None, vague=True), counted


def _without_noun(
    text: str, start: int, words: str, end: int, counted: Counted
) -> tuple[Number, Counted] | int:
    if _PARTY.search(words):
        return Number(start, end, None, None, vague=True), Counted(end, "persons", words)
    if words.endswith("numbers") or counted.state or (words in ("some", "many") and _ALONE.match(text, end)):
        return Number(start, end, None, None, vague=True), Counted(
            end, "persons" if counted.state else "", words, counted.state
        )
    return end


def _is_turn_of_phrase(text: str, start: int, words: str, end: int) -> bool:
    before = text[max(0, start - 8) : start]
    if words in ("many", "few") and _NEVER.search(before):
        return True
    if words != "some":
        return False
    number = number_at(text, end + 1)
    return bool(_SOME_PHRASE.match(text, end) or number or text[end + 1 : end + 2].isdigit())
