"""The desk: opens for every role, saves through actions only, loses nobody's text, and never fails with a 500."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.actions import claims
from claims.admin.base import ActionAdmin, SavedWithoutAction
from claims.models import (
    Evidence,
    History,
    Newsroom,
    Outlet,
    Speaker,
    SuppressionCase,
    Ticket,
    User,
    Verdict,
    WebhookEndpoint,
    Withholding,
)
from tests.admin.forms import ROLES, form_of, under_correction
from tests.cast import Cast
from tests.hostile import hostile_strings

ASKING = ("reviewer", "second_reviewer", "editor", "administrator")
ONLY = {
    User: ("administrator",),
    Newsroom: ("administrator",),
    WebhookEndpoint: ("administrator",),
    Ticket: ("reviewer", "second_reviewer", "editor"),
    SuppressionCase: ASKING,
    Withholding: ASKING,
}
"""What not every role may see."""

OURS = [model for model in admin.site._registry if model._meta.app_label == "claims"]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_every_model_opens_or_is_refused(clients: Mapping[str, Client], role: str) -> None:
    for model in OURS:
        meta = model._meta
        allowed = role in ONLY.get(model, ROLES)
        listing = clients[role].get(reverse(f"admin:claims_{meta.model_name}_changelist"))
        assert listing.status_code == (200 if allowed else 403), meta.model_name
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            page = clients[role].get(reverse(f"admin:claims_{meta.model_name}_change", args=[row.pk]))
            assert page.status_code == (200 if allowed else 403), meta.model_name
            assert "Content-Security-Policy" in page.headers
        added = clients[role].get(reverse(f"admin:claims_{meta.model_name}_add"))
        assert added.status_code in (200, 403), meta.model_name


def test_every_model_is_at_the_desk() -> None:
    hidden = {"ClaimSpan", "SpeakerCandidate", "Attribution", "Quantity", "LogIdentity", "TicketRate"}
    hidden |= {"Comment", "Presence", "Footing", "SignInAttempt", "Draft", "Offer", "Following"}
    hidden |= {"PublishedSpeaker", "PublishedSource", "PublishedArticle", "PublishedWord"}
    hidden |= {"WebhookProgress", "WebhookDelivery", "WebhookAttempt", "WebhookSender"}
    hidden |= {"ApiKey", "ApiKeyUse", "ApiCommand"}
    hidden |= {"PublishedRemoval", "PublishedAlteration", "WithheldDocument", "Emptying", "IngestResult"}
    hidden |= {"PublishedPosting", "DeskPosting", "CommonWord", "PublishedMeaning", "MatchDecision"}
    models = {model.__name__ for model in apps.get_app_config("claims").get_models()}
    assert models - {model.__name__ for model in OURS} == hidden
    assert len(OURS) == len(admin.site._registry), (
        "nothing of other apps is at the desk, secrets least of all"
    )


def test_somebody_without_a_role_sees_nothing(clients: Mapping[str, Client]) -> None:
    for model in OURS:
        url = reverse(f"admin:claims_{model._meta.model_name}_changelist")
        assert clients["passer_by"].get(url).status_code in (302, 403)
        assert Client().get(url).status_code == 302


def test_nothing_can_be_deleted(clients: Mapping[str, Client]) -> None:
    for model in OURS:
        row = model._default_manager.order_by("pk").first()
        if row is None:
            continue
        url = reverse(f"admin:claims_{model._meta.model_name}_delete", args=[row.pk])
        for role in ROLES:
            assert clients[role].post(url, {"post": "yes"}).status_code == 403, (model, role)
        assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "name",
    ["publication", "approval", "contribution", "history", "ledgerentry", "checkpoint", "publishedclaim"],
)
def test_what_the_database_keeps_is_only_to_be_read(clients: Mapping[str, Client], name: str) -> None:
    model = apps.get_model("claims", name)
    row = model._default_manager.order_by("pk").first()
    for role in ROLES:
        assert clients[role].get(reverse(f"admin:claims_{name}_add")).status_code == 403
        if row is not None:
            url = reverse(f"admin:claims_{name}_change", args=[row.pk])
            assert clients[role].post(url, {"number": "9"}).status_code == 403


def test_a_save_goes_through_the_action_and_names_the_person(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    speaker = Speaker.objects.get(name="Ahmed Rashid")
    url = reverse("admin:claims_speaker_change", args=[speaker.pk])
    data = form_of(clients["extractor"], url) | {"country": "PK"}
    assert clients["extractor"].post(url, data).status_code == 302
    speaker.refresh_from_db()
    assert (speaker.country, speaker.changed_by) == ("PK", seeded.extractor)
    row = History.objects.filter(table="claims_speaker", row=str(speaker.pk)).latest("id")
    assert row.changed_by == seeded.extractor.pk


def test_saving_past_the_actions_is_an_error(rf: Any, seeded: Cast) -> None:
    desk = admin.site._registry[Outlet]
    assert isinstance(desk, ActionAdmin)
    outlet = Outlet.objects.get()
    outlet.name = "Changed"
    desk.save_model(rf.post("/"), outlet, None, True)
    assert Outlet.objects.get().name != "Changed"
    with pytest.raises(SavedWithoutAction):
        desk.save_formset(rf.post("/"), None, None, True)
    with pytest.raises(SavedWithoutAction):
        desk.delete_model(rf.post("/"), outlet)


def test_figures_and_dates_stand_as_people_write_them(clients: Mapping[str, Client], seeded: Cast) -> None:
    url = reverse("admin:claims_claim_change", args=[under_correction(seeded).pk])
    page = clients["reviewer"].get(url).content.decode()
    assert 'value="4000"' in page
    assert "4000.0" not in page


def test_an_unchanged_claim_saves_without_a_new_revision(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    assert clients["reviewer"].post(url, form_of(clients["reviewer"], url)).status_code == 302
    assert claims.fresh(claim).rev == claim.rev


def test_a_claim_is_revised_with_its_figures(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    data = form_of(clients["reviewer"], url) | {"statement": "Other words.", "quantities-0-high": "6000"}
    response = clients["reviewer"].post(url, data)
    assert response.status_code == 302, response.context["errors"]
    claim = claims.fresh(claim)
    assert claim.statement == "Other words."
    assert [int(row.high or 0) for row in claim.quantities.active()] == [6000]
    assert claim.quantities.count() == 2, "the earlier figure stays, withdrawn"


BAD = {
    "a quote with one changed letter": (
        "exact",
        'Rashid estimates the ranks of the militants at "maybe five."',
    ),
    "an unparsable date": ("said_0", "last Tuesday"),
    "a reversed interval": ("about_0", "2010/2009"),
    "a date without a basis": ("said_1", "who knows"),
    "NUL": ("statement", "a\x00b"),
    "a control character": ("statement", "a\x07b"),
    "over-long text": ("statement", "x" * 1_001),
    "an unknown modality": ("modality", "sure"),
    "a hedge that does not stand there": ("hedges", "conceivably"),
    "reversed bounds": ("quantities-0-low", "9000"),
    "a bound in words": ("quantities-0-low", "many"),
    "a negative offset": ("spans-0-start", "-4"),
    "a span outside the quotation": ("spans-0-start", "1"),
    "a forged revision": ("version_read", "x"),
    "a revision of the future": ("version_read", "999"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_is_said_on_the_page_and_keeps_the_rest(
    clients: Mapping[str, Client], seeded: Cast, name: str
) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    field, value = BAD[name]
    data = form_of(clients["reviewer"], url) | {"topic": "kept topic", field: value}
    response = clients["reviewer"].post(url, data)
    assert response.status_code in (200, 409)
    page = response.content.decode()
    assert "errorlist" in page
    assert "kept topic" in page
    assert claims.fresh(claim).rev == claim.rev


def test_hostile_text_never_fails_the_desk(clients: Mapping[str, Client], seeded: Cast) -> None:
    outlet = Outlet.objects.get()
    url = reverse("admin:claims_outlet_change", args=[outlet.pk])
    for text in hostile_strings()[::4]:
        sent = text.encode("utf-8", "replace").decode()
        response = clients["reviewer"].post(url, form_of(clients["reviewer"], url) | {"name": sent})
        assert response.status_code in (200, 302)


def test_evidence_is_withdrawn_with_its_reason_and_stays(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    row = claim.evidence.active().first()
    assert isinstance(row, Evidence)
    url = reverse("admin:claims_evidence_change", args=[row.pk])
    data = form_of(clients["reviewer"], url) | {"withdraw_because": "It is a copy."}
    assert clients["reviewer"].post(url, data).status_code == 302
    row.refresh_from_db()
    assert (row.withdrawn_why, row.withdrawn_by) == ("It is a copy.", seeded.reviewer)


def test_a_verdict_is_changed_at_the_desk(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    verdict = Verdict.objects.get(claim=claim)
    url = reverse("admin:claims_verdict_change", args=[verdict.pk])
    form = form_of(clients["reviewer"], url)
    assert clients["reviewer"].post(url, form | {"credence": "101"}).status_code == 200
    assert clients["reviewer"].post(url, form | {"credence": "30"}).status_code == 302
    verdict.refresh_from_db()
    assert verdict.credence == 30


def test_history_shows_who_changed_which_words(clients: Mapping[str, Client], seeded: Cast) -> None:
    speaker = Speaker.objects.get(name="Ahmed Rashid")
    url = reverse("admin:claims_speaker_change", args=[speaker.pk])
    clients["extractor"].post(url, form_of(clients["extractor"], url) | {"name": "Ahmed Khan Rashid"})
    page = (
        clients["reviewer"].get(reverse("admin:claims_speaker_history", args=[speaker.pk])).content.decode()
    )
    assert "<ins> Khan</ins>" in page
    assert "extractor" in page


def test_the_list_of_claims_takes_no_query_a_row(clients: Mapping[str, Client], seeded: Cast) -> None:
    url = reverse("admin:claims_claim_changelist")
    clients["reviewer"].get(url)
    with CaptureQueriesContext(connection) as few:
        clients["reviewer"].get(url + "?state__exact=published&q=MacLeod")
    with CaptureQueriesContext(connection) as many:
        clients["reviewer"].get(url + "?state__exact=published")
    assert len(many) <= len(few) + 1


def test_whoever_may_not_change_a_claim_is_offered_no_row_of_its_parts(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    url = reverse("admin:claims_claim_change", args=[under_correction(seeded).pk])
    for who, may in (("reviewer", True), ("administrator", False)):
        parts = clients[who].get(url).context["inline_admin_formsets"]
        assert len(parts) > 3
        assert {(one.has_add_permission, one.has_delete_permission) for one in parts} == {(may, may)}, who
