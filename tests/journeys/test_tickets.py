"""Readers' forms in a real browser without scripts: what it says of itself is enough, and no cookie is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from claims.models import PublishedClaim, Ticket
from tests import accessibility
from tests.sitemap import FLAGS

WIDTHS = ((320, "light"), (1280, "dark"))


@pytest.fixture
def report(site: str) -> str:
    """The address of the form about one claim."""
    return f"{site}/claims/{PublishedClaim.objects.order_by('public_id')[0].public_id}/report"


@pytest.fixture
def browser(report: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


def kept() -> list[Ticket]:
    """All tickets, asked in a thread of its own: Playwright's loop runs in this one."""

    def asked() -> list[Ticket]:
        try:
            return list(Ticket.objects.all())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asked).result()


@pytest.mark.needs_chromium
def test_a_reader_without_scripts_reports_and_follows_the_ticket(
    site: str, report: str, browser: Any
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(report)
    page.check("text=Dispute this")
    page.fill("#text", "\n  First line\n<b>second</b> line")
    page.fill("#passage", "x" * 2_001)
    page.click("button")
    assert "2,001 characters" in page.inner_text("[role=alert]")
    assert page.input_value("#text") == "\n  First line\n<b>second</b> line"
    assert page.is_checked("#kind-2")
    page.click("[role=alert] a")
    assert page.url.endswith("#passage")
    page.fill("#passage", "maybe")
    page.click("button")
    assert "Your ticket has arrived" in page.inner_text("h1")
    (row,) = kept()
    assert (row.kind, row.text, row.passage) == ("dispute", "First line\n<b>second</b> line", "maybe")
    page.click(f"a[href='/tickets/{row.public_id}']")
    assert "nobody has answered yet" in page.inner_text("main")
    page.goto(f"{site}/ask")
    page.fill("#text", "Is it so?")
    page.click("button")
    assert re.search("/tickets/[0-9a-z]{10}", page.url)
    assert context.cookies() == []
    assert not [text for text in said if "Content Security" in text or "violates" in text]


@pytest.mark.needs_chromium
def test_another_site_s_page_cannot_send_the_form(site: str, browser: Any) -> None:
    page = browser.new_context().new_page()
    elsewhere = site.replace("127.0.0.1", "localhost")
    page.route(
        "http://elsewhere.test/",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{elsewhere}/ask"><input name="text" value="x"><button>Win</button>',
        ),
    )
    page.goto("http://elsewhere.test/")
    page.click("button")
    assert "sent from another site" in page.inner_text("[role=alert]")
    assert page.input_value("#text") == "x"
    assert kept() == []


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_every_state_of_the_forms_can_be_used_by_everybody(site: str, report: str, browser: Any) -> None:
    found = []
    for width, scheme in WIDTHS:
        page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        for address in (report, f"{site}/ask"):
            page.goto(address)
            found += accessibility.violations(page)
            page.eval_on_selector("form.ticket", "form => form.noValidate = true")
            page.fill("#contact", "x" * 201)
            page.click("button")
            assert page.locator("[aria-invalid=true]").count() >= 2
            found += accessibility.violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.fill("#contact", "")
            page.fill("#text", "Something is wrong.")
            if address == report:
                page.check("#kind-1")
            page.click("button")
            found += accessibility.violations(page)
            page.goto(page.url.partition("?")[0])
            found += accessibility.violations(page)
    assert found == []


@pytest.mark.needs_java
@pytest.mark.needs_vnu
def test_every_state_of_the_forms_is_valid_html(seeded: Any, client: Any) -> None:
    report = f"/claims/{PublishedClaim.objects.all()[0].public_id}/report"
    number = client.post("/ask", {"text": "x"})["Location"]
    pages = {address: client.get(address) for address in (report, "/ask", number, number.partition("?")[0])}
    pages |= {
        f"{address} refused": client.post(address, {"contact": "x" * 201}) for address in (report, "/ask")
    }
    pages["too large"] = client.post("/ask", {"text": "x" * 70_000})
    assert accessibility.html_errors({name: page.content.decode() for name, page in pages.items()}) == []
