"""Who saved since a page was opened: the other side of a conflict by name, time and deed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.domain.errors import DomainError, StaleSave
from claims.models import Claim, Contribution

MOST = 8


@dataclass(frozen=True, slots=True)
class Saved:
    """One person's deed."""

    who: str
    at: datetime
    what: str = "saved it"
    person: int = 0

    def __str__(self) -> str:
        return f"{self.who} {self.what}, {self.at:%Y-%m-%d %H:%M}"


def of_row(row: Any) -> list[Saved]:
    """Who saved a row last."""
    for who, when in (("changed_by", "changed_at"), ("handled_by", "handled_at")):
        if getattr(row, who, None) is not None:
            return [Saved(str(getattr(row, who)), getattr(row, when), person=getattr(row, f"{who}_id"))]
    return []


def of_claim(claim: Claim, read: str) -> list[Saved]:
    """What was done to a claim after the revision that was read, the newest last; else who saved it last."""
    rev = int(read) if re.fullmatch("[0-9]{1,9}", read) else claim.rev
    done = Contribution.objects.filter(claim=claim, rev__gt=rev).select_related("user").order_by("-id")[:MOST]
    found = {
        (one.user_id, one.what): Saved(str(one.user), one.at, one.what, one.user_id) for one in reversed(done)
    }
    return list(found.values()) or of_row(claim)


def told(refusal: DomainError, claim: Claim) -> list[str]:
    """What a conflict adds to its own words where no page shows both versions; nothing for other refusals."""
    if not isinstance(refusal, StaleSave):
        return []
    current = Claim.objects.select_related("changed_by").get(pk=claim.pk)
    return [f"Since then: {'; '.join(map(str, of_claim(current, str(refusal.read))))}."]
