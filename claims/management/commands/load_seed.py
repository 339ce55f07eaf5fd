"""manage.py load_seed: the demonstration's accounts and claims."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.actions import people
from claims.domain.errors import DomainError
from claims.domain.vocabulary import Role
from claims.ingest import seed

CAST = {
    "extractor": [Role.EXTRACTOR],
    "reviewer": [Role.REVIEWER],
    "second-reviewer": [Role.REVIEWER],
    "editor": [Role.EDITOR],
    "administrator": [Role.ADMINISTRATOR],
}


class Command(BaseCommand):
    """Loads the demonstration."""

    help = (
        "Makes the demo accounts (only with DEBUG on and in the embedded database) and loads the claims of "
        "the 2009 article through the same actions that reviewers use. Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the files are."""
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "fixtures" / "imu-2009",
            help="folder of JSON files",
        )

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        """Runs it."""
        try:
            users = {name: people.demo_account(name=name, roles=roles) for name, roles in CAST.items()}
            cast = seed.Cast(
                extractor=users["extractor"],
                reviewer=users["reviewer"],
                second_reviewer=users["second-reviewer"],
                editor=users["editor"],
                machine=people.machine(),
            )
            added = seed.load(folder, cast=cast, say=self.stdout.write)
        except DomainError as error:
            raise CommandError(
                "\n".join(f"{item.field}: {item.message}" for item in error.problems)
            ) from error
        self.stdout.write(
            f"{added} claims added." if added else "Nothing to add: everything is there already."
        )
