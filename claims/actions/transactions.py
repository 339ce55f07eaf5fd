"""One transaction for one action, and the database's refusals in the words of `domain.errors`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import DatabaseError, transaction

from claims.domain.errors import DomainError, InvalidValue, LogUnavailable, NotAllowed, WrongState

KINDS: dict[str, type[DomainError]] = {
    "approval_by_a_second_person": NotAllowed,
    "approval_by_a_reviewer_or_editor": NotAllowed,
    "publication_by_an_editor": NotAllowed,
    "publication_approver_still_may": NotAllowed,
    "claim_move_is_for_its_roles": NotAllowed,
    "claim_draft_is_locked": WrongState,
    "claim_moves_along_its_lifecycle": WrongState,
    "approval_of_a_complete_draft": WrongState,
    "publication_needs_an_approval": WrongState,
    "ledger_is_written_under_read_committed": LogUnavailable,
}


@contextmanager
def one_transaction() -> Iterator[None]:
    """Everything inside happens or nothing does; what the database refuses is raised as a DomainError."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        refusal = refused(error)
        if refusal is None:
            raise
        raise refusal from error


def refused(error: DatabaseError) -> DomainError | None:
    """The refusal behind a database error, or None when it is not about what was asked."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error):
        return None
    diagnosis = cause.diag
    rule = diagnosis.constraint_name or ""
    if isinstance(cause, psycopg.errors.UniqueViolation):
        return InvalidValue(f"This already exists (rule: {_words(rule)}).", field=_field(rule))
    if isinstance(cause, psycopg.errors.CheckViolation):
        if diagnosis.column_name is not None or rule in KINDS:
            kind = KINDS.get(rule, InvalidValue)
            return kind(diagnosis.message_primary or _words(rule), field=diagnosis.column_name or "")
        return InvalidValue(f"This breaks the rule: {_words(rule)}.", field=_field(rule))
    if isinstance(cause, psycopg.errors.ForeignKeyViolation):
        return InvalidValue(f"What this points to does not exist (rule: {_words(rule)}).", field=_field(rule))
    if isinstance(cause, psycopg.DataError):
        return InvalidValue(f"A value cannot be stored: {diagnosis.message_primary or cause}.", field="")
    if isinstance(cause, psycopg.errors.NotNullViolation):
        return InvalidValue("This must be given.", field=diagnosis.column_name or "")
    return None


def _words(rule: str) -> str:
    return rule.replace("_", " ") or "a database constraint"


def _field(rule: str) -> str:
    """Our constraints are named noun_field_is…: the field is what follows the noun."""
    parts = rule.split("_")
    known = {
        "is",
        "has",
        "from",
        "to",
        "once",
        "with",
        "not",
        "after",
        "a",
        "names",
        "unless",
        "says",
        "stay",
        "looks",
    }
    middle = []
    for part in parts[1:]:
        if part in known:
            break
        middle.append(part)
    return "_".join(middle)
