"""The steps of a claim at the desk: each is taken, or refused where it was asked with nothing lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.actions import claims, review
from claims.domain.errors import Busy
from claims.domain.vocabulary import CorrectionKind
from claims.models import Claim, Publication, Speaker
from tests.admin.forms import form_in, form_of, under_correction
from tests.cast import Cast, rashid


def _step(client: Client, claim: Claim, verb: str, **more: str) -> str:
    url = reverse("admin:claims_claim_step", args=[claim.pk, verb])
    page = client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    more = {"seen": seen.group(1) if seen else "", **more}
    response = client.post(url, {"rev": str(claims.fresh(claim).rev), **more}, follow=True)
    if response.status_code == 200:
        return " ".join(str(message) for message in response.context["messages"])
    assert response.status_code in (400, 403, 409)
    return " ".join(response.context["refused"].messages)


def test_a_claim_goes_from_proposal_to_public_with_two_people(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    add = reverse("admin:claims_claim_add")
    speaker = Speaker.objects.get(name="Nobody named")
    data = form_of(clients["extractor"], add) | {
        "version": str(rashid().version_id), "exact": "Mullo Abdullo was not among them.", "quotation": "narrative",
        "translated": "no", "statement": "Mullo Abdullo was not among them.", "language": "en",
        "claim_type": "event", "speaker": str(speaker.pk), "speaker_basis": "inferred", "modality": "asserted",
        "said_0": "/2009-09-28", "said_1": "inferred from the article", "about_0": "2009-08", "about_1": "inferred",
        "check_worthiness": "0.5",
    }  # fmt: skip
    response = clients["extractor"].post(add, data)
    assert response.status_code == 302, response.context["errors"]
    claim = Claim.objects.latest("id")
    assert _step(clients["reviewer"], claim, "accept") == "Done: accept."
    assert _step(clients["reviewer"], claim, "start review") == "Done: start review."
    assert _step(clients["reviewer"], claim, "complete") == "Done: complete."
    assert "second person" in _step(clients["reviewer"], claim, "approve")
    assert "reviewer or editor" in _step(clients["extractor"], claim, "approve") or "roles" in _step(
        clients["extractor"], claim, "approve"
    )
    for seen in ("", "0" * 64):
        assert "that you were shown" in _step(clients["second_reviewer"], claim, "approve", seen=seen)
    assert _step(clients["second_reviewer"], claim, "approve") == "Done: approve."
    assert "editor" in _step(clients["reviewer"], claim, "publish")
    assert _step(clients["editor"], claim, "publish") == "Done: publish."
    assert Publication.objects.filter(public_id=claim.public_id).count() == 1
    assert Client().get(f"/claims/{claim.public_id}").status_code == 200


def test_the_page_says_who_may_not_approve(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    page = clients["reviewer"].get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    assert "You are among them" in page


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("nonsense", "There is no step “nonsense”"),
        ("publish", "cannot take the step “publish”"),
        ("accept", "cannot take the step “accept”"),
        ("mark duplicate", "“of” must not be empty"),
    ],
)
def test_a_step_that_is_not_open_is_refused_in_words(
    clients: Mapping[str, Client], seeded: Cast, verb: str, words: str
) -> None:
    claim = rashid()
    assert words in _step(clients["editor"], claim, verb)
    assert claims.fresh(claim).state == "published"


def test_a_step_needs_a_post_and_a_revision(clients: Mapping[str, Client], seeded: Cast) -> None:
    url = reverse("admin:claims_claim_step", args=[rashid().pk, "correct"])
    assert clients["reviewer"].get(url).status_code == 405
    for kind in ("nonsense", ""):
        odd = _step(clients["reviewer"], rashid(), "correct", kind=kind, reason="So.")
        assert "Choose what kind of correction this is" in odd
    for rev in ("x", "", "²", "-1", "9" * 5_000):
        response = clients["reviewer"].post(url, {"rev": rev, "kind": "typo", "reason": "Typed."})
        assert response.status_code == 400
        assert "revision" in " ".join(response.context["refused"].messages)
        assert ">Typed.</textarea>" in response.content.decode()


def test_a_refused_step_keeps_what_was_typed(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = rashid()
    long = "Because “they” <said> so. " * 50
    url = reverse("admin:claims_claim_step", args=[claim.pk, "correct"])
    response = clients["reviewer"].post(url, {"rev": str(claim.rev), "kind": "typo", "reason": long})
    page = response.content.decode()
    assert response.status_code == 400
    assert "1,250 characters" not in response.context["refused"].messages[0]
    assert "at most 1,000" in " ".join(response.context["refused"].messages)
    assert "Because “they” &lt;said&gt; so. " * 50 in page
    assert "<option selected>typo</option>" in page
    assert 'maxlength="1000"' in page
    change = reverse("admin:claims_claim_change", args=[claim.pk])
    assert f'<form action="{change}"' in page or f'action="{change}" method="post" id="claim_form"' in page
    assert form_in(response) == form_of(clients["reviewer"], change)


def test_what_was_typed_for_a_step_that_closed_meanwhile_is_still_there(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = rashid()
    review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.second_reviewer, kind=CorrectionKind.TYPO, reason="First."
    )
    url = reverse("admin:claims_claim_step", args=[claim.pk, "correct"])
    response = clients["reviewer"].post(url, {"rev": str(claim.rev), "kind": "typo", "reason": "My words."})
    assert response.status_code == 409
    assert "My words." in response.content.decode()


@pytest.mark.parametrize("of", ["a\0b", "", "x" * 5_000, "nobody", "caf\ufffd"])
def test_a_duplicate_of_nothing_is_refused_at_its_input(
    clients: Mapping[str, Client], seeded: Cast, of: str
) -> None:
    claim = Claim.objects.get(pk=rashid().pk)
    url = reverse("admin:claims_claim_step", args=[claim.pk, "mark duplicate"])
    response = clients["reviewer"].post(url, {"rev": str(claim.rev), "of": of})
    assert response.status_code == 400
    assert response.context["refused"].typed["of"] == of


def test_a_busy_step_says_so(
    clients: Mapping[str, Client], seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_: Any) -> None:
        raise Busy("Somebody else is saving the same at this moment. Nothing was saved; try again.")

    monkeypatch.setattr("claims.actions.review.open_correction", busy)
    url = reverse("admin:claims_claim_step", args=[rashid().pk, "correct"])
    response = clients["reviewer"].post(url, {"rev": str(rashid().rev), "kind": "typo", "reason": "Typed."})
    assert response.status_code == 503
    assert ">Typed.</textarea>" in response.content.decode()


def test_a_reason_typed_on_two_lines_is_one_sentence(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = rashid()
    assert _step(clients["reviewer"], claim, "correct", kind="typo", reason="One\r\ntwo.") == "Done: correct."
    assert claims.fresh(claim).correction_reason == "One two."


def test_retracting_is_a_step_of_its_own_that_says_what_readers_will_see(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = rashid()
    page = clients["reviewer"].get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    first, _, more = page.partition('class="more-steps"')
    assert "an editor publishes it as no. 2" in first
    assert "a banner that says it was retracted" in more
    assert "<option>withdrawn" not in page
    url = reverse("admin:claims_claim_step", args=[claim.pk, "correct"])
    sent = {"rev": str(claim.rev), "kind": "withdrawn", "reason": "long " * 300}
    refused = clients["reviewer"].post(url, sent)
    assert refused.status_code == 400
    assert '<details class="more-steps" open>' in refused.content.decode()
    assert refused.content.decode().count("long " * 300) == 1
    assert clients["reviewer"].post(url, sent | {"reason": "It was not said."}).status_code == 302
    assert claims.fresh(claim).correction_kind == "withdrawn"


def test_the_form_of_a_closed_draft_is_shown_and_cannot_be_filled_in(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    url = reverse("admin:claims_claim_change", args=[rashid().pk])
    page = clients["reviewer"].get(url).content.decode()
    assert "This claim is published: its draft is closed. “Correct”, among the steps, opens it." in page
    assert page.index('<fieldset class="closed" disabled') < page.index('name="statement"')
    assert 'name="_save"' not in page
    assert 'name="_continue"' not in page
    typed = {**form_of(clients["reviewer"], url), "statement": "Typed before somebody published it."}
    refused = clients["reviewer"].post(url, typed)
    again = refused.content.decode()
    assert "cannot be edited" in again
    assert "Typed before somebody published it." in again
    assert 'class="closed"' not in again, "what was typed can be copied"
    under_correction(seeded)
    opened = clients["reviewer"].get(url).content.decode()
    assert 'class="closed"' not in opened
    assert 'name="_save"' in opened
