"""The product with many claims, beside what PostgreSQL and Python need at least: fills a database, measures, prints.

SIZE=100000 claims unless given (a million: SIZE=1000000). The database is one of its own, in a temporary folder, or
with KEEP=1 in var/bench, where the next run finds it. WORKERS connections fill it, as many as there are processors.
A small database of 1,000 claims is kept beside it, so that small and large are measured in turns.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
SMALL = 1_000


def main() -> int:
    """Fills, measures, prints."""
    size = int(os.environ.get("SIZE", "100000"))
    if os.environ.get("KEEP"):
        folder = Path(os.environ.get("BENCH_DIR", HOME / "var" / "bench"))
        folder.mkdir(parents=True, exist_ok=True)
        return _in(folder, size)
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as made:
        return _in(Path(made), size)


def _in(folder: Path, size: int) -> int:
    folder.chmod(0o755)
    os.environ.update(DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="bench.settings", DEBUG="0")
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("DATABASE_OWNER_URL", None)
    from factcheck import database

    try:
        return _run(folder, size)
    finally:
        database.stop()


def _run(folder: Path, size: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    from bench import databases, lines

    call_command("migrate", database="owner", verbosity=0)
    cast = databases.people()
    table = lines.Table(_title(size))
    databases.filled(folder, size, cast, table, small=SMALL)
    if size > SMALL:
        from bench import measuring

        measuring.measure(table)
    table.show()
    return 0


def _title(size: int) -> str:
    import psycopg
    from django import get_version
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
    model = [
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return (
        f"{size:,} published claims; {len(model)} × {model[0] if model else platform.machine()}, "
        f"load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, Django {get_version()}, "
        f"psycopg {psycopg.__version__}, PostgreSQL {server}"
    )


if __name__ == "__main__":
    sys.exit(main())
