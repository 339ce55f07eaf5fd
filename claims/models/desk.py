"""What people at the desk tell each other about a claim, who has it open, and what its newest draft rests on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.domain.text import LIMITS
from claims.models.claim import Claim
from claims.models.constraints import at_most, finite, says_something
from claims.models.tracked import Withdrawable, WithdrawableQuerySet, withdrawn_together


class Comment(Withdrawable):
    """What one person at the desk says to the others about a claim.

    Never part of a draft document, so never public and no contribution. It stays as it was written; its author may
    withdraw it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        constraints = [
            withdrawn_together("comment"),
            finite("at", noun="comment"),
            says_something("text", noun="comment"),
            at_most("text", LIMITS["comment"], noun="comment"),
        ]
        indexes = [models.Index(fields=["claim", "id"], name="comment_by_claim")]


class Presence(models.Model):
    """Who has a claim open at the desk: seen again and again, forgotten soon after.

    It has no history, because it is no record of anybody's work: who looked at what and for how long is nobody's
    business an hour later.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="presences")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            finite("opened_at", "seen_at", noun="presence"),
            models.UniqueConstraint(fields=["claim", "who"], name="presence_once_a_person_and_claim"),
        ]
        indexes = [models.Index(fields=["seen_at"], name="presence_by_seen")]


class Footing(models.Model):
    """How many independent origins supported a claim when its draft was last complete.

    Written from that draft, in the transaction that completes it; for lists only, where nobody could weigh every
    claim. The claim's own page weighs anew.
    """

    claim = models.OneToOneField(
        Claim, on_delete=models.PROTECT, primary_key=True, related_name="footing", serialize=False
    )
    established = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(possible__gte=F("established")), name="footing_possible_from_established"
            )
        ]
        indexes = [
            models.Index(
                fields=["claim"],
                condition=Q(established__lte=1, possible__gte=1),
                name="footing_on_a_single_origin",
            )
        ]
