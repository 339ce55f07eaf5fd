"""A PostgreSQL of its own for one test, that may be killed; and the product on a real socket over it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from django.db import connections

from factcheck import database

HERE = Path(__file__).resolve().parent.parent


class Cluster:
    """The server of one folder, with a copy of the test database in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._server = database._Embedded(home)
        self.urls = self._server.ensure_running()
        with self._server._as_superuser(self._server._stored()) as connection:
            connection.execute(
                "ALTER SYSTEM SET fsync = off"
            )  # processes are killed, not the machine under them
            connection.execute("SELECT pg_reload_conf()")
        self.kills = 0

    def fill(self) -> None:
        """Tables, rules, rights and rows of the test database, as they are now."""
        shared = connections["owner"].settings_dict
        source = f"host={shared['HOST']} port={shared['PORT']} user={shared['USER']} dbname={shared['NAME']}"
        programs = database._programs()
        dumped = subprocess.run(
            [str(programs / "pg_dump"), source], check=True, capture_output=True,
            env={**os.environ, "PGPASSWORD": str(shared["PASSWORD"])},
        )  # fmt: skip
        subprocess.run(
            [str(programs / "psql"), "-q", "-v", "ON_ERROR_STOP=1", self.urls.owner], input=dumped.stdout, check=True,
            capture_output=True,
        )  # fmt: skip

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection[Any]:
        """As the app role."""
        return psycopg.connect(self.urls.app, autocommit=autocommit, connect_timeout=10)

    def kill(self) -> None:
        """Ends every process of the server at once, as when the machine is out of memory."""
        first = int((self.home / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # so that nobody is born meanwhile
        family = [first, *_children(first)]
        for process in family:
            os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}").exists() for process in family):
            time.sleep(0.02)
        self.kills += 1

    def restart(self) -> None:
        """Starts it again, after what it has to recover; its address stays."""
        assert self._server.ensure_running() == self.urls

    def stop(self) -> None:
        """Stops it."""
        self._server.stop()

    @contextmanager
    def served(self, *, threads: int = 16) -> Iterator[str]:
        """The product over it: gunicorn, as when serving."""
        port = database._free_port()
        settings = {
            "DATA_DIR": str(self.home), "DATABASE_URL": self.urls.app, "DATABASE_OWNER_URL": self.urls.owner,
            "DJANGO_SETTINGS_MODULE": "factcheck.settings", "HTTPS": "0", "SERVER_THREADS": str(threads),
            "API_ANONYMOUS_A_MINUTE": "100000000",
        }  # fmt: skip
        arguments = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", str(threads)]
        log = (self.home / "server.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "factcheck.wsgi:application", *arguments, "--log-level", "error"],
            cwd=HERE, env={**os.environ, **settings}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _until_it_answers(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)
            log.close()


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                status = (path / "stat").read_text()
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.name))
    return found


def _until_it_answers(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer.")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server with the test database's tables and rows; whoever uses it may kill it.

    Not in pytest's folders: each run shuts those of all others for everybody else, and the server is somebody else.
    """
    with tempfile.TemporaryDirectory(prefix="factcheck-own-") as folder:
        found = Cluster(Path(folder))
        try:
            found.fill()
            yield found
        finally:
            found.stop()
