"""The table of addresses × roles × methods; `python -m tests.proofs.desk_addresses --write` makes it anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).parent / "desk_addresses.txt"
WRITE = "WRITE_DESK_ADDRESSES"
HEAD = """\
# Every address, what it is asked about, and by which methods; then who gets which answer.
# “sign-in” leads to the page where people sign in. Outside the desk nobody is signed in.
# Written by: python -m tests.proofs.desk_addresses --write
"""


def read() -> dict[str, str]:
    """The table as it is checked in."""
    lines = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    told = (line.partition(" → ") for line in lines if line and not line.startswith("#"))
    return {address: answers for address, _arrow, answers in told}


def write(table: dict[str, str]) -> None:
    """Checks another table in."""
    lines = [f"{address} → {answers}\n" for address, answers in sorted(table.items())]
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8")


def differences(found: dict[str, str]) -> list[str]:
    """The lines that the file lacks, has too many, or has otherwise."""
    kept = read()
    told = []
    for address in sorted({*kept, *found}):
        if address not in kept:
            told.append(f"unlisted, add: {address} → {found[address]}")
        elif address not in found:
            told.append(f"gone, take away: {address} → {kept[address]}")
        elif kept[address] != found[address]:
            told.append(f"otherwise: {address} → {found[address]} (the file says {kept[address]})")
    return told


def main() -> int:
    """Makes the table anew, or says how."""
    if sys.argv[1:] != ["--write"]:
        print(__doc__)
        return 2
    tests = "tests/proofs/test_addresses.py::test_every_address_answers_every_role_as_the_table_says"
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", tests], env={**os.environ, WRITE: "1"}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
