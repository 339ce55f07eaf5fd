"""A run carried on as far as it comes: done, put off because of something that passes, or visibly failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from claims.actions import ingest_runs
from claims.domain.errors import Busy, DomainError, InvalidValue
from claims.domain.intake import What
from claims.ingest import articles, feeds, sources
from claims.ingest.progress import Passing, Progress, Say, quiet
from claims.models import IngestRun

WAYS: Mapping[What, Callable[[IngestRun, Progress], None]] = {
    What.ARTICLE: articles.take_in,
    What.FEED: feeds.take_in,
    What.SOURCE: sources.take_in,
}
BUSY = "Somebody else is saving the same at this moment."
BROKEN = (
    "Something broke on our side; what it was stands in the worker’s output, for whoever runs this site. "
    "Nothing is lost: try again when that is mended."
)


def carry_on(number: int, *, say: Say = quiet, patient: bool = True) -> bool:
    """Whether the run was this worker’s to carry on; what became of it stands in its row.

    What may be otherwise soon is tried again later, by a worker, unless whoever waits for it is not `patient`.
    """
    run = ingest_runs.take_up(number, at=timezone.now())
    if run is None:
        return False
    try:
        WAYS[What(run.what)](run, Progress(run, say))
    except ingest_runs.LostLease:
        say("Another worker has taken it up.")
    except Passing as cause:
        (ingest_runs.put_off if patient else ingest_runs.fail)(run, at=timezone.now(), why=str(cause))
    except Busy:
        (ingest_runs.put_off if patient else ingest_runs.fail)(run, at=timezone.now(), why=BUSY)
    except DomainError as refusal:
        is_refused = isinstance(refusal, InvalidValue)
        ingest_runs.fail(run, at=timezone.now(), why=_told(refusal), is_refused=is_refused)
    except (OperationalError, InterfaceError):
        raise  # the database is away: its lease ends, and it is taken up again
    except Exception:
        ingest_runs.fail(run, at=timezone.now(), why=BROKEN)
        raise
    return True


def _told(refusal: DomainError) -> str:
    return " ".join(dict.fromkeys(problem.message for problem in refusal.problems))
