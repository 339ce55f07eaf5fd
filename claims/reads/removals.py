"""What the public is told where documents were taken out of sight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claims.models import PublishedRemoval


@dataclass(frozen=True, slots=True)
class Removal:
    """On what ground, since when, and whether only for now."""

    category: str
    at: datetime
    withheld: bool


def of(public_id: str) -> Removal | None:
    """The removal of a claim's documents; None when they can be read."""
    row = PublishedRemoval.objects.filter(public_id=public_id).first()
    return None if row is None else Removal(row.category, row.at, row.withheld)
