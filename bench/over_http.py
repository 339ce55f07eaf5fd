"""The product as it is served: by gunicorn, over HTTP, to a reader who keeps the connection and does nothing else.

What counts is the server's processor time: of the process that answers and of its connections to the database. The
reader's own is not counted. For what is downloaded the clock counts, as it does for `psql`.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg
from django.db import connections

from bench import databases
from bench.costs import Kind, compared, memory, ratio, seconds_of, typical
from bench.lines import Table
from claims.reads import exports
from factcheck import database

CALLS, ROUNDS = 100, 9
TWICE = 2.0


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is served, and by which process."""

    port: int
    process: int

    def spent(self) -> float:
        """Seconds of a processor of all its threads."""
        return seconds_of(self.process)

    @staticmethod
    def backends() -> float:
        """The same of its connections to the database."""
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND usename = %s AND pid <> pg_backend_pid()",
                [databases.FILLED, connections["default"].settings_dict["USER"]],
            )
            return sum(seconds_of(pid) for (pid,) in cursor.fetchall())


def _worker_of(server: int) -> int:
    """The process that answers; the server takes connections in before it has started one."""
    children = Path(f"/proc/{server}/task/{server}/children")
    for _ in range(600):
        if found := children.read_text().split():
            return int(found[0])
        time.sleep(0.1)
    raise TimeoutError("the server started no worker within a minute")


@contextmanager
def serving() -> Iterator[Site]:
    """The product under the server of the demonstration, with its settings but for the bound on requests."""
    port = database._free_port()
    arguments = (
        f"--bind 127.0.0.1:{port} --worker-class gthread --workers 1 --threads 8 --log-level error "
        "--keep-alive 60"
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "factcheck.wsgi:application", *arguments.split()],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"},
    )
    try:
        _wait_for(port)
        yield Site(port, _worker_of(server.pid))
    finally:
        server.terminate()
        server.wait()


def measure(table: Table, claim: str) -> None:
    """The figures, into the table."""
    with serving() as site:
        known(table, site, claim)
        export(table, site)


def known(table: Table, site: Site, claim: str) -> None:
    """304s beside an empty answer with the same middleware, each a request and an answer over a kept connection."""
    reader = http.client.HTTPConnection("127.0.0.1", site.port)
    reader.connect()
    reader.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    urls = {
        "claim": f"/api/v1/claims/{claim}/",
        "list of claims": "/api/v1/claims/?limit=50",
        "claim's page": f"/claims/{claim}",
    }
    kinds = {"empty": _kind(site, reader, "/api/v1/empty/", {}, 200)}
    for name, url in urls.items():
        tag = _asked(reader, url, {}, 200)["ETag"]
        kinds[name] = _kind(site, reader, url, {"If-None-Match": tag}, 304)
    found = dict(zip(kinds, compared(list(kinds.values()), calls=CALLS, rounds=ROUNDS), strict=True))
    empty = typical(found["empty"])
    for name in urls:
        times, product = ratio(found[name], found["empty"]), typical(found[name])
        table.add(
            f"304 of a {name} over HTTP, against an empty answer",
            limit=f"{empty.cpu:.2f} ms ({empty.clock:.2f})",
            product=f"{product.cpu:.2f} ms ({product.clock:.2f})",
            share=f"{times:.2f} ×",
            goal="≤ 2 ×",
            holds=times <= TWICE,
        )


def export(table: Table, site: Site) -> None:
    """Everything as NDJSON by the clock, beside `psql` copying the same query, in turns; and what memory that takes."""
    query = f"COPY ({exports._documents({}, '')}) TO STDOUT {exports._AS_IT_IS}"
    before = memory("VmRSS", site.process)
    with _watched(site.process) as most:
        pairs = [(_copied(query), _downloaded(site.port)) for _ in range(4)][1:]
    share = median(copied / whole for copied, (_, whole, _) in pairs)
    first = median(first for _, (first, _, _) in pairs) * 1000
    size = pairs[0][1][2]
    table.add(
        f"export over HTTP, against psql COPY ({size / 1e6:.0f} MB)",
        limit=f"({size / 1e6 / median(one for one, _ in pairs):.0f}) MB/s",
        product=f"({size / 1e6 / median(whole for _, (_, whole, _) in pairs):.0f}) MB/s",
        share=f"{share:.0%}",
        goal="≥ 90 %",
        holds=share >= 0.9,
    )
    table.add("export over HTTP, first byte", product=f"({first:.1f}) ms", goal="≤ 50 ms", holds=first <= 50)
    grown = max(most) - before
    table.add(
        f"export over HTTP, memory on top of the server's {before:.0f} MB",
        product=f"{grown:.0f} MB",
        goal="≤ 100 MB",
        holds=grown <= 100,
    )


def _kind(
    site: Site, reader: http.client.HTTPConnection, url: str, headers: Mapping[str, str], status: int
) -> Kind:
    return Kind(lambda: _asked(reader, url, headers, status), site.backends, site.spent)


def _asked(
    reader: http.client.HTTPConnection, url: str, headers: Mapping[str, str], status: int
) -> Mapping[str, str]:
    reader.request("GET", url, headers=dict(headers))
    answer = reader.getresponse()
    body = answer.read()
    if answer.status != status:
        raise SystemExit(f"{url} answered {answer.status}: {body[:300]!r}")
    return answer.headers


def _downloaded(port: int) -> tuple[float, float, int]:
    """Seconds to the first byte of an answer and to the last one, and how many bytes; nothing is done with them."""
    start, size = time.perf_counter(), 0
    with socket.create_connection(("127.0.0.1", port)) as reader:
        reader.sendall(
            b"GET /api/v1/export/claims.ndjson HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        kept = bytearray(1 << 20)
        size = reader.recv_into(kept)
        first = time.perf_counter() - start
        if b" 200 " not in kept[:20]:
            raise SystemExit(bytes(kept[:300]).decode())
        while got := reader.recv_into(kept):
            size += got
    return first, time.perf_counter() - start, size


def _copied(query: str) -> float:
    """Seconds that `psql` takes to copy it to nowhere."""
    given = connections["default"].settings_dict
    address = psycopg.conninfo.make_conninfo(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"],
        dbname=databases.FILLED,
    )  # fmt: skip
    start = time.perf_counter()
    subprocess.run(
        [str(database._programs() / "psql"), "-q", "-c", query, address],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


@contextmanager
def _watched(process: int) -> Iterator[list[float]]:
    """Megabytes of a process, looked at again and again until the block ends."""
    seen, stop = [memory("VmRSS", process)], threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            seen.append(memory("VmRSS", process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()


def _wait_for(port: int) -> None:
    _until(lambda: socket.create_connection(("127.0.0.1", port), 1).close(), seconds=30)


def _until(work: Callable[[], object], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            work()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
