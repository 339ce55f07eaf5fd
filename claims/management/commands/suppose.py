"""manage.py suppose: the machine looks for copies among sources and for relations among claims."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.actions import people, suppositions
from claims.domain.vocabulary import State
from claims.models import Claim

DONE = (State.REJECTED.value, State.DUPLICATE.value, State.SUPPRESSED.value)


class Command(BaseCommand):
    """Supposes."""

    help = (
        "Looks for sources that look like copies of one another, and for claims that may repeat, contradict, deny or "
        "presuppose each other. What it finds waits at the desk for a person to decide. A suspected copy lowers the "
        "count of independent origins at once, so public claims that rest on both sources are then marked as behind. "
        "Running it again adds only what is new."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which claims."""
        parser.add_argument("--claim", metavar="ID", help="only this claim's sources, and no relations")

    def handle(self, *_args: Any, claim: str | None, **_options: Any) -> None:
        """Runs it."""
        by = people.machine()
        chosen = Claim.objects.exclude(state__in=DONE).select_related("version", "speaker").order_by("id")
        if claim is not None:
            chosen = chosen.filter(public_id=claim)
            if not chosen:
                raise CommandError(
                    f"There is no claim {claim}, or it is rejected, a duplicate or suppressed."
                )
        copies = 0
        for number, one in enumerate(chosen, 1):
            copies += len(suppositions.look_for_copies(claim=one, by=by))
            if number % 100 == 0:
                self.stdout.write(f"  {number} claims looked at …")
        links = [] if claim else suppositions.look_for_links(among=chosen, by=by)
        self.stdout.write(f"{copies} new suspected copies, {len(links)} new proposed links.")
