"""The right of reply."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import ReplyOutcome
from claims.models.claim import Claim
from claims.models.constraints import choices, finite, one_of
from claims.models.speaker import Speaker
from claims.models.tracked import Withdrawable, WithdrawableQuerySet, withdrawn_together


class ReplyRequest(Withdrawable):
    """Who was asked to answer, when, how, and what came back in their words; or why nobody was asked."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="replies")
    who = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    channel = models.TextField(blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(choices=choices(ReplyOutcome))
    answer = models.TextField(blank=True, help_text="In their words; or the reason why nobody was asked")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        constraints = [
            withdrawn_together("replyrequest"),
            finite("asked_at", "deadline", "answered_at", noun="replyrequest"),
            one_of("outcome", ReplyOutcome, noun="replyrequest"),
            models.CheckConstraint(
                condition=Q(outcome=ReplyOutcome.NOT_ASKED.value, asked_at__isnull=True)
                | (~Q(outcome=ReplyOutcome.NOT_ASKED.value) & Q(asked_at__isnull=False)),
                name="replyrequest_asked_at_unless_not_asked",
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome=ReplyOutcome.ANSWERED.value) & Q(answered_at__isnull=False) & ~Q(answer="")
                )
                | (~Q(outcome=ReplyOutcome.ANSWERED.value) & Q(answered_at__isnull=True)),
                name="replyrequest_answered_has_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReplyOutcome.NOT_ASKED.value) | ~Q(answer=""),
                name="replyrequest_not_asked_says_why",
            ),
        ]
