"""Publishing: the approved draft becomes an immutable document, and the log an entry longer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from claims.actions import checkpoints, projections
from claims.actions.claims import fresh, locked
from claims.actions.transactions import one_transaction
from claims.domain import canonical, ledger, lifecycle
from claims.domain.errors import DraftChanged, LogUnavailable, Problem, WrongState
from claims.domain.vocabulary import CorrectionKind, State
from claims.models import Approval, Claim, Publication, User
from claims.reads import drafts, framing


def publish(*, claim: Claim, rev: int, by: User, at: datetime) -> Publication:
    """The new publication of an approved claim: first, correction or retraction, as was approved.

    Raises DraftChanged, naming the keys, when the draft is no longer what was approved.
    """
    with one_transaction():
        _require_read_committed()
        current = locked(claim, rev=rev)
        _require_in_sight(current)
        retracting = current.correction_kind == CorrectionKind.WITHDRAWN.value
        target = lifecycle.target(
            "retract" if retracting else "publish", state=State(current.state), roles=by.roles()
        )
        approval = _approval(current)
        draft = drafts.build(fresh(current))
        _require_same(bytes(approval.draft or b""), draft)
        publication = _write(current, approval, draft, by=by, at=at)
        Claim.objects.filter(pk=current.pk).update(
            state=target.value,
            changed_by=by,
            published_number=publication.number,
            behind_since=None,
            correction_kind="",
            correction_reason="",
        )
        projections.write(publication)
        transaction.on_commit(checkpoints.sign_newest, robust=True)  # what is public stays public
    return publication


def _write(
    claim: Claim, approval: Approval, draft: Mapping[str, Any], *, by: User, at: datetime
) -> Publication:
    value = framing.framed(claim, draft, at=at)
    document = canonical.encode(value)
    salt = ledger.new_salt()
    return Publication.objects.create(
        public_id=claim.public_id,
        number=value["number"],
        claim=claim,
        rev=claim.rev,
        approval=approval,
        kind=value["kind"],
        correction_kind=claim.correction_kind,
        correction_reason=claim.correction_reason,
        document=document,
        salt=salt,
        commitment=ledger.commitment(salt, document),
        by=by,
        at=at,
    )


def _require_in_sight(claim: Claim) -> None:
    if claim.withholdings.filter(lifted_at__isnull=True).exists():
        raise WrongState(
            "The documents of this claim are withheld. A second person brings them back before the next one is "
            "published.",
            field="state",
        )


def _approval(claim: Claim) -> Approval:
    approval = claim.approvals.filter(rev=claim.rev).order_by("-id").first()
    if approval is None:
        raise WrongState("Publishing needs an approval of the present revision.", field="approval")
    return approval


def _require_same(approved: bytes, draft: Mapping[str, Any]) -> None:
    if canonical.encode(draft) == approved:
        return
    then = json.loads(approved or b"{}")
    differing = sorted(key for key in {*then, *draft} if then.get(key) != draft.get(key))
    raise DraftChanged(
        f"The draft is no longer what was approved; different are: {', '.join(differing)}. "
        "It needs a new approval.",
        problems=[Problem(key, f"“{key}” has changed since the approval.") for key in differing],
    )


def _require_read_committed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        (level,) = cursor.fetchone()
    if level != "read committed":
        raise LogUnavailable(
            f"The log is written under READ COMMITTED only; this transaction is {level.upper()}.",
            field="isolation",
        )
