"""What matching looks through: the words of claims with their weights, and what published claims mean.

The database writes the words by itself, in the transaction that publishes, changes or removes a claim
(`sql/matching.sql`); nobody else does. All of it can be made again.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import MatchVerdict
from claims.models.claim import Claim
from claims.models.constraints import choices, finite, not_blank, one_of
from claims.models.tracked import Tracked


class Posting(models.Model):
    """That a claim holds a word, and how much the word counts in it; under the empty word, that it is there."""

    pk = models.CompositePrimaryKey("term", "claim", "weight")
    term = models.TextField(db_collation="C")
    claim = models.BigIntegerField()
    weight = models.SmallIntegerField()

    class Meta:
        abstract = True


class PublishedPosting(Posting):
    """A word of a claim's newest document."""

    class Meta:
        indexes = [models.Index(fields=["claim"], name="publishedposting_by_claim")]


class DeskPosting(Posting):
    """A word of a claim at the desk, published or not."""

    class Meta:
        indexes = [models.Index(fields=["claim"], name="deskposting_by_claim")]


class CommonWord(models.Model):
    """A word that many claims hold, and how many did when they were counted last."""

    term = models.TextField(primary_key=True, db_collation="C")
    held = models.BigIntegerField()


class PublishedMeaning(models.Model):
    """What a claim's newest document means, as a vector of the model that is named; missing until it was read."""

    claim = models.BigIntegerField(primary_key=True)
    model = models.TextField()
    vector = models.BinaryField(help_text="Half floats, little-endian, of length one")


class MatchDecision(Tracked):
    """What a person said of a claim that was offered as being like another: the same claim, or another one.

    A training pair: both texts stand as they were read, with how sure the machine was and which one it was.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="match_decisions")
    other = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    asked = models.TextField(help_text="The statement that was asked about, as it was")
    found = models.TextField(help_text="The statement of the other claim, as it was")
    score = models.DecimalField(max_digits=3, decimal_places=2, help_text="0 to 1")
    matcher = models.TextField()
    decision = models.TextField(choices=choices(MatchVerdict))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("decision", MatchVerdict, noun="matchdecision"),
            not_blank("asked", noun="matchdecision"),
            not_blank("found", noun="matchdecision"),
            not_blank("matcher", noun="matchdecision"),
            finite("decided_at", noun="matchdecision"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="matchdecision_score_from_0_to_1"
            ),
            models.CheckConstraint(condition=~Q(claim=F("other")), name="matchdecision_of_two_claims"),
            models.UniqueConstraint(fields=["claim", "other"], name="matchdecision_pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: “{self.found}”"
