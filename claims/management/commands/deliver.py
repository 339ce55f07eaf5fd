"""`manage.py deliver`: a process that sends webhooks, until it is told to stop."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from claims.delivery.sender import Sender


class Command(BaseCommand):
    """Any number of these may run at once; they do not send the same twice."""

    help = (
        "Sends webhooks to newsrooms until it is stopped (Ctrl-C or SIGTERM); ends what it has begun first."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs a sender."""
        sender = Sender()
        for kind in (signal.SIGTERM, signal.SIGINT):
            signal.signal(kind, lambda *_: sender.stop())
        self.stdout.write(f"Sending webhooks as {sender.name}. Ctrl-C ends it.")
        self.stdout.flush()
        sender.run()
