"""Codes of authenticator apps, computed by hand after RFC 4226 and RFC 6238: not by what the product computes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def code_of(secret: str, *, steps: int = 0) -> str:
    """The six digits of a secret in base 32 now, or some half minutes later."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(
        base64.b32decode(secret.replace(" ", "")), counter.to_bytes(8, "big"), hashlib.sha1
    ).digest()
    start = digest[19] % 16
    return str(int.from_bytes(digest[start : start + 4], "big") % 2**31 % 10**6).zfill(6)
