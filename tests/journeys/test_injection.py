"""Hostile words in every free text of what was published: they are shown, and nothing of them ever runs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from claims.reads import library, published
from tests import sitemap
from tests.cast import Cast
from tests.hedges import Tree
from tests.outputs import every_output
from tests.payloads import HostileJson
from tests.sitemap import FLAGS

FILES = ("/feeds/claims.atom", "/claims/{}/provenance.svg")


@pytest.fixture
def hostile_documents(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Whoever reads a document reads it with hostile words."""
    settings.DEBUG = True
    for module in (published, library):
        monkeypatch.setattr(module, "json", HostileJson())


def test_no_output_has_an_element_or_an_attribute_of_the_payload(
    seeded: Cast, client: Client, hostile_documents: None
) -> None:
    seen = 0
    for url, media, body in every_output(client):
        text = body.decode()
        if "html" not in media:
            continue
        seen += "&lt;img src=x" in text and "{{ 7|add:7 }}" in text
        tree = Tree()
        tree.feed(text)
        for node in tree.root.all():
            assert not [name for name in node.attributes if name.startswith("on") or name == "autofocus"], url
            assert not node.attributes.get("href", "").lower().startswith("javascript:"), url
            assert node.tag not in ("img", "iframe"), url
            if node.tag == "script":
                assert node.attributes == {"type": "application/ld+json"}, url
    assert seen > 20


@pytest.mark.needs_chromium
@pytest.mark.parametrize("without_policy", [False, True])
def test_nothing_runs_in_a_browser_with_and_without_the_policy(
    site: str, hostile_documents: None, without_policy: bool
) -> None:
    from playwright.sync_api import sync_playwright

    public = sitemap.every_type()
    claim = next(path for path in public if path.startswith("/claims/")).split("/")[2]
    ran: list[str] = []
    shown = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(bypass_csp=without_policy)
        page = context.new_page()
        page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
        page.set_content("<script>alert('the trap works')</script>")
        assert len(ran) == 1, "an alert is noticed"
        for path in [*public, *(file.format(claim) for file in FILES)]:
            response = page.goto(site + path)
            assert response is not None
            assert response.status == 200, path
            shown += "onerror" in page.evaluate("document.documentElement.textContent")
        browser.close()
    assert ran == ["about:blank"]
    assert shown > 10
