"""Whether the service may answer: the database is there, whole, and guarded by all its rules."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from claims.domain.ledger import time_text
from claims.models import rules
from claims.models.install import installed_triggers
from claims.reads import intake, log, webhooks

PATIENCE = timedelta(minutes=1)


def warnings() -> list[str]:
    """What somebody should look at although the service may answer."""
    now, found = timezone.now(), []
    late = log.unsigned()
    if late is not None and late[1] <= now - PATIENCE:
        found.append(
            f"no signed checkpoint covers the last {late[0]} entries, since {time_text(late[1])}: "
            "look at the signing key, then run manage.py sign_checkpoint"
        )
    if not intake.worker_is_there(now):
        found.append(
            "no worker is running, so no article is taken in and nothing is looked at again: "
            "start one with manage.py procrastinate worker"
        )
    if webhooks.needs_a_sender() and not webhooks.sender_is_there(now):
        found.append("no sender is running, so no webhook is sent: start one with manage.py deliver")
    if failing := webhooks.failing():
        found.append(
            f"webhooks that failed ten times and wait for a person: {failing}; look at them at the desk"
        )
    return found


def problems() -> list[str]:
    """What keeps the service from being ready; empty when nothing does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW fsync")
            (fsync,) = cursor.fetchone()
            cursor.execute("SHOW transaction_isolation")
            (isolation,) = cursor.fetchone()
            standing = installed_triggers(cursor)
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["the database does not answer"]
    found = []
    if isinstance(staticfiles_storage, ManifestStaticFilesStorage) and not staticfiles_storage.hashed_files:
        found.append("styles are not gathered: run manage.py collectstatic")
    if fsync != "on":
        found.append("fsync is off: a decision could be lost")
    if isolation != "read committed":
        found.append(f"the isolation level is {isolation}, the log needs read committed")
    if waiting:
        found.append(f"{len(waiting)} migrations wait")
    wanted = {(trigger.table, trigger.name) for trigger in rules.triggers()}
    missing = sorted(f"{table}.{name}" for table, name in wanted if not standing.get((table, name)))
    if missing:
        found.append(f"rules are missing or switched off: {', '.join(missing[:5])}")
    return found
