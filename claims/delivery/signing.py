"""Signatures and headers as Standard Webhooks 1.0 wants them (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime


def headers(*, message: str, at: datetime, body: bytes, secrets: Sequence[bytes]) -> dict[str, str]:
    """The three headers of one try; while a secret is being rotated both sign, the new one first."""
    moment = int(at.timestamp())
    signed = [_signature(message, moment, body, secret) for secret in secrets]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(signed),
    }


def _signature(message: str, moment: int, body: bytes, secret: bytes) -> str:
    digest = hmac.new(secret, f"{message}.{moment}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
