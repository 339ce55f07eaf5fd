"""The desk without a mouse: a verdict in seven presses, keys that disturb no typing and can be switched off."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connection

from claims.actions import claims, evidence, review
from claims.domain.vocabulary import CorrectionKind
from claims.models import Claim, User, Verdict
from tests.cast import rashid
from tests.journeys.test_desk import signed_in
from tests.sitemap import FLAGS

pytestmark = pytest.mark.needs_chromium
Answer = TypeVar("Answer")


def in_database(question: Callable[[], Answer]) -> Answer:
    """The answer of the database, asked outside the browser's event loop."""

    def ask() -> Answer:
        try:
            return question()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(ask).result()


def unrated() -> Claim:
    """Rashid's claim under correction: with evidence and a reply, and no verdict any more."""
    by, claim = User.objects.get(username="reviewer"), rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=by, kind=CorrectionKind.TYPO, reason="A test."
    )
    row = claim.verdicts.active().get()
    evidence.detach(row, rev=claim.rev, by=by, at=claim.created_at, why="A test.")
    return claims.fresh(claim)


class Keyboard:
    """Real key presses, counted; each key of a chord is one. Typing is not counted.

    Nothing is pressed before the page's scripts run: until then nobody hears it.
    """

    def __init__(self, page: Any) -> None:
        self.page, self.presses = page, 0

    def press(self, keys: str) -> None:
        self.presses += len(keys.split("+"))
        self.page.wait_for_load_state()
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def focus(self) -> str:
        """What has the focus, by the name of its field, else by its id."""
        found: str = self.page.evaluate("document.activeElement.name || document.activeElement.id")
        return found


def verdict(claim: Claim) -> Verdict | None:
    return Verdict.objects.select_related("rating").filter(claim=claim, withdrawn_at__isnull=True).first()


def test_the_desk_is_worked_with_the_keyboard(site: str) -> None:
    from playwright.sync_api import sync_playwright

    claim = unrated()
    address = f"{site}/admin/claims/claim/{claim.pk}/change/"
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda one: said.append(one.text) if "Content Security" in one.text else None)
        page.goto(f"{site}/admin/login/?next=/admin/claims/claim/{claim.pk}/change/")
        page.fill("#id_username", "reviewer")
        page.fill("#id_password", "x")
        page.press("#id_password", "Enter")
        page.wait_for_url(address)
        _in_seven_presses(page, claim, address)
        _keys_do_not_disturb(page, address)
        _saved_by_one_key(page, claim, address)
        _switched_off(page, site, address)
        browser.close()
    assert said == []


def _in_seven_presses(page: Any, claim: Claim, address: str) -> None:
    keys = Keyboard(page)
    keys.press("v")
    assert keys.focus() == "rating"
    keys.press("3")
    keys.press("Tab")
    assert keys.focus() == "credence"
    keys.type("45")
    assert page.text_content("#credence-word") == "roughly even"
    keys.press("Tab")
    keys.type("He said it then.")
    keys.press("Tab")
    keys.type("Because vjk? /spa.")
    keys.press("Control+Enter")
    page.wait_for_url(lambda url: url != address)
    assert keys.presses <= 7
    saved = in_database(lambda: verdict(claim))
    assert saved is not None
    told = (saved.rating.label, saved.credence, saved.conclusion, saved.rationale, saved.levels_why)
    assert told == ("partly accurate", 45, "He said it then.", "Because vjk? /spa.", "")
    assert page.url.startswith(address.split(f"/{claim.pk}/")[0]), "on to the next, not to elsewhere"


def _keys_do_not_disturb(page: Any, address: str) -> None:
    page.goto(address)
    keys = Keyboard(page)
    keys.press("v")
    page.focus("#verdict_conclusion")
    page.keyboard.press("End")
    keys.type("vesp?/u1")
    assert page.input_value("#verdict_conclusion") == "He said it then.vesp?/u1"
    assert keys.focus() == "conclusion"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.down("e")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.down("e")  # held down: as often as the keyboard repeats it
    page.keyboard.up("e")
    assert keys.focus() == ""
    for chord in ("Alt+v", "Control+e", "Meta+p"):
        keys.press(chord)
        assert keys.focus() == "", chord
    assert page.url == address

    keys.press("?")
    dialog = page.locator("dialog[open]")
    listed = set(dialog.locator("dt").all_inner_texts())
    there = page.eval_on_selector_all("[data-key]", "all => all.map(one => one.dataset.key)")
    assert {one.strip() for one in listed} >= {*there, "s", "?", "Ctrl Enter"}
    assert not {"j", "k"} & listed or page.locator("a[rel~=next], a[rel~=prev]").count()
    keys.press("p")
    keys.press("v")
    assert dialog.is_visible()
    assert page.url == address
    _closed(keys)
    keys.press("e")
    assert keys.focus() == "evidence"
    keys.press("p")
    page.wait_for_url("**/preview/")
    assert page.locator("text=Preview – not public").is_visible()


def _closed(keys: Keyboard) -> None:
    """Closes the help; the browser does so a moment after the key."""
    keys.press("Escape")
    keys.page.wait_for_selector("dialog[open]", state="detached")


def _saved_by_one_key(page: Any, claim: Claim, address: str) -> None:
    page.goto(address)
    keys = Keyboard(page)
    keys.press("s")
    page.wait_for_selector("#keys-said:has-text('no form was changed')")
    keys.press("v")
    keys.press("Tab")
    page.keyboard.press("Control+a")
    keys.type("20")
    page.evaluate("document.activeElement.blur()")
    keys.press("s")
    page.wait_for_selector(".messagelist:has-text('The verdict is saved')")
    assert page.url.split("#")[0] == address
    saved = in_database(lambda: verdict(claim))
    assert saved is not None
    assert saved.credence == 20
    assert page.locator(".verdict-card").is_visible()
    assert not page.locator("#verdict-form").is_visible(), "collapsed to the card"


def _switched_off(page: Any, site: str, address: str) -> None:
    page.goto(address)
    keys = Keyboard(page)
    page.click("#keys-button")
    page.uncheck("[name=use-keys]")
    assert "off" in page.inner_text("dialog[open] [role=status]")
    _closed(keys)
    for _ in range(2):
        for key in ("v", "?", "e", "p"):
            keys.press(key)
        assert keys.focus() in ("", "keys-button")
        assert not page.locator("dialog[open]").count()
        assert page.url == address
        page.reload()
    mine = page.context.cookies()
    other = signed_in(page.context, site, "second_reviewer")
    other.goto(address)
    other.keyboard.press("v")
    assert other.evaluate("document.activeElement.name") == "rating", (
        "off for one person, not for this browser"
    )
    page.context.add_cookies(mine)
    page.click("#keys-button")
    page.check("[name=use-keys]")
    _closed(keys)
    keys.press("v")
    assert keys.focus() == "rating"
