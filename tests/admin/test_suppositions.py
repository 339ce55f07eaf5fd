"""What waits for a person's word at the desk: who may decide, that the reason is asked for, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, ProposedLink, Recheck, ReportedFigure, SuspectedCopy, User
from tests.admin.forms import form_of, under_correction
from tests.cast import Cast, rashid


@pytest.fixture
def pair(seeded: Cast) -> SuspectedCopy:
    one, other = (
        i.source for i in rashid().evidence.active().filter(stance="disputes").order_by("source_id")[:2]
    )
    return SuspectedCopy.objects.create(
        source=one, other=other, likenesses=["quoted chain"], because="The one cites the other.", score="0.50",
        changed_by=seeded.machine,
    )  # fmt: skip


@pytest.fixture
def back(seeded: Cast) -> Recheck:
    return Recheck.objects.create(
        claim=rashid(), occasion="date", mark="x", because="The date has come.", raised_at=timezone.now(),
        changed_by=seeded.machine,
    )  # fmt: skip


def page(row: Any) -> str:
    return reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])


def test_a_reviewer_decides_with_a_reason_and_the_claim_s_page_shows_it(
    clients: Mapping[str, Client], pair: SuspectedCopy
) -> None:
    claim = reverse("admin:claims_claim_change", args=[rashid().pk])
    shown = clients["reviewer"].get(claim).content.decode()
    assert "The one cites the other." in shown
    assert page(pair) in shown
    data = form_of(clients["reviewer"], page(pair))
    assert data["decide_as"] == "open"
    refused = clients["reviewer"].post(page(pair), {**data, "decide_as": "rejected", "why": ""})
    assert refused.status_code == 200
    assert "Say why it is rejected." in str(refused.context["adminform"].form.errors["why"])
    done = clients["reviewer"].post(page(pair), {**data, "decide_as": "rejected", "why": "Two reporters."})
    assert done.status_code == 302
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_why) == ("rejected", "Two reporters.")
    clients["reviewer"].get(claim)  # where the message stands
    assert page(pair) not in clients["reviewer"].get(claim).content.decode()


def test_two_people_who_decide_at_once_see_both_words(
    clients: Mapping[str, Client], pair: SuspectedCopy
) -> None:
    first, second = (form_of(clients[name], page(pair)) for name in ("reviewer", "editor"))
    assert clients["reviewer"].post(page(pair), {**first, "decide_as": "accepted"}).status_code == 302
    stale = clients["editor"].post(page(pair), {**second, "decide_as": "rejected", "why": "My reason."})
    assert stale.status_code == 409
    assert "My reason." in stale.content.decode()
    pair.refresh_from_db()
    assert pair.decision == "accepted"


@pytest.mark.parametrize("name", ["extractor", "administrator"])
def test_others_may_look_and_not_decide(
    clients: Mapping[str, Client], pair: SuspectedCopy, back: Recheck, name: str
) -> None:
    for row in (pair, back):
        assert clients[name].get(page(row)).status_code == 200
        refused = clients[name].post(page(row), {"decide_as": "accepted", "why": "x", "version_read": "x"})
        assert refused.status_code == 403
        row.refresh_from_db()
    assert (pair.decision, back.settled_at) == ("open", None)
    assert clients["passer_by"].get(page(pair)).status_code in (302, 403)


def test_nobody_adds_or_deletes_a_supposition_by_hand(
    clients: Mapping[str, Client], pair: SuspectedCopy
) -> None:
    for model in (SuspectedCopy, ProposedLink, Recheck):
        assert clients["editor"].get(reverse(f"admin:claims_{model._meta.model_name}_add")).status_code == 403
    assert (
        clients["editor"].get(reverse("admin:claims_suspectedcopy_delete", args=[pair.pk])).status_code == 403
    )


def test_a_proposed_link_of_a_claim_that_cannot_be_edited_says_what_to_do(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    other = Claim.objects.exclude(pk=rashid().pk).order_by("id")[0]
    link = ProposedLink.objects.create(
        claim=rashid(), other=other, kind="same event", because="x", score=1, changed_by=seeded.machine
    )
    data = form_of(clients["reviewer"], page(link)) | {"decide_as": "accepted"}
    refused = clients["reviewer"].post(page(link), data)
    assert "opening a correction" in refused.content.decode().replace("a\ncorrection", "a correction")
    under_correction(seeded)
    assert clients["reviewer"].post(page(link), data).status_code == 302
    assert rashid().links.active().filter(other=other, kind="same event").exists()


def test_a_recheck_is_settled_at_its_form_and_leaves_the_queue(
    clients: Mapping[str, Client], back: Recheck
) -> None:
    queue = reverse("admin:claims_claim_changelist") + "?recheck=any"
    assert rashid().statement[:60] in clients["reviewer"].get(queue).content.decode()
    claim = reverse("admin:claims_claim_change", args=[rashid().pk])
    assert "The date has come." in clients["reviewer"].get(claim).content.decode()
    data = form_of(clients["reviewer"], page(back))
    assert clients["reviewer"].post(page(back), {**data, "why": ""}).status_code == 200
    assert clients["reviewer"].post(page(back), {**data, "why": "Nothing new."}).status_code == 302
    assert rashid().statement[:60] not in clients["reviewer"].get(queue).content.decode()
    again = clients["editor"].post(
        page(back), {**form_of(clients["editor"], page(back)), "why": "Once more."}
    )
    assert again.status_code in (200, 409)
    back.refresh_from_db()
    assert back.settled_why == "Nothing new."


def test_the_machine_is_asked_from_the_claim_s_page(clients: Mapping[str, Client], seeded: Cast) -> None:
    address = reverse("admin:claims_claim_suppose", args=[rashid().pk])
    assert clients["reviewer"].get(address).status_code == 405
    answer = clients["reviewer"].post(address, follow=True)
    assert "suspected copies" in " ".join(str(message) for message in answer.context["messages"])
    assert clients["administrator"].post(address).status_code == 403
    assert clients["reviewer"].post(reverse("admin:claims_claim_suppose", args=[999_999])).status_code == 404


def test_a_figure_of_a_source_is_added_from_the_claim_s_page(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    item = claim.evidence.active().filter(figures__isnull=True).exclude(excerpt="")[0]
    address = reverse("admin:claims_reportedfigure_add") + f"?claim={claim.pk}&evidence={item.pk}"
    assert (
        address.replace("&", "&amp;")
        in clients["reviewer"].get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    )
    data = form_of(clients["reviewer"], address)
    assert (data["claim"], data["evidence"]) == (str(claim.pk), str(item.pk))
    data |= {
        "measure": "militants",
        "vague": "on",
        "text": "never printed",
        "position": "1",
        "unit": "persons",
    }
    refused = clients["reviewer"].post(address, data)
    assert "do not stand in the excerpt" in str(refused.context["adminform"].form.errors["text"])
    assert clients["reviewer"].post(address, data | {"text": item.excerpt.split()[0]}).status_code == 302
    assert ReportedFigure.objects.filter(evidence=item).count() == 1


def test_the_claim_s_page_weighs_and_draws_with_a_constant_number_of_queries(
    clients: Mapping[str, Client], pair: SuspectedCopy
) -> None:
    address = reverse("admin:claims_claim_change", args=[rashid().pk])
    clients["reviewer"].get(address)
    with CaptureQueriesContext(connection) as found:
        shown = clients["reviewer"].get(address).content.decode()
    assert "Weighed by itself" in shown
    assert 'class="prov"' in shown
    assert "Why it weighs so" in shown
    assert len(found) <= 120, len(found)


def test_the_button_says_why_the_machine_cannot_look(seeded: Cast, clients: Mapping[str, Client]) -> None:
    User.objects.filter(is_machine=True).update(is_active=False)
    address = reverse("admin:claims_claim_suppose", args=[rashid().pk])
    answer = clients["reviewer"].post(address, follow=True)
    assert answer.status_code == 200
    assert "account is switched off" in answer.content.decode()
