"""What stands beside a list to narrow it: one small class a question."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from claims.domain.vocabulary import Basis, Occasion
from claims.models import Claim, Derivation, Rating, Recheck, Verdict

MANY = 60
"""A filter lists at most so many choices; what is rarer is found by searching."""


class ByTopic(SimpleListFilter):
    """The topic of a claim."""

    title, parameter_name = "topic", "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The topics that claims have."""
        topics = Claim.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct()
        return [(topic, topic) for topic in topics[:MANY]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Claims of the topic."""
        return queryset.filter(topic=self.value()) if self.value() else queryset


class ByRating(SimpleListFilter):
    """The rating that a claim's draft has now."""

    title, parameter_name = "rating", "rating"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The labels of all scales, and none."""
        labels = Rating.objects.order_by("label").values_list("label", flat=True).distinct()
        return [("-", "not rated"), *((label, label) for label in labels[:MANY])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Claims with that verdict, or without any."""
        if not self.value():
            return queryset
        standing = Verdict.objects.active().filter(claim=OuterRef("pk"))
        if self.value() == "-":
            return queryset.filter(~Exists(standing))
        return queryset.filter(Exists(standing.filter(rating__label=self.value())))


class ByBeing(SimpleListFilter):
    """Yes or no: whether a column holds something."""

    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Yes and no."""
        return [("yes", "yes"), ("no", "no")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows where it does, or does not."""
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(**{f"{self.column}__isnull": self.value() == "no"})


class Behind(ByBeing):
    """Whether what is public embeds something that changed since."""

    title, parameter_name, column = "behind", "behind", "behind_since"


class Public(ByBeing):
    """Whether a claim was ever published."""

    title, parameter_name, column = "published", "published", "published_number"


class Withdrawn(ByBeing):
    """Whether a row was withdrawn."""

    title, parameter_name, column = "withdrawn", "withdrawn", "withdrawn_at"


class Settled(ByBeing):
    """Whether somebody has looked again."""

    title, parameter_name, column = "settled", "settled", "settled_at"


class WantsAnotherLook(SimpleListFilter):
    """Whether a claim came back to the queue and nobody has settled why."""

    title, parameter_name = "wants another look", "recheck"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """By what brought it back."""
        return [("any", "yes"), *((one.value, one.value) for one in Occasion)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Claims with an open recheck."""
        known = {"any", *(one.value for one in Occasion)}
        if self.value() not in known:
            return queryset
        waiting = Recheck.objects.filter(claim=OuterRef("pk"), settled_at__isnull=True)
        if self.value() != "any":
            waiting = waiting.filter(occasion=self.value())
        return queryset.filter(Exists(waiting))


class OriginKnown(SimpleListFilter):
    """Whether a source says where it has it from."""

    title, parameter_name = "origin", "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Stated, supposed, unstated."""
        return [("stated", "stated"), ("inferred", "only supposed"), ("none", "nothing recorded or unknown")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Sources by what their derivations rest on."""
        steps = Derivation.objects.active().filter(source=OuterRef("pk"))
        stated, supposed = (Exists(steps.filter(basis=one.value)) for one in (Basis.STATED, Basis.INFERRED))
        if self.value() == "stated":
            return queryset.filter(stated)
        if self.value() == "inferred":
            return queryset.filter(supposed & ~stated)
        return queryset.filter(~stated & ~supposed) if self.value() == "none" else queryset


class AskedBy(SimpleListFilter):
    """Whether a person asked for it or the machine, which looks at sources again by itself."""

    title, parameter_name = "asked by", "asked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """People, or the machine."""
        return [("people", "people"), ("machine", "the machine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Runs by who asked."""
        if self.value() not in ("people", "machine"):
            return queryset
        return queryset.filter(asked_by__is_machine=self.value() == "machine")
