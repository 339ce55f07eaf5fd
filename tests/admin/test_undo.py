"""The last save is undone where that leads exactly to what was before; where not, the desk says so."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse

from claims.actions import claims, evidence
from claims.models import Claim, Rating
from tests.admin.forms import form_in
from tests.admin.test_verdict import WORDS, page_of, post, sent, unrated
from tests.cast import Cast


def undo(client: Client, claim: Claim, **more: str) -> str:
    """Undoes as the form of the page does; what the desk says then."""
    data = {"rev": str(claims.fresh(claim).rev), **more}
    answer = client.post(reverse("admin:claims_claim_undo", args=[claim.pk]), data, follow=True)
    return " ".join(str(one) for one in answer.context["messages"])


def step(client: Client, claim: Claim, verb: str, **more: str) -> None:
    data = {"rev": str(claims.fresh(claim).rev), **more}
    answer = client.post(reverse("admin:claims_claim_step", args=[claim.pk, verb]), data)
    assert answer.status_code == 302


def test_the_last_save_of_ones_own_is_undone_and_nothing_else(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = unrated(seeded)
    me, other = clients["reviewer"], clients["second_reviewer"]
    assert "not made at the desk" in undo(me, claim)
    form = page_of(me, claim).context["verdict_form"]
    ratings = [str(Rating.objects.get(label=one).pk) for one in ("accurate", "inaccurate")]
    assert post(me, claim, sent(form, **WORDS, rating=ratings[0])).status_code == 302
    first = claim.verdicts.active().get()
    form = page_of(me, claim).context["verdict_form"]
    changed = sent(form, rating=ratings[1], summary="Three.", recheck_on="", credence="99")
    assert post(me, claim, changed).status_code == 302

    assert "made by reviewer" in undo(other, claim)
    assert 'data-key="u" data-key-says' not in page_of(me, claim).content.decode()
    stale = undo(me, claim, rev=str(claims.fresh(claim).rev - 1))
    assert "changed while you were editing" in stale
    assert claim.verdicts.active().get().credence == 99
    said = undo(me, claim)
    assert "Undone: verdict: rating, credence, summary, recheck on as before." in said
    row = claim.verdicts.active().get()
    names = ("rating", "credence", "summary", "recheck_on", "conclusion")
    assert [getattr(row, name) for name in names] == [getattr(first, name) for name in names]
    assert "Undone" in undo(me, claim), "what was undone is done again"
    assert claim.verdicts.active().get().credence == 99

    step(me, claim, "complete")
    assert "the claim is “under correction” again" in undo(me, claim)
    assert claims.fresh(claim).state == "under correction"
    assert "the claim is “draft complete” again" in undo(me, claim)
    step(other, claim, "approve", seen=page_of(other, claim).context["seen"])
    assert "approval is not undone" in undo(other, claim)
    assert claims.fresh(claim).state == "approved"


def test_what_was_added_is_withdrawn_and_what_was_withdrawn_stays(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, me = unrated(seeded), clients["reviewer"]
    form = page_of(me, claim).context["verdict_form"]
    rating = str(Rating.objects.get(label="accurate").pk)
    assert post(me, claim, sent(form, **WORDS, rating=rating)).status_code == 302
    assert "your verdict is withdrawn" in undo(me, claim)
    assert not claim.verdicts.active().exists()
    assert claim.verdicts.latest("withdrawn_at").withdrawn_why.startswith("Undone by")
    assert "stays so" in undo(me, claim)
    form = page_of(me, claim)
    data = {**form_in(form), "statement": "Another statement."}
    assert me.post(reverse("admin:claims_claim_change", args=[claim.pk]), data).status_code == 302
    assert "own text" in undo(me, claim)
    assert claims.fresh(claim).statement == "Another statement."


@pytest.mark.parametrize("rev", ["", "x", "-1"])
def test_undoing_needs_a_revision_and_a_post(clients: Mapping[str, Client], seeded: Cast, rev: str) -> None:
    claim = unrated(seeded)
    row = claim.evidence.active().first()
    assert row is not None
    evidence.amend(row, rev=claim.rev, by=seeded.reviewer, says="So.")
    assert "Open the page again" in undo(clients["reviewer"], claim, rev=rev)
    url = reverse("admin:claims_claim_undo", args=[claim.pk])
    assert clients["reviewer"].get(url).status_code == 405
