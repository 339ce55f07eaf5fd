"""Rules and rights stand in the database exactly as the tables in code list them: both directions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections

from claims.domain import ledger, lifecycle
from claims.models import grants, install, rules
from claims.reads import readiness

pytestmark = pytest.mark.django_db


def test_every_listed_trigger_stands_and_no_other() -> None:
    with connection.cursor() as cursor:
        standing = install.installed_triggers(cursor)
    assert set(standing) == {(trigger.table, trigger.name) for trigger in rules.triggers()}
    assert all(standing.values())


def test_the_app_role_has_the_listed_rights_and_no_other() -> None:
    with connection.cursor() as cursor:
        found = install.installed_rights(cursor, str(connections["default"].settings_dict["USER"]))
    assert found == {table: set(rights) for table, rights in grants.RIGHTS.items()}


def test_the_app_role_may_count_on_the_counters_of_the_queue_and_on_no_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE CASE relkind WHEN 'S' THEN has_sequence_privilege(oid, 'USAGE') END"
        )
        assert {name for (name,) in cursor.fetchall()} == set(grants.SEQUENCES)


def test_every_table_is_listed_in_the_grants() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert tables == set(grants.RIGHTS)


def test_every_model_of_ours_that_people_change_is_tracked_and_has_a_history() -> None:
    untracked = {
        "claims_contribution", "claims_ledgerentry", "claims_checkpoint", "claims_history", "claims_logidentity",
        "claims_publishedclaim", "claims_publishedspeaker", "claims_publishedsource", "claims_publishedarticle",
        "claims_ticketrate", "claims_signinattempt", "claims_apikeyuse", "claims_apicommand",
        "claims_draft",  # typed and not saved: nobody's but the person's, and not for ever
        "claims_publishedword", "claims_publishedremoval", "claims_withhelddocument", "claims_emptying",
        "claims_presence", "claims_footing", "claims_publishedalteration",
        "claims_publishedposting", "claims_deskposting", "claims_commonword", "claims_publishedmeaning",  # made anew
        "claims_webhookprogress", "claims_webhooksender",  # how far senders are, and that they are there
        "claims_webhookdelivery", "claims_webhookattempt",  # they tell their own story
        "claims_ingestrun", "claims_ingestresult",  # they tell their own story, stage by stage
    }  # fmt: skip
    ours = {model._meta.db_table for model in apps.get_app_config("claims").get_models()}
    assert ours - untracked - set(rules.HISTORY) == set()
    assert {"mfa_authenticator", "claims_user_groups"} <= set(rules.HISTORY), "who may sign in, and as what"
    assert {table for table in ours if table not in untracked} - {
        "claims_user",
        "claims_approval",
        "claims_publication",
        "claims_ticket",  # written by readers, who have no account
    } == set(rules.TRACKED)


def test_the_database_knows_the_same_lifecycle_as_the_domain() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, source, target, roles FROM claims_moves()")
        rows = {(verb, source, target, tuple(roles)) for verb, source, target, roles in cursor.fetchall()}
    assert rows == {
        (move.verb, move.source.value, move.target.value, tuple(role.value for role in move.roles))
        for move in lifecycle.MOVES
    }


def test_readiness_names_a_rule_that_is_switched_off() -> None:
    assert readiness.problems() == []


@pytest.mark.django_db(databases=["owner"])
def test_a_function_of_an_earlier_release_with_other_arguments_goes() -> None:
    """Two of the same name would make a call ambiguous, and the upgrade would end in the middle."""
    old = "CREATE FUNCTION public.claims_word_pattern(word text) RETURNS text LANGUAGE sql AS 'SELECT word'"
    with connections["owner"].cursor() as cursor:
        cursor.execute(old)
        assert "claims_word_pattern(text)" in install.installed_functions(cursor)
    install.after_migrate(using="owner")
    with connections["owner"].cursor() as cursor:
        found = set(install.installed_functions(cursor))
    assert "claims_word_pattern(text)" not in found
    assert "claims_word_pattern(text,text)" in found


VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "ledger.json").read_text())


@pytest.mark.parametrize("vector", VECTORS["commitments"])
def test_sql_and_python_make_the_same_commitment(vector: dict[str, str]) -> None:
    salt, document = bytes.fromhex(vector["salt"]), vector["document"].encode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_commitment(%s, %s)", [salt, document])
        (found,) = cursor.fetchone()
    assert bytes(found).hex() == vector["commitment"]
    assert ledger.commitment(salt, document).hex() == vector["commitment"]


@pytest.mark.parametrize("vector", VECTORS["entries"])
def test_sql_and_python_make_the_same_entry_hash(vector: dict[str, Any]) -> None:
    entry = ledger.Entry(
        vector["position"],
        vector["type"],
        vector["id"],
        vector["number"],
        bytes.fromhex(vector["commitment"]),
        bytes.fromhex(vector["previous_hash"]),
        b"",
        vector["time"],
    )
    moment = datetime.strptime(vector["time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256(claims_entry_record(%s, %s, %s, %s, %s, %s, %s))",
            [
                entry.position,
                entry.type,
                entry.public_id,
                entry.number,
                entry.commitment,
                entry.previous_hash,
                moment,
            ],
        )
        (found,) = cursor.fetchone()
    assert bytes(found).hex() == vector["hash"]
    assert ledger.entry_hash(entry).hex() == vector["hash"]
