"""Every column of the schema that can hold text, and what suppression does with it.

A test compares these tables with the schema: a new column of text fails it until it is listed here. What is new and
belongs to a claim is one more line in `EMPTIED`; the function in `sql/suppressing.sql` is made from it. What becomes of
the columns when a name is suppressed stands in `names.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from claims.domain.removal import PLACEHOLDER

GONE = f"'{PLACEHOLDER}'"
NO_DATE = "'" + json.dumps(
    {"edtf": "", "basis": "unknown", "text": "", "lower": None, "upper": None, "lower_kind": "unknown",
     "upper_kind": "unknown"}
) + "'::jsonb"  # fmt: skip


@dataclass(frozen=True, slots=True)
class Emptied:
    """Rows of a table that are about a claim, and what is put into their columns.

    `rows` is a condition on `r`, where `c` is the claim; `key` is what history calls the row.
    """

    table: str
    rows: str
    columns: Mapping[str, str]
    key: str = "id"


def _kept_filled(column: str) -> str:
    return f"CASE WHEN r.{column} = '' THEN '' ELSE {GONE} END"


_OWN = "r.claim_id = c.id"
_EITHER = "(r.claim_id = c.id OR r.other_id = c.id)"
_DESCRIBED = "r.publication_id IN (SELECT p.id FROM public.claims_publication p WHERE p.claim_id = c.id)"
_END = {"withdrawn_why": "''"}
_FIGURE = {
    "measure": GONE, "population": "''", "unit": "''", "text": GONE, "at": "NULL", "low": "NULL", "high": "NULL",
    "vague": "true", **_END,
}  # fmt: skip

EMPTIED: tuple[Emptied, ...] = (
    Emptied(
        "claims_claim",
        "r.id = c.id",
        {
            "exact": "''", "prefix": "''", "suffix": "''", "statement": GONE, "language": "'und'", "cue": "''",
            "hedges": "'{}'", "modality": "'asserted'", "said": NO_DATE, "about": NO_DATE, "topic": "''",
            "places": "'{}'", "correction_kind": "''", "correction_reason": "''", "rejected_why": "''",
            "state": "'suppressed'",
            "duplicate_of_id": "NULL", "behind_since": "NULL", "rev": "r.rev + 1",
            "changed_by_id": "k.confirmed_by_id", "changed_at": "moment",
        },
    ),
    Emptied("claims_claimspan", _OWN, _END),
    Emptied("claims_speakercandidate", _OWN, {"note": "''", **_END}),
    Emptied("claims_attribution", _OWN, {"cue": "''", "hedges": "'{}'", **_END}),
    Emptied("claims_quantity", _OWN, _FIGURE),
    Emptied("claims_claimlink", _EITHER, {"note": "''", **_END}),
    Emptied("claims_evidence", _OWN, {"says": GONE, "excerpt": "''", **_END}),
    Emptied("claims_reportedfigure", _OWN, _FIGURE),
    Emptied("claims_replyrequest", _OWN, {"channel": "''", "answer": _kept_filled("answer"), **_END}),
    Emptied(
        "claims_verdict",
        _OWN,
        {
            "levels_why": "''", "conclusion": GONE, "summary": "'{}'", "rationale": GONE, "looked_for": "''",
            "would_change": "''", "credence": "0", "evidence_level": "'limited'", "agreement": "'low'",
            "recheck_on": "NULL", "withdrawn_at": "coalesce(r.withdrawn_at, moment)",
            "withdrawn_by_id": "coalesce(r.withdrawn_by_id, k.confirmed_by_id)", **_END,
        },  # its rating must point somewhere and stays, but of a withdrawn verdict, which no page shows
    ),
    Emptied("claims_review", _OWN, {"closed_at": "coalesce(r.closed_at, moment)"}),
    Emptied("claims_comment", _OWN, {"text": GONE, **_END}),
    Emptied(
        "claims_recheck",
        f"({_OWN} OR starts_with(r.mark, c.public_id || ' '))",
        {"because": GONE, "settled_why": _kept_filled("settled_why")},
    ),
    Emptied("claims_following", _OWN, {"now": "''", "why": GONE, "decided_why": _kept_filled("decided_why")}),
    Emptied("claims_proposedlink", _EITHER, {"because": GONE, "decided_why": _kept_filled("decided_why")}),
    Emptied("claims_matchdecision", _EITHER, {"asked": GONE, "found": GONE}),
    Emptied("claims_offer", _OWN, {"made": "'{}'", "kept": "NULL", "decided_why": _kept_filled("decided_why")}),
    Emptied("claims_ticket", "r.claim = c.public_id",
            {"passage": "''", "text": GONE, "contact": "''", "answer": _kept_filled("answer")}),
    Emptied("claims_approval", _OWN, {"draft": "NULL", "salt": "NULL", "note": "''"}),
    Emptied("claims_publication", _OWN,
            {"document": "NULL", "salt": "NULL", "correction_reason": _kept_filled("correction_reason")}),
    Emptied(
        "claims_withholding",
        _OWN,
        {"reason": GONE, "lifted_why": _kept_filled("lifted_why")},
    ),
    Emptied(
        "claims_withhelddocument",
        "r.withholding_id IN (SELECT w.id FROM public.claims_withholding w WHERE w.claim_id = c.id)",
        {"document": "NULL", "salt": "NULL"},
    ),
    Emptied(
        "claims_suppressioncase",
        f"{_OWN} AND r.dismissed_at IS NOT NULL",
        {"reason": GONE, "dismissed_why": _kept_filled("dismissed_why")},
    ),
    Emptied(
        "claims_publishedclaim",
        "r.public_id = c.public_id",
        {
            "at": "moment", "speaker_id": "''", "article_id": "''", "source_ids": "'{}'", "rating": "''",
            "topic": "''", "words": "''", "speaker_name": "''", "outlet": "''", "measures": "'{}'", "links": "'{}'",
            "said_from": "NULL", "said_to": "NULL",
        },
        key="public_id",
    ),
    Emptied("claims_publishedalteration", "r.public_id = c.public_id", {"was": "''", "now": "''"}, key="public_id"),
    # in the order in which publishing takes them
    Emptied("claims_publishedspeaker", _DESCRIBED, {"name": "''"}, key="public_id"),
    Emptied("claims_publishedarticle", _DESCRIBED, {"headline": "''", "url": "''", "outlet": "''"}, key="public_id"),
    Emptied("claims_publishedsource", _DESCRIBED, {"title": "''", "url": "''", "publisher": "''"}, key="public_id"),
)  # fmt: skip
"""In this order. What is a table of a later day comes here, one line each."""

EMPTIED_APART: Mapping[str, Mapping[str, str]] = {
    "claims_history": {
        "old": "of every row above: NULL",
        "new": "of every row above: NULL",
    },
    "claims_publishedword": {"word": "deleted when no document that can be read holds it any more"},
    "claims_commonword": {"term": "deleted, all of them, and counted anew"},
    "claims_publishedposting": {"term": "deleted with the document that holds it"},
    "claims_deskposting": {"term": "deleted when the claim's words are emptied"},
    "claims_publishedmeaning": {"vector": "deleted with the document that it was read from"},
    "claims_publishedclaim": {"search": "made by the database from the words"},
    "claims_articleversion": {
        "text": "when the case asks for it, the quoted words are blacked out, in all versions of the article",
        "sha256": "the digest of what is left then",
    },
    "claims_ingestrun": {
        "content": "handed to the archive and taken out of the row when the article is captured"
    },
    "claims_draft": dict.fromkeys(
        ("address", "fields", "token", "page"), "deleted, where it is typed into a form of a row above"
    ),
    "django_admin_log": {
        "object_repr": "emptied of what was done to every row above",
        "change_message": "emptied of what was done to every row above",
    },
    "django_session": {"session_data": "the action takes waiting messages out of every session"},
}
"""What the function or the action empties in another way than by a line of `EMPTIED`."""

NOT_ABOUT_A_CLAIM: Mapping[str, tuple[str, ...]] = {
    "claims_outlet": ("name", "site", "country", "language"),
    "claims_article": ("url", "headline", "authors", "language", "published"),
    "claims_articleversion": ("captured_how", "raw_reference"),
    "claims_speaker": ("name", "aliases", "country", "wikidata", "same_as", "disambiguation", "skeleton"),
    "claims_speakerrole": ("title", "valid"),
    "claims_source": (
        "url", "title", "publisher", "authors", "published", "language", "reliability_why", "archived_url",
    ),
    "claims_capture": ("text", "raw_reference"),
    "claims_derivation": ("withdrawn_why", "note"),
    "claims_ingestrun": ("address", "filename", "told", "key", "fetched", "message", "notes"),
    "claims_suspectedcopy": ("because", "decided_why"),
    "claims_rating": ("label", "meaning"),
    "claims_ratingscale": ("name",),
    "claims_suppressioncase": ("words",),
    "claims_newsroom": ("name", "contact"),
    "claims_apikey": ("label", "withdrawn_why"),
    "claims_webhookendpoint": ("label", "address", "state_why"),
    "claims_webhookattempt": ("said",),
    "claims_user": ("password", "username", "first_name", "last_name", "email", "sessions_ended_why"),
    "mfa_authenticator": ("type", "data"),
    "account_emailaddress": ("email",),
    "account_emailconfirmation": ("key",),
    "auth_group": ("name",),
    "auth_permission": ("name", "codename"),
    "django_content_type": ("app_label", "model"),
    "django_migrations": ("app", "name"),
}  # fmt: skip
"""Nouns that many claims share, what sources published, and what is about people of the desk or the program."""

NO_FREE_TEXT: Mapping[str, tuple[str, ...]] = {
    "claims_article": ("public_id",),
    "claims_apicommand": ("key", "route", "request", "answer"),
    "claims_apikey": ("prefix", "digest", "scopes"),
    "claims_approval": ("commitment",),
    "claims_articleversion": ("full_sha256",),
    "claims_capture": ("raw_sha256", "state"),
    "claims_checkpoint": ("root", "frontier", "note"),
    "claims_claim": (
        "public_id", "quotation", "translated", "speaker_basis", "claim_type",
    ),
    "claims_claimlink": ("kind", "basis"),
    "claims_claimspan": ("role",),
    "claims_contribution": ("what",),
    "claims_derivation": ("how", "basis"),
    "claims_evidence": ("stance",),
    "claims_following": ("outcome", "decision"),
    "claims_history": ("table", "row", "operation", "request"),
    "claims_ingestrun": ("what", "given", "state", "stages"),
    "claims_ledgerentry": ("type", "public_id", "commitment", "previous_hash", "hash"),
    "claims_outlet": ("public_id",),
    "claims_matchdecision": ("matcher", "decision"),
    "claims_publishedmeaning": ("model",),
    "claims_newsroom": ("public_id",),
    "claims_offer": ("place", "extractor", "extractor_version", "decision"),
    "claims_proposedlink": ("decision", "kind"),
    "claims_publication": ("public_id", "kind", "correction_kind", "commitment"),
    "claims_publishedalteration": ("public_id", "article_id", "outcome"),
    "claims_publishedarticle": ("public_id",),
    "claims_publishedclaim": ("public_id", "status"),
    "claims_publishedremoval": ("public_id", "category", "beneath_category"),
    "claims_publishedsource": ("public_id",),
    "claims_publishedspeaker": ("public_id", "kind"),
    "claims_recheck": ("occasion", "mark"),
    "claims_replyrequest": ("outcome",),
    "claims_signinattempt": ("bucket",),
    "claims_source": ("public_id", "kind", "reliability"),
    "claims_speaker": ("public_id", "kind"),
    "claims_suppressioncase": ("category", "emptied"),
    "claims_suspectedcopy": ("decision", "likenesses"),
    "claims_ticket": ("public_id", "kind", "claim", "state"),
    "claims_ticketrate": ("bucket", "window"),
    "claims_webhookdelivery": ("claim", "state", "sender"),
    "claims_webhookendpoint": ("public_id", "events", "secret", "earlier_secret", "state"),
    "claims_webhooksender": ("name",),
    "claims_withholding": ("category",),
    "django_admin_log": ("object_id",),
    "django_session": ("session_key",),
    "procrastinate_events": ("type",),
    "procrastinate_jobs": ("queue_name", "task_name", "lock", "queueing_lock", "args", "status"),  # of numbers alone
    "procrastinate_periodic_defers": ("task_name", "periodic_id"),
}  # fmt: skip
"""Closed vocabularies, ids, digests, and words that only the program writes."""


def statements() -> str:
    """What the function runs: each table emptied."""
    return "\n".join(_statement(one) for one in EMPTIED if one.columns)


def _statement(one: Emptied) -> str:
    columns = ", ".join(f'"{name}" = {value}' for name, value in one.columns.items())
    return f"  UPDATE public.{one.table} r SET {columns} WHERE {one.rows};"  # noqa: S608 - names of the table above


def rows_about() -> str:
    """A query for every row that is about the claim `c`: its table, and what history calls it."""
    return "\n  UNION ALL ".join(
        f"SELECT '{one.table}', r.{one.key}::text FROM public.{one.table} r WHERE {one.rows}"  # noqa: S608 - the same
        for one in EMPTIED
    )
