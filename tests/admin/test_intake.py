"""New articles at the desk: given in three ways, watched while they come in, tried again, refused at their fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import ingest_runs
from claims.domain.intake import LEASE, Given, Stage, StageState
from claims.models import Article, IngestRun, Source
from tests.admin.forms import ROLES, form_of
from tests.admin.test_unsaved import keep, typed
from tests.cast import Cast

ADD = "/admin/claims/ingestrun/add/"
TEXT = "A bridge fell.\n\nNobody crossed it, the minister said."


def page_of(run: IngestRun) -> str:
    return reverse("admin:claims_ingestrun_change", args=[run.pk])


def give(client: Client, **given: Any) -> Any:
    """The form, filled in and sent."""
    return client.post(ADD, form_of(client, ADD) | given)


def test_whoever_may_propose_gives_an_article_in_three_ways_and_sees_how_far_it_is(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    for role in ROLES:
        allowed = role != "administrator"
        assert clients[role].get(ADD).status_code == (200 if allowed else 403), role
    who = clients["extractor"]
    assert "Nothing was taken in yet" in who.get("/admin/claims/ingestrun/").content.decode()
    sent = give(who, address="observer.example/story#top")
    run = IngestRun.objects.latest("pk")
    assert (sent.status_code, sent.url, run.address) == (302, page_of(run), "https://observer.example/story")
    assert (run.asked_by, run.what, run.given) == (seeded.extractor, "article", "address")
    give(who, address="https://a.example/1", file=SimpleUploadedFile("saved.html", b"<p>Words.</p>"))
    run = IngestRun.objects.latest("pk")
    assert (run.given, run.filename, bytes(run.content or b"")) == ("file", "saved.html", b"<p>Words.</p>")
    give(
        who,
        address="https://a.example/2",
        text=TEXT,
        headline="Bridge",
        published_0="2026-11",
        published_1="stated",
    )
    run = IngestRun.objects.latest("pk")
    assert (run.given, bytes(run.content or b"").decode().replace("\r\n", "\n")) == ("paste", TEXT)
    assert (run.told["headline"], run.told["published"]["edtf"]) == ("Bridge", "2026-11")
    page = clients["administrator"].get(page_of(run)).content.decode()
    assert "It waits for a worker." in page
    assert "No worker is running" in page
    assert '<meta http-equiv="refresh"' in page
    assert page.count('class="stage waiting"') == 5
    told = who.get(reverse("admin:claims_ingestrun_progress", args=[run.pk])).json()
    assert (told["state"], [one["state"] for one in told["stages"]]) == ("waiting", ["waiting"] * 5)
    first = who.get("/admin/").content.decode()
    assert "On their way in: 3" in first
    assert "No worker is running" in first
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert "No worker is running" not in who.get("/admin/").content.decode()
    assert "No worker is running" not in who.get(page_of(run)).content.decode()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    who = clients["reviewer"]
    for given, field in (
        ({}, "address"),
        ({"address": "no address"}, "address"),
        ({"text": TEXT}, "address"),
        ({"text": TEXT, "address": "https://a.example/3"}, "headline"),
        ({"text": " \n ", "address": "https://a.example/3"}, "text"),
        ({"text": TEXT * 9_500, "headline": "Bridge", "address": "https://a.example/3"}, "text"),
        ({"text": TEXT, "file": SimpleUploadedFile("a.txt", b"x")}, "file"),
        ({"text": TEXT, "published_0": "yesterday", "published_1": "stated"}, "published"),
        ({"what": "poem", "address": "https://a.example/3"}, "what"),
    ):
        page = give(who, **given)
        form = page.context["adminform"].form
        assert (page.status_code, field in form.errors) == (200, True), (given, form.errors)
        assert ("Nobody crossed it" in page.content.decode()) == ("Nobody" in given.get("text", ""))
        assert ("collapse" in page.content.decode()) == ("text" not in given), field
    assert not IngestRun.objects.exists()
    here = Article.objects.get()
    page = give(who, address=here.url.replace("https://www.", "http://"), text=TEXT, headline="Bridge")
    assert "collapse" not in page.content.decode(), "what was pasted is seen"
    assert "anew" in page.context["adminform"].form.errors
    told = page.content.decode()
    assert "This article is here already" in told
    assert reverse("admin:claims_article_change", args=[here.pk]) in told
    article = who.get(reverse("admin:claims_article_change", args=[here.pk])).content.decode()
    [again] = re.findall(rf'href="({ADD}[?]article={here.pk})"', article)
    form = form_of(who, again)
    kept = keep(who, "ingestrun", "", typed(form, text=TEXT), given=f"article={here.pk}")
    assert kept.status_code == 200, kept.content
    assert "collapse" in who.get(again).content.decode()
    assert "collapse" not in who.get(f"{again}&draft=restore").content.decode()
    assert (form["address"], form["anew"]) == (here.url, "on")
    assert who.post(ADD, form).status_code == 302


def test_a_failed_run_says_why_and_is_tried_again_from_its_page_or_the_list(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    run = ingest_runs.ask(by=seeded.extractor, at=timezone.now(), address="https://a.example/x")
    mine = ingest_runs.take_up(run.pk, at=timezone.now())
    assert mine is not None
    ingest_runs.note(mine, Stage.FETCH, StageState.WORKING, at=timezone.now())
    working = clients["extractor"].get(page_of(run)).content.decode()
    assert "Fetch: the page is asked for" in working
    ingest_runs.fail(mine, at=timezone.now(), why="The site <b>refuses</b> programs. Paste its text.")
    page = clients["extractor"].get(page_of(run)).content.decode()
    assert "The site &lt;b&gt;refuses&lt;/b&gt; programs" in page
    assert "Give it in another way" in page
    assert '<meta http-equiv="refresh"' not in page
    retry = reverse("admin:claims_ingestrun_retry", args=[run.pk])
    listed = clients["extractor"].get("/admin/claims/ingestrun/?state__exact=failed").content.decode()
    assert f'formaction="{retry}"' in listed
    assert clients["extractor"].get(retry).status_code == 405
    assert "Try again" not in clients["administrator"].get(page_of(run)).content.decode()
    clients["administrator"].post(retry)
    run.refresh_from_db()
    assert run.state == "failed"
    assert clients["extractor"].post(retry).url == page_of(run)
    run.refresh_from_db()
    assert run.state == "waiting"
    again = clients["extractor"].post(retry, follow=True).content.decode()
    assert "Only what failed is tried again." in again
    _what_was_given_by_hand_and_refused_is_given_in_another_way(clients["extractor"], seeded)
    for number in (0, 10**6, 2**70):
        assert clients["extractor"].post(f"/admin/claims/ingestrun/{number}/retry/").status_code == 404


def _what_was_given_by_hand_and_refused_is_given_in_another_way(who: Client, cast: Cast) -> None:
    file = {"given": Given.FILE, "filename": "a.pdf", "content": b"%PDF-1.7"}
    for refused in (True, False):
        run = ingest_runs.ask(by=cast.extractor, at=timezone.now(), **file)
        mine = ingest_runs.take_up(run.pk, at=timezone.now())
        assert mine is not None
        ingest_runs.note(mine, Stage.CLEAN, StageState.WORKING, at=timezone.now())
        ingest_runs.fail(mine, at=timezone.now(), why="It ended.", is_refused=refused)
        page = who.get(page_of(run)).content.decode()
        assert ("Give it in another way" in page, "Try again" in page) == (True, not refused)
        listed = who.get("/admin/claims/ingestrun/?state__exact=failed").content.decode()
        assert (reverse("admin:claims_ingestrun_retry", args=[run.pk]) in listed) == (not refused)


def test_a_copy_of_a_source_is_asked_for_and_the_evidence_card_says_how_it_goes(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    piece = Source.objects.filter(evidence__isnull=False, captures__isnull=True).first()
    assert piece is not None
    claim = piece.evidence.active().first().claim
    card = reverse("admin:claims_claim_change", args=[claim.pk])
    ask = reverse("admin:claims_ingestrun_copy", args=[piece.pk])
    assert ask in clients["reviewer"].get(card).content.decode()
    sent = clients["reviewer"].post(ask)
    run = IngestRun.objects.get(source=piece)
    assert (sent.url, run.address) == (page_of(run), piece.url)
    shown = clients["reviewer"].get(card).content.decode()
    assert "It waits for a worker." in shown
    assert page_of(run) in shown
    assert ask not in shown
    at = timezone.now()
    mine = ingest_runs.take_up(run.pk, at=at)
    assert mine is not None
    ingest_runs.fail(mine, at=at + LEASE, why="There is no such page.")
    assert "No copy could be made: There is no such page." in clients["reviewer"].get(card).content.decode()
    for number in (piece.pk, 10**9):
        refused = clients["administrator"].post(reverse("admin:claims_ingestrun_copy", args=[number]))
        assert refused.status_code == 403, "nobody learns here which sources there are"
    assert IngestRun.objects.count() == 1, "administrators take nothing in"
