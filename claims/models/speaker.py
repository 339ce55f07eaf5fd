"""Who speaks, and in which role at what time."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import SpeakerKind
from claims.models.constraints import choices, not_blank, one_of, public_id_form, sound_edtf
from claims.models.fields import EDTFField
from claims.models.tracked import Tracked


class Speaker(Tracked):
    """A party that says things: a person, an organization, a collective, somebody unnamed, an outlet."""

    public_id = models.TextField(unique=True, editable=False)
    kind = models.TextField(choices=choices(SpeakerKind))
    name = models.TextField()
    disambiguation = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="What tells this party apart from others with a like name, for example “the cricketer”; public",
    )
    skeleton = models.TextField(editable=False, help_text="What the name looks like (Unicode TR39)")
    aliases = ArrayField(models.TextField(), default=list, blank=True)
    country = models.TextField(blank=True, help_text="ISO 3166-1 alpha-2")
    wikidata = models.TextField(blank=True, help_text="QID, for example Q42")
    same_as = ArrayField(models.TextField(), default=list, blank=True, help_text="Addresses, one a line")
    institution = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        help_text="The body this party belongs to; parties of one institution count once",
    )

    class Meta:
        constraints = [
            public_id_form(noun="speaker"),
            one_of("kind", SpeakerKind, noun="speaker"),
            not_blank("name", noun="speaker"),
            not_blank("skeleton", noun="speaker"),
            # The condition always holds. Without one PostgreSQL takes the columns for keys, and a rename would
            # block whoever links the speaker.
            models.UniqueConstraint(
                fields=["skeleton", "disambiguation"],
                condition=Q(id__isnull=False),
                name="speaker_name_looks_like_no_other",
            ),
            models.CheckConstraint(
                condition=Q(wikidata="") | Q(wikidata__regex="^Q[1-9][0-9]*$"),
                name="speaker_wikidata_is_a_qid",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True) | ~Q(institution=F("id")),
                name="speaker_is_not_its_own_institution",
            ),
        ]
        indexes = [models.Index(fields=["name"], condition=Q(kind="outlet"), name="speaker_outlet_by_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.disambiguation})" if self.disambiguation else self.name


class SpeakerRole(Tracked):
    """A role that a speaker held, and when. A claim points to the role at the time of speaking."""

    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="roles")
    title = models.TextField()
    organization = models.ForeignKey(
        Speaker, null=True, blank=True, on_delete=models.PROTECT, related_name="office_holders"
    )
    valid = EDTFField()

    class Meta:
        constraints = [not_blank("title", noun="speakerrole"), sound_edtf("valid", noun="speakerrole")]

    def __str__(self) -> str:
        return f"{self.title}, {self.organization}" if self.organization else self.title
