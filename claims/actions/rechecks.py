"""Claims come back to the queue when their date comes, a source drifts, a linked claim or their article changes."""

from __future__ import annotations

from datetime import date, datetime

from claims.actions.access import require
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain.errors import WrongState
from claims.domain.lifecycle import REVIEWERS
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import Occasion
from claims.models import Recheck, User
from claims.reads import followings, rechecks


def look(*, by: User, at: datetime, today: date) -> list[Recheck]:
    """The claims that now want another look and did not before; running it again raises nothing twice."""
    may_change(Recheck, by)
    with one_transaction():
        raised = [
            Recheck(
                claim_id=found.claim_id,
                occasion=found.occasion.value,
                mark=found.mark,
                because=found.because,
                raised_at=at,
                changed_by=by,
            )
            for found in rechecks.due(today)
        ]
        return Recheck.objects.bulk_create(raised)


def settle(recheck: Recheck, *, by: User, at: datetime, why: str) -> Recheck:
    """The recheck with what came of it: corrected, or why nothing needs to change."""
    require(by, *REVIEWERS, to="settle a recheck")
    reason = clean_text(why, field="why", limit=LIMITS["reason"])
    with one_transaction():
        current = Recheck.objects.select_for_update(no_key=True).get(pk=recheck.pk)
        if current.settled_at is not None:
            told = f"{current.settled_by}, {current.settled_at:%Y-%m-%d %H:%M}: “{current.settled_why}”"
            raise WrongState(f"Somebody has settled this already. {told}", field="settled_at")
        if current.occasion == Occasion.ARTICLE.value and followings.waiting(current.claim):
            raise WrongState(
                "Decide on the words that changed, on the claim’s page; that settles this.",
                field="settled_at",
            )
        current.settled_by, current.settled_at, current.settled_why, current.changed_by = by, at, reason, by
        current.save(update_fields=["settled_by", "settled_at", "settled_why", "changed_by"])
        return current
