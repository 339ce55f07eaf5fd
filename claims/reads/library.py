"""Speakers, sources and articles as published documents describe them, and corrections. Nothing reads live rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from claims.domain.vocabulary import PublicationKind
from claims.formats.feed_entries import hedged
from claims.models import (
    Publication,
    PublishedArticle,
    PublishedClaim,
    PublishedSource,
    PublishedSpeaker,
)

Place = tuple[str, str]
THINGS: Mapping[str, tuple[type[Any], str]] = {
    "speaker": (PublishedSpeaker, "name"),
    "source": (PublishedSource, "title"),
    "article": (PublishedArticle, "headline"),
}
"""What can be looked up: its list, and the column that it is ordered by."""

FILTERS = {"speaker": ("kind",), "source": ("publisher",), "article": ("outlet",)}


@dataclass(frozen=True, slots=True)
class Thing:
    """A speaker, source or article: what the newest document that embeds it says of it.

    `value` is the part of that document: `speaker`, an item's `source`, or `article`, and empty when every document
    that names it was removed; `claims` counts the
    published claims that it is part of; `demonstration` is that of the document.
    """

    public_id: str
    at: datetime
    value: dict[str, Any]
    claims: int
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of things in alphabetical order, and the place from which the next one continues."""

    items: tuple[Thing, ...]
    next_after: Place | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A publication that replaced an earlier one: what it says of itself, and the claim's statement then."""

    public_id: str
    number: int
    kind: str
    correction_kind: str
    reason: str
    at: datetime
    document: dict[str, Any] | None

    @property
    def statement(self) -> str:
        """The claim's statement then, with its hedges; empty when the document was removed."""
        return hedged(self.document) if self.document else ""

    @property
    def previous(self) -> int:
        """The number that it replaced."""
        return self.number - 1


def thing(noun: str, public_id: str) -> Thing | None:
    """The speaker, source or article of this id; None when no document embeds it."""
    model, _ = THINGS[noun]
    row = model.objects.filter(public_id=public_id).first()
    return None if row is None else _things(noun, [row])[0]


def things(
    noun: str, *, limit: int, after: Place | None = None, filters: Mapping[str, str] | None = None
) -> Shelf:
    """Speakers, sources or articles by name, by keyset: equally fast at any depth."""
    model, column = THINGS[noun]
    rows = model.objects.filter(**(filters or {})).order_by(column, "public_id")
    if after is not None:
        name, public_id = after
        rows = rows.filter(Q(**{f"{column}__gt": name}) | Q(**{column: name, "public_id__gt": public_id}))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Shelf(
        tuple(_things(noun, found[:limit])),
        None if last is None else (getattr(last, column), last.public_id),
    )


def of_ids(noun: str, public_ids: Iterable[str]) -> list[Thing]:
    """The speakers, sources or articles of these ids that documents embed, in no order."""
    model, _ = THINGS[noun]
    return _things(noun, model.objects.filter(public_id__in=set(public_ids)))


def corrections(*, limit: int, after: tuple[datetime, str, int] | None = None) -> list[Correction]:
    """Corrections, retractions and reinstatements, newest first."""
    rows = Publication.objects.exclude(kind=PublicationKind.FIRST.value).order_by(
        "-at", "-public_id", "-number"
    )
    if after is not None:
        moment, public_id, number = after
        rows = rows.filter(
            Q(at__lt=moment)
            | Q(at=moment, public_id__lt=public_id)
            | Q(at=moment, public_id=public_id, number__lt=number)
        )
    return [
        Correction(
            public_id=row.public_id,
            number=row.number,
            kind=row.kind,
            correction_kind=row.correction_kind,
            reason=row.correction_reason,
            at=row.at,
            document=_parsed(row),
        )
        for row in rows[:limit]
    ]


def counts(**filters: str) -> dict[str, int]:
    """How many claims were published, by the rating of their newest document; "" stands for none."""
    found = (
        PublishedClaim.objects.filter(publication__document__isnull=False, **filters)
        .values_list("rating")
        .annotate(Count("public_id"))
        .order_by("rating")
    )
    return dict(found)


def meanings() -> list[tuple[str, str]]:
    """The ratings of newest documents with their meanings, best first; of one rating the newest wording."""
    rows = (
        PublishedClaim.objects.exclude(rating="")
        .order_by("rating", "-at")
        .distinct("rating")
        .select_related("publication")
    )
    verdicts = [(_parsed(row.publication) or {}).get("verdict") for row in rows]
    known = [one for one in verdicts if one]
    known.sort(key=lambda one: (one["rating_value"] is None, -(one["rating_value"] or 0)))
    return [(one["rating"], one.get("meaning", "")) for one in known]


def _things(noun: str, rows: Iterable[Any]) -> list[Thing]:
    rows = list(rows)
    held = Publication.objects.in_bulk({row.publication_id for row in rows})
    parsed = {number: _parsed(one) for number, one in held.items()}
    documents = {row.public_id: parsed[row.publication_id] or _another(noun, row.public_id) for row in rows}
    numbers = _counted(noun, [row.public_id for row in rows])
    return [
        Thing(
            public_id=row.public_id,
            at=row.at,
            value=_part(noun, row.public_id, documents[row.public_id]),
            claims=numbers[row.public_id],
            demonstration=bool(documents[row.public_id].get("demonstration")),
        )
        for row in rows
    ]


def _another(noun: str, public_id: str) -> dict[str, Any]:
    """The newest document with a text that names it, when the one that describes it was removed; else nothing."""
    found = another(noun, public_id)
    return {} if found is None else _parsed(found) or {}


def another(noun: str, public_id: str) -> Publication | None:
    """The newest publication with a text that names a speaker, source or article, among the newest of each claim."""
    column = {"speaker": "speaker_id", "article": "article_id", "source": "source_ids__contains"}[noun]
    row = (
        PublishedClaim.objects.filter(**{column: [public_id] if noun == "source" else public_id})
        .filter(publication__document__isnull=False)
        .select_related("publication")
        .order_by("-at")
        .first()
    )
    return None if row is None else row.publication


def _part(noun: str, public_id: str, document: Mapping[str, Any]) -> dict[str, Any]:
    if noun != "source":
        return dict(document.get(noun, {}))
    found = (item["source"] for item in document.get("evidence", ()) if item["source"]["id"] == public_id)
    return dict(next(found, {}))


def _counted(noun: str, ids: list[str]) -> Counter[str]:
    readable = PublishedClaim.objects.filter(publication__document__isnull=False)
    if noun == "source":
        used = readable.filter(source_ids__overlap=ids).values_list("source_ids", flat=True)
        wanted = set(ids)
        return Counter(one for some in used for one in set(some) if one in wanted)
    found = (
        readable.filter(**{f"{noun}_id__in": ids}).values_list(F(f"{noun}_id")).annotate(Count("public_id"))
    )
    return Counter(dict(found))


def _parsed(row: Publication) -> dict[str, Any] | None:
    found: dict[str, Any] | None = None if row.document is None else json.loads(bytes(row.document))
    return found
