"""What a suppression would empty, and what it would not reach: for the people who decide on it."""

from __future__ import annotations

import json
from collections import Counter

from django.apps import apps
from django.db import connection
from django.db.models import Func, IntegerField, Q, QuerySet, Value

from claims.domain.vocabulary import State
from claims.models import Claim, Publication, SuppressionCase, User, Withholding


def counts(claim: Claim) -> list[tuple[str, int]]:
    """How many rows of each kind are about the claim, by what the desk calls them; kinds without any are left out."""
    names = {model._meta.db_table: model._meta for model in apps.get_app_config("claims").get_models()}
    with connection.cursor() as cursor:
        cursor.execute('SELECT "table" FROM claims_rows_about(%s)', [claim.pk])
        found = Counter(table for (table,) in cursor.fetchall())
    listed = sum(found.pop(table) for table in list(found) if table.startswith("claims_published"))
    told = [
        (str(names[table].verbose_name if number == 1 else names[table].verbose_name_plural), number)
        for table, number in found.items()
    ]
    return [*told, ("lines of the public lists", listed)] if listed else told


def holding_the_same_words(claim: Claim) -> list[str]:
    """Public ids of other claims of the article whose public documents hold words of its quotation.

    Their documents are sealed and stay: whoever wants these gone too suppresses them.
    """
    if claim.state == State.SUPPRESSED.value or not claim.exact:
        return []
    words = json.dumps(claim.exact, ensure_ascii=False)[1:-1].encode()
    neighbors = Claim.objects.filter(version__article=claim.version.article_id).exclude(pk=claim.pk)
    place = Func(
        Value(words),
        "document",
        template="position(%(expressions)s)",
        arg_joiner=" IN ",
        output_field=IntegerField(),
    )
    found = (
        Publication.objects.filter(claim__in=neighbors, document__isnull=False)
        .annotate(place=place)
        .filter(
            Q(place__gt=0)
            | Q(claim__version=claim.version, claim__start__lt=claim.end, claim__end__gt=claim.start)
        )
    )
    return sorted(set(found.values_list("public_id", flat=True)))


def cases_for(person: User) -> QuerySet[SuppressionCase]:
    """The cases that wait for a second person, and that this one did not ask for."""
    waiting = SuppressionCase.objects.filter(
        confirmed_at__isnull=True, dismissed_at__isnull=True, done_at__isnull=True
    )
    return waiting.exclude(requested_by=person)


def withholdings_for(person: User) -> QuerySet[Withholding]:
    """The withholdings that wait for a second person, and that this one did not make."""
    waiting = Withholding.objects.filter(confirmed_at__isnull=True, lifted_at__isnull=True)
    return waiting.exclude(Q(withheld_by=person) | Q(claim__state=State.SUPPRESSED.value))
