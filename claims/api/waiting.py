"""Waiting for the log to grow. Whoever waits holds a thread and no connection to the database.

One more thread watches the log for all of them while anybody waits, so that many wait at the price of one. There are
places for a quarter of the server's threads: the others stay free for everybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Condition, Thread, current_thread
from time import monotonic

from django.conf import settings
from django.db import Error

from claims.reads import log

EVERY = 0.1
"""Seconds between two looks at the log: one indexed row each."""


class WaitingRoom:
    """A number of places, and who watches the log for those who sit on them."""

    def __init__(self, places: int) -> None:
        self._places = BoundedSemaphore(places)
        self._news = Condition()
        self._size = -1
        self._waiting = 0
        self._watcher: Thread | None = None

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Whether there is a place; it is kept until the end of the block."""
        free = self._places.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._places.release()

    def until_beyond(self, position: int, *, seconds: float) -> bool:
        """Waits until the log is longer than this, at most so long; whether it is."""
        log.let_go()
        deadline = monotonic() + seconds
        with self._news:
            watcher = self._sit_down()
            try:
                longer = self._news.wait_for(lambda: self._size > position, deadline - monotonic())
            finally:
                self._waiting -= 1
                is_last = self._waiting == 0
                self._news.notify_all()
        if is_last:
            watcher.join(EVERY)
        return longer

    def _sit_down(self) -> Thread:
        self._waiting += 1
        if self._watcher is None:
            self._size = -1  # what an earlier watcher saw may be of another log
            self._watcher = Thread(target=self._watch, name="watches the log", daemon=True)
            self._watcher.start()
        return self._watcher

    def _watch(self) -> None:
        try:
            while self._told(_size()):
                pass
        finally:
            log.let_go()
            with self._news:
                if self._watcher is current_thread():
                    self._watcher = None

    def _told(self, size: int) -> bool:
        """Tells who waits, and rests; whether anybody is still there."""
        with self._news:
            if size > self._size:
                self._size = size
                self._news.notify_all()
            if self._news.wait_for(lambda: self._waiting == 0, EVERY):
                self._watcher = None
            return self._watcher is current_thread()


def _size() -> int:
    try:
        return log.size()
    except Error:  # the database is away, and back again soon: who waits goes on waiting
        log.let_go()
        return -1


ROOM = WaitingRoom(max(1, settings.SERVER_THREADS // 4))
