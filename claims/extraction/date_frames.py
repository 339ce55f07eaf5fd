"""Expressions of time as they stand in a text: each with the words before it, joined where two make one stretch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claims.domain.edtf_bounds import ends
from claims.domain.errors import InvalidValue
from claims.extraction.date_core import Core, DateKind, Setting
from claims.extraction.date_words import next_expression
from claims.extraction.reckoning import Published
from claims.extraction.relative_dates import COUNTED
from claims.extraction.written_dates import WRITTEN

_READERS = WRITTEN | COUNTED
_PLACED = (
    r"in|on|at|during|throughout|over|within|for|early\son|late\son|late\sin|early\sin|later\sin|earlier\sin|back\sin|as\sof|as\searly\sas"
    r"|as\slate\sas|as\srecently\sas|ever\ssince|since|until|till|up\suntil|up\sto|through|no\slater\sthan|by|before|prior\sto|ahead\sof"
    r"|after|following|between|from|around|about|circa|approximately|of"
)
_BEFORE = re.compile(rf"(?i)(?<![\w-])(?P<word>{_PLACED})\s(?P<the>(?:the|about|around)\s)?$")
_JOINS = re.compile(
    r"\s?[-\u2010-\u2015]\s?|\s(?P<word>to|until|till|through|and|or)\s(?:(?:in|on|the|early|late|mid)\s)?"
)
_ONWARD = re.compile(r"\s(?:on\b(?!\s\w)|onwards?\b|forward\b)")
_SINCE = ("since", "ever since")
_UNTIL = (
    "until",
    "till",
    "up until",
    "up to",
    "through",
    "no later than",
    "by",
    "before",
    "prior to",
    "ahead of",
)
_AFTER = ("after", "following")
_ROUGHLY = ("around", "about", "circa", "approximately")
_INSIDE = ("of",)
_RANK = (
    DateKind.STATED,
    DateKind.YEARLESS,
    DateKind.RELATIVE,
    DateKind.FOLLOWING,
    DateKind.PRESENT,
    DateKind.UNCLEAR,
)


def framed(text: str, published: Published | None) -> list[Core]:
    """Every expression of time in the text, in order and apart from one another."""
    cores = _cores(text, published)
    found: list[Core] = []
    position = number = 0
    while number < len(cores):
        frame, used = _framed(text, cores, number, position)
        found.append(frame)
        position, number = frame.end, number + used
    return found


def _cores(text: str, published: Published | None) -> list[Core]:
    found: list[Core] = []
    setting = Setting(text, published, found)
    position = 0
    while match := next_expression(text, position):
        read = _READERS[match.lastgroup or ""](match, setting)
        if read is None:
            position = _after_first_word(text, match.start(), match.end())
        else:
            found.append(read)
            position = match.end()
    return found


def _after_first_word(text: str, start: int, end: int) -> int:
    position = start + 1
    while position < end and text[position].isalnum():
        position += 1
    return position


def _framed(text: str, cores: Sequence[Core], number: int, position: int) -> tuple[Core, int]:
    """A core with the words around it, joined with the next where they make one stretch; and how many it used."""
    core = cores[number]
    before = _BEFORE.search(text, max(position, core.start - 24), core.start)
    word = " ".join(before["word"].lower().split()) if before else ""
    start = before.start() if before and word not in _INSIDE else core.start
    if number + 1 < len(cores):
        joined = _joined(text, core, cores[number + 1], word)
        if joined:
            return replace(joined, start=start), 2
    return replace(_alone(text, core, word), start=start), 1


def _joined(text: str, one: Core, two: Core, word: str) -> Core | None:
    """Two dates that one stretch lies between: “between 2006 and 2008”, “from May to July”, “in 1999 and 2000”."""
    gap = _JOINS.fullmatch(text, one.end, two.start) if two.start - one.end <= 16 else None
    if gap is None or word in (*_SINCE, *_UNTIL, *_AFTER):
        return None
    one, two = _lent(one, two)
    first, last = start_of(one.edtf), end_of(two.edtf)
    if not first or not last or (not gap["word"] and two.kind in (DateKind.RELATIVE, DateKind.PRESENT)):
        return None
    if gap["word"] in ("and", "or") and word != "between" and not _are_next(one.edtf, two.edtf):
        return None
    edtf = f"{first}/{last}"
    if not can_be(edtf):
        return None
    kind = max(one.kind, two.kind, key=_RANK.index)
    return Core(one.start, two.end, edtf, kind, one.note or two.note)


def _lent(one: Core, two: Core) -> tuple[Core, Core]:
    """Both dates, where one has no year of its own with the year of the other."""
    if one.yearless and not two.yearless and two.edtf[:4].isdigit():
        return _with_year(one, int(two.edtf[:4]), later=False, than=two.edtf), two
    if two.yearless and not one.yearless and one.edtf[:4].isdigit():
        return one, _with_year(two, int(one.edtf[:4]), later=True, than=one.edtf)
    return one, two


def _with_year(core: Core, year: int, *, later: bool, than: str) -> Core:
    month, day = core.yearless or (1, None)
    tail = f"-{month:02}" + (f"-{day:02}" if day else "")
    edtf = f"{year}{tail}"
    if later and edtf < than[: len(edtf)]:
        edtf = f"{year + 1}{tail}"
    elif not later and edtf > than and len(than) > 4:
        edtf = f"{year - 1}{tail}"
    return replace(core, edtf=edtf, kind=DateKind.STATED, note="the year is that of the date beside it")


def _are_next(one: str, two: str) -> bool:
    """Whether two dates of one fineness follow each other with nothing between."""
    if len(one) != len(two) or "X" in one + two or not (can_be(one) and can_be(two)):
        return False
    first, second = ends(one, "edtf")[1].core, ends(two, "edtf")[0].core
    return bool(first and second and 0 < (second.first - first.last).days <= 1)


def _alone(text: str, core: Core, word: str) -> Core:
    """One date with the word before it: “since May”, “by early July”, “around 2001”."""
    if not core.edtf:
        return core
    first, last = start_of(core.edtf), end_of(core.edtf)
    edtf = core.edtf
    if word in _SINCE and first:
        edtf = f"{first}/.."
    elif word in _UNTIL and last:
        edtf = f"/{last}"
    elif word in _AFTER and first:
        edtf = f"{first}/"
    elif word == "from" and first and (onward := _ONWARD.match(text, core.end)):
        core, edtf = replace(core, end=onward.end()), f"{first}/.."
    elif word in _ROUGHLY and edtf[-1].isalnum() and "/" not in edtf:
        edtf = edtf + "~"
    return replace(core, edtf=edtf) if can_be(edtf) else core


def start_of(edtf: str) -> str:
    """The beginning of an expression, as the end of an interval may be written; empty when it has none."""
    return _in_interval(edtf.split("/")[0], "0")


def end_of(edtf: str) -> str:
    """The last of an expression, as the end of an interval may be written; empty when it has none."""
    return _in_interval(edtf.split("/")[-1], "9")


def _in_interval(part: str, digit: str) -> str:
    """An end of an interval, where unspecified digits are not allowed: the first or the last year they can mean."""
    if part == "..":
        return ""
    return part.replace("X", digit).rstrip("~") + "~" if "X" in part else part


def can_be(edtf: str) -> bool:
    """Whether it is an expression that can be used as a date."""
    try:
        ends(edtf, "edtf")
    except InvalidValue:
        return False
    return True
