"""Any two revisions of a claim stand beside each other, and an earlier one comes back as a new one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from claims.actions import claims, evidence, review
from claims.models import Claim, Contribution, Speaker
from tests.admin.forms import under_correction
from tests.cast import Cast, rashid


def revise(claim: Claim, by: Any, **values: Any) -> Claim:
    claim = claims.fresh(claim)
    return claims.revise(claim=claim, rev=claim.rev, by=by, at=claim.created_at, **values)


def parts_in(page: Any) -> dict[str, str]:
    """The differences on a page, by part."""
    return {
        one.part: "".join(f"{piece.kind}:{piece.text}|" for piece in one.pieces)
        for one in page.context["changes"]
    }


def test_two_revisions_are_compared_word_by_word_with_who_when_and_why(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    begun = claim.rev
    figure = {"measure": "captives <script>", "low": Decimal(20), "high": None, "text": "four", "at": None}
    revise(claim, seeded.second_reviewer, statement="Quite other words.", parts_of={"quantities": [figure]})
    spans = [{"start": claim.start, "end": claim.start + 6, "role": "paraphrase"}]
    revise(claim, seeded.reviewer, parts_of={"spans": spans}, check_worthiness=Decimal("0.11"))
    row = claim.evidence.active().first()
    assert row is not None
    now = claims.fresh(claim)
    evidence.detach(row, rev=now.rev, by=seeded.editor, at=now.created_at, why="It is a copy & more.")
    now = claims.fresh(claim)
    url = reverse("admin:claims_claim_compare", args=[claim.pk])
    page = clients["extractor"].get(f"{url}?from={begun}&to={now.rev}")
    found = parts_in(page)
    assert "added:Quite other words|" in found["statement"]
    assert any("captives <script>" in words for words in found.values())
    assert any(
        f"added:role: {spans[0]['role']}" in words for part, words in found.items() if "whose words" in part
    )
    assert found["at the desk: check worthiness"].endswith("added:11|")
    assert found[f"evidence: {row.source.title}"].startswith("removed:")
    text = page.content.decode()
    assert "captives &lt;script&gt;" in text
    for words in ("second_reviewer", "editor", "changed evidence", "It is a copy &amp; more."):
        assert words in text, words
    again = parts_in(clients["extractor"].get(f"{url}?from={now.rev}&to={begun}"))
    assert "removed:Quite other words|" in again["statement"]
    assert clients["reviewer"].get(url).context["before"] == claim.publications.get().rev, (
        "since it was public"
    )
    for asked in ("from=0", "to=999", "from=x", "to=", "from=" + "9" * 50, "below=x", "from=²"):
        odd = clients["reviewer"].get(f"{url}?{asked}")
        assert odd.status_code == (200 if asked == "below=x" else 404), asked
        assert asked == "below=x" or "revision" in odd.context["problem"]
    assert clients["passer_by"].get(url).status_code == 403
    assert (
        url in clients["reviewer"].get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    )


def test_an_earlier_revision_is_restored_as_a_new_one_after_it_was_shown(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    speaker = Speaker.objects.get(name="Nobody named")
    parts: dict[str, Any] = {"candidates": [{"speaker": speaker, "note": "perhaps"}], "spans": []}
    said, places, spans = claim.said, ["Kabul"], claim.spans.active().count()
    good = revise(claim, seeded.reviewer, places=places, parts_of={"candidates": parts["candidates"]})
    true_exact, high = good.exact, claim.quantities.active().get().high
    revise(claim, seeded.reviewer, statement="Spoiled.", places=[], exact="Rashid estimates", start=None, parts_of={
        "candidates": [], "quantities": [], "spans": []})  # fmt: skip
    row = claim.evidence.active().first()
    assert row is not None
    now = claims.fresh(claim)
    evidence.amend(row, rev=now.rev, by=seeded.reviewer, says="Said since.")
    now = claims.fresh(claim)
    url = reverse("admin:claims_claim_restore", args=[claim.pk])
    page = clients["second_reviewer"].get(f"{url}?to={good.rev}")
    assert "removed:Spoiled" in parts_in(page)["statement"]
    assert "Said since" in page.content.decode(), "what stays is shown"
    assert claims.fresh(claim).rev == now.rev, "showing does nothing"
    stale = clients["second_reviewer"].post(url, {"rev": now.rev - 1, "to": good.rev})
    assert stale.status_code == 409
    assert "Nothing was restored" in stale.content.decode()
    done = clients["second_reviewer"].post(url, {"rev": now.rev, "to": good.rev})
    assert done.status_code == 302, done.context["refusals"]
    after = claims.fresh(claim)
    assert after.rev > now.rev
    assert (after.statement, after.places, after.exact, after.said) == (
        good.statement,
        places,
        true_exact,
        said,
    )
    assert [row.speaker for row in after.candidates.active()] == [speaker]
    assert (after.quantities.active().get().high, after.spans.active().count()) == (high, spans)
    row.refresh_from_db()
    assert (row.says, row.withdrawn_at) == ("Said since.", None)
    made = Contribution.objects.filter(claim=claim, rev__gt=now.rev)
    assert {one.user for one in made} == {seeded.second_reviewer}
    assert seeded.second_reviewer in review.contributors(after), "four eyes see who restored"
    again = clients["second_reviewer"].post(url, {"rev": after.rev, "to": good.rev})
    assert again.status_code == 400
    assert "already" in again.content.decode()


def test_nothing_is_restored_by_whoever_may_not_or_where_the_draft_is_locked(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    begun = claim.rev
    now = revise(claim, seeded.reviewer, statement="Other words.")
    url = reverse("admin:claims_claim_restore", args=[claim.pk])
    sent = {"rev": now.rev, "to": begun}
    for who, code in (("administrator", 403), ("passer_by", 403)):
        assert clients[who].get(f"{url}?to={begun}").status_code == code
        assert clients[who].post(url, sent).status_code == code
    for odd in (
        {},
        {"to": begun},
        {**sent, "rev": "x"},
        {**sent, "to": 0},
        {**sent, "to": "9" * 40},
        {**sent, "to": 999},
    ):
        answer = clients["reviewer"].post(url, odd)
        assert answer.status_code in (400, 404), odd
        assert "Nothing was restored" in answer.content.decode()
    assert claims.fresh(claim).rev == now.rev
    other = Claim.objects.filter(state="published").exclude(pk=claim.pk).order_by("id")[0]
    locked = reverse("admin:claims_claim_restore", args=[other.pk])
    refused = clients["editor"].post(locked, {"rev": other.rev, "to": 1})
    assert refused.status_code == 409
    assert "opening a correction" in refused.content.decode()
    compared = clients["editor"].get(reverse("admin:claims_claim_compare", args=[other.pk]))
    assert compared.context["may_restore"] == []
    assert clients["extractor"].post(url, sent).status_code == 302
    assert claims.fresh(claim).statement == rashid().statement != "Other words."
