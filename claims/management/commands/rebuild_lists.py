"""manage.py rebuild_lists: the public lists, made again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from claims.actions import projections


class Command(BaseCommand):
    """Makes the public lists again."""

    help = (
        "Makes the lists behind the public pages (claims, speakers, articles, sources) again from the "
        "publications, in the order of the log. Safe at any time: nothing else is changed."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs it."""
        self.stdout.write("Reading all publications ...")
        count = projections.rebuild()
        self.stdout.write(f"The lists were made again from {count} publications.")
