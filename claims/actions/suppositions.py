"""What the machine supposes (copies among sources, relations among claims), and what people make of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from claims.actions import evidence
from claims.actions.access import require
from claims.actions.claims import fresh
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, StaleSave
from claims.domain.lifecycle import REVIEWERS
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import Basis, Decision
from claims.models import Claim, ClaimLink, ProposedLink, SuspectedCopy, User
from claims.reads import suppositions

Supposed = SuspectedCopy | ProposedLink


def look_for_copies(*, claim: Claim, by: User) -> list[SuspectedCopy]:
    """New suspicions among the sources behind a claim. What was supposed before, or decided, stays as it is."""
    may_change(SuspectedCopy, by)
    with one_transaction():
        return [
            SuspectedCopy.objects.create(
                source=one,
                other=other,
                likenesses=[likeness.value for likeness in found.likenesses],
                because=found.because,
                score=found.score,
                changed_by=by,
            )
            for one, other, found in suppositions.copies(claim)
        ]


def look_for_links(*, among: Iterable[Claim], by: User) -> list[ProposedLink]:
    """New relations that may hold among these claims; pairs that are linked or were proposed before are left out."""
    may_change(ProposedLink, by)
    with one_transaction():
        return [
            ProposedLink.objects.create(
                claim=one,
                other=other,
                kind=found.kind.value,
                because=found.because,
                score=found.score,
                changed_by=by,
            )
            for one, other, found in suppositions.links(among)
        ]


def decide(
    supposed: Supposed, /, *, decision: Decision, by: User, at: datetime, read: datetime, why: str = ""
) -> Supposed:
    """The supposition as a person decided it. An accepted relation becomes a link of its claim.

    A rejection says why. Raises StaleSave when somebody changed it after `read`.
    """
    name = supposed._meta.verbose_name
    require(by, *REVIEWERS, to=f"decide on a {name}")
    reason = clean_text(why, field="why", limit=LIMITS["reason"], required=False)
    if decision is Decision.REJECTED and not reason:
        raise InvalidValue("Say why it is rejected.", field="why")
    with one_transaction():
        model: Any = type(supposed)
        current = model.objects.select_for_update(no_key=True).get(pk=supposed.pk)
        if current.changed_at != read:
            theirs = {"decision": current.decision, "decided_why": current.decided_why}
            raise StaleSave(
                read=0, current=0, yours={"decision": decision.value, "decided_why": reason}, theirs=theirs
            )
        if decision is not Decision.ACCEPTED:
            _require_unlinked(current)
        current.decision = decision.value
        current.decided_by, current.decided_at = (None, None) if decision is Decision.OPEN else (by, at)
        current.decided_why, current.changed_by = reason, by
        current.save(update_fields=["decision", "decided_by", "decided_at", "decided_why", "changed_by"])
        if isinstance(current, ProposedLink) and decision is Decision.ACCEPTED:
            _link(current, by=by)
        current.refresh_from_db()
        return current  # type: ignore[no-any-return]  # a row of the model that was given


def _require_unlinked(supposed: Supposed) -> None:
    """An accepted relation is taken back where it stands: among the links of its claim."""
    if not isinstance(supposed, ProposedLink) or supposed.decision != Decision.ACCEPTED.value:
        return
    if supposed.claim.links.active().filter(other=supposed.other, kind=supposed.kind).exists():
        raise InvalidValue(
            "This relation was accepted and stands among the links of its claim. Withdraw the link there first.",
            field="decision",
        )


def _link(proposed: ProposedLink, *, by: User) -> None:
    claim = fresh(proposed.claim)
    same = claim.links.active().filter(other=proposed.other, kind=proposed.kind)
    if not same.exists():
        evidence.attach(
            ClaimLink,
            claim=claim,
            rev=claim.rev,
            by=by,
            other=proposed.other,
            kind=proposed.kind,
            basis=Basis.INFERRED.value,
            note="",
        )
