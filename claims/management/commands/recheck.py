"""manage.py recheck: brings claims back to the queue; meant to run once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.actions import people, rechecks


class Command(BaseCommand):
    """Looks for what is due."""

    help = (
        "Brings claims back to the queue whose date for another look has come, whose source was found changed or gone, "
        "or whose linked claim was corrected or retracted. Run it daily; what was raised before is not raised again."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs it."""
        raised = rechecks.look(by=people.machine(), at=timezone.now(), today=timezone.localdate())
        for one in raised:
            self.stdout.write(f"{one.claim.public_id}: {one.because}")
        self.stdout.write(
            f"{len(raised)} claims come back to the queue." if raised else "Nothing new is due."
        )
