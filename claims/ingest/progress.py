"""How far a run is: said in its row for the desk, and to whoever watches it at the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from claims.actions import ingest_runs
from claims.domain.intake import Stage, StageState
from claims.models import IngestRun

Say = Callable[[str], None]


def quiet(_line: str) -> None:
    """Nobody is watching."""


class Passing(Exception):
    """What went wrong may be right again in a while: the run is put off, not given up."""


@dataclass(slots=True)
class Told:
    """What a stage says of itself when it is done."""

    said: str = ""


class Progress:
    """One run on its way."""

    def __init__(self, run: IngestRun, say: Say = quiet) -> None:
        self.run, self.say = run, say

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[Told]:
        """The stage is worked on inside, and done when it is left in peace."""
        ingest_runs.note(self.run, stage, StageState.WORKING, at=timezone.now())
        self.say(f"{stage.value} …")
        told = Told()
        yield told
        ingest_runs.note(self.run, stage, StageState.DONE, at=timezone.now(), said=told.said)
        if told.said:
            self.say(f"  {told.said}")

    def still(self, stage: Stage, said: str) -> None:
        """The stage goes on, and says how far it is; so the run stays this worker's."""
        ingest_runs.note(self.run, stage, StageState.WORKING, at=timezone.now(), said=said)
        self.say(f"  {said}")
