"""The claim: one attributed statement, where it stands, whose words, who, when, how sure."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import (
    ClaimType,
    CorrectionKind,
    Modality,
    Quotation,
    SpanRole,
    SpeakerBasis,
    State,
    Translated,
)
from claims.models.article import ArticleVersion
from claims.models.constraints import choices, not_blank, one_of, public_id_form, sound_edtf
from claims.models.fields import EDTFField
from claims.models.speaker import Speaker, SpeakerRole
from claims.models.tracked import Tracked, Withdrawable, WithdrawableQuerySet, withdrawn_together


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims by what they are."""

    def published(self) -> Self:
        """Claims of which at least one document is public."""
        return self.filter(published_number__isnull=False)

    def behind(self) -> Self:
        """Claims whose public document embeds something that has changed since."""
        return self.filter(behind_since__isnull=False)

    def said_by(self, speaker: Speaker) -> Self:
        """Claims of one speaker."""
        return self.filter(speaker=speaker)


class Claim(Tracked):
    """One attributed statement. `rev` rises with every change of what would be published."""

    public_id = models.TextField(unique=True, editable=False)
    rev = models.PositiveIntegerField(default=1, editable=False)
    state = models.TextField(choices=choices(State), default=State.PROPOSED.value, editable=False)

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="claims")
    start = models.PositiveIntegerField(help_text="First code point of the quotation in the version's text")
    end = models.PositiveIntegerField(help_text="Code point after the last")
    exact = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    quotation = models.TextField(choices=choices(Quotation))
    translated = models.TextField(choices=choices(Translated), default=Translated.UNKNOWN.value)

    statement = models.TextField(help_text="Our self-contained wording; never surer than the source")
    language = models.TextField(default="en")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="claims")
    speaker_role = models.ForeignKey(
        SpeakerRole, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    speaker_basis = models.TextField(choices=choices(SpeakerBasis))
    cue = models.TextField(blank=True, help_text="The attributing words, for example “says”")
    modality = models.TextField(choices=choices(Modality))
    hedges = ArrayField(models.TextField(), default=list, blank=True, help_text="The very words")
    said = EDTFField()
    about = EDTFField()
    claim_type = models.TextField(choices=choices(ClaimType))
    topic = models.TextField(blank=True)
    places = ArrayField(models.TextField(), default=list, blank=True)
    check_worthiness = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    concerns_living_person = models.BooleanField(default=False)
    allegation_of_crime = models.BooleanField(default=False)
    demonstration = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, editable=False)

    correction_kind = models.TextField(blank=True, choices=choices(CorrectionKind), editable=False)
    correction_reason = models.TextField(blank=True, editable=False)
    rejected_why = models.TextField(blank=True, default="", db_default="", editable=False)
    published_number = models.PositiveIntegerField(null=True, editable=False)
    behind_since = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            public_id_form(noun="claim"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claim_end_after_start"),
            models.CheckConstraint(
                condition=Q(check_worthiness__gte=0) & Q(check_worthiness__lte=1),
                name="claim_check_worthiness_from_0_to_1",
            ),
            models.CheckConstraint(
                condition=Q(correction_kind="", correction_reason="")
                | (~Q(correction_kind="") & ~Q(correction_reason="")),
                name="claim_correction_kind_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REJECTED.value) | Q(rejected_why=""),
                name="claim_rejected_why_only_when_rejected",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.DUPLICATE.value) & Q(duplicate_of__isnull=False))
                | (~Q(state=State.DUPLICATE.value) & Q(duplicate_of__isnull=True)),
                name="claim_duplicate_names_the_original",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="claim_is_not_its_own_duplicate",
            ),
            models.CheckConstraint(
                condition=~Q(modality=Modality.HEDGED.value) | ~Q(hedges=[]),
                name="claim_hedged_names_its_hedges",
            ),
            not_blank("statement", noun="claim"),
            one_of("state", State, noun="claim"),
            one_of("quotation", Quotation, noun="claim"),
            one_of("translated", Translated, noun="claim"),
            one_of("speaker_basis", SpeakerBasis, noun="claim"),
            one_of("modality", Modality, noun="claim"),
            one_of("claim_type", ClaimType, noun="claim"),
            sound_edtf("said", noun="claim"),
            sound_edtf("about", noun="claim"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="claim_by_state"),
            models.Index(fields=["-check_worthiness", "-id"], name="claim_by_worthiness"),
            models.Index(
                fields=["behind_since"], condition=Q(behind_since__isnull=False), name="claim_behind"
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class ClaimSpan(Withdrawable):
    """A stretch of the quotation and whose words it is; offsets as in the version's text."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="spans")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    role = models.TextField(choices=choices(SpanRole))

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        constraints = [
            withdrawn_together("claimspan"),
            one_of("role", SpanRole, noun="claimspan"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claimspan_end_after_start"),
            models.UniqueConstraint(
                fields=["claim", "start"], condition=Q(withdrawn_at__isnull=True), name="claimspan_start_once"
            ),
        ]


class SpeakerCandidate(Withdrawable):
    """Somebody who may be the speaker, where the text leaves it ambiguous."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="candidates")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        constraints = [
            withdrawn_together("speakercandidate"),
            models.UniqueConstraint(
                fields=["claim", "speaker"],
                condition=Q(withdrawn_at__isnull=True),
                name="speakercandidate_once",
            ),
        ]
