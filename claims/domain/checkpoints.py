"""Signed checkpoints of the log: C2SP tlog-checkpoint text in a C2SP signed note with Ed25519."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from claims.domain.errors import DomainError, InvalidValue

KEY_NAME = "factcheck"
_ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint states: whose log, how many entries, and the Merkle root over them."""

    origin: str
    size: int
    root: bytes


def origin(log_id: str) -> str:
    """The origin line of a log."""
    return f"factcheck/{log_id}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey, *, name: str = KEY_NAME) -> str:
    """The signed note of a checkpoint."""
    body = f"{checkpoint.origin}\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"
    signature = _key_id(name, _raw(key.public_key())) + key.sign(body.encode())
    return f"{body}\n— {name} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, verifiers: Sequence[str]) -> Checkpoint:
    """The checkpoint behind a note that one of the keys has signed. Raises InvalidValue otherwise."""
    if not is_note(note):
        raise InvalidValue(
            "This is not a checkpoint: origin, size and root, then signatures.", field="checkpoint"
        )
    body, _divider, signatures = note.rpartition("\n\n")
    lines = body.split("\n")
    if not any(
        _signed(body + "\n", line, verifier) for line in signatures.splitlines() for verifier in verifiers
    ):
        raise InvalidValue("No signature on this checkpoint is by a key that you named.", field="checkpoint")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except ValueError as error:
        raise InvalidValue("The root of this checkpoint is not base64.", field="checkpoint") from error
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def is_note(text: str) -> bool:
    """Whether a text has the form of a signed checkpoint, whoever signed it."""
    body, divider, _signatures = text.rpartition("\n\n")
    lines = body.split("\n")
    return bool(divider) and len(lines) >= 3 and lines[1].isascii() and lines[1].isdigit()


def _signed(body: str, line: str, verifier: str) -> bool:
    name, public = read_verifier(verifier)
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or parts[1] != name:
        return False
    try:
        blob = base64.b64decode(parts[2], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(blob[4:], body.encode())
    except (ValueError, InvalidSignature):
        return False
    return blob[:4] == _key_id(name, public)


def verifier(key: Ed25519PrivateKey, *, name: str = KEY_NAME) -> str:
    """The public half as a C2SP verifier key: name, key id, and algorithm with key."""
    raw = _raw(key.public_key())
    return f"{name}+{_key_id(name, raw).hex()}+{base64.b64encode(_ED25519 + raw).decode()}"


def read_verifier(text: str) -> tuple[str, bytes]:
    """Name and raw public key of a verifier key. Raises InvalidValue when it is not one."""
    parts = text.strip().split("+", 2)
    try:
        blob = base64.b64decode(parts[2], validate=True)
    except (IndexError, ValueError) as error:
        raise InvalidValue("A verifier key looks like name+0123abcd+base64.", field="key") from error
    if len(blob) != 33 or blob[:1] != _ED25519 or _key_id(parts[0], blob[1:]).hex() != parts[1]:
        raise InvalidValue("This verifier key is damaged or not for Ed25519.", field="key")
    return parts[0], blob[1:]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes_raw()


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def make_key(path: Path) -> None:
    """A new signing key in a file, whole or not at all; a key that is there stays. Raises DomainError."""
    try:
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".key-") as file:  # made with mode 600
            file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
            file.flush()
            os.fsync(file.fileno())
            os.link(file.name, path)
    except FileExistsError:
        return  # another process was first
    except OSError as error:
        raise DomainError(
            f"The signing key {path.name} cannot be made: {error.strerror}.", field="key"
        ) from error


def load_key(path: Path) -> Ed25519PrivateKey:
    """The signing key in a file. Raises DomainError for none, a damaged one, one that others can read."""
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise DomainError(
                f"The signing key {path.name} can be read by others. Run chmod 600 on it.", field="key"
            )
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes(), validate=True))
    except OSError as error:
        raise DomainError(
            f"The signing key {path.name} cannot be read: {error.strerror}.", field="key"
        ) from error
    except ValueError as error:
        raise DomainError(f"The signing key {path.name} is damaged.", field="key") from error


def split_notes(text: str) -> list[str]:
    """The notes in a file, one after the other; each ends with its signature lines."""
    notes: list[str] = []
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if lines and lines[-1].startswith("— ") and not line.startswith("— "):
            notes.append("\n".join(lines) + "\n")
            lines = []
        if lines or line:
            lines.append(line)
    if lines:
        notes.append("\n".join(lines).rstrip("\n") + "\n")
    return notes
