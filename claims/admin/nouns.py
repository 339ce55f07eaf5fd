"""The shared nouns: outlets, articles, speakers, sources, ratings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from claims.actions import articles, assignment
from claims.admin import names, offer_desk, version_desk
from claims.admin.access import person
from claims.admin.base import ActionAdmin, moment_read
from claims.admin.columns import date_in_words, origin_stated, shortened, spoken, uses
from claims.admin.filters import OriginKnown, Withdrawn
from claims.admin.related import Related, WithRelated, listed
from claims.models import (
    Article,
    ArticleVersion,
    Claim,
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
class OutletAdmin(WithRelated, ActionAdmin):
    """Outlets."""

    list_display = ("name", "site", "country", "language")
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(Article)
class ArticleAdmin(WithRelated, ActionAdmin):
    """Articles."""

    list_display = ("headline", "outlet", "date", "language")
    list_filter = ("language",)
    list_select_related = ("outlet",)
    search_fields = ("headline", "url")
    autocomplete_fields = ("outlet",)
    ordering = ("headline",)

    @admin.display(description="published")
    def date(self, article: Article) -> str:
        """When it was published, in words."""
        return date_in_words(article.published)

    def related(self, row: Article) -> Iterable[Related]:
        """Its captured versions, the text of each with its claims, and all its claims."""
        versions = row.versions.order_by("-number")
        yield listed("Versions", versions, str, add=f"article={row.pk}")
        texts = tuple((_text_of(one), f"Read version {one.number} and mark claims") for one in versions[:30])
        yield Related("Side by side", texts, more=False, add="")
        anew = f"{reverse('admin:claims_ingestrun_add')}?article={row.pk}"
        yield Related("Has it changed?", ((anew, "Capture it again"),), more=False, add="")
        claims = Claim.objects.filter(version__article=row).order_by("version", "start")
        yield listed("Claims", claims, lambda claim: f"{claim.state}: {claim.statement}")


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ActionAdmin):
    """Captured versions: added once, never changed."""

    change_form_template = "admin/claims/version_form.html"
    list_display = ("article", "number", "is_excerpt", "captured_at", "side_by_side")
    list_select_related = ("article",)
    search_fields = ("article__headline",)
    autocomplete_fields = ("article",)
    fields = ("article", "text", "captured_how", "full_length", "full_sha256")

    def get_urls(self) -> list[Any]:
        """The text with its claims, and where words stand in it."""
        return [*version_desk.addresses(self), *offer_desk.addresses(self), *super().get_urls()]

    @admin.display(description="side by side")
    def side_by_side(self, version: ArticleVersion) -> str:
        """The way to the text with its claims."""
        return format_html('<a href="{}">Read and mark claims</a>', _text_of(version))

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


def _text_of(version: ArticleVersion) -> str:
    return reverse("admin:claims_articleversion_desk", args=[version.pk])


@admin.register(Speaker)
class SpeakerAdmin(WithRelated, ActionAdmin):
    """Speakers."""

    list_display = ("name", "disambiguation", "kind", "country", "institution", "claims")
    list_filter = ("kind",)
    list_select_related = ("institution",)
    search_fields = ("name", "aliases", "disambiguation")
    autocomplete_fields = ("institution",)
    ordering = ("name",)

    def get_urls(self) -> list[Any]:
        """With the page on which its name is taken out of sight."""
        return [*names.addresses(self), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """The form, and what becomes of its name."""
        if (row := options.get("obj")) is not None:
            context.update(names.shown(row, request))
        return super().render_change_form(request, context, *args, **options)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the number of claims, by a subquery."""
        return super().get_queryset(request).annotate(has_claims=spoken())

    @admin.display(description="claims", ordering="has_claims")
    def claims(self, speaker: Any) -> int:
        """How many claims are attributed to it."""
        return int(speaker.has_claims)

    def related(self, row: Speaker) -> Iterable[Related]:
        """Its roles, its claims, what belongs to it, and what sources have from it."""
        roles = row.roles.select_related("speaker", "organization").order_by("title")
        yield listed("Roles", roles, lambda role: role.title, add=f"speaker={row.pk}")
        claims = Claim.objects.filter(speaker=row).order_by("-id")
        yield listed("Claims", claims, lambda claim: f"{claim.state}: {claim.statement}")
        yield listed("Belong to it", Speaker.objects.filter(institution=row).order_by("name"), str)
        steps = Derivation.objects.active().filter(origin=row).select_related("source").order_by("id")
        yield listed("Sources have it from here", steps, lambda step: f"{step.source.title} ({step.how})")


@admin.register(SpeakerRole)
class SpeakerRoleAdmin(WithRelated, ActionAdmin):
    """Roles."""

    list_display = ("title", "speaker", "organization", "held")
    list_select_related = ("speaker", "organization")
    search_fields = ("title", "speaker__name")
    autocomplete_fields = ("speaker", "organization")

    @admin.display(description="held")
    def held(self, role: SpeakerRole) -> str:
        """When it was held, in words."""
        return date_in_words(role.valid)


@admin.register(Source)
class SourceAdmin(WithRelated, ActionAdmin):
    """Sources."""

    list_display = ("short", "publisher", "kind", "reliability", "date", "language", "claims", "origin")
    list_display_links = ("short",)
    list_filter = ("kind", "reliability", OriginKnown, "language")
    search_fields = ("title", "url", "publisher")
    ordering = ("title",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the number of claims and whether its origin is stated, by subqueries."""
        return super().get_queryset(request).annotate(has_claims=uses(), has_origin=origin_stated())

    @admin.display(description="title", ordering="title")
    def short(self, source: Source) -> str:
        """The title, cut when it is long."""
        return shortened(source.title)

    @admin.display(description="published")
    def date(self, source: Source) -> str:
        """When it was published, in words."""
        return date_in_words(source.published)

    @admin.display(description="claims", ordering="has_claims")
    def claims(self, source: Any) -> int:
        """How many claims it is evidence of."""
        return int(source.has_claims)

    @admin.display(description="origin stated", boolean=True)
    def origin(self, source: Any) -> bool:
        """Whether it says where it has it from."""
        return bool(source.has_origin)

    def related(self, row: Source) -> Iterable[Related]:
        """Where it has it from, who copies it, and what it is evidence of."""
        steps = row.derivations.active().select_related("origin", "from_source").order_by("id")
        yield listed("Has it from", steps, _step, add=f"source={row.pk}")
        copies = Derivation.objects.active().filter(from_source=row).select_related("source").order_by("id")
        yield listed("Has it from this source", copies, lambda step: f"{step.source.title} ({step.how})")
        found = row.evidence.active().select_related("claim").order_by("id")
        yield listed("Evidence of", found, lambda one: f"{one.stance}: {one.claim.statement}")


def _step(step: Derivation) -> str:
    target = step.origin or step.from_source or "nobody in particular"
    return f"{target}, {step.how}, {step.basis}"


@admin.register(Derivation)
class DerivationAdmin(WithRelated, ActionAdmin):
    """Where a source has it from."""

    list_display = ("source", "how", "from_source", "origin", "basis")
    list_filter = ("how", "basis", Withdrawn)
    list_select_related = ("source", "from_source", "origin")
    search_fields = ("source__title", "origin__name", "note")
    autocomplete_fields = ("source", "from_source", "origin")


@admin.register(RatingScale)
class RatingScaleAdmin(WithRelated, ActionAdmin):
    """Rating scales."""

    list_display = ("name", "best", "worst")
    search_fields = ("name",)


@admin.register(Rating)
class RatingAdmin(WithRelated, ActionAdmin):
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
    autocomplete_fields = ("claim", "assigned_to")
    fields = ("claim", "assigned_to", "due_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A round stays with its claim."""
        return ("claim",) if obj else ()

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Opens a round of work, or changes the one that was read."""
        given: dict[str, Any] = {"to": values["assigned_to"], "due_on": values["due_on"]}
        given |= {"by": person(request), "at": timezone.now()}
        if row is None:
            return assignment.open_round(claim=values["claim"], **given)
        return assignment.change_round(row, read=moment_read(token), **given)
