"""One transaction for one action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction

from claims.actions.refusals import refused


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
