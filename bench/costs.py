"""What work costs: processor time of this process and of PostgreSQL's for it, which others on the machine hardly move.

What takes turns is compared: each round does one kind of work and then the other, and the median of the rounds'
ratios counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROUNDS = 7
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of one call: of processors, in Python and in PostgreSQL, and by the clock."""

    python: float
    database: float
    clock: float

    @property
    def cpu(self) -> float:
        """Both together."""
        return self.python + self.database


@dataclass(frozen=True, slots=True)
class Kind:
    """Some work, and what tells how many seconds of a processor PostgreSQL and the product have had so far."""

    work: Work
    database: Callable[[], float]
    product: Callable[[], float] = time.process_time


def compared(kinds: Sequence[Kind], *, calls: int = 40, rounds: int = ROUNDS) -> list[list[Spent]]:
    """For each kind what a call cost in each round, taking turns."""
    found: list[list[Spent]] = [[] for _ in kinds]
    for kind in kinds:
        _spent(kind, 10)
    for _ in range(rounds):
        for place, kind in enumerate(kinds):
            found[place].append(_spent(kind, calls))
    return found


def ratio(one: Sequence[Spent], other: Sequence[Spent]) -> float:
    """How much the first costs as a multiple of the second: the median over the rounds."""
    return median(a.cpu / b.cpu for a, b in zip(one, other, strict=True))


def typical(rounds: Sequence[Spent]) -> Spent:
    """The medians."""
    return Spent(
        median(one.python for one in rounds),
        median(one.database for one in rounds),
        median(one.clock for one in rounds),
    )


def _spent(kind: Kind, calls: int) -> Spent:
    kind.work()  # connected, and warm
    clocks: list[float] = []
    python, database = kind.product(), kind.database()
    for _ in range(calls):
        start = time.perf_counter()
        kind.work()
        clocks.append(time.perf_counter() - start)
    return Spent(
        (kind.product() - python) * 1000 / calls,
        (kind.database() - database) * 1000 / calls,
        median(clocks) * 1000,
    )


def seconds_of(process: int) -> float:
    """Seconds that the threads of a process have had a processor."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in threads) / 1e9


def processors(backend: int) -> float:
    """Seconds of a processor that this process and that one of PostgreSQL have had."""
    return time.process_time() + seconds_of(backend)


def forget_peak() -> None:
    """From now on the peak of this process's memory is counted anew."""
    Path("/proc/self/clear_refs").write_text("5")


def memory(what: str = "VmHWM", process: int | str = "self") -> float:
    """Megabytes of a process: at most, or now (`VmRSS`)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (line,) = [one for one in lines if one.startswith(f"{what}:")]
    return int(line.split()[1]) / 1024
