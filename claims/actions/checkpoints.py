"""Signed checkpoints of the log."""

from __future__ import annotations

import logging
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from claims.actions.refusals import refused
from claims.domain import checkpoints as notes
from claims.domain.errors import InvalidValue
from claims.domain.merkle import Frontier
from claims.models import Checkpoint, LedgerEntry, LogIdentity

logger = logging.getLogger(__name__)


def sign_newest() -> Checkpoint | None:
    """A checkpoint of the log as it stands, or None when there is nothing new to sign.

    The tree grows from the last checkpoint if this key has signed it, otherwise from the first entry.
    Raises DomainError when the key cannot be used, and when the database finds another root.
    """
    path = Path(settings.CHECKPOINT_KEY_FILE)
    notes.make_key(path)
    key = notes.load_key(path)
    last = Checkpoint.objects.order_by("-size").first()
    log = notes.origin(str(LogIdentity.objects.get().log_id))
    tree = _signed_tree(last, key=key, log=log)
    fresh = (
        LedgerEntry.objects.filter(position__gt=tree.size).order_by("position").values_list("hash", flat=True)
    )
    for leaf in fresh.iterator(chunk_size=5000):
        tree.add(bytes(leaf))
    if tree.size == (last.size if last else 0):
        return None
    note = notes.sign(notes.Checkpoint(log, tree.size, tree.root()), key)
    try:
        with transaction.atomic():
            return Checkpoint.objects.create(
                size=tree.size, root=tree.root(), frontier=tree.peaks(), note=note, at=timezone.now()
            )
    except DatabaseError as error:
        refusal = refused(error)
        if refusal is None:
            raise
        if refusal.problems[0].field != "size":
            raise refusal from error
        return None  # somebody else has signed as large a one meanwhile


def _signed_tree(last: Checkpoint | None, *, key: Ed25519PrivateKey, log: str) -> Frontier:
    if last is None:
        return Frontier()
    reason = "its note states another log, size or root."
    try:
        tree = Frontier.restore(last.size, bytes(last.frontier))
        if notes.open_note(last.note, [notes.verifier(key)]) == notes.Checkpoint(log, last.size, tree.root()):
            return tree
    except InvalidValue as error:
        reason = error.message
    logger.warning("The checkpoint of %s entries is not used, all entries are read: %s", last.size, reason)
    return Frontier()
