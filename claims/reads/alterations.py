"""What the public is told where an article reads otherwise than it did when a claim was made of it: a projection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from claims.models import PublishedAlteration, PublishedClaim


@dataclass(frozen=True, slots=True)
class Alteration:
    """The words of a public document, what stands in their place, and when that was found.

    `is_gone`: nothing stands in their place. `stands`: the very words are somewhere in the article all the same.
    `number` is another one for every finding, and grows.
    """

    is_gone: bool
    was: str
    now: str
    stands: bool
    found_on: datetime
    number: int


def of(public_id: str) -> Alteration | None:
    """What is said of a claim's newest document, if anything is and that document can be read."""
    return _by_claim(public_id=public_id).get(public_id)


def of_article(public_id: str) -> dict[str, Alteration]:
    """The same of every claim of an article."""
    return _by_claim(article_id=public_id)


def mark(told: Mapping[str, Alteration]) -> str:
    """What tells these from what was or will be said instead: part of the tag of a page."""
    return f"-a{len(told)}.{max(one.number for one in told.values())}" if told else ""


def _by_claim(**which: str) -> dict[str, Alteration]:
    readable = PublishedClaim.objects.filter(
        public_id=OuterRef("public_id"), publication__document__isnull=False
    )
    rows = PublishedAlteration.objects.filter(Exists(readable), **which)
    return {
        row.public_id: Alteration(
            is_gone=row.outcome == "gone",
            was=row.was,
            now=row.now,
            stands=row.stands,
            found_on=row.found_on,
            number=row.following_id,
        )
        for row in rows
    }
