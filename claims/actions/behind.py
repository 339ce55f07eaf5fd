"""Correcting public documents that are behind: a shared noun changed after they were published."""

from __future__ import annotations

from dataclasses import dataclass

from claims.actions import review
from claims.actions.claims import fresh, locked
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.vocabulary import CorrectionKind, State
from claims.models import Claim, User
from claims.reads import behind, drafts
from claims.reads.behind import Noun

ONE_BY_ONE = (CorrectionKind.WITHDRAWN, CorrectionKind.REINSTATED)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The claim under correction, complete where nothing else had changed; else what is left to do."""

    claim: Claim
    left_to_do: str


def correct(
    *, claim: Claim, rev: int, by: User, kind: CorrectionKind, reason: str, because: Noun | None = None
) -> Corrected:
    """A correction that takes what changed into the public document, ready for a second person.

    With `because` only what that row changed is taken as read: where something else changed too, the draft stays
    under correction, for somebody to look at it.
    """
    if kind in ONE_BY_ONE:
        raise InvalidValue(
            "Claims are retracted and reinstated one by one, each on its own page.", field="kind"
        )
    with one_transaction():
        current = locked(claim, rev=rev)
        _require_behind(current)
        others = _others(current, because)
        opened = review.open_correction(claim=current, rev=rev, by=by, kind=kind, reason=reason)
        if others:
            return Corrected(opened, f"Left under correction, for {others} changed too: look at its draft.")
        try:
            return Corrected(review.complete(claim=opened, rev=opened.rev, by=by), "")
        except InvalidValue as lacking:
            return Corrected(opened, f"Left under correction. {lacking.message}")


def _require_behind(claim: Claim) -> None:
    if claim.behind_since is None:
        raise WrongState(
            "Its public document is not behind: nothing that it embeds has changed.", field="state"
        )
    if claim.state != State.PUBLISHED.value:
        raise WrongState(
            f"The claim is “{claim.state}”, so no correction can be opened. What changed is in its draft already.",
            field="state",
        )


def _others(claim: Claim, because: Noun | None) -> str:
    """What else changed than this row, in words; nothing when everything that changed is meant."""
    if because is None:
        return ""
    found = [noun for noun in behind.changed([claim.pk]).get(claim.pk, []) if noun != because]
    words = list(behind.named(found).values())
    public = behind.public_document(claim)
    if public is not None and public["links"] != drafts.build(fresh(claim))["links"]:
        words.append("its links to other claims")
    return ", ".join(words)
