"""Every type of public page, light and dark: no violation of WCAG 2.2 A or AA that axe can see, no HTML error."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import sitemap
from tests.accessibility import html_errors, violations
from tests.cast import Cast, rashid
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


FOCUS = """
() => {
    const all = document.querySelectorAll('a[href], summary, button, input, select, textarea, [tabindex="0"]');
    const seen = [...all].filter(one => one.tabIndex >= 0 && one.type !== 'hidden' && one.checkVisibility());
    // Of a group of radio buttons Tab reaches one; the arrows reach the others.
    return new Set(seen.map(one => one.type === 'radio' ? one.name : one)).size;
}
"""


@pytest.mark.needs_chromium
def test_everything_is_reached_with_the_keyboard_and_seen_when_it_is(site: str) -> None:
    from playwright.sync_api import sync_playwright

    public = sitemap.every_type()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        for path in public:
            page.goto(site + path)
            there = page.evaluate(FOCUS)
            page.evaluate("window.reached = new Set()")
            for _ in range(there + 3):
                page.keyboard.press("Tab")
                outline = page.evaluate(
                    "() => { const one = document.activeElement; if (one === document.body) return 'none yet';"
                    " window.reached.add(one); const style = getComputedStyle(one);"
                    " return style.outlineStyle + ' ' + style.outlineWidth; }"
                )
                assert outline in ("none yet", "solid 3px"), (path, outline)
            assert page.evaluate("window.reached.size") == there, path
        browser.close()


@pytest.mark.needs_chromium
def test_nothing_is_lost_with_forced_colors_or_on_paper(site: str) -> None:
    from playwright.sync_api import sync_playwright

    public = sitemap.every_type()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 320, "height": 800}, forced_colors="active").new_page()
        for path in public:
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.emulate_media(media="print", forced_colors="none")
        claim = next(path for path in public if path.startswith("/claims/"))
        page.goto(site + claim)
        assert not page.locator("header.top nav").is_visible(), "nobody follows a menu on paper"
        assert page.locator("details p").first.is_visible(), "what is folded is open on paper"
        browser.close()


@pytest.mark.needs_chromium
def test_drawings_keep_their_words_inside_on_a_site_from_right_to_left(site: str) -> None:
    from playwright.sync_api import sync_playwright

    outside = """() => [...document.querySelectorAll("main svg text")].filter(one => {
      const text = one.getBoundingClientRect(), frame = one.ownerSVGElement.getBoundingClientRect();
      return text.width && (text.left < frame.left - 2 || text.right > frame.right + 2);
    }).map(one => one.textContent)"""
    claim = rashid()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 360, "height": 800})
        for path in (f"/claims/{claim.public_id}", f"/topics/{claim.topic}"):
            page.goto(site + path)
            assert page.locator("main svg text").count() > 5
            for direction in ("ltr", "rtl"):
                page.evaluate("to => { document.documentElement.dir = to }", direction)
                assert page.evaluate(outside) == [], (path, direction)
        browser.close()


@pytest.mark.needs_vnu
def test_every_page_is_valid_html(seeded: Cast, client: Client) -> None:
    texts = {path: client.get(path).content.decode() for path in sitemap.every_type()}
    assert html_errors(texts) == []
