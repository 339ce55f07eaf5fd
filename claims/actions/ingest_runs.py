"""What is taken in from outside: asked for by somebody, worked on by one worker at a time, done or visibly failed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from claims.actions import outbox, records
from claims.actions.access import require
from claims.actions.captures import placeholder
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain import edtf
from claims.domain.addresses import plain
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.intake import (
    DEATHS,
    LEASE,
    LIVE,
    Given,
    RunState,
    Stage,
    StageState,
    What,
    beginning,
    may_end_otherwise,
    moved,
    pause_after,
    stopped,
)
from claims.domain.lifecycle import EXTRACTORS
from claims.domain.text import LIMITS, clean_text, clean_url
from claims.models import Article, ArticleVersion, IngestResult, IngestRun, Source, User
from claims.reads.intake import article_at

_LIVE = [state.value for state in LIVE]
MOST_BYTES = 20_000_000
"""What may be given by hand, in bytes."""
LOST = "The worker ended in the middle of it, {} times. Look at what it says in its output, then try again."


class AlreadyHere(WrongState):
    """The article is here already; names it."""

    def __init__(self, article: Article) -> None:
        super().__init__(
            f"“{article.headline}” is here already. To look whether its text has changed, capture it again.",
            field="anew",
        )
        self.article = article


class LostLease(Exception):
    """Another worker has taken the run up meanwhile: this one leaves it alone."""


def ask(
    *,
    by: User,
    at: datetime,
    what: What = What.ARTICLE,
    given: Given = Given.ADDRESS,
    address: str = "",
    filename: str = "",
    content: bytes | None = None,
    told: Mapping[str, Any] | None = None,
    anew: bool = False,
    source: Source | None = None,
    at_once: bool = False,
) -> IngestRun:
    """What was given, on its way in: a worker takes it up, or with `at_once` whoever asks does so by itself.

    Refuses an article that is here already unless `anew`, and what is on its way in at this moment.
    """
    _require(by)
    address = clean_url(address, field="address", required=given is not Given.FILE)
    filename = clean_text(filename, field="file", limit=LIMITS["name"], required=given is Given.FILE)
    known = _told(told or {}, given=given)
    _within_bounds(content, given)
    if what is What.ARTICLE and not anew and (found := article_at(address)):
        raise AlreadyHere(found)
    key = _key(what, address, content, source)
    with one_transaction():
        if live := IngestRun.objects.filter(key=key, state__in=_LIVE).first():
            raise WrongState(
                f"This is on its way in already, asked for by {live.asked_by} at {live.asked_at:%H:%M}.",
                field="text" if given is Given.PASTE else given.value,
            )
        run = IngestRun.objects.create(
            what=what.value,
            given=given.value,
            address=address,
            filename=filename,
            content=content,
            told=known,
            anew=anew,
            source=source,
            key=key,
            asked_by=by,
            asked_at=at,
            due_at=at,
            state=RunState.WAITING.value,
            stages=beginning(what),
        )
        if not at_once:
            outbox.later("take_in", run=run.pk)
    return run


def add_source(*, by: User, at: datetime, **values: Any) -> Source:
    """A new source of which little more than its address is known; its page is on its way into the archive."""
    may_change(Source, by)
    given = {"published": edtf.unknown(), "authors": [], "archived_url": "", **values}
    with one_transaction():
        source = records.add(
            Source, by=by, **given | {"title": given.get("title") or placeholder(given["url"])}
        )
        ask_for_copy(source=source, by=by, at=at)
    return source


def ask_for_copy(*, source: Source, by: User, at: datetime) -> IngestRun:
    """The page of a source, on its way into the archive."""
    _require(by)
    return ask(by=by, at=at, what=What.SOURCE, address=source.url, source=source)


def retry(run: IngestRun, *, by: User, at: datetime) -> IngestRun:
    """A run that failed, taken up from its beginning; it says how it failed and who lets it be tried again."""
    _require(by)
    with one_transaction():
        current = IngestRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        if current.state != RunState.FAILED.value:
            raise WrongState("Only what failed is tried again.", field="state")
        if not may_end_otherwise(current.given, current.stages):
            raise WrongState("The same would end the same way; give it in another way.", field="state")
        current.notes = [*current.notes, _failed_before(current, by=by, at=at)]
        current.state, current.finished_at, current.message = RunState.WAITING.value, None, ""
        current.tries, current.deaths, current.due_at, current.lease_until = 0, 0, at, None
        current.stages = beginning(What(current.what))
        if current.given == Given.ADDRESS.value:
            current.fetched = {}
        current.save(
            update_fields=[
                *("state", "finished_at", "message", "tries", "deaths", "due_at", "lease_until", "stages"),
                *("fetched", "notes"),
            ]
        )
        outbox.later("take_in", run=current.pk)
    return current


def take_up(number: int, *, at: datetime) -> IngestRun | None:
    """The run, for this worker alone until its lease ends; None when it ended, is not due, or is another’s."""
    with one_transaction():
        run = IngestRun.objects.select_for_update(no_key=True).filter(pk=number, state__in=_LIVE).first()
        if run is None or run.due_at > at or (run.lease_until and run.lease_until > at):
            return None
        if run.lease_until is not None:
            run.deaths += 1
        run.state, run.tries, run.lease_until = RunState.WORKING.value, run.tries + 1, at + LEASE
        run.save(update_fields=["state", "tries", "deaths", "lease_until"])
        return run


def note(run: IngestRun, stage: Stage, state: StageState, *, at: datetime, said: str = "") -> None:
    """How far a stage is, for everybody to see; the lease is renewed with it."""
    run.stages = moved(run.stages, stage, state, at=at, said=said)
    _keep(run, stages=run.stages, lease_until=at + LEASE)


def remember(run: IngestRun, fetched: Mapping[str, Any]) -> None:
    """What was fetched and where the archive keeps it; what was given by hand is in the archive now."""
    _keep(run, fetched=dict(fetched), content=None)


def record(run: IngestRun, *, version: ArticleVersion, proposals: int) -> IngestResult:
    """A version that came of it, noted once; it is new if it was captured after the run was asked for."""
    with one_transaction():
        _hold(run)
        result, _ = IngestResult.objects.get_or_create(
            run=run,
            version=version,
            defaults={"is_new": version.captured_at >= run.asked_at, "proposals": proposals},
        )
        return result


def finish(run: IngestRun, *, at: datetime, message: str, notes: list[str] | None = None) -> None:
    """The run is done, and says what came of it."""
    _end(run, RunState.DONE, at=at, message=message, notes=[*run.notes, *(notes or [])], stages=run.stages)


def fail(run: IngestRun, *, at: datetime, why: str, is_refused: bool = False) -> None:
    """The run failed, and says why and what to do; what `is_refused` for what it is would be again."""
    stages = stopped(run.stages, at=at, said=why, is_refused=is_refused)
    _end(run, RunState.FAILED, at=at, message=why, stages=stages)


def put_off(run: IngestRun, *, at: datetime, why: str) -> bool:
    """Whether it is tried again by itself, after a pause that grows; otherwise it failed."""
    pause = pause_after(run.tries)
    if pause is None:
        fail(run, at=at, why=f"{why} It was tried {run.tries} times.")
        return False
    with one_transaction():
        due = at + pause
        tried = "once" if run.tries == 1 else f"{run.tries} times"
        told = f"{why} Tried {tried}; the next try is at {due:%H:%M} UTC, by itself."
        stages = stopped(run.stages, at=at, said=why)
        _keep(
            run,
            state=RunState.WAITING.value,
            due_at=due,
            lease_until=None,
            message=told[: LIMITS["note"]],
            stages=stages,
        )
        outbox.later("take_in", at=due, run=run.pk)
    return True


def pick_up(*, at: datetime) -> int:
    """How many runs were taken up again whose worker ended in the middle, or whose job was lost."""
    overdue = Q(lease_until__lt=at) | Q(lease_until__isnull=True, due_at__lt=at - LEASE)
    found = 0
    for number in IngestRun.objects.filter(overdue, state__in=_LIVE).values_list("pk", flat=True):
        with one_transaction():
            run = (
                IngestRun.objects.select_for_update(no_key=True, skip_locked=True)
                .filter(overdue, pk=number, state__in=_LIVE)
                .first()
            )
            if run is None:
                continue
            if run.lease_until is not None and run.deaths + 1 >= DEATHS:
                fail(run, at=at, why=LOST.format(run.deaths + 1))
                continue
            IngestRun.objects.filter(pk=run.pk, lease_until__isnull=True).update(due_at=at)
            outbox.later("take_in", run=run.pk)
            found += 1
    return found


def _require(by: User) -> None:
    if not (by.is_machine and by.is_active):
        require(by, *EXTRACTORS, to="take something in from outside")


def _told(told: Mapping[str, Any], *, given: Given) -> dict[str, Any]:
    """What the person said of it, clean; a text alone has no headline of its own."""
    known: dict[str, Any] = {}
    for name, limit in (("headline", "headline"), ("outlet", "name"), ("language", "name")):
        needed = name == "headline" and given is Given.PASTE
        if words := clean_text(told.get(name, ""), field=name, limit=LIMITS[limit], required=needed):
            known[name] = words
    if told.get("published") is not None:
        known["published"] = edtf.from_json(told["published"], field="published").as_json()
    return known


def _within_bounds(content: bytes | None, given: Given) -> None:
    field = "text" if given is Given.PASTE else "file"
    if given is not Given.ADDRESS and not content:
        raise InvalidValue("There is nothing in it.", field=field)
    if content and len(content) > MOST_BYTES:
        raise InvalidValue(
            f"It is larger than {MOST_BYTES // 10**6} MB, which is the most that is taken.", field=field
        )
    longest = LIMITS["article"]
    text = content.decode(errors="replace") if content and given is Given.PASTE else ""
    if len(text.replace("\r\n", "\n")) > longest:
        raise InvalidValue(f"It is longer than {longest:,} characters, which is the most.", field=field)


def _key(what: What, address: str, content: bytes | None, source: Source | None) -> str:
    if source is not None:
        return f"source {source.pk}"
    if content is not None:
        return f"{what.value} {hashlib.sha256(content).hexdigest()}"
    return f"{what.value} {plain(address)}"


def _failed_before(run: IngestRun, *, by: User, at: datetime) -> str:
    return (
        f"{run.finished_at:%Y-%m-%d %H:%M} UTC: {run.message} Tried again by {by}, {at:%Y-%m-%d %H:%M} UTC."
    )


def _hold(run: IngestRun) -> None:
    """Refuses a worker whose lease ended and whose run was taken up by another."""
    mine = IngestRun.objects.select_for_update(no_key=True).filter(pk=run.pk, tries=run.tries)
    if not mine.filter(state__in=_LIVE).exists():
        raise LostLease


def _keep(run: IngestRun, **values: Any) -> None:
    with one_transaction():
        _hold(run)
        IngestRun.objects.filter(pk=run.pk).update(**values)
    for name, value in values.items():
        setattr(run, name, value)


def _end(run: IngestRun, state: RunState, *, at: datetime, message: str, **values: Any) -> None:
    told = clean_text(message, field="message", limit=10**6, captured=True)[: LIMITS["note"]]
    _keep(run, state=state.value, finished_at=at, lease_until=None, message=told, **values)
