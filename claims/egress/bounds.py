"""How much one answer may still take, counted at the socket."""

from __future__ import annotations

import time

from claims.domain.errors import NotFetched, Why
from claims.egress.decoding import too_large
from claims.egress.ways import Limits

OVERHEAD = 4_000_000
"""What chunks and their lines may take beside the body itself."""


class Bounds:
    """How long one answer may still take, and how many bytes may still come."""

    def __init__(self, limits: Limits, *, until: float) -> None:
        self.until = until
        self._limits = limits
        self._first_by = min(until, time.monotonic() + limits.first_byte)
        self._began = False
        self._bytes = 0
        self._most = limits.headers

    def left(self) -> float:
        """Seconds that the next step may take. Raises NotFetched if there are none."""
        seconds = (self.until if self._began else self._first_by) - time.monotonic()
        if seconds <= 0:
            raise self.slow()
        return seconds

    def took(self, count: int) -> None:
        """Counts what arrived."""
        self._began = True
        self._bytes += count
        if self._bytes > self._most:
            raise self._too_much()

    def headers_are_over(self) -> None:
        """From now on the body may come, too."""
        self._most += self._limits.raw + OVERHEAD

    def slow(self) -> NotFetched:
        """The refusal of an answer that takes too long."""
        if self._began:
            said = f"The answer was not complete after {self._limits.total:g} seconds."
        else:
            said = f"No answer began within {self._limits.first_byte:g} seconds."
        return NotFetched(said, why=Why.SLOW)

    def _too_much(self) -> NotFetched:
        if self._most > self._limits.headers:
            return too_large(self._limits.raw)
        said = f"The headers of the answer are longer than {self._limits.headers:,} bytes; longer ones are not taken."
        return NotFetched(said, why=Why.TOO_LARGE)
