"""The desk in a real browser: nothing that axe can see is wrong, no page scrolls sideways, and others are seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from claims.actions import suppression
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, User
from tests.accessibility import violations
from tests.sitemap import FLAGS

SIZES = ((360, "dark"), (1280, "light"))


def signed_in(context: Any, site: str, name: str) -> Any:
    """A page of the person's own, signed in without the form."""

    def key() -> str:
        try:
            client = Client()
            client.force_login(User.objects.get(username=name))
            return client.cookies[settings.SESSION_COOKIE_NAME].value
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        value = pool.submit(key).result()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    return context.new_page()


def case_about(claim: Claim) -> str:
    """The page of a case about the name of the claim's speaker that waits."""
    case = suppression.open_name_case(
        about=claim.speaker, by=User.objects.get(username="editor"), at=timezone.now(), reason="A letter.",
        category=RemovalCategory.PRIVACY, words=[claim.speaker.name, "Uzbekistan"],
    )  # fmt: skip
    return f"/admin/claims/suppressioncase/{case.pk}/change/"


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_the_first_page_and_the_list_fit_and_are_accessible_and_a_second_person_is_seen(site: str) -> None:
    from playwright.sync_api import sync_playwright

    claim = Claim.objects.filter(state="published").earliest("id")
    page_of = f"/admin/claims/claim/{claim.pk}/change/"
    pages = (
        "/admin/", "/admin/claims/claim/", "/admin/claims/claim/?queue=disputed", "/admin/claims/claim/?queue=mine",
        "/admin/claims/claim/next/", page_of, f"/admin/claims/articleversion/{claim.version_id}/desk/",
        "/admin/claims/claim/add/", f"/admin/claims/speaker/{claim.speaker_id}/change/",
        f"/admin/claims/speaker/{claim.speaker_id}/name/", case_about(claim),
    )  # fmt: skip
    found, said = list[str](), list[str]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for width, scheme in SIZES:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = signed_in(context, site, "reviewer")
            for path in pages:
                page.goto(site + path)
                found += [f"{path} ({scheme}): {one}" for one in violations(page)]
                wide = page.evaluate("[document.documentElement, document.querySelector('.results')]"
                                     ".filter(one => one && one.scrollWidth > one.clientWidth).length")  # fmt: skip
                assert wide == 0, (path, width)
            context.close()
        context = browser.new_context()
        mine = signed_in(context, site, "reviewer")
        mine.on("console", lambda message: said.append(message.text))
        mine.clock.install()
        mine.goto(site + page_of)
        assert mine.locator("#presence p").count() == 0
        other = signed_in(browser.new_context(), site, "editor")
        other.goto(site + page_of)
        assert "reviewer has had this open since" in other.inner_text("#presence")
        mine.clock.run_for(21_000)
        mine.wait_for_selector("#presence p:has-text('editor has had this open since')")
        other.fill("#comment-text", "Ask <b>Maria</b>.")
        other.click("text=Comment >> nth=-1")
        assert other.inner_text("#comments .text") == "Ask <b>Maria</b>."
        browser.close()
    assert found == []
    assert not [words for words in said if "Content Security" in words], said
