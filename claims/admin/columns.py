"""What lists show of a row beside its own columns: counts and words, one subquery each, never a query a row."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.domain.edtf import EDTFValue
from claims.domain.vocabulary import Basis, Occasion
from claims.formats.dates import in_words, moment_in_words
from claims.models import Claim, Derivation, Evidence, Following, Recheck, Review, Verdict

LONG = 140


def evidence_count() -> Coalesce:
    """How many pieces of evidence a claim has."""
    return _number(Evidence.objects.active().filter(claim=OuterRef("pk")), by="claim")


def standing_rating() -> Subquery:
    """The label of a claim's verdict."""
    return Subquery(Verdict.objects.active().filter(claim=OuterRef("pk")).values("rating__label")[:1])


def assigned_to() -> Subquery:
    """The name of whoever has a claim."""
    return Subquery(_open_rounds().values("assigned_to__username")[:1])


def article_changed() -> Subquery:
    """What became of a claim's words in the newest version of its article, while somebody should look at that."""
    unsettled = Recheck.objects.filter(
        claim=OuterRef("claim"), occasion=Occasion.ARTICLE.value, settled_at__isnull=True
    )
    found = Following.objects.filter(Exists(unsettled), claim=OuterRef("pk")).order_by(
        "-version__number", "-id"
    )
    return Subquery(found.values("outcome")[:1])


def due_on() -> Subquery:
    """The day on which a claim is due."""
    return Subquery(_open_rounds().values("due_on")[:1])


def uses() -> Coalesce:
    """How many claims a source is evidence of."""
    return _number(Evidence.objects.active().filter(source=OuterRef("pk")), by="source")


def spoken() -> Coalesce:
    """How many claims a speaker has."""
    return _number(Claim.objects.filter(speaker=OuterRef("pk")), by="speaker")


def origin_stated() -> Exists:
    """Whether a source says where it has it from."""
    return Exists(Derivation.objects.active().filter(source=OuterRef("pk"), basis=Basis.STATED.value))


def said_in_words(value: EDTFValue | None) -> str:
    """When something was said, as people read it."""
    return moment_in_words(value.as_json()) if value else "not known"


def date_in_words(value: EDTFValue | None) -> str:
    """A date as people read it."""
    return in_words(value.as_json()) if value else "not known"


def shortened(text: str) -> str | SafeString:
    """A long text cut, the whole of it under the pointer."""
    if len(text) <= LONG:
        return text
    return format_html('<span title="{}">{}…</span>', text, text[:LONG].rstrip())


def public_page(path: str, words: Any) -> SafeString:
    """A link to what the public sees."""
    return format_html('<a href="{}">{}</a>', path, words)


def badge(state: str) -> SafeString:
    """A state as a small badge: its words and a color, never the color alone."""
    return format_html('<span class="badge {}">{}</span>', state.replace(" ", "-"), state)


def _open_rounds() -> QuerySet[Review]:
    return Review.objects.filter(claim=OuterRef("pk"), closed_at__isnull=True)


def _number(rows: Any, *, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
