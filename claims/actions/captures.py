"""Archived copies of sources, and what is known of a source once its page was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.actions import records
from claims.actions.cleaning import clean_moment
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import CaptureState
from claims.models import Capture, Source, User


def keep(
    *,
    source: Source,
    by: User,
    at: datetime,
    text: str,
    raw_reference: str,
    raw_sha256: str,
    gone: bool = False,
) -> Capture:
    """A new archived copy, which says whether its text is that of the copy before, another, or gone."""
    may_change(Capture, by)
    if not re.fullmatch("[0-9a-f]{64}", raw_sha256):
        raise InvalidValue("A SHA-256 digest is 64 lower-case hexadecimal digits.", field="raw_sha256")
    at = clean_moment(at, field="captured_at")
    clean = clean_text(
        text, field="text", limit=LIMITS["article"], required=False, multiline=True, captured=True
    )
    with one_transaction():
        Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        before = source.captures.exclude(state=CaptureState.GONE.value).order_by("captured_at", "pk").last()
        return Capture.objects.create(
            source=source,
            captured_at=at,
            raw_reference=raw_reference,
            raw_sha256=raw_sha256,
            text=clean,
            state=_state(before, clean, raw_sha256, gone).value,
            changed_by=by,
        )


def describe(*, source: Source, by: User, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what was filled in: only what nobody has said before, and only what is known now."""
    may_change(Source, by)
    with one_transaction():
        current = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        values = {name: value for name, value in known.items() if value and _is_open(current, name)}
        if values:
            records.change(current, by=by, read=current.changed_at, **values)
    return tuple(values)


def placeholder(url: str) -> str:
    """The title of a source of which nothing but the address is known yet."""
    return url[: LIMITS["title"]]


def _is_open(source: Source, name: str) -> bool:
    if name == "published":
        return source.published is None or not (source.published.edtf or source.published.text)
    if name == "title":
        return source.title == placeholder(source.url)
    return not getattr(source, name)


def _state(before: Capture | None, text: str, digest: str, gone: bool) -> CaptureState:
    if gone:
        return CaptureState.GONE
    if before is None or before.raw_sha256 == digest:
        return CaptureState.SAME
    return CaptureState.SAME if text and text == before.text else CaptureState.CHANGED
