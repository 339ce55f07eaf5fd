"""A claim within others' pages: the frame, oEmbed, and what the page of a claim offers to copy."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.conf import settings as configured
from django.test import Client

from claims.formats.feed_entries import title
from claims.models import PublishedClaim
from claims.reads import published
from tests.cast import Cast, rashid


def test_a_frame_may_stand_on_any_site_and_runs_nothing(seeded: Cast, client: Client) -> None:
    for one in published.listed(limit=100).items:
        answer = client.get(f"/embed/{one.public_id}")
        assert answer.status_code == 200
        assert "X-Frame-Options" not in answer
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script-src" not in policy
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        page = unescape(answer.content.decode())
        document = one.value()
        assert document["statement"] in page
        for hedge in document["hedges"]:
            assert f'<q dir="auto">{hedge}</q>' in page
        if document["modality"] != "asserted":
            assert 'class="hedges"' in page
        assert (
            client.get(f"/embed/{one.public_id}", headers={"If-None-Match": answer["ETag"]}).status_code
            == 304
        )
    assert client.get("/embed/0000000000").status_code == 404


def test_other_pages_may_not_stand_in_a_frame(seeded: Cast, client: Client) -> None:
    for path in ("/", f"/claims/{rashid().public_id}", "/oembed?url=x"):
        answer = client.get(path)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_site_that_has_the_address_of_a_claim_learns_how_to_embed_it(seeded: Cast, client: Client) -> None:
    path = f"/claims/{rashid().public_id}"
    page = client.get(path).content.decode()
    (discovered,) = re.findall(r'type="application/json\+oembed" title="[^"]*" href="([^"]*)"', page)
    answer = client.get(unescape(discovered))
    assert answer.status_code == 200
    found = json.loads(answer.content)
    document = published.newest(rashid().public_id)
    assert document is not None
    assert (found["type"], found["version"], found["width"]) == ("rich", "1.0", 600)
    assert found["title"] == title(document.value())
    assert "maybe" in found["title"]
    assert f"{configured.PUBLIC_URL}/embed/{rashid().public_id}" in found["html"]
    assert "maybe" in found["html"]
    assert found["html"] in unescape(page), "the page offers the same to copy"
    small = json.loads(client.get(f"{unescape(discovered)}&maxwidth=300&maxheight=100&dnt=1").content)
    assert (small["width"], small["height"]) == (300, 100)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400), ("url=http://elsewhere.example/claims/{id}", 404), ("url={base}/claims", 404), ("url=http://[", 404),
        ("url={base}/claims/0000000000", 404), ("url={base}/claims/{id}&maxwidth=wide", 400),
        ("url={base}/claims/{id}&format=xml", 501), ("url={base}/claims/{id}&colour=red", 200),
        ("url={base}/claims/{id}&maxwidth=0", 400),
        ("url={base}/claims/{id}/revisions/1", 200), ("url=javascript:alert(1)", 404), ("url=%00", 400),
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_ours_is_refused_in_words(
    seeded: Cast, client: Client, query: str, status: int
) -> None:
    query = query.format(base=configured.PUBLIC_URL, id=rashid().public_id)
    assert client.get(f"/oembed?{query}").status_code == status


def test_the_page_of_a_claim_says_how_to_cite_the_very_document(seeded: Cast, client: Client) -> None:
    for one in PublishedClaim.objects.all():
        page = client.get(f"/claims/{one.public_id}")
        assert (
            f"{configured.PUBLIC_URL}/claims/{one.public_id}/revisions/{one.number}" in page.content.decode()
        )
        assert f'</claims/{one.public_id}/revisions/{one.number}>; rel="cite-as"' in page["Link"]
