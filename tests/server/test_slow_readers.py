"""Readers that do not read hold no thread of the server for long; those that read slowly are served."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from factcheck import database

HERE = Path(__file__).resolve().parents[2]
BLOCK, BLOCKS = 256 * 1024, 64
"""More than the sockets of both sides take in."""
APPLICATION = f"""
from claims.web.requests import sent_in_time

def answer(environ, start):
    if environ["PATH_INFO"] == "/body":
        text = environ["wsgi.input"].read()
        start("200 OK", [("Content-Length", str(len(text)))])
        return [text]
    start("200 OK", [("Content-Length", str({BLOCK * BLOCKS}))])
    if environ["PATH_INFO"] == "/whole":
        return [bytes({BLOCK * BLOCKS})]
    return (bytes({BLOCK}) for _ in range({BLOCKS}))

application = sent_in_time(answer, seconds=1)
unbounded = answer
"""


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], int]]:
    """Starts gunicorn with one thread, and with a keep-alive, over one of the applications above: its port."""
    (tmp_path / "large.py").write_text(APPLICATION)
    running = []

    def start(name: str) -> int:
        port = database._free_port()
        arguments = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "1"]
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                f"large:{name}",
                *arguments,
                "--pythonpath",
                f"{tmp_path},{HERE}",
            ],
            stderr=subprocess.DEVNULL,
        )
        running.append(process)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return port
            except OSError:
                time.sleep(0.05)
        raise AssertionError("The server did not start.")

    yield start
    for process in running:
        process.kill()
        process.wait()


def asked(port: int, path: str = "/") -> socket.socket:
    """A connection on which everything was asked for, and of whose answer little fits in between."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    line.settimeout(20)
    line.connect(("127.0.0.1", port))
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
    return line


def read(line: socket.socket, pause: float = 0.0) -> int:
    """How many bytes of its body come until the other side ends it."""
    got = 0
    while block := line.recv(BLOCK):
        got += len(block)
        time.sleep(pause)
    return got


@pytest.mark.parametrize("name", ["application", "unbounded"])
def test_the_only_thread_is_free_again_while_a_reader_does_not_read(
    name: str, serve: Callable[[str], int]
) -> None:
    """Without the bound the thread is held: the control."""
    port = serve(name)
    with asked(port), asked(port) as other:
        other.settimeout(6)
        if name == "unbounded":
            with pytest.raises(TimeoutError):
                other.recv(1)
        else:
            assert read(other) > BLOCK * BLOCKS


@pytest.mark.parametrize("path", ["/", "/whole"])
def test_a_slow_reader_that_goes_on_reading_is_given_everything(
    path: str, serve: Callable[[str], int]
) -> None:
    """For longer than the bound, which is on a piece, also of an answer that is made at once."""
    with asked(serve("application"), path) as line:
        started = time.monotonic()
        assert read(line, pause=0.03) > BLOCK * BLOCKS
        assert time.monotonic() - started > 2


def test_a_reader_that_was_cut_off_keeps_nobody_waiting_at_the_door(serve: Callable[[str], int]) -> None:
    """gunicorn waits two seconds for the one that it closes to hang up, and takes in nobody meanwhile."""
    port = serve("application")
    started = time.monotonic()
    with ExitStack() as lines:
        for _ in range(5):
            last = lines.enter_context(asked(port))
        assert read(last) > BLOCK * BLOCKS
        assert 3.5 < time.monotonic() - started < 10, (
            "four were cut off, after a second each and not after three"
        )


def test_a_body_may_come_slower_than_an_answer_must_go(serve: Callable[[str], int]) -> None:
    with socket.create_connection(("127.0.0.1", serve("application"))) as line:
        line.sendall(b"POST /body HTTP/1.1\r\nHost: here\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsl")
        time.sleep(2)
        line.sendall(b"ower")
        line.settimeout(10)
        answer = b""
        while block := line.recv(1000):
            answer += block
        assert answer.endswith(b"\r\n\r\nslower")
