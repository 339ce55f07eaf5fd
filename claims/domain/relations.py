"""How claims may stand to each other, as the machine supposes it from their words and figures; people decide.

All of it is wording and figures: nothing here understands a text. Thresholds are this project's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from claims.domain.figures import Point, conflicts
from claims.domain.tongue import as_written
from claims.domain.vocabulary import LinkKind, Modality, Quotation

ALIKE = 0.6
"""The share of words, of both together, that two statements of the same thing have in common."""
WITHIN = 0.7
"""The share of a shorter statement's words that a longer one must hold to rest on it."""
FEWEST = 4
"""Statements with fewer telling words are not compared."""
_WORD = re.compile(r"\w+", re.UNICODE)
_PLAIN = frozenset(
    ("a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have", "he", "her", "his",
     "in", "into", "is", "it", "its", "not", "of", "on", "or", "said", "says", "she", "that", "the", "their", "them",
     "there", "they", "this", "to", "was", "were", "which", "who", "will", "with", "would", "than")
)  # fmt: skip
_ALLEGED = {Modality.ALLEGED.value, Modality.HEDGED.value}


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as far as it can be compared: our wording without who says so, its figures, where it stands.

    `place` is the version and the line of its quotation; `said` the EDTF expression of when it was said.
    """

    id: str
    words: str
    speaker: str
    said: str
    place: tuple[str, int]
    quotation: str
    modality: str
    figures: tuple[Point, ...] = ()
    linked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from one claim to another that may hold, why, and how strongly, 0 to 1."""

    claim: str
    other: str
    kind: LinkKind
    because: str
    score: Decimal


@as_written()
def relations(statements: Iterable[Statement]) -> list[Relation]:
    """What may hold between claims that no link joins yet, in the order of their ids; English, since it is stored."""
    ordered = sorted(statements, key=lambda statement: statement.id)
    told = {statement.id: _telling(statement.words) for statement in ordered}
    clashing = {
        (first.id, second.id): comparison.because
        for first, second, comparison in conflicts(
            point for statement in ordered for point in statement.figures if point.kind == "claim"
        )
    }
    found = []
    for one, other in combinations(ordered, 2):
        if other.id in one.linked or one.id in other.linked:
            continue
        if (one.id, other.id) in clashing:
            found.append(_relation(one, other, LinkKind.CONTRADICTS, clashing[one.id, other.id], 0.9))
        elif relation := next(_compared(one, other, told[one.id], told[other.id]), None):
            found.append(relation)
    return found


def _compared(one: Statement, other: Statement, first: set[str], second: set[str]) -> Iterator[Relation]:
    """What may hold of two claims, the most telling first."""
    if min(len(first), len(second)) < FEWEST:
        return
    common, either = len(first & second), len(first | second)
    alike, within = common / either, common / min(len(first), len(second))
    denied = [side for side in (one, other) if side.modality == Modality.DENIED.value]
    if len(denied) == 1 and within >= WITHIN:
        (no,) = denied
        yes = other if no is one else one
        yield _relation(no, yes, LinkKind.DENIES, "It is denied in nearly the same words.", within)
    if alike >= ALIKE:
        fact = [side for side in (one, other) if _is_told(side)]
        alleged = [side for side in (one, other) if side.modality in _ALLEGED]
        if len(fact) == 1 and len(alleged) == 1:
            because = "The one tells as a fact what the other only alleges, in nearly the same words."
            yield _relation(fact[0], alleged[0], LinkKind.TOLD_AS_FACT, because, alike)
        if one.speaker == other.speaker and one.said == other.said and one.place == other.place:
            yield _relation(one, other, LinkKind.SAME_UTTERANCE, _same(alike), alike)
        yield _relation(one, other, LinkKind.REPEATS, f"{alike:.0%} of their words are the same.", alike)
    if one.speaker == other.speaker and one.place == other.place and not (_is_told(one) or _is_told(other)):
        yield _relation(one, other, LinkKind.SAME_UTTERANCE, _same(alike), 0.5)
    if within >= WITHIN and one.speaker != other.speaker:
        longer, shorter = (one, other) if len(first) > len(second) else (other, one)
        because = f"It holds {within:.0%} of the other's words and says more."
        yield _relation(longer, shorter, LinkKind.PRESUPPOSES, because, within)


def _same(alike: float) -> str:
    return f"One speaker in one paragraph; {alike:.0%} of the words are the same."


def _is_told(statement: Statement) -> bool:
    """Whether the article tells it in its own name and without a hedge."""
    return statement.quotation == Quotation.NARRATIVE.value and statement.modality == Modality.ASSERTED.value


def _telling(words: str) -> set[str]:
    return {word for word in _WORD.findall(words.casefold()) if word not in _PLAIN}


def _relation(one: Statement, other: Statement, kind: LinkKind, because: str, score: float) -> Relation:
    return Relation(one.id, other.id, kind, because, Decimal(f"{min(score, 1):.2f}"))
