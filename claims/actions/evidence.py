"""What hangs on a claim beside its own words: evidence and its figures, replies, links, verdicts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from claims.actions.access import require
from claims.actions.claims import locked, require_editable
from claims.actions.records import checked
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue
from claims.domain.lifecycle import REVIEWERS
from claims.models import Claim, ClaimLink, Evidence, ReplyRequest, ReportedFigure, User, Verdict
from claims.models.tracked import Withdrawable

Attached = TypeVar("Attached", Evidence, ReportedFigure, ReplyRequest, ClaimLink, Verdict)
KINDS: tuple[type[Withdrawable], ...] = (Evidence, ReportedFigure, ReplyRequest, ClaimLink, Verdict)


def attach(kind: type[Attached], /, *, claim: Claim, rev: int, by: User, **values: Any) -> Attached:
    """A new piece of evidence, figure of a source, reply request, link or verdict of the claim."""
    require(by, *REVIEWERS, to=f"add a {kind._meta.verbose_name}")
    cleaned = checked(kind, values, whole=True, apart=("claim",))
    with one_transaction():
        require_editable(locked(claim, rev=rev, yours=values))
        return kind._default_manager.create(claim=claim, changed_by=by, **cleaned)


def amend(row: Attached, /, *, rev: int, by: User, **values: Any) -> Attached:
    """The same row with other values; the claim's revision that was read must still be the present one."""
    require(by, *REVIEWERS, to=f"change a {row._meta.verbose_name}")
    cleaned: dict[str, Any] = checked(type(row), values)
    with one_transaction():
        require_editable(locked(row.claim, rev=rev, yours=values, row=row))
        for name, value in cleaned.items():
            setattr(row, name, value)
        row.changed_by = by
        row.save(update_fields=[*cleaned, "changed_by"])
    return row


def detach(row: Attached, /, *, rev: int, by: User, at: datetime, why: str) -> None:
    """Withdraws the row; it stays readable with who, when and why."""
    require(by, *REVIEWERS, to=f"withdraw a {row._meta.verbose_name}")
    reason = checked(type(row), {"withdrawn_why": why})["withdrawn_why"]
    if not reason:
        raise InvalidValue("Say why this is withdrawn.", field="withdrawn_why")
    with one_transaction():
        stored = type(row)._default_manager.get(pk=row.pk)
        require_editable(locked(row.claim, rev=rev, yours={"withdrawn_why": reason}, row=stored))
        type(row)._default_manager.filter(pk=row.pk).update(
            withdrawn_at=at, withdrawn_by=by, withdrawn_why=reason, changed_by=by
        )
