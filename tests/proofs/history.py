"""The history of rows against the rows themselves: what stands in a table is what its last history row says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from claims.domain import edtf
from claims.models import History
from claims.models.fields import EDTFField
from claims.models.rules import HISTORY
from tests.proofs.rows import DAY

EXCLUDED = {
    "claims_contribution": "who had a hand: written by the database alone, never changed; it is a history itself",
    "claims_history": "the history itself",
    "claims_ledgerentry": "the public log: written by the database at COMMIT, never changed",
    "claims_checkpoint": "signed and public; never changed",
    "claims_logidentity": "made with the tables; the app role only reads it",
    "claims_publishedclaim": "made from documents, and can be made again; the database checks it against them",
    "claims_publishedspeaker": "made from documents, and can be made again; the database checks it against them",
    "claims_publishedsource": "made from documents, and can be made again; the database checks it against them",
    "claims_publishedarticle": "made from documents, and can be made again; the database checks it against them",
    "claims_publishedalteration": "made from what was found of words and from documents; can be made again",
    "claims_publishedword": "words of published documents; written by the database alone",
    "claims_publishedposting": "words of published documents with their weights; written by the database alone",
    "claims_deskposting": "words of claims with their weights; written by the database alone",
    "claims_commonword": "how many claims hold a word; counted by the database alone, and can be counted again",
    "claims_publishedmeaning": "read from documents, and can be read again",
    "claims_ticketrate": "counts without names, forgotten after a day",
    "claims_apikeyuse": "counts of requests a day",
    "claims_apicommand": "what was answered to a command, for when it is sent again; forgotten after two days",
    "claims_footing": "counted from a draft for lists, and can be counted again",
    "claims_presence": "who has a claim open now: nobody's business an hour later, and forgotten",
    "claims_draft": "typed and not saved: its person's alone, and not for ever",
    "claims_signinattempt": "counts without names, forgotten within an hour",
    "claims_emptying": "there only while a claim is being suppressed; written by the database alone",
    "claims_publishedremoval": "what the public is told of a case that has a history; written by the database alone",
    "claims_withhelddocument": "documents put aside byte for byte; written by the database alone",
    "claims_webhookprogress": "how far an endpoint is: moved by senders with every message",
    "claims_webhookdelivery": "tells its own story: its tries, and who asked for it again; forgotten when it is done",
    "claims_webhookattempt": "one try: added once, never changed",
    "claims_webhooksender": "which senders are there now",
    "claims_ingestrun": "tells its own story: who asked when, each stage, each failure and who let it be tried again",
    "claims_ingestresult": "what came of a run: added once, never changed",
    "procrastinate_jobs": "what waits for a worker: keys of rows alone; what became of each stands in the row",
    "procrastinate_events": "when jobs were begun and ended; forgotten with them",
    "procrastinate_periodic_defers": "which minute's work was asked for already",
    "procrastinate_workers": "which workers are there now",
    "account_emailaddress": "nobody has an address; the app role only reads it",
    "account_emailconfirmation": "nobody has an address; the app role only reads it",
    "auth_permission": "made with the tables; the app role only reads it",
    "django_content_type": "made with the tables; the app role only reads it",
    "django_migrations": "made with the tables; the app role only reads it",
    "django_session": "who is signed in now; nothing of it is kept",
    "django_admin_log": "Django's own diary, which is not used: ours is the history",
}
"""Tables without a history, each with its reason."""


def silent_rows() -> list[str]:
    """Rows that are otherwise than their last history row says, or have none: each is a silent change."""
    found = []
    with connection.cursor() as cursor:
        for table, hidden in HISTORY.items():
            if not _has_id(cursor, table):
                continue
            left_out = "".join(f" - '{column}'" for column in hidden)
            cursor.execute(
                f"SELECT t.id FROM {table} t WHERE (to_jsonb(t){left_out}) IS DISTINCT FROM "
                f"(SELECT h.new - 'password_changed' FROM claims_history h WHERE h.\"table\" = '{table}' "
                f"AND h.row = t.id::text ORDER BY h.id DESC LIMIT 1)"
            )
            found += [f"{table} {key}" for (key,) in cursor.fetchall() if not _set_up(table)]
    return found


def _has_id(cursor: Any, table: str) -> bool:
    cursor.execute(
        "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'", [table]
    )
    return cursor.fetchone() is not None


def _set_up(table: str) -> bool:
    """Tables that migrations fill before there is a history, and that the app role only reads."""
    return table in ("auth_group", "auth_group_permissions")


def other_values(row: models.Model, column: models.Field[Any, Any]) -> Iterator[Any]:
    """Values that a column of this row does not have now."""
    now = getattr(row, column.attname)
    if isinstance(column, models.ForeignKey):
        target: Any = column.related_model
        yield from target._default_manager.exclude(pk=now).order_by("pk").values_list("pk", flat=True)[:2]
    elif column.choices:
        yield from [value for value, _label in column.flatchoices if value != now]
    elif isinstance(column, EDTFField):
        yield edtf.parse("1999", basis="stated", text="1999")
        yield DAY
    elif isinstance(column, ArrayField):
        yield [*(now or []), "maybe"]
    elif isinstance(column, models.BooleanField):
        yield not now
    elif isinstance(column, models.IntegerField | models.DecimalField):
        yield from ((now or 0) + 1, (now or 2) - 1)
    elif isinstance(column, models.TextField | models.CharField):
        yield f"{now} other"


def newest(table: str, *, after: int) -> list[History]:
    """The history rows of a table since then."""
    return list(History.objects.filter(table=table, id__gt=after).order_by("id"))


def last_number() -> int:
    """The number of the newest history row."""
    newest_row = History.objects.order_by("-id").values_list("id", flat=True).first()
    return newest_row or 0
