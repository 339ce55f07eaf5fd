"""Signed checkpoints of the log."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from claims.actions.transactions import refused
from claims.domain import checkpoints as notes
from claims.domain.merkle import Frontier
from claims.models import Checkpoint, LedgerEntry, LogIdentity


def sign_newest() -> Checkpoint | None:
    """A checkpoint of the log as it stands, or None when there is nothing new to sign."""
    last = Checkpoint.objects.order_by("-size").first()
    tree = Frontier.restore(last.size, bytes(last.frontier)) if last else Frontier()
    fresh = (
        LedgerEntry.objects.filter(position__gt=tree.size).order_by("position").values_list("hash", flat=True)
    )
    for leaf in fresh.iterator(chunk_size=5000):
        tree.add(bytes(leaf))
    if tree.size == (last.size if last else 0):
        return None
    log = LogIdentity.objects.get()
    checkpoint = notes.Checkpoint(notes.origin(str(log.log_id)), tree.size, tree.root())
    note = notes.sign(checkpoint, notes.load_key(Path(settings.CHECKPOINT_KEY_FILE)))
    try:
        with transaction.atomic():
            return Checkpoint.objects.create(
                size=tree.size, root=tree.root(), frontier=tree.peaks(), note=note, at=timezone.now()
            )
    except DatabaseError as error:
        if refused(error) is None:
            raise
        return None  # somebody else has signed a larger one meanwhile
