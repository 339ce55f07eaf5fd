"""Every change of every row that matters: written by one trigger, only readable by the app role."""

from __future__ import annotations

from django.db import models


class History(models.Model):
    """One change of one row: table, row, operation, old and new row, who, which request, when."""

    table = models.TextField()
    row = models.TextField()
    operation = models.TextField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    changed_by = models.BigIntegerField(null=True)
    request = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "history"
        indexes = [models.Index(fields=["table", "row", "id"], name="history_by_row")]
