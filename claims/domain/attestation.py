"""Whether a source can bear witness in time: nothing attests what it predates."""

from __future__ import annotations

from dataclasses import dataclass

from claims.domain.edtf import EDTFValue, definitely_before
from claims.domain.vocabulary import Attests


@dataclass(frozen=True, slots=True)
class Attestation:
    """The answer and its reason."""

    attests: Attests
    because: str


def attestation(*, published: EDTFValue, about: EDTFValue) -> Attestation:
    """Whether a source published then can attest what a claim says of that time (EDTF interval relations)."""
    if published.lower is None and published.upper is None:
        return Attestation(Attests.CANNOT_TELL, "The source's date is not known.")
    if about.lower is None and about.upper is None:
        return Attestation(Attests.CANNOT_TELL, "The time of what the claim is about is not known.")
    if definitely_before(published, about):
        return Attestation(Attests.NO, "The source was published before what the claim is about.")
    if about.upper is not None and published.lower is not None and published.lower >= about.upper:
        if published.lower > about.upper:
            return Attestation(Attests.YES, "The source was published after what the claim is about.")
        return Attestation(
            Attests.CANNOT_TELL,
            "The source may be of the same day as what the claim is about, and the hour is not known.",
        )
    return Attestation(Attests.CANNOT_TELL, "The dates overlap or are open, so the order is not certain.")
