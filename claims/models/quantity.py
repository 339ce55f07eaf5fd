"""Figures with their uncertainty."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from claims.models.claim import Claim
from claims.models.constraints import not_blank, sound_edtf
from claims.models.evidence import Evidence
from claims.models.fields import EDTFField
from claims.models.tracked import Withdrawable, WithdrawableQuerySet, withdrawn_together


class Figure(Withdrawable):
    """A figure with its uncertainty. A bound that is NULL is open; a vague figure's bounds are never invented."""

    position = models.PositiveSmallIntegerField(default=1)
    measure = models.TextField(help_text="What is counted or measured, for example “militants killed”")
    population = models.TextField(blank=True, help_text="Among whom or where")
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    approximate = models.BooleanField(default=False)
    vague = models.BooleanField(default=False)
    unit = models.TextField(default="persons")
    at = EDTFField(null=True, blank=True)
    text = models.TextField(help_text="The words of the figure")

    objects = WithdrawableQuerySet.as_manager()

    class Meta(Withdrawable.Meta):
        abstract = True
        ordering = ["position"]


def _sound(noun: str, *, once: list[str]) -> list[models.BaseConstraint]:
    return [
        withdrawn_together(noun),
        not_blank("measure", noun=noun),
        not_blank("text", noun=noun),
        models.CheckConstraint(
            condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
            name=f"{noun}_low_not_above_high",
        ),
        models.CheckConstraint(
            condition=(Q(low__isnull=True) | Q(low__lt=10**18))
            & (Q(high__isnull=True) | Q(high__lt=10**18)),  # PostgreSQL's NaN is above every number
            name=f"{noun}_low_is_a_number",
        ),
        models.CheckConstraint(
            condition=Q(low__isnull=False) | Q(high__isnull=False) | Q(vague=True),
            name=f"{noun}_without_bounds_is_vague",
        ),
        models.UniqueConstraint(
            fields=once, condition=Q(withdrawn_at__isnull=True), name=f"{noun}_position_once"
        ),
        sound_edtf("at", noun=noun),
    ]


class Quantity(Figure):
    """A figure in a claim; its words stand in the captured article."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="quantities")

    class Meta(Figure.Meta):
        abstract = False
        verbose_name_plural = "quantities"
        constraints = _sound("quantity", once=["claim", "position"])


class ReportedFigure(Figure):
    """A figure that a source gives, beside what the claim says; its words stand in the evidence's excerpt."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reported_figures")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="figures")

    class Meta(Figure.Meta):
        abstract = False
        constraints = _sound("reportedfigure", once=["evidence", "position"])
