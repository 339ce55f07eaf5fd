"""What a source does to a claim."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import Stance
from claims.models.claim import Claim
from claims.models.constraints import choices, not_blank, one_of
from claims.models.source import Capture, Source
from claims.models.tracked import Withdrawable, WithdrawableQuerySet, withdrawn_together


class Evidence(Withdrawable):
    """A source that bears on a claim: its stance, what it says in our words, a short excerpt, its credibility."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evidence")
    capture = models.ForeignKey(
        Capture,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="When given, the excerpt must stand in this copy",
    )
    stance = models.TextField(choices=choices(Stance))
    says = models.TextField(help_text="What the source says, in our words")
    excerpt = models.TextField(blank=True, help_text="At most 50 words, exactly as printed")
    credibility = models.PositiveSmallIntegerField(
        help_text="Admiralty code, 1 (confirmed) to 6 (cannot be judged)"
    )

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            withdrawn_together("evidence"),
            one_of("stance", Stance, noun="evidence"),
            not_blank("says", noun="evidence"),
            models.CheckConstraint(
                condition=Q(credibility__gte=1, credibility__lte=6), name="evidence_credibility_from_1_to_6"
            ),
            models.UniqueConstraint(
                fields=["claim", "source"],
                condition=Q(withdrawn_at__isnull=True),
                name="evidence_source_once_a_claim",
            ),
        ]
