"""The feed of changes: the log behind a position, whole or as far as it concerns what a reader filters for.

A filtered feed keeps a copy exact: whoever stores each document that comes and drops each claim that comes without
one holds, behind every cursor, just the claims whose newest document matches. So a claim that matched and matches no
more is told as having left. Where its former document was taken away, nobody can say any more whether it matched, and
it is told to be on the safe side.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import connection

from claims.domain.vocabulary import EntryType
from claims.reads.log import Log
from claims.reads.rows import rows

LOOKED_THROUGH = 1_000
"""So many entries of the log are looked through for one page of a filtered feed, however few of them match."""
WITHOUT_DOCUMENT = (EntryType.SUPPRESSED.value, EntryType.WITHHELD.value, EntryType.REDACTED.value)
"""What these announce is that a document is gone: they never carry one."""
TOMBSTONES = (EntryType.RETRACTED.value, *WITHOUT_DOCUMENT)

_VALUES = MappingProxyType(
    {
        "status": "{d} ->> 'status' = %s",
        "speaker": "{d} #>> '{{speaker,id}}' = %s",
        "article": "{d} #>> '{{article,id}}' = %s",
        "source": "EXISTS (SELECT 1 FROM json_array_elements({d} -> 'evidence') e WHERE e #>> '{{source,id}}' = %s)",
        "rating": "({d} #>> '{{verdict,rating}}' = %s AND {d} ->> 'status' = 'rated')",
        "topic": "{d} ->> 'topic' = %s",
        "outlet": "{d} #>> '{{article,outlet}}' = %s",
    }
)
FILTERS = tuple(_VALUES)
"""What the feed can be filtered by: values of the sealed documents; of ratings only those that stand."""

_GONE = ", ".join(f"'{kind}'" for kind in WITHOUT_DOCUMENT)
_ENTRIES = f"""
SELECT l.position, l.type, l.public_id, l.number, l.commitment, l.time, p.document, p.document IS NULL, NULL
FROM claims_ledgerentry l
LEFT JOIN claims_publication p ON p.public_id = l.public_id AND p.number = l.number AND l.type NOT IN ({_GONE})
WHERE l.position > %s::bigint AND l.position <= %s::bigint ORDER BY l.position
"""  # noqa: S608 - words of our own
# The entry before of the same claim is looked up by the claim: without OFFSET 0 the planner may walk the whole log.
_FILTERED = f"""
SELECT position, type, public_id, number, commitment, time, CASE WHEN fits THEN document END, document IS NULL,
  CASE WHEN NOT fits THEN 'left' WHEN did THEN 'stays' ELSE 'entered' END
FROM (
  SELECT l.*, p.document,
    CASE WHEN p.document IS NULL THEN false ELSE {{fits}} END AS fits,
    CASE WHEN b.position IS NULL THEN false WHEN q.document IS NULL THEN NULL ELSE {{did}} END AS did
  FROM claims_ledgerentry l
  LEFT JOIN claims_publication p ON p.public_id = l.public_id AND p.number = l.number AND l.type NOT IN ({_GONE})
  LEFT JOIN LATERAL (
    SELECT e.* FROM (SELECT position, type, number FROM claims_ledgerentry WHERE public_id = l.public_id OFFSET 0) e
    WHERE e.position < l.position ORDER BY e.position DESC LIMIT 1
  ) b ON b.type NOT IN ({_GONE})
  LEFT JOIN claims_publication q ON q.public_id = l.public_id AND q.number = b.number
  WHERE l.position > %s AND l.position <= %s
) looked WHERE fits OR did IS NOT FALSE ORDER BY position LIMIT %s
"""  # noqa: S608 - words of our own


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the log with its document; `place` says what it means for a filter, None without one.

    A tombstone: the claim is to be taken down, because it was retracted or this document of it is out of sight.
    """

    position: int
    type: str
    public_id: str
    number: int
    commitment: str
    at: datetime
    document: bytes | None
    tombstone: bool
    place: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Changes behind a position, the position up to which everything was looked at, and whether there is more."""

    changes: tuple[Change, ...]
    last: int
    has_more: bool


def page(here: Log, *, after: int, limit: int, filters: Mapping[str, str]) -> Page:
    """The changes behind a position of the log as it was found, at most `limit`; positions have no gaps."""
    until = min(here.size, after + (LOOKED_THROUGH if filters else limit))
    if until <= after:
        return Page((), after, has_more=False)
    if filters:
        query, values = _filtered(filters, limit)
        with connection.cursor() as cursor:
            cursor.execute(query, [*values.before, after, until, *values.behind])
            found = cursor.fetchall()
    else:
        found = rows(_ENTRIES, [after, until])
    changes = tuple(map(_change, found))
    last = changes[-1].position if len(changes) == limit else until
    return Page(changes, last, has_more=last < here.size)


@dataclass(frozen=True, slots=True)
class _Values:
    before: tuple[Any, ...] = ()
    behind: tuple[Any, ...] = ()


def _filtered(filters: Mapping[str, str], limit: int) -> tuple[str, _Values]:
    fits, values = _matching("p", filters)
    did, again = _matching("q", filters)
    return _FILTERED.format(fits=fits, did=did), _Values((*values, *again), (limit,))


def _matching(table: str, filters: Mapping[str, str]) -> tuple[str, list[Any]]:
    """Whether a document has these values. Most are told by their bytes, before anything is read as JSON."""
    document = f"convert_from({table}.document, 'UTF8')::json"
    bytes_there = [f"position(%s::bytea IN {table}.document) = 0" for _ in filters]
    needles: list[Any] = [json.dumps(value, ensure_ascii=False)[1:-1].encode() for value in filters.values()]
    read = " AND ".join(_VALUES[name].format(d=f"({document})") for name in filters)
    told = f"CASE WHEN {' OR '.join(bytes_there)} THEN false ELSE coalesce({read}, false) END"
    return told, [*needles, *filters.values()]


def _change(row: tuple[Any, ...]) -> Change:
    position, kind, public_id, number, commitment, at, document, missing, place = row
    return Change(
        position=position,
        type=kind,
        public_id=public_id,
        number=number,
        commitment=bytes(commitment).hex(),
        at=at,
        document=None if document is None else bytes(document),
        tombstone=kind in TOMBSTONES or missing,
        place=place,
    )
