# ruff: noqa: E501 - statements read best on one line
"""Sixteen writers, one slow, some rolled back: every reader of the log sees every change once, in order."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from typing import Any

import psycopg
import pytest

from tests import raw
from tests.cast import assemble

WRITERS, CLAIMS, CHANGES = 16, 1_250, 5_000


class Run:
    """The writers' shared state: what was acknowledged."""

    def __init__(self, bed: raw.Bed, claims: list[tuple[int, str]]) -> None:
        self.bed, self.claims = bed, claims
        self.lock = threading.Lock()
        self.acknowledged: set[tuple[str, int]] = set()
        self.attempts = self.rolled_back = 0
        self.errors: list[BaseException] = []

    def wanted(self) -> bool:
        with self.lock:
            return len(self.acknowledged) < CHANGES and not self.errors

    def write(self, seed: int) -> None:
        chance = random.Random(seed)
        try:
            with raw.connect() as connection:
                while self.wanted():
                    self._one(connection, chance, slow=seed == 0)
        except BaseException as error:  # shown by the test
            self.errors.append(error)

    def _one(self, connection: psycopg.Connection[Any], chance: random.Random, *, slow: bool) -> None:
        count = chance.choice((2, 3)) if chance.random() < 0.1 else 1
        chosen = sorted(chance.sample(self.claims, count))
        if chance.random() < 0.3:
            connection.execute(
                "INSERT INTO claims_speaker (public_id, kind, name, skeleton, aliases, country, wikidata, same_as, changed_by_id) "
                "SELECT translate(substr(md5(random()::text), 1, 10), 'ae', 'xz'), 'person', 'N', md5(random()::text), '{}', '', '', '{}', %s",
                [self.bed.author],
            )
        done = [raw.publish(connection, self.bed, claim) for claim in chosen]
        if slow or chance.random() < 0.05:
            time.sleep(chance.uniform(0.05, 0.5))
        if chance.random() < 0.05:
            connection.rollback()
            self.rolled_back += 1
            return
        connection.commit()
        with self.lock:
            self.acknowledged.update(done)


class Reader:
    """Follows a number upwards and never looks back."""

    def __init__(self, statement: str) -> None:
        self.statement = statement
        self.seen: list[tuple[str, int]] = []
        self.last = 0

    def read(self, connection: psycopg.Connection[Any]) -> int:
        rows = connection.execute(self.statement, [self.last]).fetchall()
        self.seen += [(row[1], row[2]) for row in rows]
        if rows:
            self.last = rows[-1][0]
        return len(rows)


def _follow(reader: Reader, stop: threading.Event) -> None:
    with raw.connect(autocommit=True) as connection:
        while not stop.is_set():
            reader.read(connection)
            time.sleep(0.002)
        while reader.read(connection):
            pass


def _inversions(seen: list[tuple[str, int]]) -> int:
    numbers: dict[str, list[int]] = defaultdict(list)
    for public_id, number in seen:
        numbers[public_id].append(number)
    return sum(found != list(range(1, len(found) + 1)) for found in numbers.values())


@pytest.mark.usefixtures("committed")
def test_no_reader_of_the_log_misses_doubles_or_inverts_a_change_under_sixteen_writers() -> None:
    cast = assemble()
    with raw.connect() as connection:
        bed = raw.make_bed(
            connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        run = Run(bed, raw.make_claims(connection, bed, CLAIMS))
    log = "SELECT position, public_id, number FROM claims_ledgerentry WHERE position > %s ORDER BY position LIMIT "
    readers = [Reader(log + str(size)) for size in (1, 100, 1000)]
    naive = Reader("SELECT id, public_id, number FROM claims_publication WHERE id > %s ORDER BY id LIMIT 100")
    stop = threading.Event()
    followers = [threading.Thread(target=_follow, args=(reader, stop)) for reader in (*readers, naive)]
    writers = [threading.Thread(target=run.write, args=(seed,)) for seed in range(WRITERS)]
    for thread in (*followers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in followers:
        thread.join()
    assert not run.errors
    assert run.rolled_back > 0
    for reader in readers:
        assert set(reader.seen) == run.acknowledged
        assert len(reader.seen) == len(run.acknowledged)
        assert _inversions(reader.seen) == 0
    assert len(run.acknowledged - set(naive.seen)) > 0, "the control, which follows ids, must miss changes"


@pytest.mark.usefixtures("committed")
def test_the_log_refuses_repeatable_read_at_the_statement_not_at_commit() -> None:
    cast = assemble()
    with raw.connect() as connection:
        bed = raw.make_bed(
            connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        (claim,) = raw.make_claims(connection, bed, 1)
        connection.commit()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(psycopg.errors.CheckViolation) as refused:
            raw.publish(connection, bed, claim)
        assert refused.value.diag.constraint_name == "ledger_is_written_under_read_committed"
