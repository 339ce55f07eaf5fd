"""Sockets that keep to their bounds at every read and write, and connect to one numeric address."""

from __future__ import annotations

import socket
import ssl
from typing import Any

from claims.domain.errors import NotFetched, Why
from claims.egress.bounds import Bounds


class _Bounded:
    """A socket of which every read and write is within the bounds."""

    bounds: Bounds

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """Reads what is there."""
        self.settimeout(self.bounds.left())  # type: ignore[attr-defined]
        try:
            count: int = super().recv_into(buffer, nbytes or 0, flags)  # type: ignore[misc]
        except TimeoutError as error:
            raise self.bounds.slow() from error
        self.bounds.took(count)
        return count

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Writes all of it."""
        self.settimeout(self.bounds.left())  # type: ignore[attr-defined]
        super().sendall(data, flags)  # type: ignore[misc]


class PlainSocket(_Bounded, socket.socket):
    """In the clear."""


class TlsSocket(_Bounded, ssl.SSLSocket):
    """Encrypted."""


def connected(numeric: str, port: int, bounds: Bounds, patience: float) -> PlainSocket:
    """A connection to exactly this address. Raises NotFetched if none comes in a part of the time (``patience``)."""
    opened = PlainSocket(socket.AF_INET6 if ":" in numeric else socket.AF_INET, socket.SOCK_STREAM)
    opened.bounds = bounds
    try:
        opened.settimeout(bounds.left() * patience)
        opened.connect((numeric, port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.settimeout(bounds.left())
    except OSError as error:
        opened.close()
        what = error.strerror or "it took too long"
        raise NotFetched(f"No connection to {numeric}, port {port}: {what}.", why=Why.UNREACHABLE) from error
    except NotFetched:
        opened.close()
        raise
    return opened
