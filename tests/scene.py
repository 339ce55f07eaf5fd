"""One claim in review in an open transaction of the app role: what plain SQL can do to it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from claims.domain import ledger
from tests import raw
from tests.cast import Cast

Connection = psycopg.Connection[Any]


class Scene:
    """An open transaction as the app role with one claim in review."""

    def __init__(self, connection: Connection, cast: Cast) -> None:
        self.connection, self.cast = connection, cast
        self.bed = raw.make_bed(
            connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        (self.claim,) = raw.make_claims(connection, self.bed, 1)

    def run(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement, values)

    def refused(self, rule: str, statement: str, *values: Any) -> None:
        """The statement is refused by exactly this rule."""
        with pytest.raises(psycopg.errors.IntegrityError) as error, self.connection.transaction():
            self.connection.execute(statement, values)
        assert error.value.diag.constraint_name == rule, error.value

    def state(self, state: str, person: int) -> None:
        self.run("UPDATE claims_claim SET state = %s, changed_by_id = %s", state, person)

    def rev(self) -> int:
        return int(self.run("SELECT rev FROM claims_claim").fetchone()[0])

    def approve(self, person: int, **changed: Any) -> int:
        draft = changed.pop("draft", raw.as_bytes(raw.draft_of(self.claim[1])))
        salt = ledger.new_salt()
        row = {"rev": self.rev(), "commitment": ledger.commitment(salt, draft), **changed}
        found = self.run(
            "INSERT INTO claims_approval (claim_id, rev, by_id, at, draft, salt, commitment, note) "
            "VALUES (%s, %s, %s, now(), %s, %s, %s, '') RETURNING id",
            self.claim[0], row["rev"], person, draft, salt, row["commitment"],
        ).fetchone()  # fmt: skip
        return int(found[0])

    def refused_by(self, rule: str, action: Any, *values: Any, **named: Any) -> None:
        """The action is refused by exactly this rule."""
        with pytest.raises(psycopg.errors.IntegrityError) as error, self.connection.transaction():
            action(*values, **named)
        assert error.value.diag.constraint_name == rule
