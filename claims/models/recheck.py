"""Claims that come back to the queue."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import Occasion
from claims.models.claim import Claim
from claims.models.constraints import MOMENTS, choices, finite, not_blank, one_of
from claims.models.tracked import Tracked


class Recheck(Tracked):
    """Why a claim wants another look: its date has come, a source drifted, or a linked claim changed.

    `mark` tells occasions of one kind apart, so that none is raised twice.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rechecks")
    occasion = models.TextField(choices=choices(Occasion))
    mark = models.TextField()
    because = models.TextField()
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    settled_why = models.TextField(blank=True, default="", editable=False)

    class Meta:
        constraints = [
            one_of("occasion", Occasion, noun="recheck"),
            not_blank("because", noun="recheck"),
            finite("raised_at", noun="recheck"),
            models.UniqueConstraint(fields=["claim", "occasion", "mark"], name="recheck_occasion_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | (
                    Q(settled_at__isnull=False, settled_at__range=MOMENTS, settled_by__isnull=False)
                    & ~Q(settled_why="")
                ),
                name="recheck_settled_at_with_by",
            ),
        ]
        indexes = [
            models.Index(fields=["claim"], condition=Q(settled_at__isnull=True), name="recheck_open"),
        ]

    def __str__(self) -> str:
        return self.because
