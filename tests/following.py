"""Somebody who follows the feed and keeps a copy: the least that a program must do, for tests that compare it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.test import Client

Copy = dict[str, Any]


def apply(changes: list[dict[str, Any]], held: Copy) -> Copy:
    """The copy after these changes."""
    held = dict(held)
    for change in changes:
        if change["document"] is None:
            held.pop(change["claim"], None)
        else:
            held[change["claim"]] = change["document"]
    return held


def fetched(client: Client, path: str, **query: Any) -> bytes:
    """The body of an answer, which must be one."""
    answer = client.get(
        f"/api/v1/{path}?{urlencode({name: one for name, one in query.items() if one != ''})}"
    )
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert answer.status_code == 200, body[:400]
    return body


def exported(client: Client, filters: Mapping[str, str]) -> tuple[Copy, str]:
    """What the export holds, and the cursor that it names."""
    header, *documents, end = map(json.loads, fetched(client, "export/claims.ndjson", **filters).splitlines())
    assert end["count"] == len(documents)
    return {one["id"]: one for one in documents}, header["cursor"]


class Follower:
    """A copy of what matches, and the cursor up to which it is whole."""

    def __init__(self, client: Client, filters: Mapping[str, str], *, limit: int = 100) -> None:
        self.client, self.filters, self.limit = client, dict(filters), limit
        self.held: Copy = {}
        self.cursor = ""
        self.told: list[dict[str, Any]] = []

    def read(self) -> bool:
        """Reads one page; whether there is more."""
        page = json.loads(
            fetched(self.client, "changes/", cursor=self.cursor, limit=self.limit, **self.filters)
        )
        self.held, self.cursor = apply(page["changes"], self.held), page["cursor"]
        self.told += page["changes"]
        return bool(page["has_more"])

    def catch_up(self) -> Copy:
        """Reads until there is no more."""
        while self.read():
            pass
        return self.held
