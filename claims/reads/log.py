"""The public log: its entries with the documents behind them, its checkpoints, its identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from claims.domain import checkpoints
from claims.domain.ledger import Entry, ExportedEntry, time_text
from claims.models import Checkpoint, LedgerEntry, LogIdentity
from claims.reads.rows import texts

_ENTRIES = """
SELECT l.position, l.type, l.public_id, l.number, l.commitment, l.previous_hash, l.hash, l.time,
       p.salt, p.document
FROM claims_ledgerentry l
LEFT JOIN claims_publication p
  ON p.public_id = l.public_id AND p.number = l.number
  AND l.type NOT IN ('claim.suppressed', 'claim.withheld', 'claim.redacted')
WHERE l.position > %s ORDER BY l.position LIMIT %s
"""
_IDENTITY = """
SELECT log_id, epoch, coalesce((SELECT max(position) FROM claims_ledgerentry), 0) FROM claims_logidentity
"""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Log:
    """Which log this is, and how long."""

    log_id: str
    epoch: int
    size: int


def identity() -> Log:
    """The log as it stands."""
    log_id, epoch, size = texts(_IDENTITY)
    return Log(str(log_id), int(epoch or 0), int(size or 0))


def size() -> int:
    """How long the log is now."""
    return LedgerEntry.objects.order_by("-position").values_list("position", flat=True).first() or 0


def let_go() -> None:
    """Gives this thread's connection to the database back; inside a transaction it stays."""
    if not connection.in_atomic_block:
        connection.close()


def began() -> datetime:
    """Since when there is a log."""
    found: datetime = LogIdentity.objects.values_list("created_at", flat=True).get()
    return found


def entries(*, after: int, limit: int) -> list[ExportedEntry]:
    """The entries behind a position, in order, with salt and document (None when suppressed)."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [after, limit])
        return [_entry(row) for row in cursor.fetchall()]


def all_entries(*, until: int) -> Iterator[ExportedEntry]:
    """Every entry up to a position, in batches."""
    after = 0
    while after < until:
        batch = entries(after=after, limit=min(BATCH, until - after))
        if not batch:
            return
        yield from batch
        after = batch[-1].entry.position


def notes() -> list[str]:
    """All signed checkpoints, smallest first."""
    return list(Checkpoint.objects.order_by("size").values_list("note", flat=True))


def newest_note() -> tuple[int, str, datetime] | None:
    """Size, text and moment of the newest checkpoint."""
    row = Checkpoint.objects.order_by("-size").first()
    return None if row is None else (row.size, row.note, row.at)


def unsigned() -> tuple[int, datetime] | None:
    """How many entries no checkpoint covers, and since when; None when all are covered."""
    covered = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    late = LedgerEntry.objects.filter(position__gt=covered).order_by("position")
    first = late.values_list("time", flat=True).first()
    return None if first is None else (late.count(), first)


def verifier_key() -> str:
    """The public key that checks this log's checkpoints, in C2SP's form. Raises DomainError without a key."""
    return checkpoints.verifier(checkpoints.load_key(Path(settings.CHECKPOINT_KEY_FILE)))


def _entry(row: tuple[object, ...]) -> ExportedEntry:
    position, kind, public_id, number, sealed, previous, digest, time, salt, document = row
    if not (isinstance(time, datetime) and isinstance(position, int) and isinstance(number, int)):
        raise TypeError("the log's columns have other types than expected")
    return ExportedEntry(
        entry=Entry(
            position,
            str(kind),
            str(public_id),
            number,
            _bytes(sealed),
            _bytes(previous),
            _bytes(digest),
            time_text(time),
        ),
        salt=None if salt is None else _bytes(salt),
        document=None if document is None else _bytes(document),
    )


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes | memoryview):
        raise TypeError("a column of bytes holds something else")
    return bytes(value)
