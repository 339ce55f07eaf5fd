"""Rows of the queries that are asked most: as bytes and not as text, by a query that is kept prepared.

A document comes over the wire as it is stored, where Django's cursors have it written as hexadecimal digits and read
again. For queries of our own words only, with the types of their values said in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from django.db import connection


def rows(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the query gives, on the connection and in the transaction that Django has open."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(cast(Any, query), values, prepare=True, binary=True)
        found = cursor.fetchall()
    if connection.queries_logged:
        connection.queries_log.append({"sql": query, "time": "0"})
    return found
