"""manage.py erase_contacts: readers' contacts and unsaved text do not outlive their days; meant to run once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.actions import limits, tickets, unsaved


class Command(BaseCommand):
    """Erases what is due."""

    help = (
        "Erases the contacts of tickets that were received 180 days ago or earlier, and forgets how many tickets came "
        "from one place on earlier days, and text that somebody typed at the desk 30 days ago and never saved. Each "
        "new ticket does a part of this by itself; run it daily so that it also happens where no ticket "
        "arrives."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs it."""
        now = timezone.now()
        erased = tickets.erase_contacts(now)
        limits.forget(now)
        forgotten = unsaved.forget(now)
        self.stdout.write(f"{erased} contacts were erased." if erased else "No contact is due.")
        if forgotten:
            self.stdout.write(f"{forgotten} unsaved texts were forgotten.")
