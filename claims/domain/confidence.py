"""Confidence after the IPCC's guidance: evidence × agreement, in five words."""

from __future__ import annotations

from claims.domain.vocabulary import Agreement, EvidenceLevel

WORDS = ("very low", "low", "medium", "high", "very high")
_EVIDENCE = {EvidenceLevel.LIMITED: 0, EvidenceLevel.MEDIUM: 1, EvidenceLevel.ROBUST: 2}
_AGREEMENT = {Agreement.LOW: 0, Agreement.MEDIUM: 1, Agreement.HIGH: 2}

LIKELIHOOD: tuple[tuple[int, str], ...] = (
    (5, "remote"),
    (20, "very unlikely"),
    (45, "unlikely"),
    (55, "roughly even"),
    (80, "likely"),
    (95, "very likely"),
    (100, "almost certain"),
)


def confidence(evidence: EvidenceLevel, agreement: Agreement) -> str:
    """The word for how confident a conclusion is (IPCC AR5 guidance note, figure 1)."""
    return WORDS[_EVIDENCE[evidence] + _AGREEMENT[agreement]]


def likelihood(credence: int) -> str:
    """The ICD 203 word for a probability in percent; a value on a border takes the word nearer to even."""
    if credence <= 50:
        return next(word for limit, word in LIKELIHOOD if credence < limit)
    return next(word for limit, word in LIKELIHOOD if credence <= limit)
