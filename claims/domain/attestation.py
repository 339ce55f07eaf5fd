"""Whether a source can bear witness in time: nothing attests what it predates.

It is sure that a source comes after when its first day in the widest reading follows the last day of what the
claim is about, and sure that it comes before when its last day precedes their first. The widest reading of `~`,
`?`, `%` and of a season is the one that `edtf_bounds` defines, or the known limits of the date; so “about August 5”
ends on August 8, and that width is a rule of this project, not knowledge. An end that is open or unknown has no
day, and so decides nothing.
"""

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
    """Whether a source published then can attest what a claim says of that time, and why."""
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
