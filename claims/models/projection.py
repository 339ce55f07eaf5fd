"""Lists for public pages, made from documents only, in the transaction that publishes.

Everything here can be made again from the publications.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from claims.models.publication import Publication


class PublishedClaim(models.Model):
    """The newest document of a claim, and what lists filter and order by."""

    public_id = models.TextField(primary_key=True)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    status = models.TextField()
    at = models.DateTimeField()
    speaker_id = models.TextField()
    article_id = models.TextField()
    source_ids = ArrayField(models.TextField(), default=list)
    rating = models.TextField(blank=True)
    topic = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-public_id"], name="publishedclaim_newest"),
            models.Index(fields=["speaker_id", "-at"], name="publishedclaim_by_speaker"),
            models.Index(fields=["article_id", "-at"], name="publishedclaim_by_article"),
            GinIndex(fields=["source_ids"], name="publishedclaim_by_source"),
        ]


class PublishedThing(models.Model):
    """The newest public description of something that documents embed."""

    public_id = models.TextField(primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class PublishedSpeaker(PublishedThing):
    """A speaker as the newest document that embeds it describes it."""

    name = models.TextField()
    kind = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["name", "public_id"], name="publishedspeaker_by_name")]


class PublishedSource(PublishedThing):
    """A source as the newest document that embeds it describes it."""

    title = models.TextField()
    url = models.TextField()
    publisher = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["title", "public_id"], name="publishedsource_by_title")]


class PublishedArticle(PublishedThing):
    """An article as the newest document that embeds it describes it."""

    headline = models.TextField()
    url = models.TextField()
    outlet = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["headline", "public_id"], name="publishedarticle_by_headline")]
