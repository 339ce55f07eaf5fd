"""Lists at the desk: no query a row, filters that find, estimates for big tables, steps for many claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.actions import claims, evidence, records, review, tickets
from claims.admin.paging import EstimatingPaginator
from claims.domain import edtf
from claims.models import Claim, Derivation, Evidence, History, Outlet, Source, Speaker
from tests.admin.bulk_scene import done
from tests.cast import Cast, rashid

LISTED = sorted(
    model._meta.model_name or "" for model in admin.site._registry if model._meta.app_label == "claims"
)


def who(name: str) -> str:
    """Somebody who may see the list."""
    return "editor" if name == "ticket" else "administrator"


def address(name: str, query: str = "") -> str:
    return reverse(f"admin:claims_{name}_changelist") + query


def grow(cast: Cast, number: int) -> None:
    """More speakers, sources with derivations, and claims with evidence."""
    version = rashid().version
    for n in range(number):
        tickets.submit(
            kind="error", claim=rashid().public_id, number_read=1, text=f"Ticket {n}", place=f"10.0.0.{n}",
            at=timezone.now(),
        )  # fmt: skip
        speaker = records.add(Speaker, by=cast.extractor, kind="person", name=f"Person {chr(97 + n)}x{n}")
        source = records.add(
            Source, by=cast.extractor, url=f"https://example.org/{n}", title=f"Source {n}", publisher="P",
            authors=[], published=edtf.unknown(), kind="blog", language="en", reliability="C", reliability_why="w",
        )  # fmt: skip
        records.add(
            Derivation, by=cast.extractor, source=source, origin=speaker, from_source=None, how="quotes",
            basis="stated", note="",
        )  # fmt: skip
        records.add(Outlet, by=cast.extractor, name=f"Outlet {n}", site="", country="", language="en")
        claim = claims.propose(
            version=version, exact="militants in Afghanistan", by=cast.extractor, at=timezone.now(),
            speaker=speaker, speaker_basis="stated", statement=f"Statement {n}.", quotation="narrative",
            translated="no", cue="", modality="asserted", hedges=[], said=edtf.unknown(), about=edtf.unknown(),
            claim_type="event", topic="lists", places=[], check_worthiness="0.5",
        )  # fmt: skip
        claim = review.accept(claim=claim, rev=claim.rev, by=cast.reviewer)
        claim = review.start(claim=claim, rev=claim.rev, by=cast.reviewer)
        evidence.attach(
            Evidence, claim=claim, rev=claim.rev, by=cast.reviewer, source=source, stance="context", says="s",
            excerpt="", credibility=3,
        )  # fmt: skip


def test_no_list_takes_a_query_a_row(clients: Mapping[str, Client], seeded: Cast) -> None:
    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert clients[who(name)].get(address(name)).status_code == 200
        return len(found)

    for name in LISTED:
        queries(name)
    before = {name: queries(name) for name in LISTED}
    grow(seeded, 12)
    after = {name: queries(name) for name in LISTED}
    assert {name: (before[name], after[name]) for name in LISTED if after[name] > before[name]} == {}
    assert max(after.values()) <= 16


@pytest.mark.parametrize("asked", ["Rashid", "%", "_", "'", "x" * 5000, "\u202e", "ا"])
def test_every_list_can_be_searched_for_anything(
    clients: Mapping[str, Client], seeded: Cast, asked: str
) -> None:
    for name in LISTED:
        assert clients[who(name)].get(address(name), {"q": asked}).status_code == 200, name


def test_no_reference_is_chosen_from_a_list_of_all_rows() -> None:
    bounded = {"groups", "rating", "scale"}
    for model, shown in admin.site._registry.items():
        if model._meta.app_label != "claims" or not shown.get_autocomplete_fields:
            continue
        fields = {
            column.name
            for column in model._meta.get_fields()
            if getattr(column, "many_to_one", False) and column.editable
        }
        if type(shown).__mro__[1].__name__ == "Kept":
            continue
        shown_fields = set(shown.fields or fields) if not shown.fieldsets else fields
        kept = {"changed_by", "withdrawn_by", "duplicate_of"}
        assert (fields & shown_fields) - set(shown.autocomplete_fields) - set(
            shown.readonly_fields
        ) - kept - bounded == set(), model


def test_claims_are_found_by_rating_topic_and_what_is_public(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    def found(query: str) -> int:
        response = clients["reviewer"].get(address("claim", query))
        assert response.status_code == 200
        return len(response.context["cl"].result_list)

    assert found("?rating=unproven") == 2
    assert found("?rating=-") == 2
    assert found("?topic=militant+strength") == 3
    assert (found("?published=yes"), found("?published=no")) == (5, 0)
    assert (found("?behind=yes"), found("?behind=no")) == (0, 5)
    page = clients["reviewer"].get(address("claim")).content.decode()
    assert '<span class="badge published">published</span>' in page
    assert f'<a href="/claims/{rashid().public_id}">1</a>' in page
    assert "not known when, but not after September 28, 2009" in page


def test_sources_are_found_by_whether_their_origin_is_stated(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    def found(query: str) -> set[str]:
        rows = clients["reviewer"].get(address("source", query)).context["cl"].result_list
        return {row.title for row in rows}

    stated, supposed, none = (found(f"?origin={one}") for one in ("stated", "inferred", "none"))
    assert len(stated) + len(supposed) + len(none) == Source.objects.count()
    assert any(title.startswith("'Feared' Uzbek") for title in none)
    assert any("Tajikistan" in title for title in supposed)


@pytest.mark.usefixtures("committed")
def test_a_big_table_is_estimated_and_a_filtered_one_counted() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            'INSERT INTO claims_history ("table", "row", operation, request, at) '
            "SELECT 'many', n::text, 'insert', '', now() FROM generate_series(1, 12000) n"
        )
        cursor.execute("ANALYZE claims_history")
    with CaptureQueriesContext(connection) as found:
        assert EstimatingPaginator(History.objects.order_by("-id"), 50).count == 12_000
    assert "count" not in found[0]["sql"].lower()
    assert EstimatingPaginator(History.objects.filter(row="7").order_by("-id"), 50).count == 1
    assert EstimatingPaginator(Speaker.objects.order_by("id"), 50).count == 0


def test_a_claim_s_history_joins_what_was_saved_at_once_and_names_what_it_points_to(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    url = reverse("admin:claims_claim_history", args=[rashid().pk])
    reviewer = clients["reviewer"]
    with CaptureQueriesContext(connection) as queries:
        response = reviewer.get(url)
    page = response.content.decode()
    assert "Ahmed Rashid (no." in page
    assert "Evidence, insert" in page
    assert "Quantity, insert" in page
    assert "A part of it changed" not in page
    assert len(queries) <= 35
    saves = response.context["saves"]
    assert all(save.changes for save in saves)
    assert len(saves) < sum(len(save.changes) for save in saves)


def test_history_goes_on_where_a_page_ends(
    clients: Mapping[str, Client], seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.admin.history.SHOWN", 5)
    url = reverse("admin:claims_claim_history", args=[rashid().pk])
    seen, before = 0, ""
    for _ in range(40):
        response = clients["reviewer"].get(f"{url}?before={before}" if before else url)
        seen += sum(len(save.changes) for save in response.context["saves"])
        before = response.context["before"]
        if before is None:
            break
    assert before is None
    assert seen > 10
    for bad in ("x", "-1", "9" * 40, "%00"):
        assert clients["reviewer"].get(f"{url}?before={bad}").status_code in (200, 400)


def proposed(cast: Cast) -> Claim:
    grow(cast, 0)
    found = rashid()
    return claims.propose(
        version=found.version, exact="militants in Afghanistan", by=cast.extractor, at=timezone.now(),
        speaker=found.speaker, speaker_basis="stated", statement="A proposal.", quotation="narrative",
        translated="no", cue="", modality="asserted", hedges=[], said=edtf.unknown(), about=edtf.unknown(),
        claim_type="event", topic="lists", places=[], check_worthiness="0.5",
    )  # fmt: skip


def chosen(action: str, *rows: Claim, **more: Any) -> dict[str, Any]:
    return {"action": action, ACTION_CHECKBOX_NAME: [str(row.pk) for row in rows], **more}


def test_a_step_for_many_claims_is_shown_first_and_refused_row_by_row(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    one, public = proposed(seeded), rashid()
    history = History.objects.count()
    page = clients["reviewer"].post(address("claim"), chosen("accept", one, public)).content.decode()
    assert "1 of 2 would take it" in page
    assert "cannot take the step" in page
    one.refresh_from_db()
    assert (one.state, History.objects.count()) == ("proposed", history)
    sent = [f"{one.pk}:{one.rev}", f"{public.pk}:{public.rev}"]
    page = done(clients["reviewer"], "accept", sent).content.decode()
    assert "1 of 2 done" in page
    assert "Ahmed Rashid estimates" in page
    assert "cannot take the step" in page
    one.refresh_from_db()
    assert one.state == "open"


def test_a_claim_that_changed_since_the_question_is_left_alone(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    one = proposed(seeded)
    claims.revise(claim=one, rev=one.rev, by=seeded.extractor, at=timezone.now(), topic="changed")
    page = done(clients["reviewer"], "accept", [f"{one.pk}:{one.rev}"]).content.decode()
    assert "0 of 1 done" in page
    one.refresh_from_db()
    assert one.state == "proposed"


def test_consent_is_never_given_in_bulk_and_steps_follow_roles(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    def offered(name: str) -> set[str]:
        form = clients[name].get(address("claim")).context["action_form"]
        return {value for value, _ in form.fields["action"].choices if value}

    assert "approve" not in offered("editor")
    assert "publish" in offered("editor")
    assert "publish" not in offered("reviewer")
    assert offered("extractor") == {"accept", "set_topic"}
    assert clients["editor"].get(address("claim", "?_popup=1")).context["action_form"] is None
    one = proposed(seeded)
    response = clients["extractor"].post(address("claim"), chosen("reject", one), follow=True)
    assert response.status_code == 200
    one.refresh_from_db()
    assert one.state == "proposed"


def test_evidence_is_linked_on_the_claim_s_own_page(clients: Mapping[str, Client], seeded: Cast) -> None:
    one = proposed(seeded)
    source = Source.objects.get(title__startswith="'Feared'")
    url = reverse("admin:claims_claim_evidence", args=[one.pk])
    sent = {
        "rev": one.rev,
        "source": source.pk,
        "stance": "context",
        "says": "It says so.",
        "excerpt": "",
        "credibility": 9,
    }
    refused = clients["reviewer"].post(url, sent)
    assert refused.status_code == 400
    assert "It says so." in refused.content.decode()
    assert "whole number from 1 to 6" in refused.content.decode()
    assert clients["reviewer"].post(url, sent | {"credibility": 3, "rev": one.rev + 7}).status_code == 409
    assert not one.evidence.exists()
    assert clients["extractor"].post(url, sent | {"credibility": 3}).status_code == 403
    done = clients["reviewer"].post(url, sent | {"credibility": 3}, follow=True)
    page = done.content.decode()
    assert "B3" in page
    assert "origin not stated" in page.lower()
    assert "0</strong> known" in page
    assert one.evidence.get().changed_by == seeded.reviewer
    assert clients["passer_by"].post(url, sent).status_code in (302, 403)
    assert clients["reviewer"].get(url).status_code == 405


def test_what_hangs_on_a_noun_stands_beside_its_form(clients: Mapping[str, Client], seeded: Cast) -> None:
    def shown(row: Any) -> str:
        url = reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])
        with CaptureQueriesContext(connection) as queries:
            page = clients["reviewer"].get(url).content.decode()
        assert len(queries) <= 30
        return page

    source = shown(Source.objects.get(title__startswith="Peeling"))
    assert "Muhammad Ibrahim Khan (Pakistani senator), quotes, stated" in source
    assert "supports: Ahmed Rashid estimates" in source
    hoffman = shown(Source.objects.get(derivations__origin__name="David Hoffman"))
    assert hoffman.count("(quotes)") == 2
    speaker = shown(rashid().speaker)
    assert "Pakistani journalist and regional expert" in speaker
    assert "published: Ahmed Rashid estimates" in speaker
    assert "published: Ahmed Rashid estimates" in shown(rashid().version.article)
