"""What only looks like a figure: times, ages, ordinals, scores, telephone numbers, and numbers in names."""

from __future__ import annotations

import re

from claims.domain.numbers import Number
from claims.extraction.counted import noun_at, percent_at, unit_at
from claims.extraction.figure_parts import Modified
from claims.extraction.figure_words import NAMED, PERSONS, STOP

_TIME = re.compile(
    r"(?i):[0-9]{2}|(?:\.[0-9]{2})?\s?[ap]\.?m\b|\s?(?:o['\u2019]clock|gmt|utc|hours\s(?:gmt|utc|local)|local\stime)\b"
)
_MINUS = re.compile(r"(?i)(?:\bminus\s|(?<![\w.)])[-\u2212])[$\u20ac\u00a3]?$")
_AGE = re.compile(
    r"(?i)[-\s](?:years?|months?|weeks?|days?)[-\s](?:old|of\sage)\b|[-\s]year[-\s]olds?\b|\syears\syoung\b"
)
_PHONE = re.compile(
    r"\+?\(?[0-9]{2,4}\)?[-.\s][0-9]{3,4}[-.\s][0-9]{3,4}(?:[-.\s][0-9]{2,4})?(?![\w,])|[0-9]{3}-[0-9]{4}(?![\w-])"
)
_CHAIN = re.compile(r"\s?[-\u2010-\u2015/:x\u00d7]\s?[0-9]+|/[0-9A-Za-z]")
_GLUED_LETTERS = re.compile(r"[A-Za-z\u00b0]")
_GLUED_UNIT = re.compile(r"(?:km|kg|mg|cm|mm|ft|mph|mw|gw|k|m|bn|lbs?|ha|kms|h|s)\b(?!\.)", re.IGNORECASE)
_NAME_COMMA = re.compile(r"[A-Z][\w.'\u2019-]{0,40},?\s?[,(]\s?$")
_ENDS_AGE = re.compile(r"\s?[,).;]|\s?(?:and|of|from)\b")
_CAPITAL_BEFORE = re.compile(r"(?:^|[^.!?\u201d\"\n:]\s)(?P<word>[A-Z][\w'\u2019-]*)\s(?:\(|\u201c|\")?$")
_SPORT = re.compile(
    r"(?i)\b(?:won|win|wins|winning|beat|beats|beaten|beating|lost|lose|defeat(?:ed|ing)?|drew|draw|tied|score[ds]?|lead|led|victory|goals?"
    r"|vote[ds]?|voting|ruling|ruled|decision|match|game|seed)\b"
)
_ONE_PHRASE = re.compile(
    r"(?i)\s(?:of\b|another|day\b|thing|way\b|reason|can\b|must|should|would|could|who\b|that\b|such|side|hand|time\b|more\b|point\b"
    r"|or\sthe\sother|goes\b|is\b|was\b|has\b|had\b|says\b|said\b|does\b|comes\b|gets\b|wants\b|needs\b|gives\b|finds\b|may\b|might\b|parallel\b|by\sone|last\b|final\b|moment|night|morning|evening)|[-\u2010](?!(?:person|man|woman|member)\b)|['\u2019]"
)
_NO_ONE = re.compile(
    r"(?i)\b(?:no|any|every|some|each|this|that|the|which|another|good|great|big|new|old|number|loved|little|only|first|last|next|for|by|as|it)\s$"
)
_PERSON_IS = re.compile(
    r"(?i)\b(?:I|he|she|who)(?:\s(?:was|is|turned|turns|am)|['\u2019]s|['\u2019]m)\s(?:only\s|just\s|about\s|around\s|nearly\s)?$"
)
_YEAR_BEFORE = re.compile(r"(?:1[0-9]|20)[0-9]{2}(?:,|\s(?:and|or|to)|-)\s?$")
_CENTURY = re.compile(
    r"(?i)[-\s](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|th|century|and\sa\shalf)\b"
)


def is_no_figure(text: str, start: int, number: Number, before: Modified) -> int:
    """Where to go on when the number is no figure; 0 when it may be one."""
    digits = text[number.start].isdigit()
    if _MINUS.search(text, max(0, start - 8), start) or _MINUS.search(
        text, max(0, number.start - 8), number.start
    ):
        return number.end  # a figure below zero is left to people rather than told as one above it
    if digits and (phone := _PHONE.match(text, number.start)):
        return phone.end()
    if text[max(0, start - 1) : start] in ("-", "\u2010", "#", "@", "_", "+", ".") and _is_joined(
        text, start
    ):
        return number.end
    if _TIME.match(text, number.end) and not number.is_range:
        return number.end + 3
    if _AGE.match(text, number.end) or _CENTURY.match(text, number.end):
        return number.end + 5
    if digits and (chain := _is_chain(text, number)):
        return chain
    if digits and not number.glued and _GLUED_LETTERS.match(text, number.end):
        return 0 if _GLUED_UNIT.match(text, number.end) else number.end
    if _is_named(text, start, number, digits) or _is_age_in_commas(text, start, number):
        return number.end
    if _is_age_of_somebody(text, start, number) or _is_year_in_list(text, start, number):
        return number.end
    return number.end if _is_one(text, number, before) else 0


def _is_age_of_somebody(text: str, start: int, number: Number) -> bool:
    """“since I was sixteen”; “you two” is no figure either."""
    young = number.low is not None and not number.is_range and 0 < number.low <= 115 and number.scale == 1
    if not young or percent_at(text, number.end) or unit_at(text, number.end):
        return False
    before = text[max(0, start - 32) : start]
    if _PERSON_IS.search(before):
        return not noun_at(text, number.end, single=False).unit.endswith("s")
    return (
        before.lower().endswith(("you ", "we "))
        and number.low == 2
        and not noun_at(text, number.end, single=False).unit.endswith("s")
    )


def _is_year_in_list(text: str, start: int, number: Number) -> bool:
    """“the 2011 and 2017 censuses”."""
    digits = text[number.start : number.end]
    is_year = len(digits) == 4 and digits.isdigit() and "1700" <= digits <= "2099"
    return is_year and _YEAR_BEFORE.search(text, max(0, start - 12), start) is not None


def _is_joined(text: str, start: int) -> bool:
    mark = text[start - 1]
    return mark not in "-\u2010+." or text[max(0, start - 2) : start - 1].isalnum()


def _is_chain(text: str, number: Number) -> int:
    """A score or another chain of numbers: “2-1”, “24/7”, “3-0 win”; where it ends."""
    chain = _CHAIN.match(text, number.end)
    if chain:
        end = chain.end()
        while longer := _CHAIN.match(text, end):
            end = longer.end()
        return end
    short = number.is_range and number.high is not None and number.high < 20
    if short and "-" in text[number.start : number.end].replace("\u2013", "-"):
        around = text[max(0, number.start - 40) : number.end + 24]
        if _SPORT.search(around):
            return number.end
    return 0


def _is_named(text: str, start: int, number: Number, digits: bool) -> bool:
    """Whether it belongs to a name: “Flight 93”, “Resolution 1267”, “Windows 7”, “the Seven Network”."""
    before = text[max(0, start - 24) : start]
    if NAMED.search(before):
        return True
    if not digits:
        in_sentence = re.search(r"[\w,;]\s(?:the\s|an?\s)?$", before) is not None
        return (
            text[number.start].isupper()
            and in_sentence
            and re.match(r"[\s-][A-Z]", text[number.end : number.end + 2]) is not None
        )
    capital = _CAPITAL_BEFORE.search(text, max(0, start - 44), start)
    if capital is None or capital["word"].lower() in STOP:
        return False
    following = re.match(r"\s([a-z]{3,})", text[number.end : number.end + 24])
    if re.match(r"\s?(?:%|percent|per\scent|k|km|kg)", text[number.end : number.end + 9]):
        return False
    return following is None or not (following[1].endswith("s") or following[1] in PERSONS)


def _is_age_in_commas(text: str, start: int, number: Number) -> bool:
    """“John Smith, 45, said”."""
    young = number.low is not None and not number.is_range and number.low <= 115 and number.scale == 1
    return young and bool(
        _NAME_COMMA.search(text, max(0, start - 44), start) and _ENDS_AGE.match(text, number.end)
    )


def _is_one(text: str, number: Number, before: Modified) -> bool:
    """Whether “one” is a pronoun or a turn of phrase."""
    if text[number.start : number.end].lower() != "one":
        return False
    return bool(
        _ONE_PHRASE.match(text, number.end) or _NO_ONE.search(text, max(0, number.start - 12), number.start)
    )
