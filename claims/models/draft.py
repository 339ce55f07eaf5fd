"""What somebody has typed into a form of the desk and not saved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual

from claims.models.constraints import at_most, finite, not_blank

MOST_TEXT = 1_000_000
"""The fields of one form as JSON, in characters."""


class Draft(models.Model):
    """One form of one person as it would be posted: theirs alone, until it is saved, discarded or forgotten.

    `page` is the open page that typed it: no other page writes over it. Not tracked: it is nobody's business yet.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    address = models.TextField(help_text="Such as “claims.claim/7/change” or “claims.evidence/add?claim=7”")
    fields = models.JSONField(help_text="By the name of each input, the texts that it would post")
    token = models.TextField(blank=True, default="", help_text="The version that was read")
    page = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            not_blank("address", noun="draft"),
            at_most("address", 300, noun="draft"),
            at_most("token", 100, noun="draft"),
            at_most("page", 60, noun="draft"),
            finite("saved_at", noun="draft"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(Cast("fields", models.TextField())), MOST_TEXT),
                name="draft_fields_is_short_enough",
            ),
            models.UniqueConstraint(fields=["user", "address"], name="draft_once_a_person_and_form"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]

    def __str__(self) -> str:
        return self.address
