"""What the server of the tests answers: pages, redirects, and every kind of answer that does harm."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import unquote

Pieces = Iterator[bytes]
ZEROS = 4_000_000
SLOW = 0.2


def answer(caller: socket.socket, asked_for: str | None = None) -> None:
    """Reads one question and answers it. A page says what the Host header and the certificate's name were."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        if not (got := caller.recv(65_536)):
            return
        asked += got
    head, _, body = asked.partition(b"\r\n\r\n")
    line, *headers = head.decode("latin-1").split("\r\n")
    length = next((int(one[16:]) for one in headers if one.lower().startswith("content-length: ")), 0)
    while len(body) < length and (got := caller.recv(65_536)):
        body += got
    host = next(value[6:] for value in headers if value.lower().startswith("host: "))
    path = line.split(" ")[1]
    said = f"{host} {asked_for or '-'} {path}".encode()
    for piece in answered(path, said):
        caller.sendall(piece)


def answered(path: str, said: bytes = b"") -> Pieces:
    """The pieces of an answer, in the order and at the pace in which they are sent."""
    _, kind, *rest = path.split("/")
    if kind == "go":
        code, steps, target = int(rest[0]), int(rest[1]), rest[2]
        leads = f"/go/{code}/{steps - 1}/{target}" if steps else unquote(target)
        yield _whole(b"", status=f"{code} Elsewhere", headers=f"Location: {leads}\r\n")
    elif kind == "refresh":
        to = unquote(rest[0])
        page = f"<meta http-equiv=refresh content='0;url={to}'><script>location='{to}'</script>"
        yield _whole(page.encode("utf-8", "replace"), headers=f"Refresh: 0;url={to}\r\n")
    elif kind == "bomb":
        yield from BOMBS[rest[0]]()
    else:
        yield _whole(said)


def _whole(body: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return head.encode("utf-8", "replace") + body


def _open(headers: str = "", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{headers}\r\n".encode()


def _zeros(pack: Callable[[bytes], bytes], name: str) -> Pieces:
    yield _whole(pack(bytes(ZEROS)), headers=f"Content-Encoding: {name}\r\n")


def _forever(piece: bytes, *, after: bytes = b"", pause: float = 0) -> Pieces:
    yield after
    while True:
        yield piece
        time.sleep(pause)


CHUNKED = "Transfer-Encoding: chunked\r\n"
GZIP = "Content-Encoding: gzip\r\n"
PAGE = b"<p>As it was said.</p>" * 50


def _chunks() -> Pieces:
    yield _open(CHUNKED)
    for at in range(0, len(PAGE), 100):
        piece = PAGE[at : at + 100]
        yield b"%X\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


BOMBS: dict[str, Callable[[], Pieces]] = {
    "zeros": lambda: _zeros(gzip.compress, "gzip"),
    "zeros-deflate": lambda: _zeros(zlib.compress, "deflate"),
    "zeros-twice": lambda: _zeros(lambda plain: gzip.compress(gzip.compress(plain)), "gzip, gzip"),
    "members": lambda: iter([_whole(gzip.compress(b"") * 15_000, headers=GZIP)]),
    "endless": lambda: _forever(b"x" * 65_536, after=_open()),
    "endless-chunked": lambda: _forever(b"10000\r\n" + b"x" * 65_536 + b"\r\n", after=_open(CHUNKED)),
    "endless-tiny-chunks": lambda: _forever((b"1;" + b"e" * 5_000 + b"\r\nx\r\n") * 20, after=_open(CHUNKED)),
    "endless-headers": lambda: _forever(b"X-More: yes\r\n" * 500, after=b"HTTP/1.1 200 OK\r\n"),
    "long-header": lambda: _forever(b"x" * 65_536, after=b"HTTP/1.1 200 OK\r\nX-Long: "),
    "many-headers": lambda: iter([_open("".join(f"X-{n}: {n}\r\n" for n in range(10_000)))]),
    "endless-status": lambda: _forever(b"x" * 65_536, after=b"HTTP/1.1 200 "),
    "endless-continue": lambda: _forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "chunk-size": lambda: iter([_open(CHUNKED), b"F" * 5_000, b"\r\n"]),
    "negative-length": lambda: iter([_open("Content-Length: -5\r\n"), PAGE]),
    "short": lambda: iter([_open("Content-Length: 5000\r\n"), PAGE]),
    "no-gzip": lambda: iter([_whole(PAGE, headers=GZIP)]),
    "brotli": lambda: iter([_whole(PAGE, headers="Content-Encoding: br\r\n")]),
    "broken-gzip": lambda: iter([_whole(gzip.compress(PAGE)[:-9], headers=GZIP)]),
    "slow-body": lambda: _forever(b"x", after=_open("Content-Length: 5000\r\n"), pause=SLOW),
    "slow-headers": lambda: _forever(b"x", after=b"HTTP/1.1 200 OK\r\nX-Slow: ", pause=SLOW),
    "slow-chunk": lambda: _forever(b"0", after=_open(CHUNKED), pause=SLOW),
    "silent": lambda: _forever(b"", pause=SLOW),
    "garbage": lambda: iter([bytes(range(256)) * 20]),
    "long-location": lambda: iter([_open(f"Location: http://{'a' * 60_000}.test/\r\n", "302 Found")]),
    "trailers": lambda: _forever(b"X-More: yes\r\n" * 500, after=_open(CHUNKED) + b"0\r\n"),
    "two-lengths": lambda: iter([_open("Content-Length: 5\r\nContent-Length: 50\r\n"), PAGE]),
    "hang-up": lambda: iter([b"HTTP/1.1 20"]),
    "old-http": lambda: iter([PAGE]),
    "chunked": _chunks,
    "gzip": lambda: iter([_whole(gzip.compress(PAGE), headers=GZIP)]),
    "deflate": lambda: iter([_whole(zlib.compress(PAGE), headers="Content-Encoding: deflate\r\n")]),
}
