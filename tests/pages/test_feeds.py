"""What programs read besides the API: feeds, sitemap, robots.txt, security.txt."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.formats.feed_entries import title
from claims.models import PublishedClaim, PublishedSource, PublishedSpeaker
from claims.pages import claim_reviews, crawling, feeds
from claims.reads import published
from tests.cast import Cast

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def atom(client: Client, url: str) -> ElementTree.Element:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def locations(client: Client, url: str) -> list[str]:
    answer = client.get(url)
    assert answer.status_code == 200
    return [one.text or "" for one in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]


def test_both_feeds_hold_every_claim_with_its_hedges(seeded: Cast, client: Client) -> None:
    documents = [one.value() for one in published.listed(limit=100).items]
    root = atom(client, "/feeds/claims.atom")
    assert [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")] == [
        title(one) for one in documents
    ]
    feed = json.loads(client.get("/feeds/claims.json").content)
    assert [one["title"] for one in feed["items"]] == [title(one) for one in documents]
    assert feed["feed_url"].endswith("/feeds/claims.json")
    assert all("maybe" in one["title"] for one in feed["items"] if one["_claim"]["hedges"] == ["maybe"])


@pytest.mark.parametrize("form", ["atom", "json"])
@pytest.mark.parametrize("name", published.FILTERS)
def test_every_filter_of_a_feed_is_answered_and_named_in_its_title(
    seeded: Cast, client: Client, form: str, name: str
) -> None:
    answer = client.get(f"/feeds/claims.{form}", {name: "unheard-of"})
    assert answer.status_code == 200
    assert f"{name} unheard-of" in answer.content.decode()


@pytest.mark.parametrize("form", ["atom", "json"])
def test_following_a_feed_reaches_every_claim_once(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(feeds, "ENTRIES", 2)
    seen, url = [], f"/feeds/claims.{form}"
    while url:
        text = client.get(url).content.decode()
        seen += re.findall(r"claims/([0-9a-z]{10})[\"<]", text) if form == "atom" else []
        if form == "json":
            feed = json.loads(text)
            seen += [one["_claim"]["id"] for one in feed["items"]]
            url = feed.get("next_url", "")
        else:
            links = ElementTree.fromstring(text).findall(f"{ATOM}link[@rel='next']")
            url = links[0].get("href", "") if links else ""
    assert sorted(set(seen)) == sorted(PublishedClaim.objects.values_list("public_id", flat=True))
    if form == "json":
        assert len(seen) == len(set(seen))


def test_a_feed_takes_the_filters_of_the_list_and_names_them(seeded: Cast, client: Client) -> None:
    root = atom(client, "/feeds/claims.atom?topic=militant+strength")
    assert "topic militant strength" in (root.findtext(f"{ATOM}title") or "")
    count = PublishedClaim.objects.filter(topic="militant strength").count()
    assert 0 < count == len(list(root.iter(f"{ATOM}entry"))) < PublishedClaim.objects.count()
    assert client.get("/feeds/claims.atom?colour=red").status_code == 400
    assert client.get("/feeds/claims.json?cursor=nonsense").status_code == 400


def test_a_reader_who_has_the_feed_gets_304_until_something_is_published(
    seeded: Cast, client: Client
) -> None:
    first = client.get("/feeds/claims.json")
    tag = first["ETag"]
    assert client.get("/feeds/claims.json", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/feeds/claims.atom")["ETag"] != tag
    assert first["X-Robots-Tag"] == "noindex", "it shows a demonstration"
    assert not first.cookies


def test_an_empty_feed_is_a_feed(cast: Cast, client: Client) -> None:
    assert not list(atom(client, "/feeds/claims.atom").iter(f"{ATOM}entry"))
    assert json.loads(client.get("/feeds/claims.json").content)["items"] == []


def test_the_sitemap_leads_to_everything_shown_and_to_no_demonstration(
    seeded: Cast, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.partition("/sitemaps/")[2] for one in locations(client, "/sitemap.xml")] == ["pages.xml"]
    assert not any("/topics/" in one for one in locations(client, "/sitemaps/pages.xml"))
    settings.DEBUG = True
    monkeypatch.setattr(crawling, "EVERY", 2)
    files = locations(client, "/sitemap.xml")
    found = [
        path.removeprefix(settings.PUBLIC_URL)
        for file in files
        for path in locations(client, file.removeprefix(settings.PUBLIC_URL))
    ]
    assert len(found) == len(set(found))
    expected = {f"/claims/{one}" for one in PublishedClaim.objects.values_list("public_id", flat=True)}
    expected |= {f"/sources/{one}" for one in PublishedSource.objects.values_list("public_id", flat=True)}
    expected |= {"/api/v1/docs/"}
    expected |= {f"/speakers/{one}" for one in PublishedClaim.objects.values_list("speaker_id", flat=True)}
    assert expected <= set(found)
    assert PublishedSpeaker.objects.count() <= len(found)
    for path in found:
        assert client.get(path).status_code == 200, path


def test_a_file_of_the_sitemap_costs_one_query(seeded: Cast, client: Client, settings: Any) -> None:
    settings.DEBUG = True
    start = PublishedClaim.objects.order_by("public_id").values_list("public_id", flat=True)[0]
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/sitemaps/claims-{start}.xml")
    assert len(queries) == 1
    assert client.get("/sitemaps/claims-zzzzzzzzzz.xml").status_code == 404


def test_crawlers_are_told_where_the_map_is_and_what_is_no_page(client: Client, settings: Any) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_security_txt_names_the_contact_or_is_not_there(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org\n" in text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text, re.M)
    settings.SECURITY_CONTACT = "https://example.org/security"
    assert (
        "Contact: https://example.org/security\n" in client.get("/.well-known/security.txt").content.decode()
    )


def reviewed() -> str:
    return PublishedClaim.objects.filter(status="rated").order_by("public_id")[0].public_id


def test_a_demonstration_is_in_no_claim_review_of_a_real_site(
    seeded: Cast, client: Client, settings: Any
) -> None:
    one = reviewed()
    settings.DEBUG = False
    assert '<script type="application/ld+json"' not in client.get(f"/claims/{one}").content.decode()
    assert client.get(f"/claims/{one}.jsonld").status_code == 404
    assert json.loads(client.get("/feeds/claimreview.json").content)["dataFeedElement"] == []


def test_the_page_the_file_and_the_feed_hold_the_same_claim_review(
    seeded: Cast, client: Client, settings: Any
) -> None:
    settings.DEBUG = True
    rated = set(PublishedClaim.objects.filter(status="rated").values_list("public_id", flat=True))
    feed = json.loads(client.get("/feeds/claimreview.json").content)
    items = {item["url"].rpartition("/")[2]: item for one in feed["dataFeedElement"] for item in one["item"]}
    assert set(items) == rated
    for one in PublishedClaim.objects.values_list("public_id", flat=True):
        page = client.get(f"/claims/{one}").content.decode()
        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        answer = client.get(f"/claims/{one}.jsonld")
        if one not in rated:
            assert (scripts, answer.status_code) == ([], 404)
            continue
        assert answer["Content-Type"] == "application/ld+json"
        assert [json.loads(text) for text in scripts] == [json.loads(answer.content)]
        alone, inside = (
            {k: v for k, v in value.items() if k != "@context"}
            for value in (json.loads(answer.content), items[one])
        )
        assert alone == inside
        assert (
            client.get(f"/claims/{one}.jsonld", headers={"If-None-Match": answer["ETag"]}).status_code == 304
        )


def test_a_large_site_gives_its_ratings_as_the_export_streams_them(
    seeded: Cast, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(claim_reviews, "MOST", 2)
    answer = client.get("/feeds/claimreview.json")
    assert (answer.status_code, answer["Location"]) == (302, "/api/v1/export/claimreview.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    monkeypatch.setattr(claim_reviews, "MOST", 3)
    assert len(json.loads(client.get("/feeds/claimreview.json").content)["dataFeedElement"]) == 3


def test_the_feed_of_claim_reviews_is_not_read_twice(seeded: Cast, client: Client) -> None:
    tag = client.get("/feeds/claimreview.json")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/feeds/claimreview.json", headers={"If-None-Match": tag}).status_code == 304
    assert len(queries) <= 2


def test_a_social_card_of_a_claim_has_its_hedges_and_says_that_it_is_a_demonstration(
    seeded: Cast, client: Client
) -> None:
    for one in published.listed(limit=100).items:
        document = one.value()
        page = client.get(document["path"]).content.decode()
        card = unescape(re.findall(r'<meta property="og:title" content="([^"]*)"', page)[0])
        assert card == title(document)
        assert card.startswith("Demonstration: ")
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{document["path"]}">' in page
        assert 'type="application/atom+xml"' in page
