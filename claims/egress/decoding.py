"""A body as it was before it was compressed for the way, never longer than its limit."""

from __future__ import annotations

import io
import zlib
from typing import Protocol

from claims.domain.errors import NotFetched, Why
from claims.domain.text import shown

ACCEPTED = "gzip"
"""What servers are asked for. Those that send something else unasked are refused, but for “deflate”."""

MEMBERS = 100


class Body(Protocol):
    """Takes the bytes of an answer one after the other."""

    def take(self, piece: bytes) -> bool:
        """False as soon as the limit is reached and the rest is not wanted."""

    def whole(self) -> bytes:
        """Everything, once the answer ended. Raises NotFetched if it did not really end."""


def body_for(encoding: str, *, limit: int, cut: bool) -> Body | None:
    """What takes the body of an answer with this Content-Encoding; None if it is sent as it is."""
    names = [
        one for one in (name.strip().lower() for name in encoding.split(",")) if one not in ("", "identity")
    ]
    if not names:
        return None
    if names in (["gzip"], ["x-gzip"]):
        return Inflated(limit=limit, cut=cut, form=zlib.MAX_WBITS | 16)
    if names == ["deflate"]:
        return Inflated(limit=limit, cut=cut, form=0)
    raise NotFetched(
        f"The answer is compressed in a way that was not asked for ({shown(encoding)}); gzip would be read.",
        why=Why.ENCODING,
    )


def unpacked(raw: bytes, encoding: str, *, limit: int) -> bytes:
    """A body that is here as a whole, unpacked. Raises NotFetched if it cannot be."""
    taker = body_for(encoding, limit=limit, cut=False)
    if taker is None:
        return raw
    taker.take(raw)
    return taker.whole()


class Inflated:
    """A body that was compressed with gzip or deflate."""

    def __init__(self, *, limit: int, cut: bool, form: int) -> None:
        self._limit, self._cut, self._form = limit, cut, form
        self._open = zlib.decompressobj(form) if form else None
        self._found = io.BytesIO()
        self._members = 1
        self._began = self._full = False

    def take(self, piece: bytes) -> bool:
        """Reads on; asks the decompressor never for more than still fits."""
        self._began = self._began or bool(piece)
        while piece and not self._full:
            if self._open is None:
                self._open = zlib.decompressobj(_form_of_deflate(piece))
            if self._open.eof and not self._next_member(piece):
                return True
            room = self._limit - self._found.tell()
            try:
                got = self._open.decompress(piece, room + 1)
            except zlib.error as error:
                raise NotFetched(
                    "The answer says that it is compressed, but it is damaged.", why=Why.BROKEN
                ) from error
            if len(got) > room and not self._cut:
                raise too_large(self._limit, "once it is unpacked")
            self._found.write(got[:room])
            self._full = len(got) > room
            piece = self._open.unused_data if self._open.eof else self._open.unconsumed_tail
        return not self._full

    def whole(self) -> bytes:
        """What was unpacked."""
        ended = self._open is not None and self._open.eof
        if self._began and not ended and not self._cut:
            raise NotFetched("The compressed answer broke off before its end.", why=Why.BROKEN)
        return self._found.getvalue()

    def _next_member(self, piece: bytes) -> bool:
        """Whether another compressed part follows. What is no such part is what some servers add, and is dropped."""
        if self._form == 0 or not piece.startswith(b"\x1f"):
            return False
        self._members += 1
        if self._members > MEMBERS:
            raise NotFetched(f"The answer is compressed in more than {MEMBERS} parts.", why=Why.ENCODING)
        self._open = zlib.decompressobj(self._form)
        return True


def too_large(limit: int, when: str = "") -> NotFetched:
    """The refusal of an answer that is longer than its limit."""
    said = f" {when}" if when else ""
    return NotFetched(
        f"The answer is longer than {limit / 1_000_000:g} million bytes{said}; longer ones are not taken.",
        why=Why.TOO_LARGE,
    )


def _form_of_deflate(start: bytes) -> int:
    """Servers mean one of two things by “deflate”: with a header of two bytes, or without."""
    headed = start[0] & 0x0F == 8 and (len(start) < 2 or (start[0] * 256 + start[1]) % 31 == 0)
    return zlib.MAX_WBITS if headed else -zlib.MAX_WBITS
