"""Query parameters, checked: each refusal names the parameter and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from django.http import QueryDict

from claims.domain.errors import InvalidValue, Problem
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import SpeakerKind, Status
from claims.domain.wanted import first_day, last_day
from claims.reads import library
from claims.reads.published import FILTERS, Within

MAX_LIMIT = 200
MAX_FEED_LIMIT = 1_000
MAX_WAIT = 25
IDS = {"speaker", "article", "source"}
"""Filters that are ids."""


def limit(query: QueryDict, *, default: int = 50, most: int = MAX_LIMIT) -> int:
    """How many items to give: 1 to `most`."""
    text = query.get("limit")
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
        raise InvalidValue(f"“limit” is a whole number from 1 to {most}.", field="limit")
    return int(text)


def wait(query: QueryDict) -> int:
    """How many seconds to wait for something new: 0 to 25."""
    text = query.get("wait")
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= MAX_WAIT):
        raise InvalidValue(f"“wait” is a whole number of seconds from 0 to {MAX_WAIT}.", field="wait")
    return int(text)


def claim_id(query: QueryDict, name: str) -> str:
    """The id of a claim, or nothing when none is given."""
    text = _given(query, (name,)).get(name, "")
    if text and not re.fullmatch("[0-9a-z]{10}", text):
        raise InvalidValue(
            f"“{name}” is the id of a claim: ten lower-case letters or digits, as in its documents.",
            field=name,
        )
    return text


def cursor(query: QueryDict) -> str:
    """The place to go on from, unread; nothing when none is given. An empty one is of somebody who lost theirs."""
    return _given(query, ("cursor",)).get("cursor", "")


def filters(query: QueryDict, names: Iterable[str] = FILTERS) -> dict[str, str]:
    """The filters of a list of claims, or those of these names."""
    found = {
        name: clean_text(text, field=name, limit=LIMITS["word"])
        for name, text in _given(query, names).items()
    }
    for name in IDS & found.keys():
        if not re.fullmatch("[0-9a-z]{10}", found[name]):
            raise InvalidValue(
                f"“{name}” is an id: ten lower-case letters or digits, as in the lists of the API.",
                field=name,
            )
    if "status" in found and found["status"] not in {status.value for status in Status}:
        known = ", ".join(status.value for status in Status)
        raise InvalidValue(f"“{found['status'][:40]}” is not a status. Possible: {known}.", field="status")
    return found


MOMENTS = ("updated_since", "updated_before")
RANGES = ("said_from", "said_to", *MOMENTS)


def within(query: QueryDict) -> Within:
    """The periods of a list of claims. InvalidValue when one cannot be read or ends before it begins."""
    days = _given(query, ("said_from", "said_to"))
    first = first_day(days["said_from"], field="said_from") if "said_from" in days else None
    last = last_day(days["said_to"], field="said_to") if "said_to" in days else None
    if first and last and last < first:
        raise InvalidValue("“said_to” lies before “said_from”.", field="said_to")
    since, before = (moment(query, name) for name in MOMENTS)
    if since and before and before <= since:
        raise InvalidValue("“updated_before” must lie after “updated_since”.", field="updated_before")
    return Within(first, last, since, before)


def moment(query: QueryDict, name: str) -> datetime | None:
    """A moment with its offset from UTC, or a day, which begins at midnight UTC. In UTC; None when it is not given."""
    text = _given(query, (name,)).get(name)
    if text is None:
        return None
    found = _in_utc(text) if re.fullmatch(MOMENT, text) else None
    if found is None or not 1000 <= found.year <= 2999:
        raise InvalidValue(
            f"“{name}” is a moment with its offset from UTC, as 2026-11-29T13:00:00Z, or a day, as 2026-11-29.",
            field=name,
        )
    return found


def _in_utc(text: str) -> datetime | None:
    """The moment; None for one that no calendar has, and for one that UTC has before the first year."""
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_DAY = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = rf"{_DAY}(T{_CLOCK}(:[0-5][0-9](\.[0-9]{{1,6}})?)?(Z|[+-]{_CLOCK}))?"
"""How moments are written: a day, or a time of it with the offset, which the database would take up to 15:59 only."""


def thing_filters(query: QueryDict, noun: str) -> dict[str, str]:
    """The filters of a list of speakers, sources or articles."""
    found = {
        name: clean_text(text, field=name, limit=LIMITS["title"])
        for name, text in _given(query, library.FILTERS[noun]).items()
    }
    kinds = {kind.value for kind in SpeakerKind}
    if noun == "speaker" and found.get("kind", "person") not in kinds:
        known = ", ".join(kind.value for kind in SpeakerKind)
        raise InvalidValue(f"“{found['kind'][:40]}” is not a kind. Possible: {known}.", field="kind")
    return found


def _given(query: QueryDict, names: Iterable[str]) -> dict[str, str]:
    """The values of those that are given. An empty one would ask for everything without meaning to: refused."""
    found = {name: str(query[name]) for name in names if name in query}
    for name, text in found.items():
        if not text.strip():
            raise InvalidValue(f"“{name}” is empty; give its value, or leave it out to have all.", field=name)
    return found


def only(query: QueryDict, allowed: Iterable[str]) -> None:
    """Refuses parameters that mean nothing here or stand twice, so that no filter is silently ignored."""
    allowed = list(allowed)
    twice = [name for name in allowed if len(query.getlist(name)) > 1]
    if twice:
        raise InvalidValue(
            f"“{twice[0]}” is given more than once.",
            problems=[Problem(name, f"“{name}” is given more than once; give it once.") for name in twice],
        )
    unknown = [name for name in query if name not in allowed]
    if unknown:
        known = ", ".join(allowed) or "none"
        raise InvalidValue(
            f"Unknown parameter. Possible here: {known}.",
            problems=[
                Problem(name[:60].encode("ascii", "replace").decode(), f"Not known here. Possible: {known}.")
                for name in unknown[:20]
            ],
        )
