"""Asks a server that sends as much as it can, with the usual limits, and says how much memory each answer took.

python -m tests.egress.heavy ADDRESS PORT KIND…
"""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

from claims.domain.errors import NotFetched
from claims.egress.client import LIMITS, Ways, fetch


def peak() -> int:
    """The most memory that this process ever had, in MB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found.group(1)) // 1024


def main(address: str, port: int, kinds: list[str]) -> None:
    """Asks for each kind; prints what came of it, by how much memory grew, and how long it took."""
    ways = Ways(ports=frozenset({port}), also=("127.0.0.0/8",), resolve=lambda *_: ["127.0.0.1"])
    limits = replace(LIMITS, total=1.5, first_byte=1.5)
    before, found = peak(), {}
    for kind in kinds:
        began = time.monotonic()
        try:
            came = f"fetched {len(fetch(f'{address}{kind}', limits=limits, ways=ways).body)}"
        except NotFetched as error:
            came = str(error.why)
        found[kind] = (came, peak() - before, round(time.monotonic() - began, 1))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
