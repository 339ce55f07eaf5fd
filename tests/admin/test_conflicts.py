"""Somebody else saved first, or saves now: both versions are shown and nobody's text or rows are lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.actions import assignment, claims, evidence, people, records
from claims.admin.refusals import Line
from claims.domain.errors import Busy
from claims.models import (
    Claim,
    Evidence,
    Quantity,
    ReplyRequest,
    Source,
    Speaker,
    SpeakerCandidate,
    User,
    Verdict,
)
from tests.admin.forms import form_in, form_of, under_correction
from tests.cast import Cast, rashid


def lines(response: Any) -> dict[str, tuple[str, str]]:
    """The rows of the comparison: field, yours, theirs."""
    return {line.field: (line.yours, line.theirs) for line in response.context["conflict"].lines}


def revise(claim: Claim, by: User, **values: Any) -> None:
    claim = claims.fresh(claim)
    claims.revise(claim=claim, rev=claim.rev, by=by, at=claim.created_at, **values)


def test_a_stale_save_shows_both_versions_and_keeps_the_text(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    mine = form_of(clients["reviewer"], url) | {"statement": "My words."}
    claims.revise(
        claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=claim.created_at, statement="Their words."
    )
    response = clients["reviewer"].post(url, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else saved first" in page
    assert lines(response)["statement"] == ("My words.", "Their words.")
    assert "<mark>My</mark> words." in page
    assert "<mark>Their</mark> words." in page
    assert form_in(response)["statement"] == "My words."
    assert claims.fresh(claim).statement == "Their words."
    again = mine | {"version_read": re.findall(r'name="version_read" value="(\d+)"', page)[0]}
    assert clients["reviewer"].post(url, again).status_code == 302
    assert claims.fresh(claim).statement == "My words."


def test_who_saved_in_another_page_of_their_own_is_told_so(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    url, me = reverse("admin:claims_claim_change", args=[claim.pk]), clients["reviewer"]
    mine = form_of(me, url) | {"statement": "My words."}
    page = me.get(url).context
    rated, asked = (
        {one.html_name: "" if one.value() is None else one.value() for one in form} | {"summary": ""}
        for form in (page["verdict_form"], page["replies"][0].form)
    )
    save = reverse("admin:claims_claim_verdict", args=[claim.pk])
    for by, heading in (
        (seeded.reviewer, "You saved this in another page"),
        (seeded.second_reviewer, "Somebody else saved first"),
    ):
        revise(claim, by, statement=f"Words of {by.username}.")
        for address, sent in ((url, mine), (save, rated), (page["replies"][0].address, asked)):
            answer = me.post(address, sent)
            assert answer.status_code == 409
            titles = re.findall(r'class="conflict" role="alert"><h\d>([^<]+)<', answer.content.decode())
            assert titles == [heading], address


def test_a_stale_save_of_a_speaker_shows_both_versions(clients: Mapping[str, Client], seeded: Cast) -> None:
    speaker = Speaker.objects.get(name="Ahmed Rashid")
    url = reverse("admin:claims_speaker_change", args=[speaker.pk])
    first, second = (form_of(clients["reviewer"], url) for role in ("reviewer", "extractor"))
    assert clients["reviewer"].post(url, first | {"country": "PK"}).status_code == 302
    response = clients["extractor"].post(url, second | {"country": "GB"})
    assert response.status_code == 409
    assert "PK" in response.content.decode()
    speaker.refresh_from_db()
    assert speaker.country == "PK"

    assert "revision 0" not in response.content.decode()
    assert "Somebody changed it since you opened it" in response.content.decode()


def figure(claim: Claim, **changed: Any) -> dict[str, Any]:
    """The claim's figure as a row, changed."""
    row = claim.quantities.active().get()
    return {name: getattr(row, name) for name in records.columns_of(Quantity) if name != "position"} | changed


def test_somebody_elses_rows_survive_the_second_save(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    mine = form_of(clients["reviewer"], url) | {"quantities-0-high": "6000", "topic": "My topic"}
    theirs = [figure(claim, high=7000), figure(claim, measure="captives", high=8000)]
    revise(claim, seeded.second_reviewer, parts_of={"quantities": theirs})
    response = clients["reviewer"].post(url, mine)
    assert response.status_code == 409
    assert set(lines(response)) == {"topic", "quantities"}
    yours, stored = lines(response)["quantities"]
    assert "high: 6000" in yours
    assert [re.search(r"high: (\d+)", line)[1] for line in stored.splitlines()] == ["7000", "8000"]  # type: ignore[index]
    page = response.content.decode()
    assert "high:<mark> 6000</mark>" in page
    assert "high:<mark> 7000" in page
    assert "The rows below under quantities are theirs" in page
    again = form_in(response)
    assert again["topic"] == "My topic"
    assert [int(float(again[f"quantities-{number}-high"])) for number in (0, 1)] == [7000, 8000]
    assert clients["reviewer"].post(url, again).status_code == 302
    assert sorted(row.high for row in claim.quantities.active()) == [7000, 8000]
    assert claims.fresh(claim).topic == "My topic"


def test_parts_that_nobody_else_changed_stay_as_typed(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    mine = form_of(clients["reviewer"], url) | {"quantities-0-high": "6000"}
    speaker = Speaker.objects.get(name="Nobody named")
    revise(claim, seeded.second_reviewer, parts_of={"candidates": [{"speaker": speaker, "note": "perhaps"}]})
    response = clients["reviewer"].post(url, mine)
    shown = lines(response)
    assert set(shown) == {"quantities", "speaker candidates"}
    assert shown["speaker candidates"] == ("none", "• speaker: Nobody named; note: perhaps")
    assert "spans" not in " ".join(shown)
    assert response.context["conflict"].parts == ("speaker candidates",)
    again = form_in(response)
    assert again["quantities-0-high"] == "6000"
    assert again["candidates-0-note"] == "perhaps"
    assert clients["reviewer"].post(url, again).status_code == 302
    assert [row.high for row in claim.quantities.active()] == [6000]
    assert SpeakerCandidate.objects.filter(claim=claim, withdrawn_at__isnull=True).count() == 1


def test_rows_whose_originals_are_gone_are_shown_again(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    mine = form_of(clients["reviewer"], url) | {"quantities-0-low": "many", "quantities-0-high": "6543"}
    revise(claim, seeded.second_reviewer, parts_of={"quantities": []})
    response = clients["reviewer"].post(url, mine)
    assert response.status_code == 200
    assert 'value="6543"' in response.content.decode()


@pytest.mark.parametrize(
    ("yours", "theirs", "marked"),
    [
        ("low: 1; high: 2; unit: x", "low: 1; high: 3; unit: x", (["2"], ["3"])),
        ("one", "two", ([], [])),
        ("", "two", ([], [])),
        ("a b", "a", (["b"], [])),
        ("<b> a", "<i> a", (["b"], ["i"])),
    ],
)
def test_of_two_texts_that_share_words_the_others_are_marked(
    yours: str, theirs: str, marked: tuple[list[str], list[str]]
) -> None:
    sides = Line("field", yours, theirs).marked
    assert tuple([piece.text.strip() for piece in side if piece.kind != "kept"] for side in sides) == marked
    assert ["".join(piece.text for piece in side).strip() for side in sides] == [yours, theirs]


def test_a_stale_verdict_lists_only_what_differs(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    verdict = Verdict.objects.get(claim=claim)
    url = reverse("admin:claims_verdict_change", args=[verdict.pk])
    mine = form_of(clients["reviewer"], url) | {"credence": "30"}
    evidence.amend(verdict, rev=claims.fresh(claim).rev, by=seeded.second_reviewer, credence=20)
    response = clients["reviewer"].post(url, mine)
    assert response.status_code == 409
    assert lines(response) == {"credence": ("30", "20")}
    assert clients["reviewer"].post(url, form_in(response)).status_code == 302
    verdict.refresh_from_db()
    assert verdict.credence == 30


def test_a_stale_round_of_work_shows_the_conflict(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = rashid()
    options: dict[str, Any] = {"claim": claim, "by": seeded.reviewer, "at": claim.created_at}
    round_of = assignment.open_round(to=None, due_on=None, **options)
    url = reverse("admin:claims_review_change", args=[round_of.pk])
    mine = form_of(clients["reviewer"], url) | {"due_on": "2027-01-02"}
    # a transaction has one time, so that theirs is written as if it was earlier
    type(round_of).objects.filter(pk=round_of.pk).update(due_on=date(2027, 3, 4), changed_by=seeded.editor)
    round_of.refresh_from_db()
    mine["version_read"] = "2026-01-01T00:00:00+00:00"
    response = clients["reviewer"].post(url, mine)
    assert response.status_code == 409
    assert lines(response) == {"due on": ("2027-01-02", "2027-03-04")}
    assert clients["reviewer"].post(url, form_in(response)).status_code == 302


def test_a_stale_account_shows_both_versions_and_changes_nobodys_roles(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    subject = seeded.extractor
    url = reverse("admin:claims_user_change", args=[subject.pk])
    mine = form_of(clients["administrator"], url) | {"username": "renamed"}
    people.set_account(
        user=subject, by=seeded.administrator, name=subject.username, roles=[], is_active=True, password=None
    )
    response = clients["administrator"].post(url, mine)
    assert response.status_code == 409
    assert lines(response) == {"username": ("renamed", "extractor"), "groups": ("extractor", "nothing")}
    subject.refresh_from_db()
    assert (subject.username, subject.roles()) == ("extractor", frozenset())
    assert clients["administrator"].post(url, form_in(response)).status_code == 302
    assert User.objects.get(pk=subject.pk).username == "renamed"


@pytest.mark.parametrize("name", ["claim", "speaker", "evidence", "source", "review"])
def test_a_form_that_does_not_say_what_was_read_is_refused(
    clients: Mapping[str, Client], seeded: Cast, name: str
) -> None:
    claim = under_correction(seeded)
    assignment.open_round(claim=claim, by=seeded.reviewer, to=None, due_on=None, at=claim.created_at)
    row = {
        "claim": claim,
        "speaker": Speaker.objects.first(),
        "evidence": Evidence.objects.filter(claim=claim).first(),
        "source": Evidence.objects.filter(claim=claim)[0].source,
        "review": claim.reviews.get(closed_at__isnull=True),
    }[name]
    assert row is not None
    url = reverse(f"admin:claims_{name}_change", args=[row.pk])
    data = form_of(clients["reviewer"], url)
    data.pop("version_read")
    for token in (None, "", "x", "-1", "²", "9" * 5_000, "2026-01-01", "1e3", "٣"):
        response = clients["reviewer"].post(url, data if token is None else data | {"version_read": token})
        assert response.status_code == 200, token
        said = " ".join(response.context["adminform"].form.non_field_errors())
        assert "Open the page again" in said, token


@pytest.mark.parametrize("action", ["claims.actions.claims.revise", "claims.actions.records.change"])
def test_a_busy_database_keeps_everything_typed(
    clients: Mapping[str, Client], seeded: Cast, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise Busy("Somebody else is saving the same at this moment. Nothing was saved; try again.")

    claim = under_correction(seeded)
    kind, row = ("claim", claim) if "revise" in action else ("speaker", claim.speaker)
    field = "topic" if "revise" in action else "country"
    url = reverse(f"admin:claims_{kind}_change", args=[row.pk])
    data = form_of(clients["reviewer"], url) | {field: "Typed"}
    monkeypatch.setattr(action, busy)
    response = clients["reviewer"].post(url, data)
    assert response.status_code == 503
    assert "try again" in response.content.decode()
    assert form_in(response) == data


def test_every_loser_is_told_who_saved_what_and_keeps_the_text(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    me, row = clients["reviewer"], claim.evidence.active().first()
    assert row is not None
    spare = evidence.attach(
        ReplyRequest, claim=claim, rev=claims.fresh(claim).rev, by=seeded.reviewer, who=claim.speaker,
        outcome="not asked", answer="He is dead.",
    )  # fmt: skip
    names = {"claim": claim.pk, "evidence": row.pk, "replyrequest": spare.pk}
    urls = {name: reverse(f"admin:claims_{name}_change", args=[key]) for name, key in names.items()}
    forms = {name: form_of(me, url) for name, url in urls.items()}
    read = claims.fresh(claim).rev
    revise(claim, seeded.second_reviewer, topic="Theirs")
    sent = {
        "claim": {"topic": "Mine"},
        "evidence": {"says": "Mine"},
        "replyrequest": {"withdraw_because": "Mine"},
    }
    for name, changed in sent.items():
        page = me.post(urls[name], forms[name] | changed)
        assert page.status_code == 409, name
        since = page.context["conflict"].since
        assert [(one.who, one.what) for one in since] == [("second_reviewer", "changed the claim")], name
        assert re.search(r"<strong>second_reviewer</strong> changed the claim, <time", page.content.decode())
        assert form_in(page) | changed == form_in(page), name
    withdrawn = lines(page)
    assert withdrawn == {"withdrawn why": ("Mine", "nothing")}
    at = reverse("admin:claims_claim_evidence", args=[claim.pk])
    used = claim.evidence.active().values("source")
    source = Source.objects.exclude(pk__in=used)[0]
    new = {"rev": read, "source": source.pk, "stance": "context", "says": "Mine", "credibility": "3"}
    linked = me.post(at, new)
    step = me.post(reverse("admin:claims_claim_step", args=[claim.pk, "complete"]), {"rev": read})
    for page in (linked, step):
        assert page.status_code == 409
        assert "Since then: second_reviewer changed the claim, " in page.content.decode()
    assert linked.context["evidence_form"]["says"].value() == "Mine"
    listed = me.post(reverse("admin:claims_claim_bulk", args=["complete"]), {"row": f"{claim.pk}:{read}"})
    assert "Since then: second_reviewer changed the claim, " in listed.content.decode()


def test_a_second_round_of_work_never_replaces_the_open_one(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = rashid()
    round_of = assignment.assign(claim=claim, by=seeded.editor, to=seeded.editor, at=claim.created_at)
    url = reverse("admin:claims_review_add")
    form = form_of(clients["reviewer"], url) | {"claim": str(claim.pk), "due_on": "2027-01-02"}
    page = clients["reviewer"].post(url, form)
    assert "has an open round already" in page.content.decode()
    assert form_in(page)["due_on"] == "2027-01-02"
    round_of.refresh_from_db()
    assert round_of.assigned_to == seeded.editor
