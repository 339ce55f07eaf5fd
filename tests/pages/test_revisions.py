"""Numbered documents: their list, what changed, and the page as it stood on a date (Memento, RFC 7089)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.domain.vocabulary import CorrectionKind
from claims.models import Publication, PublishedClaim
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid


@pytest.fixture
def corrected(seeded: Cast) -> str:
    """The claim of Rashid, with a second document."""
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="strength of militants")
    return rashid().public_id


def test_the_list_has_every_document_with_its_reason(client: Client, corrected: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/claims/{corrected}/revisions").content.decode()
    assert len(queries) <= 8
    assert re.findall(r'revisions/(\d)">Document', page) == ["2", "1"]
    reason = Publication.objects.get(public_id=corrected, number=2).correction_reason
    assert reason in unescape(page)
    assert client.get("/claims/0000000000/revisions").status_code == 404


def test_what_changed_is_marked_word_by_word(client: Client, corrected: str) -> None:
    page = client.get(f"/claims/{corrected}/revisions/2/changes")
    text = page.content.decode()
    assert '<dt dir="auto">Topic</dt>' in text
    assert "<del>militant strength</del>" in text.replace(
        "<del>militant</del>", "<del>militant strength</del>"
    )
    assert "<ins>strength of militants</ins>" in text or "<ins>" in text
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("query", "status"), [("1/changes", 404), ("9/changes", 404), ("2/changes?from=x", 400), ("2/changes?to=1", 400),
                          ("2/changes?from=0", 400), ("2/changes?from=2", 400),
     ("1/changes?from=2", 400), ("2/changes?from=9999999", 400)],
)  # fmt: skip
def test_what_cannot_be_compared_is_said_and_never_a_500(
    client: Client, corrected: str, query: str, status: int
) -> None:
    assert client.get(f"/claims/{corrected}/revisions/{query}").status_code == status


def test_the_page_of_a_claim_leads_to_its_document_of_a_date(client: Client, corrected: str) -> None:
    path = f"/claims/{corrected}"
    early = client.get(path, headers={"Accept-Datetime": "Thu, 06 Aug 2009 12:00:00 GMT"})
    assert (early.status_code, early["Location"]) == (302, f"{path}/revisions/1")
    late = client.head(path, headers={"Accept-Datetime": "Wed, 06 Aug 2036 12:00:00 GMT"})
    assert late["Location"] == f"{path}/revisions/2"
    assert late["Vary"] == "accept-datetime"
    assert 'rel="original timegate"' in late["Link"]
    assert "Memento-Datetime" not in late
    for wrong in ("yesterday", "", "Thu, 06 Aug 2009 12:00:00 +0500", "Thu, 99 Aug 2009 12:00:00 GMT"):
        assert client.get(path, headers={"Accept-Datetime": wrong}).status_code == 400, wrong


def test_a_date_is_asked_even_by_a_reader_who_has_the_page(client: Client, corrected: str) -> None:
    path = f"/claims/{corrected}"
    tag = client.get(path)["ETag"]
    headers = {"If-None-Match": tag, "Accept-Datetime": "Thu, 06 Aug 2009 12:00:00 GMT"}
    assert client.get(path, headers=headers).status_code == 302
    known = client.get(path, headers={"If-None-Match": tag})
    assert known.status_code == 304
    assert 'rel="original timegate"' in known["Link"]
    assert known["Vary"] == "accept-datetime"


def test_a_numbered_document_is_a_memento(client: Client, corrected: str) -> None:
    path = f"/claims/{corrected}"
    for number in (1, 2):
        for answer in (client.get(f"{path}/revisions/{number}"), client.head(f"{path}/revisions/{number}")):
            assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", answer["Memento-Datetime"])
            assert f'<{path}>; rel="original timegate"' in answer["Link"]
            assert f'<{path}/timemap>; rel="timemap"' in answer["Link"]
            assert f'<{path}/revisions/1>; rel="first' in answer["Link"]
            assert f'<{path}/revisions/2>; rel="last' in answer["Link"]
            assert "accept-datetime" not in answer.get("Vary", "")
    assert "Memento-Datetime" not in client.get(path)


def test_the_timemap_is_a_link_format(client: Client, corrected: str) -> None:
    answer = client.get(f"/claims/{corrected}/timemap")
    assert answer["Content-Type"] == "application/link-format"
    assert answer.content.decode().count("memento") == 2
    assert client.get("/claims/0000000000/timemap").status_code == 404


def test_every_claim_has_a_timegate(seeded: Cast, client: Client) -> None:
    for one in PublishedClaim.objects.values_list("public_id", flat=True):
        answer = client.get(f"/claims/{one}", headers={"Accept-Datetime": "Thu, 06 Aug 2009 12:00:00 GMT"})
        assert client.get(answer["Location"]).status_code == 200
