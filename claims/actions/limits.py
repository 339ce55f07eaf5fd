"""How many tickets may come from one place and from all, and how much is asked with keys.

A place is kept as a keyed digest of its network and the day: without the key nobody can tell whose it was, and from one
day to the next not even we can. What was counted is forgotten when its day is over.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from claims.domain.errors import TooManyRequests
from claims.domain.tongue import gettext, ngettext
from claims.domain.vocabulary import Window
from claims.models import TicketRate

AN_HOUR, A_DAY, FROM_ALL = 5, 20, 200
"""Tickets from one place in an hour and in a day, and from everybody in an hour. Hours and days are those of UTC."""

ALL = "all"
_LENGTHS = {Window.HOUR: timedelta(hours=1), Window.DAY: timedelta(days=1)}
_COUNT = """
INSERT INTO claims_ticketrate AS rate (bucket, "window", begins_at, count)
VALUES (%s, 'day', %s, 1), (%s, 'hour', %s, 1), (%s, 'hour', %s, 1)
ON CONFLICT (bucket, "window", begins_at) DO UPDATE SET count = rate.count + 1
RETURNING bucket, "window", begins_at, count
"""

_COUNT_REQUESTS = """
INSERT INTO claims_apikeyuse AS u (key_id, count, day)
SELECT k, n, %s FROM unnest(%s::bigint[], %s::int[]) AS given (k, n)
WHERE n > 0 ORDER BY k
ON CONFLICT (key_id, day) DO UPDATE SET count = u.count + excluded.count
"""


def count_ticket(*, place: str, at: datetime) -> None:
    """Counts one ticket from a place. Raises TooManyRequests, with the seconds to wait, when it is one too many.

    Belongs into the transaction that stores the ticket: what is refused there is not counted, and whoever sends several
    at once waits for the others to be counted.
    """
    moment = at.astimezone(UTC)
    hour = moment.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    bucket = digest(place, day=day)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [bucket, day, bucket, hour, ALL, hour])
        counted = cursor.fetchall()
    over = [
        (begins + _LENGTHS[Window(window)], whose == ALL)
        for whose, window, begins, count in counted
        if count > _most(whose, Window(window))
    ]
    if over:
        until, from_all = max(over)
        wait = max(1, math.ceil((until - moment).total_seconds()))
        raise TooManyRequests(_words(wait, from_all=from_all), wait=wait)


def count_requests(counts: Mapping[int, int], *, day: date) -> None:
    """Adds so many requests to what was asked with each key (by its number) on a day, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_REQUESTS, [day, list(counts), list(counts.values())])


def forget(at: datetime) -> int:
    """Removes what was counted on earlier days; how many rows that were."""
    today = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    removed, _ = TicketRate.objects.filter(begins_at__lt=today).delete()
    return removed


def digest(place: str, *, day: datetime) -> str:
    """What a place is called on one day."""
    return salted_hmac(f"claims.tickets {day:%Y-%m-%d}", place, algorithm="sha256").hexdigest()[:32]


def _most(bucket: str, window: Window) -> int:
    if bucket == ALL:
        return FROM_ALL
    return AN_HOUR if window is Window.HOUR else A_DAY


def _words(wait: int, *, from_all: bool) -> str:
    minutes = math.ceil(wait / 60)
    hours = math.ceil(minutes / 60)
    time = ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    if minutes > 60:
        time = ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    if from_all:
        words = gettext(
            "More tickets are arriving at this moment than we can read. Please send yours again in %(time)s."
        )
    else:
        words = gettext(
            "From one network we take %(hourly)s tickets an hour and %(daily)s a day, and that many have come from "
            "yours. Please send this one again in %(time)s."
        )
    return words % {"time": time, "hourly": AN_HOUR, "daily": A_DAY}
