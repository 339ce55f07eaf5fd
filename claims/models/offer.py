"""What the machine read out of an article, and what a person made of it: each decided offer is a training pair."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import OfferDecision
from claims.models.article import ArticleVersion
from claims.models.claim import Claim
from claims.models.constraints import MOMENTS, choices, finite, not_blank, one_of
from claims.models.tracked import Tracked

PLACE = "^[0-9]+-[0-9]+(,[0-9]+-[0-9]+)*$"


class Offer(Tracked):
    """A claim as the machine proposed it, kept as it was made, with the decision and what was kept of it.

    The claim itself is edited like any other; `made` and `kept` have the shape of `extraction.written`, in places of
    `version`. Nothing of it is public.
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="offer")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="offers")
    rev = models.PositiveIntegerField(help_text="Of the claim as it was offered")
    place = models.TextField(help_text="Where its content stands, for example 120-188,190-204")
    made = models.JSONField()
    score = models.DecimalField(max_digits=3, decimal_places=2, help_text="0 to 1")
    extractor = models.TextField()
    extractor_version = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decision = models.TextField(choices=choices(OfferDecision), default=OfferDecision.OPEN.value)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_why = models.TextField(blank=True, default="")
    kept = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("decision", OfferDecision, noun="offer"),
            not_blank("extractor", noun="offer"),
            not_blank("extractor_version", noun="offer"),
            finite("made_at", noun="offer"),
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="offer_place_has_its_form"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="offer_score_from_0_to_1"),
            models.CheckConstraint(
                condition=Q(
                    decision=OfferDecision.OPEN.value,
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    kept__isnull=True,
                )
                | (
                    ~Q(decision=OfferDecision.OPEN.value)
                    & Q(decided_at__isnull=False, decided_at__range=MOMENTS, decided_by__isnull=False)
                ),
                name="offer_decided_at_with_by",
            ),
            models.UniqueConstraint(fields=["version", "place"], name="offer_place_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.place}"
