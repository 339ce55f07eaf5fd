"""Receivers on this machine that answer as a script tells them, and remember everything that arrived, in its order."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

Script = Callable[[str, int], str]
"""Given its id and how many came before: `ok`, `late`, `gone`, `silent`, `drip`, `reset`, `wait` or a status."""


@dataclass(frozen=True)
class Arrived:
    """One message as it came, and how it was answered."""

    name: str
    at: datetime
    headers: dict[str, str]
    body: bytes
    answered: str

    @property
    def is_accepted(self) -> bool:
        """Whether it was answered with a success."""
        return self.answered in ("ok", "late")


@dataclass
class Receivers:
    """All receivers behind one port, told apart by their path."""

    port: int
    clock: Callable[[], datetime]
    scripts: dict[str, Script] = field(default_factory=dict)
    arrived: dict[str, list[Arrived]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def address(self, name: str) -> str:
        """Where to send to one of them."""
        return f"http://127.0.0.1:{self.port}/{name}"

    def add(self, name: str, script: Script = lambda _message, _count: "ok") -> str:
        """One more, and its address."""
        self.scripts[name], self.arrived[name] = script, []
        return self.address(name)


@contextmanager
def receiving(clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[Receivers]:
    """Receives until the end of the block."""
    with socket.create_server(("127.0.0.1", 0), backlog=500) as listening:
        found = Receivers(listening.getsockname()[1], clock)
        threading.Thread(target=_accept, args=(listening, found), daemon=True).start()
        yield found


def _accept(listening: socket.socket, found: Receivers) -> None:
    while True:
        try:
            caller, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(caller, found), daemon=True).start()


def _serve(caller: socket.socket, found: Receivers) -> None:
    with caller, suppress(OSError, ValueError, KeyError):
        caller.settimeout(30)
        head, body = _read(caller)
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (one.split(": ", 1) for one in lines)}
        path = line.split(" ")[1].strip("/")
        with found.lock:
            how = found.scripts[path](headers["webhook-id"], len(found.arrived[path]))
            found.arrived[path].append(Arrived(headers["webhook-id"], found.clock(), headers, body, how))
        _answer(caller, how)


def _read(caller: socket.socket) -> tuple[bytes, bytes]:
    got = b""
    while b"\r\n\r\n" not in got:
        if not (piece := caller.recv(65_536)):
            raise ValueError("hung up")
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        if not (piece := caller.recv(65_536)):
            raise ValueError("hung up")
        body += piece
    return head, body


def _answer(caller: socket.socket, how: str) -> None:
    if how == "reset":
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif how == "silent":
        caller.recv(1)  # until the other side gives up
    elif how == "drip":
        for _ in range(500):
            caller.sendall(b"H" if _ == 0 else b"T")
            time.sleep(0.05)
    elif how == "late":
        time.sleep(0.3)
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    elif how == "wait":
        caller.sendall(b"HTTP/1.1 429 Later\r\nRetry-After: 90\r\nContent-Length: 0\r\n\r\n")
    elif how == "302":
        caller.sendall(b"HTTP/1.1 302 Elsewhere\r\nLocation: /healthy\r\nContent-Length: 0\r\n\r\n")
    else:
        status = {"ok": "204 No Content", "gone": "410 Gone"}.get(how, f"{how} Broken")
        caller.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
