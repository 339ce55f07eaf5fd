"""The product on a real socket over a database that is there already: for tests that only read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer

from django.core.wsgi import get_wsgi_application
from django.db import connections

from tests.journeys.conftest import Quiet, Server


@contextmanager
def serving() -> Iterator[str]:
    """Its address."""
    server: HTTPServer = Server(("127.0.0.1", 0), Quiet)  # type: ignore[assignment]  # WSGIServer is one
    server.set_app(get_wsgi_application())  # type: ignore[attr-defined]  # the same
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        connections.close_all()
