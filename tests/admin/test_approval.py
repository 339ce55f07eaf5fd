"""What is said of approving and rating is so, of every person in every state; the preview is the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from claims.actions import claims, evidence, publication, records, review
from claims.admin import preview, verdict_pane
from claims.admin.panes import Opened
from claims.domain.errors import DomainError, NotAllowed, WrongState
from claims.domain.vocabulary import CorrectionKind, State
from claims.models import Claim, ClaimLink, Source, Speaker, User, Verdict
from tests.admin.forms import under_correction
from tests.cast import Cast, rashid

PEOPLE = ("extractor", "reviewer", "second_reviewer", "editor", "administrator", "machine")


class Undone(Exception):
    """Ends what was only tried."""


def outcome(action: Callable[[], Any]) -> DomainError | None:
    """Why an action is refused, or None; whatever it did is undone."""
    try:
        with transaction.atomic():
            action()
            raise Undone
    except Undone:
        return None
    except DomainError as refusal:
        return refusal


def proposal(cast: Cast) -> Claim:
    """A new claim of nobody in particular."""
    like = rashid()
    return claims.propose(
        version=like.version, exact="Mullo Abdullo was not among them.", by=cast.extractor, at=timezone.now(),
        statement="Mullo Abdullo was not among them.", language="en", claim_type="event", quotation="narrative",
        translated="no", speaker=Speaker.objects.get(name="Nobody named"), speaker_basis="inferred",
        modality="asserted", said=like.said, about=like.about,
    )  # fmt: skip


def in_every_state(cast: Cast) -> Iterator[Claim]:
    """A claim in each state that the steps lead to."""
    first, second, editor = cast.reviewer, cast.second_reviewer, cast.editor
    new, at = proposal(cast), timezone.now()
    yield new
    yield (new := review.accept(claim=new, rev=new.rev, by=cast.extractor))
    for leave in (
        lambda **more: review.reject(why="Not a claim.", **more),
        lambda **more: review.mark_duplicate(of=rashid(), **more),
    ):
        with suppress(Undone), transaction.atomic():
            yield leave(claim=new, rev=new.rev, by=first)
            raise Undone
    yield review.start(claim=new, rev=new.rev, by=first)
    old = rashid()
    yield old
    for kind in (CorrectionKind.TYPO, CorrectionKind.WITHDRAWN):
        old = review.open_correction(claim=old, rev=old.rev, by=first, kind=kind, reason="A test.")
        yield old
        yield (old := review.complete(claim=old, rev=old.rev, by=first))
        review.approve(claim=old, rev=old.rev, by=second, at=at)
        yield (old := claims.fresh(old))
        publication.publish(claim=old, rev=old.rev, by=editor, at=at)
        yield (old := claims.fresh(old))


def request_of(person: User) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = person
    return request


def test_who_may_approve_and_who_may_rate_is_said_as_it_is(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    met = set()
    for claim in in_every_state(seeded):
        met.add(claim.state)
        for name in PEOPLE:
            person = getattr(seeded, name)
            told = preview.shown(Opened(claim, request_of(person)))["consent"]
            refusal = outcome(
                lambda by=person, of=claim: review.approve(claim=of, rev=of.rev, by=by, at=timezone.now())
            )
            where = (claim.state, name, told.now, told.you)
            assert told.may == (refusal is None), where
            if claim.state in ("approved", "published", "retracted", "rejected", "duplicate", "suppressed"):
                assert "when it is complete" not in told.you, where
            assert told.possible == (not isinstance(refusal, WrongState)), where
            assert told.now.startswith("Nobody can approve now") == isinstance(refusal, WrongState), where
            if isinstance(refusal, NotAllowed):
                assert told.you.startswith("You may not approve it"), where
                assert ("had a hand" in told.you) == ("had a hand" in refusal.message), where
                assert ("for the roles" in told.you) == ("for the roles" in refusal.message), where
            if claim.state == State.DRAFT_COMPLETE.value:
                assert (person.username in told.others) == told.may, where
            assert {one.person for one in told.hands} == review.contributors(claim), where
            assert all(one.deeds for one in told.hands), where
            may_rate = verdict_pane.shown(Opened(claim, request_of(person)))["verdict_form"] is not None
            assert may_rate == (outcome(lambda by=person, of=claim: _rate(of, by)) is None), where
    assert met == {state.value for state in State} - {State.SUPPRESSED.value}


def _rate(claim: Claim, by: User) -> None:
    standing = Verdict.objects.filter(claim=claim, withdrawn_at__isnull=True).first()
    values = {"credence": 12}
    if standing:
        evidence.amend(standing, rev=claim.rev, by=by, **values)
    else:
        like = Verdict.objects.select_related("rating").first()
        assert like is not None
        names = ("rating", "evidence_level", "agreement", "conclusion", "rationale")
        evidence.attach(
            Verdict,
            claim=claim,
            rev=claim.rev,
            by=by,
            **values,
            **{name: getattr(like, name) for name in names},
        )


def test_what_somebody_did_is_named_with_its_revision_also_behind_the_claim(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    row = claim.evidence.active().first()
    assert row is not None
    evidence.amend(row, rev=claim.rev, by=seeded.reviewer, says="Put otherwise.")
    page = clients["editor"].get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    rev = claims.fresh(claim).rev
    assert "<strong>reviewer</strong>: gave the reason of the correction at rev" in page
    assert f"changed evidence at rev {rev}" in page
    assert "You may approve it when it is complete." in page
    # a row that was changed before anybody linked it is a hand too, though no contribution says so
    source = Source.objects.exclude(pk__in=claim.evidence.values("source")).first()
    assert source is not None
    records.change(source, by=seeded.editor, read=source.changed_at, publisher=f"{source.publisher} again")
    claim = claims.fresh(claim)
    values = {"source": source, "stance": "context", "says": "So.", "credibility": 3}
    evidence.attach(type(row), claim=claim, rev=claim.rev, by=seeded.reviewer, **values)
    told = preview.shown(Opened(claims.fresh(claim), request_of(seeded.editor)))["consent"]
    assert "changed a source that the draft embeds, on " in told.you
    assert not told.may


MAIN = re.compile(r"<main.*</main>", re.DOTALL)


def test_the_preview_is_the_page_that_is_published_then(
    clients: Mapping[str, Client], seeded: Cast, client: Client
) -> None:
    claim = under_correction(seeded)
    row = claim.verdicts.active().get()
    evidence.amend(row, rev=claim.rev, by=seeded.reviewer, conclusion="A canary <i>sings</i>.")
    other = Claim.objects.filter(published_number__isnull=False).exclude(pk=claim.pk)[0]
    link = {"other": other, "kind": "part of", "basis": "stated"}
    evidence.attach(ClaimLink, claim=claim, rev=claims.fresh(claim).rev, by=seeded.reviewer, **link)
    claim = claims.fresh(claim)
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    url = reverse("admin:claims_claim_preview", args=[claim.pk])
    assert clients["passer_by"].get(url).status_code == 404, "not for people without a role"
    assert client.get(url).status_code == 302, "to the sign-in"
    for name in ("extractor", "administrator", "reviewer"):
        shown = clients[name].get(url)
        assert shown.status_code == 200
        assert ("disabled>Approve exactly this" in shown.content.decode()) == (name == "reviewer")
    shown = clients["second_reviewer"].get(url)
    page = shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert shown["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'; script-src 'self'" in shown["Content-Security-Policy"]
    assert "Preview – not public" in page
    assert 'rel="canonical"' not in page
    assert '"@type":"ClaimReview"' not in page.replace(" ", "")
    differing = page[page.index("What differs from what is public now") : page.index("</aside>")]
    assert "canary" in differing
    assert '<dt dir="auto">Verdict: conclusion</dt>' in differing
    before = client.get(f"/claims/{claim.public_id}").content.decode()
    assert "canary" not in before
    assert MAIN.findall(before) != MAIN.findall(page)

    step = reverse("admin:claims_claim_step", args=[claim.pk, "approve"])
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    given = {"rev": str(claim.rev), "note": "Read in the preview."}
    assert clients["second_reviewer"].post(step, given | {"seen": "0" * 64}).status_code == 409
    assert clients["second_reviewer"].post(step, given | {"seen": seen[1]}).status_code == 302
    claim = claims.fresh(claim)
    assert claim.approvals.latest("id").note == "Read in the preview."
    published = publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=timezone.now())
    after = client.get(f"/claims/{claim.public_id}").content.decode()
    (public,) = MAIN.findall(after)
    assert "A canary &lt;i&gt;sings&lt;/i&gt;." in public
    assert other.statement in unescape(public)
    seal = bytes(published.commitment).hex()
    assert MAIN.findall(page) == [public.replace(f">{seal}<", "><")], (
        "all but the seal, which publishing makes"
    )
    shown = clients["editor"].get(url).content.decode()
    assert "says the same as no." in shown
    assert "no draft that could be approved" in shown


def test_every_part_of_the_page_has_its_own_addresses() -> None:
    names = {one.name for one in admin.site._registry[Claim].get_urls() if one.name}
    assert {
        "claims_claim_verdict",
        "claims_claim_replies",
        "claims_claim_reply",
        "claims_claim_preview",
    } <= names


@pytest.mark.parametrize("name", ["verdict", "replies", "preview"])
def test_what_there_is_no_claim_for_is_not_found(
    clients: Mapping[str, Client], seeded: Cast, name: str
) -> None:
    url = reverse(f"admin:claims_claim_{name}", args=[10**9])
    ask = clients["reviewer"].get if name == "preview" else clients["reviewer"].post
    assert ask(url).status_code == 404
