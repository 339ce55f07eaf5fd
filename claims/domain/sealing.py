"""Secrets as they may stand in a table: sealed with a key that is not in the database."""

from __future__ import annotations

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from claims.domain.errors import DomainError

PREFIX = "whsec_"
SECRET_BYTES = 32


class Unreadable(DomainError):
    """A secret was sealed with another key than this one."""

    code = "unreadable"


def new_secret() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """A secret as its owner is given it, once: whsec_ and base64, as Standard Webhooks has it."""
    return PREFIX + base64.b64encode(secret).decode()


def seal(secret: bytes, *, key: str) -> str:
    """The secret as it is stored."""
    return _cipher(key).encrypt(secret).decode()


def unseal(sealed: str, *, key: str) -> bytes:
    """The secret again. Raises Unreadable if it was sealed with another key."""
    try:
        return _cipher(key).decrypt(sealed.encode())
    except InvalidToken as error:
        raise Unreadable(
            "The secret of this endpoint was sealed with another key than this server has. "
            "Give it back its WEBHOOK_KEY, or make new secrets.",
            field="secret",
        ) from error


def _cipher(key: str) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"claims webhook secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(made))
