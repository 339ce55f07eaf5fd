"""Made-up addresses, methods and values at the desk are answered in words, never with a 500."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.db import DataError
from django.test import Client
from django.urls import reverse

from claims.formats.word_diff import pieces as words
from claims.models import Claim, Evidence, Rating, Source, Speaker, Ticket, Verdict
from tests.admin.forms import form_of, under_correction
from tests.cast import Cast

ODD = ["a\0", "abc", "²", "NaN", "9" * 5_000, "9" * 40, "1.5", "-1", "\ufffd", "٣", "", " "]
OURS = [model for model in admin.site._registry if model._meta.app_label == "claims"]


def new_row(kind: str, claim: Claim) -> dict[str, str]:
    """What a reviewer would type for a new row that hangs on the claim."""
    used = Evidence.objects.filter(claim=claim).values("source")
    source = Source.objects.exclude(pk__in=used).first()
    other = Claim.objects.exclude(pk=claim.pk).latest("id")
    return {
        "evidence": {"source": str(source and source.pk), "stance": "supports", "credibility": "2", "says": "So."},
        "replyrequest": {
            "who": str(claim.speaker_id), "outcome": "no answer", "channel": "e-mail",
            "asked_at_0": "2026-11-20", "asked_at_1": "10:00:00",
        },
        "claimlink": {"other": str(other.pk), "kind": "denies", "basis": "stated", "note": "Both."},
        "verdict": {
            "rating": str(Rating.objects.earliest("id").pk), "credence": "40", "evidence_level": "limited",
            "agreement": "low", "conclusion": "Unclear.", "rationale": "Little is known.", "summary": "One point.",
            "looked_for": "Papers.", "would_change": "A count.",
        },
    }[kind]  # fmt: skip


@pytest.mark.parametrize("kind", ["evidence", "replyrequest", "claimlink", "verdict"])
def test_what_hangs_on_a_claim_is_added_at_its_form(
    clients: Mapping[str, Client], seeded: Cast, kind: str
) -> None:
    claim = under_correction(seeded)
    if kind == "verdict":
        old = reverse("admin:claims_verdict_change", args=[Verdict.objects.get(claim=claim).pk])
        gone = form_of(clients["reviewer"], old) | {"withdraw_because": "Anew."}
        assert clients["reviewer"].post(old, gone).status_code == 302
    url = reverse(f"admin:claims_{kind}_add")
    data = form_of(clients["reviewer"], f"{url}?claim={claim.pk}")
    assert data["claim"] == str(claim.pk)
    data |= new_row(kind, claim)
    response = clients["reviewer"].post(url, data)
    assert response.status_code == 302, response.context["errors"]
    model = next(model for model in OURS if model._meta.model_name == kind)
    row = model._default_manager.latest("id")
    assert (row.claim, row.changed_by) == (claim, seeded.reviewer)  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", ODD[::2], ids=lambda value: ascii(value)[:12])
def test_no_value_of_a_reference_fails_a_page(
    clients: Mapping[str, Client], seeded: Cast, value: str
) -> None:
    under_correction(seeded)
    for model in OURS:
        desk = admin.site._registry[model]
        fields = desk.autocomplete_fields
        who = clients["editor"]
        url = reverse(f"admin:claims_{model._meta.model_name}_add")
        if not fields or who.get(url).status_code == 403:
            continue
        sent = dict.fromkeys(fields, value)
        assert who.get(url, sent).status_code == (400 if "\0" in value else 200), (model, value)
        response = who.post(url, form_of(who, url) | sent)
        assert response.status_code == 200, (model, value)


def test_no_value_of_a_reference_in_a_row_of_a_claim_fails_its_page(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    url = reverse("admin:claims_claim_change", args=[under_correction(seeded).pk])
    data = form_of(clients["reviewer"], url)
    for value in ODD[:-3]:
        row = {"candidates-TOTAL_FORMS": "1", "candidates-0-speaker": value, "candidates-0-note": "kept note"}
        row |= {"quantities-0-id": value}
        response = clients["reviewer"].post(url, data | row)
        assert response.status_code == 200
        assert "kept note" in response.content.decode()


def test_an_address_fills_in_references_only(clients: Mapping[str, Client], seeded: Cast) -> None:
    for model in OURS:
        url = reverse(f"admin:claims_{model._meta.model_name}_add")
        sent = {column.name: "abc" for column in model._meta.fields}
        assert clients["editor"].get(url, sent).status_code in (200, 403), model


@pytest.mark.parametrize(
    "path",
    [
        "claim/?public_id=%00", "publishedclaim/%00/change/", "speaker/%00/history/", "claim/?q=%00",
        "claim/?%00=1", "claim/?id__regex=%5B", "claim/?statement__contains=x", "user/?password__startswith=p",
        "evidence/?claim__statement__regex=%28", "evidence/?source__reliability__regex=%5B", "claim/?p=%00",
        "claim/?state__in=%00",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_in_words(
    clients: Mapping[str, Client], seeded: Cast, path: str
) -> None:
    response = clients["administrator"].get(f"/admin/claims/{path}")
    assert response.status_code == 400
    assert "Nothing was saved" in response.content.decode()
    assert response.headers["Content-Security-Policy"]


NOTHING = ("must be selected", "No action", "None of these claims can")


def test_made_up_rows_choose_nothing_and_throw_nothing_away(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    """Of a list, and of unsaved text."""
    url = reverse("admin:claims_claim_changelist")
    for value in ODD:
        sent = {"action": "publish", "_selected_action": value, "index": value}
        answer = clients["editor"].post(url, sent, follow=True)
        assert answer.status_code == 200, value
        assert any(words in answer.content.decode() for words in NOTHING), value
        away = clients["editor"].post(reverse("admin:claims_claim_discard"), {"row": value})
        assert away.status_code == (400 if "\0" in value else 302), value


UNREADABLE: dict[str, tuple[str, dict[str, Any]]] = {
    "too many fields": ("more fields", {"data": {f"field{number}": "1" for number in range(1_500)}}),
    "too large": ("too large", {"data": {"name": "x" * 6_000_000}}),
    "no boundary": ("cannot be read", {"data": b"junk", "content_type": "multipart/form-data"}),
    "not UTF-8": (
        "UTF-8",
        {"data": b"name=x", "content_type": "application/x-www-form-urlencoded; charset=utf-16"},
    ),
}


@pytest.mark.parametrize("debug", [False, True])
def test_a_form_or_an_address_that_cannot_be_read_is_refused_in_words(
    cast: Cast, settings: Any, debug: bool
) -> None:
    settings.DEBUG = debug
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.editor)
    for kind, (said, form) in UNREADABLE.items():
        response = client.post(reverse("admin:claims_outlet_add"), **form)
        assert response.status_code == 400, kind
        assert said in response.content.decode(), kind
        assert "Nothing was saved" in response.content.decode()
    for query in ("&".join(f"a{number}=1" for number in range(1_500)), "_to_field=password"):
        response = client.get(f"/admin/claims/speaker/?{query}")
        assert response.status_code == 400, query[:20]
        assert "Nothing was saved" in response.content.decode()


def test_the_search_of_references_refuses_a_nul(clients: Mapping[str, Client], seeded: Cast) -> None:
    query = {"app_label": "claims", "model_name": "evidence", "field_name": "claim"}
    url = reverse("admin:autocomplete")
    assert clients["reviewer"].get(url, query | {"term": "R"}).status_code == 200
    assert clients["reviewer"].get(url, query | {"term": "a\0"}).status_code == 400


def test_a_nul_in_a_cookie_is_refused(client: Client, seeded: Cast) -> None:
    client.cookies["sessionid"] = "abcdefgh\0ijkl"
    for ask in (client.get, client.post):
        assert ask("/admin/").status_code == 400


@pytest.mark.parametrize("name", ["login", "password", "next", "csrfmiddlewaretoken"])
def test_a_nul_in_the_login_is_refused_or_ignored(client: Client, seeded: Cast, name: str) -> None:
    sent = {"login": "reviewer", "password": "y", name: "a\0b"}
    assert client.post("/admin/sign-in/", sent).status_code == 200


def test_every_declared_filter_still_filters(clients: Mapping[str, Client], seeded: Cast) -> None:
    for model in OURS:
        url = reverse(f"admin:claims_{model._meta.model_name}_changelist")
        who = clients["editor" if model is Ticket else "administrator"]
        changelist = who.get(url).context["cl"]
        for spec in changelist.filter_specs:
            for choice in spec.choices(changelist):
                response = who.get(url + choice["query_string"])
                assert response.status_code == 200, (model, choice)
                assert "e=1" not in response.request["QUERY_STRING"]
            for name in spec.expected_parameters():
                for value in ("abc", "\u00b2"):
                    assert who.get(f"{url}?{name}={quote(value)}").status_code in (
                        200,
                        302,
                    )


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_the_desk_knows_three_methods(clients: Mapping[str, Client], seeded: Cast, method: str) -> None:
    speaker = Speaker.objects.earliest("id")
    for path in ("/admin/", "/admin/claims/speaker/", f"/admin/claims/speaker/{speaker.pk}/change/"):
        response = getattr(clients["editor"], method)(path)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, POST"


def test_a_claim_has_a_hundred_rows_of_a_kind_at_most(clients: Mapping[str, Client], seeded: Cast) -> None:
    url = reverse("admin:claims_claim_change", args=[under_correction(seeded).pk])
    data = form_of(clients["reviewer"], url)
    for count in ("101", "1000", "9" * 30):
        response = clients["reviewer"].post(url, data | {"candidates-TOTAL_FORMS": count})
        assert response.status_code == 200
        assert "at most 100" in response.content.decode()
        assert response.content.decode().count('id="candidates-') <= 110


def test_stored_rows_are_never_taken_away_by_being_left_out(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    data = form_of(clients["reviewer"], url)
    for count in ("-1", "0", "1"):
        sent = data | {"quantities-INITIAL_FORMS": "2", "quantities-TOTAL_FORMS": count}
        response = clients["reviewer"].post(url, sent)
        assert response.status_code == 200
        assert "Rows that are stored are missing" in response.content.decode()
        assert claim.quantities.active().count() == 1


def test_history_of_long_texts_is_shown_whole_and_at_once() -> None:
    before, after = ("word other " * 3_000 + end for end in ("old", "new"))
    pieces = list(words(before, after))
    assert [(piece.kind, piece.text) for piece in pieces] == [("removed", before), ("added", after)]
    assert [piece.kind for piece in words("", after)] == ["added"]
    assert [piece.kind for piece in words("a b", "a c")] == ["kept", "removed", "added"]


def test_a_database_that_cannot_read_a_value_is_no_fault_of_the_desk(
    clients: Mapping[str, Client], seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise DataError("invalid input syntax")

    monkeypatch.setattr("claims.admin.claim.desk", fails)
    url = reverse("admin:claims_claim_change", args=[under_correction(seeded).pk])
    assert clients["reviewer"].get(url).status_code == 400
