"""What somebody typed and did not save yet: kept a while, for that person alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.vocabulary import Role
from claims.models import Draft, User
from claims.models.draft import MOST_TEXT

KEPT = timedelta(days=30)
Fields = Mapping[str, Sequence[str]]


def keep(
    *,
    by: User,
    address: str,
    fields: Fields,
    token: str,
    page: str,
    at: datetime,
    anyway: bool = False,
) -> Draft:
    """The form's text as it stands now, in place of what the same page sent before.

    Raises WrongState when another page of the same person keeps unsaved text of this form, unless `anyway`.
    """
    require(by, *Role, to="keep unsaved text")
    _check(fields)
    with one_transaction():
        # Two pages of one person may send their first text at the same moment.
        kept, is_new = Draft.objects.select_for_update(no_key=True).get_or_create(
            user=by,
            address=address,
            defaults={"fields": dict(fields), "token": token, "page": page, "saved_at": at},
        )
        if is_new:
            return kept
        if kept.page != page and not anyway:
            raise WrongState("Another page keeps unsaved text of yours for this form.", field="page")
        kept.fields, kept.token, kept.page, kept.saved_at = dict(fields), token, page, at
        kept.save(update_fields=["fields", "token", "page", "saved_at"])
        return kept


def discard(*, by: User, address: str, page: str | None = None) -> bool:
    """Whether there was unsaved text of this person for this form, typed on `page` if one is named; now it is gone."""
    rows = Draft.objects.filter(user=by, address=address)
    with one_transaction():
        gone, _ = (rows if page is None else rows.filter(page=page)).delete()
    return gone > 0


def forget(now: datetime) -> int:
    """How many texts were forgotten because nobody came back to them for 30 days."""
    with one_transaction():
        gone, _ = Draft.objects.filter(saved_at__lte=now - KEPT).delete()
    return gone


def _check(fields: Fields) -> None:
    for name, values in fields.items():
        if any("\0" in text for text in values):
            raise InvalidValue("The text holds a NUL character, which no text here has.", field=name)
        if any("\ud800" <= letter <= "\udfff" for text in values for letter in text):
            raise InvalidValue("The text holds half a character.", field=name)
    length = len(json.dumps(fields, ensure_ascii=False))
    if length > MOST_TEXT:
        raise InvalidValue(
            f"That is too long to be kept before it is saved: {length:,} characters, {MOST_TEXT:,} are possible.",
            field="fields",
        )
