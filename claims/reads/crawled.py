"""What search engines may walk over: addresses of published things with the moment of their newest document.

Retracted claims and whatever was removed are left out, and so is the demonstration unless it is asked for.
"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

from django.db import connection

NOUNS = ("claims", "articles", "speakers", "sources")
_COLUMNS = MappingProxyType(
    {
        "claims": "l.public_id",
        "articles": "l.article_id",
        "speakers": "l.speaker_id",
        "sources": "unnest(l.source_ids)",
        "topics": "l.topic",
    }
)
_SHOWN = """
SELECT {column} AS id, max(l.at) AS at FROM claims_publishedclaim l
JOIN claims_publication p ON p.id = l.publication_id AND p.document IS NOT NULL
WHERE l.status <> 'retracted' AND (%s OR NOT l.demonstration) GROUP BY 1
"""
_STARTS = """
SELECT min(id), max(at)
FROM (SELECT id, at, (row_number() OVER (ORDER BY id) - 1) / %s AS run FROM ({shown}) one) numbered
GROUP BY run ORDER BY run
"""
_RUN = "SELECT id, at FROM ({shown}) one WHERE id >= %s ORDER BY id LIMIT %s"

Row = tuple[str, datetime]


def starts(noun: str, *, every: int, demonstration: bool) -> list[Row]:
    """The id with which each run of `every` ids begins, and when anything of the run was last published."""
    return _rows(_STARTS, noun, every, demonstration)


def run(noun: str, *, start: str, limit: int, demonstration: bool) -> list[Row]:
    """A run of ids from this one on, each with the moment of its newest document."""
    return _rows(_RUN, noun, demonstration, start, limit)


def topics(*, demonstration: bool) -> list[Row]:
    """The topics of those claims, each with the moment of its newest document."""
    return [row for row in _rows("{shown}", "topics", demonstration) if row[0]]


def _rows(query: str, noun: str, *values: str | int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query.format(shown=_SHOWN.format(column=_COLUMNS[noun])), values)
        return list(cursor.fetchall())
