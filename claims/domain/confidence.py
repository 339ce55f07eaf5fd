"""Confidence after the IPCC's guidance: evidence × agreement, in five words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.domain.tongue import Later, pgettext_lazy
from claims.domain.vocabulary import Agreement, EvidenceLevel

WORDS = ("very low", "low", "medium", "high", "very high")
_EVIDENCE = {EvidenceLevel.LIMITED: 0, EvidenceLevel.MEDIUM: 1, EvidenceLevel.ROBUST: 2}
_AGREEMENT = {Agreement.LOW: 0, Agreement.MEDIUM: 1, Agreement.HIGH: 2}

LIKELIHOOD: tuple[tuple[int, Later], ...] = (
    (5, pgettext_lazy("how likely", "remote")),
    (20, pgettext_lazy("how likely", "very unlikely")),
    (45, pgettext_lazy("how likely", "unlikely")),
    (55, pgettext_lazy("how likely", "roughly even")),
    (80, pgettext_lazy("how likely", "likely")),
    (95, pgettext_lazy("how likely", "very likely")),
    (100, pgettext_lazy("how likely", "almost certain")),
)


def confidence(evidence: EvidenceLevel, agreement: Agreement) -> str:
    """The word for how confident a conclusion is (IPCC AR5 guidance note, figure 1)."""
    return WORDS[_EVIDENCE[evidence] + _AGREEMENT[agreement]]


def likelihood(credence: int) -> str:
    """The ICD 203 word for a probability in percent; a value on a border takes the word nearer to even."""
    if credence <= 50:
        return str(next(word for limit, word in LIKELIHOOD if credence < limit))
    return str(next(word for limit, word in LIKELIHOOD if credence <= limit))


def likelihoods() -> list[tuple[int, int, str]]:
    """Each ICD 203 word with the first and the last percent that it stands for."""
    found: list[tuple[int, int, str]] = []
    for credence in range(101):
        word = likelihood(credence)
        if found and found[-1][2] == word:
            found[-1] = (found[-1][0], credence, word)
        else:
            found.append((credence, credence, word))
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """The evidence of one stance: its independent origins, and how good its best source is.

    `attested`: whether some source surely comes after what it would prove. `reliability` (A to F) and
    `credibility` (1 to 6) are those of the best graded source, by reliability first; None without any.
    """

    established: int = 0
    possible: int = 0
    sources: int = 0
    attested: bool = False
    reliability: str | None = None
    credibility: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a level is what it is: on `about` “evidence” or “agreement”, in words, with its weight."""

    about: str
    text: str
    weight: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the evidence by itself amounts to; never a verdict, and people may set it otherwise with a reason."""

    evidence: EvidenceLevel
    agreement: Agreement
    reasons: tuple[Reason, ...]


def weigh(supporting: Side, disputing: Side, *, known: int) -> Weighed:
    """Evidence and agreement from counts, grades and stances, with each reason's weight.

    The scales are those of the IPCC's guidance note (type, amount, quality and consistency of evidence); the
    weights are this project's own. `known` are the independent origins behind both sides together: one that
    stands on either side is one. Evidence: up to 1 is limited, 2 and 3 medium, 4 robust; without a known
    origin it is limited, with one at most medium. Agreement: up to 0 is low, 1 medium, 2 high.
    """
    evidence = tuple(_amount(supporting, disputing, known=known))
    agreement = tuple(_consistency(supporting, disputing))
    level = _level(sum(reason.weight for reason in evidence), at_most=min(known, 2))
    agreed = list(Agreement)[max(0, min(2, sum(reason.weight for reason in agreement)))]
    return Weighed(level, agreed, evidence + agreement)


def _level(points: int, *, at_most: int) -> EvidenceLevel:
    reached = 2 if points >= 4 else 1 if points >= 2 else 0
    return list(EvidenceLevel)[min(reached, at_most)]


def best_grade(grades: Iterable[tuple[str, int]]) -> tuple[str | None, int | None]:
    """The Admiralty grade that says most for the evidence; of those that weigh the same, the first by letter."""
    return min(grades, key=lambda grade: (-_quality(*grade).weight, grade), default=(None, None))


def _amount(*sides: Side, known: int) -> Iterator[Reason]:
    sources = sum(side.sources for side in sides)
    if not sources:
        yield Reason("evidence", "No source supports or disputes it.", 0)
        return
    if known == 0:
        yield Reason("evidence", "No independent origin is known.", 0)
    else:
        yield Reason("evidence", f"{known} independent {_origins(known)} known.", min(known, 3))
    if (untold := sum(side.possible - side.established for side in sides)) > 0:
        yield Reason("evidence", f"{untold} more cannot be ruled out, and {_counts(untold)} nothing.", 0)
    if known == 1 and sources > 1:
        yield Reason("evidence", f"{sources} sources, and one origin behind all that is known.", 0)
    best = best_grade(
        (side.reliability, side.credibility) for side in sides if side.reliability and side.credibility
    )
    if best[0] and best[1]:
        yield _quality(best[0], best[1])
    if not any(side.attested for side in sides):
        yield Reason("evidence", "Of no source is it certain that it comes after what it would prove.", -1)


def _quality(reliability: str, credibility: int) -> Reason:
    grade = f"The best source is graded {reliability}{credibility}."
    if reliability <= "B" and credibility <= 2:
        return Reason("evidence", grade, 1)
    return Reason("evidence", grade, -1 if reliability >= "D" or credibility >= 4 else 0)


def _consistency(supporting: Side, disputing: Side) -> Iterator[Reason]:
    most, least = sorted((supporting, disputing), key=lambda side: (-side.established, -side.possible))
    if not most.possible and not least.possible:
        yield Reason("agreement", "Nothing that counts stands on either side.", 0)
        return
    if most.established >= 2:
        yield Reason("agreement", f"{most.established} known origins on one side agree.", 2)
    else:
        yield Reason("agreement", "At most one known origin on a side: there is little to agree.", 1)
    if least.established and most.established >= 3 * least.established:
        yield Reason(
            "agreement", f"{least.established} known {_origins(least.established, '')} on the other side.", -1
        )
    elif least.established:
        yield Reason("agreement", "Known origins stand on both sides.", -2)
    elif least.possible:
        yield Reason("agreement", "Sources of unknown origin stand against it.", -1)


def _origins(number: int, verb: str = " is") -> str:
    return f"origin{verb}" if number == 1 else f"origins{' are' if verb else ''}"


def _counts(number: int) -> str:
    return "counts" if number == 1 else "count"
