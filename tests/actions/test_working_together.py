"""Who has a claim, who has it open, what they tell each other: by whom, with which trace, and until when."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.actions import assignment, claims, comments, presence, publication, review, suppression
from claims.domain.errors import InvalidValue, NotAllowed, NotFound, StaleSave, WrongState
from claims.domain.vocabulary import CorrectionKind, RemovalCategory
from claims.models import Claim, Comment, Contribution, Footing, History, Presence, Review, User
from claims.reads import presence as present
from claims.reads import weighing
from tests.admin.forms import under_correction
from tests.cast import Cast, rashid
from tests.models.test_supposition_rules import refused
from tests.work import led, proposed, some_source

EVERYBODY = ("extractor", "reviewer", "second_reviewer", "editor", "administrator", "machine", "passer_by")


def may(act: Callable[[], Any]) -> bool:
    """Whether the action does it; what only the database refuses is raised."""
    try:
        act()
    except (NotAllowed, InvalidValue) as refusal:
        if not re.search("takes the role|cannot work on claims", refusal.message):
            raise
        return False
    return True


def test_who_may_assign_be_given_a_claim_comment_and_have_it_open(seeded: Cast) -> None:
    claim, now = rashid(), timezone.now()
    people: dict[str, User] = {name: getattr(seeded, name) for name in EVERYBODY}
    contributions = Contribution.objects.count()

    def those(act: Callable[[User], Any]) -> set[str]:
        return {name for name, who in people.items() if may(lambda who=who: act(who))}  # type: ignore[misc]

    reviewers = {"reviewer", "second_reviewer", "editor"}
    workers = reviewers | {"extractor"}
    assert those(lambda who: assignment.assign(claim=claim, to=seeded.editor, by=who, at=now)) == reviewers
    assert those(lambda who: assignment.release(claim=claim, by=who, at=now)) == reviewers
    assert those(lambda who: assignment.assign(claim=claim, to=who, by=seeded.editor, at=now)) == workers
    assert those(lambda who: comments.add(claim=claim, text="So.", by=who, at=now)) == workers
    assert those(lambda who: presence.note(claim=claim, by=who, at=now)) == workers
    assert (Contribution.objects.count(), claims.fresh(claim).rev) == (contributions, claim.rev)


def test_an_assignment_keeps_its_day_and_leaves_one_row_of_history_each(seeded: Cast) -> None:
    claim, now, day = rashid(), timezone.now(), date(2027, 3, 4)
    opened = assignment.assign(claim=claim, to=seeded.reviewer, by=seeded.editor, at=now, due_on=day)
    again = assignment.assign(
        claim=claim, to=seeded.editor, by=seeded.reviewer, at=now, read=opened.changed_at
    )
    assert (again.pk, again.assigned_to, again.due_on) == (opened.pk, seeded.editor, day)
    assert assignment.assign(claim=claim, to=seeded.editor, by=seeded.reviewer, at=now) == again
    with pytest.raises(StaleSave) as stale:
        assignment.release(claim=claim, by=seeded.reviewer, at=now, read=opened.changed_at)
    assert stale.value.theirs == {"assigned_to": seeded.editor, "due_on": day}
    with pytest.raises(StaleSave):
        assignment.assign(claim=claim, to=seeded.reviewer, by=seeded.reviewer, at=now, read=None)
    released = assignment.release(claim=claim, by=seeded.reviewer, at=now)
    assert released is not None
    assert (released.assigned_to, released.due_on) == (None, day)
    rows = History.objects.filter(table="claims_review", row=str(opened.pk)).order_by("id")
    assert [(one.operation, one.changed_by) for one in rows] == [
        ("insert", seeded.editor.pk),
        ("update", seeded.reviewer.pk),
        ("update", seeded.reviewer.pk),
    ]


def test_a_second_round_is_refused_while_one_is_open_and_says_who_has_it(seeded: Cast) -> None:
    claim, now = rashid(), timezone.now()
    opened = assignment.assign(claim=claim, to=seeded.reviewer, by=seeded.editor, at=now)
    with pytest.raises(InvalidValue, match="with reviewer") as refusal:
        assignment.open_round(claim=claim, to=None, due_on=None, by=seeded.editor, at=now)
    assert refusal.value.problems[0].field == "claim"
    assert Review.objects.get(pk=opened.pk).assigned_to == seeded.reviewer


def _to_be_retracted(cast: Cast) -> Claim:
    claim = led(cast, proposed(cast, "To retract."), "publish", by=cast.reviewer)
    kind = CorrectionKind.WITHDRAWN
    review.open_correction(claim=claim, rev=claim.rev, by=cast.reviewer, kind=kind, reason="It was wrong.")
    review.complete(claim=claim, rev=claims.fresh(claim).rev, by=cast.reviewer)
    now = timezone.now()
    review.approve(claim=claim, rev=claims.fresh(claim).rev, by=cast.second_reviewer, at=now)
    return claims.fresh(claim)


def _suppressed(claim: Claim, cast: Cast) -> None:
    now = timezone.now()
    case = suppression.open_case(
        claim=claim, by=cast.reviewer, at=now, category=RemovalCategory.LEGAL, reason="So."
    )
    case.refresh_from_db()
    suppression.confirm(case, by=cast.editor, at=now, read=case.changed_at)


ENDS: dict[str, Callable[[Claim, Cast], Any]] = {
    "published": lambda claim, cast: publication.publish(
        claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now()
    ),
    "rejected": lambda claim, cast: review.reject(claim=claim, rev=claim.rev, by=cast.editor, why="So."),
    "duplicate": lambda claim, cast: review.mark_duplicate(
        claim=claim, rev=claim.rev, by=cast.editor, of=rashid()
    ),
    "retracted": lambda claim, cast: publication.publish(
        claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now()
    ),
    "suppressed": _suppressed,
}
"""What ends the work on a claim, by the state that it leaves."""


def test_a_round_ends_with_the_work_and_stays_as_it_was(seeded: Cast) -> None:
    now, elsewhere = timezone.now(), proposed(seeded, "Another one.")
    going_on = assignment.assign(claim=elsewhere, to=seeded.reviewer, by=seeded.editor, at=now)
    for state, end in ENDS.items():
        life = "approve" if state == "published" else "accept"
        claim = (
            _to_be_retracted(seeded)
            if state == "retracted"
            else led(seeded, proposed(seeded, f"To be {state}."), life, by=seeded.reviewer)
        )
        earlier = Review.objects.create(
            claim=claim, opened_at=now, closed_at=now - timedelta(days=9), changed_by=seeded.editor
        )
        opened = assignment.assign(claim=claim, to=seeded.reviewer, by=seeded.reviewer, at=now)
        end(claim, seeded)
        assert claims.fresh(claim).state == state
        ended = Review.objects.get(pk=opened.pk)
        assert ended.closed_at is not None, state
        if state != "suppressed":  # there the history of the case says who
            assert ended.changed_by == seeded.editor, "whoever moved the claim"
        assert Review.objects.get(pk=earlier.pk).closed_at == earlier.closed_at
        assert Review.objects.get(pk=going_on.pk).closed_at is None
        with pytest.raises(WrongState, match="has ended"):
            assignment.change_round(ended, to=None, due_on=None, by=seeded.editor, at=now)
        row = {"claim": claim, "opened_at": now, "changed_by": seeded.editor}
        if state in ("published", "retracted"):
            assignment.assign(claim=claim, to=seeded.reviewer, by=seeded.editor, at=now)
        else:
            with pytest.raises(WrongState, match="reopen it first"):
                assignment.assign(claim=claim, to=seeded.reviewer, by=seeded.editor, at=now)
            refused("review_of_a_claim_with_work", lambda row=row: Review.objects.create(**row))  # type: ignore[misc]


def test_the_database_guards_rounds_and_comments_by_itself(seeded: Cast) -> None:
    claim, now = under_correction(seeded), timezone.now()
    round_of = assignment.assign(claim=claim, to=seeded.reviewer, by=seeded.editor, at=now)
    comment = comments.add(claim=claim, text="Look at the date.", by=seeded.reviewer, at=now)
    other = Claim.objects.exclude(pk=claim.pk).earliest("id")

    def changed(row: Any, **columns: Any) -> Callable[[], Any]:
        columns.setdefault("changed_by", seeded.reviewer)
        return lambda: type(row).objects.filter(pk=row.pk).update(**columns)

    def said(**columns: Any) -> Callable[[], Any]:
        row = {"claim": claim, "by": seeded.reviewer, "changed_by": seeded.reviewer, "at": now, "text": "So."}
        return lambda: Comment.objects.create(**row | columns)

    extractor, passer_by, machine = seeded.extractor, seeded.passer_by, seeded.machine
    to_passer_by = changed(round_of, assigned_to=passer_by)
    refused("review_assigned_to_somebody_who_may_work", to_passer_by)
    refused(
        "review_assigned_by_a_reviewer_or_editor", changed(round_of, assigned_to=None, changed_by=extractor)
    )
    refused("review_stays_with_its_claim", changed(round_of, claim=other))
    refused("comment_stays_as_written", changed(comment, text="Other words."))
    refused(
        "comment_is_its_author_s",
        changed(comment, changed_by=seeded.editor, withdrawn_at=now, withdrawn_by=seeded.editor),
    )
    refused("comment_is_its_author_s", said(by=seeded.editor))
    for who in (passer_by, machine, seeded.administrator):
        refused("comment_by_somebody_who_may_work", said(by=who, changed_by=who))
    refused("comment_begins_standing", said(withdrawn_at=now, withdrawn_by=seeded.reviewer))
    refused("comment_text_says_something", said(text=" \u200b"))
    refused("comment_text_is_short_enough", said(text="x" * 2_001))
    said(text="é" * 2_000)()
    withdrawn = comments.withdraw(comment, by=seeded.reviewer, at=now)
    refused("withdrawn_rows_stay", changed(withdrawn, withdrawn_at=None, withdrawn_by=None))


def test_a_comment_is_withdrawn_by_its_author_once_and_stays_in_the_history(seeded: Cast) -> None:
    claim, now = rashid(), timezone.now()
    comment = comments.add(claim=claim, text="  Ask Maria.\nThen me. ", by=seeded.extractor, at=now)
    assert comment.text == "Ask Maria.\nThen me."
    with pytest.raises(NotAllowed, match="Only its author withdraws"):
        comments.withdraw(comment, by=seeded.editor, at=now)
    left = User.objects.get(pk=seeded.extractor.pk)
    left.is_active = False
    with pytest.raises(NotAllowed, match="takes the role"):
        comments.withdraw(comment, by=left, at=now)
    with pytest.raises(NotFound, match="no such claim"):
        assignment.assign(claim=Claim(pk=0), to=seeded.editor, by=seeded.editor, at=now)
    comments.withdraw(comment, by=seeded.extractor, at=now)
    with pytest.raises(WrongState):
        comments.withdraw(comment, by=seeded.extractor, at=now)
    rows = History.objects.filter(table="claims_comment", row=str(comment.pk)).order_by("id")
    assert [one.operation for one in rows] == ["insert", "update"]
    with pytest.raises(InvalidValue, match="at most 2,000"):
        comments.add(claim=claim, text="x" * 2_001, by=seeded.extractor, at=now)


def test_who_has_a_claim_open_is_forgotten_after_a_minute_and_blocks_nobody(seeded: Cast) -> None:
    claim, now = under_correction(seeded), timezone.now()

    def seen(after: int) -> list[present.Opened]:
        return present.others(claim, but=seeded.second_reviewer, at=now + timedelta(seconds=after))

    presence.note(claim=claim, by=seeded.reviewer, at=now)
    presence.note(claim=claim, by=seeded.reviewer, at=now + timedelta(seconds=50))
    presence.note(claim=claim, by=seeded.reviewer, at=now - timedelta(seconds=9))  # a clock that is behind
    presence.note(claim=claim, by=seeded.reviewer, at=now + timedelta(seconds=50))
    assert seen(110) == [present.Opened("reviewer", now)]
    assert seen(111) == []
    assert present.others(claim, but=seeded.reviewer, at=now) == []
    claims.revise(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now, topic="saved all the same")
    later = now + timedelta(seconds=200)
    presence.note(claim=claim, by=seeded.editor, at=later)
    assert [one.who for one in Presence.objects.all()] == [seeded.editor]
    presence.note(claim=claim, by=seeded.reviewer, at=later)
    assert [one.since for one in seen(201)] == [later, later], "who comes back has just come"
    assert not History.objects.filter(table="claims_presence").exists()


def test_what_a_complete_draft_rests_on_is_kept_until_the_next_one(seeded: Cast) -> None:
    source = some_source(seeded, 1)
    claim = led(
        seeded,
        proposed(seeded, "Rests."),
        "start review",
        by=seeded.reviewer,
        source=source,
        stance="supports",
    )
    assert not Footing.objects.filter(claim=claim).exists()
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    kept = Footing.objects.get(claim=claim)
    assert (kept.established, kept.possible) == (0, 1)
    for row in Footing.objects.select_related("claim").exclude(claim=claim):
        side = weighing.of(claims.fresh(row.claim)).sides["supporting"]
        assert (row.established, row.possible) == (side.established, side.possible)
