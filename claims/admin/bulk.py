"""One step for many claims: what each job asks for, whom it is for, what it does to one claim.

Consent is not among the jobs: whoever approves has read the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from claims.actions import assignment, behind, claims
from claims.actions.transactions import one_transaction
from claims.admin import since
from claims.admin.claim_steps import NOT_CHOSEN, take
from claims.admin.refusals import said
from claims.domain import lifecycle
from claims.domain.errors import DomainError
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import CorrectionKind, Role
from claims.models import Claim, User

STEPS = ("accept", "reject", "start review", "complete", "return", "publish", "retract")
AT_MOST = 500
"""So many claims at once."""
A_COMMIT = 100
"""So many claims are committed together: the log's lock is held at COMMIT, and never for long."""
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """What is done to one claim, by whom it may be asked, and the inputs that it needs.

    `stand_in` is what it is rehearsed with while nobody has filled in the inputs.
    """

    name: str
    roles: Collection[Role]
    act: Callable[[Claim, int, User, Given], object]
    asks: tuple[str, ...] = ()
    stand_in: Given | None = None
    shows_changes: bool = False

    @property
    def slug(self) -> str:
        """Its name in addresses and lists."""
        return self.name.replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job does to one claim, or why it is refused; `note` is what it leaves to do."""

    claim: Claim
    refusals: tuple[str, ...]
    note: str = ""


class _Rehearsed(Exception):
    """Ends a rehearsal: everything it did is undone."""


class OneLine(forms.CharField):
    """A line of text as the actions would store it, or why they would not."""

    def __init__(self, *, name: str, **options: Any) -> None:
        self.stored_as = name
        super().__init__(max_length=LIMITS.get(name, LIMITS["note"]), **options)

    def clean(self, value: Any) -> str:
        """The clean text."""
        text = str(super().clean(" ".join(str(value or "").split())))
        try:
            return clean_text(text, field=self.stored_as, limit=LIMITS.get(self.stored_as, LIMITS["note"]))
        except DomainError as refusal:
            raise ValidationError(refusal.message) from refusal


def _step(verb: str) -> Job:
    roles = {role for move in lifecycle.MOVES if move.verb == verb for role in move.roles}

    def act(claim: Claim, rev: int, by: User, given: Given) -> None:
        take(verb, claim=claim, rev=rev, by=by, given=given)

    asks = ("why",) if verb == "reject" else ()
    return Job(verb, roles, act, asks, {"why": "Rehearsed."} if asks else None)


def _set_topic(claim: Claim, rev: int, by: User, given: Given) -> None:
    claims.revise(claim=claim, rev=rev, by=by, at=timezone.now(), topic=given["topic"])


def _assign(claim: Claim, rev: int, by: User, given: Given) -> None:
    assignment.assign(claim=claim, to=given["to"], by=by, at=timezone.now(), due_on=given["due_on"])


def _correct_behind(claim: Claim, rev: int, by: User, given: Given) -> str:
    done = behind.correct(
        claim=claim, rev=rev, by=by, kind=CorrectionKind(given["kind"]), reason=given["reason"],
        because=given.get("because"),
    )  # fmt: skip
    return done.left_to_do


JOBS: Mapping[str, Job] = {
    job.slug: job
    for job in (
        *map(_step, STEPS),
        Job("set topic", lifecycle.EXTRACTORS, _set_topic, ("topic",), {"topic": "Rehearsed."}),
        Job("assign", lifecycle.REVIEWERS, _assign, ("to", "due_on"), {"to": None, "due_on": None}),
        Job(
            "correct what is behind", lifecycle.REVIEWERS, _correct_behind, ("kind", "reason"),
            {"kind": CorrectionKind.TYPO.value, "reason": "Rehearsed."}, shows_changes=True,
        ),
    )
}  # fmt: skip


def offered(roles: Collection[Role]) -> list[Job]:
    """The jobs that these roles allow at all."""
    return [job for job in JOBS.values() if set(roles) & set(job.roles)]


def inputs(job: Job, sent: Any = None) -> forms.Form:
    """The inputs of a job, empty or as sent."""
    able = User.objects.filter(is_active=True, groups__name__in=lifecycle.REVIEWERS).distinct()
    known: dict[str, forms.Field] = {
        "why": OneLine(name="reason", label="Why, for the desk only"),
        "topic": OneLine(name="topic", label="Topic"),
        "to": forms.ModelChoiceField(able.order_by("username"), required=False, empty_label="nobody", label="To"),
        "due_on": forms.DateField(required=False, label="Due on", widget=forms.DateInput(attrs={"type": "date"})),
        "kind": forms.ChoiceField(
            choices=[(kind.value, kind.value) for kind in CorrectionKind if kind not in NOT_CHOSEN],
            label="Kind of correction",
        ),
        "reason": OneLine(name="reason", label="Reason, shown to the public with each of them"),
    }  # fmt: skip
    form = forms.Form(sent, auto_id="bulk_%s")
    form.fields.update({name: known[name] for name in job.asks})
    return form


def rehearse(job: Job, chosen: Iterable[Claim], *, by: User, given: Given | None = None) -> list[Outcome]:
    """What the job would do to each claim: it is done and undone, so that nothing is guessed."""
    given = given or job.stand_in or {}
    return [_tried(job, claim, rev=claim.rev, by=by, given=given, keep=False) for claim in chosen]


def commit(job: Job, chosen: Sequence[tuple[Claim, int]], *, by: User, given: Given) -> list[Outcome]:
    """What the job did to at most a hundred claims in one commit: one refused claim undoes no other."""
    try:
        with one_transaction():
            return [_tried(job, claim, rev=rev, by=by, given=given, keep=True) for claim, rev in chosen]
    except DomainError as refusal:  # at COMMIT: nothing of this commit happened
        return [Outcome(claim, (refusal.message,)) for claim, _rev in chosen]


def _tried(job: Job, claim: Claim, *, rev: int, by: User, given: Given, keep: bool) -> Outcome:
    note: object = ""
    try:
        with transaction.atomic():
            note = job.act(claim, rev, by, given)
            if not keep:
                raise _Rehearsed
    except _Rehearsed:
        pass
    except DomainError as refusal:
        told = [said(problem, refusal) for problem in refusal.problems] + since.told(refusal, claim)
        return Outcome(claim, tuple(dict.fromkeys(told)))
    return Outcome(claim, (), note if isinstance(note, str) else "")
