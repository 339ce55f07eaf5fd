"""How much work something is, told without a clock on the wall: how it grows, and that it ends at all.

A test that asserts seconds fails on a slow machine and hides a fault on a fast one; what a proof may not take is
measured by `make bench`, beside what it takes at least.
"""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def coming_to_an_end(seconds: int = 60) -> Iterator[None]:
    """Fails what goes on after so many seconds of this process's processor: many times what it needs anywhere."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"It did not come to an end in {seconds} s of a processor.")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)  # again each second, for whoever catches it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def growth(work: Callable[[str], object], piece: str, length: int) -> float:
    """The power of a text's length with which the work grows: 1 in proportion to it, 2 with its square.

    Compares the least of four times of a processor at this length with that at a quarter of it. Times are this thread's
    own: those of the process come in steps of four milliseconds while a timer runs on them.
    """
    with coming_to_an_end():
        short, long = (_least(work, (piece * size)[:size]) for size in (length // 4, length))
    return math.log(long / short, 4)


def _least(work: Callable[[str], object], text: str) -> float:
    return min(_once(work, text) for _ in range(4))


def _once(work: Callable[[str], object], text: str) -> float:
    started = time.thread_time_ns()
    work(text)
    return max(time.thread_time_ns() - started, 1)
