"""The verdict and the right of reply on the claim's own page: given, changed, refused, with nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from claims.actions import claims, evidence
from claims.models import Claim, Rating, ReplyRequest, Verdict
from tests.admin.forms import under_correction
from tests.cast import Cast


def unrated(cast: Cast) -> Claim:
    """Rashid's claim under correction, with evidence and a reply, and its verdict withdrawn."""
    claim = under_correction(cast)
    row = claim.verdicts.active().get()
    evidence.detach(row, rev=claims.fresh(claim).rev, by=cast.reviewer, at=claim.created_at, why="A test.")
    return claims.fresh(claim)


def sent(form: Any, **changed: Any) -> dict[str, Any]:
    """What a browser would post of a form, changed."""
    found = {}
    for field in form:
        value = field.value()
        text = field.field.widget.format_value(value) if value is not None else ""
        found[field.html_name] = (text[0] if isinstance(text, list) else text) or ""
    found["rating"] = found.get("rating", "")
    return {**found, **changed}


def page_of(client: Client, claim: Claim) -> Any:
    return client.get(reverse("admin:claims_claim_change", args=[claim.pk]))


def post(client: Client, claim: Claim, data: dict[str, Any], name: str = "verdict", *more: int) -> Any:
    return client.post(reverse(f"admin:claims_claim_{name}", args=[claim.pk, *more]), data)


WORDS = {
    "credence": "30",
    "conclusion": "He put it\r\nlower <b>later</b>.",
    "rationale": "First line.\r\nSecond line.",
    "summary": "One.\r\nTwo.",
    "looked_for": "His notes.",
    "would_change": "The tape.",
    "recheck_on": "2027-03-01",
}


def test_a_verdict_is_given_and_changed_on_the_claims_own_page(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = unrated(seeded)
    opened = page_of(clients["reviewer"], claim)
    form, weighed = opened.context["verdict_form"], opened.context["weighed"]
    assert (form["evidence_level"].value(), form["agreement"].value()) == (
        weighed.evidence,
        weighed.agreement,
    )
    rating = Rating.objects.get(label="partly accurate")
    data = sent(form, **WORDS, rating=str(rating.pk))
    answer = post(clients["reviewer"], claim, data)
    assert answer.status_code == 302, answer.context["verdict_form"].errors
    assert answer["Location"].endswith(f"/{claim.pk}/change/#verdict")
    row = Verdict.objects.get(claim=claim, withdrawn_at__isnull=True)
    assert (row.rating, row.credence, row.conclusion) == (rating, 30, "He put it lower <b>later</b>.")
    assert (row.rationale, row.summary) == ("First line.\nSecond line.", ["One.", "Two."])
    assert str(row.recheck_on) == "2027-03-01"

    opened = page_of(clients["second_reviewer"], claim)
    page = opened.content.decode()
    assert "Credence <strong>30</strong>: unlikely" in page
    assert "lower &lt;b&gt;later&lt;/b&gt;." in page
    assert '<details class="change-verdict">' in page, "collapsed to a card"
    again = sent(opened.context["verdict_form"], credence="81")
    answer = post(clients["second_reviewer"], claim, {**again, "_next": "1"})
    assert answer["Location"].startswith("/admin/claims/claim/")
    assert "/change/" not in answer["Location"], "on to the next, not back"
    row.refresh_from_db()
    assert (row.credence, row.rationale) == (81, "First line.\nSecond line.")


def test_a_refused_verdict_keeps_everything_typed_with_each_error_at_its_field(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = unrated(seeded)
    form = page_of(clients["reviewer"], claim).context["verdict_form"]
    rating = Rating.objects.get(label="inaccurate")
    wrong = {
        "credence": "101",
        "summary": "1\r\n2\r\n3\r\n4",
        "evidence_level": "robust",
        "recheck_on": "soon",
    }
    data = sent(form, **{**WORDS, **wrong}, rating=str(rating.pk))
    answer = post(clients["reviewer"], claim, data)
    assert answer.status_code == 400
    refused = answer.context["verdict_form"]
    assert set(refused.errors) == {"credence", "summary", "levels_why", "recheck_on"}
    assert "or say why not" in str(refused.errors["levels_why"])
    assert {name: refused[name].value() for name in data} == data
    page = answer.content.decode()
    for typed in ("lower &lt;b&gt;later", "Second line.", "\n4</textarea>", 'value="soon"', "The tape."):
        assert typed in page.replace("\r", ""), typed
    assert 'id="verdict_credence_error"' in page
    assert not claim.verdicts.active().exists()

    long = data | {"credence": "30", "summary": "", "recheck_on": "", "conclusion": "x" * 501}
    answer = post(clients["reviewer"], claim, long | {"levels_why": "It is\r\nrobust."})
    assert answer.status_code == 400
    assert set(answer.context["verdict_form"].errors) == {"conclusion"}, "what the action refuses too"
    answer = post(clients["reviewer"], claim, long | {"levels_why": "It is\r\nrobust.", "conclusion": "So."})
    assert answer.status_code == 302
    assert claim.verdicts.active().get().levels_why == "It is robust."
    for rev in ("", "x", "9" * 5_000):
        answer = post(clients["reviewer"], claim, data | {"credence": "3", "rev": rev})
        assert answer.status_code == 400, rev


def test_a_stale_verdict_shows_both_versions_and_saves_on_top_of_theirs(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = unrated(seeded)
    form = page_of(clients["reviewer"], claim).context["verdict_form"]
    first, second = (str(Rating.objects.get(label=one).pk) for one in ("inaccurate", "accurate"))
    data = sent(form, **WORDS, rating=first)
    theirs = sent(form, **WORDS | {"conclusion": "Theirs.", "credence": "90"}, rating=second)
    assert post(clients["second_reviewer"], claim, theirs).status_code == 302
    answer = post(clients["reviewer"], claim, data)
    assert answer.status_code == 409
    shown = answer.context["verdict_form"]
    lines = {line.field: (line.yours, line.theirs) for line in shown.conflict.lines}
    assert lines == {
        "rating": ("inaccurate", "accurate"),
        "credence": ("30", "90"),
        "conclusion": ("He put it lower <b>later</b>.", "Theirs."),
    }
    again = sent(shown)
    assert again["rev"] == str(claims.fresh(claim).rev)
    assert {key: again[key] for key in WORDS} == WORDS
    assert claim.verdicts.active().get().conclusion == "Theirs."
    assert post(clients["reviewer"], claim, again).status_code == 302
    assert claim.verdicts.active().get().credence == 30


def test_a_request_for_reply_is_added_and_its_answer_noted_on_the_page(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = unrated(seeded)
    opened = page_of(clients["reviewer"], claim)
    before = {reply.row.pk for reply in opened.context["replies"]}
    data = sent(
        opened.context["reply_form"],
        asked_at="2026-11-20T10:00",
        deadline="2026-11-22T10:00",
        channel="E-mail",
    )
    answer = post(
        clients["reviewer"], claim, data | {"outcome": "answered", "answer": "We said <i>so</i>."}, "replies"
    )
    assert answer.status_code == 400
    refused = answer.context["reply_form"]
    assert "goes with the answer and its moment" in str(refused.errors["answer"])
    assert refused["answer"].value() == "We said <i>so</i>."
    assert "We said &lt;i&gt;so" in answer.content.decode()
    assert post(clients["reviewer"], claim, data, "replies").status_code == 302
    (row,) = ReplyRequest.objects.filter(claim=claim, withdrawn_at__isnull=True).exclude(pk__in=before)
    assert (row.outcome, row.who) == ("waiting", claim.speaker)

    opened = page_of(clients["second_reviewer"], claim)
    assert "the deadline has passed" in opened.content.decode()
    (shown,) = [reply for reply in opened.context["replies"] if reply.row.pk == row.pk]
    data = sent(shown.form, outcome="answered", answer="We said so.", answered_at="2026-11-21T09:30")
    answer = post(clients["second_reviewer"], claim, data, "reply", row.pk)
    assert answer.status_code == 302, answer.context and [
        one.form.errors for one in answer.context["replies"]
    ]
    row.refresh_from_db()
    assert (row.outcome, row.answer, row.answered_at.hour) == ("answered", "We said so.", 9)
    stale = post(clients["reviewer"], claim, data | {"answer": "Mine."}, "reply", row.pk)
    assert stale.status_code == 409
    assert "Mine." in stale.content.decode()
    assert post(clients["reviewer"], claim, data, "reply", 10**9).status_code == 404
