"""Articles and what was captured of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from claims.models.constraints import finite, not_blank, public_id_form, sound_edtf, web_address
from claims.models.fields import EDTFField
from claims.models.outlet import Outlet
from claims.models.tracked import Tracked


class Article(Tracked):
    """A news article: where it stands, who wrote it, when it appeared as far as is known."""

    public_id = models.TextField(unique=True, editable=False)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="articles")
    url = models.URLField(max_length=2000, unique=True, help_text="Canonical address")
    headline = models.TextField()
    authors = ArrayField(models.TextField(), default=list, blank=True)
    language = models.TextField(help_text="BCP 47, for example en")
    published = EDTFField()

    class Meta:
        constraints = [
            public_id_form(noun="article"),
            not_blank("headline", noun="article"),
            web_address("url", noun="article"),
            sound_edtf("published", noun="article"),
        ]

    def __str__(self) -> str:
        return self.headline


class ArticleVersion(Tracked):
    """An immutable capture of an article's text (NFC; offsets are Unicode code points).

    With `is_excerpt` only the quoted passages are kept, each on its own line between […] marks;
    then the length and digest of the full text are kept beside it.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.TextField(help_text="Of the text as UTF-8, in hexadecimal")
    is_excerpt = models.BooleanField()
    full_length = models.PositiveIntegerField(null=True, blank=True, help_text="Code points")
    full_sha256 = models.TextField(blank=True)
    captured_at = models.DateTimeField()
    captured_how = models.TextField()
    raw_reference = models.TextField(blank=True, help_text="Where the raw bytes are kept")
    is_fetched = models.BooleanField(
        db_default=False,
        editable=False,
        help_text="Whether we fetched it from the article's address ourselves",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articleversion_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="articleversion_number_from_one"),
            not_blank("text", noun="articleversion"),
            finite("captured_at", noun="articleversion"),
            models.CheckConstraint(
                condition=Q(is_excerpt=False, full_length__isnull=True, full_sha256="")
                | Q(is_excerpt=True, full_length__isnull=False, full_sha256__regex="^[0-9a-f]{64}$"),
                name="articleversion_excerpt_knows_the_full_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} (version {self.number})"
