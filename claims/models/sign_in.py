"""Who tried to sign in lately: counted under keyed digests, without names and networks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.constraints import finite


class SignInAttempt(models.Model):
    """One attempt, by one account or from one network; forgotten within an hour."""

    bucket = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            finite("at", noun="signinattempt"),
            models.CheckConstraint(
                condition=Q(bucket__regex="^[0-9a-f]{32}$"), name="signinattempt_bucket_is_a_digest"
            ),
        ]
        indexes = [
            models.Index(fields=["bucket", "-at"], name="signinattempt_of_bucket"),
            models.Index(fields=["at"], name="signinattempt_at"),
        ]

    def __str__(self) -> str:
        return f"an attempt at {self.at}"
