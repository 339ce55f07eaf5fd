"""Signed places in the log and in lists. A place from another log, epoch, filter or future is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.core import signing

from claims.domain.errors import BadCursor
from claims.domain.tongue import gettext
from claims.reads.log import Log

SALT = "factcheck.changes"
LIST_SALT = "factcheck.claims"
ITEM_SALT = "factcheck.items"
EXPORT = "/api/v1/export/claims.ndjson"


def make(log: Log, *, position: int, filters: Mapping[str, str]) -> str:
    """The cursor behind a position of this log."""
    return signing.dumps([log.log_id, log.epoch, position, _digest(filters)], salt=SALT)


def read(text: str, *, log: Log, filters: Mapping[str, str], export: str = EXPORT) -> int:
    """The position behind a cursor. Raises BadCursor, saying what is wrong and where to start again.

    `export` is where an export of this log is, nothing when it has none.
    """
    resync = _resync(filters, export)
    try:
        log_id, epoch, position, digest = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadCursor(f"This cursor was not made here or is damaged. {resync}", field="cursor") from error
    if log_id != log.log_id or epoch != log.epoch:
        raise BadCursor(f"This cursor is of another log or an earlier epoch. {resync}", field="cursor")
    if digest != _digest(filters):
        raise BadCursor(f"This cursor was made for other filters. {resync}", field="cursor")
    if not isinstance(position, int) or position > log.size:
        raise BadCursor(f"This cursor lies beyond the end of the log ({log.size}). {resync}", field="cursor")
    return position


def _resync(filters: Mapping[str, str], export: str) -> str:
    if not export:
        return "Start again without a cursor."
    asked, whose = (f"?{urlencode(filters)}", " for these filters") if filters else ("", "")
    return f"Start again without a cursor, or from {export}{asked}, whose first line names a cursor{whose}."


def make_place(place: tuple[datetime, str], *, filters: Mapping[str, str]) -> str:
    """The cursor of a place in the list of claims."""
    return signing.dumps([place[0].isoformat(), place[1], _digest(filters)], salt=LIST_SALT)


def read_place(text: str, *, filters: Mapping[str, str]) -> tuple[datetime, str]:
    """The place behind a list's cursor."""
    try:
        moment, public_id, digest = signing.loads(text, salt=LIST_SALT)
        place = datetime.fromisoformat(moment), str(public_id)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadCursor(
            gettext("This cursor was not made here or is damaged. Start without one."), field="cursor"
        ) from error
    if digest != _digest(filters):
        raise BadCursor(gettext("This cursor was made for other filters. Start without one."), field="cursor")
    return place


def make_item(place: Sequence[str], *, of: str, filters: Mapping[str, str]) -> str:
    """The cursor of a place in the list `of` something other than claims."""
    return signing.dumps([of, *place, _digest(filters)], salt=ITEM_SALT, compress=True)


def read_item(text: str, *, of: str, size: int, filters: Mapping[str, str]) -> tuple[str, ...]:
    """The place behind such a cursor: `size` texts. Raises BadCursor for one of another list or other filters."""
    try:
        found = [str(part) for part in signing.loads(text, salt=ITEM_SALT)]
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadCursor(
            gettext("This cursor was not made here or is damaged. Start without one."), field="cursor"
        ) from error
    if len(found) != size + 2 or found[0] != of:
        raise BadCursor(gettext("This cursor is of another list. Start without one."), field="cursor")
    if found[-1] != _digest(filters):
        raise BadCursor(gettext("This cursor was made for other filters. Start without one."), field="cursor")
    return tuple(found[1:-1])


def _digest(filters: Mapping[str, str]) -> str:
    text = "&".join(f"{name}={len(filters[name])}:{filters[name]}" for name in sorted(filters))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
