"""What was published: documents as the bytes that were sealed, and lists of them. Nothing here reads live rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Count, F, Func, Q, QuerySet, Value, Window
from psycopg.types.range import DateRange

from claims.domain.vocabulary import Status
from claims.formats.feed_entries import hedged
from claims.formats.memento import Moment
from claims.formats.searchable import measures
from claims.models import Publication, PublishedClaim
from claims.reads.rows import rows as fast
from claims.reads.rows import texts

LOOKED_THROUGH = ("words", "search", "measures", "links")
"""Columns that the database compares, and nobody reads."""
BESIDE = 12
"""At most so many other claims stand beside one by what their figures measure; the page of a topic has them all."""
FILTERS = ("status", "speaker", "outlet", "article", "source", "rating", "topic")
COLUMNS = {"speaker": "speaker_id", "article": "article_id", "source": "source_ids__contains"}


@dataclass(frozen=True, slots=True)
class Published:
    """One publication: its bytes (None when suppressed), and whether it is the newest of its claim."""

    public_id: str
    number: int
    newest_number: int
    kind: str
    at: datetime
    commitment: str
    document: bytes | None

    @property
    def is_newest(self) -> bool:
        """Whether no later number exists."""
        return self.number == self.newest_number

    def value(self) -> dict[str, Any]:
        """The document as a value."""
        found: dict[str, Any] = json.loads(self.document or b"{}")
        return found


@dataclass(frozen=True, slots=True)
class Within:
    """Between which days a claim may have been said, and between which moments its newest document was published.

    Of what was said on an unknown day nobody can tell that it was not said between these: it is among them.
    """

    said_from: date | None = None
    said_to: date | None = None
    updated_since: datetime | None = None
    updated_before: datetime | None = None


AT_ANY_TIME = Within()


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of documents, newest first, and the place from which the next one continues."""

    items: tuple[Published, ...]
    next_after: tuple[datetime, str] | None


_NEWEST = """
SELECT p.public_id, p.number, c.number, p.kind, c.at, encode(p.commitment, 'hex'), p.document
FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id WHERE c.public_id = %s::text
"""

_COMMITMENT = """
SELECT encode(p.commitment, 'hex') FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id
WHERE c.public_id = $1::text AND p.document IS NOT NULL
"""


def newest(public_id: str) -> Published | None:
    """The newest publication of a claim, in one query."""
    found = fast(_NEWEST, [public_id])
    return Published(*found[0]) if found else None


def published_of(row: PublishedClaim) -> Published:
    """The publication that a row of the list names; its moment is that of the list, also of what was removed since."""
    return replace(_published(row.publication, row.number), at=row.at)


def commitment_of(public_id: str) -> str | None:
    """The commitment of a claim's newest publication, without its text: what an ETag needs.

    None when there is no such claim, or when its document was removed: what is gone is never said to be unchanged.
    """
    (found,) = texts(_COMMITMENT, [public_id]) or (None,)
    return found


_SEAL = """
SELECT claims_seal($1::text, $2::integer),
  (SELECT a.following_id || '.' || a.xmin FROM claims_publishedalteration a WHERE a.public_id = $1::text)
"""


def seal_of(public_id: str) -> tuple[str | None, str | None]:
    """The same of a claim and the others on its page, related and `of_one_measure`; and the mark of its Alteration."""
    seal, mark = texts(_SEAL, [public_id, str(BESIDE)])
    return seal, mark


def seal(found: Published, others: Mapping[str, str]) -> str:
    """The same as `seal_of`, of a document and of the commitments of those others by name that stand on its page."""
    if not others:
        return found.commitment
    seen = b"".join(bytes.fromhex(others[name]) for name in sorted(others))
    return f"{found.commitment}-{hashlib.sha256(seen).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Brief:
    """What a page says of another claim: its hedged statement, its status now, and the commitment to both."""

    statement: str
    status: str
    commitment: str


def briefs(public_ids: Iterable[str]) -> dict[str, Brief]:
    """The newest documents of these claims in brief; those without a text are left out. One query, none for none."""
    wanted = sorted(set(public_ids))
    if not wanted:
        return {}
    rows = (
        PublishedClaim.objects.select_related("publication")
        .defer(*LOOKED_THROUGH)
        .filter(public_id__in=wanted)
    )
    return {
        row.public_id: Brief(
            hedged(json.loads(bytes(row.publication.document))),
            row.status,
            bytes(row.publication.commitment).hex(),
        )
        for row in rows
        if row.publication.document is not None
    }


def of_one_measure(document: Mapping[str, Any]) -> list[Published]:
    """The newest documents of other claims that give a figure of its topic, measure and unit, the latest first.

    Retracted ones are left out, and those of a demonstration unless it is one itself. One query, none for a document
    without such figures.
    """
    wanted = measures(document)
    if not wanted:
        return []
    rows = (
        PublishedClaim.objects.select_related("publication")
        .defer(*LOOKED_THROUGH)
        .filter(measures__overlap=wanted, publication__document__isnull=False)
        .exclude(public_id=document["id"])
        .exclude(status=Status.RETRACTED.value)
    )
    if not document["demonstration"]:
        rows = rows.filter(demonstration=False)
    return [published_of(row) for row in rows.order_by("-at", "-public_id")[:BESIDE]]


def revision(public_id: str, number: int) -> Published | None:
    """One publication of a claim."""
    row = Publication.objects.filter(public_id=public_id, number=number).first()
    if row is None:
        return None
    last = (
        Publication.objects.filter(public_id=public_id)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return _published(row, last or number)


def moments(public_id: str) -> list[Moment]:
    """The numbered documents of a claim that can be read, in order, with when each was published."""
    rows = Publication.objects.filter(public_id=public_id, document__isnull=False).order_by("number")
    return [Moment(*row) for row in rows.values_list("number", "at")]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Claims that wait for a rating: how many, and those that wait longest."""

    count: int
    items: tuple[Published, ...]


def unchecked(*, limit: int) -> Waiting:
    """The claims whose newest document is unrated, the oldest first."""
    rows = PublishedClaim.objects.select_related("publication").filter(
        status=Status.UNRATED.value, publication__document__isnull=False
    )
    found = list(rows.annotate(all=Window(Count("*"))).order_by("at", "public_id")[:limit])
    return Waiting(
        found[0].all if found else 0, tuple(_published(row.publication, row.number) for row in found)
    )


def history(public_id: str) -> list[Published]:
    """All publications of a claim, in order of number."""
    rows = list(Publication.objects.filter(public_id=public_id).order_by("number"))
    return [_published(row, rows[-1].number) for row in rows]


def rated(*, demonstration: bool) -> Iterator[dict[str, Any]]:
    """The newest document of every claim that has a rating, newest first, and behind a later one the first one too."""
    rows = _rated(demonstration=demonstration).select_related("publication").order_by("-at", "-public_id")
    later = rows.filter(number__gt=1).values("public_id")
    firsts = Publication.objects.filter(public_id__in=later, number=1, document__isnull=False)
    first = {row.public_id: row for row in firsts}
    for row in rows.iterator(chunk_size=500):
        for one in filter(None, (row.publication, first.get(row.public_id))):
            yield json.loads(bytes(one.document or b""))


def has_more_rated_than(number: int, *, demonstration: bool) -> bool:
    """Whether more claims than this have a rating. One query, which counts no further."""
    return _rated(demonstration=demonstration)[: number + 1].count() > number


def _rated(*, demonstration: bool) -> QuerySet[PublishedClaim]:
    rows = PublishedClaim.objects.filter(status=Status.RATED.value, publication__document__isnull=False)
    return rows if demonstration else rows.filter(demonstration=False)


def listed(
    *,
    limit: int,
    after: tuple[datetime, str] | None = None,
    filters: Mapping[str, str] | None = None,
    within: Within = AT_ANY_TIME,
    readable: bool = True,
) -> Listed:
    """The newest publications of claims, newest first, by keyset: equally fast at any depth.

    Only those that can be read, unless all are asked for: not even the place of a claim that is out of sight is told.
    """
    rows = (
        PublishedClaim.objects.select_related("publication")
        .defer(*LOOKED_THROUGH)
        .order_by("-at", "-public_id")
    )
    if readable:
        rows = rows.filter(publication__document__isnull=False)
    for name, value in (filters or {}).items():
        rows = rows.filter(**{COLUMNS.get(name, name): [value] if name == "source" else value})
        if name == "rating":  # nobody stands by that of what was retracted
            rows = rows.filter(status=Status.RATED.value)
    rows = _within(rows, within)
    if after is not None:
        moment, public_id = after
        # said apart: an index finds the place by this, and not by what follows
        rows = rows.filter(at__lte=moment)
        rows = rows.filter(Q(at__lt=moment) | Q(public_id__lt=public_id))
    found = list(rows[: limit + 1])
    items = tuple(published_of(row) for row in found[:limit])
    more = len(found) > limit
    return Listed(items, (items[-1].at, items[-1].public_id) if more else None)


def _within(rows: QuerySet[PublishedClaim], within: Within) -> QuerySet[PublishedClaim]:
    if within.said_from or within.said_to:
        rows = said_within(rows, within.said_from, within.said_to)
    if within.updated_since:
        rows = rows.filter(at__gte=within.updated_since)
    return rows.filter(at__lt=within.updated_before) if within.updated_before else rows


def said_within(
    rows: QuerySet[PublishedClaim], first: date | None, last: date | None
) -> QuerySet[PublishedClaim]:
    """The claims that may have been said on a day between these; those of unknown date are among them."""
    span = Func(
        F("said_from"), F("said_to"), Value("[]"), function="daterange", output_field=DateRangeField()
    )
    return rows.alias(said=span).filter(said__overlap=DateRange(first, last, "[]"))


def _published(row: Publication, newest_number: int) -> Published:
    return Published(
        public_id=row.public_id,
        number=row.number,
        newest_number=newest_number,
        kind=row.kind,
        at=row.at,
        commitment=bytes(row.commitment).hex(),
        document=None if row.document is None else bytes(row.document),
    )


def example() -> Published | None:
    """The claim that was published last of those that can be read, one with a rating where there is any."""
    rows = PublishedClaim.objects.select_related("publication").defer(*LOOKED_THROUGH)
    rows = rows.filter(publication__document__isnull=False).order_by("-at", "-public_id")
    row = rows.filter(status=Status.RATED.value).first() or rows.first()
    return None if row is None else published_of(row)


def topics() -> list[tuple[str, int]]:
    """The topics of published claims, in alphabetical order, each with the number of its claims."""
    rows = (
        PublishedClaim.objects.exclude(topic="")
        .filter(publication__document__isnull=False)
        .values_list("topic")
        .annotate(Count("public_id"))
    )
    return list(rows.order_by("topic"))
