"""Everything that is public, at once: lines that the database writes, handed on as they come.

Each export is of one moment: one transaction that sees one state of the database, whatever is published meanwhile.
The cursor that goes on from there is of the same moment.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction

from claims.domain.ledger import export_line, time_text
from claims.formats import claim_review, spreadsheet
from claims.reads import cursors, log
from claims.reads.log import Log

BLOCK = 256 * 1024
"""Bytes that are handed on at once."""
_AS_IT_IS = "WITH (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02', ENCODING 'UTF8')"
"""The one form of COPY that leaves JSON alone: the two characters never stand in a document, which escapes them."""
_CLAIMS = """
SELECT convert_from(p.document, 'UTF8')
FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id
WHERE p.document IS NOT NULL AND c.public_id > %s{filters} ORDER BY c.public_id
"""
_REVIEWED = """
SELECT '["' || coalesce(claims_moment(f.at), '') || '",' || convert_from(p.document, 'UTF8') || ']'
FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id
LEFT JOIN claims_publication f ON f.public_id = c.public_id AND f.number = 1 AND f.document IS NOT NULL
WHERE p.document IS NOT NULL AND c.status = 'rated' AND (%s OR NOT c.demonstration) ORDER BY c.public_id
"""
_REVIEWED_UNTIL = """
SELECT max(at) FROM claims_publishedclaim WHERE status = 'rated' AND (%s OR NOT demonstration)
"""
_COLUMNS = {"speaker": "speaker_id", "article": "article_id", "source": "source_ids"}

Filters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Export:
    """What is handed on: the log as of its moment, with what to ask the feed to go on from it, and bytes in blocks."""

    log: Log
    goes_on: Mapping[str, str]
    blocks: Iterator[bytes]
    sha256: bytes | None = None
    """Of all its bytes, when that was asked for: everything was read once before."""


def claims(*, filters: Filters | None = None, after: str = "", digested: bool = False) -> Export:
    """NDJSON: a header, the newest document of every claim behind this id, and a last line to check them by.

    The nonce in the header keeps the digest from telling anything about a document that was taken away since.
    """
    only, nonce = filters or {}, secrets.token_hex(32)
    head = cache(partial(_header, filters=only, after=after, nonce=nonce))
    return _opened(lambda here: _checked(head(here), _documents(only, after)), only, digested)


def claims_table(*, filters: Filters | None = None, after: str = "", digested: bool = False) -> Export:
    """CSV: a row for each claim; behind a given id without the row of names, so that parts can be joined."""

    def rows(_here: Log) -> Iterator[bytes]:
        if not after:
            yield spreadsheet.heading()
        for line in _lines(_documents(filters or {}, after)):
            yield spreadsheet.row(json.loads(bytes(line)), public_url=settings.PUBLIC_URL)

    return _opened(rows, filters or {}, digested)


def claim_reviews(*, digested: bool = False) -> Export:
    """A schema.org DataFeed of all ClaimReviews, in the order of ids."""
    return _opened(_data_feed, {}, digested)


def whole_log(*, digested: bool = False) -> Export:
    """The log: a header line, then every entry with salt and document."""

    head = cache(partial(_header, filters={}))

    def lines(here: Log) -> Iterator[bytes]:
        yield head(here)
        yield from map(export_line, log.all_entries(until=here.size))

    return _opened(lines, {}, digested)


def _opened(write: Callable[[Log], Iterator[bytes]], filters: Filters, digested: bool) -> Export:
    """The export with its snapshot taken; what the database refuses is refused here, before a byte is promised.

    For its digest everything is written twice, from the same snapshot, and kept nowhere; a header is made once, since
    a cursor is signed with the second in which it is made.
    """

    def everything() -> Iterator[Any]:
        with one_moment() as here:
            yield here, _sha256(write(here)) if digested else None
            yield from _in_blocks(write(here))

    stream = everything()
    here, sha256 = next(stream)
    cursor = cursors.make(here, position=here.size, filters=filters)
    return Export(here, {**filters, "cursor": cursor}, stream, sha256)


def _sha256(parts: Iterator[bytes]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


@contextmanager
def one_moment() -> Iterator[Log]:
    """The log as of this moment; every export that is made within is of the same one."""
    if connection.in_atomic_block:  # whoever began the transaction has chosen the moment
        yield log.identity()
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield log.identity()


def _in_blocks(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The first part at once, the others joined: a reader who waits is answered, and a fast one is not held up."""
    yield next(parts, b"")
    kept: list[bytes] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += len(part)
        if size >= BLOCK:
            yield b"".join(kept)
            kept, size = [], 0
    yield b"".join(kept)


def _lines(query: str) -> Iterator[bytes]:
    """What the query gives, a line each, as PostgreSQL writes them: views of bytes, which are not copied."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT {_AS_IT_IS}") as copy:
        yield from cast(Iterator[bytes], copy)


def _documents(filters: Filters, after: str) -> str:
    conditions = "".join(
        f" AND c.{_COLUMNS.get(name, name)} {'@> ARRAY[%s]' if name == 'source' else '= %s'}"
        for name in filters
    )
    conditions += " AND c.status = 'rated'" if "rating" in filters else ""
    return _composed(_CLAIMS.format(filters=conditions), after, *filters.values())


def _composed(query: str, *values: object) -> str:
    """The query with its values in it: COPY takes none beside it."""
    with connection.cursor() as cursor:
        found: str = cursor.mogrify(query, values)
    return found


def _header(here: Log, *, filters: Filters, **more: object) -> bytes:
    newest = log.newest_note()
    head = {
        "type": "header",
        "schema": 1,
        "log_id": here.log_id,
        "epoch": here.epoch,
        "size": here.size,
        "cursor": cursors.make(here, position=here.size, filters=filters),
        "license": settings.DATA_LICENSE,
        "checkpoint": newest[1] if newest else None,
        **({"filters": dict(filters)} if filters else {}),
        **more,
    }
    return json.dumps(head).encode() + b"\n"


def _checked(head: bytes, query: str) -> Iterator[bytes]:
    digest, count = hashlib.sha256(head), 0
    yield head
    for line in _lines(query):
        digest.update(line)
        count += 1
        yield line
    yield json.dumps({"type": "end", "count": count, "sha256": digest.hexdigest()}).encode() + b"\n"


def _data_feed(here: Log) -> Iterator[bytes]:
    shown = settings.DEBUG  # a demonstration is reviewed by nobody, while the site is a real one
    with connection.cursor() as cursor:
        cursor.execute(_REVIEWED_UNTIL, [shown])
        (until,) = cursor.fetchone()
    us = {"publisher": settings.PUBLISHER, "public_url": settings.PUBLIC_URL}
    frame = claim_review.feed([], updated=time_text(until or log.began()), **us)
    head = json.dumps(
        {**frame, "license": settings.DATA_LICENSE}, ensure_ascii=False, allow_nan=False
    ).encode()
    yield head.removesuffix(b"}") + b',"dataFeedElement":['
    between = b"\n"
    for line in _lines(_composed(_REVIEWED, shown)):
        since, document = json.loads(bytes(line))
        first = [{**document, "number": 1, "published_at": since}] if since else []
        element = claim_review.element([*first, document], **us)
        if element:
            yield between + json.dumps(element, ensure_ascii=False, allow_nan=False).encode()
            between = b",\n"
    yield b"\n]}\n"
