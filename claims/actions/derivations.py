"""Where the sources behind a claim have it from, said on the claim's page; it holds for every claim that uses them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims.actions import records
from claims.actions.claims import locked
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.models import Claim, Derivation, Source, User


def add(*, claim: Claim, rev: int, by: User, source: Source, **values: Any) -> Derivation:
    """A new step behind a source; `rev` is the revision of the claim on whose page it was said."""
    may_change(Derivation, by)
    with one_transaction():
        locked(claim, rev=rev, yours=values)
        return records.add(Derivation, by=by, source=source, **values)


def withdraw(step: Derivation, *, claim: Claim, rev: int, by: User, at: datetime, why: str) -> None:
    """Ends a step; it stays readable with who, when and why."""
    may_change(Derivation, by)
    with one_transaction():
        locked(claim, rev=rev, yours={"withdrawn_why": why})
        records.withdraw(step, by=by, at=at, why=why)
