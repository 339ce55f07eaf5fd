"""The shared nouns: outlets, articles, speakers, sources, ratings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from claims.actions import articles, review
from claims.admin.access import person
from claims.admin.base import ActionAdmin, moment_read
from claims.models import (
    Article,
    ArticleVersion,
    Derivation,
    Outlet,
    Rating,
    RatingScale,
    Review,
    Source,
    Speaker,
    SpeakerRole,
)


@admin.register(Outlet)
class OutletAdmin(ActionAdmin):
    """Outlets."""

    list_display = ("name", "site", "country", "language")
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(Article)
class ArticleAdmin(ActionAdmin):
    """Articles."""

    list_display = ("headline", "outlet", "language")
    list_select_related = ("outlet",)
    search_fields = ("headline", "url")
    autocomplete_fields = ("outlet",)


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ActionAdmin):
    """Captured versions: added once, never changed."""

    list_display = ("article", "number", "is_excerpt", "captured_at")
    list_select_related = ("article",)
    search_fields = ("article__headline",)
    autocomplete_fields = ("article",)
    fields = ("article", "text", "captured_how", "full_length", "full_sha256")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A capture never changes."""
        return False

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Captures a new version."""
        return articles.capture(
            article=values["article"],
            text=values["text"].replace("\r\n", "\n"),
            by=person(request),
            at=timezone.now(),
            how=values["captured_how"],
            full_text_length=values["full_length"],
            full_text_sha256=values["full_sha256"],
        )


@admin.register(Speaker)
class SpeakerAdmin(ActionAdmin):
    """Speakers."""

    list_display = ("name", "kind", "country", "institution")
    list_filter = ("kind",)
    list_select_related = ("institution",)
    search_fields = ("name", "aliases")
    autocomplete_fields = ("institution",)
    ordering = ("name",)


@admin.register(SpeakerRole)
class SpeakerRoleAdmin(ActionAdmin):
    """Roles."""

    list_display = ("speaker", "title", "organization")
    list_select_related = ("speaker", "organization")
    search_fields = ("title", "speaker__name")
    autocomplete_fields = ("speaker", "organization")


@admin.register(Source)
class SourceAdmin(ActionAdmin):
    """Sources."""

    list_display = ("title", "publisher", "kind", "reliability", "language")
    list_filter = ("kind", "reliability", "language")
    search_fields = ("title", "url", "publisher")


@admin.register(Derivation)
class DerivationAdmin(ActionAdmin):
    """Where a source has it from."""

    list_display = ("source", "how", "from_source", "origin", "basis")
    list_filter = ("how", "basis")
    list_select_related = ("source", "from_source", "origin")
    search_fields = ("source__title", "origin__name", "note")
    autocomplete_fields = ("source", "from_source", "origin")


@admin.register(RatingScale)
class RatingScaleAdmin(ActionAdmin):
    """Rating scales."""

    list_display = ("name", "best", "worst")
    search_fields = ("name",)


@admin.register(Rating)
class RatingAdmin(ActionAdmin):
    """Ratings."""

    list_display = ("label", "value", "scale", "meaning")
    list_select_related = ("scale",)
    search_fields = ("label",)
    autocomplete_fields = ("scale",)


@admin.register(Review)
class ReviewAdmin(ActionAdmin):
    """Rounds of work."""

    list_display = ("claim", "assigned_to", "opened_at", "due_on", "closed_at")
    list_select_related = ("claim", "assigned_to")
    search_fields = ("claim__statement",)
    autocomplete_fields = ("claim",)
    fields = ("claim", "assigned_to", "due_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A round stays with its claim."""
        return ("claim",) if obj else ()

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Assigns the claim."""
        claim = row.claim if row is not None else values["claim"]
        return review.assign(
            claim=claim,
            by=person(request),
            to=values["assigned_to"],
            at=timezone.now(),
            due_on=values["due_on"],
            read=None if row is None else moment_read(token),
        )
