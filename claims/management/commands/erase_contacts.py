"""manage.py erase_contacts: readers' contacts do not outlive their 180 days; meant to run once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.actions import limits, tickets


class Command(BaseCommand):
    """Erases what is due."""

    help = (
        "Erases the contacts of tickets that were received 180 days ago or earlier, and forgets how many tickets came "
        "from one place on earlier days. Each new ticket does a part of this by itself; run it daily so that it also "
        "happens where no ticket arrives."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs it."""
        now = timezone.now()
        erased = tickets.erase_contacts(now)
        limits.forget(now)
        self.stdout.write(f"{erased} contacts were erased." if erased else "No contact is due.")
