"""The chain of attribution: a ministry said that a witness said."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.speaker import Speaker, SpeakerRole
from claims.models.tracked import Withdrawable, WithdrawableQuerySet, withdrawn_together


class Attribution(Withdrawable):
    """One link of the chain; position 1 is nearest to the words."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="attributions")
    position = models.PositiveSmallIntegerField()
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(SpeakerRole, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cue = models.TextField(blank=True)
    hedges = ArrayField(models.TextField(), default=list, blank=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            withdrawn_together("attribution"),
            models.CheckConstraint(condition=Q(position__gte=1), name="attribution_position_from_one"),
            models.UniqueConstraint(
                fields=["claim", "position"],
                condition=Q(withdrawn_at__isnull=True),
                name="attribution_position_once",
            ),
        ]
