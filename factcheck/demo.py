"""`make demo`: database, tables, the demonstration, a server; says what to open. Ctrl-C stops everything."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from factcheck import database

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Runs the demonstration; gives the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    port, serving = os.environ.get("PORT") or "8000", os.environ.get("SERVE", "1") != "0"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        print(f"PORT={port} is not a port number, for example PORT=8001.", file=sys.stderr)
        return 2
    if serving and _busy(int(port)):
        print(
            f"Port {port} is taken, perhaps by an earlier demo. Stop it, or choose another: make demo PORT=8001",
            file=sys.stderr,
        )
        return 1
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    was_running = database.running()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        _prepare()
        print(_closing_message(), flush=True)
        return _serve(port) if serving else 0
    except subprocess.CalledProcessError as failed:
        print(f"This step failed: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        if not was_running and database.stop():
            print("The database is stopped; its data stay in", database.data_dir(), file=sys.stderr)


def _prepare() -> None:
    database.urls()
    for step, arguments in (
        ("Making the tables", ["migrate"]),
        (
            "Loading the article's claims through the actions that reviewers use (about twenty seconds)",
            ["load_seed"],
        ),
        ("Bringing back what wants another look", ["recheck"]),
        ("Gathering styles", ["collectstatic", "--noinput", "--verbosity", "0"]),
    ):
        print(f"{step} …", flush=True)
        # styles are gathered with their hashes, so that the same data also serve with DEBUG off
        environment = {**os.environ, "DEBUG": "0"} if arguments[0] == "collectstatic" else None
        subprocess.run(
            [sys.executable, HERE / "manage.py", *arguments], check=True, cwd=HERE, env=environment
        )


def _closing_message() -> str:
    import django

    django.setup()
    from django.conf import settings

    from claims.actions import people
    from claims.reads import library, published

    readable = (item.value() for item in published.listed(limit=200).items if item.document is not None)
    richest = max(readable, key=_richness, default=None)
    articles = library.things("article", limit=1).items
    url, serving = settings.PUBLIC_URL, os.environ.get("SERVE", "1") != "0"
    lines = [
        "",
        "Ready. Open:" if serving else "Loaded. Nothing is served (SERVE=0); after `make demo` open:",
        f"  {url}/                      the newest claims",
        *(f"  {url}/articles/{one.public_id}   the article, every claim where it stands" for one in articles),
        *([f"  {url}{richest['path']}     a claim with sources on both sides"] if richest else []),
        f"  {url}/log                   the public log and how to verify it",
        f"  {url}/api/v1/claims/        the newsroom API ({url}/api/v1/openapi.json)",
        f"  {url}/admin/                the reviewers' desk (it asks you to sign in at /admin/sign-in/)",
        "",
        "Demo logins for the desk: extractor, reviewer, second-reviewer, editor, administrator",
        f"Password for each: {people.DEMO_PASSWORD}",
        "",
    ]
    if serving:
        lines.append(
            "A worker takes in new articles and a sender sends webhooks, in the background. Ctrl-C stops both, the "
            "server and the database."
        )
    return "\n".join(lines)


def _richness(document: dict[str, Any]) -> tuple[int, int]:
    """How much there is to see of a claim: known origins on both sides, then how many sources."""
    counts = document["corroboration"]
    sides = sum(counts[side]["established"] > 0 for side in ("supporting", "disputing"))
    return sides, len(document["evidence"])


def _serve(port: str) -> int:
    beside = [
        _Beside("worker", "new articles wait", "procrastinate", "worker"),
        _Beside("sender", "webhooks wait", "deliver", quiet=True),
    ]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "factcheck.wsgi:application"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1"),
            *("--threads", os.environ.get("SERVER_THREADS") or "8"),
            *("--log-level", "warning"),
        ],
        cwd=HERE,
    )
    try:
        while server.poll() is None:
            for one in beside:
                one.look_after()
            time.sleep(1)
        return server.returncode
    except KeyboardInterrupt:
        print("\nStopping …", file=sys.stderr)
        return 0
    finally:
        server.terminate()
        for one in beside:
            one.stop()
        server.wait(timeout=20)


class _Beside:
    """A process that works in the background; its end is said."""

    def __init__(self, name: str, waits: str, *command: str, quiet: bool = False) -> None:
        self._name, self._waits, self._command = name, waits, command
        told = subprocess.DEVNULL if quiet else None
        arguments = [sys.executable, str(HERE / "manage.py"), *command]
        self._process = subprocess.Popen(arguments, cwd=HERE, stdout=told)
        self._is_missed = False

    def look_after(self) -> None:
        """Says once that it has ended, and how to start another."""
        if self._process.poll() is not None and not self._is_missed:
            self._is_missed = True
            print(
                f"The {self._name} has ended (exit status {self._process.returncode}): {self._waits}. Start another "
                f"one with: DEBUG=1 DATA_DIR={shlex.quote(str(database.data_dir()))} .venv/bin/python manage.py "
                f"{' '.join(self._command)}",
                file=sys.stderr,
                flush=True,
            )

    def stop(self) -> None:
        """Lets it finish what it is doing for a while, then ends it; what it leaves is taken up the next time."""
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _busy(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


if __name__ == "__main__":
    sys.exit(main())
