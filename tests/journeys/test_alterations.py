"""A superuser can change the tables; whoever kept the checkpoints can name the first bad position."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest

from claims.actions import checkpoints as signing
from claims.domain import ledger, verification
from claims.reads import log
from tests import raw
from tests.cast import assemble

CLAIMS, ROUNDS, ALTERATIONS = 8, 5, 200
SIZE = CLAIMS * ROUNDS
Connection = psycopg.Connection[Any]
COLUMNS = ("type", "public_id", "number", "commitment", "previous_hash", "hash", "time")


def _flip(connection: Connection, at: int, chance: random.Random) -> None:
    column = chance.choice((*COLUMNS, "document", "salt"))
    changed = {
        "type": "type || 'x'",
        "public_id": "'bbbbbbbbbb'",
        "number": "number + 1",
        "time": "time + interval '1 microsecond'",
    }.get(column, f"set_byte({column}, {chance.randrange(30)}, get_byte({column}, {{at}}) # 1)")
    if "{at}" in changed:
        byte = chance.randrange(30)
        changed = f"set_byte({column}, {byte}, get_byte({column}, {byte}) # {1 << chance.randrange(8)})"
    if column in COLUMNS:
        connection.execute(f"UPDATE claims_ledgerentry SET {column} = {changed} WHERE position = %s", [at])
    else:
        connection.execute(
            f"UPDATE claims_publication p SET {column} = {changed} FROM claims_ledgerentry l "
            "WHERE l.position = %s AND p.public_id = l.public_id AND p.number = l.number",
            [at],
        )


def _delete(connection: Connection, at: int, _chance: random.Random) -> None:
    connection.execute("DELETE FROM claims_ledgerentry WHERE position = %s", [at])
    _shift(connection, at, -1)


def _truncate(connection: Connection, at: int, _chance: random.Random) -> None:
    connection.execute("DELETE FROM claims_ledgerentry WHERE position >= %s", [at])


def _reorder(connection: Connection, at: int, _chance: random.Random) -> None:
    other = at + 1 if at < SIZE else at - 1
    connection.execute("UPDATE claims_ledgerentry SET position = -1 WHERE position = %s", [at])
    connection.execute("UPDATE claims_ledgerentry SET position = %s WHERE position = %s", [at, other])
    connection.execute("UPDATE claims_ledgerentry SET position = %s WHERE position = -1", [other])


def _insert(connection: Connection, at: int, _chance: random.Random) -> None:
    _shift(connection, at - 1, 1)
    connection.execute(
        "INSERT INTO claims_ledgerentry SELECT %s, type, 'bbbbbbbbbb', 1, commitment, previous_hash, hash, time "
        "FROM claims_ledgerentry WHERE position = %s",
        [at, at + 1],
    )
    _recompute(connection, at, until=at)


def _rewrite(connection: Connection, at: int, _chance: random.Random) -> None:
    connection.execute(
        "UPDATE claims_publication p SET salt = set_byte(salt, 0, get_byte(salt, 0) # 1) FROM claims_ledgerentry l "
        "WHERE l.position = %s AND p.public_id = l.public_id AND p.number = l.number",
        [at],
    )
    connection.execute(
        "UPDATE claims_ledgerentry l SET commitment = claims_commitment(p.salt, p.document) FROM claims_publication p "
        "WHERE l.position = %s AND p.public_id = l.public_id AND p.number = l.number",
        [at],
    )
    _recompute(connection, at, until=SIZE)


def _shift(connection: Connection, after: int, by: int) -> None:
    connection.execute("UPDATE claims_ledgerentry SET position = -position WHERE position > %s", [after])
    connection.execute("UPDATE claims_ledgerentry SET position = -position + %s WHERE position < 0", [by])


def _recompute(connection: Connection, at: int, *, until: int) -> None:
    for position in range(at, until + 1):
        connection.execute(
            "UPDATE claims_ledgerentry l SET previous_hash = coalesce((SELECT hash FROM claims_ledgerentry "
            "WHERE position = l.position - 1), previous_hash) WHERE position = %s",
            [position],
        )
        connection.execute(
            "UPDATE claims_ledgerentry SET hash = sha256(claims_entry_record(position, type, public_id, number, "
            "commitment, previous_hash, time)) WHERE position = %s",
            [position],
        )


ALTERED: tuple[Callable[[Connection, int, random.Random], None], ...] = (
    _flip,
    _flip,
    _delete,
    _truncate,
    _reorder,
    _insert,
    _rewrite,
)


def _read(connection: Connection) -> list[ledger.ExportedEntry]:
    rows = connection.execute(log._ENTRIES, [0, 10_000]).fetchall()
    return [log._entry(tuple(row)) for row in rows]


def _export(entries: list[ledger.ExportedEntry], log_id: str, folder: Path, notes: list[str]) -> list[str]:
    header = b'{"type":"header","schema":1,"log_id":"' + log_id.encode() + b'"}\n'
    (folder / "log.ndjson").write_bytes(header + b"".join(map(ledger.export_line, entries)))
    (folder / "checkpoints.txt").write_text("\n".join(notes), encoding="utf-8")
    return [
        str(folder / "log.ndjson"),
        "--checkpoints",
        str(folder / "checkpoints.txt"),
        "--key",
        log.verifier_key(),
    ]


@pytest.fixture(scope="module")
def stand_alone() -> ModuleType:
    """The verifier that needs nothing but Python."""
    path = Path(__file__).resolve().parents[2] / "examples" / "verify_log.py"
    spec = importlib.util.spec_from_file_location("verify_log", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("committed")
def test_two_hundred_alterations_by_a_superuser_are_named_at_their_first_bad_position(
    stand_alone: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes, here = _publish()
    keys = [log.verifier_key()]
    wrong: list[str] = []
    missed_by_the_chain = set()
    chance = random.Random(20090806)
    with raw.connect("owner") as owner:
        whole = verification.verify(_read(owner), notes, keys, log_id=here.log_id)
        assert whole.ok, whole.reasons
        assert stand_alone.main(_export(_read(owner), here.log_id, tmp_path, notes)) == 0
        for number in range(ALTERATIONS):
            alter = ALTERED[number % len(ALTERED)]
            at = chance.randint(1, SIZE)
            expected = min(at, SIZE - 1) if alter is _reorder else at
            owner.execute("ALTER TABLE claims_ledgerentry DISABLE TRIGGER USER")
            owner.execute("ALTER TABLE claims_publication DISABLE TRIGGER USER")
            alter(owner, at, chance)
            entries = _read(owner)
            report = verification.verify(entries, notes, keys, log_id=here.log_id)
            if report.first_bad != expected or report.until is not None:
                wrong.append(f"{alter.__name__} at {at}: said {report.first_bad} to {report.until}")
            if verification.verify(entries, [], keys, log_id=here.log_id).ok:
                missed_by_the_chain.add(alter.__name__)
            if number % 10 == 0:
                capsys.readouterr()
                assert stand_alone.main(_export(entries, here.log_id, tmp_path, notes)) == 1
                assert f"at position {expected} " in capsys.readouterr().out
            owner.rollback()
    assert wrong == []
    assert missed_by_the_chain == {"_truncate", "_rewrite"}, "the control without checkpoints must miss these"


def _publish() -> tuple[list[str], log.Log]:
    cast = assemble()
    with raw.connect() as connection:
        bed = raw.make_bed(
            connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        claims = raw.make_claims(connection, bed, CLAIMS)
        for _round in range(ROUNDS):
            for claim in claims:
                raw.publish(connection, bed, claim)
                connection.commit()
                signing.sign_newest()
    return log.notes(), log.identity()
