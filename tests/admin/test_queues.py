"""Queues, pages and the next best claim at the desk; who has a claim, who has it open, and comments on its page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.actions import assignment, claims, comments, presence, review, withholding
from claims.domain.vocabulary import RemovalCategory, Role
from claims.models import Claim, Comment, Review
from claims.reads import queues
from tests.admin.forms import form_of, under_correction
from tests.cast import Cast, rashid
from tests.outputs import addresses
from tests.work import mixed, proposed

LIST = "/admin/claims/claim/"
NEXT = reverse("admin:claims_claim_next")


def page_of(claim: Claim) -> str:
    return reverse("admin:claims_claim_change", args=[claim.pk])


def listed(response: HttpResponse) -> list[int]:
    return [row.pk for row in response.context["cl"].result_list]  # type: ignore[attr-defined]


def link(response: HttpResponse, rel: str) -> str:
    found = re.search(f'rel="{rel}" href="([^"]+)"', response.content.decode())
    return LIST + unescape(found[1]) if found else ""


@pytest.mark.parametrize("query", ["", "?queue=unassigned&topic=work"])
def test_pages_leave_no_claim_out_and_show_none_twice_while_claims_are_added(
    clients: Mapping[str, Client], seeded: Cast, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr("claims.admin.claim.ClaimAdmin.list_per_page", 4)
    before = [proposed(seeded, f"Page {one}.", worth=f"0.{one % 4}").pk for one in range(11)]
    wanted = set(before) if query else set(Claim.objects.values_list("pk", flat=True))
    desk, seen, address, back = clients["reviewer"], list[int](), LIST + query, list[list[int]]()
    while address:
        response = desk.get(address)
        seen += listed(response)
        back.append(listed(response))
        proposed(seeded, f"Added {len(seen)}.", worth="1")
        address = link(response, "next")
        assert not query or not address or "queue=unassigned" in address
        assert not query or not address or "topic=work" in address
    assert len(seen) == len(set(seen))
    assert wanted <= set(seen)
    if not query:
        assert seen == sorted(wanted, reverse=True), "what was added since is newer than the first page"
    for rows in reversed(back[1:-1]):
        response = desk.get(link(response, "prev"))
        assert listed(response) == rows
    assert listed(desk.get(link(response, "prev"))) == back[0]


def test_a_place_that_is_not_one_of_this_list_is_said_and_its_beginning_shown(
    clients: Mapping[str, Client], seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.admin.claim.ClaimAdmin.list_per_page", 2)
    desk = clients["reviewer"]
    elsewhere = link(desk.get(LIST), "next") + "&state__exact=published"
    for address in (elsewhere, LIST + "?place=x", LIST + "?place="):
        response = desk.get(address)
        assert response.status_code == 200
        assert len(listed(response)) == 2
        assert ("not one of this list" in response.content.decode()) is not address.endswith("=")
    page = desk.get(LIST + "?queue=%3Cb%3E").content.decode()
    assert "There is no queue called" in page
    assert "“&lt;b&gt;”" in page


def test_the_first_page_shows_the_queues_and_no_question_is_asked_a_claim(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    desk = clients["reviewer"]
    pages = ("/admin/", LIST, LIST + "?queue=disputed", LIST + "?queue=second")

    def questions() -> list[int]:
        found = []
        for address in pages:
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(address).status_code == 200
            found.append(len(asked))
        return found

    few = questions()
    empty = desk.get(LIST + "?queue=mine").content.decode()
    assert "Nothing is assigned to you. Take the next best claim." in empty
    assert "No claim fits" in desk.get(LIST + "?queue=mine&q=nothing").content.decode()
    mixed(seeded, 14, seed=1)
    assert questions() == few
    assert max(few) <= 16
    page = desk.get("/admin/").content.decode()
    cards = re.findall(r'href="([^"]+)" class="card[^"]*"><span class="number">(\d+)</span>', page)
    assert len(cards) == 10
    for address, number in cards:
        response = desk.get(unescape(address))
        assert response.context["cl"].result_count == int(number) == len(listed(response))
    assert '<section class="queue-cards"' not in clients["passer_by"].get("/admin/").content.decode()


def test_the_next_best_claim_is_opened_or_said_not_to_be(clients: Mapping[str, Client], seeded: Cast) -> None:
    desk, now = clients["reviewer"], timezone.now()
    page = desk.get(NEXT)
    assert page.status_code == 200
    assert "There is nothing for you to do now." in page.content.decode()
    one, two, theirs = (proposed(seeded, f"Next {n}.", worth=f"0.{9 - n}") for n in range(3))
    assignment.assign(claim=theirs, to=seeded.editor, by=seeded.editor, at=now)
    assert desk.get(NEXT).headers["Location"] == page_of(one)
    assert desk.get(f"{NEXT}?after={one.pk}").headers["Location"] == page_of(two)
    assert "That was the last one" in desk.get(f"{NEXT}?after={two.pk}").content.decode()
    for who in (one, two):
        assignment.assign(claim=who, to=seeded.reviewer, by=seeded.editor, at=now)
    mine = desk.get(f"{NEXT}?queue=mine&after={one.pk}").headers["Location"]
    assert mine == f"{page_of(two)}?queue=mine"
    opened = desk.get(mine).content.decode()
    assert f'href="{NEXT}?queue=mine&amp;after={two.pk}"' in opened
    presence.note(claim=one, by=seeded.editor, at=timezone.now())
    assert desk.get(f"{NEXT}?queue=mine").headers["Location"] == mine, "somebody else has the better one open"
    for odd in (
        "?queue=nothing",
        "?queue=overdue",
        "?after=x",
        f"?after={'9' * 40}",
        "?after=-1",
        "?after=²",
    ):
        assert desk.get(NEXT + odd).status_code in (200, 302), odd
    assert "no queue called “nothing”" in re.sub(
        "<[^>]*>", "", desk.get(NEXT + "?queue=nothing").content.decode()
    )
    assert desk.post(NEXT).status_code == 405
    assert clients["passer_by"].get(NEXT).status_code in (302, 403)


def post(client: Client, claim: Claim, route: str, **sent: Any) -> HttpResponse:
    return client.post(f"{LIST}{claim.pk}/{route}/", sent)  # type: ignore[return-value]


def test_a_claim_is_assigned_on_its_page_and_nothing_that_was_chosen_is_lost(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, desk = under_correction(seeded), clients["reviewer"]
    assert post(desk, claim, "assign", to="reviewer", read="").status_code == 302
    page = desk.get(page_of(claim)).content.decode()
    assert '<strong dir="auto">reviewer</strong> (you)' in page
    assert 'id="assign-to-me"' not in page
    stale = post(clients["editor"], claim, "assign", to="second_reviewer", due_on="2027-01-02", read="")
    assert stale.status_code == 409
    again = stale.content.decode()
    assert '<option value="second_reviewer" selected>' in again
    assert 'value="2027-01-02"' in again
    read = str(stale.context["round_read"])  # type: ignore[attr-defined]
    for wrong, words in (
        ({"to": ""}, "Choose who"),
        ({"due_on": "soon"}, "2026-12-31"),
        ({"read": "x"}, "Open the page"),
    ):
        sent = {"to": "editor", "due_on": "", "read": read} | wrong
        response = post(clients["editor"], claim, "assign", **sent)
        assert response.status_code == 400, wrong
        assert words in response.content.decode()
    assert (
        post(clients["editor"], claim, "assign", to="editor", due_on="2020-01-02", read=read).status_code
        == 302
    )
    assert "was due on 2020-01-02" in re.sub(r"<[^>]*>", "", desk.get(page_of(claim)).content.decode())
    assert "editor" in desk.get(LIST + "?queue=overdue").content.decode()
    assert post(clients["extractor"], claim, "release", read="").status_code == 403
    assert post(desk, claim, "release", read=read).status_code == 409
    now = Review.objects.get(claim=claim, closed_at=None)
    assert post(desk, claim, "release", read=now.changed_at.isoformat()).status_code == 302
    add = reverse("admin:claims_review_add")
    refused = desk.post(add, form_of(desk, add) | {"claim": str(claim.pk), "assigned_to": ""})
    assert "has an open round already" in refused.content.decode()


def test_the_page_says_who_else_has_the_claim_open(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    clients["administrator"].get(page_of(claim))
    assert "has had this open" not in clients["reviewer"].get(page_of(claim)).content.decode()
    assert "reviewer has had this open since" in clients["editor"].get(page_of(claim)).content.decode()
    said = json.loads(post(clients["reviewer"], claim, "open").content)["others"]
    assert re.fullmatch(r"editor has had this open since \d\d:\d\d", said[0])
    assert post(clients["administrator"], claim, "open").status_code == 403
    later = timezone.now() + timedelta(seconds=90)
    presence.note(claim=claim, by=seeded.reviewer, at=later)
    assert "has had this open" not in clients["reviewer"].get(page_of(claim)).content.decode()


def test_comments_are_for_the_desk_alone(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim, canary = rashid(), "kanarienvogel <b>x</b>"
    assert post(clients["extractor"], claim, "comment", text=f"{canary}\r\ntwo").status_code == 302
    comment = Comment.objects.get()
    assert comment.text == f"{canary}\ntwo"
    page = clients["administrator"].get(page_of(claim)).content.decode()
    assert "kanarienvogel &lt;b&gt;x&lt;/b&gt;\ntwo" in page
    assert 'id="comment-text"' not in page
    long = "kanarienvogel " * 200
    refused = post(clients["editor"], claim, "comment", text=long)
    assert refused.status_code == 400
    assert long.strip() in refused.content.decode()
    assert "at most 2,000" in refused.content.decode()
    comments.add(claim=claim, text="kanarienvogel, later", by=seeded.editor, at=timezone.now())
    whole = clients["reviewer"].get(page_of(claim)).content.decode()
    assert whole.index("two</div>") < whole.index("kanarienvogel, later"), "the newest is last"
    route = f"comment/{comment.pk}/withdraw"
    assert post(clients["editor"], claim, route).status_code == 403
    assert post(clients["extractor"], Claim.objects.exclude(pk=claim.pk)[0], route).status_code == 404
    assert post(clients["extractor"], claim, route).status_code == 302
    page = clients["reviewer"].get(page_of(claim)).content.decode()
    assert "&lt;b&gt;x" not in page
    assert "Withdrawn by its author" in page
    reader = Client()
    for address in addresses():
        response = reader.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        assert b"kanarienvogel" not in body, address


def test_what_is_withheld_waits_for_nobody_to_publish_it(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claims.fresh(claim).rev, by=seeded.second_reviewer, at=timezone.now())
    asker = queues.Asker(seeded.editor, frozenset({Role.EDITOR}), timezone.localdate())
    found = [queues.BY_NAME["approved"].rows, queues.workable]
    assert [claim in rows(asker) for rows in found] == [True, True]
    withholding.withhold(
        claim=claim, by=seeded.editor, at=timezone.now(), category=RemovalCategory.LEGAL, reason="A letter."
    )
    assert [claim in rows(asker) for rows in found] == [False, False]
