"""How something is taken in from outside: what was given, the stages it goes through, and when it is tried again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class What(StrEnum):
    """What it is."""

    ARTICLE = "article"
    FEED = "feed"
    SOURCE = "source"


class Given(StrEnum):
    """How it was given."""

    ADDRESS = "address"
    FILE = "file"
    PASTE = "paste"


class RunState(StrEnum):
    """How far it is as a whole."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class Stage(StrEnum):
    """One step on the way."""

    FETCH = "fetch"
    ARCHIVE = "archive"
    CLEAN = "clean"
    EXTRACT = "extract"
    PROPOSE = "propose"
    RECORD = "record"


class StageState(StrEnum):
    """How far one step is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


STAGES: Mapping[What, tuple[Stage, ...]] = {
    What.ARTICLE: (Stage.FETCH, Stage.ARCHIVE, Stage.CLEAN, Stage.EXTRACT, Stage.PROPOSE),
    What.FEED: (Stage.FETCH, Stage.ARCHIVE, Stage.CLEAN, Stage.PROPOSE),
    What.SOURCE: (Stage.FETCH, Stage.ARCHIVE, Stage.CLEAN, Stage.RECORD),
}
LIVE = (RunState.WAITING, RunState.WORKING)
LEASE = timedelta(minutes=3)
"""For how long nobody else takes up a run that a worker has taken up; each step asks for as long again."""
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
"""How long to wait before the next try, after the first, second … one that failed by a passing cause."""
DEATHS = 3
"""A run whose worker ended this often in the middle of it is not tried again by itself."""

Step = dict[str, str]


def beginning(what: What) -> list[Step]:
    """The stages of something that is taken in, none of them begun."""
    return [
        {"stage": stage.value, "state": StageState.WAITING.value, "at": "", "said": ""}
        for stage in STAGES[what]
    ]


def moved(steps: Iterable[Step], stage: Stage, state: StageState, *, at: datetime, said: str) -> list[Step]:
    """The stages with one of them in another state."""
    now = {"stage": stage.value, "state": state.value, "at": at.isoformat(timespec="seconds"), "said": said}
    return [now if step["stage"] == stage.value else dict(step) for step in steps]


def stopped(steps: Iterable[Step], *, at: datetime, said: str, is_refused: bool = False) -> list[Step]:
    """The stages after the one that was being worked on has failed; what was refused would be again."""
    halted: list[Step] = []
    for step in steps:
        if step["state"] == StageState.WORKING.value:
            step = {
                **step,
                "state": StageState.FAILED.value,
                "at": at.isoformat(timespec="seconds"),
                "said": said,
                **({"refused": "yes"} if is_refused else {}),
            }
        halted.append(dict(step))
    return halted


def may_end_otherwise(given: str, steps: Iterable[Step]) -> bool:
    """Whether another try may help: an address may give something else; the same bytes are refused again."""
    return given == Given.ADDRESS.value or not any(step.get("refused") for step in steps)


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None when it has been tried often enough."""
    return PAUSES[tries - 1] if 1 <= tries <= len(PAUSES) else None
