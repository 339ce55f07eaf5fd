"""How requests are read, and which request a change belongs to."""

from __future__ import annotations

import re
import socket
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse

DESK = "/admin/"
PIECE = 128 * 1024
"""Bytes that go out at once."""


Application = Callable[[dict[str, Any], Any], Any]


def read_as_utf8(application: Application) -> Application:
    """The WSGI application with every address read as UTF-8, whatever charset a request claims for its content.

    Django reads the address by that charset too, before any middleware: some charsets would mean other words, and
    some fail. Forms that claim another charset still say so, and Django refuses them.
    """

    def answer(environ: dict[str, Any], start: Any) -> Any:
        kind, _, parameters = environ.get("CONTENT_TYPE", "").partition(";")
        if "charset" in parameters.lower():
            reads = environ.get("REQUEST_METHOD") in ("GET", "HEAD", "OPTIONS")
            is_form = kind.strip().lower() == "application/x-www-form-urlencoded"
            given = re.search(r"charset\s*=\s*\"?([^\s;\"]*)", parameters, re.IGNORECASE)
            plain = given is not None and given[1].lower() in ("utf-8", "utf8")
            others = re.sub(r"\s*charset\s*=[^;]*;?", "", parameters, flags=re.IGNORECASE).strip()
            others = "charset=latin-1" if is_form and not reads and not plain else others
            environ = {**environ, "CONTENT_TYPE": f"{kind}; {others}" if others else kind}
        return application(environ, start)

    return answer


def sent_in_time(application: Application, *, seconds: float = 60) -> Application:
    """The WSGI application, not held up by readers that do not read: a block of an answer goes out within so long.

    A server's thread waits for its reader, and gunicorn waits for ever. What comes in is not bounded here: the timeout
    is set when the answer begins. A long answer goes out in pieces: the bound is on the reader, not on the length.
    """

    def answer(environ: dict[str, Any], start: Any) -> Any:
        sock = environ.get("gunicorn.socket")
        if sock is None:
            return application(environ, start)

        def begin(*arguments: Any) -> Any:
            sock.settimeout(seconds)
            return start(*arguments)

        found = application(environ, begin)
        is_file = isinstance(found, environ.get("wsgi.file_wrapper", ()))  # sent by the kernel, in pieces
        return found if is_file else _Pieces(found, sock)

    return answer


class _Pieces:
    """An answer in pieces; one that was not sent to its end has its connection shut.

    gunicorn would wait for such a reader to hang up, on the thread that takes in all others.
    """

    def __init__(self, blocks: Iterable[bytes], sock: socket.socket) -> None:
        self._blocks, self._sock, self._is_whole = blocks, sock, False

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            if len(block) <= PIECE:
                yield block
            else:
                yield from (block[start : start + PIECE] for start in range(0, len(block), PIECE))
        self._is_whole = True

    def close(self) -> None:
        """Ends it."""
        try:
            if not self._is_whole:
                with suppress(OSError):
                    self._sock.shutdown(socket.SHUT_RDWR)
        finally:
            if hasattr(self._blocks, "close"):
                self._blocks.close()


def within(seconds: float, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks, unless that takes longer: then the answer breaks off, which a reader by HTTP/1.1 can tell."""
    until = time.monotonic() + seconds
    for block in blocks:
        if time.monotonic() > until:
            raise TimeoutError(f"A download was not read within {seconds:.0f} seconds; it was broken off.")
        yield block


class SessionsOfTheDesk(SessionMiddleware):
    """Sessions at the desk alone: elsewhere everybody is a reader, and no cookie is read, renewed or deleted."""

    def process_request(self, request: HttpRequest) -> None:
        """The session of the cookie, or an empty one."""
        if request.path.startswith(DESK):
            super().process_request(request)
        else:
            request.session = self.SessionStore(None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer, with a cookie only at the desk."""
        if not request.path.startswith(DESK):
            return response
        found: HttpResponse = super().process_response(request, response)
        return found


class RequestTrail:
    """Names request and person to the database while somebody who is signed in changes something."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; for signed-in POSTs the database knows whose it was."""
        if request.method != "POST" or not request.user.is_authenticated:
            return self.answer(request)
        name = uuid.uuid4().hex
        self._tell(name, str(request.user.pk))
        try:
            response = self.answer(request)
        finally:
            self._tell("", "")
        response.headers["X-Request-Id"] = name
        return response

    @staticmethod
    def _tell(request: str, actor: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('factcheck.request', %s, false), set_config('factcheck.actor', %s, false)",
                [request, actor],
            )
