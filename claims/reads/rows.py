"""Rows of the queries that are asked most: as bytes and not as text, by a query that is kept prepared.

A document comes over the wire as it is stored, where Django's cursors have it written as hexadecimal digits and read
again. For queries of our own words only, with the types of their values said in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import ExecStatus

_NAMES: WeakKeyDictionary[psycopg.Connection[Any], dict[str, bytes]] = WeakKeyDictionary()
"""What the queries of `texts` are called on each connection, where they were made ready."""


def rows(
    query: str, values: Sequence[Any] | Mapping[str, Any] = (), *, using: str = "default"
) -> list[tuple[Any, ...]]:
    """What the query gives, on the connection and in the transaction that Django has open."""
    ours = _connected(using)
    with ours.wrap_database_errors, psycopg.Cursor(ours.connection) as cursor:
        cursor.execute(cast(Any, query), values, prepare=True, binary=True)
        found = cursor.fetchall()
    _logged(ours, query)
    return found


def texts(query: str, values: Sequence[str] = ()) -> tuple[str | None, ...]:
    """The first row that the query gives, each value as PostgreSQL writes it; empty where it gives none. Its own values
    are written `$1`, `$2`.

    For the smallest questions, which are asked before anything else: outside of a transaction it is one call of libpq.
    Whatever that does not answer as it should, psycopg asks again, and says what is wrong.
    """
    ours = _connected()
    with ours.wrap_database_errors:
        found = _at_once(ours.connection, query, values)
        if found is None:
            with psycopg.RawCursor(ours.connection) as cursor:
                cursor.execute(cast(Any, query), values)
                found = [
                    [None if value is None else str(value) for value in row] for row in cursor.fetchmany(1)
                ]
    _logged(ours, query)
    return tuple(found[0]) if found else ()


def _connected(using: str = "default") -> BaseDatabaseWrapper:
    """The connection that Django keeps, if the server is still at its other end, or a new one."""
    ours = connections[using]
    ours.close_if_health_check_failed()
    ours.ensure_connection()
    return ours


def _at_once(
    where: psycopg.Connection[Any], query: str, values: Sequence[str]
) -> list[list[str | None]] | None:
    """The first row, if there is one; None when this is not the way to ask."""
    if not where.autocommit or where.closed:
        return None
    names = _NAMES.setdefault(where, {})
    server = where.pgconn
    if query not in names:
        name = f"texts_{len(names)}".encode()
        if server.prepare(name, query.encode()).status != ExecStatus.COMMAND_OK:
            return None
        names[query] = name
    answer = server.exec_prepared(names[query], [value.encode() for value in values])
    if answer.status != ExecStatus.TUPLES_OK:
        return None
    cells = [
        [answer.get_value(row, n) for n in range(answer.nfields)] for row in range(min(1, answer.ntuples))
    ]
    return [[None if cell is None else cell.decode() for cell in row] for row in cells]


def _logged(ours: BaseDatabaseWrapper, query: str) -> None:
    if ours.queries_logged:
        ours.queries_log.append({"sql": query, "time": "0"})
