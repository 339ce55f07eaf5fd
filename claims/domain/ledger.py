"""The public log: commitments, the hash chain, and the lines of its export.

Every hashed part is length-prefixed (four bytes, big-endian), so that no two records share their bytes.
The database computes the same in SQL; `tests/vectors/ledger.json` holds both, and the stand-alone
verifier, to one truth.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log. `time` is UTC text with six fractional digits and a Z."""

    position: int
    type: str
    public_id: str
    number: int
    commitment: bytes
    previous_hash: bytes
    hash: bytes
    time: str


@dataclass(frozen=True, slots=True)
class ExportedEntry:
    """An entry with the document and salt that it commits to; both are None after suppression."""

    entry: Entry
    salt: bytes | None
    document: bytes | None


def prefixed(part: bytes) -> bytes:
    """The part behind its length."""
    return len(part).to_bytes(4, "big") + part


def new_salt() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, document: bytes) -> bytes:
    """What the log says of a document: meaningless to whoever lacks salt or text."""
    parts = (b"factcheck/commitment/v1", salt, document)
    return hashlib.sha256(b"".join(map(prefixed, parts))).digest()


def genesis(log_id: str) -> bytes:
    """What the first entry of a log gives as the hash before it."""
    parts = (b"factcheck/genesis/v1", log_id.encode())
    return hashlib.sha256(b"".join(map(prefixed, parts))).digest()


def entry_hash(entry: Entry) -> bytes:
    """The hash of an entry's record; `entry.hash` is not part of it."""
    parts = (
        b"factcheck/entry/v1",
        str(entry.position).encode(),
        entry.type.encode(),
        entry.public_id.encode(),
        str(entry.number).encode(),
        entry.commitment,
        entry.previous_hash,
        entry.time.encode(),
    )
    return hashlib.sha256(b"".join(map(prefixed, parts))).digest()


def time_text(moment: datetime) -> str:
    """A moment as the log writes it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def export_line(exported: ExportedEntry) -> bytes:
    """The export's line for an entry: JSON, the document's canonical bytes as they are."""
    entry = exported.entry
    head = {
        "type": "entry",
        "position": entry.position,
        "entry_type": entry.type,
        "id": entry.public_id,
        "number": entry.number,
        "commitment": entry.commitment.hex(),
        "previous_hash": entry.previous_hash.hex(),
        "hash": entry.hash.hex(),
        "time": entry.time,
        "salt": exported.salt.hex() if exported.salt is not None else None,
    }
    document = exported.document if exported.document is not None else b"null"
    return json.dumps(head, separators=(",", ":")).encode()[:-1] + b',"document":' + document + b"}\n"
