"""Webhooks: which events there are, how far a delivery and an endpoint are, what an answer means, when to try again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from random import Random

from claims.domain.errors import InvalidValue
from claims.domain.text import shown

CHOSEN = ("claim.published", "claim.corrected", "claim.retracted")
"""Events that an endpoint takes or leaves."""
ALWAYS = ("claim.suppressed", "claim.withheld", "claim.redacted", "claim.restored")
"""Events that every endpoint is sent: whoever was given a document learns that it was taken away, or came back."""
TEST = "webhook.test"
"""What a person sends by hand, to see whether an endpoint works."""


class EndpointState(StrEnum):
    """Whether an endpoint is sent anything. `failing`: the last try of a delivery failed; its queue stays as it is."""

    ENABLED = "enabled"
    PAUSED = "paused"
    FAILING = "failing"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    """How far one delivery is. `parked`: its last try failed, and it waits for a person."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    PARKED = "parked"


UNDELIVERED = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.PARKED)
LEASE = timedelta(seconds=60)
"""For how long a delivery that a sender has taken is its own; nothing is begun that could last longer."""
OVERLAP = timedelta(hours=24)
"""For how long the secret before a rotation signs, too."""
PAUSES = (
    timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=6), timedelta(hours=12), timedelta(hours=24), timedelta(hours=30),
)  # fmt: skip
"""How long to wait after the first, second … try: ten tries in about 75 hours."""
TRIES = len(PAUSES) + 1
JITTER = 0.1
"""By how large a part a pause is made longer or shorter, so that not everything comes back at one moment."""
LONGEST_WAIT = timedelta(hours=12)
"""A receiver may ask for a longer pause, up to this one."""


class Meaning(StrEnum):
    """What an answer means."""

    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try: the status, or None when there was no answer; what to wait for; in short why."""

    status: int | None
    wait: timedelta | None = None
    said: str = ""

    @property
    def meaning(self) -> Meaning:
        """Only 2xx is a success. A redirect is none: nothing is sent to another address than the one that was given."""
        if self.status is not None and 200 <= self.status < 300:
            return Meaning.DELIVERED
        return Meaning.GONE if self.status == 410 else Meaning.FAILED


def wait_asked_for(retry_after: str, *, now: datetime) -> timedelta | None:
    """The pause that a Retry-After header asks for, at most `LONGEST_WAIT`; None for none, the past, and nonsense."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), LONGEST_WAIT.total_seconds()))
        return wait or None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(wait, LONGEST_WAIT) if wait > timedelta(0) else None


def pause_after(tries: int, *, wait: timedelta | None, chance: Random) -> timedelta | None:
    """How long to wait after so many tries that failed, and at least as long as was asked for; None after the last."""
    if tries >= TRIES:
        return None
    pause = PAUSES[max(tries, 1) - 1] * chance.uniform(1 - JITTER, 1 + JITTER)
    return max(pause, wait) if wait else pause


def chosen(types: Iterable[str]) -> list[str]:
    """The events that an endpoint takes, in our order. Refuses those that do not exist, and none at all."""
    given = list(types)
    if not given:
        raise InvalidValue(f"Choose at least one event among {', '.join(CHOSEN)}.", field="events")
    if unknown := sorted(set(given) - set(CHOSEN)):
        raise InvalidValue(
            f"There is no event {', '.join(map(shown, unknown[:3]))}. Choose among {', '.join(CHOSEN)}.",
            field="events",
        )
    return [one for one in CHOSEN if one in given]


def sent_to(events: Sequence[str]) -> list[str]:
    """Every type that an endpoint with these chosen events is sent."""
    return [*events, *ALWAYS]


def message_id(log_id: str, epoch: int, position: int) -> str:
    """The id of an event, the same at every try, every replay and every endpoint."""
    return f"evt_{log_id.replace('-', '')[:12]}_{epoch}_{position}"


STRUCK = 5
"""An endpoint that failed so often in a row is asked one message at a time, with a rest between."""
LONGEST_REST = timedelta(minutes=1)
"""The rest after a failure of an endpoint that is struck."""
LONGEST_REST_ASKED = timedelta(hours=1)
"""And the one that an endpoint may ask for as a whole: with 429 or 503 and Retry-After."""


def rest_after(failures: int, answer: Answer) -> timedelta | None:
    """How long an endpoint is left alone after so many failures in a row, the last one with this answer."""
    if answer.status in (429, 503) and answer.wait:
        return min(answer.wait, LONGEST_REST_ASKED)
    if failures < STRUCK:
        return None
    return min(timedelta(seconds=2 ** min(failures - STRUCK, 10)), LONGEST_REST)
