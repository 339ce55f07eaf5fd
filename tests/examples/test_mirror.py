"""The example mirror, run as a stranger runs it: its copy is what the server holds, whatever happened meanwhile."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from claims.actions import withholding
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, PublishedClaim
from tests import raw
from tests.cast import assemble
from tests.served import served

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "mirror.py"


def run(site: str, file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The script in an isolated Python, until it is up to date."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), site, str(file), "--once", *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def copy(site: str, file: Path, *more: str) -> dict[str, str]:
    """What it holds then."""
    done = run(site, file, *more)
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(file)) as held:
        return dict(held.execute("SELECT id, document FROM claim"))


def write(file: Path, *statements: tuple[str, list[Any]]) -> None:
    with closing(sqlite3.connect(file)) as held, held:
        for statement, values in statements:
            held.execute(statement, values)


def public(**filters: str) -> dict[str, str]:
    rows = PublishedClaim.objects.filter(publication__document__isnull=False, **filters).select_related(
        "publication"
    )
    return {row.public_id: bytes(row.publication.document or b"").decode() for row in rows}


@pytest.mark.usefixtures("committed")
def test_its_copy_is_what_the_server_holds(tmp_path: Path) -> None:
    cast = assemble()
    whole, part = tmp_path / "whole.db", tmp_path / "part.db"
    with raw.connect() as writer, served() as site:
        bed = raw.make_bed(
            writer, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        made = raw.make_claims(writer, bed, 4)

        def publish(number: int, topic: str) -> None:
            raw.publish(writer, replace(bed, like={**raw.draft_of(""), "topic": topic}), made[number])
            writer.commit()

        for number, topic in enumerate(("one", "one", "two")):
            publish(number, topic)
        assert copy(site, whole) == public()
        assert copy(site, part, "--filter", "topic=one") == public(topic="one")
        for number, topic in ((0, "two"), (2, "one"), (3, "wörds “here”")):
            publish(number, topic)
        ground: dict[str, Any] = {"category": RemovalCategory.LEGAL, "reason": "A letter."}
        withholding.withhold(
            claim=Claim.objects.get(pk=made[1][0]), by=cast.editor, at=timezone.now(), **ground
        )
        assert len(public()) == 3
        assert copy(site, whole) == public()
        assert copy(site, part, "--filter", "topic=one") == public(topic="one") != {}
        _starts_again(site, whole, part)
        _goes_on_after_a_break(site, whole, publish)


def _starts_again(site: str, whole: Path, part: Path) -> None:
    write(
        whole,
        ("UPDATE state SET value = 'of another log' WHERE name = 'cursor'", []),
        ("INSERT INTO claim VALUES ('gone', '{}')", []),
    )
    assert copy(site, whole) == public(), "a cursor that is refused begins anew, with nothing of before"
    assert copy(site, part) == public(), "and so does another filter"
    refused = run(site, part, "--filter", "colour=red")
    assert (refused.returncode, "Unknown parameter" in refused.stderr) == (1, True)


def _goes_on_after_a_break(site: str, whole: Path, publish: Any) -> None:
    """As after a download that broke off behind its first claim, with changes to both parts meanwhile."""
    with closing(sqlite3.connect(whole)) as held:
        ((cursor,),) = held.execute("SELECT value FROM state WHERE name = 'cursor'").fetchall()
        last = sorted(name for (name,) in held.execute("SELECT id FROM claim"))[0]
    for number in (0, 2, 3):
        publish(number, "three")
    write(
        whole, ("DELETE FROM claim WHERE id > ?", [last]), ("DELETE FROM state WHERE name = 'cursor'", []),
        ("REPLACE INTO state VALUES ('begin', ?)", [cursor]),
    )  # fmt: skip
    assert copy(site, whole) == public()
    assert {json.loads(text)["topic"] for text in public().values()} == {"three"}


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
AWAY = b"HTTP/1.1 503 Away\r\n"
BREAKS = {
    "no line at all": CHUNKED + b"0\r\n\r\n",
    "no end of that": CHUNKED,
    "half of the first line": CHUNKED + b'10\r\n{"type": "header\r\n0\r\n\r\n',
    "an empty body": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "away until a date": AWAY
    + b"Retry-After: Mon, 30 Nov 2026 09:00:00 GMT\r\nContent-Length: 4\r\n\r\nAway",
    "away for long": AWAY + b"Retry-After: 7\r\nContent-Length: 4\r\n\r\nAway",
    "reset in the middle of a refusal": AWAY + b"Content-Length: 4000\r\n\r\nAway",
    "reset in the middle of another": b"HTTP/1.1 400 No\r\nContent-Length: 4000\r\n\r\nNo",
    "nothing": b"",
}


@contextmanager
def breaking(*answers: bytes) -> Iterator[str]:
    """A server that gives each of these bytes to one connection and resets it then, and after all of them stops."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for answer in answers:
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)
                    if b"Content-Length: 4000" in answer:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)
        assert not thread.is_alive(), "it asked less often than it was answered"


def sized(*values: Any) -> bytes:
    body = b"".join(json.dumps(value).encode() + b"\n" for value in values)
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("name", BREAKS)
def test_whatever_breaks_it_tries_again(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    described = importlib.util.spec_from_file_location("mirror", SCRIPT)
    assert described is not None
    assert described.loader is not None
    mirror = importlib.util.module_from_spec(described)
    described.loader.exec_module(mirror)
    slept: list[float] = []
    monkeypatch.setattr(mirror.time, "sleep", slept.append)
    header = {"type": "header", "cursor": "a"}
    digest = hashlib.sha256(json.dumps(header).encode() + b"\n").hexdigest()
    whole = sized(header, {"type": "end", "count": 0, "sha256": digest})
    page = sized({"changes": [], "cursor": "b", "has_more": False})
    with breaking(BREAKS[name], BREAKS[name], whole, BREAKS[name], page) as site:
        copied = mirror.Mirror(site, tmp_path / "copy.db", {})
        copied.run(once=True)
        assert copied.known("cursor") == "b"
    seconds = 60 if "date" in name else 7 if "long" in name else 1
    assert [one for one in slept if one] == [seconds] * 3


def test_it_is_short_and_needs_nothing_but_the_standard_library() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    assert names <= set(sys.stdlib_module_names)
