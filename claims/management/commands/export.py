"""manage.py export: everything that is public, as files, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from claims.delivery import nightly
from claims.domain.errors import DomainError


class Command(BaseCommand):
    """Makes the files of the night at once."""

    help = (
        "Makes the files that a worker makes each night, in EXPORT_DIR: all published claims as NDJSON and CSV, and "
        "all ratings as a ClaimReview DataFeed, with digests. They take the place of the earlier ones."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs it."""
        try:
            made = nightly.make(at=timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(f"The files cannot be made: {str(error).partition(chr(10))[0]}") from error
        for one in made.files:
            self.stdout.write(f"{made.path / one.name}  {one.bytes} bytes, SHA-256 {one.sha256}")
        self.stdout.write(f"As of position {made.size} of the log. Served at /api/v1/export/nightly/.")
