"""Sixteen writers, one slow, some rolled back, and a PostgreSQL that is killed three times: whoever follows the feed
sees every change once, in order, and every export goes on from its cursor to what the database holds.

On each push 5,000 changes and five exports; `make stress PART=feed` makes 100,000 and fifty.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from claims.api import answers
from tests import raw
from tests.cast import assemble
from tests.cluster import Cluster, cluster
from tests.following import Copy, apply

CHANGES = int(os.environ.get("CHANGES", "5000"))
EXPORTS = 5 if CHANGES <= 5_000 else 50
WRITERS, KILLS = 16, 3
PAGES = (1 if CHANGES > 5_000 else 3, 100, 1000)
"""Changes on a page of each consumer. Five thousand pages of one are asked for in the whole proof alone."""
CLAIMS, WANTED_BY_ALL = CHANGES // 4, 40
TOPICS = ("one", "two", "three")
MIRROR = Path(__file__).resolve().parents[2] / "examples" / "mirror.py"
WANTS_DIGEST = {"Want-Repr-Digest": "sha-256=1"}
Change = tuple[str, int]


class Run:
    """What all share: the server, what was acknowledged, and whether to go on."""

    def __init__(self, server: Cluster, bed: raw.Bed, claims: list[tuple[int, str]]) -> None:
        self.server, self.bed, self.claims = server, bed, claims
        self.lock = threading.Lock()
        self.acknowledged: set[Change] = set()
        self.unsure: set[Change] = set()
        self.rolled_back = self.lost = 0
        self.errors: list[BaseException] = []

    def done(self) -> float:
        """The share of what is wanted."""
        with self.lock:
            return 1.0 if self.errors else len(self.acknowledged) / CHANGES

    def guarded(self, work: Any, *arguments: Any) -> threading.Thread:
        """A thread whose failure is the test's."""

        def run() -> None:
            try:
                work(*arguments)
            except BaseException as error:  # shown by the test
                self.errors.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def write(self, seed: int) -> None:
        """Publishes until there is enough; whose server was killed comes back and goes on."""
        chance = random.Random(seed)
        while self.done() < 1:
            try:
                with self.server.connect() as connection:
                    while self.done() < 1:
                        self._one(connection, chance, slow=seed == 0)
            except psycopg.OperationalError:
                self.lost += 1
                time.sleep(0.3)

    def _one(self, connection: psycopg.Connection[Any], chance: random.Random, *, slow: bool) -> None:
        count = chance.choice((2, 3)) if chance.random() < 0.1 else 1
        among = self.claims[:WANTED_BY_ALL] if chance.random() < 0.1 else self.claims
        chosen = sorted(chance.sample(among, count))
        if chance.random() < 0.3:
            connection.execute(
                "INSERT INTO claims_speaker (public_id, kind, name, skeleton, aliases, country, wikidata, same_as, "
                "changed_by_id) SELECT translate(substr(md5(random()::text), 1, 10), 'ae', 'xz'), 'person', 'N', "
                "md5(random()::text), '{}', '', '', '{}', %s",
                [self.bed.author],
            )
        bed = replace(self.bed, like={**raw.draft_of(""), "topic": chance.choice(TOPICS)})
        done = [raw.publish(connection, bed, claim) for claim in chosen]
        if slow or chance.random() < 0.05:
            time.sleep(chance.uniform(0.05, 0.5))
        if chance.random() < 0.05:
            connection.rollback()
            self.rolled_back += 1
            return
        try:
            connection.commit()
        except psycopg.OperationalError:
            with self.lock:
                self.unsure.update(done)
            raise
        with self.lock:
            self.acknowledged.update(done)

    def kill(self) -> None:
        """Kills the server three times on the way."""
        for number in range(KILLS):
            while self.done() < (number + 1) / (KILLS + 1):
                time.sleep(0.02)
            self.server.kill()
            self.server.restart()


class Reader:
    """Somebody who asks the API and lives with a server that is away now and then."""

    def __init__(self, site: str) -> None:
        self._host = urlsplit(site).netloc
        self._line: http.client.HTTPConnection | None = None
        self.digest: str | None = None
        """What the last answer says that all its bytes have."""

    def ask(self, path: str, **query: Any) -> bytes:
        """The body of an answer; asked again until there is one."""
        until = time.monotonic() + 90
        while time.monotonic() < until:
            try:
                self._line = self._line or http.client.HTTPConnection(self._host, timeout=60)
                self._line.request("GET", f"/api/v1/{path}?{urlencode(query)}", headers=WANTS_DIGEST)
                answer = self._line.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                self.hang_up()
                time.sleep(0.05)
                continue
            if answer.status == 200:
                self.digest = answer.getheader("Repr-Digest")
                return body
            assert answer.status == 503, (answer.status, body[:300])
            time.sleep(0.05)
        raise AssertionError("The server never came back.")

    def hang_up(self) -> None:
        """Ends the connection."""
        if self._line is not None:
            self._line.close()
        self._line = None


class Consumer(Reader):
    """Follows the feed, and is killed now and then between reading a page and storing it with its cursor."""

    def __init__(self, site: str, limit: int, filters: Mapping[str, str], seed: int) -> None:
        super().__init__(site)
        self.limit, self.filters, self._chance = limit, dict(filters), random.Random(seed)
        self.cursor, self.seen, self.deaths = "", list[Change](), 0
        self.held: Copy = {}

    def follow(self, stop: threading.Event) -> None:
        """Reads until there is nothing more after the end."""
        while True:
            ended = stop.is_set()
            waits = self.limit == 1000 and not ended
            query = {"limit": self.limit, **({"wait": 5} if waits else {}), **self.filters}
            page = json.loads(
                self.ask("changes/", **query, **({"cursor": self.cursor} if self.cursor else {}))
            )
            if self._chance.random() < 0.03:
                self.deaths += 1
                self.hang_up()
                continue
            self.seen += [(one["claim"], one["number"]) for one in page["changes"]]
            self.held = apply(page["changes"], self.held)
            self.cursor = page["cursor"]
            time.sleep(0 if ended or page["has_more"] else 0.5)
            if ended and not page["has_more"]:
                self.hang_up()
                return


def _export(run: Run, site: str, found: list[tuple[Copy, str]]) -> None:
    """Exports at random moments while others write: whole, and not cut off by a server that was killed."""
    chance, reader = random.Random(5), Reader(site)
    for moment in sorted(chance.uniform(0, 0.97) for _ in range(EXPORTS)):
        while run.done() < moment:
            time.sleep(0.01)
        while (
            len(lines := (body := reader.ask("export/claims.ndjson")).splitlines()) < 2
            or b'"type": "end"' not in lines[-1]
        ):
            reader.hang_up()
        assert reader.digest == answers.digest(hashlib.sha256(body).digest()), (
            "both readings are of one moment"
        )
        header, *documents, end = map(json.loads, lines)
        assert end["count"] == len(documents)
        found.append(({one["id"]: one for one in documents}, header["cursor"]))
    reader.hang_up()


class Mirror:
    """The example, as a process, killed with SIGKILL on the way and begun again."""

    def __init__(self, site: str, file: Path) -> None:
        self._command = [sys.executable, "-I", "-S", str(MIRROR), site, str(file)]
        self._file = file

    def follow(self, run: Run) -> None:
        """Begun and killed until the run is over."""
        chance = random.Random(7)
        while run.done() < 1:
            process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
            until = min(1.0, run.done() + chance.uniform(0.1, 0.4))
            while run.done() < until:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()

    def held(self) -> Copy:
        """What it holds when it has caught up."""
        subprocess.run([*self._command, "--once"], check=True, timeout=120)
        with sqlite3.connect(self._file) as file:
            rows = file.execute("SELECT id, document FROM claim").fetchall()
        file.close()
        assert all(text == raw.as_bytes(json.loads(text)).decode() for _, text in rows)
        return {name: json.loads(text) for name, text in rows}


def _inversions(seen: list[Change]) -> int:
    numbers: dict[str, list[int]] = defaultdict(list)
    for public_id, number in seen:
        numbers[public_id].append(number)
    return sum(found != list(range(1, len(found) + 1)) for found in numbers.values())


class Naive:
    """The control: follows ids of rows upwards and never looks back."""

    def __init__(self, server: Cluster) -> None:
        self._server, self._last = server, 0
        self.seen: set[Change] = set()

    def follow(self, stop: threading.Event) -> None:
        """Reads until there is nothing more after the end."""
        query = "SELECT id, public_id, number FROM claims_publication WHERE id > %s ORDER BY id LIMIT 100"
        while True:
            try:
                with self._server.connect(autocommit=True) as connection:
                    while (rows := connection.execute(query, [self._last]).fetchall()) or not stop.is_set():
                        self.seen |= {(row[1], row[2]) for row in rows}
                        self._last = rows[-1][0] if rows else self._last
                        time.sleep(0.02)
                    return
            except psycopg.OperationalError:
                time.sleep(0.1)


def _by_watermark(server: Cluster) -> list[Change]:
    """The other control: in the order of transaction ids, as who waits for the oldest one that runs reads them."""
    query = "SELECT public_id, number FROM claims_publication ORDER BY xmin::text::bigint, id"
    with server.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(query)]


@pytest.mark.usefixtures("committed")
def test_no_reader_of_the_feed_misses_doubles_or_inverts_a_change(tmp_path: Path) -> None:
    cast = assemble()
    with cluster() as server, server.served() as site:
        with server.connect() as connection:
            bed = raw.make_bed(
                connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
            )
            run = Run(server, bed, raw.make_claims(connection, bed, CLAIMS))
        began, stop = time.monotonic(), threading.Event()
        consumers = [Consumer(site, limit, {}, limit) for limit in PAGES]
        filtered = Consumer(site, 50, {"topic": TOPICS[0]}, 50)
        naive, mirror, exports = Naive(server), Mirror(site, tmp_path / "mirror.db"), list[tuple[Copy, str]]()
        followers = [run.guarded(one.follow, stop) for one in (*consumers, filtered, naive)]
        workers = [run.guarded(run.write, seed) for seed in range(WRITERS)]
        workers += [run.guarded(work) for work in (run.kill,)]
        workers += [run.guarded(_export, run, site, exports), run.guarded(mirror.follow, run)]
        for thread in workers:
            thread.join()
        stop.set()
        for thread in followers:
            thread.join()
        assert not run.errors, run.errors
        print(
            f"  {len(run.acknowledged)} changes in {time.monotonic() - began:.0f} s, {run.lost} connections lost"
        )
        _is_whole(run, consumers)
        _copies_are_equal(site, server, [*((copy, cursor) for copy, cursor in exports)], filtered, mirror)
        assert len(run.acknowledged - naive.seen) > 0, "the control, which follows ids, must miss changes"
        assert _inversions(_by_watermark(server)) > 0, "the control by transaction ids must invert changes"


def _is_whole(run: Run, consumers: list[Consumer]) -> None:
    with run.server.connect() as connection:
        rows = connection.execute("SELECT public_id, number FROM claims_ledgerentry ORDER BY position")
        truth = [(row[0], row[1]) for row in rows]
    assert run.server.kills == KILLS
    assert run.lost > 0
    assert run.rolled_back > 0
    assert run.acknowledged <= set(truth), "what was acknowledged is there after every kill"
    assert set(truth) - run.acknowledged <= run.unsure
    for consumer in consumers:
        assert consumer.seen == truth, f"page of {consumer.limit}"
        assert _inversions(consumer.seen) == 0
    assert sum(consumer.deaths for consumer in consumers) > 0


def _copies_are_equal(
    site: str, server: Cluster, exports: list[tuple[Copy, str]], filtered: Consumer, mirror: Mirror
) -> None:
    query = (
        "SELECT p.document FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id"
    )
    with server.connect() as connection:
        held = {one["id"]: one for one in (json.loads(bytes(row[0])) for row in connection.execute(query))}
    assert len(exports) == EXPORTS
    stop = threading.Event()
    stop.set()
    for copy, cursor in exports:
        reader = Consumer(site, 1000, {}, 0)
        reader.held, reader.cursor = copy, cursor
        reader.follow(stop)
        assert reader.held == held
    assert any(copy != held and copy for copy, _ in exports), "they were made on the way"
    assert filtered.held == {name: one for name, one in held.items() if one["topic"] == TOPICS[0]}
    assert mirror.held() == held


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
