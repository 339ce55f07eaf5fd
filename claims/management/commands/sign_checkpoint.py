"""manage.py sign_checkpoint: sign the log as it stands."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.actions import checkpoints
from claims.domain.errors import DomainError


class Command(BaseCommand):
    """Signs what no checkpoint covers yet."""

    help = (
        "Signs a checkpoint of the log as it stands. Publishing does so by itself; run this after the "
        "signing key could not be used for a while. Running it again changes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs it."""
        try:
            signed = checkpoints.sign_newest()
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"Signed: a checkpoint of {signed.size} entries." if signed else "Every entry is covered already."
        )
