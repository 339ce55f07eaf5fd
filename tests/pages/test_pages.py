"""The public pages: from documents alone, with every hedge, without cookie, and never a 500."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.db import connection, connections
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions import checkpoints
from claims.domain import canonical
from claims.domain.vocabulary import CorrectionKind
from claims.models import Claim, PublishedArticle, PublishedClaim, PublishedSource, PublishedSpeaker
from claims.pages import presenting
from claims.reads import published
from claims.web.problems import TITLES
from tests.actions.test_lifecycle import correct, fire_log
from tests.cast import Cast, rashid

PUBLIC = {
    "claims_publication", "claims_publishedclaim", "claims_publishedspeaker", "claims_publishedsource",
    "claims_publishedarticle", "claims_publishedword",
    "claims_publishedalteration", "claims_ledgerentry", "claims_checkpoint",
    "claims_logidentity", "claims_seal", "claims_publishedposting", "claims_commonword", "claims_publishedmeaning",
}  # fmt: skip
API = [
    "/api/v1/claims/", "/api/v1/changes/", "/api/v1/articles/", "/api/v1/speakers/", "/api/v1/sources/",
    "/api/v1/corrections/", "/api/v1/export/claims.ndjson", "/api/v1/export/log.ndjson",
    "/api/v1/log/checkpoints.txt", "/api/v1/openapi.json",
]  # fmt: skip


def addresses() -> list[str]:
    """Every public page and every address of the API."""
    ids = sorted(PublishedClaim.objects.values_list("public_id", flat=True))
    claims = [f"/claims/{one}" for one in ids] + [f"/claims/{one}/revisions/1" for one in ids]
    claims += [f"/api/v1/claims/{one}/" for one in ids] + [
        f"/api/v1/claims/{one}/revisions/1/" for one in ids
    ]
    problems = [f"/problems/{code}" for code in TITLES]
    things = [
        f"/{noun}/{one}"
        for noun, model in (
            ("articles", PublishedArticle),
            ("speakers", PublishedSpeaker),
            ("sources", PublishedSource),
        )
        for one in sorted(model.objects.values_list("public_id", flat=True))
    ]
    lists = ["/claims", "/articles", "/speakers", "/sources", "/corrections", "/methodology"]
    lists += [
        "/search",
        "/search?q=militants",
        "/search?q=Rashd&topic=militant+strength",
        "/search?from=2009",
    ]
    return ["/", "/log", "/healthz", "/nothing-here", *lists, *problems, *claims, *things, *API]


def bodies(client: Client) -> dict[str, bytes]:
    """What each address answers, without cursors, which carry a moment, and without the nonce of exports."""
    found = {}
    for url in addresses():
        response = client.get(url)
        assert response.status_code == (404 if url == "/nothing-here" else 200), url
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        changing = rb'"cursor": "[^"]*"|cursor=[^"&]*|"nonce": "[^"]*"|"count": \d+, "sha256": "[^"]*"'
        found[url] = re.sub(changing, b"", body)
    return found


@pytest.mark.usefixtures("committed_claims")
def test_every_public_page_renders_the_same_with_all_live_tables_empty() -> None:
    client = Client()
    before = bodies(client)
    live = {model._meta.db_table for model in apps.get_app_config("claims").get_models()} - PUBLIC
    with connections["owner"].cursor() as cursor:
        for table in live:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(live)} CASCADE")
        for table in live:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert Claim.objects.count() == 0
    assert PublishedClaim.objects.count() == 5
    assert bodies(client) == before
    assert len(before) > 30


def test_an_empty_database_says_so_on_every_page(db: None, client: Client) -> None:
    for url in addresses():
        assert client.get(url).status_code in (200, 404)
    assert "Nothing is published yet" in client.get("/").content.decode()
    assert "The log is empty" in client.get("/log").content.decode()


def test_pages_read_documents_and_the_log_only(seeded: Cast, client: Client) -> None:
    for url in ["/", *(f"/claims/{one.public_id}" for one in PublishedClaim.objects.all()), *API[:3]]:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
            if response.streaming:
                list(response.streaming_content)  # type: ignore[attr-defined]
        tables = set(
            re.findall(r"\b(claims_[a-z]+|auth_[a-z]+|django_[a-z]+)\b", " ".join(q["sql"] for q in queries))
        )
        assert tables <= PUBLIC, (url, tables - PUBLIC)
        assert len(queries) <= 8, url


def test_every_hedge_of_every_claim_is_shown(seeded: Cast, client: Client) -> None:
    home = unescape(client.get("/").content.decode())
    for row in PublishedClaim.objects.select_related("publication"):
        document = published.newest(row.public_id)
        assert document is not None
        value = document.value()
        page = unescape(client.get(value["path"]).content.decode())
        passage = page[page.index("<blockquote") : page.index("</blockquote>")]
        for hedge in value["hedges"]:
            assert f"<mark>{hedge}</mark>" in passage, hedge
            assert hedge in home
        assert value["hedges"]


def test_a_reader_finds_speaker_date_hedges_and_range(seeded: Cast, client: Client) -> None:
    page = unescape(client.get(f"/claims/{rashid().public_id}").content.decode())
    for words in (
        "Ahmed Rashid", "Pakistani journalist and regional expert", "Not known when, but not after September 28, 2009",
        "4,000–5,000 persons (approximate)", "<mark>maybe</mark>", "Demonstration:", "Unproven", "credence 25 of 100",
        "<svg", "Muhammad Ibrahim Khan (Pakistani senator)",
    ):  # fmt: skip
        assert words in page, words
    ministry = PublishedClaim.objects.get(topic="Tavil-Dara operation")
    page = unescape(client.get(f"/claims/{ministry.public_id}").content.decode())
    for words in (
        "11 persons",
        "20 persons",
        "August 5, 2009",
        "Alleged",
        "Not yet rated",
        "<title>Tajikistan's Interior Ministry claimed",
    ):
        assert words in page, words


def test_a_replaced_document_says_so_and_is_not_indexed(seeded: Cast, client: Client) -> None:
    found = correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    old = client.get(f"/claims/{found.public_id}/revisions/1")
    assert "It was replaced" in old.content.decode()
    assert old.headers["X-Robots-Tag"] == "noindex"
    new = client.get(f"/claims/{found.public_id}").content.decode()
    assert "It was replaced" not in new
    assert "typo — A test." in new


def test_a_retracted_claim_stays_readable_with_its_reason(seeded: Cast, client: Client) -> None:
    found = correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    response = client.get(f"/claims/{found.public_id}")
    assert response.status_code == 200
    assert "was retracted" in response.content.decode()
    assert "withdrawn — A test." in response.content.decode()


def test_a_reader_who_has_the_page_gets_304_without_its_text(seeded: Cast, client: Client) -> None:
    url = f"/claims/{rashid().public_id}"
    tag = client.get(url).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert len(queries) == 1, "the document's tag, with which of its words were altered"
    assert all("document" not in query["sql"].partition(" FROM ")[0] for query in queries)
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_readers_get_no_cookie_and_a_strict_policy(seeded: Cast, client: Client) -> None:
    fire_log()
    checkpoints.sign_newest()
    for url in addresses():
        response = client.get(url)
        assert not response.cookies, url
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "&lt;b&gt;",
    "مرحبا 中文 😀",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_as_text(seeded: Cast, client: Client, text: str) -> None:
    found = correct(seeded, rashid(), CorrectionKind.TYPO, statement=f"Rashid said {text}", topic=text[:40])
    for url in ("/", f"/claims/{found.public_id}"):
        page = client.get(url).content.decode()
        assert f"Rashid said {text}" in unescape(page)
        assert "<script" not in page
        assert "<img" not in page


def test_readyz_says_what_is_missing(db: None, client: Client, monkeypatch: Any) -> None:
    (warning,) = client.get("/readyz").json()["warnings"]
    assert "no worker is running" in warning
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz").json() == {"ready": True, "problems": [], "warnings": []}
    monkeypatch.setattr("claims.models.install.installed_triggers", lambda _cursor: {})
    monkeypatch.setattr("claims.reads.readiness.installed_triggers", lambda _cursor: {})
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "rules are missing" in response.json()["problems"][0]


def test_each_side_has_its_own_bottlenecks_and_doubt_about_the_order_is_said(
    client: Client, seeded: Cast
) -> None:
    newest = published.newest(rashid().public_id)
    assert newest is not None
    document = newest.value()
    document["corroboration"]["bottlenecks"] = [
        {"id": "a", "name": "Senator A", "side": "supporting"}, {"id": "b", "name": "Paper B", "side": "disputing"},
    ]  # fmt: skip
    shown = presenting.view(replace(newest, document=canonical.encode(document)))
    page = " ".join(render_to_string("claims/claim.html", {"claim": shown, "doc": document}).split())
    assert 'Every known line in support runs through: <strong dir="auto">Senator A</strong>.' in page
    assert 'Every known line in dispute runs through: <strong dir="auto">Paper B</strong>.' in page
    assert "it cannot be told whether they were published after" in page
    for item in document["evidence"]:
        item["attests"] = "yes"
    shown = presenting.view(replace(newest, document=canonical.encode(document)))
    assert "cannot be told" not in render_to_string("claims/claim.html", {"claim": shown, "doc": document})


@pytest.mark.parametrize("address", ["/", "/api/v1/docs/", "/admin/login/"])
def test_site_and_desk_have_an_icon(seeded: Cast, address: str) -> None:
    html = Client().get(address, follow=True).content.decode()
    (tag,) = re.findall(r'<link rel="icon"[^>]*>', html)
    told = re.search(r'href="/static/([^"]+)"', tag)
    assert told
    found = finders.find(told[1])
    assert found, f"{told[1]} is no file of ours"
    assert 'type="image/svg+xml"' in tag
    assert ElementTree.parse(found).getroot().tag == "{http://www.w3.org/2000/svg}svg"
