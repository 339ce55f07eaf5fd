"""Who has a claim open: noted while they do, forgotten a minute later. It blocks nobody."""

from __future__ import annotations

from datetime import datetime

from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.lifecycle import EXTRACTORS
from claims.models import Claim, Presence, User
from claims.reads.presence import REMEMBERED


def note(*, claim: Claim, by: User, at: datetime) -> None:
    """That this person has the claim open now; forgets whoever was not seen for a minute."""
    require(by, *EXTRACTORS, to="work on a claim")
    with one_transaction():
        forget(at)
        Presence.objects.bulk_create(
            [Presence(claim=claim, who=by, opened_at=at, seen_at=at)],
            update_conflicts=True,
            unique_fields=["claim", "who"],
            update_fields=["seen_at"],
        )


def forget(at: datetime) -> int:
    """How many were forgotten, because nobody had seen them for a minute; rows in somebody's hand wait."""
    old = Presence.objects.filter(seen_at__lt=at - REMEMBERED).select_for_update(skip_locked=True)
    keys = list(old.values_list("pk", flat=True))
    return Presence.objects.filter(pk__in=keys).delete()[0] if keys else 0
