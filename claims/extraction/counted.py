"""What a number counts, from the words after it: unit, measure, among whom, and where the words end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.extraction.figure_words import (
    IRREGULAR,
    NOT_HEADS,
    PERSONS,
    PLURAL_CAPITAL,
    STATES,
    STOP,
    UNITS,
)

_WORD = re.compile(r"[^\S\n]{1,2}\"?([A-Za-z][\w'\u2019.-]{0,40}?)(?=[\s,.;:!?\"\u201d)\u2019\]]|$)")
_PERCENT = re.compile(
    r"\s?(?:%|(?:percent|per\s?cent|pct)\b)(?P<points>\s(?:percentage\s)?points?\b)?|\spercentage\spoints?\b"
)
_OF_THEM = re.compile(
    r"\s(?:more\s|other\s|of\s(?:the|its|their|his|her|our|these|those|all)\s(?:more\s|other\s)?)(?=\w)"
)
_SQUARE = re.compile(r"\s(?P<power>square|sq\.?|cubic)(?=\s)")
_UNIT = re.compile(r"(?:[-\s]|)(?P<unit>[A-Za-z]{1,12})(?P<squared>\u00b2|2)?(?![\w])")
_PER = re.compile(
    r"\s(?:per|an?)\s(?P<per>second|minute|hour|day|week|month|year|night|person|head|capita|ton|tonne|barrel|gallon|liter|litre)\b"
)
_STATE = re.compile(
    r"(?:\s(?:had|have|has|were|was|are|is|be|been|being|reported|reportedly|confirmed|left)){0,3}\s(?P<state>[a-z]+)\b"
)
_PLACE = (
    r"(?:the\s|all\s|its\s|their\s|his\s|her\s)?[A-Z][\w'\u2019-]{0,30}(?:[\s-](?:and\s|of\s"
    r"|the\s)?[A-Z][\w'\u2019-]{0,30}){0,4}"
)
_AFTER_PLACE = r"[,.;:)]|\s(?:who|that|which|were|was|are|is|had|have)\b|$"
_POPULATION = re.compile(
    rf"\s(?P<words>(?:in|among|across|throughout|from|outside|inside|near|around|of|at)\s(?:{_PLACE}(?:(?:,\s{_PLACE}){{0,5}},?\sand\s{_PLACE})?"
    rf"|(?:the|all|its|their)\s[a-z]{{2,20}}(?=\s(?:in|on|by|and)\b|{_AFTER_PLACE})"
    rf"|(?:the|all|its|their)\s[a-z]{{2,20}}\s[a-z]{{3,20}}(?={_AFTER_PLACE})))(?P<on>\s[a-z]+)?"
)
_LED_BY_THE = re.compile(r"[a-z]+\sthe\s[A-Z]")
_GOES_ON = re.compile(r"\s[a-z]")
_OF_PERSONS = ("ists", "schoolchildren", "workers", "goers")
_NO_PERSONS = frozenset(
    {"lists", "twists", "wrists", "fists", "mists", "exists", "consists", "insists", "resists"}
)
_PAIRED = re.compile(r"\sand\s(?:women|men|children|girls|boys)\b")
_CARRIED = re.compile(
    r"(?i)\b(?:and|with|while)\s(?:another\s|some\s|about\s|at\sleast\s|more\sthan\s)?$|,\s$"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: where its words end, its unit, and its measure as a noun with what became of it."""

    end: int
    unit: str
    noun: str
    state: str = ""
    population: str = ""

    @property
    def measure(self) -> str:
        """The noun with what became of it."""
        return " ".join(part for part in (self.noun, self.state) if part)


def percent_at(text: str, position: int) -> Counted | None:
    """Percent or percentage points, with the whole that they are of."""
    found = _PERCENT.match(text, position)
    if found is None:
        return None
    points = "point" in found[0]
    return Counted(found.end(), "percentage points" if points else "percent", "")


def unit_at(text: str, position: int) -> Counted | None:
    """A unit of measurement or of time: “km”, “square miles”, “years”, “degrees”."""
    power = _SQUARE.match(text, position)
    start = power.end() if power else position
    found = _UNIT.match(text, start)
    if found is None or (found["unit"].lower() not in UNITS and not found["squared"]):
        return None
    name = UNITS.get(found["unit"].lower(), "")
    if not name or (found["unit"] == "ha" and text[start : start + 1] != " "):
        return None
    kind = (
        "square " if (power and power["power"][0] == "s") or found["squared"] else "cubic " if power else ""
    )
    per = _PER.match(text, found.end())
    unit = kind + name + (f" per {per['per']}" if per else "")
    return Counted(per.end() if per else found.end(), unit, "")


def noun_at(text: str, position: int, *, single: bool) -> Counted:
    """The noun that is counted, from the words after the number; empty where they name none."""
    of_them = _OF_THEM.match(text, position)
    at = of_them.end() - 1 if of_them else position
    words, end, head = _noun_words(text, at, single)
    state_at = _STATE.match(text, end)
    state = STATES.get(state_at["state"], "") if state_at else ""
    if not words:
        return Counted(
            position, "", "", state, _population(text, state_at.end()) if state and state_at else ""
        )
    unit = "persons" if is_person(head) else _plural(head, single)
    after = state_at.end() if state and state_at else end
    return Counted(end, unit, " ".join(words), state, _population(text, after))


def _noun_words(text: str, position: int, single: bool) -> tuple[list[str], int, str]:
    """The words up to and with the noun, where they end, and the noun."""
    words: list[str] = []
    end = position
    for _ in range(7):
        found = _WORD.match(text, end)
        if found is None:
            break
        word = found[1].rstrip(".-")
        lower = word.lower()
        if lower in STOP or (lower in STATES and lower not in PERSONS):
            break
        if words and lower.endswith(("ed", "ing")) and lower not in IRREGULAR:
            break
        if not words and lower in ("dead", "wounded", "injured", "missing"):
            break
        words.append(word)
        end = found.start(1) + len(word)
        if _is_head(word, lower):
            if lower in PERSONS and (pair := _PAIRED.match(text, end)):
                return [*words, *pair[0].split()], pair.end(), word
            return words, end, word
        if found[1] != word and len(word) > 2 and word[-2] != ".":
            break
    if len(words) == 1 and words[0].endswith("ed"):
        return [], position, ""
    if words and not single and words[-1].islower() and words[-1][-1] != "s" and _GOES_ON.match(text, end):
        return [], position, ""
    if words and (single or len(words) == 1 or words[-1][0].islower()):
        return words, end, words[-1]
    return [], position, ""


def _is_head(word: str, lower: str) -> bool:
    if lower in IRREGULAR or (lower in PERSONS and lower.endswith("s")):
        return True
    if word[0].isupper():
        return bool(PLURAL_CAPITAL.match(word))
    return (
        len(lower) > 3
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", "'s", "\u2019s", "ous"))
        and lower not in NOT_HEADS
    )


def is_person(word: str) -> bool:
    """Whether a noun names people."""
    lower = word.lower()
    return (
        lower in PERSONS
        or (lower.endswith(_OF_PERSONS) and lower not in _NO_PERSONS)
        or bool(word[:1].isupper() and PLURAL_CAPITAL.match(word))
    )


def _plural(head: str, single: bool) -> str:
    lower = head.lower()[:50]
    if not single or lower.endswith("s") or lower in IRREGULAR:
        return lower
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return lower[:-1] + "ies"
    return lower + ("es" if lower.endswith(("ch", "sh", "x", "z")) else "s")


def _population(text: str, position: int) -> str:
    found = _POPULATION.match(text, position)
    if found is None or (found["on"] and _LED_BY_THE.match(found["words"]) and _goes_on(found["on"].strip())):
        return ""
    return " ".join(found["words"].split())


def _goes_on(word: str) -> bool:
    """Whether a name is only the beginning of what follows it: “the Islamic faith”."""
    return word not in STOP and word not in STATES and not word.endswith(("ed", "ly", "ing"))


def whole_at(text: str, position: int) -> tuple[str, int]:
    """What a share is of: “of voters”, “of the country's schools”; and where its words end."""
    found = re.compile(r"\sof\s(?=\w)").match(text, position)
    if found is None:
        return "", position
    words: list[str] = []
    end = found.end() - 1
    for _ in range(7):
        word = _WORD.match(text, end)
        if word is None:
            break
        lower = word[1].lower().rstrip(".")
        leading = not words or all(
            w.lower() in ("the", "all", "its", "their", "his", "her", "our", "those") for w in words
        )
        allowed = lower in ("the", "all", "its", "their", "his", "her", "our", "those")
        if (lower in STOP and not (leading and allowed)) or lower in STATES:
            break
        words.append(word[1].rstrip("."))
        end = word.start(1) + len(words[-1])
        if _is_head(words[-1], lower):
            break
    return " ".join(words), end
