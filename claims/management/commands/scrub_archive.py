"""manage.py scrub_archive: is every archived capture what was served?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.ingest import archive
from claims.reads.intake import references


class Command(BaseCommand):
    """Reads the whole archive."""

    help = (
        "Reads every capture of the archive and compares it with its digests, and looks whether each capture that "
        "articles and sources name is there. Names what is damaged or missing, and ends with exit status 1 if anything "
        "is. Run it nightly."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs it."""
        folder = settings.ARCHIVE_DIR
        damaged = 0
        for damage in archive.scrub(folder, expected=references()):
            damaged += 1
            self.stderr.write(f"{damage.path}: {damage.reason}")
        if damaged:
            noun = "file is" if damaged == 1 else "files are"
            raise CommandError(f"{damaged} {noun} damaged in the archive {folder}. Restore from a backup.")
        self.stdout.write(f"The archive {folder} is whole: {archive.captures(folder)} captures.")
