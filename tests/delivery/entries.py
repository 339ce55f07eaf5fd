"""A log of any length, made by the owner in one statement: only what webhooks read of it."""

from __future__ import annotations

from django.db import connections

_PUBLICATIONS = """
INSERT INTO claims_publication (public_id, number, claim_id, rev, approval_id, kind, correction_kind, correction_reason,
  document, salt, commitment, by_id, at)
SELECT lpad((n %% %(claims)s)::text, 10, '0'), n / %(claims)s + 1, n %% %(claims)s, n / %(claims)s + 1, n + 1,
  CASE WHEN n < %(claims)s THEN 'first' ELSE 'correction' END, CASE WHEN n < %(claims)s THEN '' ELSE 'typo' END,
  CASE WHEN n < %(claims)s THEN '' ELSE 'x' END,
  convert_to(format('{"id":"%%s","number":%%s,"statement":"“Größe” %%s"}', lpad((n %% %(claims)s)::text, 10, '0'),
    n / %(claims)s + 1, repeat('x', 400)), 'UTF8'), decode(repeat('00', 32), 'hex'), sha256(n::text::bytea), 1, now()
FROM generate_series(%(first)s::int, %(last)s::int) n
"""
_ENTRIES = """
SELECT count(public.claims_ledger_append(
  CASE WHEN n < %(claims)s THEN 'claim.published' ELSE 'claim.corrected' END, lpad((n %% %(claims)s)::text, 10, '0'),
  (n / %(claims)s + 1)::int, sha256(n::text::bytea))) FROM generate_series(%(first)s::int, %(last)s::int) n
"""


def publish(count: int, *, claims: int, first: int = 0) -> None:
    """So many entries, each the next document of one of `claims` claims by turns, behind the `first` ones."""
    given = {"claims": claims, "first": first, "last": first + count - 1}
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE claims_publication DISABLE TRIGGER USER")
        cursor.execute(_PUBLICATIONS, given)
        cursor.execute("ALTER TABLE claims_publication ENABLE TRIGGER USER")
        cursor.execute(_ENTRIES, given)
