"""The product through its real stack, called as a WSGI server calls it, and bare applications that do the least."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection as django_connection

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

FEED = """
SELECT json_agg(convert_from(p.document, 'UTF8')::json)::text
FROM (SELECT l.public_id, l.number FROM claims_ledgerentry l WHERE l.position > %s ORDER BY l.position LIMIT 50) x
JOIN claims_publication p USING (public_id, number)
"""
ONE = """
SELECT convert_from(p.document, 'UTF8')
FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id
WHERE c.public_id = %s
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def environ(url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A GET request as a server hands it on."""
    path, _, query = url.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1:8000",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(), "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in (headers or {}).items()},
    }  # fmt: skip


def opened(application: Application, url: str, headers: Mapping[str, str] | None = None) -> tuple[Any, Any]:
    """Status and headers, and the parts of the body, not read yet."""
    told: list[Any] = []
    parts = application(
        environ(url, headers), lambda status, names, _error=None: told.append((status, names))
    )
    return told[0], parts


def get(application: Application, url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """The whole answer, closed as a server closes it."""
    (status, names), parts = opened(application, url, headers)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()
    return Answer(int(status.split()[0]), dict(names), body)


def bare(connection: psycopg.Connection[Any], query: str, values: list[Any]) -> Application:
    """The least that can be done: one prepared query, and its text as the answer."""

    def application(_environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        row = connection.execute(query, values, prepare=True).fetchone()  # type: ignore[call-overload]  # ours
        assert row is not None
        body = row[0].encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return application


def backend_of_django() -> int:
    """The process of PostgreSQL that serves the product."""
    django_connection.ensure_connection()
    return int(django_connection.connection.info.backend_pid)
