"""The public log: written by the database at COMMIT, readable by all, changeable by nobody."""

from __future__ import annotations

from django.db import models


class LogIdentity(models.Model):
    """Which log this is. One row, made when the tables are; a restored database starts a new epoch."""

    log_id = models.UUIDField()
    epoch = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()


class LedgerEntry(models.Model):
    """One entry: what was announced, in commit order, chained by hash."""

    position = models.BigIntegerField(primary_key=True)
    type = models.TextField()
    public_id = models.TextField()
    number = models.PositiveIntegerField()
    commitment = models.BinaryField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()
    time = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "ledger entries"
        indexes = [models.Index(fields=["public_id", "number"], name="ledgerentry_by_claim")]

    def __str__(self) -> str:
        return f"{self.position} {self.type} {self.public_id}"


class Checkpoint(models.Model):
    """A signed statement of the log's size and Merkle root (C2SP checkpoint text)."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    frontier = models.BinaryField(
        help_text="Peaks of the Merkle tree, so that the next one need not read all"
    )
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["size"]
