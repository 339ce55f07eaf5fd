"""A run as its page says it: every stage in words, what came of it, and what to do when it failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from claims.domain.intake import LIVE, Given, RunState, Stage, StageState, What
from claims.models import IngestResult, IngestRun
from claims.reads.intake import counts, worker_is_there

STAGES: Mapping[Stage, tuple[str, str]] = {
    Stage.FETCH: ("Fetch", "the page is asked for, within the rules of its site"),
    Stage.ARCHIVE: ("Archive", "what was served is kept as it came"),
    Stage.CLEAN: ("Clean", "the text is taken out of the page"),
    Stage.EXTRACT: ("Extract", "who says what is looked for"),
    Stage.PROPOSE: ("Propose", "each statement becomes a proposed claim"),
    Stage.RECORD: ("Record", "the copy is compared and kept with the source"),
}
GIVEN = "it was given by hand"
MARKS = {
    StageState.WAITING: "○",
    StageState.WORKING: "◐",
    StageState.DONE: "●",
    StageState.FAILED: "✕",
}
NO_WORKER = (
    "No worker is running, so nothing moves. "
    "Whoever runs this site starts one with: manage.py procrastinate worker"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One stage as it is shown."""

    name: str
    title: str
    means: str
    state: str
    mark: str
    said: str


def stages(run: IngestRun) -> tuple[Shown, ...]:
    """The stages in order."""
    return tuple(_stage(run, step) for step in run.stages)


def shown(run: IngestRun, *, at: datetime) -> dict[str, Any]:
    """What the run's page says."""
    is_live = RunState(run.state) in LIVE
    return {
        "stages": stages(run),
        "is_live": is_live,
        "headline": title(run),
        "status": status(run),
        "no_worker": NO_WORKER if is_live and not worker_is_there(at) else "",
        "results": [_result(one) for one in run.results.all()],
    }


def as_json(run: IngestRun, *, at: datetime) -> dict[str, Any]:
    """The same for the page's script, in words alone."""
    told = shown(run, at=at)
    return {
        "state": run.state,
        "status": told["status"],
        "no_worker": told["no_worker"],
        "stages": [
            {"name": one.name, "state": one.state, "mark": one.mark, "said": one.said}
            for one in told["stages"]
        ],
    }


def title(run: IngestRun) -> str:
    """The headline of what came of it, or of what it is about, or how it was given."""
    found = [one.version.article.headline for one in run.results.all()]
    if len(found) == 1:
        return found[0]
    return run.source.title if run.source else str(run)


def status(run: IngestRun) -> str:
    """In one sentence how far it is."""
    if run.message:
        return run.message
    working = next((one for one in stages(run) if one.state == StageState.WORKING.value), None)
    if working:
        return f"{working.title}: {working.means}."
    return "It waits for a worker." if run.state == RunState.WAITING.value else "It is being worked on."


def in_short(at: datetime) -> dict[str, Any]:
    """How many things are on their way in, how many failed in the last week, and whether a worker is missed."""
    live, failed = counts(at)
    return {
        "live": live,
        "failed": failed,
        "no_worker": NO_WORKER if live and not worker_is_there(at) else "",
    }


def _stage(run: IngestRun, step: Mapping[str, str]) -> Shown:
    stage, state = Stage(step["stage"]), StageState(step["state"])
    name, means = STAGES[stage]
    by_hand = stage is Stage.FETCH and run.given != Given.ADDRESS.value
    return Shown(stage.value, name, GIVEN if by_hand else means, state.value, MARKS[state], step["said"])


def _result(one: IngestResult) -> dict[str, Any]:
    version = one.version
    page = "proposals" if one.proposals else "desk"
    return {
        "headline": version.article.headline,
        "number": version.number,
        "is_new": one.is_new,
        "proposals": one.proposals,
        "text": reverse(f"admin:claims_articleversion_{page}", args=[version.pk]),
        "article": reverse("admin:claims_article_change", args=[version.article_id]),
    }


def of_source(run: IngestRun | None) -> str:
    """What the card of a piece of evidence says of its copy that is on its way, or that failed."""
    if run is None or run.what != What.SOURCE.value or run.state == RunState.DONE.value:
        return ""
    return f"No copy could be made: {run.message}" if run.state == RunState.FAILED.value else status(run)
