"""How claims stand to each other."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import Basis, LinkKind
from claims.models.claim import Claim
from claims.models.constraints import choices, one_of
from claims.models.tracked import Withdrawable, WithdrawableQuerySet, withdrawn_together


class ClaimLink(Withdrawable):
    """A relation from one claim to another, with its note and what it rests on."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.TextField(choices=choices(LinkKind))
    note = models.TextField(blank=True)
    basis = models.TextField(choices=choices(Basis), default=Basis.STATED.value)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        constraints = [
            withdrawn_together("claimlink"),
            one_of("kind", LinkKind, noun="claimlink"),
            one_of("basis", Basis, noun="claimlink"),
            models.CheckConstraint(condition=~Q(claim=F("other")), name="claimlink_joins_two_claims"),
            models.UniqueConstraint(
                fields=["claim", "other", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="claimlink_once",
            ),
        ]
