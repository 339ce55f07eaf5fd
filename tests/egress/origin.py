"""A server on this machine that answers as a test tells it to, byte for byte, and remembers what it was asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from inspect import signature

from claims.egress.client import Ways

Bytes = Iterable[bytes]
Answering = Callable[..., Bytes]
"""Given the path (and the host, if it takes two), the pieces of the whole answer, as and when they are sent."""


@dataclass
class Origin:
    """The server, and what it was asked."""

    port: int
    asked: list[str] = field(default_factory=list)

    def address(self, path: str = "/", *, host: str = "news.example") -> str:
        """An address of this server under a name."""
        return f"http://{host}:{self.port}{path}"

    def ways(self, **changed: object) -> Ways:
        """Ways by which this machine may be asked, for every name is here."""
        return Ways(  # type: ignore[arg-type]
            **{
                "ports": frozenset({self.port}),
                "also": ("127.0.0.0/8", "::1/128"),
                "resolve": lambda _name, _port, _seconds: ["127.0.0.1"],
                **changed,
            }
        )


def reply(
    body: bytes = b"", *, status: str = "200 OK", headers: str = "", length: bool = True
) -> list[bytes]:
    """A whole answer with these headers."""
    sized = f"Content-Length: {len(body)}\r\n" if length else ""
    return [f"HTTP/1.1 {status}\r\n{sized}{headers}\r\n".encode("latin-1") + body]


@contextmanager
def serving(
    answering: Answering, *, accept: Callable[[socket.socket], object] | None = None
) -> Iterator[Origin]:
    """Serves until the end of the block; with `accept` in another way altogether."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listening:
        origin = Origin(listening.getsockname()[1])
        serve = _other(accept) if accept else _serve
        threading.Thread(target=_accept, args=(listening, serve, answering, origin), daemon=True).start()
        yield origin


def _other(accept: Callable[[socket.socket], object]) -> Callable[..., None]:
    def serve(caller: socket.socket, *_: object) -> None:
        with caller, suppress(OSError):
            accept(caller)

    return serve


def _accept(
    listening: socket.socket, serve: Callable[..., None], answering: Answering, origin: Origin
) -> None:
    while True:
        try:
            caller, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=serve, args=(caller, answering, origin), daemon=True).start()


def _serve(caller: socket.socket, answering: Answering, origin: Origin) -> None:
    with caller:
        asked = b""
        try:
            while b"\r\n\r\n" not in asked and (got := caller.recv(65_536)):
                asked += got
            origin.asked.append(asked.decode("latin-1"))
            path, *headers = asked.decode("latin-1").split(" ", 2)[1], *asked.decode("latin-1").split("\r\n")
            host = next(one[6:].partition(":")[0] for one in headers if one.startswith("Host: "))
            both = len(signature(answering).parameters) == 2
            for piece in answering(path, host) if both else answering(path):
                caller.sendall(piece)
        except (OSError, IndexError):
            return
