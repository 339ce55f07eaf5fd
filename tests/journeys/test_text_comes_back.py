"""What is typed beside the claim's own form comes back too, after a session's end as well, to its person alone."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, Draft
from tests.journeys.test_keys import in_database, unrated, verdict
from tests.journeys.test_no_lost_work import crash, sign_in
from tests.sitemap import FLAGS

pytestmark = pytest.mark.needs_chromium


class Stays:
    """Somebody who stays on the page whenever it asks, and what it asked."""

    def __init__(self, page: Any) -> None:
        self.asked: list[str] = []
        page.on("dialog", self.answer)

    def answer(self, dialog: Any) -> None:
        """Notes it, and stays."""
        self.asked.append(dialog.type)
        dialog.dismiss()


def test_a_verdict_that_was_typed_comes_back_to_whoever_typed_it(site: str) -> None:
    from playwright.sync_api import sync_playwright

    claim, said = unrated(), list[str]()
    url = f"{site}/admin/claims/claim/{claim.pk}/change/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context, page = sign_in(browser, site, said)
        page.goto(url)
        page.fill("#verdict_conclusion", "Typed before the crash.")
        page.click("summary:has-text('Add a request for reply')")
        page.fill("#reply_new_asked_at", "2026-02-03T10:30")
        page.wait_for_selector("#verdict-form .unsaved-status:has-text('Draft saved')")
        page.wait_for_selector(".reply-form .unsaved-status:has-text('Draft saved')")
        cookies = context.cookies()
        crash(browser)

        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies(cookies)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        _is_offered(page, url)
        in_database(Draft.objects.all().delete)
        _after_the_session_has_ended(page, url, claim)
        stays = Stays(page)
        _is_kept_when_the_page_is_left_at_once(page, url)
        _is_kept_after_a_refusal(page, url)
        assert stays.asked == [], "nothing would have been lost"
        _other_forms_ask_first(page, url, claim, stays.asked)
        _whatever_could_be_lost_is_asked_about(page, url, stays.asked)
        page.remove_listener("dialog", stays.answer)
        _nobody_else_is_given_it(page, url, site)
        browser.close()
    assert said == []


def _is_offered(page: Any, url: str) -> None:
    page.goto(url)
    begun = page.locator("section.unsaved li a")
    assert sorted(begun.all_inner_texts()) == ["Reply request", "Verdict"]
    begun.get_by_text("Reply request").click()
    assert [page.input_value(f"#id_asked_at_{half}") for half in (0, 1)] == ["2026-02-03", "10:30"]
    page.go_back()
    begun.get_by_text("Verdict").click()
    assert page.input_value("[name=conclusion]") == "Typed before the crash."


def _signs_in(page: Any, name: str) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", "x")
    page.press("#id_password", "Enter")


def _after_the_session_has_ended(page: Any, url: str, claim: Claim) -> None:
    page.goto(url)
    page.context.clear_cookies(name="sessionid")
    page.fill("#verdict_conclusion", "Typed after the session.")
    page.click("text=Save the verdict")
    _signs_in(page, "reviewer")
    page.wait_for_selector("section.unsaved li a:has-text('Verdict')")
    assert page.url.split("#")[0] == url
    kept = in_database(Draft.objects.get)
    assert kept.address == f"claims.verdict/add?claim={claim.pk}"
    assert kept.fields["conclusion"] == ["Typed after the session."]


def _afresh(page: Any, url: str) -> None:
    """The page with nothing unsaved."""
    page.wait_for_load_state("networkidle")  # it sends what the page before it may not have
    in_database(Draft.objects.all().delete)
    page.goto(url)


def _is_kept_when_the_page_is_left_at_once(page: Any, url: str) -> None:
    _afresh(page, url)
    page.fill("#verdict_conclusion", "Typed and left.")
    page.click("a:has-text('compare revisions')")  # nothing is lost, so nothing is asked
    page.wait_for_url("**/compare/**")
    page.goto(url)
    page.wait_for_selector("section.unsaved li a:has-text('Verdict')")
    assert in_database(Draft.objects.get).fields["conclusion"] == ["Typed and left."]


def _is_kept_after_a_refusal(page: Any, url: str) -> None:
    _afresh(page, url)
    page.fill("#verdict_conclusion", "Typed and refused.")
    page.click("text=Save the verdict")
    page.wait_for_selector("#verdict-form .errorlist")
    page.wait_for_selector("#verdict-form .unsaved-status:has-text('Draft saved')")
    assert in_database(Draft.objects.get).fields["conclusion"] == ["Typed and refused."]


def _other_forms_ask_first(page: Any, url: str, claim: Claim, asked: list[str]) -> None:
    _afresh(page, url)
    asked.clear()
    page.locator("#comment-text").press_sequentially("Half a thought")
    page.click("a:has-text('compare revisions')", no_wait_after=True)
    page.wait_for_timeout(300)
    page.click("#assign-to-me")
    assert asked == ["beforeunload", "confirm"]
    assert page.input_value("#comment-text") == "Half a thought"
    assert page.url.split("#")[0] == url
    page.focus("#assign-to-me")
    page.keyboard.press("Meta+Enter")
    page.wait_for_selector("#keys-said:has-text('Nothing to save here')")
    page.fill("#verdict_conclusion", "Not what is sent.")
    page.focus("#comment-text")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#comments .text:has-text('Half a thought')")
    assert asked == ["beforeunload", "confirm"], "the form itself is sent unasked"
    assert in_database(lambda: verdict(claim)) is None, "of two forms the one that has the cursor is sent"


def _whatever_could_be_lost_is_asked_about(page: Any, url: str, asked: list[str]) -> None:
    _afresh(page, url)
    asked.clear()
    page.route("**/unsaved/", lambda route: route.abort())
    page.fill("#verdict_conclusion", "In this browser only.")
    page.wait_for_selector("#verdict-form .failed:has-text('no connection')")
    page.click("a:has-text('compare revisions')", no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"], "what could not be kept"
    page.unroute("**/unsaved/")
    page.wait_for_selector("#verdict-form .unsaved-status:has-text('Draft saved')")
    page.click("summary:has-text('Assign to somebody')")
    page.fill("[name=due_on]", "2027-03-04")
    page.click("button:text-is('Assign')")
    page.wait_for_selector("#people-refused")
    page.click("a:has-text('compare revisions')", no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload", "beforeunload"], "what was refused"


def _nobody_else_is_given_it(page: Any, url: str, site: str) -> None:
    _afresh(page, url)
    page.context.clear_cookies(name="sessionid")
    page.fill("#verdict_rationale", "For the reviewer alone.")
    page.wait_for_selector("#verdict-form .failed:has-text('signed out')")
    stored = "JSON.stringify(sessionStorage)"
    assert "For the reviewer alone." in page.evaluate(stored)
    page.goto(url)
    _signs_in(page, "second_reviewer")
    page.wait_for_selector("#verdict-form .unsaved-status", state="attached")
    assert "For the reviewer alone." not in page.evaluate(stored) + page.content()
    assert not in_database(Draft.objects.exists)
