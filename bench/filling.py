"""Fills a database with published claims in batches, through every rule that stands in it.

By the app role, and with all triggers on: each claim is proposed, opened, reviewed, completed, approved by a second
person and published by an editor; each document is compared with what was approved, sealed, listed, indexed for
search and matching, and gets its entry in the log at COMMIT. What is skipped is Django: rows come by COPY, and each
step takes a whole batch along in one statement.
"""

from __future__ import annotations

import math
import secrets
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from bench.costs import seconds_of
from bench.made import PER_ARTICLE, PER_SPEAKER, MadeArticle, MadeClaim, MadeSpeaker, Maker, described, listed
from claims.actions import checkpoints
from claims.domain import ledger
from claims.domain.ids import new_public_id
from claims.reads import log
from tests import raw

BATCH = 500
"""Claims in one transaction; the log is locked while their entries are chained, at COMMIT."""
DATE = raw.DATE

Connection = psycopg.Connection[Any]
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Crew:
    """The ids of those who work: who writes, who approves, who publishes."""

    author: int
    approver: int
    editor: int


@dataclass(slots=True)
class Filler:
    """Publishes batches of made claims on one connection."""

    connection: Connection
    crew: Crew
    maker: Maker
    outlet: int = 0
    steps: dict[str, float] = field(default_factory=dict)
    """Seconds that each step took so far."""
    cpu: float = 0.0
    """Seconds of a processor that PostgreSQL needed for it."""

    def publish(self, first: int, count: int) -> None:
        """The claims with these numbers, all the way, in one transaction."""
        started, before = time.perf_counter(), seconds_of(self.connection.info.backend_pid)
        claims = self.maker.batch(first, count)
        started = self._took("making documents", started)
        with self.connection.transaction():
            self._stand(claims)
            ids = self._propose(claims)
            started = self._took("articles, speakers, claims", started)
            for state in ("open", "in review", "draft complete"):
                self._move(ids, state, self.crew.author)
            started = self._took("review", started)
            approvals = self._approve(claims, ids)
            self._move(ids, "approved", self.crew.approver)
            started = self._took("approval", started)
            self._publish(claims, ids, approvals)
            self._execute(
                "UPDATE claims_claim SET state = 'published', published_number = 1, correction_kind = '', "
                "correction_reason = '', changed_by_id = %s WHERE id = ANY (%s)",
                [self.crew.editor, list(ids.values())],
            )
            started = self._took("publication", started)
            self._list(claims)
            started = self._took("lists, search, matching", started)
        self._took("entries in the log, at COMMIT", started)
        self.cpu += seconds_of(self.connection.info.backend_pid) - before

    def _took(self, step: str, since: float) -> float:
        now = time.perf_counter()
        self.steps[step] = self.steps.get(step, 0.0) + now - since
        return now

    def _stand(self, claims: Sequence[MadeClaim]) -> None:
        """Articles with their texts and speakers, as far as they are not there yet."""
        self.stand_outlet()
        articles = {claim.article.public_id: claim.article for claim in claims}.values()
        author = self.crew.author
        copy_rows(
            self.connection,
            "claims_article (public_id, outlet_id, url, headline, authors, language, published, changed_by_id)",
            [
                (one.public_id, self.outlet, f"https://articles.example/{one.public_id}", one.headline, [], "en",
                 DATE, author)
                for one in articles
            ],
        )  # fmt: skip
        self._versions(list(articles))
        self._speakers({claim.speaker.public_id: claim.speaker for claim in claims}.values())

    def stand_outlet(self) -> None:
        """The outlet of all articles, made by whoever comes first."""
        self.outlet = self.outlet or self._outlet()

    def _outlet(self) -> int:
        known = self._execute("SELECT id FROM claims_outlet WHERE name = 'Bench outlet'", []).fetchone()
        row = (
            known
            or self._execute(
                "INSERT INTO claims_outlet (public_id, name, site, country, language, changed_by_id) "
                "VALUES (%s, 'Bench outlet', '', '', '', %s) RETURNING id",
                [new_public_id(), self.crew.author],
            ).fetchone()
        )
        assert row is not None
        return int(row[0])

    def _versions(self, articles: Sequence[MadeArticle]) -> None:
        rows = self._ids("claims_article", [one.public_id for one in articles])
        found = self._execute(
            "INSERT INTO claims_articleversion (article_id, number, text, sha256, is_excerpt, full_sha256, "
            "captured_at, captured_how, raw_reference, changed_by_id) "
            "SELECT x.article, 1, x.text, encode(sha256(convert_to(x.text, 'UTF8')), 'hex'), false, '', now(), "
            "'bench', '', %s FROM unnest(%s::bigint[], %s::text[]) x(article, text) RETURNING article_id, id",
            [self.crew.author, [rows[one.public_id] for one in articles], [one.text for one in articles]],
        ).fetchall()
        versions = dict(found)
        for one in articles:
            one.version = versions[rows[one.public_id]]

    def _speakers(self, speakers: Iterable[MadeSpeaker]) -> None:
        speakers = list(speakers)
        copy_rows(
            self.connection,
            "claims_speaker (public_id, kind, name, skeleton, aliases, country, wikidata, same_as, changed_by_id)",
            [
                (one.public_id, "person", one.name, one.name.lower(), [], "", "", [], self.crew.author)
                for one in speakers
            ],
        )
        rows = self._ids("claims_speaker", [one.public_id for one in speakers])
        for one in speakers:
            one.row = rows[one.public_id]

    def _propose(self, claims: Sequence[MadeClaim]) -> dict[str, int]:
        copy_rows(
            self.connection,
            f"claims_claim ({CLAIM_COLUMNS})",
            [claim_row(one, self.crew.author) for one in claims],
        )
        return self._ids("claims_claim", [one.public_id for one in claims])

    def _move(self, ids: Mapping[str, int], state: str, person: int) -> None:
        self._execute(
            "UPDATE claims_claim SET state = %s, changed_by_id = %s WHERE id = ANY (%s)",
            [state, person, list(ids.values())],
        )

    def _approve(self, claims: Sequence[MadeClaim], ids: Mapping[str, int]) -> dict[int, int]:
        rows = [approval_row(one, ids[one.public_id], self.crew.approver) for one in claims]
        copy_rows(self.connection, f"claims_approval ({APPROVAL_COLUMNS})", rows)
        found = self._execute(
            "SELECT claim_id, id FROM claims_approval WHERE claim_id = ANY (%s)", [list(ids.values())]
        )
        return dict(found.fetchall())

    def _publish(
        self, claims: Sequence[MadeClaim], ids: Mapping[str, int], approvals: Mapping[int, int]
    ) -> None:
        moment = self._moment()
        rows = []
        for number, one in enumerate(reversed(claims)):
            row = ids[one.public_id]
            at = moment - timedelta(microseconds=number)
            rows.append(publication_row(one, row, approvals[row], self.crew.editor, at))
        copy_rows(self.connection, f"claims_publication ({PUBLICATION_COLUMNS})", reversed(rows))

    def _moment(self) -> datetime:
        row = self._execute("SELECT clock_timestamp()", []).fetchone()
        assert row is not None
        moment: datetime = row[0]
        return moment

    def _list(self, claims: Sequence[MadeClaim]) -> None:
        found = self._execute(
            "SELECT public_id, id, at FROM claims_publication WHERE public_id = ANY (%s)",
            [[one.public_id for one in claims]],
        )
        publications = {public_id: (row, at) for public_id, row, at in found.fetchall()}
        copy_rows(
            self.connection,
            f"claims_publishedclaim ({LIST_COLUMNS})",
            [list_row(one, *publications[one.public_id]) for one in claims],
        )
        for table, last, columns in described(claims):
            publication, at = publications[last]
            self._describe(table, {**columns, "publication_id": publication, "at": at})

    def _describe(self, table: str, columns: Mapping[str, Any]) -> None:
        names = [sql.Identifier(name) for name in columns]
        statement = sql.SQL(
            "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (public_id) DO UPDATE SET {}"
        ).format(
            sql.Identifier(table),
            sql.SQL(", ").join(names),
            sql.SQL(", ").join([sql.Placeholder()] * len(names)),
            sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(name) for name in names[1:]),
        )
        self.connection.execute(statement, list(columns.values()))

    def _ids(self, table: str, public_ids: Sequence[str]) -> dict[str, int]:
        statement = sql.SQL("SELECT public_id, id FROM {} WHERE public_id = ANY (%s)").format(
            sql.Identifier(table)
        )
        return dict(self.connection.execute(statement, [list(public_ids)]).fetchall())

    def _execute(self, statement: str, values: Row) -> psycopg.Cursor[Any]:
        return self.connection.execute(statement, values)  # type: ignore[arg-type]  # all are ours


CLAIM_COLUMNS = (
    'public_id, rev, state, version_id, start, "end", exact, prefix, suffix, quotation, translated, statement, '
    "language, speaker_id, speaker_basis, cue, modality, hedges, said, about, claim_type, topic, places, "
    "check_worthiness, concerns_living_person, allegation_of_crime, demonstration, correction_kind, "
    "correction_reason, created_at, changed_by_id"
)
APPROVAL_COLUMNS = "claim_id, rev, by_id, at, draft, salt, commitment, note"
PUBLICATION_COLUMNS = (
    "public_id, number, claim_id, rev, approval_id, kind, correction_kind, correction_reason, document, salt, "
    "commitment, by_id, at"
)
LIST_COLUMNS = (
    "public_id, publication_id, number, at, status, speaker_id, article_id, source_ids, rating, topic, "
    "demonstration, words, speaker_name, outlet, measures, links, said_from, said_to"
)


def claim_row(claim: MadeClaim, author: int) -> Row:
    """As it is proposed."""
    return (
        claim.public_id, 1, "proposed", claim.article.version, claim.start, claim.start + len(claim.sentence),
        claim.sentence, "", "", "indirect", "no", claim.sentence, "en", claim.speaker.row, "stated", "", "asserted",
        [], DATE, DATE, "event", claim.draft["topic"], [], 0, False, False, False, "", "", "now", author,
    )  # fmt: skip


def approval_row(claim: MadeClaim, row: int, approver: int) -> Row:
    """Consent to the draft, byte for byte."""
    draft, salt = claim.draft_bytes, secrets.token_bytes(32)
    return (row, 1, approver, "now", draft, salt, ledger.commitment(salt, draft), "")


def publication_row(claim: MadeClaim, row: int, approval: int, editor: int, at: datetime) -> Row:
    """The first document."""
    frame = {"number": 1, "previous_number": None, "kind": "first", "corrections": []}
    document = claim.document_bytes({**frame, "published_at": ledger.time_text(at)})
    salt = secrets.token_bytes(32)
    sealed = ledger.commitment(salt, document)
    return (claim.public_id, 1, row, 1, approval, "first", "", "", document, salt, sealed, editor, at)


def list_row(claim: MadeClaim, publication: int, at: datetime) -> Row:
    """Its place among the public documents."""
    return (claim.public_id, publication, 1, at, *listed(claim).values())


def copy_rows(connection: Connection, into: str, rows: Iterable[Row]) -> None:
    """The rows by COPY; triggers see each of them."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


class Progress:
    """Says how far it is, how fast, and how much time is left."""

    def __init__(self, there: int, size: int) -> None:
        self.first, self.size = there, size
        self.moments: list[tuple[int, float]] = [(there, time.perf_counter())]
        self.cpu: list[tuple[int, float]] = [(there, 0.0)]
        self._said = 0.0

    def at(self, there: int, cpu: float) -> None:
        """So many are there now; says so every other second in a terminal, elsewhere with every tenth.

        `cpu` are the seconds of processors that PostgreSQL has needed until now.
        """
        now = time.perf_counter()
        self.moments.append((there, now))
        self.cpu.append((there, cpu))
        tenth = max(1, self.size // 10)
        last = there >= self.size
        if sys.stdout.isatty():
            if now - self._said < 2 and not last:
                return
        elif there // tenth == self.moments[-2][0] // tenth and not last:
            return
        self._said = now
        rate = self.rate()
        left = timedelta(seconds=round((self.size - there) / rate)) if rate else "?"
        line = f"  {there:>11,} of {self.size:,}   {rate:7,.0f} a second   {left} left"
        print(
            f"\r{line}" if sys.stdout.isatty() else line, end="\n" if last or not sys.stdout.isatty() else ""
        )
        sys.stdout.flush()

    def rate(self, start: float = 0.0, end: float = 1.0) -> float:
        """Claims a second between two shares of the way."""
        return self._rate(self.moments, start, end)

    def effort(self, start: float = 0.0, end: float = 1.0) -> float:
        """Seconds of a processor that PostgreSQL needed for a claim, between two shares of the way."""
        rate = self._rate(self.cpu, start, end)
        return 1 / rate if rate else 0.0

    def _rate(self, seconds: Sequence[tuple[int, float]], start: float, end: float) -> float:
        there = self.size - self.first
        low, high = self.first + there * start, self.first + there * end
        inside = [one for one in seconds if low <= one[0] <= high]
        if len(inside) < 2 or inside[0][1] == inside[-1][1]:
            return 0.0
        (before, began), (after, ended) = inside[0], inside[-1]
        return (after - before) / (ended - began)


def analyze(owner: Connection) -> None:
    """What PostgreSQL knows of the tables, brought up to date: plans made for empty tables are made anew."""
    owner.execute("ANALYZE")


def _next(there: int) -> int:
    """The number of the next claim: articles and speakers are not shared between two runs."""
    whole = math.lcm(PER_ARTICLE, PER_SPEAKER)
    return -(-there // whole) * whole


def fill(fillers: Sequence[Filler], *, size: int, owner: Connection) -> Progress:
    """Publishes until the log is so long, a batch on each connection at a time.

    Statistics are brought up to date whenever the tables have doubled; each time a batch is in, the log is signed.
    """
    there = log.size()
    progress = Progress(there, size)
    number, asked, known = _next(there), there, 0
    with ThreadPoolExecutor(len(fillers)) as pool:
        running: dict[Future[None], tuple[Filler, int]] = {}
        free = list(fillers)
        while there < size:
            if there >= 2 * known:
                analyze(owner)
                known = max(there, BATCH)
            while free and asked < size:
                filler, count = free.pop(), min(BATCH, size - asked)
                running[pool.submit(filler.publish, number, count)] = (filler, count)
                number, asked = number + BATCH, asked + count
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                filler, count = running.pop(one)
                one.result()
                free.append(filler)
                there += count
                checkpoints.sign_newest()
                progress.at(there, sum(each.cpu for each in fillers))
    analyze(owner)
    return progress
