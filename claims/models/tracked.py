"""What every row that reaches a draft document carries: who changed it, when, and no silent end."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.constraints import MOMENTS


class Tracked(models.Model):
    """A row that names the person behind its last change; the database refuses a write that does not.

    `changed_at` is set by the database.
    """

    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(editable=False, db_default=Now())

    class Meta:
        abstract = True


class Withdrawable(Tracked):
    """A row that can be withdrawn but never deleted; who and when travel together."""

    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    withdrawn_why = models.TextField(blank=True, default="", editable=False)

    class Meta(Tracked.Meta):
        abstract = True


def withdrawn_together(name: str) -> models.CheckConstraint:
    """The constraint that a withdrawn row says when and by whom; `name` is the table's noun."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
        | Q(withdrawn_at__isnull=False, withdrawn_at__range=MOMENTS, withdrawn_by__isnull=False),
        name=f"{name}_withdrawn_at_with_by",
    )


Row = TypeVar("Row", bound=Withdrawable, covariant=True)


class WithdrawableQuerySet(models.QuerySet[Row]):
    """Rows with an end that is kept."""

    def active(self) -> Self:
        """Only the rows that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)
