"""Who had a hand in a draft since its claim was last published, and what each of them did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Max

from claims.models import Claim, Contribution, User


@dataclass(frozen=True, slots=True)
class Hand:
    """A person and what that person did, as in “changed evidence at rev 7”."""

    person: User
    deeds: tuple[str, ...]


def hands_in(claim: Claim) -> tuple[Hand, ...]:
    """Everybody who may not approve the draft, by name.

    Whom the database takes for one of them is asked of the database; what they did is read beside it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_hands_in(%s)", [claim.pk])
        keys = [number for (number,) in cursor.fetchall()]
    if not keys:
        return ()
    deeds = _contributed(claim)
    behind = _changed_behind(claim) if set(keys) - deeds.keys() else {}
    people = User.objects.filter(pk__in=keys).order_by("username")
    return tuple(Hand(one, (*deeds.get(one.pk, ()), *behind.get(one.pk, ()))) for one in people)


def _contributed(claim: Claim) -> dict[int, list[str]]:
    """What people changed of the claim itself, in the order of the first time."""
    last = claim.publications.aggregate(rev=Max("rev"))["rev"] or 0
    rows = Contribution.objects.filter(claim=claim, rev__gt=last).order_by("pk")
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for person, what, rev in rows.values_list("user_id", "what", "rev"):
        found[person][what].append(rev)
    return {
        person: [f"{what} at rev {_listed(revs)}" for what, revs in deeds.items()]
        for person, deeds in found.items()
    }


def _listed(revs: Iterable[int]) -> str:
    *before, last = [str(rev) for rev in sorted(set(revs))]
    if len(before) > 3:
        return f"{before[0]} to {last}"
    return f"{', '.join(before)} and {last}" if before else last


def _changed_behind(claim: Claim) -> Mapping[int, list[str]]:
    """Who changed a row that the draft embeds, before it was linked or after: of what kind, and when last."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT h.changed_by, e."table", max(h.at)::date::text
            FROM claims_embedded_in(%s) e
            JOIN claims_history h ON h."table" = e."table" AND h."row" = e.id::text
            WHERE h.changed_by IS NOT NULL AND h.at > coalesce(
                (SELECT max(p.at) FROM claims_publication p WHERE p.claim_id = %s), %s)
            GROUP BY 1, 2 ORDER BY 3, 2
            """,
            [claim.pk, claim.pk, claim.created_at],
        )
        rows = cursor.fetchall()
    names = {model._meta.db_table: model._meta.verbose_name for model in apps.get_models()}
    found: dict[int, list[str]] = defaultdict(list)
    for person, table, day in rows:
        found[person].append(f"changed a {names.get(table, table)} that the draft embeds, on {day}")
    return found
