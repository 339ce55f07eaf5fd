"""What stands in a text and not in a claim that was found for it, where that may turn the match round.

Neither shared words nor a near meaning tells a statement from its denial, one figure from another, or “more than”
from “not more than”. Only what can be seen in the words is said: figures of the text that the claim has not, bounds and
words of denial that only one of both has. All rules are this project's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claims.domain.numbers import Number, range_at

_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied|ying)|[a-z]{2,8}n[’']t)\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\b(?:not?|never) (?:more|less|fewer|earlier|later|before|after|only|just)\b|[;,] the article\b[^;]*",
    re.IGNORECASE,
)
"""What bounds a figure or a time, and what our statements add of an article: “the article does not say to whom”."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = rf"(?-i:{'|'.join(_MONTHS)})"
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d(?:-\d\d)?\b"
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?{_MONTH} (?:\d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d))?(?:,? ?\d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b"
    r"|\b(?:in|since|by|until|till|from|to|of|during|before|after|early|late|mid|around|spring|summer|autumn|fall|winter)"
    r"[ -](?:1[5-9]|20)\d\d\b(?! [a-z]+s\b)",
    re.IGNORECASE,
)
"""A time as it is written; a year on its own only behind a word that makes it one."""
_DIGITS = re.compile(r"\d+")
_BEGINS = re.compile(r"(?<![^\W_])(?:\d|[A-Za-z])")

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TENS = ("ten", "dozen", "score")
_NEAR = 10
"""“Hundreds” may be any figure from a hundred up to so many times as much."""

_NO_MORE, _NO_FEWER = "no more than", "no fewer than"
_BEFORE = (
    (_NO_MORE, r"(?:not|no|never) (?:more|greater|higher|larger) than|at (?:the )?most|up to|maximum of|"
               r"(?:fewer|less|lower|smaller) than|under|below"),
    (_NO_FEWER, r"(?:not|no|never) (?:fewer|less|lower|smaller) than|at (?:the )?least|minimum of|"
                r"(?:more|greater|higher|larger) than|over|above|upwards of|in excess of|exceed(?:ed|ing|s)?"),
)  # fmt: skip
_BEHIND = (
    (_NO_MORE, r" (?:or (?:fewer|less)|at (?:the )?most)\b"),
    (_NO_FEWER, r" (?:or more|at (?:the )?least)\b"),
)
_BOUND_BEFORE = [
    (kind, re.compile(rf"\b({words})(?: about| some)? ?[$€£]?$", re.IGNORECASE)) for kind, words in _BEFORE
]
_BOUND_BEHIND = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _BEHIND]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in a text: its words, its ends, the scale of a vague one (“hundreds”), and its bound."""

    words: str
    ends: frozenset[Decimal]
    scale: int
    bound: str
    bound_words: str


def cautions(
    text: str, statement: str, quotation: str, times: str = "", *, denied: bool = False
) -> list[str]:
    """Where a text and a claim may say different things although they look alike, in words.

    `times` are the claim's own in EDTF; `denied` says that its speaker denies the statement.
    """
    claim = f"{statement}\n{quotation}"
    told = [f"“{one}” is not in the claim." for one in figures(text, claim, times)]
    theirs, ours = bounds(text, claim)
    if theirs or ours:
        told.append(_one_sided(theirs, ours, nothing="no such bound"))
    theirs, ours = denial(text), "a denial" if denied else denial(statement)
    if bool(theirs) != bool(ours):
        told.append(
            _one_sided(theirs, "", nothing="no denial") if theirs else "Only the claim denies something."
        )
    return told


def figures(text: str, claim: str, times: str = "") -> list[str]:
    """The figures of the text, as they stand there, that the claim has neither in digits nor in words.

    Parts of a date may also stand in `times`, the claim's own in EDTF; other figures may not. “Hundreds” is held by any
    figure of that size.
    """
    ours, theirs = list(_figures(_DATE.sub(" ", text))), list(_figures(_DATE.sub(" ", claim)))
    values = {end for one in theirs for end in one.ends}
    values |= {Decimal(year) for date in _DATE.findall(claim) for year in re.findall(r"\d{4}", date)}
    days = {int(digits) for digits in _DIGITS.findall(f"{claim} {times}")}
    days |= {_MONTHS.index(name) + 1 for name in re.findall(rf"\b{_MONTH}\b", claim)}
    dated = [part for date in _DATE.findall(text) for part in re.findall(rf"\d+|\b{_MONTH}\b", date)]
    strange = [one.words for one in ours if not one.ends <= values or not _holds(theirs, one.scale)]
    return list(dict.fromkeys([*strange, *(part for part in dated if _number_of(part) not in days)]))


def bounds(text: str, claim: str) -> tuple[str, str]:
    """The words of a bound of figures that only the text has, and those that only the claim has, or nothing.

    “At most” and “fewer than” are one bound, “at least” and “more than” are the other.
    """
    ours, theirs = _bounds(text), _bounds(claim)
    return _missing(ours, theirs), _missing(theirs, ours)


def denial(text: str) -> str:
    """The first word of denial in the text, or nothing."""
    found = _DENIAL.search(_NO_DENIAL.sub("", text))
    return found[0] if found else ""


def _figures(text: str) -> Iterator[Figure]:
    """Every number but a lone “one”, which is a pronoun as often, and “a few” or “several”, which say no size."""
    at = 0
    while begins := _BEGINS.search(text, at):
        found = range_at(text, begins.start(), between=text[: begins.start()].lower().endswith("between "))
        if found is None:
            word = re.compile(r"[^\W_]+").match(text, begins.start())
            at = word.end() if word else begins.end()
            continue
        at = found.end
        words = text[found.start : found.end]
        scale = _scale(words) if found.vague else 0
        if words.lower() != "one" and (scale or not found.vague):
            yield Figure(words, _ends(found), scale, *_bound(text, found))


def _ends(number: Number) -> frozenset[Decimal]:
    return frozenset(end for end in (number.low, number.high) if end is not None)


def _scale(words: str) -> int:
    """What a vague number is counted in: 100,000 of “hundreds of thousands”, nothing of “a few”."""
    scale = 1
    for word in re.findall("[a-z]+", words.lower()):
        scale *= 10 if word.removesuffix("s") in _TENS else _SCALES.get(word.removesuffix("s"), 1)
    return scale if scale > 1 else 0


def _holds(figures: list[Figure], scale: int) -> bool:
    """Whether one of the figures is as large as a vague one says."""
    return not scale or any(
        one.scale == scale or any(scale <= end < scale * _NEAR for end in one.ends) for one in figures
    )


def _bound(text: str, number: Number) -> tuple[str, str]:
    """The bound of a number and its words, both empty where it has none."""
    before = text[max(0, number.start - 40) : number.start]
    for kind, pattern in _BOUND_BEFORE:
        if found := pattern.search(before):
            return kind, found[1]
    for kind, pattern in _BOUND_BEHIND:
        if found := pattern.match(text, number.end):
            return kind, found[0].strip()
    return "", ""


def _bounds(text: str) -> dict[str, str]:
    return {one.bound: one.bound_words for one in _figures(text) if one.bound}


def _one_sided(theirs: str, ours: str, *, nothing: str) -> str:
    """What the text has and the claim has not, or has otherwise."""
    if not theirs:
        return f"Only the claim has “{ours}”."
    return f"The text has “{theirs}”, the claim {f'“{ours}”' if ours else nothing}."


def _missing(here: dict[str, str], there: dict[str, str]) -> str:
    return next((words for kind, words in here.items() if kind not in there), "")


def _number_of(part: str) -> int:
    """The number of a part of a date; of a month its place in the year."""
    return int(part) if part.isdigit() else _MONTHS.index(part) + 1
