"""Readers who have a page get 304 until something is published, without the page being made; nobody gets a cookie."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.domain.vocabulary import CorrectionKind
from tests import sitemap
from tests.actions.test_lifecycle import correct, fire_log
from tests.cast import Cast, rashid

UNTAGGED = {"/ns", "/log", "/about", "/privacy", "/legal", "/accessibility", "/ask", "/problems/bad-cursor"}
"""Pages that show no published document, or, as the log, more than that."""


def test_every_page_of_what_was_published_is_read_once(seeded: Cast, client: Client) -> None:
    fire_log()
    tags = {}
    for url in sitemap.every_type():
        answer = client.get(url)
        assert not answer.cookies, url
        assert not answer.has_header("Set-Cookie"), url
        if url in UNTAGGED or url.endswith("/report"):
            continue
        assert answer["Cache-Control"] == "public, max-age=60, s-maxage=60", url
        tags[url] = answer["ETag"]
    for url, tag in tags.items():
        with CaptureQueriesContext(connection) as queries:
            known = client.get(url, headers={"If-None-Match": tag})
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag), url
        assert len(queries) <= 3, url
        assert client.head(url)["ETag"] == tag, url
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="another topic")
    fire_log()
    lists = [url for url in tags if not url.startswith(("/claims/", "/embed/"))]
    assert len(lists) > 12
    for url in lists:
        answer = client.get(url, headers={"If-None-Match": tags[url]})
        assert answer.status_code in (200, 404), url


def test_what_is_refused_or_not_there_is_never_kept(seeded: Cast, client: Client) -> None:
    for url in ("/claims?colour=red", "/search?from=x", "/sources/0000000000", "/claims/0000000000"):
        answer = client.get(url)
        assert answer.status_code in (400, 404), url
        assert "ETag" not in answer, url
        assert "max-age=60" not in answer.get("Cache-Control", ""), url
