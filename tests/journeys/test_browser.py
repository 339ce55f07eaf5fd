# ruff: noqa: E501
"""The public pages and the desk in a real browser: no violation of the policy, no sideways scrolling, no script needed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client

from claims.models import PublishedClaim
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
        for widths, scheme, script in (((320, 360), "dark", False), ((1280, 768, 320), "light", True)):
            context = browser.new_context(color_scheme=scheme, java_script_enabled=script)
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
                page.set_viewport_size({"width": widths[0], "height": 900})
                response = page.goto(site + path)
                assert response is not None
                assert response.status == 200
                sizes[path] = len(response.body())
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 900})
                    if script:
                        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                    else:
                        box = page.locator("main").bounding_box()
                        assert box is not None
                        assert box["width"] <= width, (path, width)
            assert context.cookies() == []
            context.close()
        context = browser.new_context(viewport={"width": 320, "height": 800})
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        _at_the_desk(page, site, said)
        browser.close()
    assert said == []
    assert elsewhere == []
    assert max(size for path, size in sizes.items() if not path.startswith("/api/")) < 100_000
    assert max(sizes.values()) < 200_000, "the page of the whole API"


@pytest.fixture
def another_site() -> Iterator[Callable[[str], str]]:
    """Serves a page at an address of another origin."""
    servers: list[HTTPServer] = []

    def serve(text: str) -> str:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        servers.append(HTTPServer(("127.0.0.1", 0), Page))
        threading.Thread(target=servers[0].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[0].server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_claim_in_a_frame_on_another_site_can_be_read_and_followed(
    site: str, settings: Any, another_site: Callable[[str], str]
) -> None:
    from playwright.sync_api import expect, sync_playwright

    settings.PUBLIC_URL = site
    path = f"/claims/{PublishedClaim.objects.order_by('public_id')[0].public_id}"
    code = json.loads(Client().get(f"/oembed?url={site}{path}").content)["html"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context()
        page = context.new_page()
        page.goto(another_site(f"<!doctype html><p>Another site</p>{code}"))
        frame = page.frame_locator("iframe")
        expect(frame.locator(".badge").first).to_have_css(
            "border-radius", "99px", timeout=20_000
        )  # its style reaches it
        with context.expect_page() as opened:
            frame.locator("h1 a").click()
        opened.value.wait_for_load_state()
        assert opened.value.url == site + path
        assert opened.value.locator("main h1").is_visible()
        browser.close()


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
    page.wait_for_selector(".evidence-card:has-text('Seen in a browser.')")
    page.goto(site + "/admin/claims/claim/?state=under+correction")
    page.check("input.action-select")
    page.select_option("select[name=action]", "complete")
    page.click("button[name=index]")
    page.click("input[value='Complete 1']")
    page.wait_for_selector("text=1 of 1 done")
