# ruff: noqa: E501 - statements read best on one line
"""What the app role cannot do, whatever SQL it sends: each attack is run, refused, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from tests import raw
from tests.cast import assemble

ATTACKS = {
    # the log
    "update an entry": "UPDATE claims_ledgerentry SET public_id = 'x'",
    "delete an entry": "DELETE FROM claims_ledgerentry",
    "truncate the log": "TRUNCATE claims_ledgerentry",
    "insert an entry at a chosen position": (
        "INSERT INTO claims_ledgerentry VALUES (999, 'claim.published', 'x', 1, '', '', '', now())"
    ),
    "copy entries in": "COPY claims_ledgerentry FROM STDIN",
    "upsert an entry": (
        "INSERT INTO claims_ledgerentry SELECT * FROM claims_ledgerentry ON CONFLICT (position) DO UPDATE SET number = 9"
    ),
    "merge into the log": (
        "MERGE INTO claims_ledgerentry l USING (SELECT 1 AS p) s ON l.position = s.p "
        "WHEN MATCHED THEN UPDATE SET number = 7"
    ),
    "append by calling the function": "SELECT claims_ledger_append('claim.published', 'x', 1, ''::bytea)",
    "lock the log against writers": "LOCK TABLE claims_ledgerentry IN ACCESS EXCLUSIVE MODE",
    "change the log's identity": "UPDATE claims_logidentity SET epoch = 2",
    "alter a checkpoint": "UPDATE claims_checkpoint SET note = 'forged'",
    "delete checkpoints": "DELETE FROM claims_checkpoint",
    "checkpoint of entries that are not there": (
        "INSERT INTO claims_checkpoint (size, root, frontier, note, at) VALUES (99, '', '', '', now())"
    ),
    "checkpoint of another root": (
        "INSERT INTO claims_checkpoint (size, root, frontier, note, at) SELECT 1, sha256('x'), sha256('x'), "
        "format(E'factcheck/%s\n1\n%s\n\n— x y\n', log_id, encode(sha256('x'), 'base64')), now() FROM claims_logidentity"
    ),
    "checkpoint of another frontier": (
        "INSERT INTO claims_checkpoint (size, root, frontier, note, at) SELECT 1, r, r || r, "
        "format(E'factcheck/%s\n1\n%s\n\n— x y\n', log_id, encode(r, 'base64')), now() "
        "FROM claims_logidentity, (SELECT sha256('\\x00'::bytea || hash) AS r FROM claims_ledgerentry WHERE position = 1) e"
    ),
    "checkpoint whose note says something else": (
        "INSERT INTO claims_checkpoint (size, root, frontier, note, at) SELECT 1, r, r, "
        "format(E'factcheck/%s\n2\n%s\n\n— x y\n', log_id, encode(r, 'base64')), now() "
        "FROM claims_logidentity, (SELECT sha256('\\x00'::bytea || hash) AS r FROM claims_ledgerentry WHERE position = 1) e"
    ),
    # publications
    "list a claim under another number": (
        "INSERT INTO claims_publishedclaim (public_id, publication_id, number, status, at, speaker_id, article_id, "
        "source_ids, rating, topic, demonstration) "
        "SELECT public_id, id, 2, 'rated', now(), 'x', 'x', '{}', '', '', false FROM claims_publication"
    ),
    "list a claim under another id": (
        "INSERT INTO claims_publishedclaim (public_id, publication_id, number, status, at, speaker_id, article_id, "
        "source_ids, rating, topic, demonstration) "
        "SELECT 'zzzzzzzzzz', id, 1, 'rated', now(), 'x', 'x', '{}', '', '', false FROM claims_publication"
    ),
    "change a document": "UPDATE claims_publication SET document = '{}'",
    "change a publication's number": "UPDATE claims_publication SET number = 7",
    "erase a document": "UPDATE claims_publication SET document = NULL, salt = NULL",
    "delete a publication": "DELETE FROM claims_publication",
    "truncate publications": "TRUNCATE claims_publication CASCADE",
    "publish again under the old approval": (
        "INSERT INTO claims_publication (public_id, number, claim_id, rev, approval_id, kind, correction_kind, "
        "correction_reason, document, salt, commitment, by_id, at) SELECT public_id, 2, claim_id, rev, approval_id, "
        "'correction', 'typo', 'x', document, salt, commitment, by_id, now() FROM claims_publication"
    ),
    # consent and contributions
    "invent a contribution": (
        "INSERT INTO claims_contribution (claim_id, user_id, rev, what, at) SELECT id, 1, 1, 'x', now() FROM claims_claim"
    ),
    "delete contributions": "DELETE FROM claims_contribution",
    "move a contribution to somebody else": "UPDATE claims_contribution SET user_id = 1",
    "contribute by calling the function": "SELECT claims_contribute(1, 1, 1, 'x')",
    "touch claims by calling the function": "SELECT claims_touch(ARRAY[1]::bigint[], 1, 'x')",
    "change an approval": "UPDATE claims_approval SET by_id = 1",
    "delete approvals": "DELETE FROM claims_approval",
    "truncate approvals": "TRUNCATE claims_approval CASCADE",
    # history
    "delete history": "DELETE FROM claims_history",
    "change history": "UPDATE claims_history SET changed_by = 1",
    "truncate history": "TRUNCATE claims_history",
    "invent history": (
        "INSERT INTO claims_history (\"table\", row, operation, request, at) VALUES ('x', 'x', 'insert', '', now())"
    ),
    # parents and captures
    "delete a claim with everything": "DELETE FROM claims_claim",
    "truncate claims with everything": "TRUNCATE claims_claim CASCADE",
    "delete a version": "DELETE FROM claims_articleversion",
    "rewrite a captured text": "UPDATE claims_articleversion SET text = 'He said no.'",
    "delete a contributor": "DELETE FROM claims_user WHERE id IN (SELECT user_id FROM claims_contribution)",
    "give a claim another public id": "UPDATE claims_claim SET public_id = 'bbbbbbbbbb', changed_by_id = changed_by_id",
    "forge that a claim is published": (
        "UPDATE claims_claim SET state = 'retracted', published_number = 9, changed_by_id = changed_by_id"
    ),
    "clear who changed it": "UPDATE claims_claim SET changed_by_id = NULL",
    # the rules themselves
    "disable a trigger": "ALTER TABLE claims_publication DISABLE TRIGGER ALL",
    "disable the history trigger": "ALTER TABLE claims_claim DISABLE TRIGGER z_history",
    "drop a trigger": "DROP TRIGGER d_guard ON claims_approval",
    "replica role": "SET session_replication_role = replica",
    "replace a rule": (
        "CREATE OR REPLACE FUNCTION public.claims_refuse(rule text, field text, message text) RETURNS void "
        "LANGUAGE sql AS 'SELECT'"
    ),
    "add a rewrite rule": "CREATE RULE r AS ON INSERT TO claims_history DO INSTEAD NOTHING",
    "become the owner": "SET ROLE factcheck_owner",
    "grant oneself rights": "GRANT ALL ON claims_ledgerentry TO CURRENT_USER; DELETE FROM claims_ledgerentry",
    "make a table": "CREATE TABLE public.mine (id int)",
    "make a temporary table in front of a rule's": "CREATE TEMP TABLE claims_contribution (LIKE public.claims_contribution)",
    "make a function in the temporary schema": (
        "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''x''::bytea'"
    ),
    "own trigger on a table": (
        "CREATE TRIGGER x BEFORE INSERT ON claims_publication FOR EACH ROW EXECUTE FUNCTION claims_name_actor()"
    ),
    "drop a constraint": "ALTER TABLE claims_claim DROP CONSTRAINT claim_end_after_start",
    "drop a table": "DROP TABLE claims_history CASCADE",
    "change default rights": "ALTER DEFAULT PRIVILEGES FOR ROLE factcheck_owner GRANT ALL ON TABLES TO PUBLIC",
    "set a sequence back": "SELECT setval(pg_get_serial_sequence('claims_contribution', 'id'), 1)",
}
WATCHED = (
    "claims_ledgerentry",
    "claims_publication",
    "claims_approval",
    "claims_contribution",
    "claims_history",
    "claims_checkpoint",
    "claims_claim",
    "claims_articleversion",
    "claims_logidentity",
)


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One published claim, really committed, for all attacks of this module."""
    with django_db_blocker.unblock():
        cast = assemble()
        with raw.connect() as connection:
            bed = raw.make_bed(
                connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
            )
            (claim,) = raw.make_claims(connection, bed, 1)
            raw.publish(connection, bed, claim)
    yield
    with django_db_blocker.unblock():
        from tests.conftest import empty_by_owner

        empty_by_owner()


def _state() -> dict[str, list[Any]]:
    with raw.connect("owner") as connection:
        return {
            table: connection.execute(f"SELECT md5(t::text) FROM {table} t ORDER BY 1").fetchall()
            for table in WATCHED
        }


def _attack(connection: psycopg.Connection[Any], statement: str) -> None:
    if statement.startswith("COPY"):
        with connection.cursor().copy(statement) as copy:
            copy.write("1\n")
    else:
        connection.execute(statement)
    connection.commit()


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_the_app_role_cannot(name: str, published: None) -> None:
    before = _state()
    with raw.connect() as connection, pytest.raises(psycopg.Error) as refused:
        _attack(connection, ATTACKS[name])
    assert not isinstance(refused.value, psycopg.errors.SyntaxError | psycopg.errors.UndefinedTable)
    assert not isinstance(refused.value, psycopg.errors.UndefinedColumn | psycopg.errors.UndefinedFunction)
    assert _state() == before


@pytest.mark.parametrize("name", ["factcheck.request", "factcheck.actor", "pgtrigger.ignore", "search_path"])
def test_no_session_variable_switches_a_rule_off(name: str, published: None) -> None:
    with raw.connect() as connection:
        connection.execute("SELECT set_config(%s, 'pg_temp, evil', false)", [name])
        with pytest.raises(psycopg.Error):
            connection.execute("UPDATE public.claims_publication SET number = 7")
        connection.rollback()
        connection.execute("SELECT set_config(%s, 'pg_temp, evil', false)", [name])
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("UPDATE public.claims_claim SET statement = 'x'")


def test_the_app_role_owns_nothing(db: None) -> None:
    app = connections["default"].settings_dict["USER"]
    with raw.connect("owner") as connection:
        owned = connection.execute(
            "SELECT (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
            " + (SELECT count(*) FROM pg_proc WHERE proowner = r.oid)"
            " + (SELECT count(*) FROM pg_namespace WHERE nspowner = r.oid)"
            " + (SELECT count(*) FROM pg_database WHERE datdba = r.oid) FROM pg_roles r WHERE rolname = %s",
            [app],
        ).fetchone()
    assert owned == (0,)
