"""manage.py refresh_matching: what matching counts now and then, and what documents mean, brought up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from claims.actions import matching
from claims.matching import embeddings


class Command(BaseCommand):
    """Brings it up to date."""

    help = (
        "Counts the words that many published claims hold, and reads what published documents mean that were not read "
        "yet (with the extra “meaning”). Workers do both by themselves; this is for the first time, and for sites "
        "without a worker. With --again the words of all claims are weighed anew before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether everything is made anew."""
        parser.add_argument("--again", action="store_true", help="weigh the words of all claims anew")

    def handle(self, *_args: Any, again: bool, **_options: Any) -> None:
        """Runs it."""
        if again:
            self.stdout.write("Weighing the words of all claims ...")
            matching.weigh_again()
        self.stdout.write(f"{matching.count_common()} words are held by many claims.")
        if not embeddings.is_here():
            self.stdout.write(embeddings.MISSING)
            return
        done = 0
        while some := matching.read_meanings(most=640):
            done += some
            self.stdout.write(f"  {done} documents read for their meaning ...")
        self.stdout.write(f"{done} documents were read for their meaning.")
