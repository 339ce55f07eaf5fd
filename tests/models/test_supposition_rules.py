"""What the machine supposes, in the database: it stays about its pair, people decide, and drafts hear of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.domain import canonical
from claims.models import (
    Claim,
    Contribution,
    Evidence,
    ProposedLink,
    Recheck,
    ReportedFigure,
    Source,
    SuspectedCopy,
)
from claims.reads import drafts
from tests.cast import Cast, rashid


def refused(rule: str, act: Callable[[], Any]) -> None:
    """The act breaks the rule of this name and leaves nothing."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    cause = caught.value.__cause__
    assert cause is not None
    assert cause.diag.constraint_name == rule  # type: ignore[attr-defined]


def two_sources(claim: Claim) -> tuple[Source, Source]:
    """Two sources that support or dispute the claim, in order of their numbers."""
    found = Source.objects.filter(evidence__claim=claim, evidence__stance="disputes").order_by("id")[:2]
    return found[0], found[1]


@pytest.fixture
def pair(seeded: Cast) -> SuspectedCopy:
    """Two sources of Rashid's claim that look alike."""
    one, other = two_sources(rashid())
    return SuspectedCopy.objects.create(
        source=one, other=other, likenesses=["near-duplicate text"], because="A test.", score="0.70",
        changed_by=seeded.machine,
    )  # fmt: skip


def decided(row: Any, by: Any, decision: str = "accepted", **more: Any) -> Callable[[], Any]:
    why = "Read both." if decision == "rejected" else ""
    values = {"decided_by": by, "decided_at": timezone.now(), "decided_why": why, "changed_by": by, **more}
    return lambda: type(row).objects.filter(pk=row.pk).update(decision=decision, **values)


def test_only_reviewers_and_editors_decide_and_in_their_own_name(seeded: Cast, pair: SuspectedCopy) -> None:
    for by in (seeded.machine, seeded.extractor):
        refused("supposition_decided_by_a_person", decided(pair, by))
    for by in (seeded.administrator, seeded.passer_by):
        refused("draft_is_changed_by_those_who_may", decided(pair, by))
    refused(
        "supposition_decided_by_the_actor", decided(pair, seeded.reviewer, changed_by=seeded.second_reviewer)
    )
    decided(pair, seeded.reviewer)()
    decided(pair, seeded.editor, "rejected")()
    refused("supposition_decided_by_a_person", decided(pair, seeded.machine, "accepted"))


def test_a_supposition_begins_open_stays_about_its_pair_and_says_why(
    seeded: Cast, pair: SuspectedCopy
) -> None:
    third = Source.objects.exclude(pk__in=[pair.source_id, pair.other_id]).order_by("-id")[0]
    values = {"likenesses": ["quoted chain"], "because": "x", "score": 0, "changed_by": seeded.machine}
    create = SuspectedCopy.objects.create
    refused(
        "supposition_begins_open",
        lambda: create(
            source=pair.other, other=third, decision="accepted", decided_by=seeded.reviewer,
            decided_at=timezone.now(), **values,
        ),
    )  # fmt: skip
    refused(
        "supposition_stays_about_its_pair",
        lambda: SuspectedCopy.objects.filter(pk=pair.pk).update(other=third, changed_by=seeded.reviewer),
    )
    refused("suspectedcopy_pair_once", lambda: create(source=pair.source, other=pair.other, **values))
    refused("suspectedcopy_pair_in_order", lambda: create(source=third, other=pair.source, **values))
    for broken, rule in (
        ({"likenesses": []}, "suspectedcopy_names_its_likeness"),
        ({"because": ""}, "suspectedcopy_because_is_not_blank"),
        ({"score": "1.01"}, "suspectedcopy_score_from_0_to_1"),
    ):
        refused(rule, lambda broken=broken: create(source=pair.other, other=third, **{**values, **broken}))
    refused("suspectedcopy_decided_at_with_by", decided(pair, seeded.reviewer, decided_at=None))
    refused("suspectedcopy_decision_is_known", decided(pair, seeded.reviewer, "perhaps"))


def test_a_suspicion_reaches_every_draft_that_embeds_both_sources_and_no_other(seeded: Cast) -> None:
    def seen() -> dict[str, tuple[bytes, int]]:
        return {
            claim.public_id: (canonical.encode(drafts.build(claim)), claim.rev)
            for claim in Claim.objects.order_by("id")
        }

    before = seen()
    one, other = two_sources(rashid())
    made = SuspectedCopy.objects.create(
        source=one, other=other, likenesses=["quoted chain"], because="x", score=1, changed_by=seeded.machine
    )
    after = seen()
    assert {name for name in before if before[name] != after[name]} == {rashid().public_id}
    assert rashid().rev == before[rashid().public_id][1] + 1
    assert rashid().behind_since is not None
    assert Contribution.objects.filter(
        claim=rashid(), user=seeded.machine, what="changed a suspected copy"
    ).exists()
    decided(made, seeded.second_reviewer, "rejected")()
    assert (
        drafts.build(rashid())["provenance"] == drafts.build(Claim.objects.get(pk=rashid().pk))["provenance"]
    )
    edges = [edge["how"] for edge in drafts.build(rashid())["provenance"]["edges"]]
    assert "suspected copy" not in edges
    assert Contribution.objects.filter(claim=rashid(), user=seeded.second_reviewer).exists()


def test_a_suspicion_between_sources_of_two_claims_touches_neither(seeded: Cast) -> None:
    mine = Source.objects.filter(evidence__claim=rashid()).values("pk")
    elsewhere = Source.objects.filter(evidence__isnull=False).exclude(pk__in=mine).order_by("id")[0]
    one = Source.objects.filter(pk__in=mine).exclude(evidence__claim__in=elsewhere.evidence.values("claim"))[
        0
    ]
    before = list(Claim.objects.order_by("id").values_list("rev", "behind_since"))
    first, second = sorted((one, elsewhere), key=lambda source: source.pk)
    SuspectedCopy.objects.create(
        source=first,
        other=second,
        likenesses=["quoted chain"],
        because="x",
        score=1,
        changed_by=seeded.machine,
    )
    assert list(Claim.objects.order_by("id").values_list("rev", "behind_since")) == before


def test_whoever_decided_on_a_copy_has_a_hand_in_the_claims_that_rest_on_it(
    seeded: Cast, pair: SuspectedCopy
) -> None:
    from claims.actions import review

    decided(pair, seeded.second_reviewer)()
    assert seeded.second_reviewer in review.contributors(rashid())


def test_a_proposed_link_changes_no_draft_and_joins_two_claims(seeded: Cast) -> None:
    other = Claim.objects.exclude(pk=rashid().pk).order_by("id")[0]
    before = (rashid().rev, canonical.encode(drafts.build(rashid())))
    values = {"kind": "repeats", "because": "x", "score": 1, "changed_by": seeded.machine}
    link = ProposedLink.objects.create(claim=rashid(), other=other, **values)
    assert (rashid().rev, canonical.encode(drafts.build(rashid()))) == before
    refused(
        "proposedlink_joins_two_claims",
        lambda: ProposedLink.objects.create(claim=rashid(), other=rashid(), **values),
    )
    refused("proposedlink_once", lambda: ProposedLink.objects.create(claim=rashid(), other=other, **values))
    refused(
        "proposedlink_kind_is_known",
        lambda: ProposedLink.objects.create(claim=other, other=rashid(), **{**values, "kind": "likes"}),
    )
    refused("supposition_decided_by_a_person", decided(link, seeded.machine))
    refused(
        "supposition_stays_about_its_pair",
        lambda: ProposedLink.objects.filter(pk=link.pk).update(kind="denies", changed_by=seeded.reviewer),
    )
    refused(
        "draft_is_changed_by_those_who_may",
        lambda: ProposedLink.objects.create(
            claim=other, other=rashid(), **{**values, "changed_by": seeded.passer_by}
        ),
    )


def test_a_recheck_is_settled_once_by_a_person_with_a_reason(seeded: Cast) -> None:
    values = {"claim": rashid(), "occasion": "date", "because": "x", "raised_at": timezone.now()}
    create = Recheck.objects.create
    row = create(mark="1", changed_by=seeded.machine, **values)
    refused("recheck_occasion_once", lambda: create(mark="1", changed_by=seeded.machine, **values))
    refused(
        "draft_is_changed_by_those_who_may", lambda: create(mark="2", changed_by=seeded.passer_by, **values)
    )

    def settled(by: Any, **more: Any) -> Callable[[], Any]:
        now = {
            "settled_by": by,
            "settled_at": timezone.now(),
            "settled_why": "Looked.",
            "changed_by": by,
            **more,
        }
        return lambda: Recheck.objects.filter(pk=row.pk).update(**now)

    refused(
        "recheck_begins_open",
        lambda: create(
            mark="3", changed_by=seeded.reviewer, settled_by=seeded.reviewer, settled_at=timezone.now(),
            settled_why="x", **values,
        ),
    )  # fmt: skip
    for by in (seeded.machine, seeded.extractor):
        refused("recheck_settled_by_a_person", settled(by))
    refused("recheck_settled_by_a_person", settled(seeded.reviewer, settled_by=seeded.editor))
    refused("recheck_settled_at_with_by", settled(seeded.reviewer, settled_why=""))
    refused("recheck_stays", settled(seeded.reviewer, because="otherwise"))
    settled(seeded.reviewer)()
    refused("recheck_stays", settled(seeded.editor))


def test_a_source_s_figure_stands_in_its_own_excerpt(seeded: Cast) -> None:
    from claims.actions import review
    from claims.domain.vocabulary import CorrectionKind

    claim = rashid()
    by = seeded.reviewer
    review.open_correction(claim=claim, rev=claim.rev, by=by, kind=CorrectionKind.TYPO, reason="x")
    item = Evidence.objects.active().filter(claim=claim, figures__isnull=True).exclude(excerpt="")[0]
    word = item.excerpt.split()[0]
    values = {"measure": "m", "vague": True, "changed_by": by}
    create = ReportedFigure.objects.create
    made = create(claim=claim, evidence=item, text=word, **values)
    refused(
        "reportedfigure_text_is_verbatim",
        lambda: create(claim=claim, evidence=item, text="never", position=2, **values),
    )
    refused("reportedfigure_position_once", lambda: create(claim=claim, evidence=item, text=word, **values))
    elsewhere = Evidence.objects.active().exclude(claim=claim).exclude(excerpt="")[0]
    refused(
        "reportedfigure_text_is_verbatim",
        lambda: create(claim=claim, evidence=elsewhere, text=elsewhere.excerpt.split()[0], **values),
    )
    refused(
        "reportedfigure_stays_with_its_evidence",
        lambda: ReportedFigure.objects.filter(pk=made.pk).update(evidence=elsewhere, changed_by=by),
    )
    refused(
        "evidence_excerpt_holds_its_figures",
        lambda: Evidence.objects.filter(pk=item.pk).update(excerpt="other words", changed_by=by),
    )
    refused(
        "reportedfigure_without_bounds_is_vague",
        lambda: create(claim=claim, evidence=item, text=word, position=2, **{**values, "vague": False}),
    )
    refused(
        "reportedfigure_low_not_above_high",
        lambda: create(claim=claim, evidence=item, text=word, position=2, low=2, high=1, **values),
    )
    before = rashid().rev
    create(claim=claim, evidence=item, text=word, position=2, **values)
    assert rashid().rev == before + 1


def test_levels_other_than_the_weighed_ones_are_not_approved_without_a_reason(seeded: Cast) -> None:
    import json

    from claims.actions import evidence, review
    from claims.domain import ledger
    from claims.domain.vocabulary import CorrectionKind
    from claims.models import Approval

    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="x"
    )
    verdict = claim.verdicts.active().get()
    evidence.amend(verdict, rev=claim.rev, by=seeded.reviewer, agreement="high", levels_why="A test.")
    claim = review.complete(claim=rashid(), rev=rashid().rev, by=seeded.reviewer)
    draft = drafts.build(claim)
    draft["verdict"]["levels_why"] = ""
    forged, salt = canonical.encode(json.loads(json.dumps(draft))), ledger.new_salt()
    refused(
        "approval_of_levels_with_their_reason",
        lambda: Approval.objects.create(
            claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=timezone.now(), draft=forged, salt=salt,
            commitment=ledger.commitment(salt, forged),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("broken", [{"withdrawn_at": None}, {"withdrawn_by": None}])
def test_a_withdrawn_row_says_both_when_and_by_whom(seeded: Cast, broken: dict[str, Any]) -> None:
    from claims.models import Derivation

    step = Derivation.objects.active()[0]
    values = {"withdrawn_at": timezone.now(), "withdrawn_by": seeded.reviewer, **broken}
    rule = (
        "derivation_withdrawn_at_with_by"
        if broken.keys() != {"withdrawn_by"}
        else "withdrawn_by_is_the_actor"
    )
    act = lambda: Derivation.objects.filter(pk=step.pk).update(changed_by=seeded.reviewer, **values)  # noqa: E731
    if broken.keys() == {"withdrawn_by"}:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    else:
        refused(rule, act)


def test_every_other_bound_of_the_new_rows_holds(seeded: Cast) -> None:
    from claims.actions import review
    from claims.domain.vocabulary import CorrectionKind

    moment = timezone.now()
    back = {"claim": rashid(), "occasion": "date", "mark": "1", "because": "x", "raised_at": moment}
    for broken, rule in (
        ({"occasion": "mood"}, "recheck_occasion_is_known"),
        ({"because": ""}, "recheck_because_is_not_blank"),
        ({"raised_at": moment.replace(year=9999)}, "recheck_raised_at_is_in_range"),
    ):
        refused(
            rule,
            lambda broken=broken: Recheck.objects.create(changed_by=seeded.machine, **{**back, **broken}),
        )
    other = Claim.objects.exclude(pk=rashid().pk).order_by("id")[0]
    link = {"claim": rashid(), "other": other, "kind": "repeats", "because": "x", "score": 1}
    for broken, rule in (
        ({"because": ""}, "proposedlink_because_is_not_blank"),
        ({"score": "-0.01"}, "proposedlink_score_from_0_to_1"),
    ):
        values = {**link, **broken, "changed_by": seeded.machine}
        refused(rule, lambda values=values: ProposedLink.objects.create(**values))
    made = ProposedLink.objects.create(changed_by=seeded.machine, **link)
    refused("proposedlink_decision_is_known", decided(made, seeded.reviewer, "perhaps"))
    refused("proposedlink_decided_at_with_by", decided(made, seeded.reviewer, decided_at=None))
    review.open_correction(
        claim=rashid(), rev=rashid().rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="x"
    )
    item = Evidence.objects.active().filter(claim=rashid(), figures__isnull=True).exclude(excerpt="")[0]
    figure = {
        "claim": rashid(),
        "evidence": item,
        "text": item.excerpt.split()[0],
        "measure": "m",
        "vague": True,
    }
    for broken, rule in (
        ({"measure": ""}, "reportedfigure_measure_is_not_blank"),
        ({"text": ""}, "reportedfigure_text_is_not_blank"),
        ({"withdrawn_by": seeded.reviewer}, "reportedfigure_withdrawn_at_with_by"),
    ):
        values = {**figure, **broken, "changed_by": seeded.reviewer}
        refused(rule, lambda values=values: ReportedFigure.objects.create(**values))


def test_what_was_decided_on_stays_as_it_was_read_and_a_rejection_says_why(
    seeded: Cast, pair: SuspectedCopy
) -> None:
    rows = SuspectedCopy.objects.filter(pk=pair.pk)
    rows.update(because="Better words.", changed_by=seeded.machine)
    decided = {"decided_by": seeded.reviewer, "decided_at": timezone.now(), "changed_by": seeded.reviewer}
    refused(
        "supposition_rejected_with_reason",
        lambda: rows.update(decision="rejected", decided_why=" ", **decided),
    )
    rows.update(decision="accepted", **decided)
    for change in ({"because": "Other words."}, {"score": "0.10"}, {"likenesses": []}):
        refused("supposition_stays_as_decided", lambda: rows.update(changed_by=seeded.machine, **change))  # noqa: B023
