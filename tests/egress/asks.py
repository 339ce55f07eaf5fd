"""The process that is watched: fetches every case of a file and writes down what came of each.

python -m tests.egress.asks CASES.json OUTCOMES.json AUTHORITIES.pem [naive | posting]
"""

from __future__ import annotations

import ipaddress
import json
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from claims.domain.errors import NotFetched
from claims.egress.client import Limits, Ways, fetch, post
from tests.egress.hostile import OWN

LIMITS = Limits(raw=400_000, decoded=1_000_000, headers=65_536)
HURRIED = replace(LIMITS, first_byte=1.0, total=2.0)
NEVER_ENDING = ("/slow-", "/silent")
AT_ONCE = 16


def ours(address: str, authorities: Path) -> tuple[str, str]:
    """What our client makes of an address."""
    limits = HURRIED if any(kind in address for kind in NEVER_ENDING) else LIMITS
    try:
        found = fetch(address, limits=limits, ways=Ways(own=frozenset(OWN), authorities=authorities))
    except NotFetched as error:
        return error.why, error.message
    return "fetched", f"{found.status} {found.body[:200]!r}"


def posting(address: str, authorities: Path) -> tuple[str, str]:
    """What becomes of a webhook to an address. A redirect is an answer that nothing came of."""
    limits = HURRIED if any(kind in address for kind in NEVER_ENDING) else LIMITS
    ways = Ways(own=frozenset(OWN), authorities=authorities)
    try:
        found = post(address, body=b'{"type":"claim.published"}' * 40, headers={}, limits=limits, ways=ways)
    except NotFetched as error:
        return error.why, error.message
    return "redirected" if 300 <= found.status < 400 else "fetched", str(found.status)


def naive(address: str, _authorities: Path) -> tuple[str, str]:
    """What everybody writes first: looks at where the name leads, then has a library fetch it, which looks again."""
    import requests

    try:
        host = urlsplit(address).hostname or ""
        for *_, place in socket.getaddrinfo(host, 80):
            if ipaddress.ip_address(place[0]).is_private:
                return "refused", str(place[0])
        found = requests.get(address, timeout=1, stream=True)
        return "fetched", str(found.status_code)
    except (OSError, ValueError, requests.RequestException) as error:
        return "failed", type(error).__name__


def main(cases: Path, outcomes: Path, authorities: Path, *how: str) -> None:
    """Fetches all of them, several at once."""
    ask = {"naive": naive, "posting": posting}.get("".join(how), ours)
    addresses = json.loads(cases.read_text())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda address: _one(ask, address, authorities), addresses))
    outcomes.write_text(json.dumps(done))


def _one(ask: object, address: str, authorities: Path) -> tuple[str, str]:
    try:
        return ask(address, authorities)  # type: ignore[operator]
    except Exception as error:
        return "crashed", repr(error)


if __name__ == "__main__":
    main(*(Path(one) for one in sys.argv[1:4]), *sys.argv[4:])
