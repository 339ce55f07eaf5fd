"""An article's proposals decided with the keyboard alone: accepted, edited, rejected, each in a press or two."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.utils import timezone

from claims.actions import proposals
from claims.models import Claim, Offer, User
from claims.reads import training
from tests.journeys.test_keys import in_database
from tests.offered import captured, read
from tests.sitemap import FLAGS

pytestmark = pytest.mark.needs_chromium


def offered() -> tuple[int, list[Claim]]:
    people = {name: User.objects.get(username=name) for name in ("extractor", "machine")}
    version = captured(people["extractor"])
    made = proposals.offer(version=version, proposals=read(), by=people["machine"], at=timezone.now())
    return version.pk, list(made)


def decisions() -> dict[int, tuple[str, str, str]]:
    rows = Offer.objects.values_list("claim", "decision", "claim__state", "decided_why")
    return {claim: (decision, state, why) for claim, decision, state, why in rows}


def test_proposals_are_decided_with_one_key_each(site: str) -> None:
    from playwright.sync_api import sync_playwright

    version, (estimate, bridge, hurt, planned, *_) = offered()
    address = f"/admin/claims/articleversion/{version}/proposals/"
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 360, "height": 780}).new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda one: said.append(one.text) if "Content Security" in one.text else None)
        page.goto(f"{site}/admin/login/?next={address}")
        page.fill("#id_username", "reviewer")
        page.fill("#id_password", "x")
        page.press("#id_password", "Enter")
        page.wait_for_url(f"**{address}")
        assert page.evaluate("document.activeElement.id") == "offer"
        page.keyboard.press("1")
        assert page.locator("text=0 of 6 decided").count() == 1, "a digit alone is no reason"
        page.route("**/decide/", _slowly)
        page.keyboard.press("a")
        page.keyboard.press("r")
        page.keyboard.press("1")
        page.wait_for_url(f"**?at={hurt.pk}#offer")
        page.unroute("**/decide/")
        page.wait_for_selector("#offer:focus")
        page.keyboard.press("r")
        page.wait_for_selector("[data-digit='1']:focus")
        _press(page, "2", bridge)
        page.keyboard.press("e")
        page.wait_for_url("**/change/?back=proposals")
        page.fill("#id_statement", "The bridge fell at noon.")
        page.click("[name=_save]")
        page.wait_for_url(f"**{address}?at={bridge.pk}#offer")
        _press(page, "a", planned)
        page.keyboard.press("k")
        page.wait_for_url(f"**?at={bridge.pk}#offer")
        page.keyboard.press("u")
        page.wait_for_selector("#keys-said:has-text('decide otherwise')")
        assert page.locator("text=3 of 6 decided").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        browser.close()
    assert said == []
    told = in_database(decisions)
    assert told[estimate.pk] == ("accepted", "open", "")
    assert told[hurt.pk] == ("rejected", "rejected", "Its words begin or end in the wrong place")
    assert told[bridge.pk][:2] == ("edited", "open")
    (line,) = in_database(lambda: list(training.pairs()))
    assert [one["decision"] for one in line["attributions"]] == ["accepted", "edited"]
    assert [one["why"] for one in line["rejected"]] == ["Its words begin or end in the wrong place"]


def _slowly(route: Any) -> None:
    """An answer that takes its time, while somebody types ahead."""
    time.sleep(0.5)
    route.continue_()


def _press(page: Any, key: str, onward: Claim) -> None:
    """A decision, and the next proposal that waits."""
    page.keyboard.press(key)
    page.wait_for_url(f"**?at={onward.pk}#offer")
    page.wait_for_selector("#offer:focus", state="attached")
