"""The moves of a claim's life before it is public: accept, reject, review, complete, approve, correct."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from claims.actions import footing, proposals
from claims.actions.claims import fresh, locked
from claims.actions.transactions import one_transaction
from claims.domain import canonical, ledger, lifecycle, readiness
from claims.domain.errors import DraftChanged, InvalidValue, NotAllowed
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import CorrectionKind, State
from claims.models import Approval, Claim, User
from claims.reads import drafts


def accept(*, claim: Claim, rev: int, by: User) -> Claim:
    """A proposal that a person has accepted."""
    return _move("accept", claim, rev, by)


def reject(*, claim: Claim, rev: int, by: User, why: str) -> Claim:
    """A claim that is turned away, with the reason; it can be reopened, which ends the reason."""
    if not why.strip():
        raise InvalidValue("Say why it is rejected.", field="why")
    why = clean_text(why, field="why", limit=LIMITS["reason"])
    return _move("reject", claim, rev, by, rejected_why=why)


def reopen(*, claim: Claim, rev: int, by: User) -> Claim:
    """A rejected or duplicate claim that is open again."""
    return _move("reopen", claim, rev, by, duplicate_of=None, rejected_why="")


def mark_duplicate(*, claim: Claim, rev: int, by: User, of: Claim) -> Claim:
    """A claim that is the same as another one."""
    if of.pk == claim.pk or of.state == State.DUPLICATE.value:
        raise InvalidValue("A duplicate names another claim that is not itself a duplicate.", field="of")
    return _move("mark duplicate", claim, rev, by, duplicate_of=of)


def start(*, claim: Claim, rev: int, by: User) -> Claim:
    """A claim in review."""
    return _move("start review", claim, rev, by)


def send_back(*, claim: Claim, rev: int, by: User) -> Claim:
    """A complete or approved draft that goes back to work, at a new revision: consent to this one ends."""
    with one_transaction():
        current = locked(claim, rev=rev)
        _set_state(current, _target("return", current, by), by, rev=rev + 1)
    return fresh(current)


def complete(*, claim: Claim, rev: int, by: User) -> Claim:
    """A draft that is ready for a second person. Raises InvalidValue with everything that it still lacks."""
    with one_transaction():
        current = locked(claim, rev=rev)
        target = _target("complete", current, by)
        draft = drafts.build(fresh(current))
        lacking = readiness.missing(draft, concerns_living_person=current.concerns_living_person)
        if lacking:
            raise InvalidValue(f"The draft is not complete: {lacking[0].message}", problems=lacking)
        _set_state(current, target, by)
        footing.write(current, draft)
    return fresh(current)


def approve(
    *, claim: Claim, rev: int, by: User, at: datetime, note: str = "", seen: str | None = None
) -> Approval:
    """A second person's consent to the draft as it stands, byte for byte.

    `seen` is the digest of the draft that the person was shown (`canonical.digest`); any other is refused
    with DraftChanged.
    """
    note = clean_text(note, field="note", limit=LIMITS["note"], required=False)
    with one_transaction():
        current = locked(claim, rev=rev)
        target = _target("approve", current, by)
        if by in contributors(current):
            raise NotAllowed(
                "You had a hand in this draft since it was last published, so a second person must approve it.",
                field="by",
            )
        draft = canonical.encode(drafts.build(fresh(current)))
        if seen is not None and seen != canonical.digest(draft):
            raise DraftChanged(
                "The draft is no longer the one that you were shown. Open it again and read it.", field="seen"
            )
        salt = ledger.new_salt()
        approval = Approval.objects.create(
            claim=current,
            rev=rev,
            by=by,
            at=at,
            note=note,
            draft=draft,
            salt=salt,
            commitment=ledger.commitment(salt, draft),
        )
        _set_state(current, target, by)
    return approval


def open_correction(*, claim: Claim, rev: int, by: User, kind: CorrectionKind, reason: str) -> Claim:
    """A published claim that is being corrected, or withdrawn; a retracted one that is being reinstated."""
    reason = clean_text(reason, field="reason", limit=LIMITS["reason"])
    verb = "reinstate" if claim.state == State.RETRACTED.value else "correct"
    if (kind is CorrectionKind.REINSTATED) != (verb == "reinstate"):
        raise InvalidValue(
            "“reinstated” is the kind of a correction that follows a retraction.", field="kind"
        )
    with one_transaction():
        current = locked(claim, rev=rev)
        target = _target(verb, current, by)
        Claim.objects.filter(pk=current.pk, rev=rev).update(
            state=target.value,
            rev=rev + 1,
            changed_by=by,
            correction_kind=kind.value,
            correction_reason=reason,
        )
    return fresh(current)


def contributors(claim: Claim) -> set[User]:
    """Everybody who had a hand in the draft since the last publication; none of them may approve it.

    A hand has whoever changed the claim or its parts, and whoever changed a row that the draft embeds (a
    source, a speaker …), also before somebody else linked it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_hands_in(%s)", [claim.pk])
        return set(User.objects.filter(pk__in=[number for (number,) in cursor.fetchall()]))


def _move(verb: str, claim: Claim, rev: int, by: User, **columns: Any) -> Claim:
    with one_transaction():
        current = locked(claim, rev=rev)
        target = _target(verb, current, by)
        proposals.decided(current, becomes=target, by=by, why=columns.get("rejected_why", ""))
        _set_state(current, target, by, **columns)
        proposals.settle()
    return fresh(current)


def _target(verb: str, claim: Claim, by: User) -> State:
    return lifecycle.target(
        verb, state=State(claim.state), roles=by.roles(), was_published=claim.published_number is not None
    )


def _set_state(claim: Claim, state: State, by: User, **columns: object) -> None:
    Claim.objects.filter(pk=claim.pk).update(state=state.value, changed_by=by, **columns)
