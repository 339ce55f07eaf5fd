"""Logs made by hand, whole and forged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from claims.domain import canonical, checkpoints, ledger, merkle, verification

LOG_ID = "a4f5ceb9-3120-4aa1-9183-f42ba0684b7b"
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"test key").digest())
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"another key").digest())


def make_log(size: int, *, claims: int = 2) -> list[ledger.ExportedEntry]:
    """A log of this size over a few claims: first publications, then corrections."""
    entries: list[ledger.ExportedEntry] = []
    previous = ledger.genesis(LOG_ID)
    for position in range(1, size + 1):
        number = (position - 1) // claims + 1
        kind = "first" if number == 1 else "correction"
        public_id = f"bcdfg0000{position % claims}"
        salt = hashlib.sha256(str(position).encode()).digest()
        document = canonical.encode({"id": public_id, "number": number, "kind": kind})
        entry = ledger.Entry(
            position, verification.TYPES[kind], public_id, number, ledger.commitment(salt, document),
            previous, b"", f"2026-11-23T12:00:00.{position:06}Z",
        )  # fmt: skip
        entry = replace(entry, hash=ledger.entry_hash(entry))
        previous = entry.hash
        entries.append(ledger.ExportedEntry(entry, salt, document))
    return entries


def relinked(entries: Sequence[ledger.ExportedEntry]) -> list[ledger.ExportedEntry]:
    """What a forger makes of changed entries: positions, links and hashes that fit again."""
    previous, fitting = ledger.genesis(LOG_ID), []
    for position, exported in enumerate(entries, 1):
        entry = replace(exported.entry, position=position, previous_hash=previous)
        entry = replace(entry, hash=ledger.entry_hash(entry))
        previous = entry.hash
        fitting.append(replace(exported, entry=entry))
    return fitting


def note_of(entries: Sequence[ledger.ExportedEntry], size: int) -> str:
    """The signed checkpoint of a log's first entries."""
    root = merkle.root_of([exported.entry.hash for exported in entries[:size]])
    return checkpoints.sign(checkpoints.Checkpoint(checkpoints.origin(LOG_ID), size, root), KEY)


def forged(entries: Sequence[ledger.ExportedEntry], at: int) -> list[ledger.ExportedEntry]:
    """The log with another document at a position, recomputed so that the chain holds."""
    changed, salt = list(entries), b"s" * 32
    entry = changed[at - 1].entry
    kind = {value: key for key, value in verification.TYPES.items()}[entry.type]
    document = canonical.encode({"id": entry.public_id, "number": entry.number, "kind": kind, "lie": True})
    changed[at - 1] = ledger.ExportedEntry(
        replace(entry, commitment=ledger.commitment(salt, document)), salt, document
    )
    return relinked(changed)
