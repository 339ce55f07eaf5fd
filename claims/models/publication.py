"""What the public was shown: immutable documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import CorrectionKind, PublicationKind
from claims.models.claim import Claim
from claims.models.constraints import choices, one_of, public_id_form
from claims.models.review import Approval


class Publication(models.Model):
    """An immutable public document of a claim. Only suppression empties `document` and `salt`.

    Its links to live rows are checked when it is written and bind nothing afterwards: what is public
    stands on its own.
    """

    public_id = models.TextField()
    number = models.PositiveIntegerField()
    claim = models.ForeignKey(
        Claim, on_delete=models.DO_NOTHING, db_constraint=False, related_name="publications"
    )
    rev = models.PositiveIntegerField()
    approval = models.OneToOneField(
        Approval, on_delete=models.DO_NOTHING, db_constraint=False, related_name="publication"
    )
    kind = models.TextField(choices=choices(PublicationKind))
    correction_kind = models.TextField(blank=True, choices=choices(CorrectionKind))
    correction_reason = models.TextField(blank=True)
    document = models.BinaryField(null=True, help_text="Canonical JSON (RFC 8785)")
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="publications",
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["-at", "-public_id", "-number"],
                condition=~Q(kind=PublicationKind.FIRST.value),
                name="publication_corrections",
            )
        ]
        constraints = [
            public_id_form(noun="publication"),
            one_of("kind", PublicationKind, noun="publication"),
            models.UniqueConstraint(fields=["public_id", "number"], name="publication_number_once"),
            models.UniqueConstraint(fields=["claim", "rev"], name="publication_rev_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=True, salt__isnull=True)
                | Q(document__isnull=False, salt__isnull=False),
                name="publication_document_with_salt",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=PublicationKind.FIRST.value, number=1, correction_kind="", correction_reason=""
                )
                | (
                    ~Q(kind=PublicationKind.FIRST.value)
                    & Q(number__gt=1)
                    & ~Q(correction_kind="")
                    & ~Q(correction_reason="")
                ),
                name="publication_first_or_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} no. {self.number}"
