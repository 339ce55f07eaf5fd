"""What extraction proposes: one attributed claim, every part of it a place or a value that keeps its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claims.domain.edtf import EDTFValue
from claims.domain.quantities import Quantity
from claims.domain.vocabulary import ClaimType, Modality, Quotation, SpeakerBasis, SpeakerKind

Spans = tuple[tuple[int, int], ...]
"""Stretches of the text in Unicode code points, end exclusive, in order, apart from one another."""


class AttributionType(StrEnum):
    """How the article comes to know it: somebody spoke, somebody thought or felt, or nobody is named."""

    SPEECH = "speech"
    MENTAL = "mental"
    UNSOURCED = "unsourced"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody to whom words are attributed, as far as the text tells.

    `words` is how the passage calls them (“he”, “the ministry”); `name` is the fullest name that the text has for them,
    empty when it names nobody; `candidates` are the names between which the text leaves it open.
    """

    words: str
    spans: Spans
    name: str
    role: str
    kind: SpeakerKind
    basis: SpeakerBasis
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain of attribution, nearest to the words first."""

    party: Party | None
    cue: str
    cue_spans: Spans
    hedges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure is as high as it is: in words, and what it adds."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """One attributed claim as the machine reads it; nothing here is more certain than the text.

    `source`, `cue` and `content` are places in the text (`source` is empty where no source is named). `score` is the
    share of proposals like this one that are right, as measured; `check_worthiness` runs from 0 to 1.
    """

    source: Spans
    cue: Spans
    content: Spans
    chain: tuple[Link, ...]
    quotation: Quotation
    type: AttributionType
    claim_type: ClaimType
    modality: Modality
    hedges: tuple[str, ...]
    said: EDTFValue
    about: EDTFValue
    quantities: tuple[Quantity, ...]
    places: tuple[str, ...]
    check_worthiness: float
    check_reasons: tuple[Reason, ...]
    score: float
    reasons: tuple[Reason, ...]

    @property
    def start(self) -> int:
        """Where the claim begins in the text."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """The code point after its last."""
        return self.content[-1][1]
