"""Taking documents out of sight: cases of suppression, withholdings, and what the public is told instead."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import RemovalCategory
from claims.models.claim import Claim
from claims.models.constraints import MOMENTS, choices, finite, not_blank, one_of
from claims.models.publication import Publication
from claims.models.speaker import Speaker
from claims.models.tracked import Tracked


def _person(related: str = "+", *, needed: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=not needed,
        blank=not needed,
        on_delete=models.PROTECT,
        related_name=related,
        editable=False,
    )


def _together(at: str, by: str, *, noun: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{at}__range": MOMENTS, f"{by}__isnull": False}),
        name=f"{noun}_{at}_with_by",
    )


def _about(what: type[models.Model] | str) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        what,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suppression_cases",
        editable=False,
    )


class SuppressionCase(Tracked):
    """That everything said of a claim is taken away, or the name of a speaker or account: one asks, another confirms.

    Of a name the `words` are blacked out everywhere; they are kept only as long as nobody has decided. `reason` is
    for the desk and never public; the public reads the category and the date. `done_at` is set by the database alone,
    when it has emptied everything.
    """

    claim = _about(Claim)
    speaker = _about(Speaker)
    account = _about(settings.AUTH_USER_MODEL)
    words = ArrayField(models.TextField(), default=list, db_default=[], blank=True, editable=False)
    emptied = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False)
    category = models.TextField(choices=choices(RemovalCategory))
    reason = models.TextField(help_text="For the desk, never public. Do not repeat the words themselves.")
    redact_capture = models.BooleanField(
        default=False,
        help_text="Also take the quoted words out of the captured text of the article, in all its versions",
    )
    requested_by = _person("+", needed=True)
    requested_at = models.DateTimeField(editable=False)
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    dismissed_by = _person()
    dismissed_at = models.DateTimeField(null=True, blank=True, editable=False)
    dismissed_why = models.TextField(blank=True, default="", editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "case of suppression"
        verbose_name_plural = "cases of suppression"
        constraints = [
            one_of("category", RemovalCategory, noun="suppressioncase"),
            not_blank("reason", noun="suppressioncase"),
            finite("requested_at", noun="suppressioncase"),
            _together("confirmed_at", "confirmed_by", noun="suppressioncase"),
            _together("dismissed_at", "dismissed_by", noun="suppressioncase"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by")),
                name="suppressioncase_two_people",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="suppressioncase_done_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(dismissed_at__isnull=True) | Q(confirmed_at__isnull=True),
                name="suppressioncase_confirmed_or_dismissed",
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(dismissed_at__isnull=True),
                name="suppressioncase_one_open_a_claim",
            ),
            *(
                models.UniqueConstraint(
                    fields=[one],
                    condition=Q(dismissed_at__isnull=True, done_at__isnull=True),
                    name=f"suppressioncase_one_open_{article}_{one}",
                )
                for article, one in (("a", "speaker"), ("an", "account"))
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=False, speaker__isnull=True, account__isnull=True)
                | Q(claim__isnull=True, speaker__isnull=False, account__isnull=True)
                | Q(claim__isnull=True, speaker__isnull=True, account__isnull=False),
                name="suppressioncase_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=(
                    Q(claim__isnull=True, dismissed_at__isnull=True, done_at__isnull=True) & ~Q(words=[])
                )
                | (
                    (Q(claim__isnull=False) | Q(dismissed_at__isnull=False) | Q(done_at__isnull=False))
                    & Q(words=[])
                ),
                name="suppressioncase_words_while_a_name_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk} ({self.category})"


class Withholding(Tracked):
    """That the public documents of a claim are out of sight for now; they come back as they were, or are suppressed."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="withholdings")
    category = models.TextField(choices=choices(RemovalCategory))
    reason = models.TextField(help_text="For the desk, never public")
    withheld_by = _person("+", needed=True)
    withheld_at = models.DateTimeField(editable=False)
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    lifted_by = _person()
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)
    lifted_why = models.TextField(blank=True, default="", editable=False)

    class Meta:
        constraints = [
            one_of("category", RemovalCategory, noun="withholding"),
            not_blank("reason", noun="withholding"),
            finite("withheld_at", noun="withholding"),
            _together("confirmed_at", "confirmed_by", noun="withholding"),
            _together("lifted_at", "lifted_by", noun="withholding"),
            models.CheckConstraint(
                condition=(Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("withheld_by")))
                & (Q(lifted_by__isnull=True) | ~Q(lifted_by=F("withheld_by"))),
                name="withholding_two_people",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_why=""), name="withholding_lifted_says_why"
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(lifted_at__isnull=True), name="withholding_one_open_a_claim"
            ),
        ]

    def __str__(self) -> str:
        return f"withholding {self.pk} ({self.category})"


class WithheldDocument(models.Model):
    """A public document while it is out of sight, byte for byte. Only the database puts one here and takes it back."""

    withholding = models.ForeignKey(Withholding, on_delete=models.PROTECT, related_name="documents")
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="+")
    document = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)


class PublishedRemoval(models.Model):
    """What the public is told of a claim whose documents are out of sight: on what ground, since when, and how.

    It may speak of some documents only, which held a name. `beneath` is what is told of these when a withholding of
    all of them ends.
    """

    public_id = models.TextField(primary_key=True)
    category = models.TextField()
    withheld = models.BooleanField(help_text="For now; else for good")
    at = models.DateTimeField()
    beneath_category = models.TextField(blank=True, default="", db_default="")
    beneath_at = models.DateTimeField(null=True)


class Emptying(models.Model):
    """A row is here only while one of the database's own functions takes documents out of sight or brings them back.

    No transaction ends with one, so nobody else ever sees one, and the app's role can write none.
    """

    claim = models.BigIntegerField()
