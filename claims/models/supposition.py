"""What the machine supposes and people decide: copies among sources, relations among claims."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import Decision, LinkKind
from claims.models.claim import Claim
from claims.models.constraints import MOMENTS, choices, not_blank, one_of
from claims.models.source import Source
from claims.models.tracked import Tracked


class SuppositionQuerySet(models.QuerySet["SuspectedCopy"]):
    """Suppositions by what became of them."""

    def standing(self) -> SuppositionQuerySet:
        """Those that nobody has rejected."""
        return self.exclude(decision=Decision.REJECTED.value)


class Supposition(Tracked):
    """Something the machine supposes, with its reasons; who decided, when and why travel together."""

    because = models.TextField(help_text="What makes it likely, in words")
    score = models.DecimalField(max_digits=3, decimal_places=2, help_text="0 to 1")
    decision = models.TextField(choices=choices(Decision), default=Decision.OPEN.value, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_why = models.TextField(blank=True, default="", editable=False)

    class Meta(Tracked.Meta):
        abstract = True


def _decided(noun: str) -> list[models.BaseConstraint]:
    return [
        one_of("decision", Decision, noun=noun),
        not_blank("because", noun=noun),
        models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name=f"{noun}_score_from_0_to_1"),
        models.CheckConstraint(
            condition=Q(decision=Decision.OPEN.value, decided_at__isnull=True, decided_by__isnull=True)
            | (
                ~Q(decision=Decision.OPEN.value)
                & Q(decided_at__isnull=False, decided_at__range=MOMENTS, decided_by__isnull=False)
            ),
            name=f"{noun}_decided_at_with_by",
        ),
    ]


class SuspectedCopy(Supposition):
    """Two sources that look like copies of one another. While nobody rejects it, only one of them is heard."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="looks_like")
    other = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    likenesses = ArrayField(models.TextField(), help_text="Kinds of likeness")

    objects = SuppositionQuerySet.as_manager()

    class Meta:
        verbose_name = "suspected copy"
        verbose_name_plural = "suspected copies"
        constraints = [
            *_decided("suspectedcopy"),
            models.CheckConstraint(condition=Q(source__lt=F("other")), name="suspectedcopy_pair_in_order"),
            models.CheckConstraint(condition=~Q(likenesses=[]), name="suspectedcopy_names_its_likeness"),
            models.UniqueConstraint(fields=["source", "other"], name="suspectedcopy_pair_once"),
        ]

    def __str__(self) -> str:
        return f"“{self.source}” and “{self.other}”"


class ProposedLink(Supposition):
    """A relation between two claims that the machine supposes. Nothing of it is public until it is accepted."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposed_links")
    other = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices(LinkKind))

    class Meta:
        constraints = [
            *_decided("proposedlink"),
            one_of("kind", LinkKind, noun="proposedlink"),
            models.CheckConstraint(condition=~Q(claim=F("other")), name="proposedlink_joins_two_claims"),
            models.UniqueConstraint(fields=["claim", "other", "kind"], name="proposedlink_once"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} – {self.kind} – {self.other}"
