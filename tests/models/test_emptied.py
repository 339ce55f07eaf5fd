"""Every column that can hold text says what suppression does with it: the table in code and the schema agree."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from claims.models import emptied

pytestmark = pytest.mark.django_db
WITHOUT_TEXT = {
    "bigint", "integer", "smallint", "boolean", "numeric", "date", "timestamp with time zone", "uuid",
}  # fmt: skip


def listed() -> Counter[tuple[str, str]]:
    """Every column that the tables in code speak of, with how often it is listed as left alone."""
    found: Counter[tuple[str, str]] = Counter()
    for lists in (emptied.NOT_ABOUT_A_CLAIM, emptied.NO_FREE_TEXT, emptied.EMPTIED_APART):
        found.update((table, column) for table, columns in lists.items() for column in columns)
    found.update((one.table, column) for one in emptied.EMPTIED for column in one.columns)
    return found


def columns(*, with_text: bool) -> set[tuple[str, str]]:
    """The columns of the schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        )
        return {
            (table, column)
            for table, column, kind in cursor.fetchall()
            if not with_text or kind not in WITHOUT_TEXT
        }


def test_every_column_that_can_hold_text_is_listed_once() -> None:
    found = listed()
    assert columns(with_text=True) - set(found) == set(), "say in claims/models/emptied.py what becomes of it"
    assert set(found) - columns(with_text=False) == set(), "there is no such column"
    assert [column for column, times in found.items() if times > 1] == []
