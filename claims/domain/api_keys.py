"""Keys of newsrooms: made once, shown once, known afterwards by their digest alone."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a newsroom's key opens, beyond what everybody may read."""

    READ = "read"
    MATCH = "match"
    WEBHOOKS = "webhooks"


LIVE, TEST = "fcn", "fct"
"""How a key begins: one for the published claims, or one for the sandbox."""

_FORM = re.compile(r"(fcn|fct)_([0-9bcdfghjkmnpqrstvwxyz]{8})_([0-9a-f]{64})")
_ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as its owner gets it, and what we keep: a prefix to find it by, and the digest of its secret."""

    text: str
    prefix: str
    digest: bytes


def new_key(*, is_test: bool) -> NewKey:
    """A key with 32 random bytes; nobody can tell them from the digest."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    secret = secrets.token_bytes(32)
    text = f"{TEST if is_test else LIVE}_{prefix}_{secret.hex()}"
    return NewKey(text, prefix, hashlib.sha256(secret).digest())


@dataclass(frozen=True, slots=True)
class GivenKey:
    """A key as a request carries it."""

    prefix: str
    is_test: bool
    digest: bytes

    def opens(self, digest: bytes) -> bool:
        """Whether its secret has this digest; takes equally long whatever differs."""
        return hmac.compare_digest(self.digest, digest)


def read_key(text: str) -> GivenKey | None:
    """The key in a text; None when it has not the form of one."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    return GivenKey(found[2], found[1] == TEST, hashlib.sha256(bytes.fromhex(found[3])).digest())
