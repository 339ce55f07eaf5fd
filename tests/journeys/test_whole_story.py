"""One claim's whole life, only through the pages that people use: from words of an article to its removal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.examples.test_verify_log import run
from tests.journeys.test_desk import signed_in
from tests.journeys.test_keys import Keyboard
from tests.sitemap import FLAGS

WORDS = "such a lack of cooperation is unsurprising, given their histories"
STATEMENT = "John MacLeod says that it is unsurprising that the neighbors do not work together."
SOURCE = "Neighbors apart"
ANSWER = "I would say so again."
CONCLUSION = "Other observers said so too, and none denied it."
CORRECTED = "Two other observers said so too, and none denied it."
WHY = "The number of observers was missing."
STORY = ["claim.published", "claim.corrected", "claim.suppressed"]


class Office:
    """Everybody's own browser, and what went wrong in any of them."""

    def __init__(self, browser: Any, site: str) -> None:
        self.browser, self.site = browser, site
        self.said: list[str] = []
        self.pages: dict[str, Any] = {}

    def person(self, name: str) -> Any:
        """The page of somebody who works here, signed in."""
        if name not in self.pages:
            self.pages[name] = self._watched(signed_in(self._context(), self.site, name))
        return self.pages[name]

    def reader(self) -> Any:
        """The page of somebody who was never here: browsers keep public pages for a minute."""
        return self._watched(self._context().new_page())

    def _context(self) -> Any:
        return self.browser.new_context(viewport={"width": 1280, "height": 900})

    def _watched(self, page: Any) -> Any:
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda one: self.said.append(one.text) if "Content Sec" in one.text else None)
        return page

    def finds(self, name: str, queue: str = "") -> Any:
        """The page of the claim, found by this person from the first page of the desk: in a queue, or by search."""
        page = self.person(name)
        page.goto(f"{self.site}/admin/")
        if queue:
            page.click(f".queue-cards a:has-text('{queue}')")
        else:
            page.click("#content-main .model-claim th a")
            page.fill("#searchbar", "unsurprising")
            page.wait_for_load_state()
            page.press("#searchbar", "Enter")
        page.click(f"#result_list a:has-text('{STATEMENT[:30]}')")
        page.wait_for_selector("#verdict-title")
        return page


def step(page: Any, label: str) -> None:
    """What the claim waits for next is taken."""
    page.click(f".next-step button:text-is('{label}')")
    page.wait_for_selector(f".messagelist:has-text('Done: {label.lower()}')")


@pytest.mark.needs_chromium
def test_a_claim_goes_from_words_of_an_article_to_its_removal(site: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        office = Office(browser, site)
        _taken_from_the_text(office)
        _given_evidence_a_reply_and_a_verdict(office)
        public = _approved_and_published(office)
        _is_read(office.reader(), site + public)
        _corrected(office)
        _correction_is_read(office.reader(), site + public)
        _suppressed(office)
        _nothing_is_left_to_read(office.reader(), site + public)
        _log_is_whole(office.reader(), site, public, tmp_path)
        browser.close()
    assert office.said == []


def _taken_from_the_text(office: Office) -> None:
    page = office.person("extractor")
    page.goto(f"{office.site}/admin/")
    page.click("#content-main .model-articleversion th a")
    page.click("#result_list a >> nth=0")
    page.click("text=Read and mark claims")
    page.fill("#words", WORDS.upper())
    page.wait_for_load_state()
    page.press("#words", "Enter")
    page.wait_for_selector(f"#chosen-exact:has-text('{WORDS}')")
    page.click("#finder-speakers label:has-text('John MacLeod')")
    page.click("text=Continue to the claim")
    page.wait_for_selector("text=is a guess of the program")
    page.fill("#id_statement", STATEMENT)
    chosen = {
        "quotation": "indirect",
        "modality": "asserted",
        "claim_type": "opinion",
        "speaker_basis": "stated",
    }
    for name, value in chosen.items():
        page.select_option(f"#id_{name}", value)
    for name in ("said", "about"):
        page.fill(f"#id_{name}_0", "2009")
        page.fill(f"#id_{name}_1", "stated")
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert page.locator(".said.mine").all_inner_texts() == [WORDS]


def _given_evidence_a_reply_and_a_verdict(office: Office) -> None:
    page = office.finds("reviewer", "Unassigned")
    step(page, "Accept")
    step(page, "Start review")
    page.click("summary:has-text('The source is not there yet')")
    page.fill("[name=add-title]", SOURCE)
    page.fill("[name=add-publisher]", "The Almaty Observer")
    page.fill("[name=add-url]", "https://observer.example/neighbors-apart")
    page.select_option("[name=add-kind]", "news media")
    page.fill("[name=add-language]", "en")
    page.click("[name=add_source]")
    page.wait_for_selector(".messagelist:has-text('The source is there now, and chosen')")
    page.select_option(".new-evidence [name=stance]", "supports")
    page.fill(".new-evidence [name=says]", "Two observers are quoted with the same judgment.")
    page.fill(".new-evidence [name=credibility]", "3")
    page.click(".new-evidence button:text-is('Link')")
    page.wait_for_selector(f".evidence-cards:has-text('{SOURCE}')")
    address = page.url.partition("#")[0]
    _rated_by_keyboard(page, address)
    page.goto(address)
    page.wait_for_selector(".lacking:has-text('A rating needs a request for reply')")
    page.click("summary:has-text('Add a request for reply')")
    page.select_option("#reply_new_outcome", "answered")
    page.fill("#reply_new_asked_at", "2026-02-03T10:30")
    page.fill("#reply_new_channel", "By letter")
    page.fill("#reply_new_answered_at", "2026-02-05T09:00")
    page.fill("#reply_new_answer", ANSWER)
    page.click("text=Save the request")
    page.wait_for_selector("#replies blockquote")
    step(page, "Complete")
    assert "You are among them" in page.inner_text("#approval")


def _rated_by_keyboard(page: Any, address: str) -> None:
    """Ctrl and Enter save, and lead on to the next claim."""
    keys = Keyboard(page)
    keys.press("v")
    keys.press("2")
    keys.press("Tab")
    keys.type("70")
    keys.press("Tab")
    keys.type(CONCLUSION)
    keys.press("Tab")
    keys.type("The source quotes two observers.")
    keys.press("Control+Enter")
    page.wait_for_url(lambda url: url.partition("/change/")[0] != address.partition("/change/")[0])


def _approved(office: Office, *words: str) -> None:
    """By a second person, who has read exactly that."""
    page = office.finds("second_reviewer", "Needs a second person")
    Keyboard(page).press("p")
    page.wait_for_selector("text=Preview – not public")
    for one in words:
        assert one in page.inner_text("body"), one
    page.click("text=Approve exactly this")
    page.wait_for_selector(".messagelist:has-text('Done: approve')")


def _published(office: Office) -> str:
    """By an editor; the address under which the public finds it."""
    page = office.finds("editor", "To publish")
    step(page, "Publish")
    path: str = page.get_attribute(".state a:text-is('page')", "href")
    return path


def _approved_and_published(office: Office) -> str:
    _approved(office, STATEMENT, CONCLUSION, SOURCE, "Nothing of this claim is public yet")
    return _published(office)


def _is_read(reader: Any, address: str) -> None:
    assert reader.goto(address).status == 200
    assert reader.inner_text("h1") == STATEMENT
    assert WORDS in reader.inner_text("blockquote")
    assert reader.inner_text(".facts dd >> nth=0").startswith("John MacLeod")
    text = reader.inner_text("main")
    for words in (CONCLUSION, SOURCE, ANSWER, "credence 70 of 100", "No corrections. This is document no. 1"):
        assert words in text, words
    assert "Preview" not in text


def _corrected(office: Office) -> None:
    page = office.finds("reviewer")
    assert "“Correct”, among the steps, opens it" in page.inner_text("#locked")
    page.select_option(".next-step [name=kind]", "verdict changed")
    page.fill(".next-step [name=reason]", WHY)
    step(page, "Correct")
    assert not page.locator("#locked").count()
    Keyboard(page).press("v")
    page.fill("#verdict_conclusion", CORRECTED)
    page.click("text=Save the verdict")
    page.wait_for_selector(f".verdict-card:has-text('{CORRECTED}')")
    step(page, "Complete")
    _approved(office, CORRECTED, "From no. 1")
    _published(office)


def _correction_is_read(reader: Any, address: str) -> None:
    reader.goto(address)
    text = reader.inner_text("main")
    assert f"verdict changed — {WHY}" in text
    assert CORRECTED in text
    assert CONCLUSION not in text
    reader.click("text=What document no. 2 changed")
    assert "Two" in reader.locator(".changes ins").all_inner_texts()[0]
    reader.click("nav a[href='/corrections']")
    assert WHY in reader.inner_text("main li >> nth=0")
    reader.click("main li >> nth=0 >> a:text-is('no. 1')")
    assert "It was replaced" in reader.inner_text("body")
    assert CONCLUSION in reader.inner_text("main")


def _suppressed(office: Office) -> None:
    page = office.person("reviewer")
    page.reload()
    page.click("summary:has-text('Suppress')")
    form = page.locator(".removal-form:has(button.suppress)")
    form.locator("select").select_option("privacy")
    form.locator("textarea").fill("A letter of the speaker.")
    form.locator("button").click()
    page.wait_for_selector("text=Nothing was emptied yet")
    page = office.person("administrator")
    page.goto(office.site + "/admin/")
    page.click(".removals-wait a")
    page.click("#result_list tbody th a")
    page.check("text=Confirm: empty or black out everything")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")


def _nothing_is_left_to_read(reader: Any, address: str) -> None:
    for one in (address, f"{address}/revisions/1", f"{address}/revisions/2"):
        assert reader.goto(one).status == 451
        text = reader.inner_text("main")
        assert "This document was removed on legal grounds" in text
        assert "privacy" in text
        assert not [one for one in (STATEMENT, CORRECTED, CONCLUSION) if one in reader.content()]


def _log_is_whole(reader: Any, site: str, public: str, tmp_path: Path) -> None:
    """The log lists what happened, and whoever checks it as its page says finds it whole."""
    reader.goto(site + "/log")
    rows = [row.split("\t") for row in reader.locator(".entries tbody tr").all_inner_texts()]
    mine = [row for row in rows if public.rpartition("/")[2] in row[2]]
    assert [row[1] for row in sorted(mine, key=lambda row: int(row[0]))] == STORY
    command = reader.inner_text("pre")
    for address, name in re.findall(r"curl -s \S+?(/api/\S+) > (\S+)", command):
        (tmp_path / name).write_bytes(reader.request.get(site + address).body())
    key = re.findall("--key '(.+)'", command)[0]
    done = run(str(tmp_path / "log.ndjson"), "--checkpoints", str(tmp_path / "checkpoints.txt"), "--key", key)
    assert done.stdout.startswith("Whole: "), done.stdout + done.stderr
