"""Proposals at the desk: marked in the text, decided by plain forms, counted; nobody does what is not theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.actions import claims, proposals
from claims.admin.offer_desk import REASONS
from claims.models import ArticleVersion, Claim, Offer
from tests.admin.forms import form_in
from tests.cast import Cast
from tests.offered import captured, many, read


def page_of(version: ArticleVersion, **asked: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return (
        f"{reverse('admin:claims_articleversion_proposals', args=[version.pk])}{'?' if query else ''}{query}"
    )


def test_proposals_are_decided_one_by_one_without_any_script(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    version = captured(seeded.extractor)
    empty = clients["reviewer"].get(page_of(version)).content.decode()
    assert "No proposals wait here." in empty
    estimate, bridge, hurt, planned, denied, lights = proposals.offer(
        version=version, proposals=read(), by=seeded.machine, at=timezone.now()
    )
    decide = reverse("admin:claims_articleversion_decide", args=[version.pk])
    page = clients["reviewer"].get(page_of(version)).content.decode()
    listed = [int(one) for one in re.findall(r'<li><a href="\?at=(\d+)#offer"', page)]
    assert listed == [one.pk for one in (estimate, hurt, bridge, planned, denied, lights)], (
        "by check-worthiness"
    )
    assert "0 of 6 decided" in page
    marked = dict(re.findall(r'<mark data-at="\d+" class="(own-\w+)[^"]*">([^<]*)', page))
    assert marked["own-source"] == "Ahmed Rashid"
    assert marked["own-cue"] == "estimates"
    assert "an event that can be checked" in page

    def send(who: str, claim: Claim, do: str, **more: str) -> object:
        sent = {"claim": str(claim.pk), "rev": str(claims.fresh(claim).rev), "do": do, **more}
        return clients[who].post(decide, sent)

    accepted = send("extractor", estimate, "accept")
    assert accepted.status_code == 302  # type: ignore[attr-defined]
    assert accepted["Location"] == f"{page_of(version, at=hurt.pk)}#offer", "on to the next"  # type: ignore[index]
    assert send("extractor", hurt, "reject", why=REASONS[0]).status_code == 403  # type: ignore[attr-defined]
    assert send("reviewer", hurt, "reject", why=REASONS[0]).status_code == 302  # type: ignore[attr-defined]
    assert send("reviewer", planned, "reject", typed=" ").status_code == 400  # type: ignore[attr-defined]
    assert send("reviewer", planned, "publish").status_code == 400  # type: ignore[attr-defined]
    assert send("administrator", planned, "accept").status_code == 403  # type: ignore[attr-defined]
    stale = clients["reviewer"].post(
        decide, {"claim": bridge.pk, "rev": "1", "do": "reject", "typed": "Wörter <b>"}
    )
    assert stale.status_code == 409
    assert "Wörter &lt;b&gt;" in stale.content.decode(), "what was typed is still there"
    assert clients["reviewer"].post(decide, {"claim": 10**30, "rev": "1", "do": "accept"}).status_code == 404
    for odd in ("x", "9" * 40, "-1", "٣"):
        assert clients["reviewer"].get(page_of(version, at=odd)).status_code == 200
    assert clients["reviewer"].get(decide).status_code == 405
    form = reverse("admin:claims_claim_change", args=[bridge.pk]) + "?back=proposals"
    shown = clients["extractor"].get(form)
    assert "Back to the proposals" in shown.content.decode()
    saved = clients["extractor"].post(form, form_in(shown) | {"statement": "The bridge fell at noon."})
    assert (saved.status_code, saved["Location"]) == (302, f"{page_of(version, at=bridge.pk)}#offer")
    send("reviewer", bridge, "accept")
    told = dict(Offer.objects.exclude(decision="open").values_list("claim", "decision"))
    assert told == {estimate.pk: "accepted", hurt.pk: "rejected", bridge.pk: "edited"}
    page = clients["reviewer"].get(page_of(version)).content.decode()
    assert "3 of 6 decided" in page
    assert "(3 wait)" in clients["reviewer"].get(
        reverse("admin:claims_articleversion_desk", args=[version.pk])
    ).content.decode()  # fmt: skip
    send("reviewer", hurt, "reopen")
    assert Offer.objects.get(claim=hurt).decision == "accepted"


def test_the_page_asks_as_often_for_many_proposals_as_for_few(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    counted = set()
    for number in (2, 30):
        text, found = many(number)
        version = captured(seeded.extractor, text, url=f"https://example.org/{number}")
        proposals.offer(version=version, proposals=found, by=seeded.machine, at=timezone.now())
        clients["reviewer"].get(page_of(version))
        with CaptureQueriesContext(connection) as queries:
            page = clients["reviewer"].get(page_of(version)).content.decode()
        assert page.count('class="end ') == number
        counted.add(len(queries))
    assert len(counted) == 1, counted
