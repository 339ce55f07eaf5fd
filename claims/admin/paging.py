"""Pages of long lists: an unfiltered count of a big table is the database's estimate, not a walk through it."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Paginator
from django.db import connection

ESTIMATE_FROM = 10_000
"""Rows from which on an estimate is good enough: below, counting costs next to nothing."""


class EstimatingPaginator(Paginator):  # type: ignore[type-arg]  # the admin hands it any list
    """Counts as Django does; of a whole table that the database thinks is big it takes the database's estimate.

    The estimate is that of the last ANALYZE (`pg_class.reltuples`). A list that is filtered or searched is counted:
    there the number is what people look for. The last page may be a little short or empty then, never wrong.
    """

    @cached_property
    def count(self) -> int:
        """How many rows there are, or about how many."""
        query = getattr(self.object_list, "query", None)
        if query is None or query.where or query.distinct or query.combinator:
            return super().count
        table = query.get_meta().db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
            (estimate,) = cursor.fetchone()
        return int(estimate) if estimate >= ESTIMATE_FROM else super().count
