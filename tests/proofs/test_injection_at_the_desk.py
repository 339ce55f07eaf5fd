"""Hostile words in every text column, everywhere the desk shows them: nothing runs, with and without the policy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.contrib import admin
from django.db import connections, models
from django.urls import reverse

from claims.actions import records
from claims.models import Claim, Speaker, User
from tests.journeys.conftest import site as site  # the product on a real socket
from tests.payloads import PAYLOAD
from tests.proofs import rows, world
from tests.proofs.every_text import fill
from tests.proofs.four_eyes import by_sql
from tests.proofs.world import World, signed_in
from tests.sitemap import FLAGS

pytestmark = pytest.mark.needs_chromium

Kept = TypeVar("Kept")
WHOLE = bool(os.environ.get("INJECTION"))
ADDRESS = "javascript:alert('ran')//"
RUNNING = (
    "[...document.querySelectorAll('*')].filter(one => [...one.attributes].some(a => a.name.startsWith('on') "
    "|| (['href', 'src', 'action', 'formaction'].includes(a.name) && /^\\s*javascript:/i.test(a.value) "
    "&& a.value.includes('alert')))).map(one => one.outerHTML.slice(0, 200))"
)
"""What would run when it is touched: handlers, and addresses that are scripts."""


def apart(call: Callable[[], Kept]) -> Kept:
    """The answer of the database, asked in a thread of its own: Playwright's loop runs in this one."""

    def asked() -> Kept:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asked).result()


def hostile(name: str, column: models.Field[Any, Any]) -> str:
    """The payload; of addresses one that is a script."""
    return ADDRESS if isinstance(column, models.URLField) else f"{name} {PAYLOAD}"


def with_hostile_words() -> tuple[World, list[str], str]:
    """A row of every model with hostile words in all its columns, the addresses to look at, and a session."""
    made = world.ground()
    rows.furnish(made)
    made.claims["published", False] = made.at("published", hands=False)
    made.claims["in review", False] = rows.dress(made, made.at("in review", hands=False))
    rows.complete(made)
    made.speaker = records.add(
        Speaker, by=made.author, kind="person", name="Unlinked Party"
    )  # no claim goes along
    filled = fill(hostile)
    assert len(filled.columns) >= 70, filled.refused
    person = made.people["superuser_editor"]
    User.objects.get(pk=person.pk).groups.set(made.people["administrator"].groups.all() | person.groups.all())
    found = [reverse("admin:index"), reverse("admin:app_list", args=["claims"])]
    for model in admin.site._registry:
        own = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [
            reverse(f"{own}_changelist") + "?q=alert",
            reverse(f"{own}_changelist"),
            reverse(f"{own}_add"),
        ]
        for what in ("change", "history", "delete"):
            row = _row(model, made.claims["in review", False])
            if row is not None:
                found.append(reverse(f"{own}_{what}", args=[row.pk]))
    number = made.claims["in review", False].pk
    browser = signed_in(User.objects.get(pk=person.pk))  # whoever got other roles signs in again
    own = [f"/admin/claims/claim/{number}/{what}/" for what in _own_pages()]
    found += [address for address in own if browser.get(address).status_code == 200]
    return made, found, browser.cookies["sessionid"].value


def _row(model: type[models.Model], claim: Claim) -> models.Model | None:
    if model is Claim:
        return claim
    names = {column.name: column for column in model._meta.concrete_fields}
    rows_of = model._default_manager.order_by("-pk")
    of_claim = "claim" in names and names["claim"].related_model is Claim
    return (rows_of.filter(claim=claim).first() if of_claim else None) or rows_of.first()


def _own_pages() -> Iterator[str]:
    """The claim's own addresses below it."""
    for pattern in admin.site._registry[Claim].get_urls():
        route = str(pattern.pattern)
        if route.startswith("<int:number>/") and route.count("<") == 1:
            yield route.removeprefix("<int:number>/").strip("/")


class Watched:
    """A page in which everything that runs is noticed."""

    def __init__(self, context: Any, site: str) -> None:
        self.site, self.ran, self.shown = site, list[str](), 0
        self.page = context.new_page()
        self.watch(self.page)
        context.on("page", self.watch)
        self.page.set_content("<script>alert('the trap works')</script>")
        assert self.ran == ["about:blank"], "an alert is noticed"
        self.ran.clear()

    def watch(self, page: Any) -> None:
        page.on("dialog", lambda dialog: (self.ran.append(page.url), dialog.dismiss()))

    def look(self, path: str = "") -> None:
        """A page, or the one that is there: no handler, no address that is a script, and whether words are seen."""
        if path:
            self.page.goto(self.site + path, wait_until="load")
        found = self.page.evaluate(RUNNING)
        assert found == [], (path or self.page.url, found)
        self.shown += "alert('ran')" in self.page.evaluate("document.documentElement.textContent")


@pytest.mark.parametrize("without_policy", [False, True], ids=["with the policy", "without it"])
def test_nothing_runs_at_the_desk(site: str, without_policy: bool) -> None:
    """On each push all pages about claims, and of the others, six for each model, every fifth; with INJECTION all.

    The policy tells of everything inline that it stopped, and tells of nothing on any page: so without it fewer are
    enough, every fourth and every seventh.
    """
    from playwright.sync_api import sync_playwright

    made, addresses, session = with_hostile_words()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(bypass_csp=without_policy)
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        desk = Watched(context, site)
        told: list[str] = []
        desk.page.on("console", lambda one: told.append(one.text) if "Content Security" in one.text else None)
        of_claims = [one for one in addresses if "/claim/" in one]
        others = [one for one in addresses if one not in of_claims]
        looked_at = of_claims[::4] + others[::7] if without_policy else of_claims + others[::5]
        looked_at = addresses if WHOLE else looked_at
        for path in looked_at:
            desk.look(path)
        print(f"  {len(looked_at)} pages, hostile words seen on {desk.shown}")
        assert desk.shown > len(looked_at) / 2
        for second_order in (references_found_by_typing, conflict, bulk_and_messages, a_row_added_in_a_popup):
            before = desk.shown
            second_order(desk, made)
            assert desk.shown > before, second_order.__name__
        browser.close()
    assert desk.ran == []
    assert told == [], "nothing even tried"


def _claim_page(made: World) -> str:
    return reverse("admin:claims_claim_change", args=[made.claims["in review", False].pk])


def references_found_by_typing(desk: Watched, made: World) -> None:
    """The list under a reference, filled by script from JSON."""
    page = desk.page
    desk.page.goto(desk.site + reverse("admin:claims_article_add"))
    page.locator(".select2-selection").first.click()
    page.fill(".select2-search__field", "alert")
    page.wait_for_selector(".select2-results__option:has-text('alert')")
    desk.look()
    page.locator(".select2-results__option:has-text('alert')").first.click()
    desk.look()


def conflict(desk: Watched, made: World) -> None:
    """Both versions, mine typed with markup, theirs stored with it."""
    speaker = made.speaker.pk
    desk.page.goto(desk.site + reverse("admin:claims_speaker_change", args=[speaker]))
    apart(
        lambda: by_sql(
            "UPDATE claims_speaker SET country = '<img src=x onerror=alert(2)>', changed_by_id = %s WHERE id = %s",
            [made.author.pk, speaker],
        )
    )
    desk.page.fill("#id_country", "<svg onload=\"alert('ran')\">")
    desk.page.click("input[name=_save]")
    assert "Somebody" in desk.page.inner_text("#content")
    desk.look()


def bulk_and_messages(desk: Watched, made: World) -> None:
    """What would happen to chosen claims, and the messages about what did."""
    desk.page.goto(desk.site + reverse("admin:claims_claim_changelist"))
    for box in desk.page.locator("input.action-select").all():
        box.check()
    desk.page.select_option("select[name=action]", "publish")
    with desk.page.expect_navigation(wait_until="load"):
        desk.page.click("button[name=index]")
    desk.look()
    form = desk.page.locator("#content form").first
    with desk.page.expect_navigation(wait_until="load"):
        form.evaluate("form => form.submit()")
    desk.look()


def a_row_added_in_a_popup(desk: Watched, made: World) -> None:
    """A row that is added beside a form, whose name the form then shows."""
    page = desk.page
    page.goto(desk.site + reverse("admin:claims_article_add"))
    with page.expect_popup() as opened:
        page.click("#add_id_outlet")
    popup = opened.value
    popup.fill("#id_name", "New <img src=x onerror=alert('ran')>")
    with popup.expect_event("close"):
        popup.click("input[name=_save]")
    page.wait_for_function("document.querySelector('#id_outlet').selectedOptions.length > 0")
    desk.look()
