# ruff: noqa: E501 - statements and lines of figures read best on one line
"""The feed and the export against the practical limit, at two sizes of the log; ratios, not speeds, are to be trusted.

Copies of the demonstration's documents are put into the tables past all rules (`make bench` fills through them
elsewhere), in a database of its own that is deleted afterwards. SIZE=100000 unless given.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
SMALL, SIZE = 1_000, int(os.environ.get("SIZE", "100000"))
FILL = """
WITH own AS (SELECT (array_agg(p.id ORDER BY p.id)) AS ids FROM claims_publication p WHERE p.number = 1),
made AS (
  SELECT n, translate(lpad(to_hex(n), 10, '0'), 'ae', 'xz') AS public_id, own.ids[n %% cardinality(own.ids) + 1] AS source
  FROM own, generate_series(%(start)s::bigint, %(end)s::bigint) n
), rows AS (
  INSERT INTO claims_publication (public_id, number, claim_id, rev, approval_id, kind, correction_kind, correction_reason,
    document, salt, commitment, by_id, at)
  SELECT m.public_id, 1, -m.n, 1, -m.n, p.kind, '', '',
    convert_to(replace(replace(convert_from(p.document, 'UTF8'), p.public_id, m.public_id),
      '"topic":"', '"topic":"t' || m.n %% 1000 || ' '), 'UTF8'), p.salt, p.commitment, p.by_id, p.at
  FROM made m JOIN claims_publication p ON p.id = m.source RETURNING id, public_id, number, document, at
), listed AS (
  INSERT INTO claims_publishedclaim (public_id, publication_id, number, status, at, speaker_id, article_id, source_ids,
    rating, topic, demonstration)
  SELECT public_id, id, number, d ->> 'status', at, d #>> '{speaker,id}', d #>> '{article,id}', '{}', '', d ->> 'topic', true
  FROM rows CROSS JOIN LATERAL (SELECT convert_from(document, 'UTF8')::json) AS x(d)
)
INSERT INTO claims_ledgerentry (position, type, public_id, number, commitment, previous_hash, hash, time)
SELECT (SELECT max(position) FROM claims_ledgerentry) + row_number() OVER (ORDER BY id), 'claim.published', public_id,
  number, '', '', '', at FROM rows
"""
EXPORT = """COPY (SELECT convert_from(p.document, 'UTF8') FROM claims_publishedclaim c JOIN claims_publication p
ON p.id = c.publication_id WHERE p.document IS NOT NULL AND c.public_id > '' ORDER BY c.public_id)
TO STDOUT WITH (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02', ENCODING 'UTF8')"""


def per_call(work: Callable[[], object], *, calls: int = 100) -> float:
    """The median milliseconds of one call."""
    times = []
    for _ in range(calls + 5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return sorted(times[5:])[calls // 2] * 1000


def best(work: Callable[[], float], *, runs: int = 3) -> float:
    """The shortest of some runs, in seconds: what the machine can do when it is left alone."""
    return min(work() for _ in range(runs))


@contextmanager
def _served() -> Iterator[tuple[str, int]]:
    """The product's address under gunicorn, and the process that answers."""
    from factcheck import database

    port = database._free_port()
    settings = {
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "HTTPS": "0",
        "API_ANONYMOUS_A_MINUTE": "100000000",
    }
    arguments = [
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--threads",
        "8",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "factcheck.wsgi:application", *arguments],
        env={**os.environ, **settings},
    )
    try:
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield f"http://127.0.0.1:{port}", int(children[0])
    finally:
        server.terminate()
        server.wait()


def _downloaded(address: str) -> tuple[float, float, int]:
    """Seconds to the first byte and to the last one, and how many."""
    start, size = time.perf_counter(), 0
    with urlopen(address) as answer:
        answer.read(1)
        first = time.perf_counter() - start
        while block := answer.read(256 * 1024):
            size += len(block)
    return first, time.perf_counter() - start, size + 1


def _copied(programs: Path, url: str) -> float:
    start = time.perf_counter()
    subprocess.run([str(programs / "psql"), "-q", "-c", EXPORT, url], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _most_memory(process: int, stop: threading.Event, found: list[int]) -> None:
    while not stop.is_set():
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        found.append(next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")))
        time.sleep(0.02)


def measure() -> int:
    """The figures."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from claims.reads import feed, log
    from factcheck import database
    from tests import raw
    from tests.cast import assemble, load_seed

    connections["default"].settings_dict["CONN_MAX_AGE"] = 60
    call_command("migrate", database="owner", verbosity=0)
    load_seed(assemble())
    server = database._Embedded(Path(os.environ["DATA_DIR"]))
    url = server._url("postgres", database.NAME, server._stored())

    def pages() -> dict[str, float]:
        here, last = log.identity(), log.size() - 60
        with raw.connect(autocommit=True) as connection:
            limit = "SELECT json_agg(d) FROM (SELECT convert_from(p.document, 'UTF8')::json AS d FROM claims_ledgerentry l "
            limit += f"JOIN claims_publication p USING (public_id, number) WHERE position > {last} ORDER BY position LIMIT 50) x"
            found = {"limit": per_call(lambda: connection.execute(limit).fetchone())}
        for name, after in (("begin", 0), ("end", last)):
            found[name] = per_call(lambda after=after: feed.page(here, after=after, limit=50, filters={}))  # type: ignore[misc]
        found["rare"] = per_call(
            lambda: feed.page(here, after=0, limit=50, filters={"topic": "t7 none"}), calls=20
        )
        found["often"] = per_call(
            lambda: feed.page(here, after=0, limit=50, filters={"status": "rated"}), calls=20
        )
        return found

    figures: dict[int, dict[str, float]] = {}
    import psycopg

    for size in (SMALL, SIZE):
        print(f"Filling up to {size} claims, past all rules …", flush=True)
        with psycopg.connect(url, autocommit=True) as own:
            own.execute("SET session_replication_role = replica")
            start = log.size()
            for first in range(start, size, 20_000):
                own.execute(FILL, {"start": first, "end": min(first + 20_000, size) - 1})
            own.execute("VACUUM ANALYZE")
        figures[size] = pages()
    with _served() as (site, process):
        first = best(lambda: _downloaded(f"{site}/api/v1/export/claims.ndjson")[0])
        stop, seen = threading.Event(), list[int]()
        watch = threading.Thread(target=_most_memory, args=(process, stop, seen))
        watch.start()
        product = best(lambda: _downloaded(f"{site}/api/v1/export/claims.ndjson")[1])
        table = _downloaded(f"{site}/api/v1/export/claims.csv")[1]
        stop.set()
        watch.join()
        size = _downloaded(f"{site}/api/v1/export/claims.ndjson")[2]
        copied = best(lambda: _copied(database._programs(), url))
    _print(figures, first, product, table, copied, size, seen)
    return 0


def _print(
    figures: dict[int, dict[str, float]],
    first: float,
    product: float,
    table: float,
    copied: float,
    size: int,
    seen: list[int],
) -> None:
    small, large = figures[SMALL], figures[SIZE]
    megabytes = size / 1e6
    print(f"export of {SIZE} claims, {megabytes:.0f} MB: psql COPY        {copied:8.2f} s  (limit)")
    print(
        f"export: the product, over HTTP                      {product:8.2f} s  {copied / product:6.0%} of the limit (goal ≥ 90 %)"
    )
    print(f"export: the first byte                              {first * 1000:8.1f} ms (goal ≤ 50)")
    print(
        f"export: memory of the server, at most               {max(seen) / 1024:8.0f} MB (goal ≤ 100), {(max(seen) - seen[0]) / 1024:.0f} more than before"
    )
    print(f"export as a table                                   {table:8.2f} s")
    print(f"feed page of 50: json_agg through psycopg           {large['limit']:8.2f} ms (limit)")
    for name, words in (
        ("begin", "at the beginning"),
        ("end", "at the end"),
        ("rare", "filter that never matches"),
        ("often", "filter that often matches"),
    ):
        print(
            f"feed page of 50, {words:<27}        {large[name]:8.2f} ms {large[name] / small[name]:6.2f} × that of {SMALL} claims (goal ≤ 1.15)"
        )


def main() -> int:
    """Fills a database, measures, prints."""
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="tests.settings", DEBUG="0")
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("DATABASE_OWNER_URL", None)
        from factcheck import database

        try:
            return measure()
        finally:
            database.stop()


if __name__ == "__main__":
    sys.exit(main())
