"""One step for many claims: shown first, a hundred a commit, one history row each, no refusal undoes another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from claims.actions import claims, review
from claims.models import Claim, History, Review
from tests.admin.bulk_scene import LIST, asked, done, go_on, many, rows_of
from tests.cast import Cast, rashid


def test_a_topic_for_more_than_a_hundred_claims_is_set_in_commits_of_a_hundred(
    clients: Mapping[str, Client], seeded: Cast, django_assert_max_num_queries: Any
) -> None:
    rows = many(seeded, 130)
    before = History.objects.count()
    page = asked(clients["reviewer"], "set_topic", *rows, rashid())
    assert "130 of 131 would take it" in page.content.decode()
    assert "opening a correction" in page.content.decode()
    assert History.objects.count() == before, "a rehearsal leaves nothing"
    chosen = rows_of(page)
    assert len(chosen) == 130
    last = rows[-1]
    claims.revise(claim=last, rev=last.rev, by=seeded.extractor, at=last.created_at, statement="Other.")
    before = History.objects.latest("id").pk
    for topic in ("", "a\0b", "x" * 3_000):
        refused = done(clients["reviewer"], "set_topic", chosen, topic=topic)
        assert refused.status_code == 400
        assert refused.context["form"].errors["topic"]
    first = done(clients["reviewer"], "set_topic", chosen, topic="Border <crossings>")
    assert "100 of 100 done" in first.content.decode()
    assert "100 of 130 claims were tried so far" in first.content.decode()
    assert Claim.objects.filter(topic="Border <crossings>").count() == 100
    second = go_on(clients["reviewer"], first)
    assert "129 of 130 done" in second.content.decode()
    assert second.context["left"] == ""
    (told,) = second.context["refused"]
    assert told[0] == last.pk
    assert "Somebody changed it" in told[2] or "changed while" in told[2]
    written = History.objects.filter(id__gt=before, table="claims_claim")
    assert set(Counter(written.values_list("row", flat=True)).values()) == {1}
    assert written.count() == 129
    assert set(written.values_list("changed_by", flat=True)) == {seeded.reviewer.pk}


def test_a_claim_is_rejected_with_a_reason_that_the_desk_shows(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    one, other = many(seeded, 2)
    for row in (one, other):
        Claim.objects.filter(pk=row.pk).update(
            state="duplicate", duplicate_of=rashid(), changed_by=seeded.reviewer
        )
        review.reopen(claim=row, rev=row.rev, by=seeded.reviewer)
    page = asked(clients["reviewer"], "reject", one, other)
    assert "2 of 2 would take it" in page.content.decode()
    without = done(clients["reviewer"], "reject", rows_of(page), why=" ")
    assert without.status_code == 400
    assert claims.fresh(one).state == "open"
    told = done(clients["reviewer"], "reject", rows_of(page), why="No <claim> at all.")
    assert "2 of 2 done" in told.content.decode()
    one = claims.fresh(one)
    assert (one.state, one.rejected_why) == ("rejected", "No <claim> at all.")
    address = reverse("admin:claims_claim_change", args=[one.pk])
    assert (
        'because: <span dir="auto">No &lt;claim&gt; at all.'
        in clients["reviewer"].get(address).content.decode()
    )
    assert claims.fresh(review.reopen(claim=one, rev=one.rev, by=seeded.reviewer)).rejected_why == ""
    step = reverse("admin:claims_claim_step", args=[one.pk, "reject"])
    refused = clients["reviewer"].post(step, {"rev": one.rev, "why": ""})
    assert (refused.status_code, refused.context["refused"].messages) == (400, ("Say why it is rejected.",))


def test_claims_are_assigned_together(clients: Mapping[str, Client], seeded: Cast) -> None:
    rows = many(seeded, 3)
    page = asked(clients["reviewer"], "assign", *rows)
    form = page.context["form"]
    assert {user.username for user in form.fields["to"].queryset} == {"reviewer", "second_reviewer", "editor"}
    bad = done(clients["reviewer"], "assign", rows_of(page), to=str(seeded.passer_by.pk), due_on="soon")
    assert set(bad.context["form"].errors) == {"to", "due_on"}
    before = History.objects.latest("id").pk
    told = done(
        clients["reviewer"], "assign", rows_of(page), to=str(seeded.second_reviewer.pk), due_on="2026-12-24"
    )
    assert "3 of 3 done" in told.content.decode()
    assert set(Review.objects.values_list("assigned_to__username", flat=True).filter(claim__in=rows)) == {
        "second_reviewer"
    }
    assert History.objects.filter(id__gt=before).count() == 3


@pytest.mark.parametrize("name", ["extractor", "administrator", "passer_by", "reviewer"])
def test_each_role_has_its_jobs_also_when_the_address_is_typed(
    clients: Mapping[str, Client], seeded: Cast, name: str
) -> None:
    allowed = {
        "extractor": {"accept", "set_topic"},
        "reviewer": {"accept", "reject", "start_review", "complete", "return", "set_topic", "assign",
                     "correct_what_is_behind"},
    }.get(name, set())  # fmt: skip
    (one,) = many(seeded, 1)
    jobs = ("accept", "reject", "start_review", "complete", "return", "publish", "retract", "set_topic", "assign",
            "correct_what_is_behind")  # fmt: skip
    for slug in jobs:
        address = reverse("admin:claims_claim_bulk", args=[slug])
        code = clients[name].post(address, {"row": f"{one.pk}:{one.rev}", "topic": ""}).status_code
        assert (code in (200, 400)) == (slug in allowed), (slug, code)
        assert clients[name].get(address).status_code in (302, 403, 405)
    assert claims.fresh(one).topic == ""
    for slug in ("approve", "mark_duplicate", "nonsense"):
        code = clients[name].post(reverse("admin:claims_claim_bulk", args=[slug]), {"row": "1:1"}).status_code
        assert code == 404, slug


def test_odd_lists_of_claims_choose_nothing(clients: Mapping[str, Client], seeded: Cast) -> None:
    address = reverse("admin:claims_claim_bulk", args=["accept"])
    for row in ("", "x", "1", "1:1,", "²:1", "-1:1", "9" * 40 + ":1", "1:1\0"):
        response = clients["reviewer"].post(address, {"row": row})
        assert response.status_code == 302
        assert response.headers["Location"] == reverse(LIST)
        assert "Nothing was done" in " ".join(str(one) for one in get_messages(response.wsgi_request))
    there = Claim.objects.earliest("pk").pk
    for refused in ("x", "{}", "[1]", '[["a", 1, 2]]', "[" * 5_000):
        page = clients["reviewer"].post(
            address, {"row": f"{there}:999", "refused": refused, "done": "x", "tried": "9" * 50}
        )
        assert page.status_code == 200
