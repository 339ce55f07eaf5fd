"""Messages sent by hand, sound and unsound, so that whoever builds a receiver sees what it makes of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from claims.delivery import payload, signing
from claims.domain.errors import DomainError
from claims.domain.ledger import Entry
from claims.egress.client import look_at, post
from claims.egress.ways import Limits, Ways

SECRET = sha256(b"factcheck/sandbox/webhooks").digest()
"""The secret of the sandbox. Everybody knows it: it signs examples, and nothing that was published."""
OTHER = sha256(b"factcheck/sandbox/another").digest()
STALE = timedelta(minutes=10)
LIMITS = Limits(raw=4_096, decoded=4_096, headers=32_768, first_byte=5.0, total=6.0, redirects=0, cut=True)


class Fault(StrEnum):
    """What is wrong with a message; a receiver accepts `none` and `twice`, the second of these without effect."""

    NONE = "none"
    TWICE = "twice"
    OLD_TIMESTAMP = "old timestamp"
    OTHER_SECRET = "other secret"  # noqa: S105 - the name of a fault
    TAMPERED_BODY = "tampered body"
    NO_SIGNATURE = "no signature"

    @property
    def is_sound(self) -> bool:
        """Whether a receiver should accept it."""
        return self in (Fault.NONE, Fault.TWICE)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message as it went out, and what came back: a status, or None and why there was none."""

    headers: dict[str, str]
    body: bytes
    status: int | None
    milliseconds: int
    said: str


def simulate(
    address: str, *, entry: Entry, document: bytes | None, fault: Fault, at: datetime, ways: Ways
) -> Iterator[Sent]:
    """Sends the event to the address, signed with `SECRET`, with the fault. Raises NotFetched where it may not be sent.

    A second message of `twice` has the id and body of the first, as after an answer that was lost.
    """
    look_at(address, ways=ways)
    body = payload.of_entry(entry, document)
    moment = at - STALE if fault is Fault.OLD_TIMESTAMP else at
    secret = OTHER if fault is Fault.OTHER_SECRET else SECRET
    name = f"evt_sandbox_1_{entry.position}"
    headers = signing.headers(message=name, at=moment, body=body, secrets=[secret])
    if fault is Fault.TAMPERED_BODY:
        body = body.replace(b'"number": ', b'"number": 9', 1)
    if fault is Fault.NO_SIGNATURE:
        del headers["webhook-signature"]
    for _ in range(2 if fault is Fault.TWICE else 1):
        yield _sent(address, headers, body, ways)


def _sent(address: str, headers: dict[str, str], body: bytes, ways: Ways) -> Sent:
    began = time.monotonic()
    try:
        status: int | None = post(address, body=body, headers=headers, limits=LIMITS, ways=ways).status
        said = ""
    except DomainError as error:
        status, said = None, error.message
    return Sent(headers, body, status, round((time.monotonic() - began) * 1000), said)
