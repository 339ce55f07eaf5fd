"""“Already checked?”: the most similar claims are shown while a statement is typed, and linked with one press."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from claims.actions import claims, review, suppression
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, ClaimLink, MatchDecision
from claims.reads import similar, training
from tests.admin.forms import under_correction
from tests.cast import Cast, rashid
from tests.work import proposed

ASK = "admin:claims_claim_similar"


def _told(client: Client, words: str, **more: Any) -> list[dict[str, Any]]:
    answer = client.get(reverse(ASK), {"words": words, **more})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = json.loads(answer.content)["claims"]
    return found


def test_the_most_similar_claims_come_first_and_nothing_that_is_out(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = rashid()
    told = _told(clients["reviewer"], claim.statement.replace("estimates", "estimated"))
    assert told[0]["number"] == claim.pk
    assert told[0]["alike"] == 100
    assert told[0]["speaker"] == "Ahmed Rashid"
    assert told[0]["state"] == "published"
    assert told[0]["rating"]
    assert len(told) <= similar.MOST
    assert [one["alike"] for one in told] == sorted((one["alike"] for one in told), reverse=True)
    assert claim.pk not in {
        one["number"] for one in _told(clients["reviewer"], claim.statement, but=str(claim.pk))
    }

    for words in ("", "the of and", "zzz qqq xxx", "Rashid", "' | ! & :* \\", "и не было никого"):
        assert _told(clients["reviewer"], words) == [], words
    again = proposed(seeded, claim.statement)
    assert [one["number"] for one in _told(clients["reviewer"], claim.statement)][:2] == [claim.pk, again.pk]
    review.reject(claim=again, rev=again.rev, by=seeded.reviewer, why="It is there already.")
    assert again.pk not in {one["number"] for one in _told(clients["reviewer"], claim.statement)}


def test_a_row_says_what_is_unsure_and_what_differs(clients: Mapping[str, Client], seeded: Cast) -> None:
    other = Claim.objects.exclude(speaker_basis="stated").order_by("pk").first()
    assert other is not None
    (row,) = (one for one in _told(clients["reviewer"], other.statement) if one["number"] == other.pk)
    sureness = {"inferred": ", as inferred", "ambiguous": " (unclear who)"}[other.speaker_basis]
    assert row["speaker"] == f"{other.speaker}{sureness}"
    dated = next(one for one in Claim.objects.all() if one.said and one.said.basis.startswith("inferred"))
    (row,) = (one for one in _told(clients["reviewer"], dated.statement) if one["number"] == dated.pk)
    assert row["said"].endswith(", as inferred")

    same, louder = _told(clients["reviewer"], rashid().statement), f"Never ninety times: {rashid().statement}"
    assert same[0]["cautions"] == ""
    cautions = _told(clients["reviewer"], louder)[0]["cautions"]
    assert cautions == "“ninety” is not in the claim. The text has “Never”, the claim no denial."
    again = proposed(seeded, louder)
    page = clients["reviewer"].get(reverse("admin:claims_claim_change", args=[again.pk])).content.decode()
    assert f'<p class="similar-but" data-of="cautions">{cautions}</p>' in page


def test_words_of_a_suppressed_claim_find_nothing(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim, words = rashid(), rashid().statement
    case = suppression.open_case(
        claim=claim,
        by=seeded.reviewer,
        at=timezone.now(),
        category=RemovalCategory.PRIVACY,
        reason="Asked for.",
    )
    suppression.confirm(case, by=seeded.editor, at=timezone.now(), read=case.changed_at)
    assert claim.pk not in {one["number"] for one in _told(clients["reviewer"], words)}


def test_who_may_not_see_claims_is_told_nothing(clients: Mapping[str, Client], seeded: Cast) -> None:
    words = {"words": rashid().statement}
    assert Client().get(reverse(ASK), words).status_code == 302
    assert clients["passer_by"].get(reverse(ASK), words).status_code in (302, 403)
    assert clients["reviewer"].post(reverse(ASK), words).status_code == 405


def test_one_press_links_it_and_the_page_shows_both_ends(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    other = proposed(seeded, claim.statement)
    me, page = clients["reviewer"], reverse("admin:claims_claim_change", args=[claim.pk])
    relate = reverse("admin:claims_claim_relate", args=[claim.pk])
    assert "contradicts it</button>" in me.get(page).content.decode()

    def press(**values: str) -> Any:
        sent = {"rev": str(claims.fresh(claim).rev), "other": str(other.pk), "kind": "repeats", **values}
        return me.post(relate, sent)

    for wrong, said in (
        ({"kind": "told as fact"}, "Choose one of"),
        ({"other": "9" * 19}, "Choose a claim that is there."),
        ({"other": "x"}, "Choose a claim that is there."),
        ({"other": str(claim.pk)}, "two different claims"),
    ):
        refused = press(**wrong)
        assert refused.status_code == 400, wrong
        assert said in refused.content.decode().split('id="related"')[1], wrong
    assert press(rev=str(claim.rev - 1)).status_code == 409
    assert not ClaimLink.objects.filter(claim=claim, other=other).exists()

    assert press().status_code == 302
    link = ClaimLink.objects.active().get(claim=claim, other=other)
    assert (link.kind, link.basis) == ("repeats", "inferred")
    for url, end in (
        (page, "Repeats:"),
        (reverse("admin:claims_claim_change", args=[other.pk]), "the other way"),
    ):
        pane = me.get(url).content.decode().split('id="related"')[1].split("</section>")[0]
        assert end in pane
        assert pane.count(claim.statement if url != page else other.statement) >= 1
    assert (
        f'value="{other.pk}"'
        not in me.get(page).content.decode().split('id="related"')[1].split("</section>")[0]
    )
    assert "contradicts it</button>" not in clients["extractor"].get(page).content.decode()


def test_people_say_whether_it_is_the_same_claim_and_that_is_a_training_pair(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = rashid()
    other = proposed(seeded, claim.statement)
    me, page = clients["reviewer"], reverse("admin:claims_claim_change", args=[claim.pk])
    alike = reverse("admin:claims_claim_alike", args=[claim.pk])
    read = {"other": str(other.pk), "asked": claim.statement, "found": other.statement}
    shown = me.get(page).content.decode()
    assert all(f'name="{name}" value="{escape(value)}"' in shown for name, value in read.items())
    assert me.post(alike, {"other": str(other.pk), "decision": "perhaps"}).status_code == 400
    changed = me.post(alike, {**read, "found": "As it was before.", "decision": "same claim"})
    assert (changed.status_code, MatchDecision.objects.count()) == (409, 0)
    assert "Read both again" in changed.content.decode()
    assert me.post(alike, {"other": "x", "decision": "same claim"}).status_code == 400
    assert clients["extractor"].post(alike, {**read, "decision": "same claim"}).status_code == 403
    assert me.post(alike, {**read, "decision": "same claim"}).status_code == 302
    told = {"asked": claim.statement, "found": other.statement, "decision": "same claim"}
    made = MatchDecision.objects.get(claim=claim, other=other)
    assert {name: getattr(made, name) for name in told} == told
    assert (made.decided_by, float(made.score)) == (seeded.reviewer, 1.0)
    assert me.post(alike, {**read, "decision": "another claim"}).status_code == 302
    pane = me.get(page).content.decode().split('id="related"')[1].split("</section>")[0]
    assert "<strong>Another claim</strong>, says" in pane
    assert [(one["text"], one["other_text"], one["same"]) for one in training.match_pairs()] == [
        (claim.statement, other.statement, False)
    ]
    for values, rule in (
        ({"other_id": seeded_other(claim, other)}, "matchdecision_stays_about_its_pair"),
        ({"decided_by": seeded.editor}, "matchdecision_by_a_person"),
        ({"decided_by": seeded.machine, "changed_by": seeded.machine}, "matchdecision_by_a_person"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            MatchDecision.objects.filter(pk=made.pk).update(**({"changed_by": seeded.reviewer} | values))
        assert rule in str(refused.value), rule


def seeded_other(*but: Claim) -> int:
    """The number of a claim that is none of these."""
    return Claim.objects.exclude(pk__in=[one.pk for one in but]).values_list("pk", flat=True)[0]
