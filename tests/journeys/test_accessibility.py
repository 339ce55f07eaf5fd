"""Every type of public page, light and dark: no violation of WCAG 2.2 A or AA that axe can see, no HTML error."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import sitemap
from tests.accessibility import html_errors, violations
from tests.cast import Cast
from tests.sitemap import FLAGS


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_axe_finds_nothing_on_any_page(site: str) -> None:
    from playwright.sync_api import sync_playwright

    public, found = sitemap.every_type(), list[str]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for width, scheme in ((360, "dark"), (1280, "light")):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for path in public:
                page.goto(site + path)
                for box in page.locator("details").all():
                    box.evaluate("element => { element.open = true; }")
                found += [f"{path} ({scheme}): {one}" for one in violations(page)]
            context.close()
        browser.close()
    assert found == []


@pytest.mark.needs_vnu
def test_every_page_is_valid_html(seeded: Cast, client: Client) -> None:
    texts = {path: client.get(path).content.decode() for path in sitemap.every_type()}
    assert html_errors(texts) == []
