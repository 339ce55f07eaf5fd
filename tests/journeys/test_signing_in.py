"""Signing in, in a real browser with a passkey: no violation of the policy or of WCAG that axe can see."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from tests.accessibility import violations
from tests.codes import code_of
from tests.sitemap import FLAGS

PASSKEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_an_editor_sets_up_a_second_factor_and_signs_in_with_it(site: str, settings: Any) -> None:
    from playwright.sync_api import sync_playwright

    settings.SECOND_FACTOR_REQUIRED = True
    site = site.replace("127.0.0.1", "localhost")  # browsers make no passkeys for numbers
    found: list[str] = []
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(accept_downloads=True)
        page = context.new_page()
        page.on(
            "console",
            lambda message: said.append(message.text) if "Content Security" in message.text else None,
        )

        def look(page: Any) -> None:
            for width, scheme in ((360, "dark"), (1280, "light")):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
                found.extend(f"{page.url} ({scheme}): {one}" for one in violations(page))

        def look_aside() -> None:
            """In another tab: what looks at a page would take the passkey out of it."""
            other = context.new_page()
            other.goto(page.url)
            look(other)
            other.close()
            page.reload()

        def signs_in() -> None:
            page.goto(site + "/admin/claims/claim/")
            page.fill("#id_username", "editor")
            page.fill("#id_password", "x")
            page.click("#login-form button")

        page.goto(site + "/admin/")
        look(page)
        signs_in()
        page.wait_for_url("**/admin/second-factor/")
        look(page)
        page.click("text=Set up an app")
        look(page)
        page.fill("#id_code", code_of(page.inner_text("#secret")))
        page.click("button.main")
        page.wait_for_url("**/codes/")
        look(page)
        with page.expect_download() as kept:
            page.click("text=Download them as a file")
        lines = kept.value.path().read_text().splitlines()
        assert lines[1:] == page.locator(".codes code").all_inner_texts()
        page.click("text=I have kept them")
        cable = context.new_cdp_session(page)
        cable.send("WebAuthn.enable")
        cable.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
        page.click("text=Add a passkey")
        look_aside()
        page.fill("#id_name", "my phone")
        page.click("button.main")
        page.wait_for_selector("text=The passkey is added.")
        look_aside()
        page.click("#logout-form button")

        signs_in()
        page.wait_for_url("**/sign-in/second-factor/")
        look_aside()
        page.click("text=Use a passkey")
        page.wait_for_url("**/admin/claims/claim/")
        page.click("#logout-form button")
        page.goto(site + "/admin/claims/claim/")
        page.click("text=Sign in with a passkey")
        page.wait_for_url("**/admin/claims/claim/")
        page.goto(site + "/admin/second-factor/")
        page.click(".keys a")
        look_aside()
        page.click("button.danger")
        page.wait_for_selector("text=The passkey is removed.")
        browser.close()
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]
    assert said == []
    assert found == []
