"""Ratings and verdicts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import Agreement, EvidenceLevel
from claims.models.claim import Claim
from claims.models.constraints import DAYS, choices, finite, not_blank, one_of
from claims.models.tracked import Tracked, Withdrawable, WithdrawableQuerySet, withdrawn_together


class RatingScale(Tracked):
    """A set of ratings with its best and worst value, as ClaimReview wants them."""

    name = models.TextField(unique=True)
    best = models.SmallIntegerField()
    worst = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(best__gt=F("worst")), name="ratingscale_best_above_worst")
        ]

    def __str__(self) -> str:
        return self.name


class Rating(Tracked):
    """One rating of a scale: its words, its value, what it means. A rating outside the order has no value."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    label = models.TextField()
    value = models.SmallIntegerField(
        null=True, blank=True, help_text="On the scale; empty when it has no place there (“unproven”)"
    )
    meaning = models.TextField()

    class Meta:
        ordering = [F("value").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(fields=["scale", "label"], name="rating_label_once_a_scale"),
            not_blank("label", noun="rating"),
        ]

    def __str__(self) -> str:
        return self.label


class Verdict(Withdrawable):
    """What we conclude about a claim, how sure, on what, and what would change it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="verdicts")
    credence = models.PositiveSmallIntegerField(help_text="0 to 100: how likely it is that the claim is true")
    evidence_level = models.TextField(choices=choices(EvidenceLevel))
    agreement = models.TextField(choices=choices(Agreement))
    levels_why = models.TextField(
        blank=True,
        default="",
        verbose_name="why other levels",
        help_text="Why evidence or agreement is set otherwise than it is weighed; empty when it is not",
    )
    conclusion = models.TextField(help_text="One sentence")
    summary = ArrayField(models.TextField(), default=list, blank=True, help_text="At most three points")
    rationale = models.TextField()
    looked_for = models.TextField(blank=True, help_text="What we looked for and did not find")
    would_change = models.TextField(blank=True, help_text="What would change our mind")
    recheck_on = models.DateField(null=True, blank=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        constraints = [
            withdrawn_together("verdict"),
            finite("recheck_on", noun="verdict", within=DAYS),
            one_of("evidence_level", EvidenceLevel, noun="verdict"),
            one_of("agreement", Agreement, noun="verdict"),
            not_blank("conclusion", noun="verdict"),
            not_blank("rationale", noun="verdict"),
            models.CheckConstraint(condition=Q(credence__lte=100), name="verdict_credence_to_100"),
            models.CheckConstraint(condition=Q(summary__len__lte=3), name="verdict_summary_to_three_points"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(withdrawn_at__isnull=True), name="verdict_one_a_claim"
            ),
        ]
