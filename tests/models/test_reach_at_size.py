"""What a change reaches is found by indexes: its cost does not grow with claims that it does not reach.

By the rows that PostgreSQL reads, which it counts for each transaction, and not by a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from claims.models.rules import SHARED
from tests import raw
from tests.cast import Cast

CLAIMS = 10_000
EACH = 50
"""Claims of one article, of one speaker and of one source."""
GROUPS = CLAIMS // EACH
FIRST = 1_000_000
"""Ids from here on belong to rows that this test multiplied."""
MOST = 2_000
"""Rows that finding what a change reaches may read: some times what it reaches, far from all."""

_NAMED = "'public_id', lpad(n::text, 10, '0')"
_GROUP = f"{FIRST} + n / {EACH}"
MULTIPLIED = (
    ("claims_outlet", GROUPS, f"{_NAMED}, 'name', 'Outlet ' || n"),
    ("claims_article", GROUPS, f"{_NAMED}, 'outlet_id', {FIRST} + n, 'url', 'https://example.org/' || n"),
    ("claims_articleversion", GROUPS, f"'article_id', {FIRST} + n"),
    ("claims_speaker", CLAIMS, f"{_NAMED}, 'name', 'Somebody ' || n, 'skeleton', 'somebody ' || n, 'wikidata', ''"),
    ("claims_speakerrole", GROUPS, f"'speaker_id', {FIRST} + n, 'organization_id', {FIRST} + (n + 1) % {GROUPS}"),
    ("claims_source", GROUPS, f"{_NAMED}, 'url', 'https://example.net/' || n"),
    ("claims_derivation", GROUPS, f"'source_id', {FIRST} + n, 'origin_id', {FIRST} + n, 'from_source_id', NULL"),
    ("claims_claim", CLAIMS, f"{_NAMED}, 'version_id', {_GROUP}, 'speaker_id', {_GROUP}, 'speaker_role_id', {_GROUP}"),
    ("claims_attribution", CLAIMS,
     f"'claim_id', {FIRST} + n, 'speaker_id', {FIRST} + (n / {EACH} + 2) % {GROUPS}, 'position', 1, "
     "'cue', '', 'hedges', '[]'::jsonb, 'withdrawn_why', '', 'changed_at', now(), "
     "'changed_by_id', (SELECT min(id) FROM claims_user)"),
    ("claims_evidence", CLAIMS, f"'claim_id', {FIRST} + n, 'source_id', {_GROUP}"),
)  # fmt: skip
"""Table, how many, and what makes them differ: see `multiply`."""

REACHED = {
    "claims_outlet": EACH, "claims_article": EACH, "claims_speakerrole": EACH, "claims_source": EACH,
    "claims_derivation": EACH, "claims_speaker": 3 * EACH,
}  # fmt: skip
"""How many claims a row in the middle reaches: a speaker those that it says, says in a role, hears of, and is an
origin of, some of them the same."""
PLAINLY = """
WITH parties(id) AS (SELECT s.id FROM claims_speaker s WHERE %(speaker)s IN (s.id, s.institution_id))
SELECT c.id FROM claims_claim c LEFT JOIN claims_speakerrole r ON r.id = c.speaker_role_id
WHERE c.speaker_id IN (SELECT id FROM parties) OR r.organization_id = %(speaker)s
  OR EXISTS (SELECT 1 FROM claims_attribution a LEFT JOIN claims_speakerrole o ON o.id = a.role_id
             WHERE a.claim_id = c.id AND a.withdrawn_at IS NULL
               AND (a.speaker_id IN (SELECT id FROM parties) OR o.organization_id = %(speaker)s))
  OR EXISTS (SELECT 1 FROM claims_speakercandidate k
             WHERE k.claim_id = c.id AND k.withdrawn_at IS NULL AND k.speaker_id IN (SELECT id FROM parties))
  OR EXISTS (SELECT 1 FROM claims_replyrequest q
             WHERE q.claim_id = c.id AND q.withdrawn_at IS NULL AND q.who_id IN (SELECT id FROM parties))
  OR EXISTS (SELECT 1 FROM claims_derivation d JOIN claims_evidence e ON e.source_id = d.source_id
             WHERE e.claim_id = c.id AND d.withdrawn_at IS NULL AND e.withdrawn_at IS NULL
               AND d.origin_id IN (SELECT id FROM parties))
"""
"""Which claims a speaker reaches that is no outlet, and whose sources no other source rests on."""

Connection = psycopg.Connection[Any]


def multiply(connection: Connection, table: str, count: int, changed: str) -> None:
    """Copies one row so many times, past all triggers of the table from now on.

    What differs, `changed`, is the arguments of `jsonb_build_object`, made of the row's number `n`.
    """
    connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    columns = ", ".join(
        f'"{name}"'
        for (name,) in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attgenerated = ''",
            [table],
        )
    )
    connection.execute(
        f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE "
        f"SELECT {columns} FROM generate_series(0, {count - 1}) n CROSS JOIN LATERAL jsonb_populate_record("
        f"NULL::{table}, coalesce((SELECT to_jsonb(t) FROM {table} t ORDER BY t.id LIMIT 1), '{{}}') "
        f"|| jsonb_build_object('id', {FIRST} + n, {changed})) x"
    )
    connection.execute(f"ANALYZE {table}")


@pytest.fixture
def many(seeded: Cast) -> Iterator[Connection]:
    """As the owner, in a transaction that is taken back: as many claims as CLAIMS says, with all that they rest on."""
    with raw.connect("owner") as connection:
        for table, count, changed in MULTIPLIED:
            multiply(connection, table, count, changed)
        yield connection
        connection.rollback()


def rows_read(connection: Connection) -> dict[str, int]:
    """How many rows of each table this transaction has read so far, by scans of it and by its indexes."""
    found = connection.execute(
        "SELECT relname, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables"
    )
    return dict(found.fetchall())


def read_for(connection: Connection, statement: str, values: list[Any]) -> tuple[int, dict[str, int]]:
    """How many rows the statement gives, and how many it reads, by table."""
    before = rows_read(connection)
    given = len(connection.execute(statement, values).fetchall())  # type: ignore[arg-type]  # ours
    after = rows_read(connection)
    return given, {
        table: count - before.get(table, 0) for table, count in after.items() if count > before.get(table, 0)
    }


def test_what_a_change_reaches_is_found_without_reading_all_claims(many: Connection) -> None:
    """A rating is on any number of claims; only its verdicts are read, and no claim."""
    key = FIRST + GROUPS // 2
    for table in SHARED:
        given, read = read_for(many, "SELECT DISTINCT claims_embedding(%s, %s)", [table, key])
        assert given == REACHED.get(table, 0), table
        assert sum(read.values()) <= MOST, f"{table}: {given} claims reached, rows read: {read}"


def test_a_speaker_reaches_what_it_says_alone_in_a_role_and_as_a_body(many: Connection) -> None:
    """The same claims as by one condition for all, which reads everything."""
    many.execute(
        "UPDATE claims_attribution SET withdrawn_at = now(), withdrawn_by_id = changed_by_id WHERE id % 7 = 0"
    )
    many.execute("UPDATE claims_attribution SET role_id = speaker_id WHERE id % 3 = 0")
    many.execute(f"UPDATE claims_speaker SET institution_id = {FIRST + 9} WHERE id = {FIRST + 5}")
    for speaker in (FIRST + 5, FIRST + 9, FIRST + GROUPS + 9, 1):
        found = many.execute("SELECT DISTINCT claims_embedding_speaker(%s)", [speaker]).fetchall()
        expected = many.execute(PLAINLY, {"speaker": speaker}).fetchall()
        assert set(found) == set(expected)
        assert len(found) >= (0 if speaker in (1, FIRST + GROUPS + 9) else 3 * EACH - EACH // 7)


def test_whose_hand_was_in_a_claim_is_found_without_reading_the_others(many: Connection) -> None:
    given, read = read_for(many, "SELECT claims_embedded_in(%s)", [FIRST + CLAIMS // 2])
    assert given >= 4
    assert sum(read.values()) <= MOST, read
    _, read = read_for(many, "SELECT claims_hands_in(%s)", [FIRST + CLAIMS // 2])
    assert sum(read.values()) <= MOST, read
