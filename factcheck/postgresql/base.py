"""Django's PostgreSQL, with a cheaper look at whether a connection that is kept still stands.

Django asks the server before each request. A server that went away has closed its end, which this end sees without
asking: as long as nothing is there to be read, the connection is taken to stand.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Whether the server is still at the other end; asked only when something unexpected has come from there."""
        connection = self.connection
        if connection is None or connection.closed:
            return False
        if connection.info.transaction_status is TransactionStatus.IDLE and _is_quiet(connection.fileno()):
            return True
        found: bool = super().is_usable()
        return found


def _is_quiet(handle: int) -> bool:
    asked = select.poll()
    asked.register(handle, select.POLLIN | select.POLLHUP | select.POLLERR)
    return not asked.poll(0)
