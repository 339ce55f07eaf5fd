"""Where the words of claims stand in later versions of their articles, and what the public is told of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.domain.whereabouts import Settlement, Whereabouts
from claims.models.article import ArticleVersion
from claims.models.claim import Claim
from claims.models.constraints import MOMENTS, choices, finite, not_blank, one_of
from claims.models.tracked import Tracked

KEPT = [Whereabouts.SAME.value, Whereabouts.MOVED.value]
PLACED = [Whereabouts.SAME.value, Whereabouts.MOVED.value, Whereabouts.ALTERED.value]
PUBLIC = [Whereabouts.ALTERED.value, Whereabouts.GONE.value]


class Following(Tracked):
    """What became, in a later `version`, of words that stand in `origin` from `origin_start` to `origin_end`.

    `now` are the words from `start` to `end` of the later version. `stands`: the very words are somewhere in it.
    What was found never changes; a person decides once what comes of it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="followings")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="followings")
    origin = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+")
    origin_start = models.PositiveIntegerField()
    origin_end = models.PositiveIntegerField()
    outcome = models.TextField(choices=choices(Whereabouts))
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    now = models.TextField(blank=True)
    likeness = models.DecimalField(max_digits=3, decimal_places=2)
    stands = models.BooleanField()
    why = models.TextField()
    followed_at = models.DateTimeField()
    decision = models.TextField(choices=choices(Settlement), default=Settlement.OPEN.value)
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

    class Meta:
        constraints = [
            one_of("outcome", Whereabouts, noun="following"),
            one_of("decision", Settlement, noun="following"),
            not_blank("why", noun="following"),
            finite("followed_at", noun="following"),
            models.UniqueConstraint(
                fields=["claim", "version", "origin", "origin_start", "origin_end"], name="following_once"
            ),
            models.CheckConstraint(
                condition=Q(likeness__gte=0) & Q(likeness__lte=1), name="following_likeness_from_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__isnull=False, end__gt=F("start")),
                name="following_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=False, outcome__in=PLACED)
                | (
                    Q(outcome__in=[Whereabouts.AMBIGUOUS.value, Whereabouts.GONE.value])
                    & (
                        Q(start__isnull=True)
                        | Q(decision__in=[Settlement.PLACED.value, Settlement.TAKEN.value])
                    )
                ),
                name="following_has_a_place_when_found",
            ),
            models.CheckConstraint(
                condition=Q(decision=Settlement.OPEN.value, decided_at__isnull=True, decided_by__isnull=True)
                | (
                    ~Q(decision=Settlement.OPEN.value)
                    & Q(decided_at__isnull=False, decided_at__range=MOMENTS, decided_by__isnull=False)
                    & ~Q(decided_why="")
                ),
                name="following_decided_at_with_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["claim"],
                condition=Q(decision=Settlement.OPEN.value) & ~Q(outcome__in=KEPT),
                name="following_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in version {self.version.number}"


class PublishedAlteration(models.Model):
    """That the words of a published claim do not stand in the newest version of its article as they did.

    `was` are the words of the public document, `now` what stands in their place, if anything does.
    """

    public_id = models.TextField(primary_key=True)
    following = models.OneToOneField(Following, on_delete=models.PROTECT, related_name="+")
    article_id = models.TextField()
    outcome = models.TextField(choices=choices(Whereabouts))
    was = models.TextField()
    now = models.TextField(blank=True)
    stands = models.BooleanField()
    found_on = models.DateTimeField(help_text="When the newest version was captured")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=PUBLIC), name="publishedalteration_is_of_a_change")
        ]
        indexes = [models.Index(fields=["article_id"], name="alteration_by_article")]
