"""Queues of the desk: each counts what a walk over all claims finds, for everybody, from one question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions import assignment, presence, review
from claims.domain.vocabulary import Role
from claims.models import Claim, Review, Ticket
from claims.reads import queues, weighing
from claims.reads.queues import Asker
from tests.cast import Cast
from tests.work import mixed, proposed

PEOPLE = ("extractor", "reviewer", "second_reviewer", "editor", "administrator")
GONE = ("rejected", "duplicate", "retracted", "suppressed")


def asker(cast: Cast, name: str) -> Asker:
    who = getattr(cast, name)
    return Asker(who, who.roles(), timezone.localdate())


def open_round(claim: Claim) -> Review | None:
    return next((one for one in claim.reviews.all() if one.closed_at is None), None)


def disputed(claim: Claim) -> bool:
    tickets = [one for one in Ticket.objects.all() if one.claim == claim.public_id]
    return any(one.kind == "dispute" and one.state == "open" for one in tickets) or any(
        one.stance == "disputes" and one.withdrawn_at is None for one in claim.evidence.all()
    )


def single(claim: Claim) -> bool:
    """As its page weighs it now; here no draft changed since it was last complete without falling back."""
    side = weighing.of(claim).sides["supporting"]
    return side.possible >= 1 and side.established <= 1 and hasattr(claim, "footing")


def raised(claim: Claim, *occasions: str) -> bool:
    return any(one.settled_at is None and one.occasion in occasions for one in claim.rechecks.all())


def late(claim: Claim) -> bool:
    found = open_round(claim)
    return bool(found and found.due_on and found.due_on < timezone.localdate())


def has_it(claim: Claim, asked: Asker) -> bool:
    found = open_round(claim)
    return bool(found and found.assigned_to_id == asked.who.pk)


def nobody_has_it(claim: Claim) -> bool:
    found = open_round(claim)
    return found is None or found.assigned_to is None


AT_WORK = ("proposed", "open", "in review", "under correction")
NAIVE: dict[str, Callable[[Claim, Asker], bool]] = {
    "mine": has_it,
    "unassigned": lambda claim, _: claim.state in AT_WORK and nobody_has_it(claim),
    "second": lambda claim, asked: (
        claim.state == "draft complete" and asked.who not in review.contributors(claim)
    ),
    "approved": lambda claim, _: claim.state == "approved",
    "overdue": lambda claim, _: late(claim),
    "disputed": lambda claim, _: claim.state not in GONE and disputed(claim),
    "single": lambda claim, _: claim.state not in GONE and single(claim),
    "recheck": lambda claim, _: raised(claim, "date", "linked claim changed"),
    "source": lambda claim, _: raised(claim, "source changed"),
    "article": lambda claim, _: raised(claim, "article changed"),
    "behind": lambda claim, _: claim.behind_since is not None,
}


def test_every_queue_counts_what_a_walk_over_all_claims_finds(seeded: Cast) -> None:
    mixed(seeded, 21, seed=2)
    everything = list(Claim.objects.order_by("pk"))
    seen = set()
    for name in PEOPLE:
        asked = asker(seeded, name)
        with CaptureQueriesContext(connection) as asked_of_it:
            found = queues.counts(asked)
        assert len(asked_of_it) == 1
        for one in found:
            wanted = [claim.pk for claim in everything if NAIVE[one.queue.name](claim, asked)]
            rows = one.queue.rows(asked)
            assert sorted(rows.values_list("pk", flat=True)) == wanted, (name, one.queue.name)
            assert one.number == len(wanted)
            assert one.oldest == min(rows.values_list("since", flat=True), default=None)
            seen |= {one.queue.name} if wanted else set()
    assert seen == set(NAIVE), "by chance every queue had something in it"
    assert {one.queue.name for one in queues.counts(asker(seeded, "extractor"))} == set(NAIVE) - {
        "second",
        "approved",
    }
    assert queues.counts(Asker(seeded.passer_by, frozenset(), timezone.localdate())) == []


def may_bring_on(claim: Claim, asked: Asker) -> bool:
    """By the table of moves, in plain words."""
    reviews, edits = asked.roles & {Role.REVIEWER, Role.EDITOR}, Role.EDITOR in asked.roles
    states = {
        "proposed": bool(reviews) or Role.EXTRACTOR in asked.roles,
        "open": bool(reviews),
        "in review": bool(reviews),
        "under correction": bool(reviews),
        "draft complete": bool(reviews) and asked.who not in review.contributors(claim),
        "approved": edits,
    }
    return states.get(claim.state, False) and (nobody_has_it(claim) or has_it(claim, asked))


def test_the_next_best_claims_are_walked_by_worth_and_age_past_what_others_have(seeded: Cast) -> None:
    mixed(seeded, 14, seed=3)
    taken = proposed(seeded, "On somebody else’s screen.", worth="1")
    now, differ = timezone.now(), False
    for name in ("extractor", "reviewer", "editor"):
        asked = asker(seeded, name)
        all_rows = [one for one in Claim.objects.all() if may_bring_on(one, asked)]
        orders = []
        for at in (now, day := now + timedelta(days=1), day + timedelta(seconds=61)):
            if is_open := at <= day:  # nobody tidies up when it is closed: the minute just passes
                presence.note(claim=taken, by=seeded.editor, at=at)
            rows = [one for one in all_rows if name == "editor" or not is_open or one.pk != taken.pk]

            def heavy(one: Claim, at=at) -> tuple[Decimal, int]:  # type: ignore[no-untyped-def]
                age = at - one.created_at
                return -one.check_worthiness * (age // timedelta(microseconds=1)), one.pk

            wanted, walked, after = [one.pk for one in sorted(rows, key=heavy)], [], None
            while (found := queues.next_best(asked, at=at, after=after)).claim is not None:
                walked.append(found.claim)
                after = found.claim
            assert walked == wanted
            assert found.earlier is (len(wanted) > 1)
            orders.append(wanted)
        differ |= orders[0] != orders[1]
    assert differ, "worth decides among claims of one age, and age too among new ones"


def test_the_next_of_a_queue_begins_again_when_the_one_left_is_gone_from_it(seeded: Cast) -> None:
    asked, now = asker(seeded, "reviewer"), timezone.now()
    made = [proposed(seeded, f"Mine {one}.", worth="0.5") for one in range(3)]
    for one in made:
        assignment.assign(claim=one, to=seeded.reviewer, by=seeded.editor, at=now)
    at = now + timedelta(hours=1)
    assert queues.next_best(asked, at=at, queue="mine", after=made[0].pk).claim == made[1].pk
    assignment.release(claim=made[1], by=seeded.editor, at=now)
    assert queues.next_best(asked, at=at, queue="mine", after=made[1].pk).claim == made[0].pk
    assert queues.next_best(asked, at=at, queue="mine", after=made[2].pk) == queues.Next(None, earlier=True)
    assert queues.next_best(asked, at=at, queue="overdue") == queues.Next(None)
