"""Sources, archived copies of them, and where they have it from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import Basis, CaptureState, DerivationHow, Reliability, SourceKind
from claims.models.constraints import (
    choices,
    finite,
    not_blank,
    one_of,
    public_id_form,
    sound_edtf,
    web_address,
)
from claims.models.fields import EDTFField
from claims.models.speaker import Speaker
from claims.models.tracked import Tracked, Withdrawable, WithdrawableQuerySet, withdrawn_together


class Source(Tracked):
    """A page, report or document that bears on claims."""

    public_id = models.TextField(unique=True, editable=False)
    url = models.URLField(max_length=2000, unique=True)
    title = models.TextField()
    publisher = models.TextField(blank=True)
    authors = ArrayField(models.TextField(), default=list, blank=True)
    published = EDTFField()
    kind = models.TextField(choices=choices(SourceKind))
    language = models.TextField(blank=True, help_text="BCP 47")
    reliability = models.TextField(choices=choices(Reliability), help_text="Admiralty code, A to F")
    reliability_why = models.TextField(help_text="Why this grade")
    archived_url = models.URLField(max_length=2000, blank=True, help_text="An outside archive's copy")

    class Meta:
        constraints = [
            public_id_form(noun="source"),
            not_blank("title", noun="source"),
            web_address("url", noun="source"),
            web_address("archived_url", noun="source"),
            not_blank("reliability_why", noun="source"),
            one_of("kind", SourceKind, noun="source"),
            one_of("reliability", Reliability, noun="source"),
            sound_edtf("published", noun="source"),
        ]

    def __str__(self) -> str:
        return self.title


class Capture(Tracked):
    """An archived copy of a source at one moment. Private: the public sees excerpt, digest, outside link."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="captures")
    captured_at = models.DateTimeField()
    raw_reference = models.TextField(blank=True, help_text="WARC record that holds the raw bytes")
    raw_sha256 = models.TextField(help_text="Digest of the raw bytes, in hexadecimal")
    text = models.TextField(blank=True)
    state = models.TextField(choices=choices(CaptureState))

    class Meta:
        constraints = [
            one_of("state", CaptureState, noun="capture"),
            finite("captured_at", noun="capture"),
            models.CheckConstraint(
                condition=Q(raw_sha256__regex="^[0-9a-f]{64}$"), name="capture_raw_sha256_is_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.captured_at:%Y-%m-%d})"


class Derivation(Withdrawable):
    """Where a source has it from: another source, or an origin that is a speaker, or not stated at all."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="derivations")
    from_source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="derived"
    )
    origin = models.ForeignKey(
        Speaker, null=True, blank=True, on_delete=models.PROTECT, related_name="originated"
    )
    how = models.TextField(choices=choices(DerivationHow))
    basis = models.TextField(choices=choices(Basis))
    note = models.TextField(blank=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        constraints = [
            withdrawn_together("derivation"),
            one_of("how", DerivationHow, noun="derivation"),
            one_of("basis", Basis, noun="derivation"),
            models.CheckConstraint(
                condition=Q(from_source__isnull=True) | Q(origin__isnull=True),
                name="derivation_is_from_a_source_or_an_origin",
            ),
            models.CheckConstraint(
                condition=Q(from_source__isnull=False)
                | Q(origin__isnull=False)
                | Q(basis=Basis.UNKNOWN.value),
                name="derivation_from_nobody_is_unknown",
            ),
            models.CheckConstraint(
                condition=Q(from_source__isnull=True) | ~Q(from_source=F("source")),
                name="derivation_is_not_from_itself",
            ),
        ]
