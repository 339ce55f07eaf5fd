"""What makes two sources look like copies of one another: the machine supposes, people decide.

Near-duplicate text is found by runs of words that both hold (shingles; Broder 1997). All thresholds are this
project's own and lean toward asking a person once too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from claims.domain.edtf import EDTFValue
from claims.domain.vocabulary import Likeness

RUN = 5
"""Words in a row that make a shingle."""
ENOUGH_RUNS = 4
"""Fewer common shingles than this are chance: eight words in a row."""
SHARE = 0.5
"""The share of the shorter text that must stand in the other."""
CLOSE_DAYS = 3
"""Agency reports further apart than this are taken as two reports."""
AGENCIES = (
    "AFP", "AP", "Associated Press", "Agence France-Presse", "Reuters", "Interfax", "RIA Novosti", "ITAR-TASS", "TASS",
    "Xinhua", "dpa", "UPI", "EFE", "ANSA", "Kyodo", "PTI", "ANI", "APP", "AKIpress", "Asia-Plus", "Ferghana.ru",
)  # fmt: skip
_WORD = re.compile(r"\w+", re.UNICODE)
_MARK = re.compile(r"(?:^|[(\[—–-]\s*|/)(" + "|".join(map(re.escape, AGENCIES)) + r")(?:[)\]]|\s*[—–-]|/|$)")
_CITING = (
    r"\b(?:according to|citing|cited by|quoting|quoted by|as reported by|reported by|told)\s+(?:the\s+)?"
)


@dataclass(frozen=True, slots=True)
class SourceText:
    """What is known of a source to compare it by. `named`: the parties it is said, or supposed, to have it from."""

    id: str
    title: str
    publisher: str
    published: EDTFValue
    text: str
    named: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two sources (ids in order), what makes them look alike, in words, and how strongly, 0 to 1."""

    pair: tuple[str, str]
    likenesses: tuple[Likeness, ...]
    because: str
    score: Decimal


def suspicions(sources: Iterable[SourceText], *, told: Iterable[frozenset[str]] = ()) -> list[Suspicion]:
    """The pairs that look like copies, without those whose dependence is `told` already."""
    known = set(told)
    ordered = sorted(sources, key=lambda source: source.id)
    return [
        found
        for one, other in combinations(ordered, 2)
        if frozenset({one.id, other.id}) not in known and (found := _compared(one, other))
    ]


def _compared(one: SourceText, other: SourceText) -> Suspicion | None:
    found: list[tuple[Likeness, str, Decimal]] = []
    share = shared_text(one.text, other.text)
    if share:
        found.append(
            (Likeness.TEXT, f"{share:.0%} of the shorter text stands in the other", Decimal(f"{share:.2f}"))
        )
    elif _plain(one.title) == _plain(other.title) and len(_plain(one.title)) >= RUN:
        found.append((Likeness.TEXT, "they have the same headline", Decimal("0.70")))
    agency = _agency(one) & _agency(other)
    if agency and _close(one.published, other.published):
        found.append((Likeness.AGENCY, f"both carry the mark of {min(agency)}, within days", Decimal("0.50")))
    if shared := one.named & other.named:
        found.append(
            (Likeness.ORIGIN, f"both are said or supposed to have it from {min(shared)}", Decimal("0.60"))
        )
    for first, second in ((one, other), (other, one)):
        if _cites(first, second):
            found.append((Likeness.CHAIN, f"“{first.title}” cites {second.publisher}", Decimal("0.50")))
    if not found:
        return None
    words = "; ".join(text for _kind, text, _score in found)
    return Suspicion(
        (one.id, other.id),
        tuple(dict.fromkeys(kind for kind, _text, _score in found)),
        words[0].upper() + words[1:] + ".",
        max(score for _kind, _text, score in found),
    )


def shared_text(one: str, other: str) -> float:
    """The share of the shorter text's runs of five words that stand in the other; 0 when it is too little."""
    runs = [_runs(text) for text in (one, other)]
    common = len(runs[0] & runs[1])
    shorter = min(len(runs[0]), len(runs[1]))
    if common < ENOUGH_RUNS or common / shorter < SHARE:
        return 0.0
    return common / shorter


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _plain(text)
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _plain(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _agency(source: SourceText) -> set[str]:
    """The agencies whose mark the text carries at its head or foot, or that the publisher is named after."""
    ends = (source.text[:200], source.text[-80:], source.publisher)
    return {mark for end in ends for mark in _MARK.findall(end)}


def _close(one: EDTFValue, other: EDTFValue) -> bool:
    """Whether the two may have appeared within days of each other; an unknown date may be any day."""
    if one.lower and one.upper and other.lower and other.upper:
        return (max(one.lower, other.lower) - min(one.upper, other.upper)).days <= CLOSE_DAYS
    return True


def _cites(citing: SourceText, cited: SourceText) -> bool:
    name = cited.publisher.split("(")[0].strip()
    if len(name) < 3 or name.casefold() == citing.publisher.split("(")[0].strip().casefold():
        return False
    return re.search(_CITING + re.escape(name) + r"\b", citing.text, re.IGNORECASE) is not None
