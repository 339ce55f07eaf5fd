"""What is on its way in: whether an article is here already, and whether a worker is there to do the work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, Sum

from claims.domain.addresses import plain
from claims.domain.intake import LIVE, RunState
from claims.models import Article, ArticleVersion, Capture, IngestResult, IngestRun, Offer

LATELY = timedelta(days=7)
SILENT = timedelta(seconds=45)
"""A worker says every ten seconds that it is there."""


def article_at(address: str) -> Article | None:
    """The article at this address, with or without “www.”, a closing slash, a fragment, whatever scheme."""
    try:
        wanted = plain(address)
    except ValueError:
        return None
    bare = wanted.partition("?")[0]
    if not bare:
        return None
    rows = Article.objects.filter(url__icontains=bare).order_by("pk")[:200]
    return next((row for row in rows if plain(row.url) == wanted), None)


def uncounted(version: ArticleVersion) -> int:
    """How many claims were proposed from the text that no run has counted as its own yet."""
    counted = IngestResult.objects.filter(version=version).aggregate(all=Sum("proposals", default=0))["all"]
    return max(Offer.objects.filter(version=version).count() - int(counted), 0)


def newest_runs(sources: Collection[int]) -> dict[int, IngestRun]:
    """The newest run of each of these sources that has one."""
    rows = IngestRun.objects.filter(source__in=sources).defer("content").order_by("source_id", "-pk")
    return {run.source_id: run for run in rows.distinct("source_id") if run.source_id}


def worker_is_there(at: datetime) -> bool:
    """Whether some worker has said lately that it is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > %s)", [at - SILENT]
        )
        (there,) = cursor.fetchone()
    return bool(there)


def counts(at: datetime) -> tuple[int, int]:
    """How many runs are on their way, and how many failed in the week before."""
    found = IngestRun.objects.aggregate(
        live=Count("pk", filter=Q(state__in=[state.value for state in LIVE])),
        failed=Count("pk", filter=Q(state=RunState.FAILED.value, finished_at__gte=at - LATELY)),
    )
    return found["live"], found["failed"]


def references() -> Iterator[str]:
    """What articles and copies of sources name as kept in the archive."""
    for model in (ArticleVersion, Capture):
        rows = model._default_manager.filter(raw_reference__regex="^[0-9a-f]{64}$")
        yield from rows.values_list("raw_reference", flat=True).iterator()
