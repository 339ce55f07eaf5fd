"""The jobs that a worker does. Each calls one room, which is loaded only when the job is done: a page that asks for
one need not know how it is done.

`procrastinate worker` does them; what becomes of each stands in our own rows, and a job that broke stays in the queue.
"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

DATABASE_AWAY = RetryStrategy(
    max_attempts=5, exponential_wait=4, retry_exceptions=[OperationalError, InterfaceError]
)


@app.task(retry=DATABASE_AWAY)
def take_in(run: int) -> None:
    """Takes in an article, a feed or a source page, as far as it comes."""
    from claims.ingest import work

    work.carry_on(run)


@app.periodic(cron="* * * * *")
@app.task(retry=DATABASE_AWAY)
def pick_up(timestamp: int) -> None:
    """Takes up what a worker left in the middle. It holds no lock, so nothing waits when its own worker ends."""
    from claims.actions import ingest_runs

    ingest_runs.pick_up(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task
async def clear_up(timestamp: int) -> None:
    """Marks jobs as failed whose worker ended: our own rows know what is left to do."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=60):
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="23 4 * * *")
@app.task
async def forget(timestamp: int) -> None:
    """Forgets jobs that ended a month ago."""
    await app.job_manager.delete_old_jobs(
        nb_hours=30 * 24, include_failed=True, include_aborted=True, include_cancelled=True
    )


@app.periodic(cron="37 4 * * *")
@app.task(retry=DATABASE_AWAY)
def forget_deliveries(timestamp: int) -> None:
    """Forgets what webhooks delivered a month ago, and secrets that sign no longer."""
    from claims.actions import deliveries

    while deliveries.forget(at=timezone.now()):
        pass
    deliveries.forget_secrets(at=timezone.now())


@app.periodic(cron="11 * * * *")
@app.task(retry=DATABASE_AWAY)
def look_at_sources(timestamp: int) -> None:
    """Asks for another look at pages of sources that nobody has looked at for a while."""
    from claims.ingest import sources

    sources.look_again(at=timezone.now())


@app.periodic(cron="41 * * * *")
@app.task(retry=DATABASE_AWAY)
def recheck(timestamp: int) -> None:
    """Brings claims back to the queue whose date has come, whose source drifted, whose linked claim changed."""
    from claims.actions import people, rechecks

    rechecks.look(by=people.machine(), at=timezone.now(), today=timezone.localdate())


@app.periodic(cron="53 * * * *")
@app.task(retry=DATABASE_AWAY)
def count_common(timestamp: int) -> None:
    """Counts how many published claims hold the words that many hold."""
    from claims.actions import matching

    matching.count_common()


@app.periodic(cron="*/5 * * * *")
@app.task(retry=DATABASE_AWAY)
def read_meanings(timestamp: int) -> None:
    """Reads what newly published documents mean, where the model for it is installed."""
    from claims.actions import matching

    matching.read_meanings(most=500)


@app.periodic(cron="17 2 * * *")
@app.task(retry=DATABASE_AWAY)
def export_nightly(timestamp: int) -> None:
    """Makes the files of the night, from which newsrooms begin their copies."""
    from claims.delivery import nightly

    nightly.make(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(retry=DATABASE_AWAY)
def clear_exports(timestamp: int) -> None:
    """Takes away files of the night that hold what was taken out of sight since, and makes new ones."""
    from claims.delivery import nightly

    nightly.look_after(at=timezone.now())


@app.periodic(cron="41 4 * * *")
@app.task(retry=DATABASE_AWAY)
def forget_commands(timestamp: int) -> None:
    """Forgets commands of newsrooms' programs that are too old to be sent again."""
    from claims.actions import commands

    commands.forget(timezone.now())
