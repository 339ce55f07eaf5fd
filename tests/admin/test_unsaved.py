"""What was typed and not saved comes back: to its own person only, with what differs, and without a script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import claims, unsaved
from claims.models import Draft, Source, Speaker, User, Verdict
from claims.models.draft import MOST_TEXT
from tests.admin.forms import form_in, form_of, under_correction
from tests.cast import Cast


def typed(form: dict[str, Any], **changed: Any) -> dict[str, list[str]]:
    """The form as the page sends it."""
    texts = {name: text if isinstance(text, list) else [text] for name, text in form.items()}
    texts.pop("version_read", None)
    return texts | {name: [text] for name, text in changed.items()}


def keep(client: Client, kind: str, row: Any, fields: Any, **more: str) -> Any:
    """What the page does every few seconds."""
    data = {"row": str(row), "page": "a page", "fields": json.dumps(fields), **more}
    return client.post(reverse(f"admin:claims_{kind}_unsaved"), data)


def test_a_form_with_its_inlines_is_put_back_as_it_was_typed_and_saved(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    form = form_of(clients["reviewer"], url)
    new = {"quantities-TOTAL_FORMS": "2", "quantities-1-measure": "captives", "quantities-1-unit": "persons"}
    new |= {"quantities-1-low": "20", "quantities-1-text": "four"}
    fields = typed(form, statement="Typed words.", said_1="stated", **{"quantities-0-high": "many"}, **new)
    kept = keep(clients["reviewer"], "claim", claim.pk, fields, token=form["version_read"])
    assert kept.status_code == 200, kept.content
    page = clients["reviewer"].get(url)
    banner = page.context["unsaved"]
    shown = {label: "".join(f"{one.kind}:{one.text}|" for one in pieces) for label, pieces in banner.lines}
    assert shown["Quantity, row 1: high"].endswith("added:many|"), shown
    assert shown["Quantity, row 2: measure"] == "added:captives|"
    assert "added:Typed words|" in shown["Statement"]
    assert {"Statement", "Quantity, row 2: low"} <= set(shown)
    assert not any(label.startswith(("Topic", "Speaker", "Claim span")) for label in shown), shown
    assert form_in(page)["statement"] == claim.statement, "nothing is put back unasked"
    again = clients["reviewer"].get(f"{url}?draft=restore")
    assert "errorlist" not in again.content.decode()
    assert again.context["unsaved"].page == "a page"
    whole = form_in(again)
    assert {name: whole[name] for name in new} == new
    assert (whole["statement"], whole["quantities-0-high"]) == ("Typed words.", "many")
    refused = clients["reviewer"].post(f"{url}?draft=restore", whole)
    assert "Enter a number" in refused.content.decode()
    assert Draft.objects.count() == 1, "a save that was refused keeps the text"
    saved = clients["reviewer"].post(url, whole | {"quantities-0-high": "6000"})
    assert saved.status_code == 302, saved.context["errors"]
    assert claims.fresh(claim).statement == "Typed words."
    assert claim.quantities.active().count() == 2
    assert not Draft.objects.exists()


def test_unsaved_text_is_for_its_own_person_alone(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    fields = typed(form_of(clients["reviewer"], url), statement="Canary of mine.")
    keep(clients["reviewer"], "claim", claim.pk, fields)
    User.objects.filter(pk=seeded.editor.pk).update(is_superuser=True)
    seeded.administrator.groups.set(seeded.editor.groups.all())
    for changed in ("editor", "administrator"):  # whoever gets other rights signs in again
        clients[changed].force_login(User.objects.get(username=changed))
    for other in ("second_reviewer", "editor", "administrator"):
        for address in (url, f"{url}?draft=restore", reverse("admin:claims_claim_history", args=[claim.pk])):
            assert "Canary" not in clients[other].get(address).content.decode(), (other, address)
        gone = clients[other].post(reverse("admin:claims_claim_discard"), {"row": claim.pk, "back": url})
        assert gone.status_code == 302
    assert Draft.objects.get().user == seeded.reviewer
    for who, code in (("extractor", 200), ("passer_by", 403), ("administrator", 200)):
        answer = keep(clients[who], "claim", claim.pk, fields)
        assert answer.status_code == code, who
    assert "Canary" in clients["reviewer"].get(url).content.decode()
    discard = {"row": claim.pk, "back": "https://elsewhere.example/"}
    gone = clients["reviewer"].post(reverse("admin:claims_claim_discard"), discard)
    assert gone["Location"] == reverse("admin:index"), "nobody is led elsewhere"
    assert "Canary" not in clients["reviewer"].get(url).content.decode()


def test_only_what_the_form_asks_for_is_kept(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    me, pk = clients["reviewer"], claim.pk
    odd = {
        "csrfmiddlewaretoken": ["x"],
        "state": ["published"],
        "rev": ["9"],
        "_save": ["Save"],
        "junk": ["y"],
    }
    odd |= {"quantities-0-claim_id": ["1"], "quantities-9999-low": ["1"], "version_read": ["3"]}
    answer = keep(me, "claim", pk, {"topic": ["Typed"], "hedges": ["maybe\nsome"], "said_3": ["2009"]} | odd)
    assert set(answer.json()["left_out"]) == set(odd)
    assert set(Draft.objects.get().fields) == {"topic", "hedges", "said_3"}
    room = MOST_TEXT - len(json.dumps({"topic": [""]}))
    assert keep(me, "claim", pk, {"topic": ["x" * room]}).status_code == 200
    for sent, why in (
        ({"junk": ["y"]}, "None of these are inputs"),
        ({"topic": "text"}, "lists of texts"),
        ({"topic": [1]}, "lists of texts"),
        ([], "lists of texts"),
        ({"topic": ["a\0b"]}, "NUL"),
        ({"topic": ["\ud800"]}, "half a character"),
        ({"topic": ["x" * (room + 1)]}, "too long to be kept"),
    ):
        answer = keep(me, "claim", pk, sent)
        assert answer.status_code == 400, sent
        assert why in answer.json()["refused"]
    assert me.post(reverse("admin:claims_claim_unsaved"), {"row": pk, "fields": "{"}).status_code == 400
    assert me.get(reverse("admin:claims_claim_unsaved")).status_code == 405
    for row in ("0", "9" * 18, "9" * 40, "x", "-1"):
        assert keep(me, "claim", row, {"topic": ["x"]}).status_code == 404, row
    verdict = Verdict.objects.get(claim=claim)
    assert keep(clients["passer_by"], "verdict", verdict.pk, {"credence": ["1"]}).status_code == 403
    assert keep(me, "rating", verdict.rating_id, {"label": ["x"]}).status_code == 403, "for editors"
    assert Client(enforce_csrf_checks=True).post(reverse("admin:claims_claim_unsaved")).status_code in (
        302,
        403,
    )
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(seeded.reviewer)
    assert keep(strict, "claim", pk, {"topic": ["x"]}).status_code == 403
    with pytest.raises(IntegrityError, match="draft_fields_is_short_enough"), transaction.atomic():
        Draft.objects.update(fields={"topic": ["x" * (room + 1)]})


def test_accounts_and_their_passwords_are_never_kept(clients: Mapping[str, Client], seeded: Cast) -> None:
    url = reverse("admin:claims_user_change", args=[seeded.extractor.pk])
    page = clients["administrator"].get(url).content.decode()
    assert 'id="unsaved"' not in page
    assert "drafts.js" not in page
    for row in ("", seeded.extractor.pk):
        answer = keep(clients["administrator"], "user", row, {"username": ["x"], "new_password": ["secret"]})
        assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_another_page_of_the_same_person_never_writes_over_unsaved_text(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    me, pk = clients["reviewer"], under_correction(seeded).pk
    keep(me, "claim", pk, {"topic": ["first"]})
    keep(me, "claim", pk, {"topic": ["first, longer"]})
    answer = keep(me, "claim", pk, {"topic": ["second"]}, page="another")
    assert answer.status_code == 409
    assert "Another page keeps unsaved text" in answer.json()["refused"]
    assert Draft.objects.get().fields == {"topic": ["first, longer"]}
    assert keep(me, "claim", pk, {"topic": ["second"]}, page="another", anyway="yes").status_code == 200
    assert Draft.objects.get().fields == {"topic": ["second"]}


@pytest.mark.parametrize("kind", ["speaker", "article", "ingestrun"])
def test_text_that_changes_nothing_stands_in_nobodys_way(
    clients: Mapping[str, Client], seeded: Cast, kind: str
) -> None:
    """A page on which somebody typed and took it back again keeps no other page from being kept."""
    me, row = clients["reviewer"], Speaker.objects.earliest("pk").pk if kind == "speaker" else ""
    name = "change" if row else "add"
    form = form_of(me, reverse(f"admin:claims_{kind}_{name}", args=[row] if row else []))
    text = {"speaker": "disambiguation", "article": "headline", "ingestrun": "text"}[kind]
    assert keep(me, kind, row, typed(form)).status_code == 200
    assert keep(me, kind, row, typed(form, **{text: "Typed."}), page="another").status_code == 200
    assert Draft.objects.get().fields[text] == ["Typed."]
    assert keep(me, kind, row, typed(form), page="a third").status_code == 409, "this would lose text"


def test_text_typed_on_an_earlier_version_meets_the_conflict_page(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    form = form_of(clients["reviewer"], url)
    keep(clients["reviewer"], "claim", claim.pk, typed(form, statement="Mine."), token=form["version_read"])
    now = claims.fresh(claim)
    claims.revise(claim=now, rev=now.rev, by=seeded.second_reviewer, at=now.created_at, statement="Theirs.")
    page = clients["reviewer"].get(f"{url}?draft=restore")
    assert "This was changed since you typed" in page.content.decode()
    assert [one.who for one in page.context["unsaved"].since] == ["second_reviewer"]
    response = clients["reviewer"].post(url, form_in(page))
    assert response.status_code == 409
    lines = {line.field: (line.yours, line.theirs) for line in response.context["conflict"].lines}
    assert lines["statement"] == ("Mine.", "Theirs.")
    assert Draft.objects.count() == 1


def test_a_new_row_is_kept_under_what_its_address_fills_in(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_replyrequest_add")
    at = f"claim={claim.pk}"
    form = typed(form_of(clients["reviewer"], f"{url}?{at}"), answer="Half an answer")
    assert keep(clients["reviewer"], "replyrequest", "", form, given=f"{at}&outcome=x").status_code == 200
    assert Draft.objects.get().address == f"claims.replyrequest/add?{at}"
    assert "Half an answer" not in clients["reviewer"].get(url).content.decode()
    page = clients["reviewer"].get(f"{url}?{at}&draft=restore")
    whole = form_in(page)
    assert (whole["answer"], whole["claim"]) == ("Half an answer", str(claim.pk))
    whole |= {"who": str(claim.speaker_id), "outcome": "not asked"}
    assert clients["reviewer"].post(f"{url}?{at}&draft=restore", whole).status_code == 302
    assert not Draft.objects.exists()


def test_unsaved_text_is_forgotten_after_thirty_days_and_silent_when_it_says_nothing_new(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    speaker, now = Speaker.objects.get(name="Ahmed Rashid"), timezone.now()
    url = reverse("admin:claims_speaker_change", args=[speaker.pk])
    same = typed(form_of(clients["reviewer"], url))
    keep(clients["reviewer"], "speaker", speaker.pk, same)
    assert "You have unsaved text" not in clients["reviewer"].get(url).content.decode()
    for days, name in ((29, "a"), (30, "b"), (31, "c")):
        unsaved.keep(
            by=seeded.editor, address=name, fields={}, token="", page="", at=now - timedelta(days=days)
        )
    call_command("erase_contacts")
    assert set(Draft.objects.values_list("address", flat=True)) == {
        "a",
        f"claims.speaker/{speaker.pk}/change",
    }


def test_evidence_begun_on_the_claims_own_page_is_found_there_again(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    me, at = clients["reviewer"], f"claim={claim.pk}"
    source = Source.objects.exclude(evidence__claim=claim)[0]
    typed_here = {"source": [str(source.pk)], "says": ["Half a sentence"], "stance": ["context"]}
    for page in ("this page", "that page"):
        keep(me, "evidence", "", typed_here, given=at, page=page)
    begun = me.get(url).context["unsaved"].begun
    assert [one.noun for one in begun] == ["Evidence"]
    assert clients["editor"].get(url).context["unsaved"].begun == ()
    whole = form_in(me.get(begun[0].href))
    assert (whole["says"], whole["claim"], whole["source"]) == (
        "Half a sentence",
        str(claim.pk),
        str(source.pk),
    )
    new = {name: texts[0] for name, texts in typed_here.items()} | {"rev": str(claim.rev), "credibility": "3"}
    link = reverse("admin:claims_claim_evidence", args=[claim.pk])
    assert me.post(link, new | {"_page": "that page", "says": ""}).status_code == 400
    assert Draft.objects.count() == 1
    assert me.post(link, new | {"_page": "this page"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_verdict_and_a_request_that_were_changed_on_the_claims_page_are_kept_until_they_are_saved(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url, me = reverse("admin:claims_claim_change", args=[claim.pk]), clients["reviewer"]
    standing = claim.verdicts.active().get()
    places = {part.form: part for part in me.get(url).context["unsaved"].parts}
    place = places["#verdict-form"]
    assert (place.row, place.given, place.token) == (str(standing.pk), "", str(claim.rev))
    assert keep(me, "verdict", place.row, {"conclusion": ["Half"]}, page="p1").status_code == 200
    keep(me, "replyrequest", "", {"channel": ["By letter"]}, given=f"claim={claim.pk}", page="p2")
    page = me.get(url)
    assert [one.noun for one in page.context["unsaved"].begun] == ["Verdict, changed", "Reply request"]
    assert form_in(me.get(page.context["unsaved"].begun[0].href))["conclusion"] == "Half"
    form = page.context["verdict_form"]
    sent = {bound.html_name: "" if bound.value() is None else bound.value() for bound in form}
    sent |= {"summary": "", "conclusion": "Whole.", "levels_why": "Because."}
    save = reverse("admin:claims_claim_verdict", args=[claim.pk])
    assert me.post(save, sent | {"_page": "p1", "credence": "x"}).status_code == 400
    assert Draft.objects.count() == 2
    assert me.post(save, sent | {"_page": "p1"}).status_code == 302
    assert [draft.page for draft in Draft.objects.all()] == ["p2"]
    page = me.get(url)
    assert page.context["unsaved"].ended == ("p1",)
    assert f'data-person="{seeded.reviewer.pk}" data-ended="p1"' in page.content.decode()
    form = page.context["reply_form"]
    sent = {bound.html_name: "" if bound.value() is None else bound.value() for bound in form}
    assert (
        me.post(
            page.context["reply_address"],
            sent | {"outcome": "not asked", "answer": "No address is known.", "_page": "p2"},
        ).status_code
        == 302
    )
    assert not Draft.objects.exists()
