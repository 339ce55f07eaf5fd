"""The queues of the desk: which claims wait for what, since when, how many, and which is the next best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Least

from claims.domain.lifecycle import EDITORS, EXTRACTORS, MOVES, REVIEWERS
from claims.domain.vocabulary import Occasion, Role, Stance, State, TicketKind, TicketState
from claims.models import Claim, Evidence, Footing, Recheck, Review, Ticket, User, Withholding
from claims.reads.presence import open_elsewhere

GONE = [one.value for one in (State.REJECTED, State.DUPLICATE, State.RETRACTED, State.SUPPRESSED)]
AT_WORK = [one.value for one in (State.PROPOSED, State.OPEN, State.IN_REVIEW, State.UNDER_CORRECTION)]
FORWARD = {"accept", "start review", "complete", "approve", "publish", "retract"}
"""The steps that bring a claim on: whoever may take one of them has work with it."""

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks at the queues, in which roles, on which day."""

    who: User
    roles: frozenset[Role]
    today: date


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its name in addresses, its title, what is in it, and what to do when nothing is."""

    name: str
    title: str
    means: str
    empty: str
    roles: tuple[Role, ...]
    rows: Callable[[Asker], Rows]
    """The claims in it, each with `since`: from when on it waits there."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue with how many claims wait in it, and since when the oldest does."""

    queue: Queue
    number: int
    oldest: datetime | None


def _rounds(**about: Any) -> QuerySet[Review]:
    return Review.objects.filter(claim=OuterRef("pk"), closed_at__isnull=True, **about)


def _since(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.order_by(column).values(column)[:1], output_field=DateTimeField())


def _mine(asker: Asker) -> Rows:
    rounds = _rounds(assigned_to=asker.who)
    return Claim.objects.filter(Exists(rounds)).annotate(since=_since(rounds, "opened_at"))


def _unassigned(asker: Asker) -> Rows:
    taken = Exists(_rounds(assigned_to__isnull=False))
    return Claim.objects.filter(~taken, state__in=AT_WORK).annotate(since=F("created_at"))


def _had_a_hand(asker: Asker) -> Func:
    person = Value(asker.who.pk)
    return Func(F("pk"), person, function="claims_had_a_hand", output_field=BooleanField())


def _second(asker: Asker) -> Rows:
    if not asker.roles & set(REVIEWERS):
        return Claim.objects.none().annotate(since=F("created_at"))
    complete = Claim.objects.filter(state=State.DRAFT_COMPLETE.value)
    return complete.filter(~Q(_had_a_hand(asker))).annotate(since=F("changed_at"))


def _withheld() -> Exists:
    """Whether what is public of a claim is withheld: then nothing more of it is published."""
    return Exists(Withholding.objects.filter(claim=OuterRef("pk"), lifted_at__isnull=True))


def _approved(asker: Asker) -> Rows:
    return Claim.objects.filter(~_withheld(), state=State.APPROVED.value).annotate(since=F("changed_at"))


def _overdue(asker: Asker) -> Rows:
    late = _rounds(due_on__lt=asker.today)
    due = Cast(Subquery(late.values("due_on")[:1]), DateTimeField())
    return Claim.objects.filter(Exists(late)).annotate(since=due)


def _disputed(asker: Asker) -> Rows:
    tickets = Ticket.objects.filter(
        claim=OuterRef("public_id"), kind=TicketKind.DISPUTE.value, state=TicketState.OPEN.value
    )
    evidence = Evidence.objects.active().filter(claim=OuterRef("pk"), stance=Stance.DISPUTES.value)
    since = Least(_since(tickets, "received_at"), _since(evidence, "changed_at"))
    return (
        Claim.objects.exclude(state__in=GONE)
        .filter(Q(Exists(tickets)) | Q(Exists(evidence)))
        .annotate(since=since)
    )


def _single(asker: Asker) -> Rows:
    footing = Footing.objects.filter(claim=OuterRef("pk"), established__lte=1, possible__gte=1)
    return Claim.objects.exclude(state__in=GONE).filter(Exists(footing)).annotate(since=F("created_at"))


def _to_look_at_again(*occasions: Occasion) -> Callable[[Asker], Rows]:
    def rows(asker: Asker) -> Rows:
        raised = Recheck.objects.filter(
            claim=OuterRef("pk"), settled_at__isnull=True, occasion__in=[one.value for one in occasions]
        )
        return (
            Claim.objects.exclude(state__in=GONE)
            .filter(Exists(raised))
            .annotate(since=_since(raised, "raised_at"))
        )

    return rows


def _behind(asker: Asker) -> Rows:
    return (
        Claim.objects.filter(behind_since__isnull=False)
        .exclude(state__in=GONE)
        .annotate(since=F("behind_since"))
    )


ANYBODY = (*EXTRACTORS, Role.ADMINISTRATOR)
QUEUES: tuple[Queue, ...] = (
    Queue(
        "mine", "Mine", "Assigned to you", "Nothing is assigned to you. Take the next best claim.",
        EXTRACTORS, _mine,
    ),
    Queue(
        "unassigned", "Unassigned", "At work, and nobody has it",
        "Somebody has every claim that is at work. Look at what needs a second person.", ANYBODY, _unassigned,
    ),
    Queue(
        "second", "Needs a second person", "Complete drafts that you may approve: you had no hand in them",
        "No complete draft waits for you: either there is none, or you had a hand in each.", REVIEWERS, _second,
    ),
    Queue(
        "approved", "To publish", "Approved, and waiting for an editor",
        "Nothing is waiting to be published. A second person approves complete drafts first.", EDITORS, _approved,
    ),
    Queue(
        "overdue", "Overdue", "The day it was due has passed",
        "Nothing is late. A day is set where a claim is assigned.", ANYBODY, _overdue,
    ),
    Queue(
        "disputed", "Disputed", "A reader’s open ticket disputes it, or evidence does",
        "No reader’s ticket and no evidence disputes a claim now.", ANYBODY, _disputed,
    ),
    Queue(
        "single", "Single origin",
        "Something supports it, but at most one known independent origin; counted when its draft was last complete",
        "Every supported claim has two known independent origins or more, or its draft was never complete.",
        ANYBODY, _single,
    ),
    Queue(
        "recheck", "Re-check due", "Its date has come, or a linked claim changed",
        "No claim wants another look. Set a date for one in its verdict.", ANYBODY,
        _to_look_at_again(Occasion.DATE, Occasion.LINKED),
    ),
    Queue(
        "source", "Source changed", "A source changed or is gone since it was linked",
        "No linked source is known to have changed.", ANYBODY, _to_look_at_again(Occasion.SOURCE),
    ),
    Queue(
        "article", "Article changed", "The article changed: the words are altered, gone, or not clearly found again",
        "Every claim’s words stand in the newest version of its article, or a person has decided on them.", ANYBODY,
        _to_look_at_again(Occasion.ARTICLE),
    ),
    Queue(
        "behind", "Behind", "What is public embeds something that has changed since",
        "What is public says what is recorded. Nothing needs a correction for that.", ANYBODY, _behind,
    ),
)  # fmt: skip
BY_NAME = {queue.name: queue for queue in QUEUES}


def for_roles(roles: frozenset[Role]) -> tuple[Queue, ...]:
    """The queues that somebody in these roles has work in, or may look at."""
    return tuple(queue for queue in QUEUES if roles & set(queue.roles))


def counts(asker: Asker) -> list[Waiting]:
    """Every queue of this person with its number, from one question to the database."""
    shown = for_roles(asker.roles)
    arms = [
        queue.rows(asker)
        .order_by()
        .annotate(queue=Value(queue.name))
        .values("queue")
        .annotate(number=Count("pk"), oldest=Min("since"))
        .values_list("queue", "number", "oldest")
        for queue in shown
    ]
    if not arms:
        return []
    found = {name: (number, oldest) for name, number, oldest in arms[0].union(*arms[1:], all=True)}
    return [Waiting(queue, *found.get(queue.name, (0, None))) for queue in shown]


def weight(at: datetime) -> ExpressionWrapper[Any]:
    """Check-worthiness × age in seconds at that moment: of two claims, the heavier comes first."""
    waited = Cast(Value(at), DateTimeField()) - F("since")
    seconds = Func(waited, template="EXTRACT(EPOCH FROM %(expressions)s)", output_field=_weights())
    return ExpressionWrapper(F("check_worthiness") * seconds, output_field=_weights())


def beyond(place: tuple[Decimal, int]) -> Q:
    """What comes after this weight and claim where the heavier is first, and of equals the earlier claim."""
    return Q(weight__lt=place[0]) | Q(weight=place[0], pk__gt=place[1])


def workable(asker: Asker) -> Rows:
    """Claims that this person can bring on, and that nobody else has."""
    states = {one.source for one in MOVES if one.verb in FORWARD and asker.roles & set(one.roles)}
    rows = Claim.objects.filter(state__in=[one.value for one in states])
    rows = rows.exclude(Q(state=State.DRAFT_COMPLETE.value) & Q(_had_a_hand(asker)))
    rows = rows.exclude(Q(state=State.APPROVED.value) & _withheld())
    elsewhere = _rounds(assigned_to__isnull=False).exclude(assigned_to=asker.who)
    return rows.filter(~Exists(elsewhere)).annotate(since=F("created_at"))


@dataclass(frozen=True, slots=True)
class Next:
    """The next best claim's key, or none; and whether there are others before the one that was left."""

    claim: int | None
    earlier: bool = False


def next_best(asker: Asker, *, at: datetime, queue: str = "", after: int | None = None) -> Next:
    """The heaviest claim of the queue, or of all work, that nobody else has open; `after` is the one just left."""
    rows = BY_NAME[queue].rows(asker) if queue else workable(asker)
    rows = rows.filter(~open_elsewhere(but=asker.who, at=at)).annotate(weight=weight(at))
    left = rows.filter(pk=after).values_list("weight", "pk").first() if after else None
    others = rows.exclude(pk=after).order_by("-weight", "pk").values_list("pk", flat=True)
    found = (others.filter(beyond(left)) if left else others).first()
    return Next(found, earlier=found is None and left is not None and others.exists())


def _weights() -> DecimalField[Any, Any]:
    return DecimalField(max_digits=40, decimal_places=8)
