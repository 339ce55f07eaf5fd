"""Lists for public pages, made from documents only, in the transaction that publishes.

Everything here can be made again from the publications.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, GeneratedField, Value

from claims.models.publication import Publication


def folded(column: str) -> Func:
    """The column without accents, with digits that a hyphen joins set apart: as `claims.domain.wanted.folded`."""
    bare = _replaced(_normal(F(column), "NFKD"), r"[\u0300-\u036f]+", "")
    return _replaced(_normal(bare, "NFC"), r"(?<=\d)-(?=\d)", " ")


def _normal(text: Any, form: str) -> Func:
    return Func(text, template=f"normalize(%(expressions)s, {form})", output_field=models.TextField())


def _replaced(text: Any, pattern: str, by: str) -> Func:
    options = (Value(pattern), Value(by), Value("g"))
    return Func(text, *options, function="regexp_replace", output_field=models.TextField())


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
    words = models.TextField(default="", db_default="", help_text="What search looks through, a line each")
    speaker_name = models.TextField(default="", db_default="")
    outlet = models.TextField(default="", db_default="")
    measures = ArrayField(
        models.TextField(),
        default=list,
        db_default=[],
        help_text="Digests of topic, measure and unit of each figure: by these, figures stand beside each other",
    )
    links = ArrayField(
        models.TextField(), default=list, db_default=[], help_text="The claims that its page names as related"
    )
    said_from = models.DateField(null=True, help_text="Empty when open or unknown")
    said_to = models.DateField(null=True, help_text="Empty when open or unknown")
    search = GeneratedField(
        expression=SearchVector(folded("words"), config="english")
        + SearchVector(folded("words"), config="simple")
        + SearchVector(folded("speaker_name"), config="simple", weight="A"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="publishedclaim_by_words"),
            GistIndex(
                Func("said_from", "said_to", Value("[]"), function="daterange"), name="publishedclaim_by_said"
            ),
            models.Index(fields=["outlet", "-at", "-public_id"], name="publishedclaim_by_outlet"),
            models.Index(fields=["topic", "-at", "-public_id"], name="publishedclaim_by_topic"),
            models.Index(fields=["rating", "-at", "-public_id"], name="publishedclaim_by_rating"),
            models.Index(fields=["status", "-at", "-public_id"], name="publishedclaim_by_status"),
            models.Index(fields=["-at", "-public_id"], name="publishedclaim_newest"),
            models.Index(fields=["speaker_id", "-at"], name="publishedclaim_by_speaker"),
            models.Index(fields=["article_id", "-at"], name="publishedclaim_by_article"),
            # Without a list of pending entries, which every page of a claim would read: few keys, asked often.
            GinIndex(fields=["source_ids"], fastupdate=False, name="publishedclaim_by_source"),
            GinIndex(fields=["measures"], fastupdate=False, name="publishedclaim_by_measure"),
        ]


class PublishedWord(models.Model):
    """A word of published documents, as search knows it: what a mistyped one may have meant.

    The database writes it by itself. Two that publish at the same moment may both add a word: it does no harm, and
    neither waits for the other.
    """

    word = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="publishedword_word"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="publishedword_like"),
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
