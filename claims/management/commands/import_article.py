"""manage.py import_article: takes in one article, or a feed of fact-checks, from an address or a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.actions import ingest_runs, people
from claims.domain import edtf
from claims.domain.addresses import tidy
from claims.domain.errors import DomainError
from claims.domain.intake import Given, RunState, What
from claims.ingest import work
from claims.models import IngestRun, User


class Command(BaseCommand):
    """Takes it in while you wait."""

    help = (
        "Takes in an article from an address or a file (HTML or plain text): fetched within the rules of its site, "
        "archived, cleaned, and the claims in it proposed. Progress goes to standard error; the last line on standard "
        "output says what came of it. Exit status 1 means that nothing came of it, and why. The same address makes a "
        "new version only if its text has changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is given, and what is known of it."""
        parser.add_argument(
            "what", metavar="ADDRESS|FILE", help="an address with http:// or https://, or a file"
        )
        parser.add_argument("--address", default="", help="of a file: where the article stands on the web")
        parser.add_argument("--headline", default="", help="of a plain text: its headline")
        parser.add_argument("--outlet", default="", help="who publishes it; left out, it is the site's name")
        parser.add_argument(
            "--published", default="", metavar="EDTF", help="when it appeared, such as 2009-08-06"
        )
        parser.add_argument("--language", default="", help="such as en; left out, it is guessed")
        parser.add_argument("--feed", action="store_true", help="it is a feed of ClaimReview, not an article")
        parser.add_argument(
            "--by", default="", metavar="NAME", help="the account that asks; left out, the machine's"
        )

    def handle(self, *_args: Any, **given: Any) -> None:
        """Runs it."""
        try:
            run = ingest_runs.ask(
                by=_person(given["by"]),
                at=timezone.now(),
                what=What.FEED if given["feed"] else What.ARTICLE,
                told=_told(given),
                anew=True,
                at_once=True,
                **_content(given["what"], tidy(given["address"])),
            )
        except DomainError as refusal:
            raise CommandError(
                "\n".join(
                    f"{one.field}: {one.message}" if one.field else one.message for one in refusal.problems
                )
            ) from refusal
        work.carry_on(run.pk, say=self._say, patient=False)
        run = IngestRun.objects.get(pk=run.pk)
        if run.state != RunState.DONE.value:
            raise CommandError(run.message)
        for note in run.notes:
            self.stderr.write(note)
        for result in run.results.select_related("version__article"):
            self.stderr.write(f"{result.version}: {result.proposals} proposed claims")
        if not run.results.exists():
            raise CommandError(run.message)
        self.stdout.write(run.message)

    def _say(self, line: str) -> None:
        self.stderr.write(line)


def _content(given: str, address: str) -> dict[str, Any]:
    if given.startswith(("http://", "https://")):
        return {"given": Given.ADDRESS, "address": given}
    path = Path(given)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"{given} is no address (these begin with http:// or https://), and as a file it cannot be read: "
            f"{error.strerror}."
        ) from error
    return {"given": Given.FILE, "filename": path.name, "content": content, "address": address}


def _told(given: dict[str, Any]) -> dict[str, Any]:
    told = {name: given[name] for name in ("headline", "outlet", "language") if given[name]}
    if given["published"]:
        told["published"] = edtf.parse(
            given["published"], basis="stated by whoever took it in", field="published"
        )
    return told


def _person(name: str) -> User:
    if not name:
        return people.machine()
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no account “{name}”.")
    return found
