"""One question to one numeric address, and its answer: the only module that knows the HTTP library.

The library's own filter looks at the numeric address a second time, with a table made by others; the connection goes
to that address and to no other, while Host and certificate are those of the name. Every read of the socket has what is
left of the time and of the bytes, so that a server that sends one byte a second, endless headers or endless chunks ends
there. There is no session: no cookies, no credentials, no proxy of the environment, no redirects.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import requests
import urllib3
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from claims.domain.errors import NotFetched, Why
from claims.egress.bounds import Bounds
from claims.egress.decoding import body_for, too_large
from claims.egress.sockets import PlainSocket, TlsSocket, connected
from claims.egress.target import Target
from claims.egress.ways import Limits, Ways

PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a server."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None = None
    status_alone: bool = False
    """Whether only status and headers of the answer are wanted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: `raw` as it came out of its transfer, `body` unpacked. Of a redirect neither was read."""

    status: int
    reason: str
    version: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes = b""
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of this name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def location(self) -> str:
        """Where a redirect leads, or ""."""
        return self.header("location") if self.status in (301, 302, 303, 307, 308) else ""


def ask(
    target: Target,
    numeric: str,
    question: Question,
    *,
    bounds: Bounds,
    limits: Limits,
    ways: Ways,
    patience: float = 1.0,
) -> Answer:
    """The answer of the server at exactly this numeric address. Raises NotFetched.

    ``patience`` is the part of the time left that connecting may take.
    """
    adapter = _Adapter(target, bounds, ways, patience)
    with ExitStack() as after:
        after.callback(adapter.close)
        try:
            reply = _sent(adapter, target, numeric, question, bounds, ways)
            after.callback(reply.close)
            return _read(reply, question, bounds, limits)
        except InvalidIPAddress as error:
            raise NotFetched(
                f"{target.host} leads to {numeric}, which is no public address; it is not asked.",
                why=Why.NOT_PUBLIC,
            ) from error
        except (
            urllib3.exceptions.HTTPError,
            requests.RequestException,
            http.client.HTTPException,
            OSError,
            ValueError,
        ) as error:
            raise _told(error, target, bounds) from error


def _sent(
    adapter: _Adapter, target: Target, numeric: str, question: Question, bounds: Bounds, ways: Ways
) -> urllib3.BaseHTTPResponse:
    request = requests.PreparedRequest()
    request.method = question.method
    request.url = f"{target.scheme}://{_bracketed(numeric)}:{target.port}{target.path}"
    request.headers = requests.structures.CaseInsensitiveDict(question.headers)
    trusted = str(ways.authorities) if ways.authorities else True
    pool = adapter.get_connection_with_tls_context(request, trusted, proxies={})
    adapter.cert_verify(pool, request.url, trusted, None)
    reply: urllib3.BaseHTTPResponse = pool.urlopen(
        question.method,
        target.path,
        body=question.body,
        headers={**request.headers, "Host": target.authority},
        redirect=False,
        retries=False,
        assert_same_host=False,
        preload_content=False,
        decode_content=False,
        timeout=urllib3.Timeout(connect=bounds.left(), read=bounds.left()),
    )
    return reply


def _read(reply: urllib3.BaseHTTPResponse, question: Question, bounds: Bounds, limits: Limits) -> Answer:
    message: http.client.HTTPResponse = reply._original_response  # type: ignore[attr-defined] # in the order of the server
    bounds.headers_are_over()
    answer = Answer(
        status=reply.status,
        reason=reply.reason or "",
        version=f"HTTP/{message.version // 10}.{message.version % 10}",
        headers=tuple(message.msg.items()),
    )
    if answer.location or question.status_alone:
        return answer
    encoding = ",".join(value for name, value in answer.headers if name.lower() == "content-encoding")
    unpacked = body_for(encoding, limit=limits.decoded, cut=limits.cut)
    raw = io.BytesIO()
    while piece := reply.read1(PIECE, decode_content=False):
        room = limits.raw - raw.tell()
        if len(piece) > room and not limits.cut:
            raise too_large(limits.raw)
        raw.write(piece[:room])
        wanted = unpacked.take(piece[:room]) if unpacked else True
        if len(piece) > room or not wanted:
            break
    got = raw.getvalue()
    body = unpacked.whole() if unpacked else got
    return Answer(answer.status, answer.reason, answer.version, answer.headers, got, body)


def _told(error: Exception, target: Target, bounds: Bounds) -> NotFetched:
    """What went wrong on the way, in our words."""
    causes = list(_causes(error))
    if refused := next((one for one in causes if isinstance(one, ssl.SSLCertVerificationError)), None):
        what = str(refused.verify_message).rstrip(".")
        return NotFetched(f"The certificate of {target.host} was not accepted: {what}.", why=Why.CERTIFICATE)
    if any(isinstance(one, TimeoutError | urllib3.exceptions.TimeoutError) for one in causes):
        return bounds.slow()
    if any(isinstance(one, http.client.IncompleteRead | ConnectionError) for one in causes):
        return NotFetched(f"The answer of {target.host} broke off before its end.", why=Why.BROKEN)
    if any(isinstance(one, ssl.SSLError) for one in causes):
        return NotFetched(f"{target.host} did not agree on an encrypted connection.", why=Why.BROKEN)
    return NotFetched(f"What {target.host} answered is not as HTTP wants it.", why=Why.BROKEN)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, however the library wrapped it."""
    seen: list[BaseException] = [error]
    for one in seen:
        yield one
        inside = [one.__cause__, one.__context__, *one.args]
        seen += [other for other in inside if isinstance(other, BaseException) and other not in seen]


def _bracketed(numeric: str) -> str:
    return f"[{numeric}]" if ":" in numeric else numeric


class _Plain(HTTPConnection):
    """A connection to the address that was checked."""

    def __init__(self, *args: Any, reach: partial[PlainSocket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reach = reach

    def _new_conn(self) -> socket.socket:
        return self._reach(self.host, self.port)


class _Secure(HTTPSConnection):
    """The same, encrypted."""

    def __init__(self, *args: Any, reach: partial[PlainSocket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reach = reach

    def _new_conn(self) -> socket.socket:
        return self._reach(self.host, self.port)

    def connect(self) -> None:
        """Connects and looks at the certificate; the encrypted socket has the same bounds."""
        super().connect()
        if not isinstance(self.sock, TlsSocket):
            raise TypeError("the encrypted socket is not ours")
        self.sock.bounds = self._reach.keywords["bounds"]


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(IPFilterAdapter):  # type: ignore[misc] # ships no types
    """Checks the numeric address with the library's table, and connects to it under the name of the target."""

    def __init__(self, target: Target, bounds: Bounds, ways: Ways, patience: float) -> None:
        self._target = target
        self._reach = partial(connected, bounds=bounds, patience=patience)
        super().__init__(is_https_proto=target.scheme == "https", allow_loopback=ways.asks_itself)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Connections are made by ours."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_PlainPool, reach=self._reach),
            "https": partial(_SecurePool, reach=self._reach),
        }

    def build_connection_pool_key_attributes(
        self, *args: Any, **kwargs: Any
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The library puts the numeric address everywhere; certificates are of the name."""
        place, tls = super().build_connection_pool_key_attributes(*args, **kwargs)
        if self._target.scheme == "https":
            context = create_urllib3_context()
            context.sslsocket_class = TlsSocket
            tls.pop("assert_hostname", None)
            tls["server_hostname"] = self._target.host
            tls["ssl_context"] = context
        return place, tls
