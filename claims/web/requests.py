"""Which request a change belongs to: written into the private history by the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse


class RequestTrail:
    """Names request and person to the database while somebody who is signed in changes something."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; for signed-in POSTs the database knows whose it was."""
        if request.method != "POST" or not request.user.is_authenticated:
            return self.answer(request)
        name = uuid.uuid4().hex
        self._tell(name, str(request.user.pk))
        try:
            response = self.answer(request)
        finally:
            self._tell("", "")
        response.headers["X-Request-Id"] = name
        return response

    @staticmethod
    def _tell(request: str, actor: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('factcheck.request', %s, false), set_config('factcheck.actor', %s, false)",
                [request, actor],
            )
