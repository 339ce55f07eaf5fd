"""The steps that are open on a claim's page: the next one first, each with what it asks for and what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.vocabulary import CorrectionKind, State
from claims.models import Claim

NEXT = (
    "accept",
    "start review",
    "complete",
    "approve",
    "publish",
    "retract",
    "correct",
    "reinstate",
    "reopen",
)
"""The first of these that is open is what the claim waits for."""
WORDS = {
    "accept": "It becomes an open claim that somebody can take into review.",
    "reject": "It is turned away, with your reason kept at the desk. It can be reopened.",
    "reopen": "It is open again, with everything that was written.",
    "mark duplicate": "It points to the claim that it repeats, and nobody works on it any more. It can be reopened.",
    "start review": "The work begins: evidence, right of reply, verdict.",
    "complete": "The draft waits for a second person. Any later change sends it back to work.",
    "return": "It goes back to work; consent to this draft ends.",
    "approve": "You consent to exactly this draft, byte for byte. Then an editor can publish it.",
    "reinstate": "Readers see nothing new yet: a draft is opened, a second person approves it, an editor publishes "
    "it with your reason, and the banner “retracted” goes.",
}
PUBLISH = (
    "It is public at once, as no. {number}, and the log gains one entry. What is public is never taken back in "
    "silence: only corrected or retracted."
)
CORRECT = (
    "Readers see nothing new yet: a draft is opened, a second person approves it, and an editor publishes it as "
    "no. {number}, with this kind and reason. The earlier documents stay readable."
)
RETRACTED = (
    "Readers will find the page under its address as before, with a banner that says it was retracted, when, and "
    "the reason; search engines are asked to forget it; feeds say so. Every document stays readable."
)


@dataclass(frozen=True, slots=True)
class Card:
    """One step: its verb and label, what it asks for, what will happen, whether it warns."""

    verb: str
    label: str
    happens: str
    asks: tuple[str, ...] = ()
    kind: str = ""
    warning: bool = False

    @property
    def key(self) -> str:
        """What tells it from the other steps of a page."""
        return f"{self.verb} {self.kind}".strip()


def cards(claim: Claim, steps: Sequence[str]) -> list[Card]:
    """The open steps of a claim, the one that it waits for first."""
    ordered = [verb for verb in NEXT if verb in steps][:1]
    ordered += [verb for verb in steps if verb not in ordered]
    found = [_card(claim, verb) for verb in ordered]
    if "correct" in steps and claim.state == State.PUBLISHED.value:
        warned = f"Nothing is withdrawn yet: a second person approves first. Then: {RETRACTED}"
        kind = CorrectionKind.WITHDRAWN.value
        found.append(Card("correct", "Retract", warned, ("reason",), kind=kind, warning=True))
    return found


def _card(claim: Claim, verb: str) -> Card:
    number = (claim.published_number or 0) + 1
    if verb == "publish":
        return Card(verb, "Publish", PUBLISH.format(number=number))
    if verb == "retract":
        reason = f" The reason that they will read: “{claim.correction_reason}”"
        return Card(
            verb, "Retract", f"It is public at once, as no. {number}. {RETRACTED}{reason}", warning=True
        )
    if verb == "correct":
        return Card(verb, "Correct", CORRECT.format(number=number), ("kind", "reason"))
    asks = {"reinstate": ("reason",), "reject": ("why",), "mark duplicate": ("of",), "approve": ("seen",)}
    return Card(verb, verb.capitalize(), WORDS[verb], asks.get(verb, ()))
