# ruff: noqa: E501
"""The public pages and the desk in a real browser: no violation of the policy, no sideways scrolling, no script needed."""

from __future__ import annotations

from typing import Any

import pytest

from tests import sitemap
from tests.sitemap import FLAGS

pytestmark = pytest.mark.needs_chromium


def test_pages_and_desk_in_chromium(site: str) -> None:
    from playwright.sync_api import sync_playwright

    public = sitemap.every_type()
    said: list[str] = []
    elsewhere: list[str] = []
    sizes: dict[str, int] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for width, scheme, script in (
            (320, "light", False),
            (360, "dark", False),
            (768, "light", True),
            (1280, "dark", True),
        ):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
            )
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.on(
                "request",
                lambda request: (
                    elsewhere.append(request.url)
                    if site not in request.url and not request.url.startswith("data:")
                    else None
                ),
            )
            for path in public:
                response = page.goto(site + path)
                assert response is not None
                assert response.status == 200
                sizes[path] = len(response.body())
                if script:
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                else:
                    box = page.locator("main").bounding_box()
                    assert box is not None
                    assert box["width"] <= width
            assert context.cookies() == []
            context.close()
        context = browser.new_context(viewport={"width": 320, "height": 800})
        page = context.new_page()
        for path in public:
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        _at_the_desk(page, site, said)
        browser.close()
    assert said == []
    assert elsewhere == []
    assert max(sizes.values()) < 100_000


def _at_the_desk(page: Any, site: str, said: list[str]) -> None:
    """A reviewer signs in and opens a correction."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.on(
        "console", lambda message: said.append(message.text) if "Content Security" in message.text else None
    )
    page.goto(site + "/admin/")
    page.fill("#id_username", "reviewer")
    page.fill("#id_password", "x")
    page.click("[type=submit]")
    page.goto(site + "/admin/claims/claim/")
    page.click("text=Ahmed Rashid estimates")
    page.fill("input[name=reason]", "To see it.")
    page.click("button:has-text('Correct')")
    page.wait_for_selector("text=You are among them")
    page.fill("#id_topic", "seen in a browser")
    page.click("input[name=_continue]")
    page.wait_for_selector("text=was changed successfully")
    assert page.input_value("#id_topic") == "seen in a browser"
    page.click("text=Link evidence")
    page.click(".new-evidence .select2-selection")
    page.fill(".select2-search__field", "Question Tajik Role")
    page.click(".select2-results__option:has-text('Question Tajik Role')")
    page.select_option("#new_stance", "context")
    page.fill("#new_says", "Seen in a browser.")
    page.fill("#new_credibility", "9")
    page.click(".new-evidence button[type=submit]")
    page.wait_for_selector("text=whole number from 1 to 6")
    assert page.input_value("#new_says") == "Seen in a browser."
    page.fill("#new_credibility", "2")
    page.click(".new-evidence button[type=submit]")
    page.wait_for_selector(".pane tbody tr:has-text('Seen in a browser.')")
    page.goto(site + "/admin/claims/claim/?state=under+correction")
    page.check("input.action-select")
    page.select_option("select[name=action]", "complete")
    page.click("button[name=index]")
    page.click("input[value='Complete 1']")
    page.wait_for_selector("text=1 of 1 done")
