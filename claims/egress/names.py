"""The numeric addresses behind a name: asked once, within a time, as the whole name and never with an ending added."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Sequence

from claims.domain.errors import NotFetched, Why
from claims.domain.text import shown

Answer = list[str] | OSError | UnicodeError


def resolve(name: str, port: int, seconds: float) -> Sequence[str]:
    """Every address that the system's resolver gives for a name, in the order in which they are best tried.

    The dot at the end keeps the resolver from adding endings of the network that it is in (and from the file of hosts).
    The system's function cannot be given a time, so it runs beside, and its answer is not waited for any longer.
    """
    answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(name, port, answers), daemon=True, name="resolve").start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise NotFetched(f"No name server answered for {shown(name)} in time.", why=Why.SLOW) from None
    if isinstance(answer, OSError | UnicodeError) or not answer:
        raise NotFetched(
            f"No name server knows an address of {shown(name)}. Is it written correctly?",
            why=Why.NO_SUCH_NAME,
        )
    return answer


def _ask(name: str, port: int, answers: queue.SimpleQueue[Answer]) -> None:
    try:
        found = socket.getaddrinfo(f"{name}.", port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        answers.put(error)
    else:
        answers.put(list(dict.fromkeys(str(place[0]) for *_, place in found)))
