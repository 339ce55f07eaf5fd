"""The database without Django: what somebody with the app role's password could do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections

from claims.domain import ledger
from claims.domain.document import DRAFT
from claims.domain.ids import new_public_id

DATE = json.dumps(
    {
        "edtf": "2009",
        "basis": "stated",
        "text": "",
        "lower": "2009-01-01",
        "upper": "2009-12-31",
        "lower_kind": "exact",
        "upper_kind": "exact",
    }
)


def connect(alias: str = "default", *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """A connection of its own under the role of an alias."""
    settings = connections[alias].settings_dict
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        dbname=settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        autocommit=autocommit,
    )


LIST = """
INSERT INTO claims_publishedclaim (public_id, publication_id, number, status, at, speaker_id, article_id,
  source_ids, rating, topic, demonstration, words, speaker_name, outlet, measures, links, said_from, said_to)
SELECT p.public_id, p.id, p.number, d ->> 'status', p.at, d #>> '{speaker,id}', d #>> '{article,id}',
  ARRAY(SELECT e #>> '{source,id}' FROM jsonb_array_elements(d -> 'evidence') e),
  coalesce(d #>> '{verdict,rating}', ''), d ->> 'topic', (d ->> 'demonstration')::boolean,
  claims_document_words(d), claims_document_speakers(d), d #>> '{article,outlet}', claims_document_measures(d),
  claims_document_links(d),
  (d #>> '{said,lower}')::date, (d #>> '{said,upper}')::date
FROM claims_publication p CROSS JOIN LATERAL (SELECT convert_from(p.document, 'UTF8')::jsonb) AS x(d)
WHERE p.public_id = %s ORDER BY p.number DESC LIMIT 1
ON CONFLICT (public_id) DO UPDATE SET publication_id = excluded.publication_id, number = excluded.number,
  at = excluded.at, topic = excluded.topic, words = excluded.words,
  speaker_name = excluded.speaker_name, measures = excluded.measures,
  links = excluded.links
"""


def draft_of(public_id: str, like: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A draft that holds every key of a document: as little as lists need, or what another document says."""
    if like is not None:
        return {**{key: like[key] for key in DRAFT}, "id": public_id, "path": f"/claims/{public_id}"}
    return {
        **dict.fromkeys(DRAFT, ""),
        "schema": 1,
        "id": public_id,
        "status": "unrated",
        "demonstration": False,
        "speaker": {"id": "speaker", "name": "He", "kind": "person"},
        "article": {
            "id": "article",
            "headline": "Raw",
            "url": "https://raw.example/1",
            "outlet": "Raw outlet",
        },
        "verdict": None,
        "evidence": [],
    }


def as_bytes(document: dict[str, Any]) -> bytes:
    """Canonical JSON, without the code under test."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Bed:
    """Rows that raw claims stand on."""

    version: int
    speaker: int
    author: int
    approver: int
    editor: int
    like: Mapping[str, Any] | None = None


def make_bed(connection: psycopg.Connection[Any], *, author: int, approver: int, editor: int) -> Bed:
    """An outlet, an article, a version and a speaker, by SQL."""
    outlet = _one(
        connection,
        "INSERT INTO claims_outlet (public_id, name, site, country, language, changed_by_id) "
        "VALUES (%s, 'Raw outlet', '', '', '', %s) RETURNING id",
        [new_public_id(), author],
    )
    article = _one(
        connection,
        "INSERT INTO claims_article (public_id, outlet_id, url, headline, authors, language, published, changed_by_id) "
        "VALUES (%s, %s, 'https://raw.example/1', 'Raw', '{}', 'en', %s, %s) RETURNING id",
        [new_public_id(), outlet, DATE, author],
    )
    version = _one(
        connection,
        "INSERT INTO claims_articleversion (article_id, number, text, sha256, is_excerpt, full_sha256, captured_at, "
        "captured_how, raw_reference, changed_by_id) VALUES (%s, 1, 'He said so.', "
        "encode(sha256('He said so.'::bytea), 'hex'), false, '', now(), 'test', '', %s) RETURNING id",
        [article, author],
    )
    speaker = _one(
        connection,
        "INSERT INTO claims_speaker (public_id, kind, name, skeleton, aliases, country, wikidata, same_as, "
        "changed_by_id) VALUES (%s, 'person', 'He', 'he', '{}', '', '', '{}', %s) RETURNING id",
        [new_public_id(), author],
    )
    return Bed(version, speaker, author, approver, editor)


def make_claims(connection: psycopg.Connection[Any], bed: Bed, count: int) -> list[tuple[int, str]]:
    """Claims in review, by SQL: (id, public id)."""
    ids = [new_public_id() for _ in range(count)]
    connection.execute(
        'INSERT INTO claims_claim (public_id, rev, state, version_id, start, "end", exact, prefix, suffix, quotation, '
        "translated, statement, language, speaker_id, speaker_basis, cue, modality, hedges, said, about, claim_type, "
        "topic, places, check_worthiness, concerns_living_person, allegation_of_crime, demonstration, "
        "correction_kind, correction_reason, created_at, changed_by_id) "
        "SELECT id, 1, 'proposed', %s, 0, 11, 'He said so.', '', '', 'indirect', 'no', 'He said so.', 'en', %s, "
        "'stated', 'said', 'asserted', '{}', %s, %s, 'event', '', '{}', 0, false, false, false, '', '', now(), %s "
        "FROM unnest(%s::text[]) AS id",
        [bed.version, bed.speaker, DATE, DATE, bed.author, ids],
    )
    for state in ("open", "in review"):
        connection.execute(
            "UPDATE claims_claim SET state = %s, changed_by_id = %s WHERE public_id = ANY (%s)",
            [state, bed.author, ids],
        )
    rows = connection.execute("SELECT id, public_id FROM claims_claim WHERE public_id = ANY (%s)", [ids])
    return [(row[0], row[1]) for row in rows.fetchall()]


def publish(connection: psycopg.Connection[Any], bed: Bed, claim: tuple[int, str]) -> tuple[str, int]:
    """The whole way from review or a published state to the next publication, in the open transaction."""
    claim_id, public_id = claim
    rev, state, number = _row(
        connection,
        "SELECT rev, state, coalesce(published_number, 0) FROM claims_claim WHERE id = %s FOR UPDATE",
        [claim_id],
    )
    reason = ("", "")
    if state == "published":
        rev, reason = rev + 1, ("typo", "a test")
        connection.execute(
            "UPDATE claims_claim SET state = 'under correction', rev = %s, correction_kind = %s, "
            "correction_reason = %s, changed_by_id = %s WHERE id = %s",
            [rev, *reason, bed.author, claim_id],
        )
    _set(connection, claim_id, "draft complete", bed.author)
    draft = as_bytes(draft_of(public_id, bed.like))
    salt = ledger.new_salt()
    approval = _one(
        connection,
        "INSERT INTO claims_approval (claim_id, rev, by_id, at, draft, salt, commitment, note) "
        "VALUES (%s, %s, %s, now(), %s, %s, %s, '') RETURNING id",
        [claim_id, rev, bed.approver, draft, salt, ledger.commitment(salt, draft)],
    )
    _set(connection, claim_id, "approved", bed.approver)
    number += 1
    insert_publication(connection, bed, claim, number=number, rev=rev, approval=approval, reason=reason)
    connection.execute(
        "UPDATE claims_claim SET state = 'published', published_number = %s, correction_kind = '', "
        "correction_reason = '', changed_by_id = %s WHERE id = %s",
        [number, bed.editor, claim_id],
    )
    connection.execute(LIST, [public_id])
    return public_id, number


def insert_publication(
    connection: psycopg.Connection[Any],
    bed: Bed,
    claim: tuple[int, str],
    *,
    number: int,
    rev: int,
    approval: int,
    reason: tuple[str, str] = ("", ""),
    **changed: Any,
) -> None:
    """One publication row; `changed` replaces parts of the document or of the row."""
    (moment,) = _row(connection, "SELECT clock_timestamp()", [])
    earlier = connection.execute(
        "SELECT number, correction_kind, correction_reason, at FROM claims_publication "
        "WHERE claim_id = %s AND number > 1 ORDER BY number",
        [claim[0]],
    ).fetchall()
    corrections = [*earlier, (number, *reason, moment)] if number > 1 else earlier
    kind = "first" if number == 1 else "correction"
    document = {
        **draft_of(claim[1], bed.like),
        "number": number,
        "previous_number": number - 1 or None,
        "kind": kind,
        "published_at": ledger.time_text(moment),
        "corrections": [
            {"number": one, "kind": kind_of, "reason": why, "at": ledger.time_text(at)}
            for one, kind_of, why, at in corrections
        ],
        **changed.get("document", {}),
    }
    body = as_bytes(document)
    salt = ledger.new_salt()
    row = {
        "public_id": claim[1],
        "number": number,
        "claim_id": claim[0],
        "rev": rev,
        "approval_id": approval,
        "kind": kind,
        "correction_kind": reason[0],
        "correction_reason": reason[1],
        "document": body,
        "salt": salt,
        "commitment": ledger.commitment(salt, body),
        "by_id": bed.editor,
        "at": moment,
        **changed.get("row", {}),
    }
    columns = ", ".join(row)
    connection.execute(
        f"INSERT INTO claims_publication ({columns}) VALUES ({', '.join(['%s'] * len(row))})",
        list(row.values()),
    )


def _set(connection: psycopg.Connection[Any], claim_id: int, state: str, person: int) -> None:
    connection.execute(
        "UPDATE claims_claim SET state = %s, changed_by_id = %s WHERE id = %s", [state, person, claim_id]
    )


def _row(connection: psycopg.Connection[Any], statement: str, values: Sequence[Any]) -> tuple[Any, ...]:
    row = connection.execute(statement, values).fetchone()
    assert row is not None
    return tuple(row)


def _one(connection: psycopg.Connection[Any], statement: str, values: Sequence[Any]) -> int:
    return int(_row(connection, statement, values)[0])
