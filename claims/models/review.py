"""Rounds of work on a claim, and who has contributed to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.constraints import DAYS, finite
from claims.models.tracked import Tracked


class Review(Tracked):
    """A round of work: when it was opened, who has it, when it is due, when it ended."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reviews")
    opened_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            finite("opened_at", "closed_at", noun="review"),
            finite("due_on", noun="review", within=DAYS),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(closed_at__isnull=True), name="review_one_open_a_claim"
            ),
        ]


class Contribution(models.Model):
    """A change of what would be published: written by the database, never changed.

    Whoever has one since the last publication may not approve.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contributions")
    rev = models.PositiveIntegerField()
    what = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["claim", "rev"], name="contribution_by_claim_and_rev")]


class Approval(models.Model):
    """A second person's consent to one draft document, byte for byte."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="approvals")
    rev = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approvals")
    at = models.DateTimeField()
    draft = models.BinaryField(null=True, help_text="Canonical JSON of what would be published")
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "rev", "by"], name="approval_once_a_person_and_rev")
        ]
