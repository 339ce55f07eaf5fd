"""How a proposal is told at the desk: signs, levels, and what is known of it in short lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from claims.admin.columns import date_in_words
from claims.domain.figures import in_words
from claims.domain.quantities import Quantity
from claims.domain.vocabulary import SpeakerBasis
from claims.reads.offers import Read

LONG = 120
BACK = "proposals"
"""What the address of a claim's form says when it was opened from the proposals: a save leads back."""
DECISIONS = {
    "open": ("◇", "waits"),
    "accepted": ("✓", "accepted"),
    "edited": ("✎", "accepted with changes"),
    "rejected": ("⊘", "rejected"),
    "duplicate": ("⧉", "is here already"),
}
LEVELS = (
    (Decimal("0.67"), "high", "well worth a check"),
    (Decimal("0.34"), "middle", "worth a check"),
    (Decimal(0), "low", "hardly worth a check"),
)
"""Check-worthiness in three steps: from which figure on, its name, and what it means."""
_BASES = {
    SpeakerBasis.STATED.value: "the text says so",
    SpeakerBasis.INFERRED.value: "inferred, not stated",
    SpeakerBasis.AMBIGUOUS.value: "open: a person must say who",
}
_FIGURE = ("measure", "population", "low", "high", "approximate", "vague", "unit", "at", "text")


def address(version: int, claim: int) -> str:
    """The page of a text's proposals, at one of them."""
    return f"{reverse('admin:claims_articleversion_proposals', args=[version])}?at={claim}#offer"


def way_back(request: HttpRequest, row: Any) -> str:
    """Where a save of this claim leads, if its form was opened from its text's proposals; else nothing."""
    return address(row.version_id, row.pk) if request.GET.get("back") == BACK and row.pk else ""


def row(one: Read) -> dict[str, Any]:
    """A proposal as the list, the text and the card show it."""
    sign, told = DECISIONS[one.offer.decision]
    return {
        "number": one.number,
        "claim": one.claim,
        "offer": one.offer,
        "waits": one.waits,
        "sign": sign,
        "told": told,
        "level": next(name for least, name, _ in LEVELS if one.claim.check_worthiness >= least),
        "words": shortened(one.claim.statement),
        "worth": f"{one.claim.check_worthiness:.2f}",
    }


def shortened(words: str) -> str:
    """The words, cut when there are many."""
    return words if len(words) <= LONG else f"{words[:LONG].rstrip()}…"


def facts(one: Read) -> list[tuple[str, str]]:
    """What the claim would begin with, as label and words; what is not known is left out, except dates."""
    return [(label, words) for label, words in _facts(one) if words]


def _facts(one: Read) -> Iterator[tuple[str, str]]:
    claim = one.claim
    role = f", {claim.speaker_role.title}" if claim.speaker_role else ""
    yield "Who", f"{claim.speaker}{role} ({_BASES[claim.speaker_basis]})"
    between = claim.candidates.active().select_related("speaker").order_by("pk")
    yield "Perhaps", "; ".join(str(candidate.speaker) for candidate in between)
    chain = claim.attributions.active().select_related("speaker")
    yield "As told by", "; ".join(f"{link.speaker} (“{link.cue}”)" for link in chain)
    yield "Cue", f"“{claim.cue}”" if claim.cue else "none"
    hedges = ", ".join(f"“{hedge}”" for hedge in claim.hedges)
    yield "Put as", f"{claim.modality}, {claim.quotation}{f'; hedged by {hedges}' if hedges else ''}"
    yield "Said", date_in_words(claim.said)
    yield "About", date_in_words(claim.about)
    figures = (
        Quantity(**{name: getattr(figure, name) for name in _FIGURE}) for figure in claim.quantities.active()
    )
    yield "Figures", "; ".join(f"{figure.measure}: {in_words(figure)}" for figure in figures)
    yield "Places", ", ".join(claim.places)
