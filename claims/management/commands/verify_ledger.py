"""manage.py verify_ledger: is the log whole?"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims.domain import verification
from claims.domain.checkpoints import is_note, read_verifier, split_notes
from claims.domain.errors import DomainError
from claims.domain.ledger import ExportedEntry
from claims.domain.text import shown
from claims.reads import log

EACH = 50_000
"""After so many entries it is said how many were checked: every half minute or so."""


class Command(BaseCommand):
    """Checks the log in the database."""

    help = (
        "Checks every entry of the log, every document behind it and every signed checkpoint, and names the "
        "first bad position. Checkpoints kept elsewhere are worth more than those in the database: --checkpoints."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Checkpoints and keys from elsewhere."""
        parser.add_argument(
            "--checkpoints", type=Path, help="file of signed checkpoints (also uses the database's)"
        )
        parser.add_argument("--key", action="append", help="verifier key; this site's own unless given")

    def handle(self, *_args: Any, checkpoints: Path | None, key: list[str] | None, **_options: Any) -> None:
        """Runs it; a bad log ends with exit status 1."""
        for text in key or ():
            _require_key(text)
        kept = [] if checkpoints is None else _kept(checkpoints)
        try:
            notes = log.notes() + kept
            here = log.identity()  # after the checkpoints: what is published meanwhile must not look cut off
            keys = key or ([log.verifier_key()] if notes else [])
            entries = self._told(log.all_entries(until=here.size), here.size)
            report = verification.verify(entries, notes, keys, log_id=here.log_id)
        except DatabaseError as error:
            reason = str(error).partition("\n")[0]
            raise CommandError(
                f"The log cannot be read: {reason}. Is the database made? See manage.py migrate."
            ) from error
        except DomainError as error:
            raise CommandError(error.message) from error
        if not report.ok:
            place = f"position {report.first_bad}" + (f" to {report.until}" if report.until else "")
            reasons = "\n  ".join(report.reasons)
            raise CommandError(f"The log was altered. First bad: {place} of {report.size}.\n  {reasons}")
        late = report.size - report.covered
        self.stdout.write(
            f"The log is whole: {report.size} entries, {len(notes)} checkpoints"
            + (f"; the last {late} entries are younger than the newest checkpoint." if late else ".")
        )

    def _told(self, entries: Iterable[ExportedEntry], size: int) -> Iterator[ExportedEntry]:
        """The entries; says now and then how many were checked."""
        for done, entry in enumerate(entries):
            if done and done % EACH == 0:
                self.stderr.write(f"  {done:,} of {size:,} entries checked", str)  # no error, so not in red
            yield entry


def _require_key(text: str) -> None:
    try:
        read_verifier(text)
    except DomainError as error:
        raise CommandError(f"The key {shown(text)} cannot be read: {error.message}") from error


def _kept(file: Path) -> list[str]:
    """The signed checkpoints of a file."""
    try:
        notes = split_notes(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The file {file} cannot be read: {error}") from error
    if not notes or not all(is_note(note) for note in notes):
        raise CommandError(
            f"The file {file} cannot be read: it holds something else than signed checkpoints."
        )
    return notes
