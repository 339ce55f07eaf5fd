"""The databases of a bench: one that is filled, and a copy of it as it was when it was small."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections

from bench import filling
from bench.filling import Connection, Crew, Filler
from bench.lines import Table
from bench.made import Maker
from claims.models import User
from claims.reads import log, published
from factcheck import database
from tests import raw
from tests.cast import Cast, assemble, load_seed, people_there

FILLED, COPY = database.NAME, f"{database.NAME}_small"
PLAIN = 10_000


def people() -> Cast:
    """Those who publish, and the five claims of the tests, by the real actions; made once."""
    if User.objects.filter(username="extractor").exists():
        return people_there()
    cast = assemble()
    load_seed(cast)
    return cast


def filled(folder: Path, size: int, cast: Cast, table: Table, *, small: int) -> None:
    """Fills up to this size, and keeps a copy of when it was small; tells the table what it took."""
    if log.size() < min(small, size):
        _fill(min(small, size), cast)
    if size > small and not _exists(folder, COPY):
        connections.close_all()
        with psycopg.connect(_address(folder, "postgres"), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {COPY} TEMPLATE {FILLED} STRATEGY file_copy")  # type: ignore[arg-type]
    there = log.size()
    if there < size:
        print(f"Publishing {size - there:,} claims through all rules …", flush=True)
        _tell(table, *_fill(size, cast))
    _check(table)


def switch(name: str) -> None:
    """From now on the product serves this database."""
    settings = connections["default"].settings_dict
    if settings["NAME"] != name:
        connections["default"].close()
        settings["NAME"] = name


def _fill(size: int, cast: Cast) -> tuple[filling.Progress, list[Filler], float]:
    """Fills on as many connections as there are workers; also how many were stored a second by COPY alone."""
    templates = sorted((item.value() for item in _first_documents()), key=_length)[:3]
    maker = Maker(templates)
    crew = Crew(cast.reviewer.pk, cast.second_reviewer.pk, cast.editor.pk)
    workers = int(os.environ.get("WORKERS") or os.cpu_count() or 1)
    with raw.connect("owner", autocommit=True) as owner:
        fillers = [Filler(raw.connect(autocommit=True), crew, maker) for _ in range(workers)]
        fillers[0].stand_outlet()
        try:
            before = _plain(owner, maker)
            progress = filling.fill(fillers, size=size, owner=owner)
            return progress, fillers, (before + _plain(owner, maker)) / 2
        finally:
            for filler in fillers:
                filler.connection.close()


def _first_documents() -> list[published.Published]:
    """The documents of the five claims that the tests publish, which are the first in the log."""
    entries = log.entries(after=0, limit=5)
    found = [published.newest(one.entry.public_id) for one in entries]
    return [one for one in found if one is not None]


def _length(document: dict[str, Any]) -> int:
    return len(str(document))


def _plain(owner: Connection, maker: Maker) -> float:
    """How many claims a second COPY stores on one connection, in tables without rule, index or trigger."""
    claims = maker.batch(0, min(PLAIN, 2_000))
    now = owner.execute("SELECT clock_timestamp()").fetchone()
    assert now is not None
    parts: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "claims_claim": (filling.CLAIM_COLUMNS, lambda one: filling.claim_row(one, 1)),
        "claims_approval": (filling.APPROVAL_COLUMNS, lambda one: filling.approval_row(one, 1, 1)),
        "claims_publication": (
            filling.PUBLICATION_COLUMNS, lambda one: filling.publication_row(one, 1, 1, 1, now[0])),
        "claims_publishedclaim": (filling.LIST_COLUMNS, lambda one: filling.list_row(one, 1, now[0])),
    }  # fmt: skip
    rows = {table: [row(one) for one in claims] for table, (_, row) in parts.items()}
    spent = 0.0
    for table, (columns, _) in parts.items():
        kept = f"SELECT {columns} FROM {table} WITH NO DATA"
        owner.execute(f"CREATE TEMPORARY TABLE plain AS {kept}")  # type: ignore[arg-type]  # ours
        start = time.perf_counter()
        with owner.transaction():
            filling.copy_rows(owner, f"plain ({columns})", rows[table])
        spent += time.perf_counter() - start
        owner.execute("DROP TABLE plain")
    return len(claims) / spent


def _tell(table: Table, progress: filling.Progress, fillers: list[Filler], plain: float) -> None:
    rate, first, last = progress.rate(), progress.rate(0, 0.1), progress.rate(0.9, 1)
    table.add(
        f"fill, {len(fillers)} connections, against COPY into plain tables",
        limit=f"{plain:,.0f}/s",
        product=f"{rate:,.0f}/s",
        share=f"{rate / plain:.1%}",
        goal="≥ 5 %",
        holds=rate >= 0.05 * plain,
    )
    if first and last:
        table.add(
            "fill, first and last tenth",
            limit=f"{first:,.0f}/s",
            product=f"{last:,.0f}/s",
            share=f"{last / first:.0%}",
            goal="linear: ≥ 87 %",
            holds=last >= first / 1.15,
        )
    table.add(
        "fill, PostgreSQL's processor time a claim",
        product=f"{progress.effort() * 1000:.2f} ms",
        goal="",
    )
    early, late = progress.effort(0, 0.1), progress.effort(0.9, 1)
    if early and late:
        table.add(
            "fill, that time in the first and the last tenth",
            limit=f"{early * 1000:.2f} ms",
            product=f"{late * 1000:.2f} ms",
            share=f"{late / early:.2f} ×",
            goal="linear: ≤ 1.15 ×",
            holds=late <= 1.15 * early,
        )
    steps: dict[str, float] = {}
    for filler in fillers:
        for step, seconds in filler.steps.items():
            steps[step] = steps.get(step, 0.0) + seconds
    whole = sum(steps.values()) or 1.0
    shares = ", ".join(f"{step} {seconds / whole:.0%}" for step, seconds in steps.items())
    table.note(f"The fill's time: {shares}.")


def _check(table: Table) -> None:
    """The log is verified from its first entry to its last, as anybody can."""
    said = StringIO()
    start = time.perf_counter()
    call_command("verify_ledger", stdout=said)
    took = timedelta(seconds=round(time.perf_counter() - start))
    table.note(f"verify_ledger, in {took}: {said.getvalue().strip()}")


def _exists(folder: Path, name: str) -> bool:
    with psycopg.connect(_address(folder, "postgres")) as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _address(folder: Path, name: str) -> str:
    embedded = database._Embedded(folder)
    return embedded._url(database.OWNER, name, embedded._stored())
