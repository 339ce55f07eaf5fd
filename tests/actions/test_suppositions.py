"""What the machine supposes of sources and claims, what people make of it, and what brings claims back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from claims.actions import evidence, people, publication, rechecks, records, review, suppositions
from claims.actions.claims import fresh
from claims.domain import edtf
from claims.domain.errors import InvalidValue, NotAllowed, StaleSave, WrongState
from claims.domain.vocabulary import Basis, CorrectionKind, Decision, Role
from claims.models import (
    Capture,
    Claim,
    ClaimLink,
    Derivation,
    Evidence,
    ProposedLink,
    Recheck,
    ReportedFigure,
    Source,
    Speaker,
    SuspectedCopy,
    User,
)
from claims.reads import drafts
from tests.actions.test_lifecycle import correct, now
from tests.cast import Cast, rashid

WORDS = (
    "Officials said on Wednesday that eleven militants had been killed and thirty men arrested in the valley"
)


def under_correction(by: Cast, claim: Claim) -> Claim:
    """The claim, open to changes."""
    return review.open_correction(
        claim=claim, rev=claim.rev, by=by.reviewer, kind=CorrectionKind.NEW_EVIDENCE, reason="A test."
    )


def a_page(
    by: Cast, number: int, *, excerpt: str = WORDS, origin: str = "", stance: str = "supports"
) -> Source:
    """One more piece of evidence of Rashid's claim, with a stated origin of its own when one is named."""
    source = records.add(
        Source, by=by.reviewer, url=f"https://example.org/page-{number}", title=f"Page {number}", kind="news media",
        publisher=f"Paper {number}", reliability="B", reliability_why="A test.",
        published=Source.objects.order_by("-published").first().published,  # type: ignore[union-attr]
    )  # fmt: skip
    if origin:
        from claims.models import Speaker

        party = Speaker.objects.filter(name=origin).first() or records.add(
            Speaker, by=by.reviewer, kind="organization", name=origin
        )
        records.add(
            Derivation, by=by.reviewer, source=source, origin=party, how="quotes", basis=Basis.STATED.value
        )
    evidence.attach(
        Evidence, claim=rashid(), rev=rashid().rev, by=by.reviewer, source=source, stance=stance,
        says="So it says.", excerpt=excerpt, credibility=2,
    )  # fmt: skip
    return source


def known(claim: Claim) -> tuple[int, int]:
    """What is known and what is possible in support."""
    found = drafts.build(claim)["corroboration"]["supporting"]
    return found["established"], found["possible"]


def decide(row: Any, by: Any, decision: Decision, why: str = "Read both.") -> Any:
    return suppositions.decide(row, decision=decision, by=by, at=now(), read=row.changed_at, why=why)


def test_two_pages_with_the_same_words_are_one_story_until_a_person_says_otherwise(seeded: Cast) -> None:
    under_correction(seeded, rashid())
    before = known(rashid())
    a_page(seeded, 1, origin="Valley police")
    a_page(seeded, 2, origin="Valley hospital")
    assert known(rashid()) == (before[0] + 2, before[1] + 2)
    (pair,) = suppositions.look_for_copies(claim=rashid(), by=seeded.machine)
    assert pair.likenesses == ["near-duplicate text"]
    assert "of the shorter text stands in the other" in pair.because
    assert known(rashid()) == (before[0] + 1, before[1] + 2)
    assert suppositions.look_for_copies(claim=rashid(), by=seeded.machine) == [], "nothing is supposed twice"
    pair = decide(pair, seeded.second_reviewer, Decision.ACCEPTED)
    assert known(rashid()) == (before[0] + 1, before[1] + 1)
    pair = decide(pair, seeded.second_reviewer, Decision.REJECTED)
    assert known(rashid()) == (before[0] + 2, before[1] + 2)
    assert suppositions.look_for_copies(claim=rashid(), by=seeded.machine) == [], (
        "rejected ones stay rejected"
    )
    assert (pair.decided_by, pair.decided_why) == (seeded.second_reviewer, "Read both.")


def test_the_newest_archived_words_are_compared_before_the_excerpts(seeded: Cast) -> None:
    under_correction(seeded, rashid())
    pages = [a_page(seeded, number, excerpt=f"Excerpt number {number}.") for number in (1, 2)]
    assert suppositions.look_for_copies(claim=rashid(), by=seeded.machine) == []
    for page in pages:
        for text, day in (("Older words.", 1), (f"{WORDS}.", 2)):
            Capture.objects.create(
                source=page, captured_at=timezone.now().replace(year=2020, month=1, day=day), state="same", text=text,
                raw_sha256="0" * 64, changed_by=seeded.machine,
            )  # fmt: skip
    (pair,) = suppositions.look_for_copies(claim=rashid(), by=seeded.machine)
    assert pair.score == 1


def test_what_is_told_already_is_not_supposed(seeded: Cast) -> None:
    under_correction(seeded, rashid())
    a_page(seeded, 1, origin="Valley police")
    a_page(seeded, 2, origin="Valley police")
    assert suppositions.look_for_copies(claim=rashid(), by=seeded.machine) == []


def test_a_decision_is_a_person_s_has_its_reason_and_is_never_on_top_of_another(seeded: Cast) -> None:
    under_correction(seeded, rashid())
    a_page(seeded, 1)
    a_page(seeded, 2)
    (pair,) = suppositions.look_for_copies(claim=rashid(), by=seeded.machine)
    for by in (seeded.machine, seeded.extractor, seeded.administrator, seeded.passer_by):
        with pytest.raises(NotAllowed):
            decide(pair, by, Decision.ACCEPTED)
    with pytest.raises(InvalidValue) as lacking:
        decide(pair, seeded.reviewer, Decision.REJECTED, "")
    assert lacking.value.problems[0].field == "why"
    decide(pair, seeded.reviewer, Decision.ACCEPTED)
    with pytest.raises(StaleSave):
        decide(pair, seeded.editor, Decision.REJECTED)
    pair.refresh_from_db()
    assert decide(pair, seeded.editor, Decision.OPEN, "").decided_by is None
    with pytest.raises(NotAllowed):
        suppositions.look_for_copies(claim=rashid(), by=seeded.passer_by)


def test_a_published_claim_whose_sources_look_alike_is_marked_as_behind(seeded: Cast) -> None:
    disputing = rashid().evidence.active().filter(stance="disputes").order_by("source_id")
    one, other = (item.source for item in disputing[:2])
    assert rashid().behind_since is None
    SuspectedCopy.objects.create(
        source=one,
        other=other,
        likenesses=["quoted chain"],
        because="A test.",
        score=1,
        changed_by=seeded.machine,
    )
    assert rashid().behind_since is not None


def test_relations_are_supposed_between_claims_and_become_links_when_accepted(seeded: Cast) -> None:
    first = Claim.objects.exclude(pk=rashid().pk).order_by("id")[0]
    found = suppositions.look_for_links(among=Claim.objects.all(), by=seeded.machine)
    assert found == [], "the five claims of the small folder stand in no relation"
    claim = under_correction(seeded, rashid())
    from claims.actions import claims

    claims.revise(claim=claim, rev=claim.rev, by=seeded.reviewer, at=now(), statement=first.statement)
    made = suppositions.look_for_links(among=Claim.objects.all(), by=seeded.machine)
    assert [(link.kind, {link.claim_id, link.other_id}) for link in made] == [
        ("repeats", {first.pk, rashid().pk})
    ]
    assert suppositions.look_for_links(among=Claim.objects.all(), by=seeded.machine) == []
    (link,) = made
    if link.claim_id != rashid().pk:
        with pytest.raises(WrongState):
            decide(link, seeded.reviewer, Decision.ACCEPTED)
        assert ProposedLink.objects.get(pk=link.pk).decision == "open", "nothing is half decided"
        under_correction(seeded, Claim.objects.get(pk=link.claim_id))
        link.refresh_from_db()
    decide(link, seeded.reviewer, Decision.ACCEPTED)
    stands = ClaimLink.objects.active().get(claim_id=link.claim_id, other_id=link.other_id)
    assert (stands.kind, stands.basis) == ("repeats", "inferred")


def test_an_injected_contradiction_is_found(seeded: Cast) -> None:
    from claims.actions import claims

    claim = under_correction(seeded, rashid())
    other = Claim.objects.exclude(pk=claim.pk).filter(state="published").order_by("id")[0]
    figure = {
        "measure": "militants", "population": "here", "unit": "persons", "text": "maybe four or five thousand",
        "at": edtf.parse("2009-08-05", basis="stated"),
    }  # fmt: skip
    claims.revise(
        claim=claim, rev=claim.rev, by=seeded.reviewer, at=now(),
        parts_of={"quantities": [{**figure, "low": "4000", "high": "5000"}]},
    )  # fmt: skip
    other = under_correction(seeded, other)
    claims.revise(
        claim=other, rev=other.rev, by=seeded.reviewer, at=now(),
        parts_of={"quantities": [{**figure, "low": "10", "high": "20"}]},
    )  # fmt: skip
    kinds = [link.kind for link in suppositions.look_for_links(among=Claim.objects.all(), by=seeded.machine)]
    assert kinds == ["contradicts"]


def test_a_source_s_figure_is_compared_with_the_claim_s_own(seeded: Cast) -> None:
    claim = under_correction(seeded, rashid())
    own = claim.quantities.active().get()
    source = a_page(seeded, 1, excerpt="Some said twenty thousand men.")
    item = claim.evidence.active().get(source=source)
    evidence.attach(
        ReportedFigure, claim=claim, rev=rashid().rev, by=seeded.reviewer, evidence=item, measure=own.measure,
        population=own.population, unit=own.unit, low="20000", high="20000", at=own.at, text="twenty thousand men",
    )  # fmt: skip
    (figure,) = next(
        one for one in drafts.build(rashid())["evidence"] if one["source"]["id"] == source.public_id
    )["figures"]
    assert figure["compared"]["outcome"] == "not comparable", "a strength may change within about a year"
    with pytest.raises(InvalidValue) as elsewhere:
        evidence.attach(
            ReportedFigure, claim=claim, rev=rashid().rev, by=seeded.reviewer, evidence=item, measure="m",
            vague=True, position=2, text="never printed",
        )  # fmt: skip
    assert elsewhere.value.problems[0].field == "text"


# --- rechecks -----------------------------------------------------------------------------------


def look(by: Cast, today: date | None = None) -> list[Recheck]:
    return rechecks.look(by=by.machine, at=timezone.now(), today=today or timezone.localdate())


def test_a_claim_comes_back_when_its_date_comes_once(seeded: Cast) -> None:
    claim = under_correction(seeded, rashid())
    verdict = claim.verdicts.active().get()
    evidence.amend(verdict, rev=claim.rev, by=seeded.reviewer, recheck_on=date(2027, 1, 1))
    assert look(seeded, date(2026, 12, 31)) == []
    (back,) = look(seeded, date(2027, 1, 1))
    assert (back.claim, back.occasion) == (claim, "date")
    assert "2027-01-01" in back.because
    assert verdict.would_change in back.because
    assert look(seeded, date(2027, 1, 2)) == []
    settled = rechecks.settle(back, by=seeded.reviewer, at=now(), why="Nothing new.")
    assert settled.settled_by == seeded.reviewer
    assert look(seeded, date(2027, 1, 2)) == [], "what was settled does not come back for the same day"


def test_a_claim_comes_back_when_a_source_drifts(seeded: Cast) -> None:
    item = rashid().evidence.active().order_by("id")[0]
    values = {"source": item.source, "raw_sha256": "0" * 64, "changed_by": seeded.machine}
    Capture.objects.create(captured_at=timezone.now(), state="same", **values)
    assert look(seeded) == []
    Capture.objects.create(captured_at=timezone.now(), state="gone", **values)
    assert [(row.claim, row.occasion) for row in look(seeded)] == [(rashid(), "source changed")]
    Capture.objects.create(captured_at=timezone.now(), state="changed", **values)
    assert len(look(seeded)) == 1, "each capture is an occasion of its own"


def test_a_claim_comes_back_when_a_linked_one_is_corrected_and_not_when_it_was_published_later(
    seeded: Cast,
) -> None:
    other = Claim.objects.filter(state="published").exclude(pk=rashid().pk).order_by("id")[0]
    claim = under_correction(seeded, rashid())
    evidence.attach(
        ClaimLink,
        claim=claim,
        rev=claim.rev,
        by=seeded.reviewer,
        other=other,
        kind="same event",
        basis="inferred",
    )
    claim = review.complete(claim=rashid(), rev=rashid().rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=timezone.now())
    assert [row.claim for row in look(seeded)] == [other], "the one that was corrected is news to the other"
    correct(seeded, other, CorrectionKind.TYPO, topic="other")
    (back,) = look(seeded)
    assert (back.claim, back.occasion) == (rashid(), "linked claim changed")
    assert "corrected" in back.because


def test_a_claim_that_was_published_after_the_linked_correction_is_not_asked_again(seeded: Cast) -> None:
    other = Claim.objects.filter(state="published").exclude(pk=rashid().pk).order_by("id")[0]
    correct(seeded, other, CorrectionKind.TYPO, topic="other")
    claim = under_correction(seeded, rashid())
    evidence.attach(
        ClaimLink,
        claim=claim,
        rev=claim.rev,
        by=seeded.reviewer,
        other=other,
        kind="same event",
        basis="inferred",
    )
    claim = review.complete(claim=rashid(), rev=rashid().rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=timezone.now())
    assert [row.claim for row in look(seeded)] == [other]


def test_only_reviewers_settle_and_only_once_with_a_reason(seeded: Cast) -> None:
    back = Recheck.objects.create(
        claim=rashid(),
        occasion="date",
        mark="x",
        because="x",
        raised_at=timezone.now(),
        changed_by=seeded.machine,
    )
    for by in (seeded.machine, seeded.extractor, seeded.passer_by):
        with pytest.raises(NotAllowed):
            rechecks.settle(back, by=by, at=now(), why="x")
    with pytest.raises(InvalidValue):
        rechecks.settle(back, by=seeded.editor, at=now(), why=" ")
    rechecks.settle(back, by=seeded.editor, at=now(), why="Looked.")
    with pytest.raises(WrongState):
        rechecks.settle(back, by=seeded.reviewer, at=now(), why="Again.")


def in_support(claim: Claim) -> int:
    """The known origins in support, as the draft would say."""
    found: int = drafts.build(claim)["corroboration"]["supporting"]["established"]
    return found


def test_what_predates_the_event_is_not_heard_through_a_later_page(seeded: Cast) -> None:
    claim = under_correction(seeded, rashid())
    before = in_support(claim)
    early = records.add(
        Source, by=seeded.reviewer, url="https://example.org/early", title="Early", kind="news media",
        publisher="Early Paper", reliability="B", reliability_why="A test.",
        published=edtf.parse("1985", basis="stated", text="1985"),
    )  # fmt: skip
    office = records.add(Speaker, by=seeded.reviewer, kind="organization", name="Office of the Past")
    stated = Basis.STATED.value
    records.add(Derivation, by=seeded.reviewer, source=early, origin=office, how="quotes", basis=stated)
    later = a_page(seeded, 1)
    records.add(
        Derivation, by=seeded.reviewer, source=later, from_source=early, how="republishes", basis=stated
    )
    assert in_support(fresh(claim)) == before
    records.add(
        Derivation, by=seeded.reviewer, source=a_page(seeded, 2), origin=office, how="quotes", basis=stated
    )
    assert in_support(fresh(claim)) == before + 1  # the same office, heard late enough


def test_the_article_itself_and_its_outlet_under_another_name_are_no_corroboration(seeded: Cast) -> None:
    claim = under_correction(seeded, rashid())
    before = drafts.build(claim)["corroboration"]["supporting"]
    article = claim.version.article
    records.add(
        Speaker, by=seeded.reviewer, kind="outlet", name="The Outlet Online", aliases=[article.outlet.name]
    )
    a_page(seeded, 1, origin="The Outlet Online")
    itself = records.add(
        Source, by=seeded.reviewer, url=article.url.replace("https://", "http://") + "#top", title="Itself",
        kind="news media", publisher="X", reliability="B", reliability_why="A test.",
        published=edtf.parse("2010", basis="stated", text="2010"),
    )  # fmt: skip
    evidence.attach(
        Evidence, claim=fresh(claim), rev=fresh(claim).rev, by=seeded.reviewer, source=itself,
        stance="supports", says="The same.", excerpt="", credibility=2,
    )  # fmt: skip
    assert drafts.build(fresh(claim))["corroboration"]["supporting"] == before


def test_the_machine_never_takes_over_a_person_s_account(seeded: Cast) -> None:
    User.objects.filter(is_machine=True).update(is_machine=False, username="somebody")
    person = people.account(name="machine", roles=[Role.REVIEWER])
    with pytest.raises(NotAllowed, match="must rename it"):
        people.machine()
    person.refresh_from_db()
    assert not person.is_machine
    assert person.groups.count() == 1


def test_an_accepted_relation_is_taken_back_where_it_stands(seeded: Cast) -> None:
    claim = under_correction(seeded, rashid())
    other = Claim.objects.exclude(pk=claim.pk).order_by("id").first()
    proposed = ProposedLink.objects.create(
        claim=claim, other=other, kind="contradicts", because="A test.", score="0.50", changed_by=seeded.machine
    )  # fmt: skip
    proposed.refresh_from_db()
    done = suppositions.decide(
        proposed, decision=Decision.ACCEPTED, by=seeded.reviewer, at=now(), read=proposed.changed_at
    )
    with pytest.raises(InvalidValue, match="Withdraw the link there first"):
        suppositions.decide(
            done, decision=Decision.REJECTED, by=seeded.reviewer, at=now(), read=done.changed_at, why="Wrong."
        )
    link = claim.links.active().get(other=other, kind="contradicts")
    evidence.detach(link, rev=fresh(claim).rev, by=seeded.reviewer, at=now(), why="Wrong.")
    done = suppositions.decide(
        done, decision=Decision.REJECTED, by=seeded.reviewer, at=now(), read=done.changed_at, why="Wrong."
    )
    assert done.decision == "rejected"
