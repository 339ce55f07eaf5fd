"""Lays rules and rights over the tables after each migration, as the owner."""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from claims.models import functions, grants, rules


def after_migrate(*, using: str, **_signal: Any) -> None:
    """Installs functions, triggers, rights, the log's identity, the words of claims; only on the alias `owner`."""
    if using != "owner":
        return
    app = str(connections["default"].settings_dict["USER"])
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        _functions(cursor)
        _triggers(cursor)
        _rights(cursor, app)
        _identity(cursor)
        _words(cursor)


def installed_triggers(cursor: CursorWrapper) -> dict[tuple[str, str], bool]:
    """The triggers that stand on our tables and Django's: (table, name) → enabled. Those of the queue are its own."""
    cursor.execute(
        "SELECT t.tgrelid::regclass::text, t.tgname, t.tgenabled = 'O' FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND n.nspname = 'public' AND NOT starts_with(c.relname, 'procrastinate_')"
    )
    return {(table, name): bool(enabled) for table, name, enabled in cursor.fetchall()}


def installed_rights(cursor: CursorWrapper, app: str) -> dict[str, set[str]]:
    """The rights of the app role: table → privileges."""
    cursor.execute(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE table_schema = 'public' AND grantee IN (%s, 'PUBLIC')",
        [app],
    )
    found: dict[str, set[str]] = {}
    for table, privilege in cursor.fetchall():
        found.setdefault(table, set()).add(privilege)
    return found


def installed_functions(cursor: CursorWrapper) -> dict[str, str]:
    """Our functions that stand in the database: signature → the transaction that wrote it."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text, p.xmin::text FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace "
        r"WHERE n.nspname = 'public' AND p.proname LIKE 'claims\_%%'"
    )
    return dict(cursor.fetchall())


def _functions(cursor: CursorWrapper) -> None:
    """Ours as they are now. One of an earlier release with other arguments goes: it would make calls ambiguous."""
    before = installed_functions(cursor)
    cursor.execute("SET LOCAL check_function_bodies = off")
    cursor.execute(functions.script())
    standing = installed_functions(cursor)
    written = {name.partition("(")[0] for name, wrote in standing.items() if before.get(name) != wrote}
    old = [
        name
        for name, wrote in standing.items()
        if before.get(name) == wrote and name.partition("(")[0] in written
    ]
    for trigger in installed_triggers(cursor) if old else ():
        cursor.execute(_named("DROP TRIGGER {} ON public.{}", trigger[1], trigger[0]))
    for name in old:
        cursor.execute(f"DROP FUNCTION {name}")  # a signature as PostgreSQL writes it
    cursor.execute("SET LOCAL check_function_bodies = on")
    cursor.execute(functions.script())


def _triggers(cursor: CursorWrapper) -> None:
    for table, name in installed_triggers(cursor):
        cursor.execute(_named("DROP TRIGGER {} ON public.{}", name, table))
    for trigger in rules.triggers():
        cursor.execute(trigger.sql())


def _rights(cursor: CursorWrapper, app: str) -> None:
    database = connections["owner"].settings_dict["NAME"]
    cursor.execute(_named("REVOKE ALL ON DATABASE {} FROM PUBLIC", str(database)))
    cursor.execute(_named("GRANT CONNECT ON DATABASE {} TO {}", str(database), app))
    cursor.execute(_named("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {}", app))
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    cursor.execute(_named("GRANT USAGE ON SCHEMA public TO {}", app))
    for function in ("ledger_append", "contribute", "touch"):
        cursor.execute(_revoke_execute(cursor, f"claims_{function}"))
    for table, rights in grants.RIGHTS.items():
        for right in sorted(rights):
            cursor.execute(_named(f"GRANT {right} ON public.{{}} TO {{}}", table, app))
    cursor.execute(_named("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {}", app))
    for sequence in grants.SEQUENCES:
        cursor.execute(_named("GRANT USAGE ON SEQUENCE public.{} TO {}", sequence, app))


def _revoke_execute(cursor: CursorWrapper, function: str) -> str:
    cursor.execute("SELECT oid::regprocedure::text FROM pg_proc WHERE proname = %s", [function])
    (signature,) = cursor.fetchone()
    return f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC"


def _named(statement: str, *names: str) -> str:
    return sql.SQL(statement).format(*(sql.Identifier(name) for name in names)).as_string()


def _identity(cursor: CursorWrapper) -> None:
    cursor.execute(
        "INSERT INTO public.claims_logidentity (log_id, epoch, created_at) "
        "SELECT gen_random_uuid(), 1, clock_timestamp() "
        "WHERE NOT EXISTS (SELECT 1 FROM public.claims_logidentity)"
    )


def _words(cursor: CursorWrapper) -> None:
    """What matching looks through, made once for claims that were there before it."""
    cursor.execute(
        "SELECT public.claims_index_again() WHERE EXISTS (SELECT 1 FROM public.claims_claim) "
        "AND NOT EXISTS (SELECT 1 FROM public.claims_deskposting) "
        "AND NOT EXISTS (SELECT 1 FROM public.claims_publishedposting)"
    )
