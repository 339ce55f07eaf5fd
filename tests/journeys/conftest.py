"""The product on a real socket, for tests in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import HTTPServer
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from tests.cast import Cast


class Server(ThreadingMixIn, WSGIServer):
    """One thread a request; closing waits until all are answered, so that none is still connected to the database."""

    daemon_threads = False


class Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def site(committed_claims: Cast) -> Iterator[str]:
    """The product on a real socket, with the five claims."""
    server: HTTPServer = make_server(
        "127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    connections.close_all()
