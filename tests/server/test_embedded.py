"""The embedded database: made once, whole after a crash, closed to others, and clear when something is wrong."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

HERE = Path(__file__).resolve().parents[2]


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m factcheck.database` over a data directory."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    return subprocess.run(
        [sys.executable, "-m", "factcheck.database", *arguments],
        cwd=HERE,
        env={**known, "DATA_DIR": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def connect(home: Path, role: str = "factcheck_owner") -> psycopg.Connection[tuple[str]]:
    """A connection with the stored password."""
    state = json.loads((home / "secrets" / "database.json").read_text())
    return psycopg.connect(
        host="127.0.0.1",
        port=state["port"],
        user=role,
        password=state[role],
        dbname="factcheck",
        autocommit=True,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory with a server of its own."""
    folder = tmp_path_factory.mktemp("embedded")
    made = run(folder, "start")
    assert made.returncode == 0, made.stderr
    yield folder
    run(folder, "stop")


def postmaster(home: Path) -> int:
    """The server's process."""
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def test_what_was_committed_is_there_after_the_server_was_killed(home: Path) -> None:
    run(home, "start")
    with connect(home) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'here' AS word")
    server = postmaster(home)
    os.kill(server, signal.SIGKILL)
    for _ in range(100):
        if not Path(f"/proc/{server}").exists():
            break
        time.sleep(0.05)
    assert (home / "postgres" / "postmaster.pid").exists(), "the stale file is part of the test"
    assert run(home, "status").stdout == "not running\n"
    again = run(home, "start")
    assert again.returncode == 0, again.stderr
    with connect(home) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("here",)


def test_starting_and_stopping_twice_changes_nothing(home: Path) -> None:
    assert run(home, "start").returncode == run(home, "start").returncode == 0
    server = postmaster(home)
    assert run(home, "start").returncode == 0
    assert postmaster(home) == server
    assert run(home, "status").stdout == "running\n"
    assert run(home, "stop").stdout == "stopped\n"
    assert run(home, "stop").stdout == "was not running\n"


def test_secrets_are_readable_by_nobody_else_and_the_port_is_on_this_machine_only(home: Path) -> None:
    run(home, "start")
    assert stat.S_IMODE((home / "secrets").stat().st_mode) == 0o700
    for file in (home / "secrets").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with connect(home) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    state = json.loads((home / "secrets" / "database.json").read_text())
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host="127.0.0.1", port=state["port"], user="factcheck_app", password="x", dbname="factcheck"
        )


def test_the_app_role_owns_nothing_and_makes_nothing(home: Path) -> None:
    run(home, "start")
    with connect(home, "factcheck_app") as connection:
        for statement in ("CREATE TABLE mine ()", "CREATE ROLE mine", "CREATE DATABASE mine"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_another_port_is_taken_when_the_first_one_is_in_use(home: Path) -> None:
    run(home, "stop")
    state_file = home / "secrets" / "database.json"
    state = json.loads(state_file.read_text())
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", state["port"]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
    ) as other:
        try:
            time.sleep(1)
            assert run(home, "start").returncode == 0
            assert json.loads(state_file.read_text())["port"] != state["port"]
        finally:
            other.terminate()


def test_missing_passwords_are_said_with_what_to_do(home: Path) -> None:
    run(home, "stop")
    state_file = home / "secrets" / "database.json"
    kept = state_file.read_text()
    for content in ("", "[]", "{}", None):
        state_file.unlink() if content is None else state_file.write_text(content)
        found = run(home, "start")
        assert found.returncode == 1
        assert "reset --yes" in found.stderr
        assert "Traceback" not in found.stderr
    state_file.write_text(kept)
    state_file.chmod(0o600)
    assert run(home, "start").returncode == 0


def test_a_making_that_was_cut_off_is_begun_again(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    made = run(tmp_path, "start")
    try:
        assert made.returncode == 0, made.stderr
        assert not half.exists()
    finally:
        run(tmp_path, "stop")
    refused = run(tmp_path, "reset")
    assert refused.returncode == 2
    assert "--yes" in refused.stdout
    assert (tmp_path / "postgres").exists()
    assert run(tmp_path, "reset", "--yes").stdout == "deleted\n"
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATABASE_URL": "postgres://a:b@127.0.0.1:1/x"}, "DATABASE_OWNER_URL is not set"),
        ({"DATABASE_OWNER_URL": "postgres://a:b@127.0.0.1:1/x"}, "DATABASE_URL is not set"),
        (
            {
                "DATABASE_URL": "postgres://a@127.0.0.1:1/x",
                "DATABASE_OWNER_URL": "postgres://a@127.0.0.1:1/x",
            },
            "name the same role",
        ),
        (
            {
                "DATABASE_URL": "postgres://a@127.0.0.1:1/x",
                "DATABASE_OWNER_URL": "postgres://b@127.0.0.1:1/x",
            },
            "does not answer",
        ),
        ({"DATABASE_URL": "nonsense", "DATABASE_OWNER_URL": "more nonsense"}, "cannot be read"),
        ({"DATA_DIR": "README.md"}, "is a file"),
        ({"DATA_DIR": "/proc/none/here"}, "cannot be made"),
        ({"CONN_MAX_AGE": "abc"}, "not a number of seconds"),
        ({"CONN_MAX_AGE": "9" * 5_000}, "not a number of seconds"),
        ({"TRUSTED_PROXIES": "one"}, "not a number of proxies"),
        ({"API_KEY_A_DAY": "0"}, "API_KEY_A_DAY=0 would answer nobody"),
    ],
)
def test_addresses_of_another_server_are_checked(environment: dict[str, str], words: str) -> None:
    known = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=HERE,
        env={**known, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_it_runs_for_somebody_who_is_not_root(tmp_path: Path) -> None:
    """As root the server gets a user of its own; anybody else is its user."""
    if os.geteuid() != 0:
        pytest.skip("not run: needs root to become somebody else; every other test here already is")
    nobody = pwd.getpwnam("nobody")
    home = tmp_path / "theirs"
    home.mkdir()
    for folder in (home, *home.parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    shutil.chown(home, nobody.pw_uid, nobody.pw_gid)

    become = (
        "import os, sys\nfrom factcheck import database\n"
        f"os.setgroups([]), os.setgid({nobody.pw_gid}), os.setuid({nobody.pw_uid})\n"
        "sys.exit(database.main(sys.argv[1:]))"
    )  # the interpreter itself may stand in a folder that only root may enter

    def as_nobody(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", become, command],
            cwd=HERE,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(home)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    try:
        started = as_nobody("start")
        assert started.returncode == 0, started.stderr
        assert Path(f"/proc/{postmaster(home)}").stat().st_uid == nobody.pw_uid
    finally:
        assert as_nobody("stop").stdout == "stopped\n"
