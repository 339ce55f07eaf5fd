"""No page takes more than eight queries, and none takes more because there is more to show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.reads import published
from tests import raw, sitemap
from tests.cast import Cast, people_there
from tests.outputs import addresses

MOST = 8


def queries(client: Client, url: str) -> int:
    """How many queries the answer takes."""
    with CaptureQueriesContext(connection) as found:
        answer = client.get(url)
        assert answer.status_code in (200, 404), url
    return len(found)


def test_no_output_takes_more_than_eight_queries(seeded: Cast, client: Client) -> None:
    found = {url: queries(client, url) for url in {*addresses(), *sitemap.every_type()}}
    assert {url: number for url, number in found.items() if number > MOST} == {}
    assert found["/"] > 1, "queries are counted"


@pytest.mark.usefixtures("committed_claims")
def test_more_claims_take_no_more_queries() -> None:
    cast = people_there()
    client = Client()
    before = {url: queries(client, url) for url in sitemap.every_type()}
    with raw.connect() as raw_connection:
        bed = raw.make_bed(
            raw_connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        like = [one.value() for one in published.listed(limit=5).items]
        for number, claim in enumerate(raw.make_claims(raw_connection, bed, 10)):
            raw.publish(raw_connection, replace(bed, like=like[number % len(like)]), claim)
        raw_connection.commit()
    after = {url: queries(client, url) for url in before}
    assert {url: (before[url], after[url]) for url in before if after[url] > before[url]} == {}
