"""A reviewer types, the browser dies, and the text is there again; two tabs see both texts before one is saved."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from claims.models import Claim, Draft, History
from tests.accessibility import violations
from tests.cast import rashid
from tests.sitemap import FLAGS

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_axe]


def sign_in(browser: Any, site: str, said: list[str]) -> Any:
    """A reviewer's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on(
        "console", lambda message: said.append(message.text) if "Content Security" in message.text else None
    )
    page.goto(site + "/admin/")
    page.fill("#id_username", "reviewer")
    page.fill("#id_password", "x")
    page.click("[type=submit]")
    return context, page


def test_nothing_typed_is_lost(site: str) -> None:
    from playwright.sync_api import sync_playwright

    claim, said = rashid(), list[str]()
    url = f"{site}/admin/claims/claim/{claim.pk}/change/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context, page = sign_in(browser, site, said)
        page.goto(url)
        page.fill("input[name=reason]", "To type.")
        page.click("button:has-text('Correct')")
        page.wait_for_selector("text=You are among them")
        page.goto(url)
        page.fill("#id_topic", "typed and lost")
        page.fill("#id_quantities-0-measure", "typed in a row")
        page.wait_for_selector("#unsaved-status:has-text('Draft saved')", timeout=3_000)
        page.fill("#id_hedges", "maybe\nperhaps")
        context.set_offline(True)
        page.wait_for_selector("#unsaved-status.failed:has-text('no connection')", timeout=6_000)
        context.set_offline(False)
        page.wait_for_function(
            "() => document.getElementById('unsaved-status').textContent.startsWith('Draft')"
        )
        assert not page.evaluate("Object.keys(sessionStorage).some(one => !one.endsWith(' page'))")
        cookies = context.cookies()
        crash(browser)

        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("text=You have unsaved text from")
        assert page.input_value("#id_topic") != "typed and lost"
        page.click("a:has-text('Restore')")
        page.wait_for_selector("text=is in the form again")
        assert page.input_value("#id_topic") == "typed and lost"
        assert page.input_value("#id_quantities-0-measure") == "typed in a row"
        assert page.input_value("#id_hedges") == "maybe\nperhaps"
        page.fill("#id_hedges", "maybe")

        other = context.new_page()
        other.goto(url)
        other.fill("#id_topic", "typed in the other tab")
        other.wait_for_selector("#unsaved-status.failed:has-text('Another page keeps unsaved text of yours')")
        other.click("input[name=_continue]")
        other.wait_for_selector("text=was changed successfully")
        page.click("input[name=_continue]")
        page.wait_for_selector("text=You saved this in another page")
        found = violations(page)
        row = page.locator(".conflict tr:has(th:text-is('topic'))")
        assert row.locator("td").all_inner_texts() == ["typed and lost", "typed in the other tab"]
        assert page.input_value("#id_topic") == "typed and lost"
        page.click("input[name=_continue]")
        page.wait_for_selector("text=was changed successfully")
        page.wait_for_timeout(3_000)
        found += earlier_revisions(page)
        browser.close()
    assert not Draft.objects.exists()
    assert {"typed and lost", "typed in the other tab"} <= topics_of(claim)
    assert claim.quantities.filter(measure="typed in a row").exists()
    assert said == []
    assert "\n".join(found) == ""


def topics_of(claim: Claim) -> set[str]:
    """Every topic that was ever saved."""
    rows = History.objects.filter(table="claims_claim", row=str(claim.pk))
    return {str(row.new["topic"]) for row in rows if row.new}


def earlier_revisions(page: Any) -> list[str]:
    """A revision is compared and restored with the keyboard's targets alone; what axe finds, light and dark."""
    found = []
    page.click("a:has-text('compare revisions')")
    page.click("button:text-is('Compare')")
    for width, scheme in ((360, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.reload()  # colors that are still changing are neither dark nor light
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("a:has-text('Restore revision')")
    page.wait_for_selector("text=Nothing was done yet")
    found += violations(page)
    page.click("button:has-text('Restore revision')")
    page.wait_for_selector("text=the claim is now at revision")
    assert page.input_value("#id_topic") != "typed and lost"
    return found


def crash(browser: Any) -> None:
    """The browser dies where it stands: no page is left, nothing more is sent."""
    from playwright.sync_api import Error

    with suppress(Error):
        browser.new_browser_cdp_session().send("Browser.crash")
    assert not browser.is_connected()
