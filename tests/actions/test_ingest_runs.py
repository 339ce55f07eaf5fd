"""What is on its way in: one worker at a time, tried again after growing pauses, never stuck, never silently lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.actions import ingest_runs
from claims.domain.errors import DomainError, InvalidValue, WrongState
from claims.domain.intake import DEATHS, LEASE, PAUSES, Given, RunState, Stage, StageState, What
from claims.models import IngestRun
from tests.actions.test_outbox import waiting
from tests.cast import Cast

NOW = timezone.now()
ADDRESS = "https://observer.example/story"


def asked(cast: Cast, **given: Any) -> IngestRun:
    """A run that an extractor has asked for."""
    return ingest_runs.ask(**{"by": cast.extractor, "at": NOW, "address": ADDRESS, **given})


def fresh(run: IngestRun) -> IngestRun:
    """The run as it is stored now."""
    return IngestRun.objects.get(pk=run.pk)


def test_one_thing_is_on_its_way_in_once_and_one_worker_has_it(cast: Cast) -> None:
    run = asked(cast)
    assert waiting() == [("claims.tasks.take_in", {"run": run.pk})]
    with pytest.raises(WrongState, match="on its way in already, asked for by extractor"):
        asked(cast, address="http://www.observer.example/story/#top", by=cast.reviewer)
    mine = ingest_runs.take_up(run.pk, at=NOW)
    assert mine is not None
    assert ingest_runs.take_up(run.pk, at=NOW + LEASE - timedelta(seconds=1)) is None
    ingest_runs.note(mine, Stage.FETCH, StageState.WORKING, at=NOW + timedelta(minutes=2))
    assert ingest_runs.take_up(run.pk, at=NOW + LEASE) is None, "each step renews the lease"
    theirs = ingest_runs.take_up(run.pk, at=NOW + timedelta(minutes=2) + LEASE)
    assert theirs is not None
    assert theirs.deaths == 1
    for late in (
        lambda: ingest_runs.note(mine, Stage.FETCH, StageState.DONE, at=NOW),
        lambda: ingest_runs.finish(mine, at=NOW, message="Done."),
        lambda: ingest_runs.fail(mine, at=NOW, why="No."),
        lambda: ingest_runs.put_off(mine, at=NOW, why="No."),
        lambda: ingest_runs.remember(mine, {"status": 200}),
    ):
        with pytest.raises(ingest_runs.LostLease):
            late()
    ingest_runs.finish(theirs, at=NOW, message="Done.")
    assert fresh(run).state == RunState.DONE.value
    assert ingest_runs.take_up(run.pk, at=NOW + timedelta(days=1)) is None
    asked(cast)  # what has ended may be asked for again


def test_a_passing_cause_is_tried_again_after_growing_pauses_and_then_fails_visibly(cast: Cast) -> None:
    run, at = asked(cast), NOW
    for pause in PAUSES:
        mine = ingest_runs.take_up(run.pk, at=at)
        assert mine is not None
        ingest_runs.note(mine, Stage.FETCH, StageState.WORKING, at=at)
        assert ingest_runs.put_off(mine, at=at, why="The site is slow.")
        stored = fresh(run)
        assert (stored.state, stored.due_at, stored.lease_until) == ("waiting", at + pause, None)
        assert "The site is slow. Tried" in stored.message
        assert stored.stages[0]["state"] == "failed"
        assert ingest_runs.take_up(run.pk, at=at + pause - timedelta(seconds=1)) is None
        at += pause
    assert sorted(PAUSES) == list(PAUSES)
    mine = ingest_runs.take_up(run.pk, at=at)
    assert mine is not None
    assert not ingest_runs.put_off(mine, at=at, why="The site is slow.")
    stored = fresh(run)
    assert (stored.state, stored.finished_at) == ("failed", at)
    assert stored.message == f"The site is slow. It was tried {len(PAUSES) + 1} times."
    again = ingest_runs.retry(stored, by=cast.reviewer, at=at)
    assert (again.state, again.tries, again.message) == ("waiting", 0, "")
    assert stored.message in again.notes[0]
    assert "Tried again by reviewer" in again.notes[0]
    with pytest.raises(WrongState, match="Only what failed"):
        ingest_runs.retry(again, by=cast.reviewer, at=at)


def test_what_a_worker_left_in_the_middle_is_taken_up_and_given_up_when_it_kills_workers(cast: Cast) -> None:
    run, at = asked(cast), NOW
    assert ingest_runs.pick_up(at=NOW) == 0
    for death in range(1, DEATHS):
        assert ingest_runs.take_up(run.pk, at=at) is not None
        assert ingest_runs.pick_up(at=at + LEASE - timedelta(seconds=1)) == 0
        at += LEASE + timedelta(seconds=1)
        assert ingest_runs.pick_up(at=at) == 1, death
    assert ingest_runs.take_up(run.pk, at=at) is not None
    assert ingest_runs.pick_up(at=at + LEASE + timedelta(seconds=1)) == 0
    assert fresh(run).message.startswith(f"The worker ended in the middle of it, {DEATHS} times.")
    lost = asked(cast, address=f"{ADDRESS}/2")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert ingest_runs.pick_up(at=NOW + LEASE + timedelta(seconds=1)) == 1
    assert waiting() == [("claims.tasks.take_in", {"run": lost.pk})]


BAD = [
    ({"address": ""}, "address"),
    ({"address": "ftp://a.example/x"}, "address"),
    ({"given": Given.PASTE, "content": b"Words.", "address": ""}, "address"),
    ({"given": Given.PASTE, "content": b"Words."}, "headline"),
    ({"given": Given.PASTE, "content": b"", "told": {"headline": "H"}}, "text"),
    ({"given": Given.FILE, "content": b"x"}, "file"),
    ({"given": Given.FILE, "content": b"x" * (ingest_runs.MOST_BYTES + 1), "filename": "a.html"}, "file"),
    ({"told": {"headline": "x" * 501}}, "headline"),
    ({"told": {"outlet": "a\0b"}}, "outlet"),
    ({"told": {"published": {"edtf": "yesterday"}}}, "published"),
]


@pytest.mark.parametrize(("given", "field"), BAD)
def test_what_cannot_be_taken_in_is_refused_at_its_field(cast: Cast, given: Any, field: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        asked(cast, **given)
    assert refusal.value.problems[0].field == field
    assert not IngestRun.objects.exists()


def test_the_database_keeps_what_was_asked_and_what_was_done(cast: Cast) -> None:
    run = asked(cast)
    for change, rule in (
        ("address = 'https://other.example/'", "ingestrun_stays_what_was_asked"),
        (f"asked_by_id = {cast.editor.pk}", "ingestrun_stays_what_was_asked"),
        ("told = '{\"a\": 1}'", "ingestrun_stays_what_was_asked"),
        ("id = id + 1", "id_is_permanent"),
        ("state = 'done'", "ingestrun_ended_says_what_came_of_it"),
    ):
        assert refused(f"UPDATE claims_ingestrun SET {change}") == rule
    mine = ingest_runs.take_up(run.pk, at=NOW)
    assert mine is not None
    ingest_runs.finish(mine, at=NOW, message="Done.")
    back = "state = 'waiting', finished_at = NULL"
    assert refused(f"UPDATE claims_ingestrun SET {back}") == "ingestrun_done_stays"
    assert refused("DELETE FROM claims_ingestrun") == "permission denied"
    names = "what given address key asked_at due_at state stages told fetched notes filename anew message"
    columns = ", ".join(names.split())
    copied = (
        f"INSERT INTO claims_ingestrun ({columns}, tries, deaths, asked_by_id) SELECT "
        f"{columns.replace('state', repr('waiting'), 1)}, 0, 0, {cast.passer_by.pk} FROM claims_ingestrun"
    )
    assert refused(copied) == "draft_is_changed_by_those_who_may"


def refused(statement: str) -> str:
    """The rule by which the database refuses a statement of the app role."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Exception as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.constraint_name or (
            "permission denied" if "permission denied" in str(cause) else str(cause)
        )
    return "nothing"


def test_a_source_by_its_address_is_there_at_once_and_its_page_is_asked_for(cast: Cast) -> None:
    given = {
        "url": "https://a.example/report",
        "kind": "blog",
        "reliability": "F",
        "reliability_why": "Not judged.",
    }
    source = ingest_runs.add_source(by=cast.extractor, at=NOW, **given)
    assert source.title == source.url
    run = IngestRun.objects.get()
    assert (run.what, run.source, run.address) == (What.SOURCE.value, source, source.url)
    with pytest.raises(DomainError):
        ingest_runs.add_source(by=cast.extractor, at=NOW, **given | {"url": "no address"})
