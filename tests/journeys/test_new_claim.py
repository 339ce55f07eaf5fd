"""A claim made from words of an article in a browser: by mouse and keys, with exact offsets; nothing hostile runs."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, Speaker, User
from tests import texts
from tests.payloads import PAYLOAD
from tests.sitemap import FLAGS

HOSTILE = PAYLOAD.replace("\u2028\u202e", "").strip()
TEXT = (
    f"𝒜🙂 Ahmed Rashid said 👩🏽‍🚀 maybe five thousand men came.\n\nقال راشد إن خمسة آلاف جاءوا.\n{HOSTILE}"
)
SELECT = """([first, last]) => {
    const lines = document.getElementById("text-lines");
    const walk = document.createTreeWalker(lines, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const at = walk.currentNode.data.indexOf(first);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walk.currentNode, at);
        range.setEnd(walk.currentNode, walk.currentNode.data.indexOf(last, at) + last.length);
        const boxes = [...range.getClientRects()];
        const [one, other] = [boxes[0], boxes.at(-1)];
        return [one.left + 1, one.top + one.height / 2, other.right - 1, other.top + other.height / 2];
    }
}"""


def drag(page: Any, first: str, last: str) -> None:
    """Selects from the first words to the last in the text, by mouse."""
    left, top, right, bottom = page.evaluate(SELECT, [first, last])
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, bottom)
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()


@pytest.mark.needs_chromium
def test_a_claim_is_made_by_mouse_and_by_keys_with_exact_offsets_and_nothing_hostile_runs(site: str) -> None:
    from playwright.sync_api import expect, sync_playwright

    by = User.objects.get(username="extractor")
    version = texts.captured(TEXT, by=by, headline=HOSTILE[:200])
    start = TEXT.index("men came")
    (old,) = texts.marked(version, [(start, start + 8)], by=by, statement=HOSTILE)
    Speaker.objects.filter(name="Ahmed Rashid").update(
        disambiguation="<img src=x onerror=alert(1)>", changed_by=by
    )
    ran: list[str] = []
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
        page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
        page.on("pageerror", lambda problem: said.append(str(problem)))
        page.goto(f"{site}/admin/")
        page.fill("#id_username", "extractor")
        page.fill("#id_password", "x")
        page.click("[type=submit]")
        desk = f"{site}/admin/claims/articleversion/{version.pk}/desk/"
        held: list[Any] = []
        page.route("**/finder*.js", lambda script: held.append(script))  # it comes after somebody has typed
        page.goto(desk, wait_until="commit")
        page.fill("#words", "maybe five thousand")
        page.press("#words", "Enter")
        for script in held:
            script.continue_()
        expect(page.locator("#chosen-exact")).to_have_text("maybe five thousand")
        page.unroute("**/finder*.js")
        page.goto(desk)
        exact, begins, ends = (page.locator(f"#chosen-{name}") for name in ("exact", "start", "end"))

        drag(page, "🙂", "👩🏽‍🚀 maybe")
        expect(exact).to_have_text("🙂 Ahmed Rashid said 👩🏽‍🚀 maybe")
        expect(begins).to_have_text("1")
        page.keyboard.press("ArrowRight")
        expect(exact).to_have_text("🙂 Ahmed Rashid said 👩🏽‍🚀 maybe five")
        page.keyboard.press("Shift+ArrowRight")
        expect(exact).to_have_text("Ahmed Rashid said 👩🏽‍🚀 maybe five")
        expect(begins).to_have_text("3")
        expect(ends).to_have_text(str(TEXT.index(" thousand")))

        drag(page, "men", "men")  # within the link of another claim: words are selected, no link is followed
        expect(exact).to_have_text("men")
        expect(page.locator("#chosen-already")).to_have_text("Already a claim here: claim 1")

        page.click("text=Select with the keyboard instead")
        page.focus("#whole-text")
        expect(page.locator("#whole-text")).to_be_focused()
        page.keyboard.press("Control+Home")
        page.keyboard.type("x")  # nothing can be changed there
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        for _ in range(5):
            page.keyboard.press("Shift+ArrowRight")
        page.wait_for_function(
            "() => { const text = document.querySelector('#whole-text');"
            " return text === document.activeElement && text.selectionEnd - text.selectionStart === 5; }"
        )
        page.keyboard.press("Enter")
        expect(exact).to_have_text("Ahmed")
        assert page.input_value("#whole-text") == TEXT

        page.fill("#words", "راشد")
        page.press("#words", "Enter")
        expect(exact).to_have_text("راشد")
        page.keyboard.press("ArrowLeft")  # forward, in a script that runs from right to left
        expect(exact).to_have_text("راشد إن")
        page.fill("#words", "no such words at all")
        page.press("#words", "Enter")
        expect(page.locator("#finder-hint")).to_contain_text("does not stand in the captured text")
        page.fill("#words", HOSTILE[:40])
        page.press("#words", "Enter")
        expect(exact).to_have_text(HOSTILE[:40].strip())

        page.fill("#words", "maybe five thousand")
        page.press("#words", "Enter")
        expect(page.locator("#finder-speakers")).to_contain_text("guess: “Ahmed Rashid” stands before them")
        page.click("text=Continue to the claim")
        page.wait_for_selector("text=is a guess of the program")
        assert page.input_value("#id_exact") == "maybe five thousand"
        page.fill("#id_statement", HOSTILE)
        already = page.locator("#already li")
        expect(already.locator("a")).to_have_text(HOSTILE)  # the claim that is worded so, while it is typed
        expect(already).to_contain_text("100 % alike")
        assert already.locator("a").get_attribute("href") == f"/admin/claims/claim/{old.pk}/change/"
        for name, value in (
            ("quotation", "direct"),
            ("modality", "asserted"),
            ("claim_type", "event"),
            ("speaker_basis", "stated"),
        ):
            page.select_option(f"#id_{name}", value)
        for name in ("said", "about"):
            page.fill(f"#id_{name}_0", "2009")
            page.fill(f"#id_{name}_1", "stated")
        page.click("input[name=_continue]")
        page.wait_for_selector("#claim-here")
        assert page.locator(".said.mine").all_inner_texts() == ["maybe five thousand"]
        assert (
            page.locator("#related .similar a").get_attribute("href")
            == f"/admin/claims/claim/{old.pk}/change/"
        )
        page.click("a[rel=next]")
        page.wait_for_url(f"**/{old.pk}/change/")
        browser.close()
    claim = Claim.objects.latest("id")
    place = TEXT.index("maybe five")
    assert (claim.start, claim.end, claim.exact) == (place, place + 19, "maybe five thousand")
    assert (ran, said) == ([], [])
