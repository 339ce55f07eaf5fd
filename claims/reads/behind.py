"""Which public documents are behind, and because of which shared rows that changed since they were published."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from claims.models import Claim, Derivation, Publication, SuspectedCopy
from claims.models.rules import SHARED

CHANGED = """
SELECT c.id, e."table", e.id FROM claims_claim c
CROSS JOIN LATERAL (SELECT max(p.at) AS at FROM claims_publication p WHERE p.claim_id = c.id) AS last
CROSS JOIN LATERAL claims_embedded_in(c.id) e
WHERE c.id = ANY (%s) AND EXISTS (
  SELECT 1 FROM claims_history h WHERE h."table" = e."table" AND h."row" = e.id::text AND h.at > last.at)
ORDER BY c.id, e."table", e.id
"""
BECAUSE = """
SELECT c.id FROM claims_claim c
CROSS JOIN LATERAL (SELECT max(p.at) AS at FROM claims_publication p WHERE p.claim_id = c.id) AS last
WHERE c.behind_since IS NOT NULL
  AND EXISTS (SELECT 1 FROM claims_history h WHERE h."table" = %(table)s AND h."row" = %(id)s::text AND h.at > last.at)
  AND EXISTS (SELECT 1 FROM claims_embedded_in(c.id) e WHERE e."table" = %(table)s AND e.id = %(id)s)
ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class Noun:
    """A shared row, by its table and number."""

    table: str
    id: int

    @classmethod
    def of(cls, row: Model) -> Noun | None:
        """The row as a shared noun; None when documents do not embed rows of its kind."""
        table = row._meta.db_table
        return cls(table, row.pk) if table in SHARED else None


def because_of(noun: Noun) -> list[int]:
    """The claims whose public documents embed the row and are behind since it changed."""
    with connection.cursor() as cursor:
        cursor.execute(BECAUSE, {"table": noun.table, "id": noun.id})
        return [number for (number,) in cursor.fetchall()]


def changed(claims: Collection[int]) -> dict[int, list[Noun]]:
    """What each of these claims embeds that changed after its newest publication."""
    found: dict[int, list[Noun]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [list(claims)])
        for claim, table, number in cursor.fetchall():
            found[claim].append(Noun(table, number))
    return dict(found)


def named(nouns: Iterable[Noun]) -> dict[Noun, str]:
    """What each row is called, with its kind: one query a kind."""
    models = {model._meta.db_table: model for model in apps.get_app_config("claims").get_models()}
    wanted: dict[str, set[int]] = defaultdict(set)
    for noun in nouns:
        wanted[noun.table].add(noun.id)
    found = {}
    for table, numbers in wanted.items():
        model = models[table]
        for number, row in model._default_manager.in_bulk(numbers).items():
            found[Noun(table, int(number))] = _words(row)
    return found


def _words(row: Model) -> str:
    kind = str(row._meta.verbose_name)
    if isinstance(row, Derivation):
        return f"where “{row.source}” has it from"
    if isinstance(row, SuspectedCopy):
        return f"{kind} “{row.source}” ≈ “{row.other}”"
    return f"{kind} “{row}”"


def public_document(claim: Claim) -> dict[str, Any] | None:
    """The newest public document of a claim; None when there is none, or when it was removed."""
    newest = Publication.objects.filter(claim=claim).order_by("-number").first()
    if newest is None or newest.document is None:
        return None
    found: dict[str, Any] = json.loads(bytes(newest.document))
    return found
