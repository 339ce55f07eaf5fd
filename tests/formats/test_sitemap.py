"""Sitemaps: addresses and when they changed, and no file that search engines would refuse."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

import pytest

from claims.formats import sitemap
from tests.formats.feed_documents import EVIL, NOON

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "https://facts.example"


def test_a_sitemap_lists_addresses_and_when_they_changed() -> None:
    made = sitemap.pages([("/claims/a?b=1&c=<é>", NOON), ("/", None)], public_url=f"{URL}/")
    assert b"b=1&amp;c=%3C%C3%A9%3E</loc>" in made
    found = ElementTree.fromstring(made)
    assert found.tag == f"{MAP}urlset"
    assert [[(one.tag, one.text) for one in url] for url in found] == [
        [
            (f"{MAP}loc", "https://facts.example/claims/a?b=1&c=%3C%C3%A9%3E"),
            (f"{MAP}lastmod", "2026-11-24T12:00:00.000000Z"),
        ],
        [(f"{MAP}loc", "https://facts.example/")],
    ]
    assert {url.tag for url in found} == {f"{MAP}url"}


def test_an_index_lists_sitemaps() -> None:
    found = ElementTree.fromstring(sitemap.index([("/sitemaps/1.xml", NOON)], public_url=URL))
    assert [one.tag for one in found.iter()] == [
        MAP + name for name in ("sitemapindex", "sitemap", "loc", "lastmod")
    ]
    assert found[0][0].text == "https://facts.example/sitemaps/1.xml"


def test_when_a_page_changed_is_in_utc_and_needs_a_time_zone() -> None:
    tokyo = datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    assert b"<lastmod>2026-01-01T00:00:00.000000Z</lastmod>" in sitemap.pages([("/", tokyo)], public_url=URL)
    with pytest.raises(ValueError, match="time zone"):
        sitemap.pages([("/", datetime(2026, 1, 1))], public_url=URL)


@pytest.mark.parametrize("bad", EVIL)
def test_no_path_breaks_the_file_or_leaves_our_host(bad: str) -> None:
    found = ElementTree.fromstring(sitemap.pages([(bad, NOON)], public_url=URL))
    assert [one.tag for one in found.iter()] == [MAP + name for name in ("urlset", "url", "loc", "lastmod")]
    assert (found[0][0].text or "").startswith("https://facts.example/")


@pytest.mark.parametrize("write", [sitemap.pages, sitemap.index])
def test_a_file_holds_at_most_fifty_thousand_addresses(write: Any) -> None:
    urls = [(f"/claims/{n}", None) for n in range(50_001)]
    assert write(urls[:-1], public_url=URL).count(b"<loc>") == 50_000
    with pytest.raises(ValueError, match="50,000"):
        write(urls, public_url=URL)


@pytest.mark.parametrize("write", [sitemap.pages, sitemap.index])
def test_a_file_is_no_larger_than_allowed(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap.MOST_BYTES == 50 * 1024 * 1024
    urls = [("/é" * 100, NOON)] * 10
    size = len(write(urls, public_url=URL))
    monkeypatch.setattr(sitemap, "MOST_BYTES", size)
    assert len(write(urls, public_url=URL)) == size
    monkeypatch.setattr(sitemap, "MOST_BYTES", size - 1)
    with pytest.raises(ValueError, match="bytes"):
        write(urls, public_url=URL)


def test_an_address_is_shorter_than_2048_characters() -> None:
    room = 2047 - len(f"{URL}/")
    assert sitemap.pages([("/" + "&" * room, None)], public_url=URL)
    with pytest.raises(ValueError, match="2,047 characters"):
        sitemap.pages([("/" + "&" * (room + 1), None)], public_url=URL)
